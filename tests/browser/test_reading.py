"""What a reader can choose: how both languages are shown, the theme, the size of the text; and what can be asked."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, paired

pytestmark = pytest.mark.browser

STORY, LONG = "articles/غني/", "articles/long/"


def read_as(page: Page, value: str) -> None:
    page.evaluate(f"document.querySelector('.reading [value={value}]').click()")


@pytest.mark.parametrize(("viewport", "default"), [(PHONE, "stacked"), (DESKTOP, "side")])
def test_one_switch_shows_both_languages_or_one_in_place_and_remembers(
    visit: Visit, viewport: Any, default: str
) -> None:
    page = visit(STORY, viewport)
    expect(page.locator(".bar .segments:visible")).to_have_count(1)
    expect(page.locator(f".reading [value={default}]")).to_have_attribute("aria-pressed", "true")
    ar, en = (page.locator(f".{lang} [data-s='8']") for lang in ("ar", "en"))
    for value, shown in (
        ("en", (False, True)),
        ("ar", (True, False)),
        ("stacked", (True, True)),
        ("side", (True, True)),
    ):
        page.click(f".reading [value={value}]")
        for _ in range(2):
            assert (ar.is_visible(), en.is_visible()) == shown
            assert page.locator(".reading [aria-pressed='true']").get_attribute("value") == value
            page.reload()
        if value in ("stacked", "side"):
            boxes = ar.bounding_box(), en.bounding_box()
            assert boxes[0]
            assert boxes[1]
            assert (boxes[1]["y"] < boxes[0]["y"] + boxes[0]["height"] / 2) == (value == "side")


def test_what_is_not_translated_is_shown_in_every_reading(visit: Visit) -> None:
    page = visit("articles/pending/")
    for value in ("side", "stacked", "reveal", "en", "ar"):
        page.click(f".reading [value={value}]")
        expect(page.locator(".ar [data-s='2']")).to_be_visible()


def test_a_translation_can_be_shown_on_demand(visit: Visit) -> None:
    page = visit(STORY)
    page.click(".reading [value=reveal]")
    expect(page.locator(".en [data-s='8']")).to_be_hidden()
    button = page.locator(".row:has([data-s='8']) > .ask")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".en [data-s='8']")).to_be_visible()
    expect(page.locator(".en [data-s='9']")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(page.locator(".en [data-s='8']")).to_be_hidden()
    page.reload()
    expect(page.locator(".reading [value=reveal]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".en [data-s='8']")).to_be_hidden()


def test_a_tap_shows_a_translation_on_demand(visit: Visit) -> None:
    page = visit(STORY, PHONE, has_touch=True, is_mobile=True)
    page.tap(".reading [value=reveal]")
    expect(page.locator(".en [data-s='8']")).to_be_hidden()
    page.tap(".row:has([data-s='8']) > .ask")
    expect(page.locator(".en [data-s='8']")).to_be_visible()
    page.tap(".ar [data-s='8']")
    assert paired(page) == ["ar8", "en8*"]


def test_the_place_is_kept_when_the_languages_are_shown_otherwise(visit: Visit) -> None:
    page = visit(LONG)
    top = "document.querySelector('.ar [data-s=\"40\"]').getBoundingClientRect().top"
    page.evaluate(f"scrollBy({{ top: {top}, behavior: 'instant' }})")
    before = page.evaluate(top)
    for value in ("stacked", "ar", "reveal", "side"):
        read_as(page, value)
        assert abs(page.evaluate(top) - before) < 2


def test_the_switch_leads_to_the_same_story_at_the_same_sentence(visit: Visit) -> None:
    page = visit("ar/" + LONG)
    page.evaluate("document.querySelector('[data-s=\"40\"]').scrollIntoView({behavior: 'instant'})")
    page.evaluate("document.querySelector('.views a[lang=en]').click()")
    page.wait_for_url("**/en/articles/long/")
    top = page.evaluate("document.querySelector('[data-s=\"40\"]').getBoundingClientRect().top")
    assert 0 <= top < 300


def test_who_comes_from_one_language_to_both_sees_both(visit: Visit) -> None:
    page = visit(LONG)
    page.click(".reading [value=ar]")
    page.goto(page.url.replace("/articles/", "/en/articles/"))
    page.locator(".views a", has_text="Both").click()
    page.wait_for_url("**/daily/articles/long/")
    expect(page.locator(".en [data-s='2']")).to_be_visible()
    expect(page.locator(".ar [data-s='2']")).to_be_visible()


def is_dark(page: Page) -> bool:
    red = page.evaluate("getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0]")
    return int(red) < 128


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_until_the_reader_chooses(visit: Visit, scheme: Any) -> None:
    page = visit("", color_scheme=scheme)
    assert is_dark(page) == (scheme == "dark")
    page.click(".open-settings")
    expect(page.locator(".settings [name=theme][value='']")).to_be_checked()
    for value, dark in (("dark", True), ("light", False), ("sepia", False), ("contrast", scheme == "dark")):
        page.check(f".settings [name=theme][value={value}]")
        assert is_dark(page) == dark
        page.reload()
        assert is_dark(page) == dark
        page.click(".open-settings")
        expect(page.locator(f".settings [name=theme][value={value}]")).to_be_checked()
    page.check(".settings [name=theme][value='']")
    assert is_dark(page) == (scheme == "dark")
    assert page.evaluate("localStorage.length") == 0


def test_the_size_of_the_text_can_be_chosen(visit: Visit) -> None:
    page = visit(STORY)
    size = "parseFloat(getComputedStyle(document.querySelector('.en [data-s=\"8\"]')).fontSize)"
    normal = page.evaluate(size)
    page.click(".open-settings")
    for value, larger in (("small", False), ("large", True), ("larger", True)):
        page.check(f".settings [name=size][value={value}]")
        assert (page.evaluate(size) > normal) == larger
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    page.reload()
    assert page.evaluate(size) > normal


def test_a_choice_holds_in_every_tab_and_after_back(visit: Visit) -> None:
    page = visit("")
    other = page.context.new_page()
    other.goto(page.url)
    page.goto(page.url + "about/")
    page.click(".open-settings")
    page.check(".settings [value=dark]")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    expect(other.locator(".settings [value=dark]")).to_be_checked()
    page.go_back()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.evaluate("localStorage.clear(); dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""


def test_where_storage_is_forbidden_a_choice_holds_for_the_page(visit: Visit) -> None:
    page = visit(STORY)
    page.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kind, { get() { throw new DOMException('', 'SecurityError'); } });"
    )
    page.reload()
    page.click(".reading [value=ar]")
    expect(page.locator(".en [data-s='8']")).to_be_hidden()
    page.click(".open-settings")
    page.check(".settings [name=theme][value=dark]")
    assert is_dark(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert is_dark(page)
    page.reload()
    assert not is_dark(page)


@pytest.mark.parametrize(("view", "side"), [("", "right"), ("ar/", "right"), ("en/", "left")])
def test_a_line_above_the_page_grows_with_what_was_read_from_where_reading_begins(
    visit: Visit, view: str, side: str
) -> None:
    page = visit(view + LONG)
    line = "(name) => getComputedStyle(document.body, '::before').getPropertyValue(name)"
    grown = []
    for share in (0, 0.5, 1):
        page.evaluate(f"scrollTo({{ top: {share} * (document.body.scrollHeight - innerHeight), behavior: 'instant' }})")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        grown.append(float(page.evaluate(line, "transform").removeprefix("matrix(").partition(",")[0]))
    assert grown[0] == 0
    assert 0.4 < grown[1] < 0.6
    assert grown[2] > 0.95
    assert page.evaluate(line, "transform-origin").startswith("0px" if side == "left" else "1")


def test_a_second_click_on_a_sentence_clears_its_mark(visit: Visit) -> None:
    page = visit(STORY)
    page.click(".en [data-s='8']")
    page.hover(".masthead")
    assert paired(page) == ["ar8", "en8*"]
    page.click(".en [data-s='8']")
    page.hover(".masthead")
    assert paired(page) == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_is_selected_in_one_language_is_copied_without_the_other(visit: Visit, lang: str) -> None:
    page = visit(LONG)
    start, end = (page.locator(f".text .{lang} [data-s='{number}']").bounding_box() for number in (3, 6))
    assert start
    assert end
    from_x, to_x = start["x"] + 2, end["x"] + end["width"] - 2
    if lang == "ar":
        from_x, to_x = start["x"] + start["width"] - 2, end["x"] + 2
    page.mouse.move(from_x, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(to_x, end["y"] + end["height"] / 2, steps=8)
    page.mouse.up()
    text = page.evaluate("getSelection().toString()")
    assert ("sentence 2" in text, "sentence 3" in text) == (lang == "en", lang == "en")
    assert ("رقم 2" in text, "رقم 3" in text) == (lang == "ar", lang == "ar")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_why_a_sentence_is_marked_shows_on_a_tap_and_by_the_keyboard(visit: Visit, java_script_enabled: bool) -> None:
    page = visit(STORY, PHONE, has_touch=True, is_mobile=True, java_script_enabled=java_script_enabled)
    button, reason = page.locator("[popovertarget=why-7]"), page.locator("#why-7")
    expect(reason).to_be_hidden()
    button.tap()
    expect(reason).to_be_in_viewport()
    expect(reason).to_contain_text("numbers differ")
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()
