"""What pages have in common: cards, frames, bars."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.stories import Whole, pages, render, simple
from tests.unit.render.parsed import article, parse


def test_feeds_of_the_pages_own_language_are_announced_first(whole: Whole) -> None:
    found = pages(render(whole))
    for path, first in (("en/index.html", "/daily/en/feed.xml"), ("ar/about/index.html", "/daily/ar/feed.xml"),
                        ("en/sections/science/index.html", "/daily/en/sections/science/feed.xml")):  # fmt: skip
        assert parse(found[path]).xpath("//link[@type='application/atom+xml']/@href")[0] == first


def test_no_stand_in_for_an_address_is_published(whole: Whole) -> None:
    assert not any("\ufffc" in page for page in pages(render(whole)).values())


def test_a_bar_of_the_site_s_own_gets_the_addresses_of_each_page(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own = '{% for each, address in switch %}<a href="/go?to={{ address|urlencode }}"></a>{% endfor %}'
    (tmp_path / "templates" / "bar.html").write_text(own, "utf-8")
    page = article(simple("a"), tmp_path)
    links = [link.get("href") for link in page.iter("a") if (link.get("href") or "").startswith("/go")]
    assert [unquote(link) for link in links] == [f"/go?to=/{view}articles/a/" for view in ("en/", "", "ar/")]


def test_parts_that_are_made_again_change_no_page(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pages(render(whole))
    monkeypatch.setattr("digest.render.fragments._MOST", 1)
    assert pages(render(whole)) == before
