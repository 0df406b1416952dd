import pytest

from digest.editorial.spelling import Drift, Pair, drifting
from digest.translation.glossary import Glossary, Term


def pairs(*texts: tuple[str, str]) -> list[Pair]:
    return [Pair(path=f"{place}.txt", arabic=arabic, english=english) for place, (arabic, english) in enumerate(texts)]


def spellings(*texts: tuple[str, str]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {drift.name: dict(drift.spellings) for drift in drifting(pairs(*texts), Glossary())}


def test_a_name_that_is_spelled_in_two_ways_beside_one_arabic_word_drifts_the_most_frequent_spelling_first() -> None:
    assert spellings(
        ("قال زيلينسكي اليوم", "Zelenskyy said so today"),
        ("وزار زيلينسكي باريس", "Zelensky visited Paris"),
        ("لزيلينسكي خطة", "A plan of Zelensky"),
    ) == {"زيلينسكي": {"Zelensky": ("1.txt", "2.txt"), "Zelenskyy": ("0.txt",)}}


@pytest.mark.parametrize(
    ("arabic", "one", "other"),
    [
        ("حوثي", "Houthi", "Huthi"),
        ("هدى", "Huda", "Hoda"),
        ("القذافي", "Gaddafi", "Qaddafi"),
        ("سالم", "Salem", "Salim"),
        ("يوسف", "Youssef", "Yousef"),
        ("باولو", "Paolo", "Paulo"),
    ],
)
def test_letters_that_stand_for_one_another_make_no_other_name(arabic: str, one: str, other: str) -> None:
    found = spellings((f"جاء {arabic}", f"{one} came"), (f"غاب {arabic}", f"{other} was away"))
    assert [set(drift) for drift in found.values()] == [{one, other}]


def test_a_people_its_country_and_other_words_are_no_drift() -> None:
    assert not spellings(("العراق", "Iraq won"), ("العراق", "the Iraqi team won"), ("عراقي", "an Iraqi"))
    assert not spellings(("سوريا", "in Syria"), ("السوري", "the Syrian"))
    assert not spellings(("فرنسي", "the French"), ("فرنسا", "in France"))


def test_a_word_that_is_also_written_small_is_no_name() -> None:
    assert not spellings(("موسم", "Seasam"), ("موسم الحصاد", "Messem"), ("سماء", "a seasam, a messem"))


def test_two_names_of_the_same_consonants_in_one_sentence_tell_nothing() -> None:
    assert not spellings(("محمد ومحمود", "Mohamed and Mahmoud"), ("محمود", "Mahmoud"), ("محمد", "Mohamed"))


def test_a_term_of_the_glossary_is_told_with_its_spelling_listed_as_another_or_not() -> None:
    glossary = Glossary((Term(source="هدى سالم", target="Huda Salem", also=("Houda S.",), line=2),))
    found = drifting(
        pairs(
            ("قالت هدى سالم", "Huda Salem said"),
            ("وقالت هدى سالم", "Hoda Salim said"),
            ("لهدى سالم", "to Houda S. of Tunis"),
            ("هدى سالم", "She said"),
        ),
        glossary,
    )
    assert found == [
        Drift(name="هدى سالم", wanted="Huda Salem", spellings={"Hoda Salim": ("1.txt",), "Houda S.": ("2.txt",)})
    ]
