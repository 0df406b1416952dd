from pathlib import Path

from digest.config import load
from digest.editorial.names import Proposal, add_to_glossary, proposal_lines, proposals
from digest.editorial.spelling import Pair
from digest.model import Origin
from digest.translation.glossary import NO_TERMS, Glossary, Term, parse
from tests.sites import make_site


def pair(arabic: str, english: str, origin: Origin = "edited") -> Pair:
    return Pair(path="x.txt", arabic=arabic, english=english, origin=origin)


HUDA = pair("قالت هدى سالم", "Huda Salem said")


def names(*pairs: Pair, glossary: Glossary = NO_TERMS) -> dict[str, str]:
    return {one.source: one.target for one in proposals(pairs, glossary)}


def test_names_are_proposed_from_what_people_have_reviewed_alone() -> None:
    assert names(HUDA, pair("وصل يوسف", "Youssef arrived", "machine"), pair("وصل خالد", "Khaled arrived", "draft")) == {
        "هدى سالم": "Huda Salem"
    }


def test_those_come_first_that_correct_the_most_of_the_machine_then_the_most_frequent() -> None:
    found = proposals(
        [
            HUDA,
            pair("وصل يوسف", "Youssef arrived"),
            pair("غادر يوسف", "Youssef left"),
            pair("جاء خالد", "Khaled came"),
            pair("قال خالد", "Khalid said", "machine"),
            pair("قال يوسف", "Youssef said", "machine"),
        ],
        NO_TERMS,
    )
    assert found == [
        Proposal(source="خالد", target="Khaled", also=(), sentences=1, corrected=1),
        Proposal(source="يوسف", target="Youssef", also=(), sentences=2, corrected=0),
        Proposal(source="هدى سالم", target="Huda Salem", also=(), sentences=1, corrected=0),
    ]
    assert list(proposal_lines(found, 2)) == [
        "خالد: Khaled (1 sentence, corrects 1 of the machine)",
        "يوسف: Youssef (2 sentences)",
        "and 1 more: `-n 3` shows them",
    ]


def test_the_most_frequent_spelling_is_proposed_with_the_others_beside_it() -> None:
    pairs = [pair("جاء سالم", "Salem came"), pair("غاب سالم", "Salim was away"), pair("عاد سالم", "Salem returned")]
    (found,) = proposals(pairs, NO_TERMS)
    assert (found.target, found.also) == ("Salem", ("Salim",))


def test_a_whole_name_comes_before_a_part_of_one() -> None:
    pairs = [HUDA, pair("جاء خالد", "Khaled came"), pair("قال خالد", "Khalid said", "machine")]
    found = proposals([*pairs, pair("قالت هدى سالم", "Hoda Salim said", "machine")], NO_TERMS)
    assert [one.target for one in found] == ["Huda Salem", "Khaled"]


def test_what_the_glossary_has_and_what_is_more_than_a_name_is_not_proposed() -> None:
    assert names(HUDA, glossary=Glossary((Term(source="هدى سالم", target="Huda Salem"),))) == {}
    assert names(pair("وصل كريم", "Karim arrived"), pair("رجل كريم", "a generous man")) == {}
    assert names(pair("زار بنك", "Bank"), pair("قرب بنك", "near a bank")) == {}


def test_proposals_are_added_to_the_glossary_of_the_site(tmp_path: Path) -> None:
    config = load(make_site(tmp_path, {}))
    file = add_to_glossary(proposals([HUDA], NO_TERMS), config)
    (term,) = parse(file.read_bytes(), "glossary.csv").terms
    assert (term.source, term.target, term.line) == ("هدى سالم", "Huda Salem", 2)
    add_to_glossary(proposals([pair("جاء خالد", "Khaled came")], NO_TERMS), config)
    assert len(parse(file.read_bytes(), "glossary.csv").terms) == 2
