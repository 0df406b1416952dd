"""What hosts and search engines look for in the folder of a site: media types of its feeds, and the key of IndexNow.

Sources: `_headers` as Netlify and Cloudflare Pages read it, where two rules for one path would join their values; the
IndexNow protocol.
"""

from collections.abc import Iterator

from digest.model import Output
from digest.render.feed_formats import FORMATS
from digest.render.feed_opml import OPML
from digest.site.site import Site

HEADERS = "_headers"


def host_paths(site: Site) -> tuple[str, ...]:
    """Return the paths of the files that `render_host_files` yields."""
    key = site.config.index_now_key
    return (HEADERS, key_file(key)) if key else (HEADERS,)


def render_host_files(site: Site) -> Iterator[Output]:
    """Yield the file of media types and, where the site has a key, the one that holds it."""
    yield Output(HEADERS, "".join(_rules(site)).encode())
    if key := site.config.index_now_key:
        yield Output(key_file(key), key.encode())


def key_file(key: str) -> str:
    """Return the path of the file that holds a key of IndexNow."""
    return f"{key}.txt"


def _rules(site: Site) -> Iterator[str]:
    base = site.config.base_path
    for kind in FORMATS:
        for path in (kind.file, f"*/{kind.file}"):
            yield f"{base}{path}\n  Content-Type: {kind.content_type}\n"
    yield f"{base}{OPML}\n  Content-Type: text/x-opml; charset=utf-8\n"
