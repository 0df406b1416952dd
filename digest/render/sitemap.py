"""The sitemap and `robots.txt`: every page of the site for search engines, each with its versions in both languages.

Sources: sitemaps.org protocol 0.9; Google's `xhtml:link` for language versions; RFC 9309 (robots.txt).
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr

from digest.model import Output
from digest.site.site import HREFLANG, SINGLES, VIEWS, Site, View, article_path, prefix

LIMIT = 50_000
"""Addresses in one sitemap file (sitemaps.org)."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_sitemap(site: Site) -> Iterator[Output]:
    """Yield `sitemap.xml` (an index of several files where one can't hold all addresses) and `robots.txt`."""
    *parts, main, robots = sitemap_paths(site, sum(1 for listing in site.listings() if listing.stories))
    addresses = (element for page in _pages(site) for element in _elements(site, *page))
    for path in parts or [main]:
        yield Output(path, _document("urlset", islice(addresses, LIMIT)))
    if parts:
        yield Output(main, _document("sitemapindex", (_element("sitemap", site.url(path)) for path in parts)))
    yield Output(robots, f"User-agent: *\nAllow: /\n\nSitemap: {site.url(main)}\n".encode())


def sitemap_paths(site: Site, lists: int) -> tuple[str, ...]:
    """Return the paths of the files that `render_sitemap` yields; `lists` is how many pages of lists have stories."""
    addresses = sum(len(site.indexed_views(story)) for story in site.stories) + len(VIEWS) * (lists + len(SINGLES))
    parts = range(1, -(-addresses // LIMIT) + 1) if addresses > LIMIT else ()
    return (*(f"sitemap-{number}.xml" for number in parts), "sitemap.xml", "robots.txt")


def _pages(site: Site) -> Iterator[tuple[str, tuple[View, ...], str]]:
    """Yield the path of each page below a view's, the views that are to be listed, and the day it last changed.

    A list without stories is left out. The day is empty where nothing tells it.
    """
    for story in site.stories:
        changed = f"{story.article.updated or story.article.date:%Y-%m-%d}"
        yield article_path(story.article.slug), site.indexed_views(story), changed
    for listing in site.listings():
        if listing.stories:
            changed = f"{max(s.article.updated or s.article.date for s in listing.stories):%Y-%m-%d}"
            yield listing.path, VIEWS, changed
    for path in SINGLES:
        yield path, VIEWS, ""


def _elements(site: Site, path: str, views: tuple[View, ...], changed: str) -> Iterator[str]:
    """Yield the element of a page in some views: as text, for the tree of a large site takes ten times as long."""
    urls = {view: site.url(prefix(view) + path) for view in views}
    more = f"    <lastmod>{changed}</lastmod>\n" if changed else ""
    for view, url in urls.items():
        link = f'rel="alternate" hreflang="{HREFLANG[view]}" href={quoteattr(url)}'
        more += f"    <xhtml:link {link} />\n"
    for url in urls.values():
        yield _element("url", url, more)


def _element(name: str, location: str, more: str = "") -> str:
    return f"  <{name}>\n    <loc>{escape(location)}</loc>\n{more}  </{name}>\n"


def _document(name: str, elements: Iterable[str]) -> bytes:
    """Return a file, put together piece by piece: of a large site it has many megabytes."""
    links = f' xmlns:xhtml="{_XHTML}"' if name == "urlset" else ""
    start = f"<?xml version='1.0' encoding='utf-8'?>\n<{name} xmlns=\"{_SITEMAP}\"{links}>\n"
    body = BytesIO()
    for piece in chain((start,), elements, (f"</{name}>\n",)):
        body.write(piece.encode())
    return body.getvalue()
