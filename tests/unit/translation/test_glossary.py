import time

import pytest

from digest.errors import DigestError
from digest.translation.glossary import Glossary, Term, parse, with_terms

FILE = """\
source,target,also,note
هدى سالم,Huda Salem,Hoda Salem|Huda Salim,the library's director
سالم,Salem,,
حلب,Aleppo,Halab,
إدلب,Idlib,Edleb|Idleb,
المجلس البلدي,town council,municipal council|local council,
"""


@pytest.fixture
def glossary() -> Glossary:
    return parse(FILE.encode(), "glossary.csv")


def said(glossary: Glossary, source: str, text: str) -> tuple[str, list[str]]:
    counterpart, lacking = glossary.enforce(source, text, "ar")
    return counterpart, [term.target for term in lacking]


@pytest.mark.parametrize("source", ["حلب", "في حلب.", "وبحلب", "فلحلب", "كحلب،", "حَلَب", "(حلب)", "حلـب", "وحلب"])
def test_a_term_is_found_under_its_clitics_marks_and_tatweel(glossary: Glossary, source: str) -> None:
    assert said(glossary, source, "in Halab") == ("in Aleppo", [])


@pytest.mark.parametrize("source", ["حلبي", "رحلب", "سحلب", "تُحلب", "حلب_"])
def test_a_term_inside_another_word_is_none(glossary: Glossary, source: str) -> None:
    assert said(glossary, source, "in Halab") == ("in Halab", [])


@pytest.mark.parametrize("source", ["ادلب", "إدلب", "أدلب", "وادلب"])
def test_a_term_is_found_in_any_spelling_of_alef(glossary: Glossary, source: str) -> None:
    assert said(glossary, source, "Edleb is calm") == ("Idlib is calm", [])


@pytest.mark.parametrize("source", ["المجلس البلدي", "للمجلس البلدي", "والمجلس البلدي", "بالمجلس البلدي"])
def test_the_article_of_a_term_may_merge_with_what_stands_before_it(glossary: Glossary, source: str) -> None:
    assert said(glossary, source, "Municipal council met") == ("Town council met", [])
    assert said(glossary, source, "the municipal council met") == ("the town council met", [])


def test_a_counterpart_that_says_neither_lacks_the_term(glossary: Glossary) -> None:
    assert said(glossary, "وصل إلى حلب", "He arrived in Homs") == ("He arrived in Homs", ["Aleppo"])


def test_the_longer_of_two_terms_wins(glossary: Glossary) -> None:
    assert said(glossary, "قالت هدى سالم", "Hoda Salem said") == ("Huda Salem said", [])
    assert said(glossary, "قالت هدى سالم", "she said") == ("she said", ["Huda Salem"])


def test_the_longer_of_two_english_terms_wins_whichever_is_longer_in_arabic() -> None:
    glossary = parse("source,target\nالمرفأ الكبير,Harbour\nشارع,Harbour Street\n".encode(), "glossary.csv")
    assert [term.target for term in glossary.found("On Harbour Street by the Harbour.", "en")] == [
        "Harbour Street",
        "Harbour",
    ]


@pytest.mark.parametrize("source", ["مجلس\u00a0بلدي", "المجلسُ  البلديّ", "والمجلـس البلدى", "(المجلس البلدي)"])
def test_words_of_a_term_may_stand_apart_by_any_white_space(source: str) -> None:
    glossary = parse("source,target\nمجلس  بلدي,council\nالمجلس البلدي,town council\n".encode(), "glossary.csv")
    assert len(list(glossary.found(source, "ar"))) == 1


@pytest.mark.parametrize("term", ["«الأيام»", "ال", "C++", "24/7", "#ميناء"])
def test_a_term_may_be_anything_that_is_written(term: str) -> None:
    glossary = parse(f"source,target\n{term},x\n".encode(), "glossary.csv")
    assert [found.source for found in glossary.found(f"ثم {term} ثم {term}!", "ar")] == [term]
    assert list(glossary.found("لا شيء هنا", "ar")) == []


def test_a_term_with_the_article_and_one_without_are_two() -> None:
    glossary = parse("source,target\nالبنك,The Bank\nبنك,bank\n".encode(), "glossary.csv")
    assert [term.target for term in glossary.found("بنك والبنك وللبنك وبنك", "ar")] == ["bank", "The Bank"]


@pytest.mark.parametrize(
    ("rows", "source", "machine", "counterpart"),
    [
        (
            "البنك المركزي,Central Bank,Middle Bank\nالبنك,The Bank,Bank",
            "قال البنك المركزي إن البنك أقرض",
            "The Middle Bank said that Bank lent",
            "The Central Bank said that The Bank lent",
        ),
        (
            "البنك المركزي,Central Bank,Middle Bank\nالبنك,The Bank,Bank",
            "قال البنك",
            "He said that the Bank lent, said the Central Bank",
            "He said that the Bank lent, said the Central Bank",
        ),
        (
            "هدى سالم,Huda Salem,Hoda Salem\nسالم,Salim,Salem",
            "قالت هدى سالم لسالم",
            "Huda Salem told Salem",
            "Huda Salem told Salim",
        ),
        ("هدى سالم,Huda Salem,\nسالم,Salim,Salem", "قال سالم", "Huda Salem and Salem", "Huda Salem and Salim"),
        ("جونز,Jones,John", "قال جونز إن جون غادر", "Jones said that John left", "Jones said that John left"),
        ("جونز,Jones,John", "قال جونز إن جونز غادر", "Jones said that John left", "Jones said that Jones left"),
        ("الأردن,Jordan,Jordanian", "الأردن والشعب الأردني", "Jordan's Jordanian people", "Jordan's Jordanian people"),
        ("حلب,Aleppo,Aleppo City", "في حلب", "in Aleppo City", "in Aleppo"),
        ("أ,Alpha,Same\nب,Beta,Same", "أ ثم ب", "Same and Same", "Alpha and Beta"),
        ("حلب,Aleppo,Halab", "في حلب", "IN HALAB", "IN Aleppo"),
        ("تركيا,Türkiye,Turkey", "قالت تركيا", "the turkey said", "the turkey said"),
        ("المجلس البلدي,town council,municipal council", "المجلس البلدي", "A Municipal\u00a0Council", "A town council"),
    ],
)
def test_other_words_are_replaced_as_often_as_the_source_has_the_term(
    rows: str, source: str, machine: str, counterpart: str
) -> None:
    glossary = parse(f"source,target,also\n{rows}\n".encode(), "glossary.csv")
    assert said(glossary, source, machine)[0] == counterpart


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Rain in ALEPPO.", ["حلب"]),
        ("Rain in Halab’s north", ["حلب"]),
        ("rain in aleppo", []),
        ("The Town Council and the town council", ["المجلس البلدي"]),
        ("A Municipal Council", ["المجلس البلدي"]),
        ("Hoda Salem and Salem", ["هدى سالم", "سالم"]),
        ("HUDA SALEM", ["هدى سالم"]),
    ],
)
def test_english_terms_are_found_in_capitals_and_in_other_words(
    glossary: Glossary, source: str, found: list[str]
) -> None:
    assert [term.source for term in glossary.found(source, "en")] == found


def test_an_arabic_counterpart_may_say_any_of_the_terms_of_one_english_word() -> None:
    glossary = parse("source,target\nحلب,Aleppo\nالشهباء,Aleppo\n".encode(), "glossary.csv")
    assert glossary.enforce("In Aleppo", "في الشهباء", "en")[1] == []
    assert [term.source for term in glossary.enforce("In Aleppo", "في حمص", "en")[1]] == ["حلب"]


@pytest.mark.parametrize("second", ["احمد", "أَحمد", "أحمـد"])
def test_two_terms_that_are_found_at_the_same_places_want_the_same(second: str) -> None:
    with pytest.raises(DigestError, match="is found where `أحمد` of line 2 is") as caught:
        parse(f"source,target\nأحمد,Ahmad\n{second},Ahmed\n".encode(), "glossary.csv")
    assert caught.value.problems[0].where == "glossary.csv:3"
    (term,) = parse(f"source,target,also\nأحمد,Ahmad,Ahmed\n{second},Ahmad,Achmad\n".encode(), "glossary.csv").terms
    assert (term.target, term.also) == ("Ahmad", ("Ahmed", "Achmad"))


def test_a_long_term_has_few_spellings() -> None:
    glossary = parse(f"source,target\n{'العربي ' * 60},x\n".encode(), "glossary.csv")
    assert len(list(glossary.found("العربى " * 60, "ar"))) == 1


@pytest.mark.parametrize(
    ("source", "machine", "counterpart"),
    [
        ("قالت هدى سالم", "Houda Saleem said", "Huda Salem said"),
        ("وقال سالم", "Saleem said", "Salem said"),
        ("وقال سالم", "Salim's house, said Saleem", "Salim's house, said Salem"),
        ("قال سالم لسالم", "Salim told Saleem", "Salem told Salem"),
        ("قال سالم لسليم", "Saleem told Salim", "Saleem told Salim"),
        ("قالت هدى سالم لسالم", "Houda Saleem told Salim", "Huda Salem told Salem"),
        ("قالت هدى سالم", "Huda Salem told Saleem", "Huda Salem told Saleem"),
        ("وقال سالم", "He said", "He said"),
        ("في المجلس البلدي", "the Twin Consul", "the Twin Consul"),
    ],
)
def test_a_name_of_the_same_consonants_is_corrected_without_being_listed(
    glossary: Glossary, source: str, machine: str, counterpart: str
) -> None:
    assert said(glossary, source, machine)[0] == counterpart


@pytest.mark.parametrize(
    "text",
    [
        "",
        "source,target,also,note\nحمص,Homs,,\n",
        "source,target,also,note\nحمص,Homs,,",
        "\ufeffsep=;\r\nTarget;Source\r\nHoms;حمص\r\n",
    ],
)
def test_terms_are_added_as_the_file_is_written(text: str) -> None:
    data = with_terms(text.encode(), [Term(source="حلب", target="Aleppo", also=("Halab", 'A "b", c'))])
    assert data.startswith(text.encode())
    assert [(term.source, term.target) for term in parse(data, "glossary.csv").terms][-1] == ("حلب", "Aleppo")
    assert "also" not in text or parse(data, "glossary.csv").terms[-1].also == ("Halab", 'A "b", c')
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert len(parse(data, "glossary.csv").terms) == 1 + bool(text)


@pytest.mark.parametrize(
    ("term", "source", "text", "lacking"),
    [
        ("بنان,Banan", "جنوب لبنان", "in south Lebanon", []),
        ("بنان,Banan", "قالت لبنان", "She told him", ["Banan"]),
        ("بنان,Banan", "قالت بنان في لبنان", "She said in Lebanon", ["Banan"]),
        ("سعد,Saad", "وصل وسعد", "Waleed arrived", ["Saad"]),
    ],
)
def test_the_end_of_another_name_is_no_term(term: str, source: str, text: str, lacking: list[str]) -> None:
    glossary = parse(f"source,target\n{term}\n".encode(), "glossary.csv")
    assert said(glossary, source, text) == (text, lacking)


def test_finding_terms_takes_no_longer_with_ten_times_as_many() -> None:
    words = [f"{first}{second}{third}" for first in "بتثجح" for second in "دذرز" for third in "سشصضطظعغفق"]
    texts = [" ".join(words[start : start + 20]) for start in range(0, 180, 3)]

    def seconds(count: int) -> float:
        terms = tuple(Term(source=f"{words[n % 200]} {n}", target=f"W{n}", line=n) for n in range(count))
        glossary = Glossary(terms)
        list(glossary.found("x", "ar"))
        begin = time.process_time()
        for text in texts:
            list(glossary.found(text, "ar"))
        return time.process_time() - begin

    assert min(seconds(10_000) for _ in range(2)) < 3 * max(seconds(1_000) for _ in range(2)) + 0.05


def test_a_counterpart_that_is_right_is_left_alone(glossary: Glossary) -> None:
    assert said(glossary, "حلب وإدلب", "Aleppo's and Idlib") == ("Aleppo's and Idlib", [])


def test_arabic_counterparts_are_checked_and_not_changed(glossary: Glossary) -> None:
    text, lacking = glossary.enforce("Rain fell in Aleppo and Idlib.", "هطل المطر في حلب.", "en")
    assert (text, [term.source for term in lacking]) == ("هطل المطر في حلب.", ["إدلب"])


def test_an_empty_glossary_changes_nothing() -> None:
    assert Glossary().enforce("حلب", "Halab", "ar") == ("Halab", [])
    assert parse(b"source,target\n", "glossary.csv") == Glossary()


def test_every_wrong_row_is_reported_by_its_line() -> None:
    with pytest.raises(DigestError) as caught:
        parse("source,target,also,note\nحلب,,,\nحمص,Homs,,\n\nحمص,Hims,,\n".encode(), "glossary.csv")
    assert [problem.where for problem in caught.value.problems] == ["glossary.csv:2", "glossary.csv:5"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a,b\n1,2\n", "column `source` is missing"),
        ("source,target\nحلب,Aleppo\n".encode("utf-16"), "not UTF-8"),
        (b'source,target\n"x,y\n', "not CSV"),
        (b"", "column `source` is missing"),
    ],
)
def test_a_file_that_is_no_glossary_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(DigestError, match=message):
        parse(data, "glossary.csv")


@pytest.mark.parametrize(
    "text",
    [
        "source;target;also;note\nحلب;Aleppo;Halab;مدينة, قديمة\n",
        "source\ttarget\talso\nحلب\tAleppo\tHalab\n",
        "\ufeffSource;Target;Also\r\nحلب;Aleppo;Halab\r\n",
        "sep=;\nsource;target;also\nحلب;Aleppo;Halab\n",
    ],
)
def test_a_glossary_is_read_as_spreadsheets_save_it(text: str) -> None:
    (term,) = parse(text.encode(), "glossary.csv").terms
    assert (term.source, term.target, term.also) == ("حلب", "Aleppo", ("Halab",))


def test_a_wrong_row_is_named_by_its_line_under_a_line_that_says_the_separator() -> None:
    with pytest.raises(DigestError) as caught:
        parse("sep=;\nsource;target\nحلب;\n".encode(), "glossary.csv")
    assert caught.value.problems[0].where == "glossary.csv:3"
