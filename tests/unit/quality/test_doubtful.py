import pytest

from digest.quality.doubtful import Lexicon, doubtful_words, places, unexplained, unknown_to


@pytest.mark.parametrize(
    ("source", "text", "other", "words"),
    [
        ("اشترى الجزر من السوق", "He bought the islands", "He bought carrots at the market", ["islands"]),
        ("اشترى الجزر من السوق", "He was buying carrots", "He bought the carrot; buy it", []),
        ("قال زيلينسكي اليوم", "Zelensky said today", "He said it this day", ["today"]),
        ("قال زيلينسكي اليوم", "Trump said today", "He said it today", ["Trump"]),
        ("غنى المطرب", "The hammer sang, the hammer's song", "The singer sang a song", ["hammer", "hammer's"]),
        ("هطل المطر", "", "It rained", []),
    ],
)
def test_a_word_is_doubtful_that_no_other_translation_and_no_name_explains(
    source: str, text: str, other: str, words: list[str]
) -> None:
    assert doubtful_words(source, text, [other]) == words


def test_a_lexicon_of_reviewed_sentences_knows_words_that_often_stand_together() -> None:
    lexicon = Lexicon.mined(
        [
            ("زرع الجزر في الحقل", "Carrots were planted"),
            ("باع الجزر في السوق", "He sold carrots"),
            ("وصل إلى الميناء", "He reached the harbour"),
        ]
    )
    assert unknown_to(lexicon, "أكل الجزر", ["carrot", "islands"]) == ["islands"]
    assert unknown_to(lexicon, "هطل المطر", ["carrots"]) == ["carrots"]
    assert unknown_to(lexicon, "وصل إلى الميناء", ["harbour"]) == ["harbour"]


def test_words_are_found_each_time_that_they_stand_in_a_text() -> None:
    assert list(places(["hammer"], "The hammer, hammers and sledge-hammer, a hammer")) == [
        ("hammer", 4, 10),
        ("hammer", 41, 47),
    ]


def test_a_doubtful_word_counts_the_more_the_fewer_texts_have_it() -> None:
    common, rare = unexplained([["people"], ["hammer"]], ["people", "people hammer"])
    assert 0 < common < rare
    assert unexplained([[]], ["people"]) == [0]
