"""The editors' desk: what waits, one sentence with all that helps, and what is saved of it."""

import subprocess
from pathlib import Path

import pytest

from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.editorial.desk import STATES, ConflictError, Desk, Edit, changes, key_of
from digest.errors import DigestError
from digest.memory import parse
from digest.memory.po import write
from digest.memory.revision import revised
from digest.model import Revision
from tests.desk_site import corrected, counterpart, desk_of, make_desk_site, name, source
from tests.sites import BULLETIN, NOW

FIRST = name(0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_desk_site(tmp_path / "site")


@pytest.fixture
def desk(root: Path) -> Desk:
    return desk_of(root)


def sidecar(root: Path, article: int = 0) -> Path:
    return root / "content" / name(article).replace(".txt", ".en.po")


def said(root: Path, text: str, article: int = 0) -> tuple[str, bool]:
    """Return what a sidecar says of a text, and whether that waits for review."""
    entries = parse(sidecar(root, article).read_bytes(), "x").entries
    return next((entry.msgstr, entry.fuzzy) for entry in entries if entry.msgid == text)


def edit(desk: Desk, number: int, words: str, *, reviewed: bool = True, article: int = 0) -> Edit:
    """Return what an editor makes of a sentence that was just opened."""
    key = key_of(source(article, number))
    version = desk.open(name(article), key).version
    return Edit(article=name(article), key=key, version=version, words=words, reviewed=reviewed)


def test_the_queue_has_what_is_doubtful_newest_article_first_in_the_order_of_its_text(desk: Desk) -> None:
    queue = desk.queue()
    assert [task.text for task in queue.tasks] == [source(article, n) for article in range(3) for n in range(10)]
    assert {task.state for task in queue.tasks} == {"doubtful"}
    assert {task.flags for task in queue.tasks} == {("number",)}
    assert queue.tasks[0].headline == "عنوان الخبر 0"


def test_the_queue_may_be_of_one_article_and_of_other_states(desk: Desk) -> None:
    assert [task.state for task in desk.queue(STATES, [name(1)]).tasks] == ["edited", *["doubtful"] * 10]
    assert desk.queue(["edited"]).tasks[0].text == "عنوان الخبر 0"
    assert desk.queue(["stale"]).tasks == ()


def test_a_long_queue_says_how_much_it_leaves_out(desk: Desk) -> None:
    queue = desk.queue(most=12)
    assert (len(queue.tasks), queue.unlisted) == (12, 18)


def test_a_file_that_cannot_be_read_is_told_of_and_does_not_stop_the_others(root: Path, desk: Desk) -> None:
    sidecar(root, 1).write_bytes(b'msgid "broken')
    queue = desk.queue()
    assert len(queue.tasks) == 20
    assert [problem.where.partition(":")[0] for problem in queue.problems] == ["2026-11-19-news.en.po"]
    assert desk.queue(articles=[name(1)]).tasks == ()


def test_the_sentences_of_what_a_build_counted_are_found_in_every_state(root: Path) -> None:
    made = desk_of(root)
    options = BuildOptions(now=NOW, machine=made.machine_for(made.config()), allow_untranslated=True)
    records = build(made.config(), options).warm.state.articles
    counted = Desk(config=made.config, records=lambda: records, machine_for=made.machine_for, clock=made.clock)
    assert len(counted.queue(["edited"]).tasks) == 3
    few = counted.queue(most=5)
    assert (len(few.tasks), few.unlisted) == (5, 25)
    assert few.tasks == made.queue().tasks[:5]


def test_the_queue_may_be_of_the_translations_of_one_person(root: Path) -> None:
    for article, person in enumerate(("Nour", "Omar")):
        file = sidecar(root, article)
        by = Revision(time=NOW, by=person)
        file.write_bytes(write(revised(parse(file.read_bytes(), file.name), by)))
    made = desk_of(root)
    options = BuildOptions(now=NOW, machine=made.machine_for(made.config()), allow_untranslated=True)
    records = build(made.config(), options).warm.state.articles
    counted = Desk(config=made.config, records=lambda: records, machine_for=made.machine_for, clock=made.clock)
    assert counted.people() == ["Nour", "Omar"]
    assert {task.article for task in counted.queue(person="Omar").tasks} == {name(1)}
    assert {task.article for task in counted.queue().tasks} == {name(0), name(1), name(2)}
    assert counted.queue(person="Nobody").tasks == ()


def test_a_card_has_the_paragraph_the_machine_s_words_and_what_is_wrong_with_them(desk: Desk) -> None:
    card = desk.open(FIRST, key_of(source(0, 3)))
    assert [one.source for one in card.paragraph] == [source(0, 2), source(0, 3)]
    assert card.words == card.machine == counterpart(0, 3)
    assert card.machine_flags == card.task.flags == ("number",)
    assert (card.target, card.file, card.number, card.slug) == ("en", "2026-11-20-news.en.po", 5, "news-0")
    lines = sidecar(desk.config().root).read_text("utf-8").split("\n")
    assert lines[card.line - 1] == f'msgid "{source(0, 3)}"'


def test_a_card_has_the_terms_and_the_checks_miss_what_is_not_said(root: Path, desk: Desk) -> None:
    (root / "content" / "glossary.csv").write_text("source,target\nكتاب,notebook\n", "utf-8")
    key = key_of(source(0, 1))
    assert desk.open(FIRST, key).terms == (("كتاب", "notebook"),)
    checks = desk.check(FIRST, key, corrected(0, 1))
    assert (checks.flags, checks.lacking) == ((), ("notebook",))
    assert desk.check(FIRST, key, "7 people visited the notebook of quarter 2.").flags == ("number",)
    assert "copy" in desk.check(FIRST, key, source(0, 1)).flags
    assert desk.check(FIRST, key, "[-]").flags == ()


def test_what_was_reviewed_is_a_match_for_sentences_like_it_with_who_did_it(desk: Desk) -> None:
    made = edit(desk, 0, corrected(0, 0))
    desk.save(Edit(**{name: getattr(made, name) for name in Edit.__slots__} | {"by": "نور"}))
    (match,) = desk.matches(name(1), key_of(source(1, 0)))
    assert (match.counterpart, match.sidecar, match.by) == (corrected(0, 0), "2026-11-20-news.en.po", "نور")
    assert 0.75 <= match.likeness < 1
    assert desk.matches(FIRST, key_of(source(0, 0))) == []


def test_what_is_reviewed_is_in_the_sidecar_and_leaves_the_queue(root: Path, desk: Desk) -> None:
    before = sidecar(root).read_text("utf-8").split("\n\n")
    card = desk.save(edit(desk, 2, corrected(0, 2)))
    assert (card.task.state, card.origin, card.words) == ("edited", "edited", corrected(0, 2))
    assert said(root, source(0, 2)) == (corrected(0, 2), False)
    assert source(0, 2) not in [task.text for task in desk.queue().tasks]
    after = sidecar(root).read_text("utf-8").split("\n\n")
    assert [place for place, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [0, 4]
    assert "PO-Revision-Date: 2026-11-23 12:00+0000" in after[0]


def test_a_draft_stays_in_the_queue(root: Path, desk: Desk) -> None:
    card = desk.save(edit(desk, 2, corrected(0, 2), reviewed=False))
    assert card.task.state == "draft"
    assert said(root, source(0, 2)) == (corrected(0, 2), True)


def test_a_sentence_is_joined_to_the_one_before_left_out_or_left_as_it_is(root: Path, desk: Desk) -> None:
    desk.save(edit(desk, 0, "In quarter 2, 100 people visited the pen, and 101 people of quarter 2 the book."))
    for number, sign in ((1, "[+]"), (2, "[-]"), (3, "[=]")):
        assert desk.save(edit(desk, number, sign)).task.state == "edited"
        assert said(root, source(0, number)) == (sign, False)
    assert desk.open(FIRST, key_of(source(0, 0))).joined == f"{source(0, 0)} {source(0, 1)}"
    assert [task.text for task in desk.queue(articles=[FIRST]).tasks] == [source(0, n) for n in range(4, 10)]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (" \n", "there is no translation"),
        (source(0, 5), "the translation is the sentence itself"),
        ("[+]", "the sentence before has no translation by a person"),
        ("a" * 20_001, "the translation is too long: 20,001 characters"),
    ],
)
def test_what_cannot_be_a_translation_is_not_saved(root: Path, desk: Desk, words: str, problem: str) -> None:
    before = sidecar(root).read_bytes()
    with pytest.raises(DigestError, match=problem):
        desk.save(edit(desk, 5, words))
    assert sidecar(root).read_bytes() == before


def test_a_headline_is_not_left_out(desk: Desk) -> None:
    key = key_of("عنوان الخبر 0")
    version = desk.open(FIRST, key).version
    for words in ("[-]", "[+]"):
        with pytest.raises(DigestError):
            desk.save(Edit(article=FIRST, key=key, version=version, words=words, reviewed=True))


def test_two_who_open_the_same_sentence_do_not_overwrite_each_other(root: Path, desk: Desk) -> None:
    mine, theirs = edit(desk, 4, "Mine, 104 in 2."), edit(desk, 4, "Theirs, 104 in 2.")
    desk.save(theirs)
    with pytest.raises(ConflictError) as conflict:
        desk.save(mine)
    assert conflict.value.card.words == "Theirs, 104 in 2."
    assert said(root, source(0, 4)) == ("Theirs, 104 in 2.", False)
    desk.save(Edit(article=FIRST, key=mine.key, version=conflict.value.card.version, words=mine.words, reviewed=True))
    assert said(root, source(0, 4)) == ("Mine, 104 in 2.", False)


def test_who_saves_the_same_words_twice_is_not_told_of_a_conflict(desk: Desk) -> None:
    same = edit(desk, 4, corrected(0, 4))
    assert desk.save(same).words == desk.save(same).words == corrected(0, 4)


def test_a_sentence_that_its_author_has_changed_meanwhile_is_gone(root: Path, desk: Desk) -> None:
    opened = edit(desk, 4, corrected(0, 4))
    article = root / "content" / FIRST
    article.write_text(article.read_text("utf-8").replace("104", "105"), "utf-8")
    with pytest.raises(DigestError, match="the article has this sentence no more"):
        desk.save(opened)
    with pytest.raises(DigestError, match="there is no such article"):
        desk.open("../site.toml", opened.key)


def test_an_outdated_translation_says_what_changed(root: Path, desk: Desk) -> None:
    desk.save(edit(desk, 4, corrected(0, 4)))
    article = root / "content" / FIRST
    article.write_text(article.read_text("utf-8").replace("104", "105"), "utf-8")
    card = desk.open(FIRST, key_of(source(0, 4).replace("104", "105")))
    assert card.task.state == "stale"
    assert ("gone", "104") in card.changes
    assert ("new", "105") in card.changes
    assert "".join(text for kind, text in changes("a b", "a b") if kind != "same") == ""


def test_what_is_not_translated_at_all_has_an_empty_box_and_a_new_sidecar(root: Path, desk: Desk) -> None:
    (root / "content" / "2026-11-21-rain.txt").write_text(BULLETIN.replace("11-20", "11-21"), "utf-8")
    task = desk.queue().tasks[0]
    assert (task.article, task.state) == ("2026-11-21-rain.txt", "untranslated")
    card = desk.open(task.article, task.key)
    assert (card.words, card.machine, card.line) == ("", "", 0)
    words = "Heavy rain in Damascus"
    desk.save(Edit(article=task.article, key=task.key, version=card.version, words=words, reviewed=True))
    assert words in (root / "content" / "2026-11-21-rain.en.po").read_text("utf-8")


def test_a_sentence_of_a_page_is_found_by_its_number(desk: Desk) -> None:
    assert desk.find("news-1", 4).text == source(1, 2)
    for slug, number in (("news-1", 0), ("news-1", 99), ("elsewhere", 1)):
        with pytest.raises(DigestError, match="there is no such sentence"):
            desk.find(slug, number)


def test_notes_of_editors_are_kept_in_the_file(root: Path, desk: Desk) -> None:
    made = edit(desk, 0, corrected(0, 0))
    values = {name: getattr(made, name) for name in Edit.__slots__}
    card = desk.save(Edit(**values | {"comments": ("ask the  author", "")}))
    assert card.comments == ("ask the author",)
    assert "# ask the author\n" in sidecar(root).read_text("utf-8")


def test_a_batch_is_committed_in_the_name_of_git_s_user_and_nothing_else(root: Path, desk: Desk) -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet")
    git("config", "user.name", "Nour")
    git("config", "user.email", "nour@news.example")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    assert desk.commit() == ""
    (root / "content" / name(2)).write_text("عنوان آخر\n\nنص.", "utf-8")
    desk.save(edit(desk, 0, corrected(0, 0)))
    desk.save(edit(desk, 1, corrected(0, 1)))
    desk.save(edit(desk, 0, corrected(1, 0), article=1))
    assert desk.commit() == "Review 3 sentences of 2 articles"
    shown = git("show", "--format=%an %s", "--name-only", "HEAD").split("\n")
    assert shown[0] == "Nour Review 3 sentences of 2 articles"
    assert [line for line in shown[1:] if line] == ["content/2026-11-19-news.en.po", "content/2026-11-20-news.en.po"]
    assert desk.commit() == ""
