"""Memories and glossaries for other programs, and theirs."""

from pathlib import Path

import pytest

from digest.config import Config, load
from digest.editorial.memory_files import add_terms, keep_memory, reviewed_pairs
from digest.editorial.site_memory import SiteMemory
from digest.errors import DigestError
from digest.exchange.rows import Pair
from digest.translation.glossary import Term, read_glossary
from tests.sidecars import po, signed
from tests.sites import make_site

PAIR = Pair(source=None, ar="البحر هائج اليوم في الشمال.", en="The sea is rough in the north today.", by="Agency")


def config(root: Path, **files: bytes) -> Config:
    return load(make_site(root, {name.replace("_", "."): body for name, body in files.items()}))


def test_every_reviewed_sentence_is_a_pair_and_those_said_together_are_one(tmp_path: Path) -> None:
    made = config(
        tmp_path,
        a_en_po=po(
            'msgid "أ أ"\nmsgstr "One and two"',
            'msgid "ب ب"\nmsgstr "[+]"',
            'msgid "ج ج"\nmsgstr "[-]"',
            f'{signed("Machine")}#, fuzzy\nmsgid "د د"\nmsgstr "Machine"',
            '#~ msgid "هـ هـ"\n#~ msgstr "Put aside"',
        ),
        b_ar_po=b'msgid ""\nmsgstr "PO-Revision-Date: 2026-11-20 10:00+0200\\nLast-Translator: Nour <n@x>\\n"\n\n'
        + 'msgid "Sea"\nmsgstr "بحر"\n'.encode(),
    )
    assert list(reviewed_pairs(made)) == [
        Pair(source="ar", ar="أ أ ب ب", en="One and two", file="a.en.po"),
        Pair(source="ar", ar="هـ هـ", en="Put aside", file="a.en.po"),
        Pair(source="en", ar="بحر", en="Sea", file="b.ar.po", by="Nour", time="20261120T080000Z"),
    ]


def test_a_memory_that_is_kept_is_suggested_in_both_directions(tmp_path: Path) -> None:
    made = config(tmp_path, a_txt="خبر".encode())
    file, count = keep_memory([PAIR, PAIR], "in/agency.xlf", made)
    assert (file, count) == (tmp_path / "memory" / "agency.tmx", 1)
    memory = SiteMemory()
    memory.refresh(made)
    (match,) = memory.like(PAIR.ar, "en")
    assert (match.counterpart, match.sidecar, match.by) == (PAIR.en, "memory/agency.tmx", "Agency")
    assert [match.counterpart for match in memory.like(PAIR.en, "ar")] == [PAIR.ar]
    assert [match.counterpart for match in memory.concordance("rough", "ar")] == [PAIR.ar]
    file.unlink()
    memory.refresh(made)
    assert memory.like(PAIR.ar, "en") == []


def test_a_memory_is_replaced_only_by_force_and_an_empty_one_is_refused(tmp_path: Path) -> None:
    made = config(tmp_path, a_txt="خبر".encode())
    keep_memory([PAIR], "agency.tmx", made)
    with pytest.raises(DigestError, match="there is one already"):
        keep_memory([PAIR], "agency.tmx", made)
    keep_memory([PAIR], "agency.tmx", made, force=True)
    with pytest.raises(DigestError, match="nothing in Arabic and English"):
        keep_memory([], "other.tmx", made)


def test_a_memory_is_not_written_through_a_link_out_of_the_site(tmp_path: Path) -> None:
    made = config(tmp_path / "site", a_txt="خبر".encode())
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site" / "memory").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DigestError):
        keep_memory([PAIR], "agency.tmx", made)
    assert not [*(tmp_path / "elsewhere").iterdir()]


def test_terms_are_added_below_those_there_are_and_what_is_otherwise_is_told(tmp_path: Path) -> None:
    made = config(tmp_path, glossary_csv="source;target;also;note\nالبنك;Bank;;\n".encode())
    terms = [
        Term(source="البنك", target="Bank", line=2),
        Term(source="بحر", target="sea", also=("ocean", "main"), note="not lake", line=3),
        Term(source="البَنك", target="Bench", line=4),
        Term(source="", target="x", line=5),
        Term(source="بحر", target="lake", line=6),
    ]
    added = add_terms(terms, "terms.tbx", made)
    assert (added.terms, added.known) == (1, 1)
    assert [problem.where for problem in added.problems] == ["terms.tbx:4", "terms.tbx:5", "terms.tbx:6"]
    text = (tmp_path / "content" / "glossary.csv").read_text("utf-8")
    assert text == "source;target;also;note\nالبنك;Bank;;\nبحر;sea;ocean|main;not lake\n"
    assert len(read_glossary(made).terms) == 2


def test_a_site_without_a_glossary_gets_one(tmp_path: Path) -> None:
    made = config(tmp_path, a_txt="خبر".encode())
    assert add_terms([Term(source="بحر", target="sea")], "terms.csv", made).terms == 1
    assert [term.target for term in read_glossary(made).terms] == ["sea"]
