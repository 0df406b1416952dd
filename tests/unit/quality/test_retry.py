"""Further tries: what is tried, in which order, and which answer wins."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import quality
from digest.model import Lang
from digest.quality.retry import Candidate
from digest.quality.text import literals

SOURCE = 'قال الوزير: "لن نتراجع عن هذا القرار أبدا"، مضيفا أن الحكومة ماضية في خطتها.'


def test_a_sentence_without_flags_is_not_tried_again() -> None:
    assert list(quality.attempts(SOURCE, (), "en")) == []


def test_a_sentence_is_tried_carefully_then_clause_by_clause_then_with_another_ending() -> None:
    tries = list(quality.attempts("اجتمعت اللجنة أمس، وبحثت الميزانية الجديدة.", ("loop",), "en"))
    assert [attempt.name for attempt in tries] == ["careful", "clauses", "stop"]
    assert [attempt.careful for attempt in tries] == [True, True, False]
    assert tries[1].texts == ("اجتمعت اللجنة أمس،", "وبحثت الميزانية الجديدة.")
    assert tries[2].texts == ("اجتمعت اللجنة أمس، وبحثت الميزانية الجديدة",)


def test_a_line_without_a_stop_is_tried_with_one() -> None:
    assert list(quality.attempts("عودة الوزير", ("copy",), "en"))[-1].texts == ("عودة الوزير.",)


def test_short_clauses_stay_with_their_neighbours() -> None:
    names = [attempt.name for attempt in quality.attempts("نعم، قال، ثم مضى.", ("loop",), "en")]
    assert names == ["careful", "stop"]


def test_lost_quotation_marks_are_won_by_asking_for_quote_and_frame_apart() -> None:
    attempt = next(quality.attempts(SOURCE, ("quote",), "en"))
    assert attempt.name == "quotes"
    assert attempt.texts == ("قال الوزير:", "لن نتراجع عن هذا القرار أبدا", "مضيفا أن الحكومة ماضية في خطتها.")
    answers = ["the minister said:", "We will never go back on this decision.", "adding that the plan goes on."]
    assert attempt.join(answers, "en") == (
        "the minister said: “We will never go back on this decision”, adding that the plan goes on."
    )


def test_a_quote_at_the_end_keeps_the_mark_that_follows() -> None:
    attempt = next(quality.attempts('He said: "We will stay".', ("quote",), "ar"))
    assert attempt.join(["قال:", "سنبقى"], "ar") == "قال: «سنبقى»."


def test_addresses_and_code_are_held_by_asking_for_what_stands_around_them() -> None:
    source = "كتب @user_name في الموقع (https://example.org/a_b)، ثم شغّل `to_list()`."
    attempt = next(quality.attempts(source, ("link",), "en"))
    assert attempt.name == "literals"
    assert attempt.texts == ("كتب", "في الموقع", "ثم شغّل")
    assert attempt.join(["Wrote", "on the site", "then ran."], "en") == (
        "Wrote @user_name on the site (https://example.org/a_b), then ran `to_list()`."
    )


def test_marks_between_what_is_asked_apart_are_those_of_the_target() -> None:
    attempt = next(quality.attempts("Write to news@example.org, please.", ("link",), "ar"))
    assert attempt.join(["راسلوا", "من فضلكم."], "ar") == "راسلوا news@example.org، من فضلكم."


def candidate(*flags: str, text: str = "The bourse closed.", score: float = -0.4) -> Candidate:
    return Candidate(text=text, flags=flags, score=score)


def best(*candidates: Candidate, source: str = "أغلقت البورصة.") -> int:
    return quality.best(source, candidates)


def test_the_least_doubtful_candidate_wins_and_of_equal_ones_the_first() -> None:
    assert best(candidate("number"), candidate("quote"), candidate()) == 2
    assert best(candidate("quote"), candidate("name")) == 0
    assert best(candidate("empty"), candidate("number", "quote")) == 1
    assert best(candidate()) == 0
    assert quality.doubt(()) == 0


def test_an_answer_of_which_the_model_is_less_sure_does_not_win_by_passing_a_check() -> None:
    invented = candidate(text="The bourse closed after a strong performance.", score=-0.5)
    assert best(candidate("length"), invented) == 0
    assert best(candidate("length"), candidate(score=-0.4)) == 1


def test_the_score_of_a_first_answer_that_is_none_says_nothing() -> None:
    for flag in ("loop", "copy", "empty", "script", "truncated"):
        assert best(candidate(flag, score=-0.01), candidate(score=-0.6)) == 1


def test_an_answer_that_names_somebody_who_is_not_there_does_not_win() -> None:
    source = "أمطار غزيرة تغرق شوارع بغداد."
    first = candidate("length", text="Heavy rain.")
    assert best(first, candidate(text="Heavy rain in Shutsar.", score=-0.1), source=source) == 0
    assert best(first, candidate(text="Heavy rain floods Baghdad.", score=-0.1), source=source) == 1


def test_an_attempt_has_one_gap_more_than_texts() -> None:
    with pytest.raises(ValueError, match="gaps"):
        quality.Attempt(name="x", texts=("a",), gaps=("",))


def test_a_part_without_words_is_not_asked_for() -> None:
    source = "القناة https://example.org/live ثم ١٢:٣٠، https://example.org/more ؟"
    first = next(quality.attempts(source, ["link"], "en"))
    assert first.texts == ("القناة", "ثم ١٢:٣٠،")
    assert first.join(["The channel", "then 12:30,"], "en") == (
        "The channel https://example.org/live then 12:30, https://example.org/more ?"
    )
    quotes = next(quality.attempts("رفع «١٢» و«لن نبيع»", ["quote"], "en"))
    assert quotes.texts == ("رفع", "و", "لن نبيع")
    assert quotes.join(["He raised", "and", "we shall not sell"], "en") == "He raised “12” and “we shall not sell”"


@given(st.text(min_size=1), st.sets(st.sampled_from(quality.FLAGS)))
def test_every_attempt_can_be_joined(source: str, flags: set[str]) -> None:
    for attempt in quality.attempts(source, flags, "en"):
        assert isinstance(attempt.join(list(attempt.texts), "en"), str)


WORD = st.sampled_from(["قال", "الوزير", "ثم", "في", "نعم،", "(هنا)", "؟", "-", "ليلا."])
LITERAL = st.sampled_from(
    [
        "https://example.org/a_b?c=1",
        "@user_name",
        "#tag",
        "a.b@example.org",
        "example.com/x",
        "2.4.1",
        "`a b()`",
        "x_y.py",
    ]
)


@given(st.lists(st.one_of(WORD, LITERAL), min_size=1, max_size=12), st.sampled_from(["ar", "en"]))
def test_every_literal_of_the_source_is_in_the_joined_text_exactly_once(parts: list[str], target: Lang) -> None:
    wanted = [part for part in parts if re.search(r"[@#/.`]", part) and re.search(r"[a-z\d]", part)]
    tries = [attempt for attempt in quality.attempts(" ".join(parts), ("link",), target) if attempt.name == "literals"]
    for attempt in tries:
        assert literals(attempt.join(["so"] * len(attempt.texts), target)) == wanted
