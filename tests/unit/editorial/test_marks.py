"""Marks of a person, and rankings against them."""

from pathlib import Path

import pytest

from digest.editorial.marks import Mark, digest_of, ranking, read_marks
from digest.errors import DigestError

LINES = ["He grew carrots.", "It rained."]


def row(number: int = 1, error: str = "serious", word: object = 3, line: str = LINES[0]) -> str:
    return f"{number}\t{digest_of(line)}\t{error}\t{word}"


def test_marks_are_read_by_the_places_of_their_lines() -> None:
    marks = read_marks(Path("m.tsv"), [row(), row(2, "none", 0, LINES[1])], LINES)
    assert marks == {0: Mark(error="serious", word=3), 1: Mark(error="none", word=0)}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (row(error="bad"), "m.tsv:2: it is no mark"),
        (row(word="x"), "m.tsv:2: it is no mark"),
        (row(0), "m.tsv:2: it is no mark"),
        ("1", "m.tsv:2: it is no mark"),
        (row(2), "m.tsv:2: line 2 is not the text that was marked"),
        (row(3), "m.tsv:2: line 3 is not the text that was marked"),
    ],
)
def test_a_mark_that_is_none_or_of_another_text_is_told_with_its_line(wrong: str, message: str) -> None:
    with pytest.raises(DigestError, match=message):
        read_marks(Path("m.tsv"), [row(), wrong], LINES)


def test_a_ranking_is_whole_when_every_serious_error_comes_first_and_chance_when_all_are_alike() -> None:
    serious = {0, 1}
    best = ranking({place: (float(place),) for place in range(20)}, serious)
    assert (best.auc, best.precision) == (1.0, 1.0)
    assert ranking({place: (-float(place),) for place in range(20)}, serious).auc == 0.0
    alike = ranking(dict.fromkeys(range(20), (0.0,)), serious)
    assert (alike.auc, alike.precision) == (0.5, 0.1)


def test_equal_values_count_half() -> None:
    values = {0: (0.0,), 1: (0.0,), 2: (1.0,), 3: (1.0,)}
    assert ranking(values, {0, 2}).auc == 0.5
    assert ranking(values, {0, 1}).auc == 1.0
    assert ranking(values, {0}).auc == pytest.approx(5 / 6)
