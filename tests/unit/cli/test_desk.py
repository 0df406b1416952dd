import shutil
import subprocess
from pathlib import Path

import pytest

from tests.desk_site import corrected, counterpart, make_desk_site, name
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


@pytest.fixture
def desk_site(root: Path) -> Path:
    return make_desk_site(root, articles=2, sentences=4)


def test_a_worklist_goes_out_and_its_work_comes_back(run: Run, desk_site: Path) -> None:
    code, out, told = run("desk", "export", "-n", "5", "--to", "Nour", "worklist.po")
    assert (code, out) == (0, "worklist.po\n")
    assert "5 sentences of 2 articles, " in told
    worklist = desk_site / "worklist.po"
    text = worklist.read_text("utf-8").replace("#, fuzzy\n", "", 1).replace(counterpart(0, 0), corrected(0, 0))
    worklist.write_text(text, "utf-8")
    assert run("desk", "import", "worklist.po") == (
        0,
        f"content/{name(0).replace('.txt', '.en.po')}\n",
        "1 reviewed, 4 still open\n",
    )


def test_a_worklist_that_is_there_is_replaced_only_when_asked(run: Run, desk_site: Path) -> None:
    (desk_site / "worklist.csv").write_text("work", "utf-8")
    code, _, told = run("desk", "export", "worklist.csv")
    assert code == 1
    assert "it is there already" in told
    assert (desk_site / "worklist.csv").read_text("utf-8") == "work"
    assert run("desk", "export", "--force", "--separator", "semicolon", "worklist.csv")[0] == 0
    assert (desk_site / "worklist.csv").read_text("utf-8").startswith("\ufeffarticle;line;ar;en;")


def test_what_differs_is_told_with_the_line_of_the_worklist_and_the_exit_code_is_1(run: Run, desk_site: Path) -> None:
    run("desk", "export", "worklist.xlf")
    worklist = desk_site / "worklist.xlf"
    done = worklist.read_text("utf-8").replace("needs-review-translation", "final")
    worklist.write_text(done, "utf-8")
    assert run("desk", "import", "worklist.xlf")[0] == 0
    worklist.write_text(done.replace(counterpart(0, 0), corrected(0, 0)), "utf-8")
    code, _, told = run("desk", "import", "worklist.xlf")
    assert code == 1
    assert "worklist.xlf:6: the site says something else by now" in told


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("worklist.docx",), "it ends in .po, .xlf, .xliff, .csv"),
        (("--state", "wrong", "x.po"), "there are doubtful, untranslated"),
        (("nowhere/x.po",), "there is no such folder"),
    ],
)
def test_what_cannot_be_exported_is_said(run: Run, desk_site: Path, arguments: tuple[str, ...], problem: str) -> None:
    code, _, told = run("desk", "export", *arguments)
    assert code
    assert problem in told


def test_where_nothing_waits_no_file_is_written(run: Run, desk_site: Path) -> None:
    assert run("desk", "export", "--state", "stale", "x.po") == (0, "", "nothing waits to be looked at\n")
    assert not (desk_site / "x.po").exists()
