"""The theme in a real browser: pairs, languages, light and dark, small and large screens."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visit, paired

pytestmark = pytest.mark.browser

STORY = "articles/غني/"


def test_pointing_at_a_sentence_marks_its_counterpart(visit: Visit) -> None:
    page = visit(STORY)
    page.hover(".en [data-s='9']")
    assert paired(page) == ["ar9", "en9*"]
    page.hover(".ar [data-s='8']")
    assert paired(page) == ["ar8", "en8*"]
    page.hover(".masthead")
    assert paired(page) == []


def test_the_keyboard_leads_through_the_sentences_and_across(visit: Visit) -> None:
    page = visit(STORY)
    page.focus(".ar [data-s='1']")
    assert paired(page) == ["ar1", "en1*"]
    page.keyboard.press("ArrowDown")
    assert paired(page) == ["ar3", "en3*"]
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".en [data-s='3']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".en [data-s='1']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".ar [data-s='1']")).to_be_focused()
    assert page.locator("main [data-s][tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert paired(page) == []


def test_tab_reaches_the_sentences(visit: Visit) -> None:
    page = visit(STORY)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.dataset.s)"):
            break
    assert paired(page) == ["ar2", "en2*"]  # the flash above the headline


def test_a_tap_marks_a_pair_until_the_next(visit: Visit) -> None:
    page = visit(STORY, PHONE, has_touch=True, is_mobile=True)
    page.tap(".ar [data-s='9']")
    assert paired(page) == ["ar9", "en9*"]
    page.tap(".en [data-s='8']")
    assert paired(page) == ["ar8", "en8*"]
    page.tap(".en [data-s='8']")
    assert paired(page) == []


def test_arabic_stands_on_the_right_and_rows_are_aligned(visit: Visit) -> None:
    for path in (STORY, "articles/english/"):
        page = visit(path)
        for number in (1, 2):
            english = page.locator(f".en [data-s='{number}']").bounding_box()
            arabic = page.locator(f".ar [data-s='{number}']").bounding_box()
            assert english
            assert arabic
            assert english["x"] + english["width"] <= arabic["x"]
        tops = page.eval_on_selector_all(
            ".text > .row",
            """rows => rows.map(row => [...row.querySelectorAll(":scope > :is(.ar, .en)")]
                .filter(side => side.checkVisibility()).map(side => side.getBoundingClientRect().top))""",
        )
        assert all(len(set(row)) <= 1 for row in tops)


def test_on_a_phone_the_source_stands_above_its_counterpart(visit: Visit) -> None:
    page = visit(STORY, PHONE)
    boxes = [page.locator(f".{side} [data-s='8']").bounding_box() for side in ("ar", "en")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]


CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (v) => (v <= 10 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const found = rgb(getComputedStyle(e).backgroundColor);
      if (found[3] === 255) return found;
    }
  };
  const bad = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !element.checkVisibility()) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push([element.outerHTML.slice(0, 80), ratio]);
  }
  return bad;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(visit: Visit, scheme: Any) -> None:
    page = visit(STORY, color_scheme=scheme)
    page.hover(".en [data-s='10']")
    page.wait_for_timeout(200)
    assert page.evaluate(CONTRAST) == []
    for path in ("", "en/about/", "ar/archive/"):
        page.goto(page.url.split("/daily/")[0] + "/daily/" + path)
        assert page.evaluate(CONTRAST) == []


def test_pages_work_without_script(visit: Visit) -> None:
    page = visit(STORY, PHONE, java_script_enabled=False)
    expect(page.locator(".en [data-s='8']")).to_be_visible()
    expect(page.locator(".open-settings")).to_be_hidden()
    expect(page.locator(".reading")).to_be_hidden()
    page.locator(".views a", has_text="English").click()
    page.wait_for_url("**/en/articles/**")


def test_the_skip_link_comes_first_and_leads_to_the_text(visit: Visit) -> None:
    page = visit("en/" + STORY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
