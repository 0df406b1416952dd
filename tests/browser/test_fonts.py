"""The fonts that a site has itself: they are seen at once, and nothing moves; or they are left for the next page."""

import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from shutil import copy2

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import SHIFTS, QuietHandler, lack, lay_out
from tests.stories import render, simple, site

pytestmark = pytest.mark.browser


class SlowFonts(QuietHandler):
    """Serves what lies in a folder; fonts below `late/` after what a browser waits for one."""

    def do_GET(self) -> None:  # noqa: N802 (what the class of the library calls it)
        if "/late/" in self.path:
            time.sleep(1)
        super().do_GET()


def font_for(lang: str) -> Path:
    """Return a font of this computer; what browsers take for a WOFF2 file may be any font."""
    try:
        command = ("fc-match", "--format=%{file}", f":lang={lang}")
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = ""
    if Path(found).suffix not in (".ttf", ".otf"):
        lack(f"fontconfig knows no font for `{lang}` here")
    return Path(found)


@pytest.fixture
def visit(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a story, both languages, of a site whose fonts lie in the folder that the test names."""
    folder = request.param
    fonts = {"ar": (f"{folder}/ar.woff2",), "en": (f"{folder}/en.woff2",)}
    whole = site(tmp_path, simple(), base_url="https://news.example/daily/", fonts=fonts)
    lay_out(render(whole), tmp_path / "public/daily")
    (tmp_path / f"public/daily/{folder}").mkdir()
    for lang in ("ar", "en"):
        copy2(font_for(lang), tmp_path / f"public/daily/{folder}/{lang}.woff2")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SlowFonts, directory=str(tmp_path / "public")))
    threading.Thread(target=server.serve_forever).start()
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"http://127.0.0.1:{server.server_port}/daily/articles/first/")
    yield page
    context.close()
    server.shutdown()
    server.server_close()


def is_own(page: Page, selector: str) -> bool:
    """Tell whether the letters of an element are drawn with a font of the site."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return bool(max(used, key=lambda font: font["glyphCount"])["isCustomFont"])


@pytest.mark.parametrize("visit", ["fonts"], indirect=True)
def test_fonts_of_the_site_are_loaded_once_and_seen_at_once(visit: Page) -> None:
    assert [is_own(visit, f".text .{lang} p") for lang in ("ar", "en")] == [True, True]
    asked = visit.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
    assert sorted(each.rpartition("/")[2] for each in asked if each.endswith(".woff2")) == ["ar.woff2", "en.woff2"]
    assert visit.evaluate("shifts") == []


@pytest.mark.parametrize("visit", ["late"], indirect=True)
def test_a_font_that_comes_late_is_left_for_the_next_page(visit: Page) -> None:
    visit.wait_for_timeout(300)
    assert [is_own(visit, f".text .{lang} p") for lang in ("ar", "en")] == [False, False]
    assert visit.evaluate("shifts") == []
    visit.goto(visit.url.replace("/articles/", "/ar/articles/"))
    assert is_own(visit, ".text p")
