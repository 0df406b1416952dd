"""The sitemap: every page with its versions, in as many files as it takes."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digest.model import Origin
from digest.render.sitemap import LIMIT, MAX_BYTES, render_news, render_sitemap, sitemap_paths
from digest.site.site import with_news
from tests.stories import Maker, Whole, pages, render, simple, site
from tests.unit.render.parsed import parse

BASE = "https://example.org/news/"


@pytest.fixture
def small(tmp_path: Path) -> Whole:
    """Return a site of one story, under a base address with a path."""
    return site(tmp_path, simple("ب"), base_url=BASE)


def test_the_sitemap_lists_every_page_with_its_versions(small: Whole) -> None:
    made = {output.path: output.body for output in render_sitemap(small.site)}
    text = made["sitemap.xml"].decode()
    assert "<loc>https://example.org/news/en/articles/%D8%A8/</loc>" in text
    assert 'hreflang="x-default" href="https://example.org/news/articles/%D8%A8/"' in text
    assert ET.fromstring(text).tag.endswith("urlset")
    assert b"\nSitemap: https://example.org/news/sitemap.xml\n" in made["robots.txt"]


def test_a_sitemap_that_would_be_too_long_becomes_an_index(small: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMIT == 50_000
    monkeypatch.setattr("digest.render.sitemap.LIMIT", 10)
    made = {output.path: output.body for output in render_sitemap(small.site)}
    parts = [path for path in made if path.startswith("sitemap-")]
    assert len(parts) > 1
    assert all(f"<loc>https://example.org/news/{path}</loc>".encode() in made["sitemap.xml"] for path in parts)


@pytest.mark.parametrize("room", [-1, 0, 1])
def test_a_sitemap_leaves_no_address_out_at_its_limit(small: Whole, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    whole = small.site
    (only, _) = render_sitemap(whole)
    monkeypatch.setattr("digest.render.sitemap.LIMIT", only.body.count(b"<loc>") + room)
    made = [output.body for output in render_sitemap(whole) if b"<urlset" in output.body]
    assert len(made) == (2 if room < 0 else 1)
    assert sum(body.count(b"<loc>") for body in made) == only.body.count(b"<loc>")


@pytest.mark.parametrize("limit", [10, 50_000])
def test_the_paths_are_known_before_the_sitemap_is_made(
    small: Whole, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr("digest.render.sitemap.LIMIT", limit)
    lists = sum(1 for listing in small.site.listings() if listing.stories)
    assert [output.path for output in render_sitemap(small.site)] == list(sitemap_paths(small.site, lists))


@pytest.mark.parametrize(
    ("origin", "index_machine_pages", "listed"),
    [
        ("edited", False, ["", "ar/", "en/"]),
        ("machine", True, ["", "ar/", "en/"]),
        ("machine", False, ["ar/"]),
        ("untranslated", True, ["", "ar/"]),
    ],
)
def test_a_page_that_search_engines_leave_out_is_neither_in_the_sitemap_nor_an_alternate(
    tmp_path: Path, origin: Origin, index_machine_pages: bool, listed: list[str]
) -> None:
    whole = site(tmp_path, simple(origin=origin), base_url=BASE, index_machine_pages=index_machine_pages)
    text = next(render_sitemap(whole.site)).body.decode()
    addresses = {f"{BASE}{view}articles/first/" for view in listed}
    assert set(re.findall(r"<loc>(.*/articles/.*)</loc>", text)) == addresses
    assert set(re.findall(r'href="(.*/articles/.*)"', text)) == addresses
    for view in ("", "ar/", "en/"):
        page = parse(pages(render(whole))[f"{view}articles/first/index.html"])
        shown = bool(page.xpath("//link[@rel='alternate'][@hreflang]"))
        assert shown == (not page.xpath("//meta[@content='noindex']")) == (view in listed)
        if shown:
            assert set(page.xpath("//link[@rel='alternate'][@hreflang]/@href")) == addresses


def test_a_list_without_stories_is_not_in_the_sitemap(tmp_path: Path) -> None:
    made = next(render_sitemap(site(tmp_path, base_url=BASE).site)).body.decode()
    assert "/sections/" not in made
    assert f"<loc>{BASE}about/</loc>" in made


def test_a_sitemap_file_does_not_outgrow_its_bytes_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_BYTES == 52_428_800
    monkeypatch.setattr("digest.render.sitemap.MAX_BYTES", 20_000)
    maker = Maker()
    pictures = [maker.image(f"صورة{n}.png", ()) for n in range(3)]
    stories = [maker.story(("خبر", "Story"), pictures, slug="طويل" * 15 + str(n)) for n in range(20)]
    made = list(render_sitemap(site(tmp_path, *stories, base_url=BASE).site))
    parts = [output.body for output in made if b"<urlset" in output.body]
    assert len(parts) > 2
    assert all(len(body) <= 20_000 for body in parts)
    assert sum(body.count(b"/articles/") > 0 for body in parts)


def test_a_page_is_listed_with_its_pictures(tmp_path: Path) -> None:
    maker = Maker()
    pictures = [maker.image("images/صورة.png", ()), maker.image("https://elsewhere.example/a.png", ())]
    story = maker.story(("خبر", "Story"), pictures)
    text = next(render_sitemap(site(tmp_path, story, base_url=BASE).site)).body.decode()
    assert text.count(f"<image:loc>{BASE}articles/first/%D8%B5%D9%88%D8%B1%D8%A9.png</image:loc>") == 3
    assert "elsewhere" not in text


NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def news(whole: Whole, now: datetime) -> list[tuple[str, str]]:
    """Return language and title of each entry of the sitemap of news."""
    entries = (entry for made in render_news(with_news(whole.site, now)) for entry in ET.fromstring(made.body))
    return [(entry.findtext(f".//{NEWS}language", ""), entry.findtext(f".//{NEWS}title", "")) for entry in entries]


def test_the_stories_of_two_days_are_news_in_each_language_that_search_engines_may_list(tmp_path: Path) -> None:
    stories = [simple("a", day=20), simple("b", day=19, origin="machine"), simple("c", day=17), simple("d", day=21)]
    whole = site(tmp_path, *stories, base_url=BASE)
    now = stories[0].article.date
    assert news(whole, now) == [("ar", "خبر أول"), ("en", "First story"), ("ar", "خبر أول")]
    assert news(whole, now + timedelta(days=9)) == []


def test_a_sitemap_of_news_that_would_be_empty_is_not_made_nor_named(tmp_path: Path) -> None:
    stories = [simple("a", day=20)]
    whole = site(tmp_path, *stories, base_url=BASE)
    named = f"Sitemap: {BASE}sitemap-news.xml\n".encode()
    for later, there in ((timedelta(), True), (timedelta(days=3), False)):
        now = with_news(whole.site, stories[0].article.date + later)
        robots = next(output.body for output in render_sitemap(now) if output.path == "robots.txt")
        assert bool(list(render_news(now))) == (named in robots) == there
    machine = site(tmp_path, simple("a", day=20, origin="untranslated", lang="en"), base_url=BASE)
    assert [output.path for output in render_news(with_news(machine.site, stories[0].article.date))] == [
        "sitemap-news.xml"
    ]


def test_search_engines_may_list_the_page_that_searches_once_whatever_is_searched_for(small: Whole) -> None:
    page = parse(pages(render(small))["en/search/index.html"])
    address = f"{small.config.base_url}en/search/"
    assert page.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large"]
    assert page.xpath("//link[@rel='canonical']/@href") == [address]
    assert page.xpath("//link[@rel='alternate'][@hreflang='en']/@href") == [address]
    assert f"<loc>{address}</loc>".encode() in next(render_sitemap(small.site)).body


def test_a_title_of_news_breaks_no_xml_and_there_are_not_too_many(tmp_path: Path) -> None:
    stories = [Maker().story(("خبر & <b>\ufdd0", "Story"), slug=f"s{n}") for n in range(501)]
    made = news(site(tmp_path, *stories, base_url=BASE), stories[0].article.date)
    assert len(made) == 1000
    assert made[0] == ("ar", "خبر & <b>")
