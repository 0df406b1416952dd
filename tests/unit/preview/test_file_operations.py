"""What editors, synchronizers and git do to files, before a real preview: it ends as a clean build of what is there."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.config import load
from digest.preview.server import Failed
from tests.previewed_articles import WAIT, PreviewedArticles, previewed_articles
from tests.sites import ARTICLE, NOW, tree

LINKING = "# تقرير\n\nفقرة فيها [ملف](report.docx).\n"
NEW = ARTICLE.replace("12,500", "99,500")
FILES = {
    "2026-11-19-a.txt": ARTICLE,
    "2026-11-20-b.txt": ARTICLE.replace("مكتبة", "حديقة"),
    "2026-11-18-report.md": LINKING,
    "report.docx": "one",
    "news/2026-11-17-c.txt": ARTICLE.replace("12,500", "30,000"),
    "more/2026-11-16-d.txt": ARTICLE.replace("12,500", "40,000"),
}


@pytest.fixture
def preview(tmp_path: Path, machine: Machine) -> Iterator[PreviewedArticles]:
    with previewed_articles(tmp_path / "site", FILES, machine, translates=False) as preview:
        yield preview


Operation = Callable[[Path], None]
"""Something that is done in the content folder."""


def vim(content: Path) -> None:
    """`:w` with a backup, as by default: the file moves away and is written anew."""
    swap, probe = content / ".2026-11-19-a.txt.swp", content / "4913"
    swap.write_bytes(b"b0VIM 9.0")
    probe.touch()
    probe.unlink()
    (content / "2026-11-19-a.txt").rename(content / "2026-11-19-a.txt~")
    (content / "2026-11-19-a.txt").write_text(NEW, "utf-8")
    (content / "2026-11-19-a.txt~").unlink()
    swap.unlink()


def emacs(content: Path) -> None:
    """A lock that is a link to nowhere, a file saved by itself, a backup that stays."""
    (content / ".#2026-11-19-a.txt").symlink_to("editor@desk.1234:1700000000")
    (content / "#2026-11-19-a.txt#").write_text("half", "utf-8")
    (content / "2026-11-19-a.txt").rename(content / "2026-11-19-a.txt~")
    (content / "2026-11-19-a.txt").write_text(NEW, "utf-8")
    (content / "#2026-11-19-a.txt#").unlink()
    (content / ".#2026-11-19-a.txt").unlink()


def vs_code(content: Path) -> None:
    """The file is emptied, and written in its place; Obsidian does the same, twice within a moment."""
    for text in (NEW[:-30], NEW):
        with (content / "2026-11-19-a.txt").open("w", encoding="utf-8") as file:
            file.flush()
            file.write(text)


def rsync(content: Path) -> None:
    """A file beside it takes its place, with the size and time of another computer."""
    for name, text in (("2026-11-19-a.txt", NEW), ("report.docx", "two")):
        beside = content / f".{name}.Xy12Zz"
        beside.write_text(text, "utf-8")
        before = (content / name).stat()
        os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
        beside.replace(content / name)


def word(content: Path) -> None:
    """A lock beside it, and two files that change places with it."""
    (content / "~$report.docx").write_bytes(b"\x05owner")
    (content / "~WRD0001.tmp").write_text("new", "utf-8")
    (content / "report.docx").rename(content / "~WRL0002.tmp")
    (content / "~WRD0001.tmp").rename(content / "report.docx")
    (content / "~WRL0002.tmp").unlink()


def files_swapped(content: Path) -> None:
    swap(content / "2026-11-19-a.txt", content / "2026-11-20-b.txt")


def folders_swapped(content: Path) -> None:
    swap(content / "news", content / "more")


def swap(one: Path, other: Path) -> None:
    between = one.with_name(".between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def folder_renamed(content: Path) -> None:
    (content / "news").rename(content / "reports")
    (content / "reports/2026-11-17-c.txt").write_text(NEW, "utf-8")


def folder_moved_out_and_another_in(content: Path) -> None:
    (content / "news").rename(content.parent / "away")
    (content.parent / "away/2026-11-17-c.txt").write_text(NEW, "utf-8")
    (content.parent / "away").rename(content / "back")


def content_replaced(content: Path) -> None:
    """As a restored backup comes: the whole folder is another."""
    shutil.copytree(content, content.parent / "copy")
    (content.parent / "copy/2026-11-19-a.txt").write_text(NEW, "utf-8")
    content.rename(content.parent / "before")
    (content.parent / "copy").rename(content)


OPERATIONS = (vim, emacs, vs_code, rsync, word, files_swapped, folders_swapped, folder_renamed,
              folder_moved_out_and_another_in, content_replaced)  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
def test_the_preview_ends_as_a_clean_build(
    preview: PreviewedArticles, machine: Machine, tmp_path: Path, operation: Operation
) -> None:
    content = preview.root / "content"
    operation(content)
    check(preview, machine, tmp_path)
    for number, file in enumerate(sorted(content.rglob("*.txt")), 50):  # what comes after is followed, too
        file.write_text(ARTICLE.replace("12,500", f"{number},000"), "utf-8")
    check(preview, machine, tmp_path)


def test_links_below_the_folder_are_followed_to_what_they_show(
    preview: PreviewedArticles, machine: Machine, tmp_path: Path
) -> None:
    content = preview.root / "content"
    (content / "2026-11-15-link.txt").symlink_to("news/2026-11-17-c.txt")
    check(preview, machine, tmp_path)
    (content / "news/2026-11-17-c.txt").write_text(NEW, "utf-8")
    check(preview, machine, tmp_path)
    (content / "2026-11-15-link.txt").unlink()
    (content / "2026-11-15-link.txt").symlink_to("more/2026-11-16-d.txt")
    check(preview, machine, tmp_path)


def test_git_may_check_out_hundreds_of_files_there_and_back(
    preview: PreviewedArticles, machine: Machine, tmp_path: Path
) -> None:
    content = preview.root / "content"

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@x.example")
        subprocess.run(["git", *who, *arguments], cwd=content, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "few")
    git("checkout", "-qb", "many")
    for number in range(500):
        (content / f"2026-10-01-n{number}.txt").write_text(f"خبر {number}\n\nفقرة عن {number}.\n", "utf-8")
    (content / "2026-11-19-a.txt").unlink()
    git("add", "-A")
    git("commit", "-qm", "many")
    for branch in ("main", "many"):
        git("checkout", "-q", branch)
        check(preview, machine, tmp_path)


def check(preview: PreviewedArticles, machine: Machine, tmp_path: Path) -> None:
    """Wait until the preview is what a clean build of the site makes, and see that nothing is wrong then."""
    clean = tmp_path / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    config = load(preview.root, output=clean, base_url=preview.url, versioned_assets=False)
    build(config, BuildOptions(now=NOW, machine=machine, allow_untranslated=True))
    expected, output, end = tree(clean), preview.root / ".digest/preview", time.monotonic() + WAIT
    while (shown := seen(output)) != expected and time.monotonic() < end:
        time.sleep(0.05)
    assert {path for path in shown.keys() | expected.keys() if shown.get(path) != expected.get(path)} == set()
    last = None
    while not preview.events.empty():
        last = preview.events.get()
    assert not isinstance(last, Failed)


def seen(output: Path) -> dict[str, bytes]:
    """Return the files of a preview; none where they change while they are read."""
    try:
        return tree(output)
    except FileNotFoundError:
        return {}
