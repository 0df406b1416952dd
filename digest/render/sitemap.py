"""The sitemap and `robots.txt`: every page of the site for search engines, each with its versions in both languages.

Sources: sitemaps.org protocol 0.9; Google's `xhtml:link` for language versions; RFC 9309 (robots.txt).
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr

from digest.model import Output
from digest.site.site import HREFLANG, SINGLES, VIEWS, Site, article_path, prefix

LIMIT = 50_000
"""Addresses in one sitemap file (sitemaps.org)."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def render_sitemap(site: Site) -> Iterator[Output]:
    """Yield `sitemap.xml` (an index of several files where one can't hold all addresses) and `robots.txt`."""
    *parts, main, robots = sitemap_paths(site, sum(1 for listing in site.listings() if listing.stories))
    addresses = (address for path, changed in _pages(site) for address in _addresses(site, path, changed))
    for path in parts or [main]:
        yield Output(path, _document("urlset", islice(addresses, LIMIT)))
    if parts:
        yield Output(main, _document("sitemapindex", (_element("sitemap", site.url(path)) for path in parts)))
    yield Output(robots, f"User-agent: *\nAllow: /\n\nSitemap: {site.url(main)}\n".encode())


def sitemap_paths(site: Site, lists: int) -> tuple[str, ...]:
    """Return the paths of the files that `render_sitemap` yields; `lists` is how many pages of lists have stories."""
    addresses = len(VIEWS) * (len(site.stories) + lists + len(SINGLES))
    parts = range(1, -(-addresses // LIMIT) + 1) if addresses > LIMIT else ()
    return (*(f"sitemap-{number}.xml" for number in parts), "sitemap.xml", "robots.txt")


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the path of each page below a view's, and the day it last changed; empty for a list without stories."""
    for story in site.stories:
        yield article_path(story.article.slug), f"{story.article.updated or story.article.date:%Y-%m-%d}"
    for listing in site.listings():
        if listing.stories:
            yield listing.path, f"{max(s.article.updated or s.article.date for s in listing.stories):%Y-%m-%d}"
    for path in SINGLES:
        yield path, ""


def _addresses(site: Site, path: str, changed: str) -> Iterator[str]:
    """Yield the element of a page in each view: as text, for the tree of a large site takes ten times as long."""
    urls = {view: site.url(prefix(view) + path) for view in VIEWS}
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
