from hypothesis import given
from hypothesis import strategies as st

from digest.content.sentences import MAX_LENGTH, split
from digest.content.text_input import clean
from digest.model import Lang

PIECES = [
    *("قال", "الوزير", "وأضاف", "د.", "أ.ف.ب.", "1441هـ.", "2019", "3.5%", "م.", "U.S.", "Mr.", "He", "etc."),
    *(
        ".",
        "..",
        "...",
        "…",
        "؟",
        "؟!",
        '"',
        "«",
        "»",
        "(",
        ")",
        "،",
        "؛",
        ":",
        "1.",
        "example.org",
        "x" * 300,
        " ",
        "\n",
    ),
]
paragraphs = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join) | st.lists(st.sampled_from(PIECES)).map(
    "".join
)
langs = st.sampled_from(["ar", "en"])


@given(paragraphs | st.text(max_size=80), langs)
def test_no_text_is_lost_doubled_or_reordered(text: str, lang: Lang) -> None:
    text = clean(text).text
    end = 0
    for start, last in split(text, lang):
        assert not text[end:start].strip()
        assert start < last <= start + MAX_LENGTH
        assert text[start:last].strip() == text[start:last]
        end = last
    assert not text[end:].strip()
