"""What can be done with a sentence: link to it, copy it with its counterpart, report it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit, paired

pytestmark = pytest.mark.browser


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


@pytest.mark.parametrize("java_script_enabled", [True, False])
@pytest.mark.parametrize("view", ["", "ar/", "en/"])
def test_a_link_leads_to_a_sentence_in_every_view(visit: Visit, view: str, java_script_enabled: bool) -> None:
    page = visit(f"{view}articles/long/#s40", java_script_enabled=java_script_enabled)
    assert page.locator("#s40").count() == 1
    box = page.locator("#s40").bounding_box()
    for _ in range(20):  # it may glide there
        if box and box["y"] < 900:
            break
        page.wait_for_timeout(100)
        box = page.locator("#s40").bounding_box()
    assert box
    assert 0 < box["y"] < 900
    assert page.locator("[data-s]:target").count() == 1


@pytest.mark.parametrize("reading", ["ar", "en", "reveal"])
def test_a_link_leads_to_a_sentence_whichever_language_is_shown(visit: Visit, reading: str) -> None:
    page = visit("articles/long/")
    page.evaluate(f"choose('reading', '{reading}')")
    page.evaluate("location.hash = '#s40'")
    page.wait_for_selector(".paired:visible")
    box = page.locator("[data-s='40']:visible").first.bounding_box()
    assert box
    assert 0 < box["y"] < 900


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_a_pair_is_copied_with_its_link(visit: Visit, viewport: object) -> None:
    page = visit("articles/long/", viewport, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".en [data-s='3']").click()
    number = page.locator(".place")
    assert number.text_content() == "3"
    box = number.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]  # type: ignore[index]
    number.click()
    page.locator(".tools [value=pair]").click()
    expect(page.locator(".tools [role=status]")).not_to_be_empty()
    address = page.url
    assert address.endswith("/articles/long/#s3")
    assert clipboard(page) == f"هذه الجملة رقم 1 من خبر طويل.\n\nThis is sentence 1 of a long story.\n\n{address}"
    page.locator(".tools [value=link]").click()
    for _ in range(50):  # it is copied in its own time
        if clipboard(page) == address:
            break
        page.wait_for_timeout(100)
    assert clipboard(page) == address
    assert paired(page) == ["ar3", "en3*"]


def test_a_pair_is_copied_where_the_clipboard_is_refused_to_scripts(visit: Visit) -> None:
    page = visit("articles/long/", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.locator(".en [data-s='3']").click()
    page.locator(".place").click()
    page.locator(".tools [value=link]").click()
    expect(page.locator(".tools [role=status]")).not_to_be_empty()
    assert clipboard(page) == page.url
    assert page.locator("textarea").count() == 0


def test_a_sentence_is_shared_where_the_device_can(visit: Visit) -> None:
    page = visit("articles/long/")
    expect(page.locator(".tools [value=share]")).to_be_hidden()
    page.add_init_script("navigator.share = async (what) => { window.shared = what; throw new Error('put aside'); }")
    page.reload()
    page.locator(".ar [data-s='4']").click()
    page.locator(".place").click()
    page.locator(".tools [value=share]").click()
    shared = page.evaluate("window.shared")
    assert shared == {"title": page.title(), "url": page.url}
    assert page.url.endswith("/articles/long/#s4")


def test_the_keyboard_opens_the_menu_and_comes_back_to_the_sentence(visit: Visit) -> None:
    page = visit("articles/long/")
    page.locator(".en [data-s='3']").focus()
    page.keyboard.press("Enter")
    assert page.locator(".tools").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".tools").is_visible()
    assert page.evaluate("document.activeElement.dataset.s") == "3"


def test_the_keys_are_told_on_a_question_mark(visit: Visit) -> None:
    page = visit("articles/long/")
    page.keyboard.press("?")
    assert page.locator(".keys").is_visible()
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '؟', bubbles: true }))")
    assert not page.locator(".keys").is_visible()
    page.locator(".find input").focus()
    page.keyboard.press("?")
    assert not page.locator(".keys").is_visible()
    assert page.locator(".find input").input_value() == "?"


def test_a_report_names_the_sentences_and_their_place(visit: Visit) -> None:
    page = visit("articles/long/")
    page.locator(".en [data-s='3']").click()
    page.locator(".place").click()
    link = page.locator(".tools a").get_attribute("href")
    assert link
    parts = urlsplit(link)
    fields = parse_qs(parts.query)
    assert (parts.scheme, parts.path) == ("mailto", "desk@news.example")
    assert "+" not in parts.query
    assert "This is sentence 1 of a long story." in fields["body"][0]
    assert "/articles/long/#s3" in fields["body"][0]


def test_a_report_to_a_tracker_opens_a_new_issue(visit: Visit) -> None:
    page = visit("articles/long/")
    page.evaluate("document.querySelector('.tools').dataset.report = 'https://git.example/us/news/issues/new?labels=a'")
    page.locator(".en [data-s='3']").click()
    page.locator(".place").click()
    link = page.locator(".tools a").get_attribute("href")
    assert link
    fields = parse_qs(urlsplit(link).query)
    assert fields.keys() == {"labels", "title", "body"}
    assert fields["title"] == [page.title()]
    assert "/articles/long/#s3" in fields["body"][0]


def test_without_script_a_link_reports_the_translation(visit: Visit) -> None:
    page = visit("articles/long/", java_script_enabled=False)
    assert page.locator(".notice a[href='mailto:desk@news.example']").count() == 2
