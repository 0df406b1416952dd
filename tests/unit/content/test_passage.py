"""A stretch of the author's text: its sentences, and where each stands in the file."""

import pytest

from digest.content.passage import Passage


def spans(passage: Passage, file: str, **options: object) -> list[tuple[str, str]]:
    """Return each sentence and what stands in the file where it does."""
    sentences = passage.sentences("en", **options)  # type: ignore[arg-type]
    return [(sentence.text, file[sentence.start : sentence.end]) for sentence in sentences]


def test_sentences_stand_in_the_file_where_the_passage_does() -> None:
    file = "Title: x\n\nOne is here. Two is there.\n"
    passage = Passage("One is here. Two is there.", [(0, 10)])
    assert spans(passage, file) == [("One is here.", "One is here."), ("Two is there.", "Two is there.")]


def test_a_passage_of_several_lines_is_one_text_and_each_line_has_its_place() -> None:
    file = "> It ended\n> late. Nobody\n> left."
    passage = Passage("It ended\nlate. Nobody\nleft.", [(0, 2), (9, 13), (22, 28)])
    assert spans(passage, file) == [("It ended late.", "It ended\n> late."), ("Nobody left.", "Nobody\n> left.")]


def test_what_is_cleaned_away_is_shown_as_the_author_wrote_it_or_not_at_all() -> None:
    source = "ورحّب  التجار\u200f بالقرارـ."
    sentence = Passage(source, [(0, 5)]).sentence()
    assert sentence is not None
    assert sentence.text == Passage(source, [(0, 0)]).text
    assert "  " not in sentence.text
    assert (sentence.start, sentence.end) == (5, 5 + len(source))


def test_a_span_as_one_sentence_loses_the_blanks_around_it() -> None:
    passage = Passage("By: Jane. Doe ", [(0, 0)])
    sentence = passage.sentence(3)
    assert sentence is not None
    assert (sentence.text, sentence.start, sentence.end) == ("Jane. Doe", 4, 13)


@pytest.mark.parametrize("source", ["", "  \n ", "\u200f"])
def test_nothing_left_is_no_sentence(source: str) -> None:
    assert Passage(source, [(0, 0)]).sentence() is None
    assert Passage(source, [(0, 0)]).sentences("ar") == ()


def test_only_the_sentences_of_a_span_are_cut() -> None:
    text = "One is here. Two is there. Three is gone."
    assert spans(Passage(text, [(0, 0)]), text, start=13, end=26) == [("Two is there.", "Two is there.")]


def test_no_sentence_ends_inside_what_must_stay_whole() -> None:
    text = "See [One. Two. Three.](x) now. Four is here."
    passage = Passage(text, [(0, 0)])
    assert len(passage.sentences("en")) > 2
    assert [sentence.text for sentence in passage.sentences("en", whole=[(4, 25)])] == [
        "See [One. Two. Three.](x) now.",
        "Four is here.",
    ]


def test_every_character_leads_to_its_place_in_the_file() -> None:
    file = "--one  two\n--three"
    passage = Passage("one  two\nthree", [(0, 2), (9, 13)])
    for word in ("one", "two", "three"):
        assert passage.place(passage.text.index(word)) == file.index(word)
