from pathlib import Path

import pytest

from digest.config import load
from digest.errors import Problem
from digest.importing.former_addresses import Destinations, is_reserved, kept
from digest.importing.item import Item
from digest.site.site import path_of_file
from tests.sites import TOML, make_site


def item(address: str, *aliases: str, file: str = "old/posts/rain.md") -> Item:
    return Item(where="x", title="T", name="rain", address=address, aliases=aliases, file=Path(file))


@pytest.mark.parametrize(
    "link",
    ["rain.md", "rain", "../posts/rain.md#x", "/posts/rain/", "/2019/rain/", "2019-05-14-rain", "elsewhere/rain.html"],
)
def test_a_link_to_a_file_of_the_archive_is_told_by_its_path_its_address_or_its_name(link: str) -> None:
    links = Destinations()
    links.add(item("/2019/rain/"), "new.md")
    assert links.of_file(link, Path("old/posts")) == "new.md"


@pytest.mark.parametrize("link", ["rain.pdf", "wind", "mailto:rain", "#rain", "https://a.example/rain"])
def test_another_link_leads_to_no_file_of_it(link: str) -> None:
    links = Destinations()
    links.add(item("/2019/rain/"), "new.md")
    assert links.of_file(link, Path("old/posts")) == ""


def test_a_name_that_two_have_leads_to_neither() -> None:
    links = Destinations()
    links.add(item(""), "new.md")
    links.add(item("", file="old/other/rain.md"), "other.md")
    assert links.of_file("../x/rain/", Path("old/posts")) == ""
    assert links.of_file("rain.md", Path("old/posts")) == "new.md"


def test_a_whole_address_is_one_with_and_without_www() -> None:
    links = Destinations()
    links.add(item("https://www.old.example/a/"), "new.md")
    assert links.of_address("http://old.example/a#x") == "new.md"
    assert links.of_address("/a/") == ""


def test_former_addresses_are_kept_but_for_those_of_others_and_of_every_site(tmp_path: Path) -> None:
    taken = {"a/": "other.md"}
    config = load(make_site(tmp_path, {}, TOML))
    found = list(kept([item("/rain/", "/about/", "/a/", "/b/", "/?p=1")], "pages/rain.md", "rain", taken, config))
    assert [each for each in found if isinstance(each, str)] == ["/b/"]
    assert len([each for each in found if isinstance(each, Problem)]) == 2
    assert taken == {"a/": "other.md", "b/": "pages/rain.md"}


def test_a_page_of_its_own_can_have_an_address_that_every_site_has_and_an_article_not() -> None:
    assert is_reserved("pages/about.md", "about")
    assert not is_reserved("about.md", "about")
    assert (path_of_file("pages/a.md", "a"), path_of_file("x/a.md", "a")) == ("a/", "articles/a/")
