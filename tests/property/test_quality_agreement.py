import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from digest.quality import chrf

texts = st.text(alphabet="ab cdeسلام .0", max_size=30)


@given(texts, texts)
def test_it_is_the_score_that_sacrebleu_gives_for_any_two_texts(text: str, reference: str) -> None:
    assert chrf(text, reference) == pytest.approx(sacrebleu.sentence_chrf(text, [reference]).score)


@given(texts.filter(str.strip))
def test_a_text_agrees_with_itself_wholly(text: str) -> None:
    assert chrf(text, text) == pytest.approx(100)
