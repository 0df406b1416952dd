import time

import pytest

from digest.quality.repetition import LONGEST_CLAUSE, doubles, echoes, repeats, says_twice

CLAUSE = "the council met in the hall of the old harbour to talk about roads"


@pytest.mark.parametrize(
    "text",
    [
        "They came came came home.",
        "It is in the in the in the hall.",
        "They met in the hall met in the hall.",
        f"{CLAUSE}, {CLAUSE}.",
        f"{CLAUSE}. {CLAUSE}.",
        "It rained lalalalalalala.",
        "It rained rairairain.",
        "The harbourharbour is open.",
        "Open, re-re-re-opened.",
        "Open " + "! " * 8,
        "In 20 20 20 20 20 20 20 20 years.",
        "وصل وصل وصل الوفد.",
        "It is good. It is good. It is good.",
        "Thank you! Thank you! Thank you!",
        "عاد الوزير. عاد الوزير. عاد الوزير.",
        "وصل الوفدالوفدالوفد.",
        "وصل هههههههههههه الوفد.",
        "وصل الوفد إلى المدينة، وصل الوفد إلى المدينة.",
    ],
)
def test_a_loop_is_seen(text: str) -> None:
    assert repeats(text)


@pytest.mark.parametrize(
    "text",
    [
        CLAUSE,
        "They came again and again and again.",
        "He had had that that he wanted.",
        "I came. I saw. I came.",
        "Come in. Come in. The door is open.",
        "Round 1. Round 2. Round 3.",
        "Rooms 12, 12 and 12, and rounds 6-6, 6-6, 6-6.",
        "Mississippi, Wagga Wagga and Baden-Baden; haha, said the banana.",
        "Well... wait...",
        "شيئا فشيئا، رويدا رويدا، تزلزل وتسلسل.",
    ],
)
def test_what_people_say_twice_is_no_loop(text: str) -> None:
    assert not repeats(text)


def test_a_clause_may_be_long_but_not_endless() -> None:
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    longest = " ".join(f"{tens}{ones}" for tens in numbers for ones in numbers[:5])
    assert len(longest.split()) == LONGEST_CLAUSE
    assert repeats(f"{longest}, {longest}")


@pytest.mark.parametrize(
    "text", ["the harbour harbour", "the end of of it", "وصل إلى إلى الميناء", "وصل الوفد الوفد أمس", "Open Open"]
)
def test_a_word_said_twice_with_nothing_between_is_doubled(text: str) -> None:
    assert doubles(text)


@pytest.mark.parametrize(
    "text", ["very very", "رويدا رويدا", "came in in", "لا لا", "open, open", "12345 12345", "re-open open"]
)
def test_a_word_that_people_double_is_not(text: str) -> None:
    assert not doubles(text)


def test_a_word_may_be_said_twice_with_marks_between() -> None:
    assert says_twice("نعم، نعم يا سيدي")
    assert not says_twice("نعم يا سيدي نعم")


@pytest.mark.parametrize("piece", ["harbour ", "ab", "word{} ", ". ", "12 "])
def test_a_text_twice_as_long_takes_no_three_times_as_long(piece: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(piece.format(number) for number in range(count)) + "end"
        begin = time.process_time()
        repeats(text)
        doubles(text)
        return time.process_time() - begin

    assert min(seconds(20_000) for _ in range(3)) < 3 * max(seconds(10_000) for _ in range(3)) + 0.05


@pytest.mark.parametrize(
    "text",
    [
        "They live from fishing, fishing and trade.",
        "It speaks of dignity, dignity.",
        "He sold shoes and shoes.",
        "عاشوا على الصيد، والصيد.",
    ],
)
def test_a_list_of_one_word_is_an_echo(text: str) -> None:
    assert echoes(text)


@pytest.mark.parametrize(
    "text",
    [
        "He tried over and over.",
        "They came closer and closer.",
        "The state turns against its people, people leave.",
        "",
    ],
)
def test_what_is_said_twice_for_effect_is_no_echo(text: str) -> None:
    assert not echoes(text)
