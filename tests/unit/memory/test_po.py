from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from msgspec.structs import replace

from digest.errors import DigestError
from digest.memory import Entry, Sidecar, parse, write
from tests.sidecars import HEADER, gettext, needs_gettext, po

SAVED = sorted((Path(__file__).parent / "sidecars").glob("*.po"))
saved = pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)


def only(data: bytes) -> Entry:
    """Return the one entry of a file beside its header."""
    (entry,) = (entry for entry in parse(data, "x.en.po").entries if not entry.is_header)
    return entry


def complaints(data: bytes) -> list[str]:
    """Return what is wrong with a file: line and problem."""
    with pytest.raises(DigestError) as caught:
        parse(data, "x.en.po")
    assert all(problem.hint for problem in caught.value.problems)
    return [f"{problem.where.removeprefix('x.en.po:')}: {problem.problem}" for problem in caught.value.problems]


def rewritten(sidecar: Sidecar) -> bytes:
    """Return a file with every entry written anew."""
    return write(sidecar.with_entries([replace(entry, raw="") for entry in sidecar.entries]))


# --- reading ----------------------------------------------------------------------------------------------------------


def test_an_entry_is_read_with_everything_around_it() -> None:
    entry = only(
        po(
            "# her note\n#. machine: a 1 b\n#: x.txt\n#, fuzzy, no-wrap\n"
            '#| msgctxt "was"\n#| msgid ""\n#| "the old "\n#| "text"\n'
            'msgctxt "headline"\nmsgid "new"\nmsgstr "جديد"'
        )
    )
    assert replace(entry, raw="") == Entry(
        msgid="new",
        msgstr="جديد",
        msgctxt="headline",
        comments=("# her note", "#. machine: a 1 b", "#: x.txt"),
        flags=("fuzzy", "no-wrap"),
        previous="the old text",
        line=14,
    )


def test_strings_of_several_lines_are_joined() -> None:
    assert only(po('msgid ""\n"one "\n\t"two"\nmsgstr\n"three"  "four"')).msgstr == "threefour"


def test_escapes_are_those_of_c() -> None:
    entry = only(po(r'msgid "a"' "\n" r'msgstr "\"\\\n\t\r\a\b\f\v\101\x41\xd8\xa7\330\247"'))
    assert entry.msgstr == '"\\\n\t\r\a\b\f\vAAاا'


def test_plural_forms_are_kept_and_the_first_counts() -> None:
    entry = only(po('msgid "book"\nmsgid_plural "books"\nmsgstr[0] "كتاب"\nmsgstr[1] "كتب"'))
    assert (entry.msgstr, entry.plural) == ("كتاب", ("books", "كتاب", "كتب"))


def test_obsolete_entries_are_told_apart() -> None:
    sidecar = parse(po('#~| msgid "x"\n#~ msgid ""\n#~ "a"\n#~ msgstr "b"\n#~ msgid "c"\n#~ msgstr "d"'), "x")
    assert [(entry.msgid, entry.previous, entry.obsolete) for entry in sidecar.entries[1:]] == [
        ("a", "x", True),
        ("c", None, True),
    ]


def test_header_fields_are_kept_as_they_stand() -> None:
    header = parse(SAVED[1].read_bytes(), "x").header
    assert header
    assert [line.partition(":")[0] for line in header.msgstr.splitlines()][-3:] == [
        "X-Generator",
        "X-Source-Language",
        "X-Poedit-Bookmarks",
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment", b"# one\n#, fuzzy\n"])
def test_a_file_may_have_no_entries(data: bytes) -> None:
    assert parse(data, "x").entries == ()


def test_a_file_may_lack_its_last_line_break() -> None:
    assert only(HEADER + b'msgid "a"\nmsgstr "b"').msgstr == "b"


# --- writing ----------------------------------------------------------------------------------------------------------


@saved
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_that_was_read_is_written_byte_for_byte(file: Path, newline: str, mark: str) -> None:
    data = (mark + file.read_text("utf-8").replace("\n", newline)).encode()
    assert write(parse(data, "x")) == data


@saved
def test_a_new_entry_leaves_the_bytes_of_the_others_alone(file: Path) -> None:
    data = file.read_text("utf-8").replace("\n", "\r\n").encode()
    sidecar = parse(data, "x")
    added = write(sidecar.with_entries([*sidecar.entries, Entry(msgid="new", msgstr="جديد")]))
    assert '\r\n\r\nmsgid "new"\r\nmsgstr "جديد"\r\n'.encode() in added
    assert all(entry.raw.encode() in added for entry in sidecar.entries)
    assert [replace(entry, line=0) for entry in parse(added, "x").entries[:-1]] == [
        replace(entry, line=0) for entry in sidecar.entries
    ]


def test_a_written_entry_is_not_wrapped() -> None:
    long = "كلمة " * 60 + 'and a "quote"\tand \\ more'
    written = write(Sidecar(entries=(Entry(msgid=long, msgstr="two\nlines\n"),)))
    assert len(written.decode().splitlines()) == 4
    assert only(written).msgid == long
    assert only(written).msgstr == "two\nlines\n"


@needs_gettext
@saved
def test_entries_written_anew_stand_as_msgcat_writes_them(file: Path) -> None:
    sidecar = replace(parse(file.read_bytes(), "x"), trailer="")
    assert rewritten(sidecar) == gettext("msgcat", "--no-wrap", data=file.read_bytes())


@needs_gettext
def test_msgcat_reads_every_string_as_we_do() -> None:
    odd = "".join(map(chr, range(1, 160))) + "«ا\u200e\u2068»\u2028🙂"
    data = write(Sidecar(entries=(*parse(HEADER, "x").entries, Entry(msgid="a", msgstr=odd, msgctxt=odd))))
    assert only(gettext("msgcat", "--no-wrap", data=data)).msgstr == odd.replace("\4", "")


# --- what is wrong ----------------------------------------------------------------------------------------------------

WRONG = {
    "a string is not closed": ('msgid "a\nmsgstr "b"', ["5: a string without its closing quote"]),
    "a string is not opened": ('msgid a"\nmsgstr "b"', ["5: a string without its opening quote"]),
    "a quote is not escaped": ('msgid "a"\nmsgstr "b "c" d"', ["6: text after the closing quote"]),
    "the translation is missing": ('msgid "a"\n\nmsgid "c"\nmsgstr "d"', ["5: `msgid` without `msgstr`"]),
    "the translation is missing before a comment": (
        'msgid "a"\n# note\nmsgid "c"\nmsgstr "d"',
        ["5: `msgid` without `msgstr`"],
    ),
    "the translation is missing at the end": ('msgid "a"', ["5: `msgid` without `msgstr`"]),
    "the source is missing": ('msgstr "a"\n\nmsgid "b"\nmsgstr "c"', ["5: `msgstr` without `msgid`"]),
    "the source is missing after a context": ('msgctxt "a"\nmsgstr "b"', ["6: `msgstr` without `msgid`"]),
    "a context stands alone": ('msgctxt "a"\n\nmsgctxt "b"\nmsgid "c"\nmsgstr "d"', ["5: `msgctxt` without `msgid`"]),
    "a translation is there twice": ('msgid "a"\nmsgstr "b"\nmsgstr "c"', ["7: `msgstr` without `msgid`"]),
    "an entry is there twice": (
        'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"',
        ["8: the same `msgid` twice"],
    ),
    "an escape is unknown": ('msgid "a"\nmsgstr "b"\n"\\n \\q"', ["7: an escape that PO does not have"]),
    "an escape of the old source is unknown": (
        '# "\\q"\n#| msgid "\\q"\nmsgid "a"\nmsgstr "b"',
        ["6: an escape that PO does not have"],
    ),
    "escaped bytes are not UTF-8": ('msgid "a"\nmsgstr "\\xd8"', ["6: an escape that PO does not have"]),
    "a line is not PO": (
        'hello\n\nmsgid "a"\nmsgstr "b"',
        ["5: neither a comment, nor `msgid`, `msgstr` or a string in quotes"],
    ),
    "a plural form is missing": ('msgid "a"\nmsgid_plural "b"', ["5: `msgid` without `msgstr`"]),
    "a plural form has no plural": ('msgid "a"\nmsgstr[0] "b"', ["5: not an entry of a PO file"]),
    "an obsolete string is not closed": ('#~ msgid "a"\n#~ msgstr "b', ["6: a string without its closing quote"]),
    "a conflict is left": (
        'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> theirs\n\nmsgid "d"\nmsgstr "e"',
        ["6: a git conflict marker"],
    ),
    "a conflict is left between entries": (
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\n>>>>>>> theirs\nmsgid "d"\nmsgstr "e"',
        ["5: a git conflict marker"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_problem_is_told_with_its_line(text: str, expected: list[str], newline: str) -> None:
    data = HEADER + text.encode()
    assert complaints(data.replace(b"\n", newline.encode())) == expected


def test_all_problems_of_a_file_are_told_together_in_order() -> None:
    text = 'msgid "a\nmsgstr "b"\n\nmsgid "c"\n\nmsgid "d"\nmsgstr "\\q"\n\nmsgid "d"\nmsgstr "\u00e9"\n'
    assert complaints(HEADER + text.encode("latin-1")) == [
        "5: a string without its closing quote",
        "8: `msgid` without `msgstr`",
        "11: an escape that PO does not have",
        "14: not UTF-8",
    ]


def test_a_problem_shows_the_line() -> None:
    with pytest.raises(DigestError) as caught:
        parse(po('msgid "a"\nmsgstr "مرحبا'), "content/x.en.po")
    assert str(caught.value) == (
        "content/x.en.po:6: a string without its closing quote\n"
        '    msgstr "مرحبا\n'
        '    hint: end the line with `"`, and write a line break as `\\n`'
    )


@pytest.mark.parametrize("charset", ["windows-1256", "ISO-8859-6"])
def test_another_character_set_is_one_clear_problem(charset: str) -> None:
    text = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\nmsgid "أ"\nmsgstr "b"\n'
    assert complaints(text.encode(charset)) == [f"1: its character set is `{charset}`, not UTF-8"]


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "utf8", "CHARSET"])
def test_ways_to_write_utf_8_are_understood(charset: str) -> None:
    assert parse(HEADER.replace(b"UTF-8", charset.encode()), "x").header


def test_utf_16_is_one_clear_problem() -> None:
    with pytest.raises(DigestError, match="not a text file, or UTF-16"):
        parse(po('msgid "a"\nmsgstr "b"').decode().encode("utf-16"), "x.en.po")


def test_a_file_of_nothing_but_mistakes_is_given_up() -> None:
    data = b'msgid "a"\n\n' * 100_000
    start = process_time()
    assert len(complaints(data)) == 100
    assert process_time() - start < 2


# --- speed ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [b'msgid "' + b'a" "' * 100_000, b"#" * 300_000, b"# \n" * 100_000 + b"x", b'msgid ""\n' + b'""\n' * 100_000],
    ids=["strings", "hashes", "comments", "lines"],
)
def test_no_file_takes_long(hostile: bytes) -> None:
    start = process_time()
    with suppress(DigestError):
        parse(hostile, "x")
    assert process_time() - start < 2


@pytest.mark.parametrize("margin", ["", "#~ "])
@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        (r"#-#-#-#-#  one.po  #-#-#-#-#\n", "a mark of `msgcat`"),
        (r"#-#-#-#-#  one.po (x 1.0)  #-#-#-#-#\n", "a mark of `msgcat`"),
        (r"<<<<<<< HEAD\n", "a git conflict marker in a translation"),
        (r"=======\n", "a git conflict marker in a translation"),
        (">>>>>>> theirs", "a git conflict marker in a translation"),
    ],
)
def test_the_marks_of_a_merge_inside_a_translation_are_named_with_their_line(
    mark: str, problem: str, margin: str
) -> None:
    lines = [
        "# note",
        "",
        f'{margin}msgid ""',
        f'{margin}"a"',
        f'{margin}msgstr ""',
        f'{margin}"{mark}"',
        f'{margin}"b"',
    ]
    with pytest.raises(DigestError) as caught:
        parse("\n".join(['msgid ""', 'msgstr "Language: en\\n"', "", *lines, ""]).encode(), "x.en.po")
    (found,) = caught.value.problems
    assert (found.problem, found.where) == (problem, "x.en.po:9")
    assert found.excerpt == f'{margin}"{mark}"'


def test_what_only_looks_like_a_mark_is_text() -> None:
    data = b'msgid "a"\nmsgstr "a ======= b"\n\nmsgid "b"\nmsgstr "#-# <<<<<<<"\n\nmsgid "<<<<<<< a"\nmsgstr "c"\n'
    assert len(parse(data, "x").entries) == 3
