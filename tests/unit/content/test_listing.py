"""What lies in the content folder: found by looking through it, or brought up to date after some paths changed."""

import os
import shutil
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.content import listing
from digest.content.listing import Source, Sources, find, refresh, sidecar_paths
from digest.errors import DigestError
from digest.files import signature


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with two articles, a sidecar and a picture."""
    content = tmp_path / "content"
    write(content, "a.txt", "news/b.md", "news/b.en.po", "news/b.png")
    return content


def write(content: Path, *paths: str) -> None:
    for path in paths:
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(path)


def articles(sources: Sources) -> list[str]:
    return [source.path for source in sources.articles]


def problems(act: Callable[[], object]) -> list[str]:
    """Return what an action objects to, as place and problem."""
    with pytest.raises(DigestError) as error:
        act()
    return [f"{problem.where}: {problem.problem}" for problem in error.value.problems]


# --- find -------------------------------------------------------------------------------------------------------------


def test_articles_and_sidecars_are_found_with_their_signatures(content: Path) -> None:
    sources = find(content)
    assert sources.articles == tuple(
        Source(path, signature((content / path).stat())) for path in ("a.txt", "news/b.md")
    )
    assert sources.sidecars == {"news/b.en.po": signature((content / "news/b.en.po").stat())}
    assert not sources.all_warnings()
    assert not sources.linked


def test_articles_are_in_the_order_of_their_paths_and_suffixes_in_any_case(content: Path) -> None:
    write(content, "z.TXT", "news.txt", "News.MD", "news/0.txt", "عربي.txt", "Z.PO")
    assert articles(find(content)) == sorted(
        ["a.txt", "news/b.md", "z.TXT", "news.txt", "News.MD", "news/0.txt", "عربي.txt"]
    )
    assert set(find(content).sidecars) == {"Z.PO", "news/b.en.po"}


@pytest.mark.parametrize("path", [".git/x.txt", "news/.old/x.md", ".x.po", "x.txt~", "x.txt.bak"])
def test_what_is_hidden_or_of_another_kind_is_not_content(content: Path, path: str) -> None:
    before = find(content)
    write(content, path)
    assert find(content) == before


@pytest.mark.parametrize("name", ["x.docx", "x.PDF", "news/x.html"])
def test_a_file_that_looks_like_an_article_and_is_not_read_is_a_warning(content: Path, name: str) -> None:
    write(content, name)
    (warning,) = find(content).all_warnings()
    assert (warning.where, warning.hint) == (name, "save it as plain text (`.txt`) in UTF-8")
    assert name not in articles(find(content))


def test_a_folder_named_like_an_article_is_looked_through(content: Path) -> None:
    write(content, "2026.txt/x.md", "x.po/y.txt")
    assert articles(find(content)) == ["2026.txt/x.md", "a.txt", "news/b.md", "x.po/y.txt"]


def test_a_link_inside_the_content_folder_is_an_article_and_is_noted(content: Path) -> None:
    (content / "link.txt").symlink_to(content / "a.txt")
    assert "link.txt" in articles(find(content))
    assert find(content).linked


def test_a_link_that_leads_out_of_the_content_folder_is_refused(content: Path) -> None:
    (content.parent / "secret.txt").write_text("secret")
    (content / "x.txt").symlink_to(content.parent / "secret.txt")
    assert problems(lambda: find(content)) == ["x.txt: it is a link that leads out of the content folder"]


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.en.po"])
def test_a_link_that_leads_to_itself_is_refused_as_what_can_not_be_read(content: Path, name: str) -> None:
    (content / name).symlink_to(content / name)
    (problem,) = problems(lambda: find(content))
    assert problem.startswith(f"{name}: cannot read it: too many levels")


def test_a_link_to_itself_that_is_no_article_is_passed_over(content: Path) -> None:
    for name in ("x.png", ".x", "x.csv"):
        (content / name).symlink_to(content / name)
    assert articles(find(content)) == ["a.txt", "news/b.md"]


def test_a_linked_folder_is_not_entered_and_is_noted(content: Path) -> None:
    write(content.parent / "elsewhere", "x.txt")
    (content / "link").symlink_to(content.parent / "elsewhere")
    assert articles(find(content)) == ["a.txt", "news/b.md"]
    assert find(content).linked


def test_every_file_that_cannot_be_read_is_reported_at_once(content: Path) -> None:
    (content / "broken.txt").symlink_to(content / "none.txt")
    os.mkfifo(content / "pipe.md")
    (content / os.fsdecode(b"caf\xe9.txt")).touch()
    assert problems(lambda: find(content)) == [
        "broken.txt: cannot read it: no such file or directory",
        "caf\\xe9.txt: the name of the file is not UTF-8",
        "pipe.md: it is not a file",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_listed_is_refused(content: Path) -> None:
    (content / "news").chmod(0)
    assert "cannot list it: permission denied" in problems(lambda: find(content))[0]
    (content / "news").chmod(0o755)


def test_a_content_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "there is no content folder" in problems(lambda: find(tmp_path / "none"))[0]


def test_an_article_was_modified_when_its_file_was(content: Path) -> None:
    os.utime(content / "a.txt", ns=(0, 1_500_000_000 * 10**9))
    assert find(content).articles[0].modified == datetime(2017, 7, 14, 2, 40, tzinfo=UTC)


# --- refresh ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks through the folder."""
    monkeypatch.setattr(listing, "_walk", lambda *_: pytest.fail("looked through the folder"))


@pytest.mark.parametrize("path", ["a.txt", "news/b.md", "news/b.en.po"])
def test_a_file_that_was_saved_is_looked_at_alone(content: Path, path: str, request: pytest.FixtureRequest) -> None:
    before = find(content)
    (content / path).write_text("longer than it was before")
    after = find(content)
    assert after != before
    request.getfixturevalue("no_search")
    assert refresh(before, content, [content / path]) == after


@pytest.mark.parametrize("path", ["0.txt", "news/a.md", "new/folder/x.txt", "a.en.po", "z.TXT"])
def test_a_file_that_is_new_or_removed_is_looked_at_alone(
    content: Path, path: str, request: pytest.FixtureRequest
) -> None:
    before = find(content)
    write(content, path)
    after = find(content)
    request.getfixturevalue("no_search")
    assert refresh(before, content, [content / path]) == after
    (content / path).unlink()
    assert refresh(after, content, [content / path]) == before


@pytest.mark.usefixtures("no_search")
@pytest.mark.parametrize("path", ["content/x.png", "content/.git/x.md", "templates/x.txt", "x.txt"])
def test_files_of_other_kinds_hidden_ones_and_those_elsewhere_change_nothing(tmp_path: Path, path: str) -> None:
    before = Sources(articles=(Source("a.txt", (1, 2, 3, 4)),), sidecars={}, warnings=())
    write(tmp_path, path)
    assert refresh(before, tmp_path / "content", [tmp_path / path]) == before


def test_nothing_changed_is_what_was_there(content: Path, no_search: None) -> None:
    before = Sources(articles=(), sidecars={}, warnings=())
    assert refresh(before, content, []) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda content: shutil.rmtree(content / "news"),
        lambda content: (content / "news").rename(content / "old"),
        lambda content: (content / "news").rename(content.parent / "old"),
        lambda content: (content / "news").rename(content / ".hidden"),
        lambda content: write(content, "x.docx"),
        lambda content: (content / "link.txt").symlink_to(content / "a.txt"),
        lambda content: (content / "link").symlink_to(content / "news"),
        lambda content: write(content, "2026.txt/x.md"),
        lambda content: shutil.move(content / "news", content / "news.md"),
    ],
    ids=[
        *("folder removed", "folder renamed", "folder moved out", "folder hidden", "office file"),
        *("link", "linked folder", "folder named like an article", "folder renamed like an article"),
    ],
)
def test_a_change_of_more_than_a_file_is_looked_for_in_the_whole_folder(
    content: Path, change: Callable[[Path], object]
) -> None:
    before = find(content)
    names = set(content.iterdir())
    change(content)
    assert refresh(before, content, names ^ set(content.iterdir())) == find(content)


@pytest.mark.parametrize("name", ["2026.txt", "x.po", "plain", "pictures.png"])
@pytest.mark.parametrize("then", ["nothing", "a file"])
def test_what_lay_in_a_folder_goes_with_it_whatever_it_was_named_and_whatever_took_its_place(
    content: Path, name: str, then: str
) -> None:
    write(content, f"{name}/x.md", f"{name}/deep/y.txt", f"{name}/x.en.po")
    before = find(content)
    shutil.rmtree(content / name)
    if then == "a file":
        (content / name).write_text("now a file")
    assert refresh(before, content, [content / name]) == find(content)


def test_a_file_that_took_the_place_of_a_folder_with_a_sidecar_only_is_seen(content: Path) -> None:
    write(content, "x.txt/y.po")
    before = find(content)
    shutil.rmtree(content / "x.txt")
    write(content, "x.txt")
    assert refresh(before, content, [content / "x.txt"]) == find(content)


def test_where_anything_is_a_link_the_whole_folder_is_looked_through(content: Path) -> None:
    (content / "link.txt").symlink_to(content / "a.txt")
    before = find(content)
    (content / "a.txt").write_text("changed through its name")
    assert refresh(before, content, []) == find(content) != before


@pytest.mark.parametrize("changed", ["content", ""])
def test_a_change_of_the_content_folder_itself_is_looked_through(content: Path, changed: str) -> None:
    before = find(content)
    write(content, "x.txt")
    assert refresh(before, content, [content.parent / changed]) == find(content) != before
    shutil.rmtree(content)
    assert "there is no content folder" in problems(lambda: refresh(before, content, [content.parent / changed]))[0]


def test_what_cannot_be_read_is_refused_as_it_is_by_a_search(content: Path) -> None:
    before = find(content)
    (content / "a.txt").unlink()
    os.mkfifo(content / "a.txt")
    assert problems(lambda: refresh(before, content, [content / "a.txt"])) == ["a.txt: it is not a file"]


def test_a_name_that_is_not_unicode_is_refused_as_it_is_by_a_search(content: Path) -> None:
    before = find(content)
    file = content / os.fsdecode(b"\xe9.txt")
    file.touch()
    assert "is not UTF-8" in problems(lambda: refresh(before, content, [file]))[0]


NAMES = st.sampled_from(("a", "b.txt", "c.md", "d.po", "e.png", ".f"))
STEPS = st.tuples(st.sampled_from(("write", "remove", "move")), NAMES, NAMES, st.sampled_from(("a", "b.txt", "")))


@example(steps=[[("write", "a", "a", "b.txt"), ("remove", "c.md", "a", "b.txt")], [("remove", "b.txt", "a", "")]])
@settings(deadline=None, max_examples=150)
@given(steps=st.lists(st.lists(STEPS, max_size=4), max_size=4))
def test_a_refreshed_list_is_what_a_search_finds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str, str, str]]]
) -> None:
    content = tmp_path_factory.mktemp("site") / "content"
    write(content, "a/b.txt", "b.txt/c.md", "c.md")
    sources = find(content)
    for burst in steps:
        changed = {content / path for step in burst for path in act(content, *step)}
        sources = refresh(sources, content, changed)
        assert sources == find(content)


def act(content: Path, what: str, name: str, other: str, folder: str) -> set[Path]:
    """Make one change in the content folder, and return the paths that a watcher names for it."""
    target = content / folder / name
    if folder and not (content / folder).is_dir():
        return set()
    if what == "write" and not target.is_dir():
        target.write_text(str(target) + "x" * (target.stat().st_size if target.exists() else 0))
        return {target}
    if what == "remove" and target.exists():
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        return {target}
    if what == "move" and target.exists() and not (content / other).exists():
        target.rename(content / other)
        return {target, content / other}
    return set()


# --- named ------------------------------------------------------------------------------------------------------------


def test_changed_articles_and_sidecars_are_returned_by_their_paths(content: Path) -> None:
    changed = [content / "a.txt", content / "news/b.en.po", content.parent / "site.toml", content.parent / "x/a.txt"]
    assert listing.named(changed, content) == frozenset({"a.txt", "news/b.en.po"})
    assert listing.named([content.parent / "theme" / "digest.css"], content) == frozenset()


@pytest.mark.parametrize("path", ["content/news/b.png", "content/none.txt", "content/news", "content", "."])
def test_where_more_changed_than_such_files_no_paths_are_returned(content: Path, path: str) -> None:
    assert listing.named([content / "a.txt", content.parent / path], content) is None


# --- sidecars ---------------------------------------------------------------------------------------------------------


def test_a_sidecar_is_named_like_its_article_with_the_language_of_its_counterparts() -> None:
    assert listing.sidecar_path("news/2026.01 x.txt", "en") == "news/2026.01 x.en.po"
    assert listing.sidecar_path("a.md", "ar") == "a.ar.po"


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("خبر\n\nنص.\n")
    return folder


def told(folder: Path) -> list[str]:
    return [f"{warning.where}: {warning.problem}" for warning in find(folder).all_warnings()]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a.markdown", "`.md`"),
        ("a.text", "`.txt`"),
        ("خبر", "`.txt`"),
        ("a.docx", "plain text"),
        ("a.xyz", "plain text"),
    ],
)
def test_a_file_that_is_not_read_is_told_with_what_to_do(tmp_path: Path, name: str, hint: str) -> None:
    (warning,) = find(make(tmp_path, name)).all_warnings()
    assert warning.where == name
    assert "not read" in warning.problem
    assert hint in warning.hint


def test_files_of_a_kind_are_told_of_once(tmp_path: Path) -> None:
    make(tmp_path, "a.docx", "b.docx", "sub/c.docx", "d.markdown", "e.markdown")
    assert told(tmp_path) == [
        "a.docx: a `.docx` file is not read, nor are 2 more",
        "d.markdown: a `.markdown` file is not read, nor is 1 more",
    ]


def test_a_hidden_article_is_told(tmp_path: Path) -> None:
    assert told(make(tmp_path, ".a.txt", "b.txt")) == [".a.txt: a hidden file is not read"]


@pytest.mark.parametrize(
    "name",
    ["a.jpg", "a.SVG", "glossary.csv", "Thumbs.db", ".DS_Store", "._a.txt", ".#a.txt", ".a.txt.swp", "a.txt~", "4913",
     "~$a.docx", ".git/a.txt", ".a.en.po.12-0.new"],
)  # fmt: skip
def test_what_belongs_to_an_article_or_to_a_program_is_passed_over(tmp_path: Path, name: str) -> None:
    assert told(make(tmp_path, name)) == []


def test_a_linked_folder_is_told(tmp_path: Path) -> None:
    content = make(tmp_path / "content", "a.txt")
    make(tmp_path / "shared", "b.txt")
    (content / "shared").symlink_to(tmp_path / "shared")
    assert told(content) == ["shared: a linked folder is not entered"]
    assert [source.path for source in find(content).articles] == ["a.txt"]


def test_a_file_that_came_or_went_is_told_as_if_all_were_listed_anew(tmp_path: Path) -> None:
    before = find(make(tmp_path, "a.txt"))
    make(tmp_path, "b.markdown")
    after = refresh(before, tmp_path, [tmp_path / "b.markdown"])
    assert after.all_warnings() == find(tmp_path).all_warnings() != ()
    (tmp_path / "b.markdown").unlink()
    assert refresh(after, tmp_path, [tmp_path / "b.markdown"]).all_warnings() == ()
    make(tmp_path, ".c.txt")
    assert refresh(before, tmp_path, [tmp_path / ".c.txt"]).all_warnings() == find(tmp_path).all_warnings() != ()


def test_a_name_too_long_for_a_sidecar_is_refused_when_it_is_listed(tmp_path: Path) -> None:
    make(tmp_path, "ق" * 124 + "x.txt", "a" * 249 + ".txt")
    assert len(find(tmp_path).articles) == 2
    make(tmp_path, "ق" * 125 + ".txt")
    with pytest.raises(DigestError, match="too long for a sidecar"):
        find(tmp_path)


def test_a_sidecar_may_have_the_name_of_its_article_in_another_unicode_form() -> None:
    composed, decomposed = (unicodedata.normalize(form, "أخبار/أحمد.txt") for form in ("NFC", "NFD"))
    folder = composed.partition("/")[0]
    assert set(sidecar_paths(composed, "en")) == {
        f"{folder}/{unicodedata.normalize(form, 'أحمد.en.po')}" for form in ("NFC", "NFD")
    }
    assert sidecar_paths(decomposed, "en")[0] == decomposed.replace(".txt", ".en.po")
    assert sidecar_paths("a.txt", "en") == ("a.en.po",)


# --- versions written apart -------------------------------------------------------------------------------------------


def versions(sources: Sources) -> dict[str, list[str]]:
    return {path: [source.path for source in beside] for path, beside in sources.versions.items()}


def test_a_version_lies_beside_its_article_and_is_none_itself(content: Path) -> None:
    write(
        content,
        "a.en.txt",
        "a.ar.md",
        "news/b.en.txt",
        "عربي.txt",
        f"{unicodedata.normalize('NFD', 'آب')}.en.txt",
        "آب.md",
    )
    sources = find(content)
    assert articles(sources) == sorted(["a.txt", "news/b.md", "عربي.txt", "آب.md"])
    assert versions(sources) == {
        "a.txt": ["a.ar.md", "a.en.txt"],
        "news/b.md": ["news/b.en.txt"],
        "آب.md": [f"{unicodedata.normalize('NFD', 'آب')}.en.txt"],
    }


def test_a_file_named_like_a_version_without_a_neighbour_is_an_article(content: Path) -> None:
    write(content, "c.en.txt", "c.ar.txt", "a.en.txt", "a.en.ar.txt", "a.fr.txt")
    sources = find(content)
    assert articles(sources) == ["a.en.ar.txt", "a.fr.txt", "a.txt", "c.ar.txt", "c.en.txt", "news/b.md"]
    assert versions(sources) == {"a.txt": ["a.en.txt"]}


def test_what_is_a_version_is_found_out_again_when_its_neighbour_comes_or_goes(content: Path) -> None:
    write(content, "a.en.txt", "c.en.txt")
    sources = find(content)
    (content / "a.txt").unlink()
    write(content, "c.md")
    sources = refresh(sources, content, [content / "a.txt", content / "c.md"])
    assert sources == find(content)
    assert articles(sources) == ["a.en.txt", "c.md", "news/b.md"]
    (content / "c.en.txt").unlink()
    sources = refresh(sources, content, [content / "c.en.txt"])
    assert sources == find(content)
    assert versions(sources) == {}
