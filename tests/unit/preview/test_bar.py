from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from digest.errors import DigestError, Problem
from digest.preview.bar import EDIT, LINKS, TOKEN, TRAVEL, Bar, Side


class Site:
    """A site that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def place_of(self, page: str, side: Side, sentence: int) -> tuple[Path, int]:
        self.asked.append((page, side, sentence))
        if page == "index.html":
            raise DigestError("there is nothing to edit on this page", page, "go to an article")
        return Path("x.txt"), 7

    def travel(self, time: str) -> None:
        self.asked.append((time,))

    def dead_links(self, page: str) -> list[Problem]:
        return [Problem(f"a link of {page} leads where nothing is: `x/`", "rain.txt:3", "mend it")]


class Tab:
    """A tab, at an address, that asks the bar."""

    def __init__(self, site: Site, client: str = "127.0.0.1") -> None:
        self.routes = Bar(site, "/news/", "secret", lambda file, line: site.asked.append((file, line))).routes()
        self.client = client

    def post(self, path: str, method: str = "POST", **request: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(Starlette(routes=self.routes), client=(self.client, 5))
            headers = {TOKEN: "secret"}
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
                return await client.request(method, path, **request)

        with ThreadPoolExecutor(1) as threads:  # a browser of other tests may have an event loop in this one
            return threads.submit(anyio.run, ask).result()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def client(site: Site) -> Tab:
    return Tab(site)


def test_an_article_is_opened_at_the_line_of_a_sentence(site: Site, client: Tab) -> None:
    asked = {"page": "/news/articles/rain/", "side": "sidecar", "sentence": 3}
    assert client.post(EDIT, json=asked).json() == {"problem": "", "hint": "", "found": None}
    assert site.asked == [("articles/rain/index.html", "sidecar", 3), (Path("x.txt"), 7)]


def test_another_time_is_travelled_to(site: Site, client: Tab) -> None:
    assert client.post(TRAVEL, json={"time": "2026-11-24T08:00"}).status_code == 200
    assert site.asked == [("2026-11-24T08:00",)]


def test_what_goes_wrong_is_answered_in_words(client: Tab) -> None:
    answer = client.post(EDIT, json={"page": "/news/"})
    assert answer.status_code == 422
    assert answer.json() == {
        "problem": "there is nothing to edit on this page",
        "hint": "go to an article",
        "found": None,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {TOKEN: "wrong"},
        {TOKEN: ""},
        {TOKEN: "é"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", [EDIT, TRAVEL, LINKS])
def test_who_is_no_page_of_the_preview_is_refused(site: Site, client: Tab, path: str, headers: dict[str, str]) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    assert client.post(path, json={"page": "/news/articles/rain/"}, headers=encoded).status_code == 403
    assert site.asked == []


def test_an_editor_is_opened_only_for_who_sits_at_the_machine(site: Site) -> None:
    assert Tab(site, "192.0.2.7").post(EDIT, json={"page": "/news/articles/rain/"}).status_code == 403
    assert site.asked == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 9000])
def test_what_is_no_object_is_refused(site: Site, client: Tab, body: bytes) -> None:
    assert client.post(EDIT, content=body).status_code == 400
    assert client.post(EDIT, content=b"x" * 20_000).status_code == 413
    assert client.post(EDIT, "GET").status_code == 405
    assert site.asked == []


def test_dead_links_of_a_page_are_told_with_where_they_stand(client: Tab) -> None:
    (found,) = client.post(LINKS, json={"page": "/news/articles/rain/"}).json()["found"]
    assert found["problem"] == "a link of articles/rain/index.html leads where nothing is: `x/`"
    assert (found["where"], found["hint"]) == ("rain.txt:3", "mend it")
