import pytest
from msgspec.structs import replace

from digest.errors import DigestError
from digest.exchange import po_worklist
from tests.sidecars import gettext, needs_gettext
from tests.worklists import SENT, WORKLIST


def test_a_worklist_comes_back_as_it_was_sent() -> None:
    back = po_worklist.read(po_worklist.write(WORKLIST), "x.po")
    assert (back.source, back.target, back.by) == ("ar", "en", "نور Nour")
    assert [replace(row, line=0) for row in back.rows] == SENT
    assert [row.line for row in back.rows] == sorted({row.line for row in back.rows} - {0})


@needs_gettext
def test_gettext_s_tools_find_nothing_wrong_and_keep_everything() -> None:
    body = po_worklist.write(WORKLIST)
    assert gettext("msgfmt", "-c", "-o", "/dev/null", data=body) == b""
    for options in (["-w", "40"], ["--no-wrap"], ["--no-location"], ["-E"]):
        back = po_worklist.read(gettext("msgcat", *options, data=body), "x.po")
        assert [replace(row, line=0) for row in back.rows] == SENT
    fuzzy = po_worklist.read(gettext("msgattrib", "--only-fuzzy", data=body), "x.po")
    assert [replace(row, line=0) for row in fuzzy.rows] == SENT[:1]


def test_of_a_file_without_contexts_the_references_name_the_articles() -> None:
    body = b"".join(line for line in po_worklist.write(WORKLIST).splitlines(True) if b"msgctxt" not in line)
    rows = po_worklist.read(
        body.replace(b"#: politics/x.txt:3", "#: \u2068politics/x.txt:3\u2069".encode()), "x.po"
    ).rows
    assert [row.article for row in rows] == [row.article for row in SENT]


def test_nobody_is_named_where_nobody_was() -> None:
    assert po_worklist.read(po_worklist.write(replace(WORKLIST, by="")), "x.po").by == ""


def test_another_po_file_is_no_worklist() -> None:
    with pytest.raises(DigestError, match="not a worklist"):
        po_worklist.read(b'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid "a"\nmsgstr "b"\n', "x.po")
