"""How every kind of page is laid out, at the width of a small phone, a phone and a desk."""

import re

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 1280)
KINDS = {
    "home": "", "second": "page/2/", "article": "articles/غني/", "untranslated": "articles/pending/",
    "section": "sections/science/", "empty": "sections/economy/", "tag": "tags/ذهب/", "author": "authors/jane-doe/",
    "year": "archive/2026/", "archive": "archive/", "about": "about/", "feeds": "feeds/",
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


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_a_column_from_masthead_to_footer(visit: Visit, path: str) -> None:
    page = visit(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        layout = page.evaluate(LAYOUT)
        assert layout == {"display": "block", "width": width, "inOrder": True, "headingShows": True}, width


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
