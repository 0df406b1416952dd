"""The sitemap, as a search engine reads it."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digest.render.sitemap import LIMIT, render_sitemap
from digest.site.site import Site
from tests.stories import simple, site


@pytest.fixture
def whole(tmp_path: Path) -> Site:
    return site(tmp_path, simple("ب"), base_url="https://example.org/news/").site


def test_the_sitemap_lists_every_page_with_its_versions(whole: Site) -> None:
    made = {output.path: output.body for output in render_sitemap(whole)}
    text = made["sitemap.xml"].decode()
    assert "<loc>https://example.org/news/en/articles/%D8%A8/</loc>" in text
    assert 'hreflang="x-default" href="https://example.org/news/articles/%D8%A8/"' in text
    assert ET.fromstring(text).tag.endswith("urlset")
    assert made["robots.txt"].endswith(b"Sitemap: https://example.org/news/sitemap.xml\n")


def test_a_sitemap_that_would_be_too_long_becomes_an_index(whole: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LIMIT == 50_000
    monkeypatch.setattr("digest.render.sitemap.LIMIT", 10)
    made = {output.path: output.body for output in render_sitemap(whole)}
    parts = [path for path in made if path.startswith("sitemap-")]
    assert len(parts) > 1
    assert all(f"<loc>https://example.org/news/{path}</loc>".encode() in made["sitemap.xml"] for path in parts)


@pytest.mark.parametrize("room", [-1, 0, 1])
def test_a_sitemap_leaves_no_address_out_at_its_limit(whole: Site, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    (only, _) = render_sitemap(whole)
    monkeypatch.setattr("digest.render.sitemap.LIMIT", only.body.count(b"<loc>") + room)
    made = [output.body for output in render_sitemap(whole) if b"<urlset" in output.body]
    assert len(made) == (2 if room < 0 else 1)
    assert sum(body.count(b"<loc>") for body in made) == only.body.count(b"<loc>")
