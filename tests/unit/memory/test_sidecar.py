import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from digest.content.listing import sidecar_path
from digest.memory import Sidecar, lookup, parse, update
from digest.memory.entries import digest_of
from digest.model import Article, Counterpart, Lang, Origin
from tests.sidecars import article, draft, edited, gettext, machine, needs_gettext, pairs, po, signed, stale

TITLE = "افتتاح المكتبة الجديدة في حي الميناء"
FIRST = "افتتحت البلدية صباح الأحد المكتبة الجديدة بعد عامين من العمل."
SECOND = "وقالت المديرة إن المكتبة بيت للجميع."
MOVED = FIRST.replace("الأحد", "الاثنين")
"""FIRST after an edit of its author."""

REVIEWED = pairs([(TITLE, "New library opens"), (FIRST, "It opened on Sunday."), (SECOND, "A home for all.")])


def read(data: bytes) -> Sidecar:
    return parse(data, "x.en.po")


def said(data: bytes, about: Article) -> dict[str, Counterpart]:
    return lookup(read(data), about)


def updated(
    data: bytes, about: Article, fresh: Iterable[tuple[str, Counterpart]] = (), *, skeleton: bool = False
) -> bytes:
    return update(read(data), about, "en", dict(fresh), skeleton=skeleton)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("x.txt", "x.en.po"),
        ("politics/x.md", "politics/x.en.po"),
        ("2026-11-20-v1.2.txt", "2026-11-20-v1.2.en.po"),
        ("محليات/خبر أول.txt", "محليات/خبر أول.en.po"),
    ],
)
def test_a_sidecar_lies_beside_its_article(path: str, expected: str) -> None:
    assert sidecar_path(path, "en") == expected


# --- lookup -----------------------------------------------------------------------------------------------------------


def test_an_entry_without_a_flag_is_edited() -> None:
    assert said(REVIEWED, article(TITLE, FIRST))[FIRST] == edited("It opened on Sunday.")


def test_a_fuzzy_entry_of_a_machine_says_which_and_what_looks_wrong() -> None:
    data = po(f'{signed("b")}#. flags: number, quote\n#, fuzzy\nmsgid "{TITLE}"\nmsgstr "b"')
    assert said(data, article(TITLE))[TITLE] == machine("b", "number", "quote")


def test_a_flag_that_only_another_version_knows_is_passed_over_and_stays_in_the_file() -> None:
    data = po(f'{signed("b")}#. flags: number, new, quote\n#, fuzzy\nmsgid "{TITLE}"\nmsgstr "b"')
    known = said(data, article(TITLE))
    assert known[TITLE] == machine("b", "number", "quote")
    assert updated(data, article(TITLE), known.items()) == data


def test_a_machine_counterpart_whose_flag_an_editor_removed_is_edited() -> None:
    data = po(f'#. machine: translate-ar_en 1.0 9f3c2a1b\n#. flags: number\nmsgid "{TITLE}"\nmsgstr "b"')
    assert said(data, article(TITLE))[TITLE] == edited("b")


@pytest.mark.parametrize("mark", ["", f"#. carried over: reviewed ={digest_of('b')}\n"])
def test_a_reviewed_entry_whose_source_has_changed_is_stale(mark: str) -> None:
    assert said(po(f'{mark}#, fuzzy\n#| msgid "old"\nmsgid "{TITLE}"\nmsgstr "b"'), article(TITLE))[TITLE] == stale("b")


@pytest.mark.parametrize("fuzzy", ["fuzzy", "Fuzzy", "no-wrap, fuzzy"])
@pytest.mark.parametrize(
    ("mark", "previous"),
    [
        ("", False),
        (f"#. machine: m 1 a ={digest_of('what it wrote')}\n", False),
        (f"#. machine: m 1 a ={digest_of('b')}\n", True),
        ("#. machine: m 1 a\n", False),
        ("#. machine: m 1 a\n", True),
        ("#. carried over: draft\n", True),
        (f"#. carried over: reviewed ={digest_of('what was reviewed')}\n", True),
    ],
)
def test_any_other_fuzzy_entry_is_a_draft(mark: str, previous: bool, fuzzy: str) -> None:
    before = '#| msgid "old"\n' * previous
    data = po(f'{mark}#, {fuzzy}\n{before}msgid "{TITLE}"\nmsgstr "b"')
    assert said(data, article(TITLE))[TITLE] == draft("b", "m 1 a" if "machine" in mark else "")
    assert updated(data, article(TITLE), [(TITLE, machine("by the machine"))]) == data


@pytest.mark.parametrize("empty", ["", " ", r"\n", r"\007"])
def test_an_empty_translation_is_none(empty: str) -> None:
    assert said(po(f'msgid "{TITLE}"\nmsgstr "{empty}"'), article(TITLE)) == {}


def test_what_the_article_does_not_say_is_left_out() -> None:
    assert list(said(REVIEWED, article("عنوان آخر تماما", SECOND))) == [SECOND]


def test_an_obsolete_entry_counts_when_its_sentence_is_back() -> None:
    assert said(po(f'#~ msgid "{TITLE}"\n#~ msgstr "b"'), article(TITLE))[TITLE] == edited("b")


def test_of_several_contexts_the_plain_one_counts_and_a_person_before_a_machine() -> None:
    both = po(f'msgctxt "c"\nmsgid "{TITLE}"\nmsgstr "a"', f'msgid "{TITLE}"\nmsgstr "b"')
    assert said(both, article(TITLE))[TITLE] == edited("b")
    fuzzy = po(f'{signed("a")}#, fuzzy\nmsgid "{TITLE}"\nmsgstr "a"', f'msgctxt "c"\nmsgid "{TITLE}"\nmsgstr "b"')
    assert said(fuzzy, article(TITLE))[TITLE] == edited("b")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"two\nlines", "two lines"),
        (r" a \t\r\n b ", "a b"),
        (r"bell\007 \033[31mred", "bell [31mred"),
        ("line\u2028separator\ufeff\uffff", "line separator"),
        ("no\u00a0break and \u200fmarks\u200f stay", "no\u00a0break and \u200fmarks\u200f stay"),
        ("\u2067closed\u2069", "\u2067closed\u2069"),
        ("\u202eopen", "open"),
        ("closed\u2069 too often", "closed too often"),
        ("<script>", "<script>"),
    ],
)
def test_what_an_editor_typed_cannot_break_a_page(written: str, shown: str) -> None:
    assert said(po(f'msgid "{TITLE}"\nmsgstr "{written}"'), article(TITLE))[TITLE].text == shown


@pytest.mark.parametrize(
    "filled_in",
    [
        FIRST,
        f" {FIRST}  ",
        FIRST.removesuffix("."),
        f"\u200f{FIRST}\u200f",
        f"«{FIRST}»",
        FIRST.replace("افتتحت", "افتَتحت"),
        FIRST.replace("المكتبة", "المكتبـــة"),
    ],
)
@pytest.mark.parametrize("mark", ["", "#, fuzzy\n"])
def test_a_translation_that_only_repeats_its_source_is_none(filled_in: str, mark: str) -> None:
    data = po(f'{mark}# a note\nmsgid "{FIRST}"\nmsgstr "{filled_in}"')
    assert said(data, article(TITLE, FIRST)) == {}
    assert updated(data, article(FIRST)) == data
    assert said(updated(data, article(FIRST), {FIRST: machine("b")}.items()), article(FIRST)) == {FIRST: machine("b")}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        *(("BBC", "ar"), ("2026", "ar"), ("https://example.org/a", "ar"), ("Reuters/AFP", "ar"), ("12:30", "ar")),
        *(("Reuters", "en"), ("Guillermo del Toro", "en"), ("iPhone 15", "en"), ("`make all`", "en")),
    ],
)
def test_a_name_a_number_or_an_address_may_stand_in_both_languages(text: str, lang: Lang) -> None:
    about = article(text, lang=lang)
    assert said(po(f'msgid "{text}"\nmsgstr "{text}"'), about) == {text: edited(text)}


@pytest.mark.parametrize("text", ["The library opened on Sunday.", "Library open", "A home for all"])
def test_a_repeated_source_of_english_words_is_none_either(text: str) -> None:
    assert said(po(f'msgid "{text}"\nmsgstr "{text}"'), article(text, lang="en")) == {}


def test_what_a_machine_copied_is_still_the_machine_s() -> None:
    data = po(f'{signed(TITLE)}#. flags: copy\n#, fuzzy\nmsgid "{TITLE}"\nmsgstr "{TITLE}"')
    assert said(data, article(TITLE))[TITLE] == machine(TITLE, "copy")


# --- carry-over -------------------------------------------------------------------------------------------------------


def test_an_edited_sentence_keeps_its_counterpart_as_stale() -> None:
    assert said(REVIEWED, article(TITLE, MOVED, SECOND)) == {
        TITLE: edited("New library opens"),
        MOVED: stale("It opened on Sunday."),
        SECOND: edited("A home for all."),
    }


def test_another_sentence_takes_nothing_over() -> None:
    assert list(said(REVIEWED, article(TITLE, "ارتفعت أسعار الذهب في الأسواق العالمية اليوم.", SECOND))) == [
        TITLE,
        SECOND,
    ]


def test_a_machine_counterpart_is_not_carried_over() -> None:
    data = po(f'{signed("b")}#, fuzzy\nmsgid "{FIRST}"\nmsgstr "b"')
    assert said(data, article(TITLE, MOVED)) == {}


def test_a_counterpart_is_carried_over_to_one_sentence_the_most_alike() -> None:
    other = FIRST.replace("الأحد", "الاثنين").replace("عامين", "ثلاثة أعوام")
    assert said(REVIEWED, article(TITLE, other, MOVED, SECOND)).keys() == {TITLE, MOVED, SECOND}


def test_a_sentence_that_moved_far_in_a_long_article_takes_over() -> None:
    filler = [f"{word} رقم {number} في السجل." for number, word in enumerate(["ميناء", "مدرسة", "جسر", "حديقة"] * 60)]
    data = pairs([(FIRST, "It opened on Sunday."), *((source, f"{source[-9:]}") for source in filler)])
    changed = [source.replace("رقم", "الرقم") for source in filler]
    known = said(data, article(TITLE, *changed, MOVED))
    assert known[MOVED] == stale("It opened on Sunday.")
    assert [known[new].text for new in changed] == [source[-9:] for source in filler]


def test_a_very_long_sentence_takes_over() -> None:
    long = " ".join(f"{FIRST[:-1]} {number}" for number in range(40))
    assert said(pairs([(long, "b")]), article(TITLE, long.replace("عامين", "ثلاثة أعوام"))) != {}
    assert said(pairs([(long, "b")]), article(TITLE, " ".join(f"{SECOND[:-1]} {number}" for number in range(60)))) == {}


def _edited_all(count: int) -> tuple[bytes, Article]:
    """Return a sidecar and an article all of whose sentences are a little changed since."""
    old = [f"قال الوزير رقم {number} إن المدرسة الجديدة رقم {number * 7} مفتوحة" for number in range(count)]
    return pairs((text, "b") for text in old), article(*(text.replace("ة", "ه") for text in old))


def _foreign(count: int) -> tuple[bytes, Article]:
    """Return a sidecar and an article that have nothing to do with each other."""
    old = [f"سطر قديم {number**5:x} من السجل" for number in range(count)]
    return pairs((text, "b") for text in old), article(*(f"جملة {number**7:x} جديدة" for number in range(count)))


def _long(count: int) -> tuple[bytes, Article]:
    """Return a sidecar and an article of one title each, one long text a little changed."""
    text = " ".join(f"{number**3:x} في" for number in range(8 * count))
    return pairs([(text, "b")]), article(f"{text} السجل")


@pytest.mark.parametrize("make", [_edited_all, _foreign, _long])
def test_a_sidecar_twice_as_long_takes_no_three_times_as_long(make: Callable[[int], tuple[bytes, Article]]) -> None:
    def seconds(count: int) -> float:
        data, about = make(count)
        sidecar = read(data)
        begin = time.process_time()
        lookup(sidecar, about)
        return time.process_time() - begin

    assert min(seconds(800) for _ in range(2)) < 3 * max(seconds(400) for _ in range(2)) + 0.05


def test_of_sentences_equally_alike_the_nearest_takes_over() -> None:
    old, new = ([f"فاز الفريق رقم {number} على ضيفه بهدف." for number in numbers] for numbers in ("1234", "8765"))
    data = pairs((source, f"Team {number} won.") for number, source in enumerate(old, 1))
    assert said(data, article(*new)) == {source: stale(f"Team {number} won.") for number, source in enumerate(new, 1)}
    assert said(data, article(new[0], old[0], *new[2:])) == {
        new[0]: stale("Team 4 won."),
        old[0]: edited("Team 1 won."),
        new[2]: stale("Team 2 won."),
        new[3]: stale("Team 3 won."),
    }


def test_an_obsolete_counterpart_is_carried_over_too() -> None:
    data = po(f'#~ msgid "{FIRST}"\n#~ msgstr "b"')
    assert said(data, article(TITLE, MOVED)) == {MOVED: stale("b")}
    assert b"#~" not in updated(data, article(TITLE, MOVED))


# --- update -----------------------------------------------------------------------------------------------------------


def test_a_new_sidecar_has_an_entry_a_distinct_sentence_in_order() -> None:
    fresh = {
        TITLE: machine("New library"),
        FIRST: machine('Opened "Sunday"', "number", "quote"),
        SECOND: edited("A home."),
    }
    assert update(None, article(TITLE, SECOND, FIRST, SECOND), "en", fresh).decode() == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: en\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Source-Language: ar\\n"\n'
        '"X-Generator: digest\\n"\n'
        "\n"
        f"{signed('New library')}"
        "#: x.txt\n"
        "#, fuzzy\n"
        f'msgid "{TITLE}"\n'
        'msgstr "New library"\n'
        "\n"
        "#: x.txt\n"
        f'msgid "{SECOND}"\n'
        'msgstr "A home."\n'
        "\n" + signed('Opened "Sunday"') + "#. flags: number, quote\n"
        "#: x.txt\n"
        "#, fuzzy\n"
        f'msgid "{FIRST}"\n'
        'msgstr "Opened \\"Sunday\\""\n'
    )


def test_without_anything_to_say_there_is_no_sidecar() -> None:
    untranslated = {TITLE: Counterpart(text=TITLE, origin="untranslated"), FIRST: machine(" ")}
    assert update(None, article(TITLE, FIRST), "en", untranslated) == b""


def test_what_a_machine_said_goes_when_the_text_is_left_untranslated_and_what_a_person_wrote_stays() -> None:
    about = article(TITLE, FIRST)
    nothing = {text: Counterpart(text=text, origin="untranslated") for text in (TITLE, FIRST)}
    by_machine = update(None, about, "en", {TITLE: machine("Rain"), FIRST: machine("It opened.")})
    assert lookup(read(updated(by_machine, about, nothing.items())), about) == {}
    assert said(updated(REVIEWED, about, nothing.items()), about)[FIRST] == edited("It opened on Sunday.")


def test_a_skeleton_has_an_empty_entry_for_what_is_missing() -> None:
    data = update(None, article(TITLE, FIRST, path="sport/two words.txt"), "en", {FIRST: edited("b")}, skeleton=True)
    assert f'#: \u2068two words.txt\u2069\nmsgid "{TITLE}"\nmsgstr ""\n'.encode() in data
    assert said(data, article(TITLE, FIRST)) == {FIRST: edited("b")}
    assert updated(data, article(TITLE, FIRST)) == data


def test_what_has_no_words_needs_no_entry() -> None:
    assert b"12:30" not in update(None, article(TITLE, "12:30"), "en", {}, skeleton=True)
    fresh = {"12:30": Counterpart(text="12:30", origin="verbatim")}
    assert b"12:30" not in updated(REVIEWED, article(TITLE, "12:30"), fresh.items())
    by_machine = po(f'{signed("123:00")}#, fuzzy\nmsgid "12:30"\nmsgstr "123:00"')
    assert b"12:30" not in updated(by_machine, article(TITLE, "12:30"), fresh.items())
    by_person = po('msgid "52,00"\nmsgstr "52.00"')
    kept = {"52,00": Counterpart(text="52,00", origin="verbatim")}
    assert updated(by_person, article("52,00"), kept.items()) == by_person


def test_a_skeleton_that_was_filled_in_is_edited_and_stays() -> None:
    empty = update(None, article(TITLE), "en", {}, skeleton=True)
    filled = empty.replace(b'msgstr ""\n', b'msgstr "by hand"\n').replace(b'msgstr "by hand"\n', b'msgstr ""\n', 1)
    assert said(filled, article(TITLE)) == {TITLE: edited("by hand")}
    assert updated(filled, article(TITLE), [(TITLE, machine("by machine"))]) == filled


@pytest.mark.parametrize("file", sorted((Path(__file__).parent / "sidecars").glob("*.po")), ids=lambda file: file.stem)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_with_nothing_new_to_say_keeps_its_bytes(file: Path, newline: str) -> None:
    data = file.read_text("utf-8").replace("\n", newline).encode()
    about = article(*(entry.msgid for entry in read(data).entries if entry.msgid and not entry.obsolete))
    assert updated(data, about) == data
    assert updated(data, about, said(data, about).items()) == data


def test_what_a_person_wrote_stands_where_a_machine_has_something_new() -> None:
    fresh = {text: machine("by machine") for text in (TITLE, FIRST, SECOND)}
    assert updated(REVIEWED, article(TITLE, FIRST, SECOND), fresh.items()) == REVIEWED
    changed = updated(REVIEWED, article(TITLE, MOVED, SECOND), [*fresh.items(), (MOVED, machine("by machine"))])
    assert b"by machine" not in changed


def test_a_machine_counterpart_is_replaced_in_place_and_keeps_an_editors_note() -> None:
    old = po(
        f'# her note\n{signed("a", "old 1 a")}#. flags: loop\n#: y.txt\n#, fuzzy, no-wrap\nmsgid "{TITLE}"\nmsgstr "a"'
    )
    new = updated(old, article(TITLE), [(TITLE, machine("b"))])
    assert new.endswith(f'# her note\n{signed("b")}#: y.txt\n#, fuzzy, no-wrap\nmsgid "{TITLE}"\nmsgstr "b"\n'.encode())


def test_a_carried_over_entry_shows_the_old_source() -> None:
    data = updated(REVIEWED, article(TITLE, MOVED, SECOND))
    note = f"#. carried over: reviewed ={digest_of('It opened on Sunday.')}"
    changed = f'{note}\n#: x.txt\n#, fuzzy\n#| msgid "{FIRST}"\nmsgid "{MOVED}"\nmsgstr "It opened on Sunday."'
    assert data.decode() == REVIEWED.decode().replace(
        f'#: x.txt\nmsgid "{FIRST}"\nmsgstr "It opened on Sunday."', changed
    )


def test_a_second_edit_of_the_source_still_shows_what_the_translation_was_made_for() -> None:
    once = updated(REVIEWED, article(TITLE, MOVED, SECOND))
    again = MOVED.replace("المكتبة", "مكتبة المدينة")
    twice = updated(once, article(TITLE, again, SECOND))
    assert f'#| msgid "{FIRST}"\nmsgid "{again}"\n'.encode() in twice


def test_an_edit_of_the_source_that_is_undone_leaves_no_trace() -> None:
    once = updated(REVIEWED, article(TITLE, MOVED, SECOND))
    twice = updated(once, article(TITLE, MOVED.replace("المكتبة", "مكتبة المدينة"), SECOND))
    for interim in (once, twice):
        assert said(interim, article(TITLE, FIRST, SECOND))[FIRST] == edited("It opened on Sunday.")
        assert updated(interim, article(TITLE, FIRST, SECOND)) == REVIEWED


def test_an_old_source_left_behind_by_an_editor_does_not_count() -> None:
    data = po(f'#| msgid "long ago"\nmsgid "{FIRST}"\nmsgstr "b"')
    assert f'#| msgid "{FIRST}"\nmsgid "{MOVED}"\n'.encode() in updated(data, article(TITLE, MOVED))


def test_the_work_of_a_person_without_a_successor_is_put_aside_and_comes_back() -> None:
    noted = REVIEWED.replace(b"#: x.txt", b"# her note\n#: x.txt")
    without = updated(noted, article(TITLE, SECOND))
    assert without.endswith(f'# her note\n#~ msgid "{FIRST}"\n#~ msgstr "It opened on Sunday."\n'.encode())
    assert updated(without, article(TITLE, SECOND)) == without
    assert updated(without, article(TITLE, FIRST, SECOND)) == noted


def test_the_work_of_a_machine_without_a_successor_is_dropped() -> None:
    data = update(None, article(TITLE, FIRST), "en", {TITLE: machine("a"), FIRST: machine("b")})
    assert updated(data, article(TITLE)) == update(None, article(TITLE), "en", {TITLE: machine("a")})


def test_entries_follow_the_order_of_the_article() -> None:
    data = updated(REVIEWED, article(SECOND, TITLE, FIRST))
    assert [entry.msgid for entry in read(data).entries] == ["", SECOND, TITLE, FIRST]
    assert updated(data, article(TITLE, FIRST, SECOND)) == REVIEWED


def test_contexts_are_kept() -> None:
    data = po(f'msgctxt "b"\nmsgid "{TITLE}"\nmsgstr "x"', f'msgctxt "a"\nmsgid "{TITLE}"\nmsgstr "y"')
    assert updated(data, article(TITLE), [(TITLE, machine("z"))]) == data
    assert updated(data, article("شيء آخر")).count(b"#~ msgctxt") == 2


def test_a_file_without_a_header_gets_one_with_the_next_change() -> None:
    bare = f'msgid "{TITLE}"\nmsgstr "b"\n'.encode()
    assert updated(bare, article(TITLE)).endswith(b'"X-Generator: digest\\n"\n\n' + bare)


def test_a_name_or_a_label_with_a_line_break_cannot_break_the_file() -> None:
    odd = Counterpart(text="b", origin="machine", made_by='a\nmsgid "x"')
    data = update(None, article(TITLE, path='x\nmsgid "y".txt'), "en", {TITLE: odd})
    assert said(data, article(TITLE))[TITLE].made_by == 'a msgid "x"'


@pytest.mark.parametrize("origin", ["edited", "machine", "draft"])
def test_what_is_put_into_a_sidecar_is_found_there(origin: Origin) -> None:
    counterpart = Counterpart(text='a "b" \\ c', origin=origin, made_by="" if origin == "edited" else "m 1 a")
    assert said(update(None, article(TITLE), "en", {TITLE: counterpart}), article(TITLE)) == {TITLE: counterpart}


@needs_gettext
def test_gettext_is_content_with_what_is_written() -> None:
    fresh = {TITLE: machine('New "library"', "quote"), FIRST: edited("b\\n")}
    new = update(None, article(TITLE, FIRST, SECOND, path="two words.txt"), "en", fresh, skeleton=True)
    changed = updated(REVIEWED, article(MOVED, "لا شيء مما سبق هنا"), skeleton=True)
    for data in (new, changed):
        gettext("msgfmt", "-c", "-o", "/dev/null", data=data)
        assert gettext("msgcat", "--no-wrap", data=data) == data
