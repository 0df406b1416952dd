"""The editors' desk in a real browser, by keyboard and on a phone, as several people use it at once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from digest.memory import parse
from digest.preview.desk import PATH, DeskPage
from tests.browser.conftest import DESKTOP
from tests.desk_site import corrected, counterpart, desk_of, make_desk_site, name, source
from tests.preview_site import WAIT, TinySite, previewed
from tests.sidecars import po

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
ARTICLE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>x</title>
<body><main><p>&nbsp;</p><p><span data-s="4" tabindex="0">One.</span> <span data-s="5">Two.</span></p></main>
</body></html>
"""


class Site:
    """A site whose desk is open."""

    def __init__(self, root: Path, url: str) -> None:
        self.root = root
        self.url = url

    def sidecar(self, article: int = 0) -> Path:
        return self.root / "content" / name(article).replace(".txt", ".en.po")

    def reviewed(self, article: int = 0) -> dict[str, str]:
        """Return what is reviewed of an article, by its sentences; not its headline."""
        entries = parse(self.sidecar(article).read_bytes(), "x").entries
        return {one.msgid: one.msgstr for one in entries[2:] if not one.fuzzy}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    root = make_desk_site(tmp_path / "site")
    (root / "content" / "glossary.csv").write_text("source,target\nالحي رقم,quarter\n", "utf-8")
    tiny = TinySite(tmp_path, routes=DeskPage(desk=desk_of(root), by="Nour").routes())
    tiny.save("articles/news-1/index.html", ARTICLE)
    with previewed(tiny):
        tiny.built()
        yield Site(root, tiny.url.rstrip("/") + PATH)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Return what opens the desk; a complaint of the browser, about the security policy too, fails the test."""
    complaints: list[str] = []
    contexts = []
    expect.set_options(timeout=WAIT * 1000)

    def visit(viewport: Any = DESKTOP, path: str = "", **settings: Any) -> Page:
        context = browser.new_context(viewport=viewport, **{"locale": "en", **settings})
        context.set_default_timeout(WAIT * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not complaints


def box(page: Page) -> Any:
    return page.get_by_role("textbox", name=re.compile("Translation into|الترجمة إلى"))


def opened(page: Page, article: int, number: int) -> None:
    """Wait until a sentence is shown, ready to be typed over; on a phone, without the keys over the page."""
    expect(page.locator("#source mark")).to_have_text(source(article, number))
    is_phone = page.evaluate("matchMedia('(pointer: coarse)').matches")
    expect(page.locator("#card") if is_phone else box(page)).to_be_focused()


def test_thirty_doubtful_sentences_take_sixty_actions_by_keyboard(site: Site, visit: Visit) -> None:
    page = visit()
    actions = 0
    for article in range(3):
        for number in range(10):
            opened(page, article, number)
            expect(box(page)).to_have_value(counterpart(article, number))
            expect(page.locator("#doubts")).to_have_text("numbers differ")
            if number % 2:  # what is wrong is typed anew; a paste stands for the typing
                page.keyboard.press("Control+a")
                page.keyboard.insert_text(corrected(article, number))
                actions += 1
            page.keyboard.press("Control+Enter")
            actions += 1
    expect(page.get_by_text("That was the last one here. Thank you.")).to_be_visible()
    assert actions <= 60
    for article in range(3):
        made = site.reviewed(article)
        assert [*made] == [source(article, number) for number in range(10)]
        assert made[source(article, 1)] == corrected(article, 1)
        assert made[source(article, 2)] == counterpart(article, 2)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_thirty_doubtful_sentences_take_sixty_taps_on_a_phone(site: Site, visit: Visit, lang: str) -> None:
    page = visit(PHONE, locale=lang, has_touch=True, is_mobile=True)
    actions = 0
    for article in range(3):
        for number in range(10):
            opened(page, article, number)
            if number % 2:
                box(page).fill(corrected(article, number))
                actions += 1
            page.locator("#review").tap()
            actions += 1
    expect(page.locator("#empty")).to_be_visible()
    assert actions <= 60
    assert [len(site.reviewed(article)) for article in range(3)] == [10, 10, 10]


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_is_as_wide_as_the_screen_and_each_button_as_large_as_a_finger(
    visit: Visit, viewport: dict[str, int], lang: str
) -> None:
    page = visit(viewport, locale=lang)
    opened(page, 0, 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert page.evaluate("document.documentElement.dir") == {"ar": "rtl", "en": "ltr"}[lang]
    heights = "all => all.filter(each => each.offsetParent).map(each => each.offsetHeight)"
    assert min(page.eval_on_selector_all("button, select, input", heights)) >= 43
    assert box(page).evaluate("box => box.dir + box.lang") == "ltren"


def test_two_tabs_that_save_the_same_sentence_are_shown_both(site: Site, visit: Visit) -> None:
    one, two = visit(), visit()
    for page, words in ((one, "100 by one."), (two, "100 by two.")):
        opened(page, 0, 0)
        box(page).fill(words)
    one.keyboard.press("Control+Enter")
    opened(one, 0, 1)
    two.keyboard.press("Control+Enter")
    conflict = two.get_by_role("alert")
    expect(conflict).to_contain_text("100 by one.")
    assert site.reviewed()[source(0, 0)] == "100 by one."
    expect(box(two)).to_have_value("100 by two.")
    conflict.get_by_role("button", name="Save mine").click()
    opened(two, 0, 1)
    assert site.reviewed()[source(0, 0)] == "100 by two."


def test_a_sidecar_that_another_program_saves_meanwhile_is_not_overwritten(site: Site, visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    box(page).fill("100 mine.")
    data = site.sidecar().read_text("utf-8").replace(f'msgstr "{counterpart(0, 0)}"', 'msgstr "100 in another editor."')
    data = data.replace(f'msgstr "{counterpart(0, 5)}"', 'msgstr "105 in another editor."')
    site.sidecar().write_text(data, "utf-8")
    page.keyboard.press("Control+s")
    conflict = page.get_by_role("alert")
    expect(conflict).to_contain_text("100 in another editor.")
    conflict.get_by_role("button", name="Take theirs").click()
    expect(box(page)).to_have_value("100 in another editor.")
    page.keyboard.press("Control+Enter")
    opened(page, 0, 1)
    assert site.reviewed()[source(0, 0)] == "100 in another editor."
    assert "105 in another editor." in site.sidecar().read_text("utf-8")


def test_a_sidecar_that_is_broken_meanwhile_is_left_as_it_is_and_the_words_stay(site: Site, visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    box(page).fill("100 mine.")
    whole = site.sidecar().read_bytes()
    site.sidecar().write_bytes(whole + b'msgid "broken')
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).not_to_be_empty()
    assert site.sidecar().read_bytes() == whole + b'msgid "broken'
    expect(box(page)).to_have_value("100 mine.")
    site.sidecar().write_bytes(whole)
    page.keyboard.press("Control+Enter")
    opened(page, 0, 1)
    assert site.reviewed()[source(0, 0)] == "100 mine."


def test_what_was_typed_and_not_saved_is_there_again_after_a_reload(visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    box(page).fill("100 half a")
    page.reload()
    expect(box(page)).to_have_value("100 half a")
    expect(page.get_by_text("These are your words from before")).to_be_visible()


def test_words_from_before_are_not_saved_over_what_somebody_else_wrote_since(site: Site, visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    box(page).fill("100 half a")
    data = site.sidecar().read_text("utf-8").replace(f'msgstr "{counterpart(0, 0)}"', 'msgstr "100 theirs."')
    site.sidecar().write_text(data, "utf-8")
    page.reload()
    expect(box(page)).to_have_value("100 half a")
    expect(page.get_by_role("alert")).to_contain_text("100 theirs.")
    page.get_by_role("button", name="Take theirs").click()
    expect(box(page)).to_have_value("100 theirs.")
    page.reload()
    expect(box(page)).to_have_value("100 theirs.")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_sentence_is_joined_left_out_or_left_as_it_is_by_a_key(site: Site, visit: Visit) -> None:
    page = visit()
    for number, key in enumerate(("Control+Enter", "Alt+m", "Alt+o", "Alt+e")):
        opened(page, 0, number)
        page.keyboard.press(key)
    opened(page, 0, 4)
    assert list(site.reviewed().values()) == [counterpart(0, 0), "[+]", "[-]", "[=]"]


def test_drafts_skips_and_ways_back_have_keys(site: Site, visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    page.keyboard.press("Alt+ArrowDown")
    opened(page, 0, 1)
    box(page).fill("101 half")
    page.keyboard.press("Control+s")
    opened(page, 0, 2)
    page.keyboard.press("Alt+ArrowUp")
    opened(page, 0, 1)
    expect(page.locator("#badge")).to_have_text("Draft")
    page.keyboard.press("Alt+ArrowUp")
    opened(page, 0, 0)
    assert site.reviewed() == {}
    assert "101 half" in site.sidecar().read_text("utf-8")


def test_matches_terms_and_the_machine_s_words_are_taken_by_a_key_and_checked_at_once(site: Site, visit: Visit) -> None:
    site.sidecar(2).write_bytes(po(f'msgid "{source(2, 0)}"\nmsgstr "{corrected(2, 0)}"'))
    page = visit()
    opened(page, 0, 0)
    expect(page.locator("#matches")).to_contain_text(corrected(2, 0))
    page.keyboard.press("Alt+1")
    expect(box(page)).to_have_value(corrected(2, 0))
    expect(page.locator("#checks")).to_contain_text("numbers differ")
    box(page).fill("")
    page.keyboard.press("Alt+4")
    expect(box(page)).to_have_value("quarter")
    page.keyboard.press("Alt+0")
    box(page).fill(corrected(0, 0))
    expect(page.locator("#checks")).to_have_text("Nothing looks wrong.")


def test_a_selected_word_is_shown_as_it_was_translated_elsewhere(site: Site, visit: Visit) -> None:
    site.sidecar(2).write_bytes(po(f'msgid "{source(2, 3)}"\nmsgstr "{corrected(2, 3)}"'))
    page = visit()
    opened(page, 0, 0)
    box(page).fill("MOON")
    box(page).select_text()
    expect(page.locator("#concordance")).to_contain_text(corrected(2, 3))
    expect(page.locator("#concordance-title")).to_have_text("Elsewhere: “MOON”")


def test_the_queue_is_filtered_and_a_sentence_chosen_in_it(visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    expect(page.locator("#progress")).to_have_text("30 sentences left")
    page.get_by_label("Article").select_option(name(1))
    expect(page.locator("#source mark")).to_have_text("عنوان الخبر 1")
    page.get_by_role("button", name=source(1, 4)).click()
    opened(page, 1, 4)
    page.get_by_label("Show").select_option("edited")
    expect(page.locator("#source mark")).to_have_text("عنوان الخبر 1")
    page.get_by_label("Show").select_option("stale")
    expect(page.get_by_text("Nothing here waits for an editor.")).to_be_visible()


def test_a_page_of_the_preview_leads_to_its_sentence(visit: Visit) -> None:
    page = visit(path="../../articles/news-1/")
    page.get_by_text("Two.").hover()
    pencil = page.get_by_role("link", name="Review the translation of this sentence")
    with page.context.expect_page() as opening:
        pencil.click()
    opened(opening.value, 1, 3)
    assert opening.value.url.endswith(PATH)
    page.get_by_text("One.").focus()
    page.keyboard.press("e")  # in the same tab
    opened(opening.value, 1, 2)


def test_the_keys_are_told_and_the_page_speaks_both_languages(visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog")).to_contain_text("reviewed, and to the next")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("#badge")).to_have_text("مشكوك فيها")
    expect(page.get_by_role("button", name="المفاتيح")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def test_each_field_and_part_has_a_name_that_is_read_aloud(visit: Visit) -> None:
    page = visit()
    opened(page, 0, 0)
    expect(page.get_by_role("navigation", name="Sentences to look at")).to_be_visible()
    expect(box(page)).to_have_accessible_description(re.compile("numbers differ"))
    expect(page.locator("[aria-current]")).to_contain_text(source(0, 0))
    named = "each.textContent.trim() || each.labels?.length || each.ariaLabel || each.matches('[aria-labelledby]')"
    unnamed = f"all => all.filter(each => !({named})).length"
    assert page.eval_on_selector_all("button, select, input, textarea", unnamed) == 0


def test_a_preview_that_has_ended_takes_no_word_away(tmp_path: Path, browser: Browser) -> None:
    root = make_desk_site(tmp_path / "site")
    tiny = TinySite(tmp_path, routes=DeskPage(desk=desk_of(root)).routes())
    page = browser.new_page(locale="en")
    with previewed(tiny):
        tiny.built()
        page.goto(tiny.url.rstrip("/") + PATH)
        opened(page, 0, 0)
    box(page).fill("100 mine.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("The preview doesn’t answer")
    expect(box(page)).to_have_value("100 mine.")
    page.close()
