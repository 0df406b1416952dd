import errno
import os
from datetime import date
from pathlib import Path

import pytest

from digest.editorial.new import create, file_name, first_lines
from digest.errors import DigestError

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("أمطار متوقعة", "2026-11-23-أمطار-متوقعة.txt"),
        ("Rain: 5% more?", "2026-11-23-rain-5-more.txt"),
        ("../../etc/passwd", "2026-11-23-etc-passwd.txt"),
        ("😀", "2026-11-23-article.txt"),
        ("a" * 300, f"2026-11-23-{'a' * 80}.txt"),
    ],
)
def test_a_file_is_named_by_its_day_and_title(title: str, name: str) -> None:
    assert file_name(title, DAY, markdown=False) == name
    assert file_name(title, DAY, markdown=True) == name.replace(".txt", ".md")


def test_a_header_is_in_the_language_of_the_article_and_names_only_what_is_known() -> None:
    arabic = first_lines("أمطار\nمتوقعة", DAY, "ar", "weather", markdown=False)
    assert arabic.splitlines()[:3] == ["العنوان: أمطار متوقعة", "التاريخ: 2026-11-23", "القسم: weather"]
    assert arabic.splitlines()[3:5] == ["مسودة: نعم", ""]
    english = first_lines("Rain", DAY, "en", None, markdown=False)
    assert english.splitlines()[:3] == ["Title: Rain", "Date: 2026-11-23", "Draft: yes"]


def test_front_matter_holds_any_title_as_text() -> None:
    lines = first_lines('no: "yes" \\', DAY, "en", None, markdown=True).splitlines()
    assert lines[:3] == ["---", 'title: "no: \\"yes\\" \\\\"', 'date: "2026-11-23"']


def test_a_file_is_made_with_its_folders(tmp_path: Path) -> None:
    create(tmp_path / "content" / "news" / "a.txt", "نص\n", "a.txt", tmp_path)
    assert (tmp_path / "content" / "news" / "a.txt").read_bytes() == "نص\n".encode()


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(DigestError, match="there is a file of this name already") as refused:
        create(file, "new", "content/a.txt", tmp_path)
    assert refused.value.problems[0].where == "content/a.txt"
    assert file.read_text("utf-8") == "old"


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("elsewhere")
    with pytest.raises(DigestError, match="there is a file of this name already"):
        create(tmp_path / "a.txt", "new", "a.txt", tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_stands_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x", encoding="utf-8")
    with pytest.raises(DigestError, match="cannot make its folder: "):
        create(tmp_path / "content" / "a.txt", "new", "content/a.txt", tmp_path)


def test_a_name_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="cannot write it: file name too long"):
        create(tmp_path / f"{'a' * 300}.txt", "new", "a.txt", tmp_path)


def test_a_folder_that_takes_no_file_is_told_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str = "r") -> object:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DigestError) as caught:
        create(tmp_path / "a.txt", "text", "content/a.txt", tmp_path)
    (problem,) = caught.value.problems
    assert (problem.problem, problem.hint) == (
        "cannot write it: permission denied",
        "check the permissions of its folder",
    )


def test_text_that_is_not_utf8_makes_no_file(tmp_path: Path) -> None:
    title = os.fsdecode(b"\xff rain")
    with pytest.raises(DigestError, match="is not UTF-8 text"):
        create(tmp_path / "a.txt", first_lines(title, DAY, "en", None, markdown=False), "a.txt", tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk at hand")
def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def open_full(self: Path, mode: str = "r") -> object:
        opened(self, mode).close()
        return opened(Path("/dev/full"), "wb")

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(DigestError, match="cannot write it: no space left on device"):
        create(tmp_path / "a.txt", "text", "a.txt", tmp_path)
    assert not list(tmp_path.iterdir())
