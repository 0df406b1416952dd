"""What hosts, browsers and search engines look for in a site's folder: media types, the manifest, the worker, a key.

Sources: `_headers` as Netlify and Cloudflare Pages read it, where two rules for one path would join their values; the
IndexNow protocol; W3C, Web Application Manifest.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from digest.model import Output
from digest.render.bilingual import plain_name, site_names
from digest.render.feed_formats import FORMATS
from digest.render.feed_opml import OPML
from digest.render.theme_files import asset_path
from digest.site.site import Site

HEADERS = "_headers"
MANIFEST = "manifest.webmanifest"
"""Says how the site looks on a home screen."""
OFFLINE = "offline.js"
"""The service worker, which answers for all below its own path."""
_ICONS = {192: "icon-192.png", 512: "icon-512.png"}


def host_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the files that `render_host_files` yields."""
    config = site.config
    own = (OFFLINE,) if config.offline else ()
    return (HEADERS, MANIFEST, *own, *((key_file(config.index_now_key),) if config.index_now_key else ()))


def render_host_files(site: Site) -> Iterator[Output]:
    """Yield the file of media types, the manifest and, where the site has them, the worker and the key's file."""
    yield Output(HEADERS, "".join(_rules(site)).encode())
    yield Output(MANIFEST, msgspec.json.format(msgspec.json.encode(_manifest(site))))
    if site.config.offline:
        yield Output(OFFLINE, Path(__file__).with_name(OFFLINE).read_bytes())
    if key := site.config.index_now_key:
        yield Output(key_file(key), key.encode())


def key_file(key: str) -> str:
    """Return the path of the file that holds a key of IndexNow."""
    return f"{key}.txt"


def _manifest(site: Site) -> dict[str, object]:
    lang = site.config.main_language
    name, own = plain_name(site_names(site.config), lang)
    png = [{"src": asset_path(file), "sizes": f"{size}x{size}", "type": "image/png"} for size, file in _ICONS.items()]
    return {
        "name": name,
        "lang": own,
        "dir": "rtl" if own == "ar" else "ltr",
        "start_url": ".",
        "scope": ".",
        "display": "minimal-ui",
        "background_color": "#fdfcf9",
        "theme_color": "#fdfcf9",
        "icons": [{"src": asset_path("icon.svg"), "sizes": "any", "type": "image/svg+xml"}, *png],
    }


def _rules(site: Site) -> Iterator[str]:
    base = site.config.base_path
    for kind in FORMATS:
        for path in (kind.file, f"*/{kind.file}"):
            yield f"{base}{path}\n  Content-Type: {kind.content_type}\n"
    yield f"{base}{MANIFEST}\n  Content-Type: application/manifest+json\n"
    yield f"{base}{OPML}\n  Content-Type: text/x-opml; charset=utf-8\n"
