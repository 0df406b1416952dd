"""The values that travel the pipeline, and their invariants."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from digest.model import LANGS, Block, Counterpart, Image, Sentence, Story, direction, other
from tests.stories import Maker, rich, simple

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def sentence(text: str) -> Sentence:
    return Sentence(text=text, shown=text, start=0, end=len(text) or 1)


def test_the_other_language_of_the_other_language_is_the_first() -> None:
    assert [other(lang) for lang in LANGS] == ["en", "ar"]
    assert [direction(lang) for lang in LANGS] == ["rtl", "ltr"]


def test_a_third_language_is_an_error_and_not_taken_for_one_of_the_two() -> None:
    with pytest.raises(KeyError):
        other("fa")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        direction("fa")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", " a", "a ", "a\nb"])
def test_a_sentence_is_clean_text(text: str) -> None:
    with pytest.raises(ValueError, match="not a clean sentence"):
        sentence(text)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 3)])
def test_a_sentence_has_a_span_in_its_file(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Sentence(text="a", shown="a", start=start, end=end)


def test_the_cells_of_a_table_share_out_its_sentences() -> None:
    Block(kind="table", sentences=(sentence("a"), sentence("b")), cells=((1, 1),))
    with pytest.raises(ValueError, match="cells"):
        Block(kind="table", sentences=(sentence("a"),), cells=((1, 1),))


def test_drafts_scheduled_and_expired_articles_are_not_published() -> None:
    article = replace(simple().article, date=NOON)
    assert article.is_published(NOON)
    assert not replace(article, draft=True).is_published(NOON)
    assert not article.is_published(NOON - timedelta(seconds=1))
    assert not replace(article, expires=NOON).is_published(NOON)


def test_the_parts_of_an_article_are_its_fields_in_reading_order() -> None:
    article = rich().article
    assert [name for name, _ in article.parts()] == [
        "title",
        "above",
        "ticker",
        "standfirst",
        "corrections",
        "dateline",
    ]
    for name, sentences in article.parts():
        assert getattr(article, name) in (sentences, *sentences)
    assert [list(sentences) for _, sentences in simple().article.parts()] == [[simple().article.title], *[[]] * 5]


def test_sentences_are_those_of_the_parts_and_then_of_the_blocks() -> None:
    article = rich().article
    above = [sentence for _, sentences in article.parts() for sentence in sentences]
    below = [sentence for block in article.blocks for sentence in block.sentences]
    assert list(article.sentences()) == above + below
    assert next(article.sentences()) == article.title


def test_units_are_the_sentences_and_the_alternative_texts_before_their_captions() -> None:
    maker = Maker()
    picture = maker.image("a.png", ("رسم", "A chart"), ("شرح", "A caption"))
    plain = Block(kind="image", image=Image(path="b.png"))
    article = maker.story(("عنوان", "Title"), [picture, plain]).article
    assert [unit.text for unit in article.units()] == ["عنوان", "رسم", "شرح"]
    assert [unit.text for unit in article.sentences()] == ["عنوان", "شرح"]


def test_a_story_has_each_sentence_as_its_author_wrote_it_and_as_its_counterpart_says_it() -> None:
    shown = Sentence(text="خبر", shown="خبــر", start=0, end=5)
    story = Story(article=simple().article, counterparts={"خبر": Counterpart(text="News", origin="edited")})
    assert (story.text(shown, "ar"), story.text(shown, "en")) == ("خبــر", "News")
