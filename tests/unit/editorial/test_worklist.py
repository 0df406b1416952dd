from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.config import load
from digest.editorial import corpus, worklist
from digest.editorial.status import LISTED, editorial_status, newest_articles, status_lines
from digest.editorial.worklist import KINDS, Finding, Kind, annotations, gate_message, marked_changes
from digest.memory import Cache
from digest.memory.entries import digest_of
from digest.quality.doubtful import Lexicon
from digest.translation.counterparts import Reply, complete
from digest.translation.machine_queue import Answer
from tests.sites import NOW, make_site, publish, settle

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
NEW = "العنوان: افتتاح المكتبة\nالتاريخ: 2026-11-21\n\nحضر الافتتاح 22 ضيفا.\n\nوأغلق الباب.\n"
OLD = "العنوان: خبر قديم\nالتاريخ: 2026-01-02\n\nنص قديم.\n"


def entry(source: str, text: str, *marks: str) -> str:
    return "".join(f"{mark}\n" for mark in marks) + f'msgid "{source}"\nmsgstr "{text}"\n\n'


def findings(root: Path, machine: Machine, kinds: tuple[Kind, ...] = LISTED) -> tuple[Finding, ...]:
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(root / "machine.sqlite") as cache:
        return editorial_status(content, config, machine, cache, kinds).findings


def site(root: Path, new: str = "", old: str = "") -> Path:
    """Write a site of two articles, the older one first by name, with the entries of their sidecars."""
    files = {"a.txt": OLD, "b.txt": NEW}
    files |= {path: HEADER + said for path, said in (("a.en.po", old), ("b.en.po", new)) if said}
    return make_site(root, files)


def test_the_newest_article_stands_first_with_the_lines_of_its_sidecar(tmp_path: Path, machine: Machine) -> None:
    said = entry("افتتاح المكتبة", "The library opens") + entry("وأغلق الباب.", "They shut the door.", "#, fuzzy")
    root = site(tmp_path, said, entry("خبر قديم", "Old news", "#, fuzzy"))
    found = [(one.kind, one.path, one.line) for one in findings(root, machine)]
    assert found == [
        ("draft", "b.en.po", 8),
        ("untranslated", "b.txt", 4),
        ("draft", "a.en.po", 5),
        ("untranslated", "a.txt", 4),
    ]


def test_an_outdated_sentence_shows_what_has_changed_in_its_source(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path, entry("حضر الافتتاح 20 ضيفا.", "The opening had 20 guests."))
    (stale,) = findings(root, machine, ("stale",))
    assert (stale.previous, stale.flags) == ("حضر الافتتاح 20 ضيفا.", ("number",))
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    with Cache(root / "machine.sqlite") as cache:
        status = editorial_status(content, config, machine, cache)
    lines = list(status_lines(status, "content", None))
    place = lines.index("  content/b.en.po:4: outdated, the source has changed: numbers differ")
    assert lines[place + 1 : place + 4] == [
        "    - حضر الافتتاح [-20-] ضيفا.",
        "    + حضر الافتتاح {+22+} ضيفا.",
        "    The opening had 20 guests.",
    ]
    assert "content/b.txt: 3 to look at" in lines


def test_reviewed_words_that_do_not_fit_their_source_are_told_and_stay_reviewed(
    tmp_path: Path, machine: Machine
) -> None:
    good, bad = entry("وأغلق الباب.", "The door was shut."), entry("حضر الافتتاح 22 ضيفا.", "It had 32 guests.")
    root = site(tmp_path, good + bad)
    (found,) = findings(root, machine, ("reviewed",))
    assert (found.source, found.flags) == ("حضر الافتتاح 22 ضيفا.", ("number",))


def test_what_was_put_aside_is_told_where_it_stands(tmp_path: Path, machine: Machine) -> None:
    gone = "لا علاقة لهذه الجملة بشيء آخر على الإطلاق هنا"
    root = site(tmp_path, entry("افتتاح المكتبة", "The library opens") + entry(gone, "Nothing to do with it"))
    (found,) = findings(root, machine, ("put-aside",))
    assert (found.article, found.path, found.line, found.source) == ("b.txt", "b.en.po", 7, gone)


def test_machine_words_are_listed_when_asked_for_only(tmp_path: Path, machine: Machine) -> None:
    text = "The library opens"
    mark = f"#. machine: tiny 1.0 12345678 ={digest_of(text)}"
    root = site(tmp_path, entry("افتتاح المكتبة", text, mark, "#, fuzzy"))
    assert "machine" not in {one.kind for one in findings(root, machine)}
    assert [one.counterpart for one in findings(root, machine, ("machine",))] == [text]
    assert {one.kind for one in findings(root, machine, KINDS)} == {"machine", "untranslated"}


def test_no_more_than_asked_for_are_shown_and_the_rest_is_counted(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path)
    config = load(root)
    with Cache(root / "machine.sqlite") as cache:
        status = editorial_status(corpus.load(config, now=NOW), config, machine, cache)
    assert "and 4 more: `--all` shows them" in status_lines(status, "content", 1)
    assert not any("more: `--all`" in line for line in status_lines(status, "content", None))


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        ("a b c", "a x c", ("a [-b-] c", "a {+x+} c")),
        ("a b", "a b c d", ("a b", "a b {+c d+}")),
        ("a b", "b", ("[-a-] b", "b")),
    ],
)
def test_changed_words_are_marked_in_both_wordings(before: str, now: str, shown: tuple[str, str]) -> None:
    assert marked_changes(before, now) == shown


def test_a_note_on_a_pull_request_is_one_line_whatever_the_text_holds() -> None:
    finding = Finding(
        kind="stale", article="a,b.txt", lang="ar", path="a,b.en.po", line=3, source="100%: نعم", counterpart="x::y"
    )
    (note,) = annotations([finding], "content", KINDS)
    assert note == (
        "::error file=content/a%2Cb.en.po,line=3,title=Translation::"
        "outdated, the source has changed%0A100%25: نعم%0Ax::y"
    )
    assert next(annotations([finding], "content", ())).startswith("::warning ")


def test_a_gate_says_how_many_of_which_kinds_there_are() -> None:
    assert gate_message(1, ("stale", "draft")) == "1 sentence to look at, of these kinds: stale, draft"


def test_after_a_build_only_the_newest_articles_are_read_and_the_others_are_counted(
    tmp_path: Path, machine: Machine
) -> None:
    unfit = entry("لا علاقة لهذه الجملة بشيء آخر على الإطلاق هنا", "Nothing to do with it")
    root = site(tmp_path, entry("افتتاح المكتبة", "The library opens"), entry("خبر قديم", "Old", "#, fuzzy") + unfit)
    settle(root)
    publish(root, machine)
    config = load(root)
    options = BuildOptions(now=NOW, machine=machine, allow_untranslated=True)
    with Cache(root / ".digest/machine.sqlite") as cache:
        content, unread = newest_articles(config, options, cache, LISTED, 1)
        quick = editorial_status(content, config, machine, cache, LISTED, unread)
        whole = editorial_status(corpus.load(config, now=NOW), config, machine, cache)
    assert [article.path for article in content.articles] == ["b.txt"]
    assert [record.article.path for record in unread] == ["a.txt"]
    assert (quick.articles, quick.sentences, quick.origins) == (whole.articles, whole.sentences, whole.origins)
    assert len(quick.findings) + quick.unlisted == len(whole.findings)
    assert quick.findings == whole.findings[: len(quick.findings)]


def test_an_article_that_changed_since_the_build_is_read(tmp_path: Path, machine: Machine) -> None:
    root = site(tmp_path)
    settle(root)
    publish(root, machine)
    make_site(root, {"a.txt": OLD + "\nوجملة أخرى.\n"})
    options = BuildOptions(now=NOW, machine=machine, allow_untranslated=True)
    with Cache(root / ".digest/machine.sqlite") as cache:
        content, _ = newest_articles(load(root), options, cache, LISTED, 1)
    assert {article.path for article in content.articles} == {"a.txt", "b.txt"}


def test_doubtful_words_are_told_with_their_places_but_those_that_the_lexicon_explains(tmp_path: Path) -> None:
    root = site(tmp_path)
    config = load(root)
    content = corpus.load(config, now=NOW, drafts=True)
    said = Answer(text="The hammer shut the door.", flags=("unsure",), score=-0.4, doubtful=("hammer", "shut"))
    stories, answers = [], []
    for article in content.articles:
        reply = Reply(answers={"وأغلق الباب.": said} if article.path == "b.txt" else {}, made_by="x 1.0 12345678")
        stories.append(complete(article, {}, reply))
        answers.append(reply.answers)
    lexicon = Lexicon.mined([("وأغلق النافذة", "He shut the window"), ("أغلق المحل", "The shop was shut")])
    kinds: tuple[Kind, ...] = ("doubtful",)
    for known, words in ((Lexicon(), [("hammer", 4, 10), ("shut", 11, 15)]), (lexicon, [("hammer", 4, 10)])):
        (found,) = worklist.findings(content, stories, answers, config, kinds, known)
        assert found.doubtful == tuple(words)
    assert list(worklist.worklist_lines([found], "content", None))[-1] == "    doubtful words: hammer"
