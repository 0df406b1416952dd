"""How every kind of page is laid out, at the width of a small phone, a phone and a desk."""

import re

import pytest

from tests.browser.conftest import SHIFTS, Visit

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 1280)
KINDS = {
    "home": "", "second": "page/2/", "article": "articles/غني/", "untranslated": "articles/pending/",
    "section": "sections/science/", "empty": "sections/economy/", "tag": "tags/ذهب/", "author": "authors/jane-doe/",
    "year": "archive/2026/", "month": "archive/2026/11/", "archive": "archive/", "about": "about/", "feeds": "feeds/",
    "accessibility": "accessibility/", "search": "search/", "corrections": "corrections/", "page": "contact/",
    "corrected": "articles/corrected/", "withdrawn": "articles/taken-back/",
}  # fmt: skip
"""A page of every kind, by its path below a view's."""
PATHS = [view + path for view in ("", "ar/", "en/") for path in KINDS.values()] + ["404.html"]

LAYOUT = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return {
    display: getComputedStyle(document.body).display,
    width: document.documentElement.scrollWidth,
    inOrder: box(".masthead").bottom <= box("main").top && box("main").bottom <= box("body > .footer").top,
    headingShows: box("h1").height > 0,
  };
}"""


SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input")].filter((each) => {
  const inSentence = each.closest(".text p, .text li, .text td, .note, .notice, .prose, main h1");
  const { width, height } = (each.closest("label") ?? each).getBoundingClientRect();
  return each.checkVisibility() && !each.matches(".skip") && !inSentence && (width < 24 || height < 24);
}).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_a_column_from_masthead_to_footer_with_room_for_a_finger(visit: Visit, path: str) -> None:
    page = visit(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        layout = page.evaluate(LAYOUT)
        assert layout == {"display": "block", "width": width, "inOrder": True, "headingShows": True}, width
        assert page.evaluate(SMALL_TARGETS) == [], width


def test_what_the_body_is_called_no_part_of_a_page_is(visit: Visit) -> None:
    page = visit("")
    base = page.url
    for path in PATHS:
        page.goto(base + path)
        own = set(page.evaluate("[...document.body.classList]"))
        parts = set(page.evaluate("[...document.body.querySelectorAll('*')].flatMap(each => [...each.classList])"))
        assert own
        assert all(re.fullmatch("(view|page)-[a-z]+", each) for each in own)
        assert not {each for each in parts if re.match("(view|page)-", each)}


BASELINES = """(part) => [...document.querySelectorAll(".card:not(:has(> .silent))")].map((card) =>
[...card.querySelectorAll(part)].map((each) => {
  const probe = document.createElement("span");
  probe.style.cssText = "display: inline-block; block-size: 0; inline-size: 0; vertical-align: baseline";
  each.prepend(probe);
  const { bottom } = probe.getBoundingClientRect();
  probe.remove();
  return bottom;
}))"""


def test_the_parts_of_cards_side_by_side_stand_on_common_lines(visit: Visit) -> None:
    page = visit("")
    for part in (".kicker a", "h2 a", ".excerpt", "time"):
        rows = [row for row in page.evaluate(BASELINES, part) if len(row) == 2]
        assert rows
        assert all(abs(left - right) <= 1 for left, right in rows), (part, rows)


def test_a_story_without_a_translation_has_the_whole_width_and_says_so_on_the_line_of_its_time(visit: Visit) -> None:
    page = visit("")
    card = page.locator(".card:has(> .silent)").first
    box, headline = card.bounding_box(), card.locator("h2").bounding_box()
    time, badge = (card.locator(part).bounding_box() for part in ("time:visible", ".badge"))
    assert box
    assert headline
    assert time
    assert badge
    assert abs(headline["width"] - box["width"]) < 1
    assert time["y"] < badge["y"] + badge["height"] / 2 < time["y"] + time["height"]
    assert badge["x"] + badge["width"] < time["x"]


def test_only_the_front_page_has_a_lead_and_older_pages_are_called_so(visit: Visit) -> None:
    page = visit("en/")
    size = "parseFloat(getComputedStyle(document.querySelector('.card h2')).fontSize)"
    lead = page.evaluate(size)
    assert page.locator(".menu [aria-current=page]").count() == 1
    page.goto(page.url + "page/2/")
    assert page.evaluate(size) < lead
    assert page.locator("main h1").inner_text() == "Earlier news"
    assert page.locator(".menu [aria-current=page]").count() == 0


def test_a_parallel_page_on_paper_holds_its_text_its_address_and_no_menus(visit: Visit) -> None:
    page = visit("articles/غني/")
    page.emulate_media(media="print")
    for hidden in (".bar", ".menus", ".neighbours", ".footer nav", ".why"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in (".ar [data-s='8']", ".en [data-s='8']", ".published", ".reason"):
        assert page.locator(shown).first.is_visible(), shown
    assert page.locator(".printed").inner_text() == "https://news.example/daily/articles/%D8%BA%D9%86%D9%8A/"
    for part in (".label", ".reason"):
        colours = page.eval_on_selector(
            part, "each => ['color', 'background-color'].map((name) => getComputedStyle(each).getPropertyValue(name))"
        )
        assert colours == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"], part
    assert page.eval_on_selector("pre", "each => each.scrollWidth <= each.clientWidth")


def test_the_feeds_page_shows_the_addresses_that_are_to_be_copied(visit: Visit) -> None:
    page = visit("feeds/")
    shown = page.locator(".ar dd").all_inner_texts()
    assert shown[:2] == ["https://news.example/daily/feed.xml", "https://news.example/daily/rss.xml"]
    assert shown == page.locator(".en dd").all_inner_texts()


def test_two_paragraphs_of_a_quotation_have_one_bar(visit: Visit) -> None:
    page = visit("articles/غني/")
    first, second = (page.locator(".en blockquote").nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert abs(first["y"] + first["height"] - second["y"]) < 1


def test_footnotes_are_set_apart_by_a_rule_and_stand_close_together(visit: Visit) -> None:
    page = visit("en/articles/غني/")
    notes = page.locator(".text > .note")
    assert float(notes.first.evaluate("e => getComputedStyle(e).borderBlockStartWidth").removesuffix("px")) >= 1
    page = visit("articles/غني/")
    notes = page.locator(".text .footnote")
    assert float(notes.first.evaluate("e => getComputedStyle(e).borderBlockStartWidth").removesuffix("px")) >= 1


def test_latin_letters_in_arabic_come_from_one_face(visit: Visit) -> None:
    page = visit("ar/articles/غني/")
    face = page.locator(".text p").first.evaluate("e => getComputedStyle(e).fontFamily")
    assert face.split(",")[0].strip('"') == "Latin in Arabic"


def test_in_forced_colours_what_is_current_or_breaking_keeps_its_line_and_its_box(visit: Visit) -> None:
    page = visit("articles/غني/")
    page.emulate_media(forced_colors="active")
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    for selector, side in ((".menu .current a", "Bottom"), (".breaking .label", "Top"), (".breaking .label", "Left")):
        style = f"e => [getComputedStyle(e).border{side}Width, getComputedStyle(e).border{side}Color]"
        width, colour = page.locator(selector).first.evaluate(style)
        assert width != "0px"
        assert colour not in (ground, "rgba(0, 0, 0, 0)")


def test_a_score_or_a_telephone_number_is_not_broken_on_a_narrow_screen(visit: Visit) -> None:
    page = visit("articles/غني/", viewport={"width": 320, "height": 700})
    page.evaluate("""() => document.querySelector(".text p").innerHTML =
      Array(40).fill('x <span class="whole">3-3</span> <bdi dir="ltr">+963 11 234 5678</bdi>').join(" ")""")
    lines = page.locator(".text p").first.evaluate(
        "e => [...e.querySelectorAll('.whole, bdi')].map(each => each.getClientRects().length)"
    )
    assert set(lines) == {1}


def test_the_parts_of_a_byline_are_set_apart_but_for_the_first_of_a_line(visit: Visit) -> None:
    page = visit("articles/غني/")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for line in page.locator(".byline > *").all():
            box, direction = line.bounding_box(), line.evaluate("e => getComputedStyle(e).direction")
            assert box
            lefts = line.evaluate("""e => [...e.children].map((each) => {
              const { left, right, top } = each.getBoundingClientRect();
              const text = document.createRange();
              text.selectNodeContents(each);
              return { left, right, top, from: text.getBoundingClientRect() };
            })""")
            for before, part in zip([None, *lefts], lefts, strict=False):
                gap = part["from"]["left"] - box["x"]
                if direction == "rtl":
                    gap = box["x"] + box["width"] - part["from"]["right"]
                is_first = before is None or abs(before["top"] - part["top"]) > 5
                assert (abs(gap) < 1) == is_first, (width, direction)


def test_what_is_not_translated_has_one_column_of_the_measure_of_a_text(visit: Visit) -> None:
    page = visit("articles/pending/")
    text = page.locator(".ar [data-s='2']").bounding_box()
    main = page.locator("main").bounding_box()
    assert text
    assert main
    assert abs(text["x"] + text["width"] - main["x"] - main["width"]) < 1
    assert abs(main["x"] + main["width"] / 2 - 640) < 1
    assert not page.locator(".text .pending").is_visible()


def test_a_cell_is_aligned_as_its_table_whichever_language_it_is_in(visit: Visit) -> None:
    page = visit("articles/غني/")
    table = """<table dir="{}"><tr><td>a</td><td class="end">b</td></tr>
      <tr><td dir="{}">c</td><td class="end" dir="{}">d</td></tr></table>"""
    for own, other, sides in (("ltr", "rtl", ["left", "right"]), ("rtl", "ltr", ["right", "left"])):
        page.evaluate("html => document.querySelector('.text').innerHTML = html", table.format(own, other, other))
        found = page.eval_on_selector_all("td", "all => all.map(each => getComputedStyle(each).textAlign)")
        assert found == [*sides, *sides]


def test_the_mail_edition_asks_for_nothing_but_itself(visit: Visit) -> None:
    for view in ("", "ar/", "en/"):
        page = visit(f"{view}today/")
        assert page.locator("h2").count() > 0
        asked = page.evaluate("performance.getEntriesByType('resource').map(each => each.name)")
        assert [each for each in asked if not each.endswith("/favicon.ico")] == []


@pytest.mark.parametrize("path", ["", "ar/", "articles/غني/", "en/articles/غني/", "search/", "404.html"])
def test_nothing_moves_while_a_page_is_loaded(visit: Visit, path: str) -> None:
    page = visit(path)
    page.add_init_script(SHIFTS)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        page.wait_for_timeout(200)
        assert page.evaluate("shifts") == [], width


EDGES = """() => [...document.querySelectorAll(".headlines")].map((list) => {
  const isRightToLeft = getComputedStyle(list).direction === "rtl";
  return [...list.querySelectorAll("a")].map((link) => {
    const range = document.createRange();
    range.selectNodeContents(link);
    const { left, right } = range.getBoundingClientRect();
    return [link.lang, Math.round(isRightToLeft ? right : left)];
  });
})"""


def test_a_headline_in_the_other_language_begins_at_the_edge_where_those_of_its_list_do(visit: Visit) -> None:
    page = visit("404.html")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        lists = page.evaluate(EDGES)
        assert {lang for lang, _ in lists[1]} == {"ar", "en"}, lists
        assert [len({edge for _, edge in each}) for each in lists] == [1, 1], (width, lists)
