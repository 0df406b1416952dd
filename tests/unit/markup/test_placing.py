"""The places of marks in a counterpart."""

from digest.markup.inline import Mark
from digest.markup.placing import Placing, Target

LINK = Mark(kind="link", start=0, end=1, target="/a")
STRONG = Mark(kind="**", start=2, end=3)


def placed(placing: Placing) -> list[tuple[str, str]]:
    return [(one.mark.kind, placing.target.text[one.start : one.end]) for one in placing.placed]


def test_a_counterpart_is_cut_into_words_without_the_punctuation_around_them() -> None:
    target = Target.of("«Yes», he (a man) said.", [])
    assert [target.word(place) for place in range(len(target.units))] == ["yes", "he", "a", "man", "said"]
    assert target.text[: target.stop] == "«Yes», he (a man) said"


def test_code_of_several_words_is_one_unit() -> None:
    target = Target.of("Run make all now.", [(4, 12)])
    assert [target.word(place) for place in range(len(target.units))] == ["run", "make all", "now"]
    assert target.units[1].words == range(1, 3)


def test_a_mark_covers_a_quotation_mark_only_with_the_other_one() -> None:
    target = Target.of("He said “Go on” then", [])
    assert target.text[slice(*target.extent(range(1, 4)))] == "said “Go on”"
    assert target.text[slice(*target.extent(range(2, 4)))] == "Go on"


def test_marks_beside_one_another_get_different_words_the_surest_first() -> None:
    placing = Placing.of("ا ب", Target.of("b a", []), "0-1:90 1-0:60")
    placing.place([LINK, STRONG], range(2))
    assert placed(placing) == [("link", "a"), ("**", "b")]


def test_a_mark_inside_another_stays_inside_it() -> None:
    outer = Mark(kind="*", start=0, end=3, inner=(LINK,))
    placing = Placing.of("ا ب ج", Target.of("a b c", []), "0-0:90 1-1:90 2-2:90")
    placing.place([outer], range(3))
    assert placed(placing) == [("*", "a b"), ("link", "a")]
    assert [one.depth for one in placing.placed] == [0, 1]


def test_a_name_in_latin_letters_comes_from_itself() -> None:
    placing = Placing.of("قال FIFA", Target.of("FIFA said", []), "")
    assert (placing.origin(1), placing.origin(0)) == (0, None)


def test_a_link_without_any_word_has_no_place_and_emphasis_is_not() -> None:
    placing = Placing.of("ا ب", Target.of("", []), "")
    placing.place([LINK, STRONG], range(0))
    assert placing.unplaced == [LINK]
    assert placing.placed == []
