"""What pages have in common: cards, frames, bars."""

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from markupsafe import Markup

from digest.model import VIEWS, View
from digest.render.feed_formats import FORMATS
from digest.render.fragments import Fragments
from digest.site.summary import Summary
from tests.stories import Whole, pages, render, simple
from tests.unit.render.parsed import article, parse, some


def test_feeds_of_the_pages_own_language_are_announced_first(whole: Whole) -> None:
    found = pages(render(whole))
    for path, first in (("en/index.html", "/daily/en/feed.xml"), ("ar/about/index.html", "/daily/ar/feed.xml"),
                        ("en/sections/science/index.html", "/daily/en/sections/science/feed.xml")):  # fmt: skip
        assert parse(found[path]).xpath("//link[@type='application/atom+xml']/@href")[0] == first


def test_no_stand_in_for_an_address_is_published(whole: Whole) -> None:
    assert not any("\ufffc" in page for page in some(pages(render(whole)).values()))


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


def test_pages_announce_each_feed_in_one_format(whole: Whole) -> None:
    page = parse(pages(render(whole))["en/sections/science/index.html"])
    announced = [
        (link.get("type"), link.get("href")) for link in page.xpath("//link[@rel='alternate' and @type and @title]")
    ]
    atom = FORMATS[0].media_type
    assert announced == [
        (atom, "/daily/en/sections/science/feed.xml"),
        (atom, "/daily/en/feed.xml"),
        (atom, "/daily/feed.xml"),
        (atom, "/daily/ar/feed.xml"),
    ]


def test_a_card_is_rendered_once_for_all_lists(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = Counter[tuple[str, str]]()
    original = Fragments._render_card

    def counted(self: Fragments, story: Summary, view: View) -> Markup:
        rendered[story.article.slug, view] += 1
        return original(self, story, view)

    monkeypatch.setattr(Fragments, "_render_card", counted)
    list(render(whole))
    assert len(rendered) == len(whole.stories) * len(VIEWS)
    assert set(rendered.values()) == {1}
