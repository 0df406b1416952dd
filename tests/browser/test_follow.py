"""Tabs that go to the article that was just saved."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.argos import Machine
from tests.previewed_articles import WAIT, PreviewedArticles, previewed_articles

pytestmark = pytest.mark.browser

FIRST = "العنوان: خبر أول\nالتاريخ: 2026-11-20\n\n" + "\n\n".join(f"هذه الفقرة رقم {n} من الخبر." for n in range(60))
OTHER = "العنوان: خبر آخر\nالتاريخ: 2026-11-21\n\nفقرة وحيدة.\n"


@pytest.fixture
def preview(tmp_path: Path, machine: Machine) -> Iterator[PreviewedArticles]:
    files = {"2026-11-20-first.txt": FIRST, "2026-11-21-other.txt": OTHER}
    with previewed_articles(tmp_path, files, machine, follow=True) as preview:
        yield preview


@pytest.fixture
def visit(browser: Browser, preview: PreviewedArticles) -> Iterator[Callable[[str], Page]]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.set_default_timeout(WAIT * 1000)
    expect.set_options(timeout=WAIT * 1000)

    def visit(path: str) -> Page:
        page = context.new_page()
        with page.expect_response("**/__digest/events?*"):
            page.goto(preview.url + path)
        page.wait_for_timeout(200)
        return page

    yield visit
    context.close()


def test_a_tab_goes_to_the_article_that_was_saved_where_it_changed(
    preview: PreviewedArticles, visit: Callable[[str], Page]
) -> None:
    page, arabic = visit(""), visit("ar/")
    preview.save("content/2026-11-20-first.txt", FIRST.replace("رقم 50", "رقم خمسين"))
    expect(page).to_have_url(f"{preview.url}articles/first/#s52")
    expect(page.get_by_text("رقم خمسين").first).to_be_in_viewport()
    expect(arabic).to_have_url(f"{preview.url}ar/articles/first/#s52")
    page.evaluate("window.marked = true")
    page.wait_for_timeout(300)
    preview.save("content/2026-11-20-first.txt", FIRST.replace("رقم 2 ", "رقم اثنين "))
    expect(page.get_by_text("رقم اثنين").first).to_be_in_viewport()
    assert page.evaluate("window.marked === true")


def test_a_tab_stays_where_somebody_turned_that_off(preview: PreviewedArticles, visit: Callable[[str], Page]) -> None:
    page = visit("articles/other/")
    page.evaluate("sessionStorage.setItem('digest.follow', 'no')")
    preview.save("content/2026-11-20-first.txt", FIRST.replace("رقم 50", "رقم خمسين"))
    preview.built()
    page.wait_for_timeout(300)
    expect(page).to_have_url(f"{preview.url}articles/other/")


def test_a_tab_that_was_opened_later_does_not_go_to_what_was_saved_before(
    preview: PreviewedArticles, visit: Callable[[str], Page]
) -> None:
    preview.save("content/2026-11-20-first.txt", FIRST.replace("رقم 50", "رقم خمسين"))
    preview.built()
    page = visit("articles/other/")
    expect(page).to_have_url(f"{preview.url}articles/other/")
