"""Tabs that lose the preview: a connection that is cut or falls silent, as in sleep, or a server that ends."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.argos import Machine
from tests.previewed_articles import WAIT, PreviewedArticles, previewed_articles
from tests.sites import ARTICLE

pytestmark = pytest.mark.browser

NAME = "2026-11-19-library.txt"


class Line:
    """The way from browsers to a server: it can be cut, or fall silent without a word to either end."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: list[socket.socket] = []
        self._dead: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [self._started(self._accept)]

    def cut(self) -> None:
        """End all connections there are."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def fall_silent(self) -> None:
        """Let nothing more through on the connections there are, and leave them open."""
        self._dead.update(self._ends)

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join(WAIT)
        self.cut()
        for thread in self._threads:
            thread.join(WAIT)
        for each in (self._listener, *self._ends):
            each.close()

    def _started(self, work: Callable[..., None], *arguments: socket.socket) -> Thread:
        thread = Thread(target=work, args=arguments)
        thread.start()
        return thread

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                self._ends += [browser, server]
                for here, there in ((browser, server), (server, browser)):
                    self._threads.append(self._started(self._carry, here, there))

    def _carry(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while said := here.recv(65536):
                if here not in self._dead:
                    there.sendall(said)
            there.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def preview(tmp_path: Path, machine: Machine) -> Iterator[PreviewedArticles]:
    with previewed_articles(tmp_path, {NAME: ARTICLE}, machine, translates=False) as preview:
        yield preview


@pytest.fixture
def line(preview: PreviewedArticles) -> Iterator[Line]:
    line = Line(preview.session.address.port)
    yield line
    line.close()


@pytest.fixture
def visit(browser: Browser, line: Line) -> Iterator[Callable[[], Page]]:
    expect.set_options(timeout=WAIT * 1000)
    contexts = []

    def visit() -> Page:
        context = browser.new_context()
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        with page.expect_response("**/__digest/events?*"):
            page.goto(f"http://localhost:{line.port}/en/articles/library/")
        expect(page.locator("digest-bar").get_by_text("Up to date")).to_be_visible()
        page.evaluate("window.marked = true")
        return page

    yield visit
    for context in contexts:
        context.close()


def saved(preview: PreviewedArticles, number: str) -> str:
    """Save the article with another number; return that."""
    preview.save(f"content/{NAME}", ARTICLE.replace("12,500", number))
    preview.built()
    return number


def test_after_a_sleep_every_tab_shows_what_was_saved_meanwhile_and_was_not_loaded_again(
    preview: PreviewedArticles, line: Line, visit: Callable[[], Page]
) -> None:
    tabs = [visit(), visit()]
    line.fall_silent()
    number = saved(preview, "77,000")
    for tab in tabs:
        expect(tab.get_by_text(number)).to_have_count(0)
        tab.clock.fast_forward("08:00:00")
    for tab in tabs:
        expect(tab.get_by_text(number).first).to_be_visible()
        assert tab.evaluate("window.marked === true")
    again = saved(preview, "78,000")
    for tab in tabs:
        expect(tab.get_by_text(again).first).to_be_visible()


def test_a_silent_hour_at_a_working_connection_is_none(
    preview: PreviewedArticles, line: Line, visit: Callable[[], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.preview.server.KEEP_ALIVE", 0.05)
    tab = visit()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url) if "/__digest/events" in request.url else None)
    for _ in range(4):
        tab.clock.fast_forward(30_000)
        tab.wait_for_timeout(300)  # the stream says that it is alive
    assert asked == []


def test_a_connection_that_is_cut_comes_back_with_what_was_saved_meanwhile(
    preview: PreviewedArticles, line: Line, visit: Callable[[], Page]
) -> None:
    tab = visit()
    line.cut()
    number = saved(preview, "77,000")
    expect(tab.get_by_text(number).first).to_be_visible()
    expect(tab.locator("digest-bar").get_by_text("Up to date")).to_be_visible()
    assert tab.evaluate("window.marked === true")


def test_a_server_that_ended_and_was_started_again_is_found_by_every_tab(
    tmp_path_factory: pytest.TempPathFactory, machine: Machine, browser: Browser
) -> None:
    root = tmp_path_factory.mktemp("again") / "site"
    expect.set_options(timeout=WAIT * 1000)
    context = browser.new_context()
    tabs = [context.new_page(), context.new_page()]
    with previewed_articles(root, {NAME: ARTICLE}, machine, translates=False) as preview:
        port = preview.session.address.port
        for tab in tabs:
            with tab.expect_response("**/__digest/events?*"):
                tab.goto(f"{preview.url}en/articles/library/")
    for tab in tabs:
        expect(tab.locator("digest-bar").get_by_text("No connection")).to_be_visible()
    with previewed_articles(
        root, {NAME: ARTICLE.replace("12,500", "88,000")}, machine, translates=False, port=port
    ) as preview:
        for tab in tabs:
            expect(tab.get_by_text("88,000").first).to_be_visible()
        number = saved(preview, "89,000")
        for tab in tabs:
            expect(tab.get_by_text(number).first).to_be_visible()
            expect(tab.locator("digest-bar").get_by_text("Up to date")).to_be_visible()
    context.close()
