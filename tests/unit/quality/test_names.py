"""Names by their consonants."""

import pytest

from digest.quality.names import (
    arabic_stem,
    bare,
    consonants,
    count,
    forms,
    invented,
    pairs,
    shared,
    written_otherwise,
)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("زيلينسكي", "Zelensky"),
        ("وبحلب", "Halab"),
        ("الحسكة", "Hasakah"),
        ("شكسبير", "Shakespeare"),
        ("ريتشارد", "Richard"),
        ("تشيخوف", "Tchekhov"),
        ("شميت", "Schmidt"),
        ("باتريك", "Patrick"),
        ("كامبريدج", "Cambridge"),
        ("دجيلاس", "Djilas"),
    ],
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


@pytest.mark.parametrize(
    ("name", "text", "others"),
    [
        ("Zelensky", "Zelinsky's plan, said Zelenskyy", ["Zelinsky", "Zelenskyy"]),
        ("Zelensky", "Zelensky's plan", []),
        ("Huda Salem", "Hoda Salim, and Salem Hoda", ["Hoda Salim"]),
        ("Abdel Fattah al-Sisi", "Abdul Fatah Al Sisi said", ["Abdul Fatah Al Sisi"]),
        ("Dublin", "In Doblen it rained", ["Doblen"]),
        ("Shetland", "Islands and the Chitland Isles", ["Islands", "Chitland"]),
        ("American", "Three Americans", []),
        ("Trafalgar", "past Trafalcar and Trafagar", ["Trafagar", "Trafalcar"]),
        ("Salem", "a solemn slum", []),
        ("Salem", "SLMN and Slimane", []),
        ("Mersa", "in March", []),
    ],
)
def test_a_name_is_written_otherwise_with_the_same_consonants(name: str, text: str, others: list[str]) -> None:
    assert [text[begin:end] for begin, end in written_otherwise(name, text)] == others


def test_words_of_the_same_consonants_are_counted() -> None:
    assert count(consonants("Salem"), "قال سالم لسليم والسلام على سالم") == 4
    assert count(consonants("Salem"), "هطل المطر") == 0


@pytest.mark.parametrize(
    ("arabic", "english", "names"),
    [
        ("قالت هدى سالم في حلب", "Huda Salem said in Halab", [("هدى سالم", "Huda Salem"), ("حلب", "Halab")]),
        ("وزار يوسف بن خالد", "Youssef bin Khaled came", [("يوسف بن خالد", "Youssef bin Khaled")]),
        ("قال هاني الصايغ", "Hani al-Sayegh said", [("هاني الصايغ", "Hani al-Sayegh")]),
        ("وبزيلينسكي", "and by Zelensky", [("زيلينسكي", "Zelensky")]),
        ("جاء سالم، يوسف", "Salem came, Youssef", [("سالم", "Salem"), ("يوسف", "Youssef")]),
        ("جاء سالم وسليم", "Salem and Salim came", []),
        ("الحكومة في العراق", "the Iraqi government", []),
        ("الطالبات العراقيات", "the students of Iraq", []),
        ("مطر في مارس", "rain in March", []),
        ("مرسى نجم", "MARSA NAJM", []),
        ("هطل المطر", "Rain fell", []),
    ],
)
def test_names_that_two_sentences_share_are_told_as_each_writes_them(
    arabic: str, english: str, names: list[tuple[str, str]]
) -> None:
    assert sorted(shared(arabic, english)) == sorted(names)
