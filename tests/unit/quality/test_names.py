"""Names by their consonants."""

import pytest

from digest.quality.names import arabic_stem, bare, consonants, forms, invented, pairs


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("زيلينسكي", "Zelensky"), ("وبحلب", "Halab"), ("الحسكة", "Hasakah"), ("شكسبير", "Shakespeare")],
)
def test_a_name_has_the_same_consonants_in_both_languages(arabic: str, english: str) -> None:
    assert consonants(english) in {form for form, _, _ in forms(arabic)}


def test_a_word_stands_without_what_arabic_writes_onto_it() -> None:
    assert bare("وبالقاهرة") == "قاهرة"
    assert bare("ولد") == "ولد"
    assert arabic_stem("مصريون") == arabic_stem("مصرية") == "مصر"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Heavy rain in Shutsar.", ["Shutsar"]),
        ("Heavy rain floods Baghdad on Monday.", []),
        ("Shutsar saw rain. Basra saw none.", []),
        ("He met Karim.", []),
        ("So said “Mosul Today”.", []),
    ],
)
def test_a_name_is_invented_that_neither_the_source_nor_another_text_has(text: str, names: list[str]) -> None:
    assert invented("أمطار في بغداد والموصل", text, "Karim met Today.") == names


def test_words_of_both_scripts_that_alone_share_three_consonants_are_one_name() -> None:
    arabic = ["التقى", "سيمينوف", "وبلير", "في", "باريس."]
    assert pairs(arabic, ["Siminov", "met", "Blair", "in", "Paris."]) == [(1, 0), (2, 2), (4, 4)]
    assert pairs(["Siminov", "met", "Blair"], ["التقى", "سيمينوف"]) == [(0, 1)]
    assert pairs(["سيمينوف", "سيمينوف"], ["Siminov"]) == []
