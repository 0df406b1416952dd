"""The wording that messages have in common."""

import pytest

from digest.messages import counted, nearest, reason


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2000, "2,000 articles")]
)
def test_a_noun_is_in_the_plural_where_its_number_takes_one(count: int, text: str) -> None:
    assert counted(count, "article") == text


def test_the_choice_most_like_a_word_is_the_hint() -> None:
    assert nearest("tilte", ["date", "title", "titles"]) == "did you mean `title`?"
    assert nearest("كاتب", ["الكاتب", "القسم"]) == "did you mean `الكاتب`?"


def test_a_word_like_none_of_the_choices_gets_no_hint() -> None:
    assert nearest("xyz", ["date", "title"]) == ""
    assert nearest("title", []) == ""


def test_the_reason_of_the_system_is_in_lower_case() -> None:
    assert reason(PermissionError(13, "Permission denied")) == "permission denied"
