"""Who is told of what a publication changed, and in which words."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from digest.config import Config
from digest.publishing import announce as announcing
from digest.publishing.announce import announce
from digest.publishing.changes import Changes
from tests.stories import config
from tests.unit.publishing.conftest import write

KEY = "0123456789abcdef"
BASE = "https://news.example/daily/"
SHOWN = '<meta name="robots" content="max-image-preview:large">'
HIDDEN = '<meta name="robots" content="noindex">'


class Listener(ThreadingHTTPServer):
    """Hears what it is told, `heard`: path, media type, body; and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[tuple[str, str, str]] = []
        self.status = 202
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.heard.append((self.path, self.headers["Content-Type"], body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Listener]:
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as server:
        yield server


def site(root: Path, listener: Listener | None = None, **settings: str) -> Config:
    files = {
        "index.html": SHOWN,
        "articles/مطر/index.html": SHOWN,
        "en/articles/مطر/index.html": HIDDEN,
        "404.html": HIDDEN,
    }
    write(root / "public", files | {"en/feed.xml": "", "rss.xml": "", "feed.json": "", "sitemap.xml": ""})
    server = {"index_now_server": f"{listener.url}/indexnow"} if listener else {}
    return config(root, base_url=BASE, **server, **settings)


EVERY = Changes(
    added=("404.html", "articles/مطر/index.html", "en/articles/مطر/index.html", "en/feed.xml"),
    changed=("feed.json", "index.html", "rss.xml", "sitemap.xml"),
    removed=("articles/old/index.html", "articles/old/a.png"),
)


def test_the_hub_is_told_of_the_feeds_that_changed(tmp_path: Path, listener: Listener) -> None:
    told, problems = announce(EVERY, site(tmp_path, listener, hub=f"{listener.url}/hub"))
    ((path, media_type, body),) = listener.heard
    assert (path, media_type) == ("/hub", "application/x-www-form-urlencoded")
    assert parse_qsl(body) == [
        ("hub.mode", "publish"),
        ("hub.url", f"{BASE}en/feed.xml"),
        ("hub.url", f"{BASE}feed.json"),
        ("hub.url", f"{BASE}rss.xml"),
    ]
    assert (told, problems) == (["127.0.0.1: told of 3 feeds"], [])


def test_search_engines_are_told_of_pages_that_they_may_list(tmp_path: Path, listener: Listener) -> None:
    told, problems = announce(EVERY, site(tmp_path, listener, index_now_key=KEY))
    ((path, _, body),) = listener.heard
    assert path == "/indexnow"
    assert json.loads(body) == {
        "host": "news.example",
        "key": KEY,
        "keyLocation": f"{BASE}{KEY}.txt",
        "urlList": [f"{BASE}articles/%D9%85%D8%B7%D8%B1/", BASE, f"{BASE}articles/old/"],
    }
    assert (told, problems) == (["127.0.0.1: told of 3 pages"], [])


def test_many_pages_are_several_messages(tmp_path: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "_MOST", 2)
    announce(EVERY, site(tmp_path, listener, index_now_key=KEY))
    assert [len(json.loads(body)["urlList"]) for _, _, body in listener.heard] == [2, 1]


@pytest.mark.parametrize("changes", [Changes(), Changes(changed=("404.html", "sitemap.xml"))])
def test_nobody_is_told_of_nothing(tmp_path: Path, listener: Listener, changes: Changes) -> None:
    assert announce(changes, site(tmp_path, listener, hub=listener.url, index_now_key=KEY)) == ([], [])
    assert announce(EVERY, site(tmp_path, listener)) == ([], [])
    assert not listener.heard


def test_one_that_does_not_listen_is_a_warning(tmp_path: Path, listener: Listener) -> None:
    listener.status = 500
    with listening() as gone:
        address = gone.url
    told, problems = announce(EVERY, site(tmp_path, listener, hub=address, index_now_key=KEY))
    assert told == []
    assert [(each.where, each.problem) for each in problems] == [
        (address, "it was not told of 3 feeds: connection refused"),
        (f"{listener.url}/indexnow", "it was not told of 3 pages: HTTP Error 500: Internal Server Error"),
    ]
