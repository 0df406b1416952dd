"""Chromium and a site to visit, once for all browser tests. Without it they are skipped, and fail where `CI` is set."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from digest.model import Output
from tests.stories import Maker, render, rich, simple, site, without

_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
          "--disable-sync")  # fmt: skip


def lack(reason: str) -> NoReturn:
    """Skip a test for what this computer lacks; fail where `CI` is set."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def lay_out(outputs: Iterable[Output], folder: Path) -> None:
    """Write files of a site below a folder, to be served from there."""
    for output in outputs:
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.body)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if not chromium:
        lack("there is no `chromium` here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield browser
        browser.close()


PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish a site below a path and serve it on loopback; return its address."""
    root = tmp_path_factory.mktemp("site")
    maker = Maker()
    blocks = [
        maker.block((f"هذه الجملة رقم {n} من خبر طويل.", f"This is sentence {n} of a long story.")) for n in range(60)
    ]
    long = maker.story(("خبر طويل", "A long story"), blocks, slug="long", day=16)
    corrected = Maker()
    stories = (
        rich(),
        simple("english", "en", "machine", day=18),
        simple("pending", origin="untranslated", day=17),
        long,
        corrected.story(
            ("خبر صُحّح", "A story put right"),
            slug="corrected",
            day=15,
            corrected=(datetime(2026, 11, 16, tzinfo=UTC),),
            corrections=(corrected.sentence("الطول 12 مترًا.", "It is 12 metres long."),),
        ),
        simple("taken-back", withdrawn=True, day=14),
        without(simple("contact"), path="pages/contact.txt"),
    )
    settings = {"per_page": 3, "report": "desk@news.example", "mail_edition": "week"}
    made = site(root, *stories, base_url="https://news.example/daily/", **settings)
    lay_out(render(made), root / "public/daily")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(root / "public")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/daily/"
    server.shutdown()
    thread.join()
    server.server_close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return what opens a page; a complaint of the browser, about the security policy too, fails the test.

    So does a request that leaves the site, whatever a test does on a page.
    """
    own = urlsplit(address).netloc
    complaints: list[str] = []
    contexts = []

    def is_elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own

    def visit(path: str, viewport: Any = DESKTOP, **settings: Any) -> Page:
        context = browser.new_context(viewport=viewport, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: complaints.append(request.url) if is_elsewhere(request.url) else None)
        page.route("**/chart.png*", lambda route: route.fulfill(content_type="image/svg+xml", body="<svg/>"))
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((each) => each.value)))
  .observe({ type: "layout-shift", buffered: true });"""
"""A script that collects in `shifts` how much of a page has moved by itself."""


def paired(page: Page) -> list[str]:
    """Return the marked sentences: language and number of each, with a star where it is a counterpart."""
    found: list[str] = page.eval_on_selector_all(
        ".paired", "all => all.map(each => each.lang + each.dataset.s + (each.dataset.origin ? '*' : ''))"
    )
    return sorted(found)
