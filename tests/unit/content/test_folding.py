import pytest

from digest.content.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الإقتصاد", "الاقتصاد"),
        ("المقدّمة", "المقدمه"),
        ("كتــاب", "كتاب"),
        ("على", "علي"),
        ("١٤ آذار", "14 اذار"),
        ("  Last   Updated", "last updated"),
        ("\u200fالتاريخ\u200e", "التاريخ"),
    ],
)
def test_spellings_that_people_mix_up_are_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("سلام", "كلام"), ("قلب", "كلب"), ("date", "data")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)
