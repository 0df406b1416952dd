from collections.abc import Callable
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.errors import DigestError
from tests.sites import TOML, make_site, publish, tree

PAGES = {f"{view}articles/old/index.html" for view in ("", "ar/", "en/")}
LISTS = {"_redirects", "redirects.map"}


def story(*header: str) -> str:
    return "\n".join(("Title: خبر", "Date: 2026-11-01", *header, "", "نص الخبر هنا."))


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., dict[str, bytes]]:
    def build(files: dict[str, str], toml: str = TOML) -> dict[str, bytes]:
        make_site(tmp_path, files, toml)
        publish(tmp_path, Machine(folders=[], cache=tmp_path / "packages"))
        return tree(tmp_path / "public")

    return build


def test_a_renamed_article_keeps_its_former_address_and_loses_it_with_the_header(
    build: Callable[..., dict[str, bytes]],
) -> None:
    assert not (PAGES | LISTS) & build({"new.txt": story()}).keys()
    moved = build({"new.txt": story("Aliases: old, https://x.example/2019/a.html")})
    assert PAGES | LISTS | {"2019/a.html"} <= moved.keys()
    assert b'content="0; url=/articles/new/"' in moved["articles/old/index.html"]
    assert not (PAGES | LISTS) & build({"new.txt": story()}).keys()


def test_the_header_may_name_the_address(build: Callable[..., dict[str, bytes]]) -> None:
    assert "articles/اسم/index.html" in build({"a.txt": story("الرابط الدائم: اسم", "عناوين سابقة: a")})


def test_the_redirects_of_a_site_of_its_own_take_the_place_of_those_made(
    build: Callable[..., dict[str, bytes]], tmp_path: Path
) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "_redirects").write_text("/x /y 301\n")
    assert build({"new.txt": story("Aliases: old")})["_redirects"] == b"/x /y 301\n"


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (
            "Slug: My Story",
            "a.txt:3: `My Story` can't be the last part of an address\n    Slug: My Story\n    hint: write `My-Story`",
        ),
        ("Slug: ../x", "a.txt:3: `../x` can't be the last part of an address"),
        ("Aliases: old, /a?p=1", "a.txt:3: `/a?p=1` is not an address of a site"),
        ("Aliases: /articles/b/", "its former address `/articles/b/` is one of `b.txt` too"),
        (
            "Aliases: /archive/",
            "archive/index.html: an article names this as its former address, and it is that of a page",
        ),
        ("Slug: b", "its address `articles/b/` is taken by"),
    ],
)
def test_an_address_that_can_not_be_is_an_error(
    build: Callable[..., dict[str, bytes]], header: str, problem: str
) -> None:
    with pytest.raises(DigestError) as raised:
        build({"a.txt": story(header), "b.txt": story()})
    assert problem in str(raised.value)
