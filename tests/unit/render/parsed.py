"""Pages as parsed HTML, for tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from lxml import html

from digest.model import Story
from tests.stories import Whole, pages, render, site

T = TypeVar("T")


def some(things: Iterable[T]) -> list[T]:
    """Return things to be looked at one by one: at least one, else a loop over them would test nothing."""
    listed = list(things)
    assert listed
    return listed


def one(page: html.HtmlElement, path: str) -> html.HtmlElement:
    """Return the only element at an XPath."""
    (element,) = page.xpath(path)
    return element


def parse(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def parsed(whole: Whole) -> list[tuple[str, html.HtmlElement]]:
    """Return every page of a site with its path."""
    return some((path, parse(text)) for path, text in pages(render(whole)).items())


def article(story: Story, root: Path, view: str = "", **settings: object) -> html.HtmlElement:
    """Return the page of a story; `view` is empty, `ar/` or `en/`."""
    return parse(pages(render(site(root, story, **settings)))[f"{view}articles/{story.article.slug}/index.html"])


def sentences(page: html.HtmlElement, side: str) -> list[html.HtmlElement]:
    """Return the elements of the sentences in one column of a parallel page."""
    return some(page.xpath(f"//main//*[@class='{side}']//*[@data-s]"))
