"""The marks of a source, put back into its counterpart."""

import pytest

from digest import argos
from digest.argos import Machine
from digest.markup import project, strip
from digest.model import Lang, other


def pairs(*said: tuple[int, int]) -> str:
    """An alignment without any doubt."""
    return " ".join(f"{source}-{target}:100" for source, target in said)


POWER = "قالت [وزارة الطاقة](/e) إن الكهرباء *ستعود* إلى **القاهرة**."


SAID = "The Ministry of Energy said power returns to Cairo."


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("لا شيء", "a *b*", "", "a \\*b\\*"),
        (
            POWER,
            SAID,
            pairs((1, 0), (1, 1), (2, 2), (2, 3), (0, 4), (4, 5), (5, 6), (6, 7), (7, 8)),
            "[The Ministry of Energy](</e>) said power *returns* to **Cairo**.",
        ),
        # One word looks at the marked ones from afar, one in the middle looks away.
        (POWER, SAID, "1-1:90 3-2:20 2-3:90 2-7:60 0-4:90 4-5:99 5-6:90 7-8:90", None),
        # What stands in both languages alike needs no attention.
        ("قال [FIFA](/f) إن **2026**", "In 2026, FIFA said", "", "In **2026**, [FIFA](</f>) said"),
        ("**[أ](/a)** ب", "b and a", pairs((0, 2), (1, 0)), "b and **[a](</a>)**"),
        ("*أ **ب** ج* د", "a b c d", pairs((0, 0), (1, 1), (2, 2), (3, 3)), "*a **b** c* d"),
        ("[منظمة الصحة](/w) ب", "Health Organization (WHO) b", pairs((0, 1), (1, 0), (0, 2), (2, 3)),
         "[Health Organization (WHO)](</w>) b"),
        ("<https://x.example/> أ", "a https://x.example/.", "", "a <https://x.example/>."),
        ("[أ][site] ب", "a b", pairs((0, 0), (1, 1)), "[a](<https://x.example/>) b"),
        ("[أ](/?a&amp;copy;b)", "a", "", "[a](</?a\\&copy;b>)"),
    ],
)  # fmt: skip
def test_marks_go_to_the_words_that_come_from_those_they_stood_at(
    source: str, plain: str, alignment: str, expected: str | None
) -> None:
    references = {"SITE": ("https://x.example/", "")}
    expected = expected or "The [Ministry of Energy](</e>) said power *returns* to **Cairo**."
    assert project(source, plain, references, alignment) == expected


@pytest.mark.parametrize(
    ("source", "plain", "expected"),
    [
        ("[أ](/a) ب ج.", "one two three.", "[one two three](</a>)."),
        ("أ ب، [ج](/a) د، ه و.", "one two, three four, five six.", "one two, [three four](</a>), five six."),
        ("أ ب، [ج](/a) د.", "one two, three four, five six.", "[one two, three four, five six](</a>)."),
        ("[أ](/a) و[ب](/b) ج.", "one two three.", "[one two](</a>) [three](</b>)."),
        ("*أ* [ب](/b)", "one", "[one](</b>)"),
        ("**[أ](/a) [ب](/b)** ج", "one two", "**[one](</a>) [two](</b>)**"),
        ("[أ](/a) [ب](/b) [ج](/c)", "one two.", "[one](</a>) [two](</b>) [ج](</c>)."),
        ("[أ](/a)", "", "[أ](</a>)"),
    ],
)
def test_where_nothing_is_known_a_mark_covers_its_clause_and_no_link_is_lost(
    source: str, plain: str, expected: str
) -> None:
    assert project(source, plain) == expected


def test_a_stop_in_the_middle_of_attention_that_says_nothing_is_no_place() -> None:
    spread = " ".join(f"{source}-{target}:25" for source in range(4) for target in range(4))
    last = " ".join(f"3-{target}:95" for target in range(12))
    assert project("أ [ب](/a) ج د.", "a b c d.", None, spread) == "[a b c d](</a>)."
    assert project("أ ب ج [د](/a).", " ".join("abcdefghijkl"), None, last) == "[a b c d e f g h i j k l](</a>)"


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("شغل `make all` الآن", "Run make all now", "", "Run `make all` now"),
        ("شغل `make all` الآن", "Run Make All now", "", "Run `make all` now"),
        ("شغل `make` الآن", "Run do now", pairs((0, 0), (1, 1), (2, 2)), "Run `make` now"),
        ("شغل `make` الآن", "Run it", "", "Run it"),
        ("`a` و`a`", "a and a", "", "`a` and `a`"),
        ("قيمة `a` هنا", "A value of a is a", "0-1:99 1-5:99", "A value of a is `a`"),
        ("**`a` ب**", "`a` b", pairs((0, 0), (1, 1)), "**\\``a`\\` b**"),
        ("`` a`b `` ج", "a`b c", "", "``a`b`` c"),
    ],
)
def test_code_stands_as_in_the_source(source: str, plain: str, alignment: str, expected: str) -> None:
    assert project(source, plain, None, alignment) == expected


@pytest.mark.parametrize(
    ("source", "plain", "alignment", "expected"),
    [
        ("أ ب.[^1]", "a b.", "", "a b.[^1]"),
        ("أ ب[^1].", "a b.", "", "a b[^1]."),
        ("أ[^1] ب.", "b a.", pairs((0, 1), (1, 0)), "b a[^1]."),
        ("أ[^1] ب.", "a, b.", pairs((0, 0), (1, 1)), "a[^1], b."),
        ("أ،[^1] ب.", "a, b.", pairs((0, 0), (1, 1)), "a,[^1] b."),
        ("أ[^1] ب.", "a b.", "", "a b[^1]."),
        ("[أ ب](/a)[^1] ج", "a b c", pairs((0, 0), (2, 2)), "[a](</a>)[^1] b c"),
        ("**أ**[^1] ب ج", "b a c", pairs((0, 1), (1, 0), (2, 2)), "b **a**[^1] c"),
        ("أ![^1]", "Oh!", "", "Oh\\![^1]"),
        ("[^1]", "", "", "[^1]"),
    ],
)
def test_a_footnote_mark_follows_the_word_that_it_followed(
    source: str, plain: str, alignment: str, expected: str
) -> None:
    assert project(source, plain, None, alignment) == expected


@pytest.mark.parametrize(
    ("lang", "source", "expected"),
    [
        (
            "ar",
            "قالت [وزارة الطاقة](/e) إن التيار الكهربائي سيعود إلى **القاهرة** مساء اليوم.",
            "[The Ministry of Energy](</e>) said power will return to **Cairo** this evening.",
        ),
        (
            "ar",
            "تتوقع **[هيئة الأرصاد](/met)** أمطارا غزيرة في بيروت[^a] غدا.",
            "**[The Meteorological Authority](</met>)** expects heavy rain in Beirut[^a] tomorrow.",
        ),
        (
            "en",
            "**Ten flights** were cancelled at [Beirut airport](/bey) because of *fog*.",
            "ألغيت **عشر رحلات** في [مطار بيروت](</bey>) بسبب *الضباب*.",
        ),
    ],
)
def test_the_bulletins_marks_land_on_the_right_words(machine: Machine, lang: Lang, source: str, expected: str) -> None:
    package = machine.find("bulletins", lang, other(lang))
    assert package
    ((_, said),) = argos.Engine(package, beam_size=4, threads=1).translate([strip(source)], aligned=True)
    assert project(source, said.text, None, said.alignment) == expected
