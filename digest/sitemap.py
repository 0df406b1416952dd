"""The sitemap and `robots.txt`: every page of the site for search engines, each with its versions in both languages.

Sources: sitemaps.org protocol 0.9; Google's `xhtml:link` for language versions; RFC 9309 (robots.txt).
"""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from digest.model import Output
from digest.site import SINGLES, VIEWS, Site, View, article_path, prefix

LIMIT = 50_000
"""Addresses in one sitemap file (sitemaps.org)."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_HREFLANG = {"ar": "ar", "en": "en", "both": "x-default"}


def render_sitemap(site: Site) -> Iterator[Output]:
    """Yield `sitemap.xml` (an index of several files where one can't hold all addresses) and `robots.txt`."""
    addresses = [_address(site, view, path, changed) for path, changed in _pages(site) for view in VIEWS]
    *parts, main, robots = _paths(len(addresses))
    for number, path in enumerate(parts):
        yield Output(path, _document("urlset", addresses[number * LIMIT : (number + 1) * LIMIT]))
    if parts:
        yield Output(main, _document("sitemapindex", [_entry("sitemap", site.url(path)) for path in parts]))
    else:
        yield Output(main, _document("urlset", addresses))
    yield Output(robots, f"User-agent: *\nAllow: /\n\nSitemap: {site.url(main)}\n".encode())


def sitemap_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the files that `render_sitemap` yields."""
    return tuple(_paths(len(VIEWS) * sum(1 for _ in _pages(site))))


def _paths(addresses: int) -> list[str]:
    parts = range(1, -(-addresses // LIMIT) + 1) if addresses > LIMIT else ()
    return [*(f"sitemap-{number}.xml" for number in parts), "sitemap.xml", "robots.txt"]


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the path of each page below a view's, and the day it last changed; empty for a list without stories."""
    for story in site.stories:
        yield article_path(story.article.slug), f"{story.article.updated or story.article.date:%Y-%m-%d}"
    for listing in site.listings():
        if listing.stories:
            yield listing.path, f"{max(s.article.updated or s.article.date for s in listing.stories):%Y-%m-%d}"
    for path in SINGLES:
        yield path, ""


def _address(site: Site, view: View, path: str, changed: str) -> ET.Element:
    entry = _entry("url", site.url(prefix(view) + path))
    if changed:
        ET.SubElement(entry, "lastmod").text = changed
    for alternate in VIEWS:
        link = {"rel": "alternate", "hreflang": _HREFLANG[alternate], "href": site.url(prefix(alternate) + path)}
        ET.SubElement(entry, "xhtml:link", link)
    return entry


def _entry(name: str, location: str) -> ET.Element:
    entry = ET.Element(name)
    ET.SubElement(entry, "loc").text = location
    return entry


def _document(name: str, entries: Sequence[ET.Element]) -> bytes:
    root = ET.Element(name, {"xmlns": _SITEMAP} | ({"xmlns:xhtml": _XHTML} if name == "urlset" else {}))
    root.extend(entries)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"
