"""The text of a file, taken apart: the same whichever way it is written."""

import pytest

from digest.content.body import Body
from tests.reading import outline, read_text


def test_a_body_of_which_nothing_is_known_is_empty() -> None:
    body = Body()
    assert (body.title, body.dateline, body.source, body.url, body.date) == (None, None, None, None, None)
    assert (body.ticker, body.standfirst, body.blocks, body.authors) == ((), (), (), ())


def test_no_two_bodies_share_their_problems() -> None:
    assert Body().problems is not Body().problems
    assert Body().references is not Body().references


@pytest.mark.parametrize("name", ["story.txt", "story.md"])
def test_a_header_says_the_same_of_plain_text_and_of_markdown(name: str) -> None:
    article = read_text("---\ntitle: عنوان\nauthor: ليلى\n---\n\nنص أول هنا.\n\nنص ثان هنا.\n", name)
    assert (article.title.text, article.authors) == ("عنوان", ("ليلى",))
    assert outline(article) == [("paragraph", "نص أول هنا."), ("paragraph", "نص ثان هنا.")]
