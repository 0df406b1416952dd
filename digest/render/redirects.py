"""What keeps former addresses alive: a page at each, and lists of them for hosts and servers that redirect.

Sources: `_redirects` as Netlify and Cloudflare Pages read it; the `map` of nginx.
"""

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import unquote

from digest.locale import site_words
from digest.model import LANGS, Output
from digest.site.redirects import redirects_of
from digest.site.site import Site

REDIRECTS = "_redirects"
FILES = (REDIRECTS, "redirects.map")
"""For Netlify and Cloudflare Pages, which answer with a status before they look for a page; and for nginx."""

_DIRECTION = {"ar": "rtl", "en": "ltr"}


def redirect_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the files that `render_redirects` yields: none for a site of which nothing has moved.

    A site in one language may have had pages in both: what was below `/ar/` and `/en/` leads to its only pages.
    """
    moved = redirects_of(site)
    is_any = moved or site.config.languages != "both"
    return (*(page for path in moved if (page := _page_path(path))), *FILES) if is_any else ()


def render_redirects(site: Site) -> Iterator[Output]:
    """Yield a page at each former address that a page can stand at, and the lists of all."""
    moved = redirects_of(site)
    for path, target in moved.items():
        if page := _page_path(path):
            yield Output(page, _page(site, target))
    for_hosts = [f"{site.href(path)} {site.href(target)} 301\n" for path, target in moved.items()]
    base = unquote(site.config.base_path)  # nginx compares decoded paths
    for_nginx = [f'"{base}{path}" "{site.href(target)}";\n' for path, target in moved.items()]
    if site.config.languages != "both":
        # What is asked for may begin with slashes, which after `/` would be the name of another host: `//other.site`.
        for_hosts += [f"{site.href(lang)}/* {site.url('')}:splat 301\n" for lang in LANGS]
        # A line break in it would end the header that the target is put into; browsers take `\` (`x5c`) for a slash.
        views = "|".join(LANGS)
        for_nginx += [f'"~^{re.escape(base)}(?:{views})/+((?:[^\\s/\\x5c]\\S*)?)$" "{site.href("")}$1";\n']
    yield Output(FILES[0], "".join(for_hosts).encode())
    yield Output(FILES[1], "".join(for_nginx).encode())


def _page_path(path: str) -> str:
    """Return the path of the page at a former address; empty where a server would not serve one as HTML."""
    if path.endswith("/"):
        return f"{path}index.html"
    return path if path.endswith((".html", ".htm")) else ""


def _page(site: Site, target: str) -> bytes:
    """Return a page that leads on at once, and says so where that does not work."""
    address, link = escape(site.url(target)), escape(site.href(target))
    config = site.config
    source, words = config.main_language, site_words(config.own_words)
    shown = LANGS if config.languages == "both" else (source,)
    texts = [
        f'<p lang="{lang}" dir="{_DIRECTION[lang]}"><a href="{link}">{escape(words[lang]("moved.text"))}</a></p>\n'
        for lang in sorted(shown, key=lambda lang: lang != source)
    ]
    return (
        f'<!doctype html>\n<html lang="{source}" dir="{_DIRECTION[source]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(words[source]('moved.text'))}</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{address}">\n'
        f'<meta http-equiv="refresh" content="0; url={link}">\n</head>\n<body>\n{"".join(texts)}</body>\n</html>\n'
    ).encode()
