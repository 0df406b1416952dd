"""Telling others what a publication changed: a WebSub hub of feeds, and by IndexNow search engines of pages.

Sources: W3C WebSub, 5 (what a publisher tells a hub is left open; all hubs know `hub.mode=publish`); the IndexNow
protocol. Nobody is told of pages that search engines are asked to leave out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

from digest import __version__
from digest.config import Config
from digest.errors import Problem
from digest.messages import counted, reason
from digest.publishing.changes import Changes
from digest.render.feed_formats import FORMATS
from digest.render.host_files import key_file

_MOST = 10_000
"""Addresses in one message to IndexNow."""
_PATIENCE = 15
"""Seconds that an answer may take."""
_HIDDEN = re.compile(rb'<meta name="robots" content="[^"]*noindex')
_HEAD = 64 * 1024
"""Bytes of a page in which its `robots` stands, if it has any."""


def announce(changes: Changes, config: Config) -> tuple[list[str], list[Problem]]:
    """Tell those that the site names what changed; return who was told of what, and a warning for who did not listen.

    The site is published by then, so no failure is an error.
    """
    told: list[str] = []
    problems: list[Problem] = []
    for place, count, request in _messages(changes, config):
        try:
            with urlopen(request, timeout=_PATIENCE):  # noqa: S310 (`Config` has checked that it is http or https)
                told.append(f"{urlsplit(place).hostname}: told of {count}")
        except (OSError, HTTPException, ValueError) as error:
            hint = "the site is published all the same; what changes next time is told again"
            problems.append(Problem(f"it was not told of {count}: {_why(error)}", place, hint))
    return told, problems


def _messages(changes: Changes, config: Config) -> Iterator[tuple[str, str, Request]]:
    """Yield each message to be sent: to where, of what in words, and the request."""
    if config.hub and (feeds := [_address(path, config) for path in _feeds(changes.uploads)]):
        form = urlencode([("hub.mode", "publish"), *(("hub.url", address) for address in feeds)])
        yield config.hub, counted(len(feeds), "feed"), _post(config.hub, form, "application/x-www-form-urlencoded")
    if config.index_now_key:
        every = _pages(changes, config)
        for pages in (every[start : start + _MOST] for start in range(0, len(every), _MOST)):
            message = {
                "host": urlsplit(config.base_address).netloc,
                "key": config.index_now_key,
                "keyLocation": config.base_address + key_file(config.index_now_key),
                "urlList": pages,
            }
            request = _post(config.index_now_server, json.dumps(message), "application/json; charset=utf-8")
            yield config.index_now_server, counted(len(pages), "page"), request


def _post(address: str, body: str, media_type: str) -> Request:
    headers = {"Content-Type": media_type, "User-Agent": f"digest/{__version__}"}
    return Request(address, body.encode(), headers, method="POST")  # noqa: S310 (as above)


def _feeds(paths: Iterable[str]) -> Iterator[str]:
    names = {kind.file for kind in FORMATS}
    return (path for path in paths if path.rpartition("/")[2] in names)


def _pages(changes: Changes, config: Config) -> list[str]:
    """Return the addresses of the pages that search engines are to look at: new, changed or gone."""
    visible = [path for path in changes.uploads if _is_page(path) and not _is_hidden(config.output / path)]
    return [_address(path, config) for path in (*visible, *filter(_is_page, changes.removed))]


def _is_page(path: str) -> bool:
    return path.endswith(".html") and path != "404.html"


def _is_hidden(file: Path) -> bool:
    """Tell whether a page asks search engines to leave it out."""
    with file.open("rb") as page:
        return _HIDDEN.search(page.read(_HEAD)) is not None


def _address(path: str, config: Config) -> str:
    """Return the address at which a file of the output is read."""
    return config.base_address + quote(re.sub(r"(^|/)index\.html$", r"\1", path))


def _why(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    return reason(cause) if isinstance(cause, OSError) else str(error)
