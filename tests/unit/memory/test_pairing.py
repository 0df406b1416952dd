"""Work of people that follows its sentence: respelled, undone, split, joined, or merged by git."""

import pytest

from digest.memory import lookup, parse, update
from digest.model import Counterpart
from tests.sidecars import article, draft, edited, machine, pairs, po, signed, stale

TITLE = "أخبار المدينة"
FIRST = "افتتحت البلدية صباح الأحد المكتبة الجديدة بعد عامين من العمل"
SECOND = "وقالت المديرة إن المكتبة بيت للجميع"
REVIEWED = pairs([(TITLE, "City news"), (f"{FIRST}.", "It opened on Sunday."), (f"{SECOND}.", "A home for all.")])


def said(data: bytes, *texts: str) -> dict[str, Counterpart]:
    return lookup(parse(data, "x.en.po"), article(*texts))


def synced(data: bytes, *texts: str, **fresh: Counterpart) -> bytes:
    return update(parse(data, "x.en.po"), article(*texts), "en", {text: machine("by the machine") for text in texts})


@pytest.mark.parametrize(
    ("written", "respelled"),
    [
        ("وصل الوزير إلى القاهرة.", "وصل الوزير الى القاهرة"),
        ("قال مسؤول في الوزارة.", "قال مسئول في الوزارة."),
        ("كتب الصحفي مقاله.", "كَتَبَ الصحفيّ مقاله."),
        ('قال: "نعم" وخرج.', "قال: «نعم» وخرج."),
        ("وصل، ثم خرج.", "وصل ثم خرج."),
        ("وصل 12 وفدا، ثم خرج 3.5 ألف.", "وصل ١٢ وفدا ثم خرج ٣٫٥ ألف…"),
        ("بين دمشق - وحلب طريق.", "بين دمشق – وحلب طريق."),
        ("أحمد في المدينة", "أحمد في المدينة".replace("أ", "ا\u0654")),
    ],
)
def test_a_change_of_house_style_leaves_reviewed_work_reviewed(written: str, respelled: str) -> None:
    data = pairs([(TITLE, "City news"), (written.replace('"', r"\""), "b")])
    assert said(data, TITLE, respelled)[respelled] == edited("b")
    assert said(synced(data, TITLE, respelled), TITLE, respelled)[respelled] == edited("b")
    assert synced(synced(data, TITLE, respelled), TITLE, written) == data


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("وصل 12 وفدا إلى المدينة.", "وصل 13 وفدا إلى المدينة."),
        ("وصل 1,5 مليون زائر اليوم.", "وصل 15 مليون زائر اليوم."),
        ("وصل الوفد إلى المدينة.", "وصل الوفد إلى المدينة؟"),
        ('قال إنه "انتصر" في المعركة.', "قال إنه انتصر في المعركة."),
        ("درجة الحرارة -5 في المدينة.", "درجة الحرارة 5 في المدينة."),
    ],
)
def test_a_change_of_meaning_sends_it_back(written: str, changed: str) -> None:
    assert said(pairs([(written.replace('"', r"\""), "b")]), changed) == {changed: stale("b")}


def test_what_an_older_version_called_outdated_for_a_comma_is_reviewed_again() -> None:
    data = po(f'#, fuzzy\n#| msgid "{FIRST}."\nmsgid "{FIRST}،"\nmsgstr "b"')
    assert said(data, f"{FIRST}،") == {f"{FIRST}،": edited("b")}
    assert b"fuzzy" not in synced(data, f"{FIRST}،")


def test_undoing_an_edit_after_somebody_began_to_revise_leaves_a_draft() -> None:
    changed = f"{FIRST} الشاق."
    once = synced(REVIEWED, TITLE, changed, f"{SECOND}.")
    begun = once.replace(b"It opened on Sunday.", b"It opened on Sunday after hard")
    assert said(begun, TITLE, f"{FIRST}.")[f"{FIRST}."] == draft("It opened on Sunday after hard")
    assert b"after hard" in synced(begun, TITLE, f"{FIRST}.")


def test_a_person_s_words_for_the_old_text_go_before_a_machine_s_for_the_new() -> None:
    changed = f"{FIRST} الشاق."
    data = REVIEWED + po(f'{signed("m")}#, fuzzy\nmsgid "{changed}"\nmsgstr "m"', header=False)
    assert said(data, TITLE, changed)[changed] == stale("It opened on Sunday.")
    after = synced(data, TITLE, changed)
    assert b'"m"' not in after
    assert said(after, TITLE, changed)[changed] == stale("It opened on Sunday.")


def test_of_a_sentence_that_is_split_the_longest_part_takes_over_and_joining_it_undoes_that() -> None:
    whole = f"{FIRST}، {SECOND}."
    data = pairs([(TITLE, "City news"), (whole, "It opened, a home for all.")])
    split = (TITLE, f"{FIRST}.", f"{SECOND}.")
    assert said(data, *split)[f"{FIRST}."] == stale("It opened, a home for all.")
    after = synced(data, *split)
    assert said(after, *split)[f"{SECOND}."] == machine("by the machine")
    assert synced(after, *split) == after
    assert synced(after, TITLE, whole) == data


@pytest.mark.parametrize("seam", [" ", " و", "، "])
def test_sentences_that_are_joined_take_over_both_and_splitting_them_undoes_that(seam: str) -> None:
    whole = f"{FIRST}{seam.replace('و', '')}{SECOND}."
    assert said(REVIEWED, TITLE, whole)[whole] == stale("It opened on Sunday. A home for all.")
    after = synced(REVIEWED, TITLE, whole)
    assert synced(after, TITLE, whole) == after
    assert synced(after, TITLE, f"{FIRST}.", f"{SECOND}.") == REVIEWED


def test_a_sentence_that_got_many_words_before_it_keeps_its_translation() -> None:
    longer = f"في حفل حضره عدد كبير من أهالي الحي والطلاب والكتاب {FIRST}."
    assert said(REVIEWED, TITLE, longer)[longer] == stale("It opened on Sunday.")


def test_a_word_of_a_sentence_takes_nothing_over() -> None:
    assert said(pairs([(f"{FIRST}.", "It opened.")]), "الأحد") == {}
    assert said(pairs([("الأحد", "Sunday")]), f"{FIRST}.") == {}


def test_an_untouched_copy_goes_with_its_text_and_a_touched_one_stays() -> None:
    whole = f"{FIRST} {SECOND}."
    joined = synced(REVIEWED, TITLE, whole)
    assert synced(joined, TITLE).count(b"#~ msgid") == 2
    touched = joined.replace(b"It opened on Sunday. A home", b"It opened on Sunday, a home")
    assert b"It opened on Sunday, a home" in synced(touched, TITLE)
    alone = joined[: joined.index(b"#~")]
    assert b"It opened on Sunday. A home for all." in synced(alone, TITLE)
