"""A worklist that came back: what of it is taken, and that nothing is lost."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from digest.editorial.desk import Desk, Edit, key_of
from digest.editorial.worklist_export import worklist_of
from digest.editorial.worklist_import import Taken, summary, take_in
from digest.exchange.rows import Worklist, mark_of
from digest.memory import parse
from tests.desk_site import corrected, counterpart, desk_of, make_desk_site, name, source
from tests.sidecars import gettext, needs_gettext

FILE = "desk/nour.po"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_desk_site(tmp_path / "site", articles=2, sentences=4)


@pytest.fixture
def desk(root: Path) -> Desk:
    return desk_of(root)


@pytest.fixture
def sent(desk: Desk) -> Worklist:
    return worklist_of(desk, desk.queue().tasks, "en", "Nour")


def with_row(worklist: Worklist, number: int, **said: object) -> Worklist:
    """Return a worklist of one row alone, of which a person has made something."""
    return replace(worklist, rows=(replace(worklist.rows[number], line=12, **said),))


def file(root: Path, article: int = 0) -> Path:
    return root / "content" / name(article).replace(".txt", ".en.po")


def said(root: Path, text: str, article: int = 0) -> tuple[str, bool]:
    entries = parse(file(root, article).read_bytes(), "x").entries
    return next((entry.msgstr, entry.fuzzy) for entry in entries if entry.msgid == text)


def edit(desk: Desk, number: int, words: str, *, reviewed: bool = True) -> None:
    """Let an editor at the desk say something of a sentence."""
    key = key_of(source(0, number))
    version = desk.open(name(0), key).version
    desk.save(Edit(article=name(0), key=key, version=version, words=words, reviewed=reviewed, by="Karim"))


def fates(taken: Taken) -> dict[str, int]:
    return {str(fate): count for fate, count in taken.fates.items()}


def test_what_nobody_touched_or_a_program_blanked_changes_nothing(root: Path, desk: Desk, sent: Worklist) -> None:
    before = [file(root, number).read_bytes() for number in (0, 1)]
    blanked = replace(sent, rows=tuple(replace(row, words="", reviewed=False) for row in sent.rows))
    for worklist in (sent, blanked):
        taken = take_in(desk, [worklist], FILE)
        assert (fates(taken), taken.files) == ({"open": 8}, ())
    assert [file(root, number).read_bytes() for number in (0, 1)] == before


def test_reviews_and_drafts_of_several_articles_are_taken_in_the_name_of_who_made_them(
    root: Path, desk: Desk, sent: Worklist
) -> None:
    rows = list(sent.rows)
    rows[0] = replace(rows[0], words=corrected(0, 0), reviewed=True, comments=("looked it up",))
    rows[1] = replace(rows[1], words=corrected(0, 1))
    rows[4] = replace(rows[4], reviewed=True)
    taken = take_in(desk, [replace(sent, rows=tuple(rows))], FILE)
    assert fates(taken) == {"reviewed": 2, "draft": 1, "open": 5}
    assert taken.files == (file(root, 0), file(root, 1))
    assert said(root, source(0, 0)) == (corrected(0, 0), False)
    assert said(root, source(0, 1)) == (corrected(0, 1), True)
    assert said(root, source(1, 0), 1) == (counterpart(1, 0), False)
    assert "# looked it up" in file(root).read_text("utf-8")
    assert '"Last-Translator: Nour' in file(root).read_text("utf-8")
    assert desk.open(name(0), key_of(source(0, 1))).origin == "draft"
    again = take_in(desk, [replace(sent, rows=tuple(rows))], FILE)
    assert (fates(again), again.files) == ({"same": 3, "open": 5}, ())


def test_what_a_program_without_states_changed_is_reviewed_when_somebody_says_so(
    root: Path, desk: Desk, sent: Worklist
) -> None:
    rows = (replace(sent.rows[0], words=corrected(0, 0)), *sent.rows[1:])
    taken = take_in(desk, [replace(sent, rows=rows)], FILE, reviewed=True)
    assert fates(taken) == {"reviewed": 1, "open": 7}
    assert said(root, source(0, 0)) == (corrected(0, 0), False)


@pytest.mark.parametrize("reviewed", [True, False])
def test_what_somebody_changed_meanwhile_stays_and_both_are_kept_and_told(
    root: Path, desk: Desk, sent: Worklist, reviewed: bool
) -> None:
    edit(desk, 0, "100 people came by.", reviewed=reviewed)
    worklist = with_row(sent, 0, words=corrected(0, 0), reviewed=True)
    taken = take_in(desk, [worklist], FILE)
    assert fates(taken) == {"kept": 1}
    (problem,) = taken.problems
    assert (problem.where, problem.excerpt) == (f"{FILE}:12", corrected(0, 0))
    assert said(root, source(0, 0)) == ("100 people came by.", not reviewed)
    assert f"# merged; the other version is: {corrected(0, 0)}" in file(root).read_text("utf-8")
    after = file(root).read_bytes()
    take_in(desk, [worklist], FILE)
    assert file(root).read_bytes() == after


def test_a_draft_does_not_take_the_place_of_a_review_and_is_kept_beside_it(
    root: Path, desk: Desk, sent: Worklist
) -> None:
    edit(desk, 0, corrected(0, 0))
    (task,) = [task for task in desk.queue(["edited"]).tasks if task.text == source(0, 0)]
    handed_out = worklist_of(desk, [task], "en")
    assert handed_out.rows[0].reviewed
    taken = take_in(desk, [with_row(handed_out, 0, words="100 perhaps.", reviewed=False)], FILE)
    assert fates(taken) == {"kept": 1}
    assert said(root, source(0, 0)) == (corrected(0, 0), False)
    assert "the other version is: 100 perhaps." in file(root).read_text("utf-8")
    better = take_in(desk, [with_row(worklist_of(desk, [task], "en"), 0, words="100 surely.", reviewed=True)], FILE)
    assert fates(better) == {"reviewed": 1}


def test_other_words_of_the_machine_give_way_to_a_person_s(root: Path, desk: Desk, sent: Worklist) -> None:
    text = file(root).read_text("utf-8")
    file(root).write_text(text.replace(counterpart(0, 0), "Two hundred people.").replace("#. machine", "#. x"), "utf-8")
    file(root).write_text(text.replace(f'msgstr "{counterpart(0, 0)}"', 'msgstr ""'), "utf-8")
    assert fates(take_in(desk, [with_row(sent, 0, words=corrected(0, 0))], FILE)) == {"draft": 1}
    assert said(root, source(0, 0)) == (corrected(0, 0), True)


def test_without_its_mark_a_row_is_found_by_its_text_and_never_replaces_a_person_s_words(
    root: Path, desk: Desk, sent: Worklist
) -> None:
    edit(desk, 0, "100 came.", reviewed=False)
    lost = [with_row(sent, n, words=corrected(0, n), reviewed=True, mark="").rows[0] for n in (0, 1)]
    untouched = with_row(sent, 2, mark="").rows
    taken = take_in(desk, [replace(sent, rows=(*lost, *untouched))], FILE)
    assert fates(taken) == {"kept": 1, "reviewed": 1, "open": 1}
    assert said(root, source(0, 0)) == ("100 came.", True)
    assert said(root, source(0, 1)) == (corrected(0, 1), False)


def test_a_source_that_a_program_respelled_is_found_by_its_mark(root: Path, desk: Desk, sent: Worklist) -> None:
    worklist = with_row(sent, 0, source="x", words=corrected(0, 0), reviewed=True)
    assert fates(take_in(desk, [worklist], FILE)) == {"reviewed": 1}
    assert said(root, source(0, 0)) == (corrected(0, 0), False)


@pytest.mark.parametrize("reviewed", [True, False])
def test_the_translation_of_a_sentence_that_changed_is_carried_over_and_told(
    root: Path, desk: Desk, sent: Worklist, reviewed: bool
) -> None:
    article = root / "content" / name(0)
    now = source(0, 0).replace("رقم", "برقم")
    article.write_text(article.read_text("utf-8").replace(source(0, 0), now), "utf-8")
    worklist = with_row(sent, 0, words=corrected(0, 0), reviewed=reviewed)
    taken = take_in(desk, [worklist], FILE)
    assert fates(taken) == {"followed": 1}
    assert taken.problems[0].where == f"{FILE}:12"
    card = desk.open(name(0), key_of(now))
    assert (card.origin, card.words) == ("stale" if reviewed else "draft", corrected(0, 0))
    after = file(root).read_bytes()
    assert fates(take_in(desk, [worklist], FILE)) == {"same": 1}
    assert file(root).read_bytes() == after


def test_of_a_sentence_that_is_gone_the_translation_is_put_aside(root: Path, desk: Desk, sent: Worklist) -> None:
    gone = "لم يعد أحد يقول هذا في المقال."
    worklist = with_row(sent, 0, source=gone, mark=mark_of(key_of(gone), "", ""), words="Gone.", reviewed=True)
    taken = take_in(desk, [worklist], FILE)
    assert fates(taken) == {"followed": 1}
    (entry,) = [one for one in parse(file(root).read_bytes(), "x").entries if one.msgid == gone]
    assert (entry.obsolete, entry.msgstr, entry.fuzzy) == (True, "Gone.", False)


def test_work_follows_an_article_that_was_renamed_and_is_told_where_there_is_none(
    root: Path, desk: Desk, sent: Worklist
) -> None:
    (root / "content" / name(0)).rename(root / "content" / "2026-11-21-later.txt")
    (root / "content" / name(1)).unlink()
    rows = tuple(
        replace(row, words=words, reviewed=True, line=7)
        for row, words in ((sent.rows[0], corrected(0, 0)), (sent.rows[4], corrected(1, 0)))
    )
    taken = take_in(desk, [replace(sent, rows=rows)], FILE)
    assert fates(taken) == {"reviewed": 1, "refused": 1}
    assert str(taken.problems[0]).startswith(f"{FILE}:7: there is no article `{name(1)}` any more")
    assert corrected(1, 0) in str(taken.problems[0])
    moved = root / "content" / "2026-11-21-later.en.po"
    assert corrected(0, 0) in moved.read_text("utf-8")


def test_what_can_be_no_translation_is_refused_with_its_line(root: Path, desk: Desk, sent: Worklist) -> None:
    before = file(root).read_bytes()
    rows = (
        replace(sent.rows[0], words=source(0, 0), reviewed=True, line=3),
        replace(sent.rows[1], words="x" * 20_001, reviewed=True, line=8),
        replace(sent.rows[2], words="[+]", reviewed=True, line=13),
    )
    taken = take_in(desk, [replace(sent, rows=rows)], FILE)
    assert fates(taken) == {"refused": 3}
    assert [problem.where for problem in taken.problems] == [f"{FILE}:{line}" for line in (3, 8, 13)]
    assert file(root).read_bytes() == before


def test_a_sentence_is_joined_to_one_that_the_same_worklist_translates(root: Path, desk: Desk, sent: Worklist) -> None:
    rows = (
        replace(sent.rows[0], words="Both at once, 100 and 101.", reviewed=True),
        replace(sent.rows[1], words="[+]", reviewed=True),
    )
    assert fates(take_in(desk, [replace(sent, rows=rows)], FILE)) == {"reviewed": 2}
    assert said(root, source(0, 1)) == ("[+]", False)


def test_a_worklist_in_the_wrong_direction_is_refused(desk: Desk, sent: Worklist) -> None:
    worklist = replace(with_row(sent, 0, words="some words", reviewed=True), source="en", target="ar")
    assert fates(take_in(desk, [worklist], FILE)) == {"refused": 1}


def test_an_article_outside_the_content_folder_is_none(root: Path, desk: Desk, sent: Worklist) -> None:
    (root / "secret.txt").write_text("سر", "utf-8")
    worklist = with_row(sent, 0, article="../secret.txt", source="سر", mark="", words="secret", reviewed=True)
    assert fates(take_in(desk, [worklist], FILE)) == {"refused": 1}
    assert not [*root.glob("*.po")]


@needs_gettext
def test_sidecars_stay_valid_whatever_was_typed(root: Path, desk: Desk, sent: Worklist) -> None:
    hostile = 'a "quoted\\" \n #~ msgid "x"\u2028\u202e'
    take_in(desk, [with_row(sent, 0, words=hostile, reviewed=True, comments=(hostile,))], FILE)
    edit(desk, 1, "other words")
    take_in(desk, [with_row(sent, 1, words=hostile, reviewed=True)], FILE)
    gettext("msgfmt", "-c", "-o", "/dev/null", data=file(root).read_bytes())


def test_the_summary_says_numbers_in_words() -> None:
    taken = Taken()
    assert summary(taken) == "nothing in it"
    taken.fates.update({"reviewed": 1200, "open": 10, "kept": 1})
    assert summary(taken) == "1,200 reviewed, 10 still open, 1 differ from what the site says by now"
