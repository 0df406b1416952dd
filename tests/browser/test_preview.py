"""The preview in a real browser: the page follows what is saved, and the overlay of a failed build."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.preview_site import WAIT, TinySite, previewed

pytestmark = pytest.mark.browser

PAGE = """<!doctype html>
<html lang="ar" dir="rtl"><meta charset="utf-8"><title>x</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<link rel="stylesheet" href="/hostile.css">
<body><h1>{}</h1><div id="tall"></div><p id="below">.</p></body></html>
"""

HOSTILE = "* { display: none; color: red } html, body, h1, div, p { display: block } #tall { height: 5000px }"
"""A theme that would hide the overlay if it could."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TinySite]:
    tiny = TinySite(tmp_path)
    tiny.output.mkdir()
    (tiny.output / "hostile.css").write_text(HOSTILE)
    tiny.save("index.html", PAGE.format("قديم"))
    with previewed(tiny):
        tiny.built()
        yield tiny


@pytest.fixture
def visit(browser: Browser, site: TinySite) -> Iterator[Callable[[], Page]]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(WAIT * 1000)
    expect.set_options(timeout=WAIT * 1000)

    def visit() -> Page:
        """Open a tab, connected to the event stream."""
        page = context.new_page()
        with page.expect_response("**/__digest/events?*"):
            page.goto(site.url)
        return page

    yield visit
    context.close()


def test_a_save_changes_every_tab_and_leaves_it_where_it_was_scrolled_to(
    site: TinySite, visit: Callable[[], Page]
) -> None:
    one, two = visit(), visit()
    expect(one.locator("#below")).not_to_be_in_viewport()
    one.locator("#below").scroll_into_view_if_needed()
    for text in ("جديد", "أجدّ"):
        site.save("index.html", PAGE.format(text))
        expect(one.locator("body h1")).to_have_text(text)
        expect(two.locator("body h1")).to_have_text(text)
    expect(one.locator("#below")).to_be_in_viewport()
    expect(two.locator("#below")).not_to_be_in_viewport()


def test_a_failed_build_lies_over_the_page_until_it_is_mended(site: TinySite, visit: Callable[[], Page]) -> None:
    page = visit()
    site.save("index.html", "FAIL")
    overlay = page.locator("digest-problems")
    dialog = page.get_by_role("dialog", name="The build failed")
    expect(dialog).to_be_visible()
    for text in ("index.html:3", "القاهرة is no date", "Date: القاهرة", "hint: write it as 2026-11-23"):
        expect(dialog.get_by_text(text, exact=True)).to_be_visible()
    expect(overlay).to_have_attribute("lang", "en")
    assert dialog.evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert dialog.evaluate("element => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    assert page.locator("body h1", has_text="قديم").count() == 1

    site.save("index.html", PAGE.format("قديم"))  # as it was: the overlay goes without a reload
    expect(overlay).to_have_count(0)
    site.save("index.html", "FAIL")
    expect(dialog).to_be_visible()
    site.save("index.html", PAGE.format("جديد"))
    expect(page.locator("body h1")).to_have_text("جديد")
    expect(overlay).to_have_count(0)


def test_the_overlay_can_be_put_aside_to_see_the_page(site: TinySite, visit: Callable[[], Page]) -> None:
    site.save("index.html", "FAIL")
    site.failed()
    page = visit()
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Show the page").click()
    expect(dialog).to_be_hidden()
    site.save("other.html", "FAIL")  # still wrong: it is shown again
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_tab_that_was_hidden_is_right_again_when_it_shows(site: TinySite, visit: Callable[[], Page]) -> None:
    page = visit()
    show = """state => {
        Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(show, "hidden")
    site.save("index.html", PAGE.format("جديد"))
    site.built()
    expect(page.locator("body h1")).to_have_text("قديم")
    page.evaluate(show, "visible")
    expect(page.locator("body h1")).to_have_text("جديد")


def test_a_tab_finds_a_server_that_was_started_again(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    site = TinySite(tmp_path_factory.mktemp("site"))
    site.save("index.html", PAGE.format("قديم"))
    page = browser.new_page()
    with previewed(site):
        site.built()
        with page.expect_response("**/__digest/events?*"):
            page.goto(site.url)
    site.save("index.html", PAGE.format("جديد"))
    with previewed(site):  # at the same port
        expect(page.locator("body h1")).to_have_text("جديد")
    page.close()


def marked(page: Page) -> bool:
    """Tell whether a page is still the one that was marked, and was not loaded again."""
    return bool(page.evaluate("window.marked === true"))


def test_a_style_sheet_is_replaced_without_loading_the_page_again(site: TinySite, visit: Callable[[], Page]) -> None:
    site.save("own.css", "")
    site.save("index.html", PAGE.format("عنوان").replace("hostile", "own"))
    page = visit()
    expect(page.locator("body h1")).to_have_text("عنوان")
    page.evaluate("window.marked = true")
    for size in ("31px", "33px"):
        site.save("own.css", f"h1 {{ font-size: {size} }}")
        expect(page.locator("body h1")).to_have_css("font-size", size)
    assert marked(page)
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


def test_a_tab_whose_page_did_not_change_is_left_alone(site: TinySite, visit: Callable[[], Page]) -> None:
    site.save("other.html", PAGE.format("أخرى"))
    page, other = visit(), visit()
    other.goto(f"{site.url}other.html")
    page.evaluate("window.marked = true")
    for text in ("أولى", "ثانية"):
        site.save("other.html", PAGE.format(text))
        expect(other.locator("body h1")).to_have_text(text)
    assert marked(page)
    site.save("index.html", PAGE.format("جديد"))
    expect(page.locator("body h1")).to_have_text("جديد")
