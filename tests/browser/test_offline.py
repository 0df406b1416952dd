"""What was read opens again when the server is gone, where the site has set `offline`."""

import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

from digest.render.host_files import render_host_files
from tests.browser.conftest import QuietHandler, lay_out
from tests.stories import render, simple, site

pytestmark = pytest.mark.browser


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the browser has kept an answer; `wait_for_function` takes the promise of one for one."""
    for _ in range(500):
        if page.evaluate("async (path) => !!(await caches.match(path))", path):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"{path} was not kept")


def test_a_page_that_was_read_opens_without_a_network_and_no_other(browser: Browser, tmp_path: Path) -> None:
    whole = site(
        tmp_path, simple("read"), simple("later"), simple("unread"), base_url="https://x.example/news/", offline=True
    )
    lay_out((*render(whole), *render_host_files(whole.site)), tmp_path / "public/news")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path / "public")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/news"
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/articles/read/")  # before there is a worker
    wait_until_kept(page, "/news/articles/read/")
    page.goto(f"{address}/articles/later/")
    wait_until_kept(page, "/news/articles/later/")
    assert not complaints
    server.shutdown()
    thread.join()
    server.server_close()
    for slug in ("later", "read"):
        page.goto(f"{address}/articles/{slug}/")
        assert page.locator("h1").last.inner_text() == "First story"
        assert page.evaluate("getComputedStyle(document.querySelector('.row')).display") == "grid", "it has no style"
    with pytest.raises(Error, match=r"ERR_FAILED|CONNECTION"):
        page.goto(f"{address}/articles/unread/")
    context.close()
