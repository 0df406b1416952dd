"""Translations that arrive in an open tab while somebody reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.argos import Machine
from digest.preview import translator as module
from digest.preview.translator import Translator
from tests.browser.conftest import paired
from tests.previewed_articles import WAIT, PreviewedArticles, previewed_articles

pytestmark = pytest.mark.browser

TOWNS = ("دمشق", "حلب", "بيروت", "عمان", "القاهرة", "بغداد")
LONG = "العنوان: أمطار غزيرة في دمشق\nالتاريخ: 2026-11-20\nالحزمة: bulletins\n\n" + "\n\n".join(
    f"بلغت درجة الحرارة في {town} {number} درجة مئوية." for number in range(10, 20) for town in TOWNS
)
OTHER = LONG.replace("2026-11-20", "2026-11-22").replace("درجة مئوية", "درجة")


@pytest.fixture
def preview(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Iterator[PreviewedArticles]:
    """A preview of two articles; the machine is asked by hand, a few sentences at a time."""
    monkeypatch.setattr(module, "AT_ONCE", 4)
    files = {"2026-11-20-heat.txt": LONG, "2026-11-22-newer.txt": OTHER}
    with previewed_articles(tmp_path, files, machine, translates=False) as preview:
        yield preview


@pytest.fixture
def page(browser: Browser, preview: PreviewedArticles) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    context.set_default_timeout(WAIT * 1000)
    expect.set_options(timeout=WAIT * 1000)
    complaints: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with page.expect_response("**/__digest/events?*"):
        page.goto(f"{preview.url}articles/heat/")
    page.evaluate("window.marked = true")
    yield page
    context.close()
    assert not complaints


def test_sentences_arrive_first_on_the_page_that_is_read_and_it_is_not_loaded_again(
    preview: PreviewedArticles, page: Page
) -> None:
    said = page.locator('main [data-origin="machine"]')
    expect(page.locator(".pending .untranslated").first).to_have_text("Translating…")
    expect(said).to_have_count(0)
    for count in (1, 5):  # the first alone
        preview.session.translator.step()
        expect(said).to_have_count(count)
    assert page.evaluate("window.marked === true")
    arrived = said.nth(3)
    number = arrived.get_attribute("data-s")
    arrived.hover()
    assert paired(page) == [f"ar{number}", f"en{number}*"]


def test_what_is_read_and_marked_stays_while_sentences_arrive_above(preview: PreviewedArticles, page: Page) -> None:
    read = page.locator("#s50")
    read.scroll_into_view_if_needed()
    read.click()
    before = read.bounding_box()
    marks = paired(page)
    for count in (1, 5, 9):
        preview.session.translator.step()
        expect(page.locator('main [data-origin="machine"]')).to_have_count(count)
    after = read.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
    assert (paired(page), len(marks)) == (marks, 1)
    page.mouse.move(0, 0)
    assert paired(page) == marks


def test_in_the_end_the_page_is_that_of_a_clean_build(preview: PreviewedArticles, page: Page) -> None:
    Translator.start(preview.session.translator)
    preview.save("content/2026-11-22-newer.txt", LONG.replace("2026-11-20", "2026-11-22"))
    expect(page.locator("[data-owed]")).to_have_count(0)
    expect(page.locator(".pending .untranslated")).to_have_count(0)
    shown = "() => document.querySelector('main .text').innerText"
    filled_in = page.evaluate(shown)
    page.reload()
    assert page.evaluate(shown) == filled_in
