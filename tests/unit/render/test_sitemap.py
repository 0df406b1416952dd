"""The sitemap: every page with its versions, in as many files as it takes."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digest.model import Origin
from digest.render.sitemap import LIMIT, render_sitemap, sitemap_paths
from tests.stories import Whole, pages, render, simple, site
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
    assert made["robots.txt"].endswith(b"Sitemap: https://example.org/news/sitemap.xml\n")


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
        assert shown == (not page.xpath("//meta[@name='robots']")) == (view in listed)
        if shown:
            assert set(page.xpath("//link[@rel='alternate'][@hreflang]/@href")) == addresses


def test_a_list_without_stories_is_not_in_the_sitemap(tmp_path: Path) -> None:
    made = next(render_sitemap(site(tmp_path, base_url=BASE).site)).body.decode()
    assert "/sections/" not in made
    assert f"<loc>{BASE}about/</loc>" in made
