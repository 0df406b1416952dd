"""Translations against references: a finished output, and a package."""

from pathlib import Path

import pytest

from digest import argos, quality
from digest.argos import Machine
from digest.argos.package import open_package
from digest.editorial.evaluate import (
    check_parallel,
    evaluate,
    evaluation_lines,
    read_lines,
    source_language,
    translate_lines,
)
from digest.editorial.marks import Mark
from digest.errors import DigestError
from digest.translation.machine_queue import Answer
from tests.tiny_package import build

SOURCES = [
    "قال الوزير إن الأسعار ارتفعت.",
    "ارتفع سعر الذهب بنسبة 2.5 في المئة اليوم.",
    'قال: "لن نتراجع عن هذا القرار أبدا".',
    "تبدأ المباراة في الساعة 19:30.",
]
REFERENCES = [
    "The minister said prices had risen.",
    "The price of gold rose 2.5 percent today.",
    "He said: “We will never go back on this decision”.",
    "The match starts at 7:30 p.m.",
]
DECODED = [
    "the country &apos; s minister said prices rose .",
    "The price of gold rose 25 percent today.",
    "He said we will never go back on this decision.",
    "The match starts at 7:30 p.m.",
]


def test_repairs_and_each_repair_left_out_are_scored() -> None:
    done = evaluate(SOURCES, DECODED, REFERENCES, "ar")
    assert list(done.scores)[:2] == ["as decoded", "repaired"]
    assert done.scores["repaired"].bleu > done.scores["as decoded"].bleu
    assert done.scores["without entities"].bleu < done.scores["repaired"].bleu
    assert "without brackets" not in done.scores
    assert done.repaired[0] == "The country's minister said prices rose."


def test_flags_are_counted_among_all_the_worst_and_the_references() -> None:
    done = evaluate(SOURCES, DECODED, [*REFERENCES[:3], "The match starts at 8:30 p.m."], "ar")
    assert (done.flags, done.flagged) == ({"number": 1, "quote": 1}, 2)
    assert (done.flags_of_references, done.flagged_references) == ({"number": 1}, 1)
    assert (done.worst, done.flagged_worst) == (1, sum(done.flags_of_worst.values()))


def test_a_second_system_that_disagrees_finds_the_worst_sentence() -> None:
    right = REFERENCES * 10
    wrong = [*right]
    wrong[24] = "The director denied that wages fell."
    assert quality.check(SOURCES[0], wrong[24], "ar") == ()
    done = evaluate(SOURCES * 10, wrong, right, "ar", second=right)
    assert done.caught_by["flags"] == 0
    assert done.caught_by["flags and the second system"] > 0


def test_an_odd_length_is_doubted_among_sentences_without_a_flag() -> None:
    sources = ["قال الوزير إن الأسعار ارتفعت كثيرا هذا العام في البلاد."] * 20
    right = "The minister said that prices rose a lot in the country this year."
    texts = [right] * 20
    texts[7] = "The minister said that prices rose a lot."
    assert quality.check(sources[7], texts[7], "ar") == ()
    done = evaluate(sources, texts, [right] * 20, "ar")
    assert (done.caught_by["flags"], done.caught_by["flags and length"]) == (0, 1)
    assert done.caught_by["all of them, added"] == 1


def test_a_package_is_scored_as_decoded_repaired_and_retried(machine: Machine, tmp_path: Path) -> None:
    package = next(package for package in argos.embedded(tmp_path) if package.from_code == "ar")
    said = translate_lines(SOURCES, package, machine, tmp_path / "cache")
    done = evaluate(SOURCES, said.decoded, REFERENCES, "ar", answers=said.answers)
    assert len(said.decoded) == len(said.answers) == len(SOURCES)
    assert list(done.scores)[-1] == "repaired and retried"
    assert done.repaired == tuple(answer.text for answer in said.answers)
    assert "flags and the model's own score" in done.caught_by


def test_what_a_package_abstains_from_is_counted() -> None:
    answers = [Answer(text=text, flags=(), withheld=place in (0, 1)) for place, text in enumerate(DECODED)]
    done = evaluate(SOURCES, DECODED, REFERENCES, "ar", answers=answers)
    assert (done.withheld, done.withheld_worst) == (2, 1)
    assert "the package abstains from 2 of 4 sentences, 1 of the 1 worst among them" in evaluation_lines(done)
    assert evaluate(SOURCES, DECODED, REFERENCES, "ar").withheld == 0


def test_files_that_are_not_parallel_are_named(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a\nb\u2028c\n", "utf-8")
    two.write_text("a\n", "utf-8")
    with pytest.raises(DigestError, match="it has 1 lines"):
        check_parallel({one: read_lines(one), two: read_lines(two)})
    assert read_lines(one) == ["a", "b\u2028c"]
    with pytest.raises(DigestError, match="cannot read it"):
        read_lines(tmp_path / "none")


def test_a_package_between_other_languages_is_refused(tmp_path: Path) -> None:
    for from_code, to_code in (("fr", "en"), ("en", "fr"), ("ar", "fr")):
        package = open_package(build(tmp_path / f"{from_code}-{to_code}", from_code=from_code, to_code=to_code))
        assert package
        with pytest.raises(DigestError, match=f"translates from `{from_code}` to `{to_code}`"):
            source_language(package)


def test_an_evaluation_is_told_in_tables() -> None:
    told = list(evaluation_lines(evaluate(SOURCES, DECODED, REFERENCES, "ar")))
    assert told[0].split() == ["BLEU", "chrF"]
    assert [line.split() for line in told if line.startswith(("number", "any", "flags "))] == [
        ["number", "1", "0", "0"],
        ["any", "2", "0", "0"],
        ["flags", "0"],
        ["flags", "and", "length", "0"],
        ["flags", "and", "unusual", "letters", "0"],
        ["flags", "and", "rare", "words", "of", "the", "source", "0"],
    ]
    assert told[-2] == "worst: the 1 of 4 sentences that are least like their references, by chrF"


def test_signs_of_doubt_are_ranked_against_the_marks_of_a_person() -> None:
    marks = {place: Mark(error="serious" if place == 1 else "none", word=0) for place in range(4)}
    done = evaluate(SOURCES, DECODED, REFERENCES, "ar", marks=marks)
    assert (done.marked, done.serious) == (4, 1)
    assert done.rankings["flags"].auc == 1.0
    assert list(done.rankings) == [
        "unlike the references",
        "flags",
        "flags and length",
        "flags and unusual letters",
        "flags and rare words of the source",
        "all of them, added",
    ]
    assert "1 of 4 marked sentences have a serious error" in evaluation_lines(done)
    assert not evaluate(SOURCES, DECODED, REFERENCES, "ar").rankings


def test_the_worst_are_those_that_are_unlike_all_references() -> None:
    other = ["The minister said that prices had gone up.", "Gold rose by 25 percent.", *REFERENCES[2:]]
    one, several = (
        evaluate(SOURCES, DECODED, REFERENCES, "ar", more_references=more) for more in ([], [REFERENCES, other])
    )
    assert several.scores["repaired"].bleu >= one.scores["repaired"].bleu
    assert several.sentences == one.sentences


def test_the_wrong_words_that_a_person_named_are_looked_for_among_the_doubtful() -> None:
    sources = ["اشترى الجزر من السوق.", "هطل المطر في الليل."]
    said = ["He bought the islands, at the market.", "Rain fell at night."]
    right = ["He bought carrots at the market.", said[1]]
    marks = {0: Mark(error="serious", word=4), 1: Mark(error="none", word=0)}
    done = evaluate(sources, said, right, "ar", second=right, marks=marks)
    assert (done.named, done.named_doubtful) == (1, 1)
    assert done.rankings["flags and doubtful words"].auc == 1.0
    assert "1 of 1 wrong words are doubtful ones" in evaluation_lines(done)
    assert evaluate(sources, said, right, "ar", marks=marks).named_doubtful == 0
