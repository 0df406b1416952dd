import pytest
from msgspec.structs import replace

from digest.memory import Entry, entries
from digest.memory.entries import carried_over, copied, counterpart_of, digest_of, is_by_person, is_copy, origin_of
from digest.model import Counterpart
from tests.sidecars import draft, signed

OLD, NEW = "بدأت المدارس عامها الأحد.", "بدأت المدارس عامها صباح الأحد."
REVIEWED = Entry(msgid=OLD, msgstr="Schools opened on Sunday.")


def machine_entry(text: str, *, by: str = "Schools opened.") -> Entry:
    return Entry(msgid=OLD, msgstr=text, comments=(signed(by).strip(),), flags=("fuzzy",))


def test_words_that_a_machine_wrote_are_its_own_however_they_are_wrapped_and_composed() -> None:
    assert origin_of(machine_entry("Schools opened.")) == "machine"
    assert origin_of(machine_entry("Schools  opened.\n")) == "machine"
    assert origin_of(machine_entry("Cafe\u0301 opened.", by="Café opened.")) == "machine"


def test_one_changed_letter_makes_them_a_person_s() -> None:
    entry = machine_entry("Schools open.")
    assert is_by_person(entry)
    assert counterpart_of(entry) == draft("Schools open.", "translate-ar_en 1.0 9f3c2a1b")


def test_what_was_reviewed_is_outdated_when_its_source_changes_and_a_draft_stays_a_draft() -> None:
    assert origin_of(carried_over(REVIEWED, NEW)) == "stale"
    assert origin_of(carried_over(carried_over(REVIEWED, NEW), OLD + NEW)) == "stale"
    assert origin_of(carried_over(machine_entry("Schools open."), NEW)) == "draft"
    assert origin_of(carried_over(Entry(msgid=OLD, msgstr="x", flags=("fuzzy",)), NEW)) == "draft"


def test_an_outdated_translation_that_somebody_began_to_change_was_not_reviewed() -> None:
    assert origin_of(replace(carried_over(REVIEWED, NEW), msgstr="Schools opened on Sunday morn")) == "draft"


@pytest.mark.parametrize("touched", [False, True])
def test_a_copy_is_one_until_somebody_touches_it(touched: bool) -> None:
    entry = copied([REVIEWED, Entry(msgid=NEW, msgstr="b")], f"{OLD} {NEW}")
    assert entry.msgstr == "Schools opened on Sunday. b"
    assert is_copy(replace(entry, msgstr="c") if touched else entry) != touched


def test_a_digest_has_eight_digits() -> None:
    assert len(digest_of("x")) == 8
    assert digest_of("x") != digest_of("y")


@pytest.mark.parametrize(
    ("sign", "counterpart"),
    [
        ("[+]", Counterpart(text="", origin="edited", said="before")),
        ("[-]", Counterpart(text="", origin="edited", said="nowhere")),
        ("[=]", Counterpart(text="نص", origin="edited", said="as_written")),
    ],
)
def test_a_sign_in_place_of_a_translation_says_where_the_sentence_is_said(sign: str, counterpart: Counterpart) -> None:
    entry = Entry(msgid="نص", msgstr=sign)
    assert entries.counterpart_of(entry) == counterpart
    assert entries.made("نص", counterpart, None, "#: x.txt").msgstr == sign
    assert entries.counterpart_of(Entry(msgid="نص", msgstr=sign, flags=("fuzzy",))).origin == "draft"
    assert entries.counterpart_of(Entry(msgid="نص", msgstr=f"{sign} a")).said == "here"


def test_what_entries_say_together_has_no_signs_in_it() -> None:
    joined = [Entry(msgid="a", msgstr="A."), Entry(msgid="b", msgstr="[+]"), Entry(msgid="c", msgstr="[=]")]
    assert entries.spoken_together(joined) == "A. c"
    assert entries.spoken_together(joined[1:2]) == "[+]"


def test_a_machine_s_doubtful_words_stay_with_its_words_and_go_when_a_person_changes_them() -> None:
    said = Counterpart(
        text="Schools of hammers opened.",
        origin="machine",
        flags=("unsure",),
        made_by="translate-ar_en 1.0 9f3c2a1b",
        doubtful=("hammers", "opened"),
    )
    entry = entries.made(OLD, said, None, "#: x.txt")
    assert "#. doubtful words: hammers, opened" in entry.comments
    assert counterpart_of(entry) == said
    assert counterpart_of(replace(entry, msgstr="Schools opened.")).doubtful == ()
    reviewed = Counterpart(text="Schools opened.", origin="edited")
    assert not any("doubtful" in comment for comment in entries.made(OLD, reviewed, entry, "#: x.txt").comments)


def test_words_that_are_not_there_are_not_doubtful() -> None:
    entry = machine_entry("Schools opened.")
    listed = replace(entry, comments=(*entry.comments, "#. doubtful words: , <b>, hammer,opened"))
    assert counterpart_of(listed).doubtful == ("opened",)
