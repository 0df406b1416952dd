"""Sidecars merged by git itself, with the driver that `digest desk init` tells it of."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.editorial.git import commit, merge_files, set_up, user_name
from digest.errors import DigestError
from digest.memory import parse
from tests.sites import make_site

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRIES = [f'#: x.txt\n#, fuzzy\nmsgid "جملة {number}"\nmsgstr ""\n' for number in range(5)]
NAME = "content/x.en.po"


def translated(number: int, words: str) -> str:
    entries = [*ENTRIES]
    entries[number] = f'#: x.txt\nmsgid "جملة {number}"\nmsgstr "{words}"\n'
    return HEADER + "\n".join(entries)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site in a repository that merges sidecars by this program."""
    root = make_site(tmp_path / "site", {"x.en.po": HEADER + "\n".join(ENTRIES)})
    command = tmp_path / "bin" / "digest"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digest "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Nour")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "nour@example.org")
    git(root, "init", "-q", "-b", "main")
    assert set_up(root).is_known
    git(root, "add", "-A")
    git(root, "commit", "-qm", "begin")
    return root


def git(root: Path, *arguments: str) -> int:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False).returncode


def branches(root: Path, ours: str, theirs: str) -> int:
    """Commit two versions on two branches, and merge them; return git's exit code."""
    git(root, "checkout", "-qb", "other")
    (root / NAME).write_text(theirs, encoding="utf-8")
    git(root, "commit", "-qam", "theirs")
    git(root, "checkout", "-q", "main")
    (root / NAME).write_text(ours, encoding="utf-8")
    git(root, "commit", "-qam", "ours")
    return git(root, "merge", "-q", "other", "-m", "merge")


@pytest.mark.skipif(sys.platform == "win32", reason="the command of this test is a shell script")
def test_neighbouring_sentences_are_merged_and_two_versions_of_one_are_both_kept(root: Path) -> None:
    assert branches(root, translated(2, "two"), translated(3, "three")) == 0
    said = {entry.msgid: entry.msgstr for entry in parse((root / NAME).read_bytes(), NAME).entries}
    assert (said["جملة 2"], said["جملة 3"]) == ("two", "three")
    git(root, "branch", "-D", "other")
    assert branches(root, translated(2, "deux"), translated(2, "zwei")) == 1
    text = (root / NAME).read_text("utf-8")
    assert "deux" in text
    assert "zwei" in text
    parse(text.encode(), NAME)


def test_it_is_set_up_once_and_adds_to_what_is_there(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {})
    (root / ".gitignore").write_text("public/", encoding="utf-8")
    git(root, "init", "-q")
    done = set_up(root)
    assert [file.name for file in done.written] == [".gitattributes", ".gitignore"]
    assert done.is_known
    assert (root / ".gitignore").read_text("utf-8") == "public/\n*.mo\n.digest/\n"
    assert set_up(root).written == ()


def test_without_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert not set_up(make_site(tmp_path / "site", {})).is_known


def test_a_version_that_is_no_sidecar_leaves_git_s_marks_and_says_why(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, ("a\n", "b\n", translated(1, "x")), strict=True):
        file.write_text(text, encoding="utf-8")
    with pytest.raises(DigestError) as caught:
        merge_files(files[0], files[1], files[2], NAME)
    assert caught.value.problems[0].where == f"{NAME}:1"
    assert "<<<<<<<" in files[1].read_text("utf-8")


def test_a_broken_base_is_passed_over(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, ("<<<<<<< a\n", translated(1, "x"), translated(2, "y")), strict=True):
        file.write_text(text, encoding="utf-8")
    assert merge_files(files[0], files[1], files[2], NAME) == ()
    assert {'msgstr "x"', 'msgstr "y"'} <= set(files[1].read_text("utf-8").split("\n"))


def test_only_the_named_files_are_committed_and_what_git_refuses_is_said(root: Path, tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout

    git("config", "user.name", "نور حداد")
    assert user_name(root) == "نور حداد"
    (root / "staged.txt").write_text("x")
    git("add", "staged.txt")
    (root / NAME).write_text(translated(0, "reviewed"), "utf-8")
    commit(root, [root / NAME], "Review it")
    assert git("show", "--format=%s", "--name-only").split("\n\n") == ["Review it", f"{NAME}\n"]
    assert "A  staged.txt" in git("status", "--short")
    for folder in (root, tmp_path):
        with pytest.raises(DigestError, match="git did not commit"):
            commit(folder, [folder / NAME], "again")
