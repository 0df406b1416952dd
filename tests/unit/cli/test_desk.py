import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def version(root: Path, name: str, words: str) -> str:
    (root / name).write_text(f'{HEADER}msgid "خبر"\nmsgstr "{words}"\n', encoding="utf-8")
    return name


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_is_told_of_the_driver_in_a_repository_only(run: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    assert run("desk", "init") == (
        1,
        ".gitattributes\n.gitignore\n",
        "this is no git repository: run `git init`, and this again\n",
    )
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    assert run("desk", "init") == (0, "", "git merges sidecars entry by entry here\n")
    told = subprocess.run(["git", "config", "merge.digest.driver"], cwd=root, capture_output=True, check=True)
    assert told.stdout == b"digest merge %O %A %B %P\n"


def test_a_merge_without_disagreement_is_quiet(run: Run, root: Path) -> None:
    names = [version(root, name, words) for name, words in (("base", ""), ("ours", ""), ("theirs", "News"))]
    assert run("merge", *names, "content/x.en.po") == (0, "", "")
    assert 'msgstr "News"' in (root / "ours").read_text("utf-8")


def test_a_sentence_translated_in_two_ways_is_named_with_what_to_do(run: Run, root: Path) -> None:
    names = [version(root, name, words) for name, words in (("base", ""), ("ours", "News"), ("theirs", "A report"))]
    code, _, told = run("merge", *names, "content/x.en.po")
    assert code == 1
    assert "content/x.en.po: 1 sentence translated in two ways" in told
    assert "خبر" in told
    assert "# merged" in told
