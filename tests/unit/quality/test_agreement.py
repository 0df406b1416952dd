import pytest
import sacrebleu

from digest.quality import chrf

PAIRS = [
    ("The price rose by 15 per cent.", "The price rose by 15 percent."),
    ("It is 21 degrees in Damascus.", "The temperature in Damascus is 21 degrees Celsius."),
    ("بلغت درجة الحرارة في دمشق 21 درجة.", "بلغت الحرارة في دمشق 21 درجة مئوية."),
    ("abc", "abcdefghijkl"),
    ("a b c", "abc"),
    ("no", "yes"),
    ("the the the the", "the"),
]


@pytest.mark.parametrize(("text", "reference"), PAIRS)
def test_it_is_the_score_that_sacrebleu_gives(text: str, reference: str) -> None:
    for one, other in ((text, reference), (reference, text)):
        assert chrf(one, other) == pytest.approx(sacrebleu.sentence_chrf(one, [other]).score)


def test_nothing_agrees_with_nothing() -> None:
    assert chrf("", "") == chrf("", "word") == chrf("word", "") == chrf(" ", "word") == 0
