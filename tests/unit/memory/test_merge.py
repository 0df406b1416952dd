"""What two people do to one sidecar on two branches, merged."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from digest.memory import Entry, Sidecar, lookup, parse, update, write
from digest.memory.merge import OTHER_WORDS, Merged, merge
from digest.model import Counterpart
from tests.sidecars import article, draft, edited, gettext, machine, needs_gettext, stale

LINES = [f"{noun} {verb} {number}." for number, (noun, verb) in enumerate(
    (noun, verb) for noun in ("وصل الوزير إلى", "افتتحت البلدية", "قالت المديرة إن") for verb in
    ("المدينة القديمة صباح اليوم", "المكتبة في حي الميناء", "المتحف بعد ترميم طويل", "الجسر فوق النهر الكبير"))
]  # fmt: skip
ADDED = "وأعلن المتحدث موعد الزيارة المقبلة."
Texts = list[str]
Change = Callable[[bytes], bytes]


def words(text: str, by: str = "machine") -> str:
    return f"{by} {text[-3:]}"


def synced(data: bytes, texts: Texts, made: str = "machine") -> bytes:
    """Return a sidecar after `digest translate`."""
    sidecar = parse(data, "x") if data else None
    said = lookup(sidecar, article(*texts)) if sidecar else {}
    fresh = {text: machine(words(text, made)) for text in texts if text not in said or made != "machine"}
    return update(sidecar, article(*texts), "en", fresh)


BASE = synced(b"", LINES)


def reviewed(data: bytes, lines: Texts, by: str = "nour", *, unfinished: bool = False) -> bytes:
    sidecar = parse(data, "x")
    return write(
        sidecar.with_entries(
            [
                replace(entry, msgstr=words(entry.msgid, by), flags=("fuzzy",) * unfinished, previous=None, raw="")
                if entry.msgid in lines
                else entry
                for entry in sidecar.entries
            ]
        )
    )


def merged(ours: bytes, theirs: bytes, base: bytes = BASE) -> Merged:
    result = merge(parse(base, "x") if base else Sidecar(), parse(ours, "x"), parse(theirs, "x"))
    data = write(result.sidecar)
    assert write(parse(data, "x")) == data
    return result


def said(result: Merged, texts: Texts = LINES) -> dict[str, Counterpart]:
    """Return what a page shows after the merge, which is what it shows after the next `digest translate`, too."""
    shown = lookup(result.sidecar, article(*texts))
    after = parse(synced(write(result.sidecar), texts), "x")
    later = lookup(after, article(*texts))
    assert {text: later[text] for text in shown} == shown
    return shown


def test_reviews_of_different_sentences_are_both_there() -> None:
    for others in (LINES[9:10], LINES[4:5]):
        result = merged(reviewed(BASE, LINES[3:4]), reviewed(BASE, others, "karim"))
        shown = said(result)
        assert result.conflicts == ()
        assert shown[LINES[3]] == edited(words(LINES[3], "nour"))
        assert shown[others[0]] == edited(words(others[0], "karim"))


def test_what_one_side_left_alone_keeps_its_bytes() -> None:
    ours = reviewed(BASE, LINES[3:4])
    assert write(merged(ours, BASE).sidecar) == ours
    assert write(merged(BASE, ours).sidecar) == ours
    assert write(merged(ours, ours).sidecar) == ours


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ([*LINES[:6], LINES[6].replace("افتتحت", "افتتحت أمس"), *LINES[7:]], 6),
        ([*LINES[:6], *LINES[7:]], 5),
        ([*LINES[6:], *LINES[:6]], 6),
        ([LINES[0], ADDED, *LINES[1:]], 6),
    ],
)
def test_a_review_meets_an_edit_of_the_article(texts: Texts, kept: int, swapped: bool) -> None:
    sides = [reviewed(BASE, LINES[3:9]), synced(BASE, texts)]
    result = merged(*(sides[::-1] if swapped else sides))
    shown = said(result, texts)
    assert result.conflicts == ()
    assert sum(shown[text].text.startswith("nour") for text in texts if text in shown) >= kept - 1
    for text in LINES[3:9]:
        assert words(text, "nour") in write(result.sidecar).decode()


def test_a_review_follows_the_text_that_the_other_side_has_changed() -> None:
    before = reviewed(BASE, LINES, "first")
    changed = LINES[6].replace("المتحف", "المتحف الكبير")
    texts = [*LINES[:6], changed, *LINES[7:]]
    for sides in ((0, 1), (1, 0)):
        versions = [reviewed(before, LINES[6:7]), synced(before, texts)]
        result = merged(versions[sides[0]], versions[sides[1]], before)
        assert said(result, texts)[changed] == stale(words(LINES[6], "nour"))
        assert said(result, texts).keys() == set(texts)


@pytest.mark.parametrize("places", [(2, 7), (2, 2)])
def test_lines_that_both_add_are_there_once(places: tuple[int, int]) -> None:
    ours, theirs = (synced(BASE, [*LINES[:place], ADDED, *LINES[place:]]) for place in places)
    result = merged(ours, theirs)
    assert write(result.sidecar).count(f'msgid "{ADDED}"'.encode()) == 1
    assert result.conflicts == ()
    two = synced(BASE, [*LINES[:5], "وهذا سطر آخر تماما.", *LINES[5:]])
    assert len(merged(ours, two).sidecar.entries) == len(parse(BASE, "x").entries) + 2


def test_both_translate_first_and_review_other_sentences() -> None:
    result = merged(reviewed(BASE, LINES[3:4]), reviewed(BASE, LINES[9:10], "karim"), b"")
    assert result.conflicts == ()
    assert [one.origin for one in said(result).values()].count("edited") == 2


@pytest.mark.parametrize("unfinished", [False, True])
def test_a_person_s_words_go_before_what_a_machine_says_again(unfinished: bool) -> None:
    again = synced(BASE, LINES, "newer")
    ours = reviewed(BASE, LINES[3:9], unfinished=unfinished)
    for sides in ((ours, again), (again, ours)):
        result = merged(*sides)
        shown = said(result)
        assert result.conflicts == ()
        for text in LINES:
            hers = words(text, "nour")
            person = draft(hers, "translate-ar_en 1.0 9f3c2a1b") if unfinished else edited(hers)
            assert shown[text] == (person if text in LINES[3:9] else machine(words(text, "newer")))


def test_two_people_s_words_for_one_sentence_are_both_kept_to_be_looked_at() -> None:
    result = merged(reviewed(BASE, LINES[3:4]), reviewed(BASE, LINES[3:4], "karim"))
    assert result.conflicts == (LINES[3],)
    assert said(result)[LINES[3]].origin == "draft"
    text = write(result.sidecar).decode()
    assert words(LINES[3], "nour") in text
    assert OTHER_WORDS + words(LINES[3], "karim") in text


def test_the_same_words_by_two_people_are_no_conflict_and_a_review_goes_before_a_doubt() -> None:
    done, begun = reviewed(BASE, LINES[3:4]), reviewed(BASE, LINES[3:4], unfinished=True)
    for sides in ((done, begun), (begun, done), (done, done)):
        result = merged(*sides)
        assert result.conflicts == ()
        assert said(result)[LINES[3]] == edited(words(LINES[3], "nour"))


def test_notes_of_both_sides_are_kept() -> None:
    def noted(data: bytes, note: str) -> bytes:
        sidecar = parse(data, "x")
        entries = [
            replace(entry, comments=(note, *entry.comments), raw="") if entry.msgid == LINES[3] else entry
            for entry in sidecar.entries
        ]
        return write(sidecar.with_entries(entries))

    result = merged(noted(BASE, "# hers"), noted(reviewed(BASE, LINES[3:4]), "# his"))
    entry = next(entry for entry in result.sidecar.entries if entry.msgid == LINES[3])
    assert {"# hers", "# his"} <= set(entry.comments)
    assert entry.msgstr == words(LINES[3], "nour")


def test_of_the_header_each_field_is_taken_from_who_changed_it_and_the_later_date() -> None:
    def headed(lines: str) -> Sidecar:
        return Sidecar(entries=(Entry(msgid="", msgstr=lines),))

    base, ours, theirs = (
        headed(f"Language: en\nLast-Translator: {who}\nPO-Revision-Date: 2026-11-{day}\n{more}")
        for who, day, more in (("a", "01", ""), ("a", "03", "X-Note: 1\n"), ("b", "02", ""))
    )
    assert merge(base, ours, theirs).sidecar.entries[0].msgstr == (
        "Language: en\nLast-Translator: b\nPO-Revision-Date: 2026-11-03\nX-Note: 1\n"
    )


@needs_gettext
def test_gettext_is_content_with_a_merge() -> None:
    texts = [*LINES[:6], ADDED, *LINES[7:]]
    ours = reviewed(synced(BASE, texts), LINES[3:5])
    result = merged(ours, reviewed(reviewed(BASE, LINES[3:4], "karim"), LINES[6:7]))
    gettext("msgfmt", "-c", "-o", "/dev/null", data=write(result.sidecar))
