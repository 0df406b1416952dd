from pathlib import Path

import pytest

from digest.argos import Machine
from digest.checking.sources import article_files, place_of
from digest.config import load
from tests.sites import ARTICLE, make_site, publish


def test_the_pages_of_an_article_lead_to_its_file_as_long_as_the_build_is_known(tmp_path: Path) -> None:
    make_site(tmp_path, {"2026-11-20-library.txt": ARTICLE})
    assert article_files(load(tmp_path)) == {}
    publish(tmp_path, Machine(folders=[], cache=tmp_path / "packages"))
    path = "articles/library/index.html"
    assert article_files(load(tmp_path)) == dict.fromkeys((path, f"ar/{path}", f"en/{path}"), "2026-11-20-library.txt")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/news/about/", "a.md:2"),
        ("/articles/%D9%85%D8%B7%D8%B1/", "a.md:3"),
        ("/news/articles/a/rain.jpg", "a.md:4"),
        ("/nowhere/", "a.md"),
    ],
)
def test_an_address_of_a_page_is_found_as_its_author_wrote_it(tmp_path: Path, address: str, place: str) -> None:
    text = "one\n[x](/about/)\n[y](/articles/مطر/)\n![z](pictures/rain.jpg)\n"
    make_site(tmp_path, {"a.md": text}, 'base_url = "https://x.example/news/"\n')
    assert place_of(address, "a.md", load(tmp_path)) == place


def test_a_file_that_is_gone_is_named_without_a_line(tmp_path: Path) -> None:
    make_site(tmp_path, {})
    assert place_of("/x/", "a.md", load(tmp_path)) == "a.md"
