import unicodedata
from pathlib import Path

import pytest

from digest.content.listing import find, refresh, sidecar_paths
from digest.errors import DigestError


def make(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("خبر\n\nنص.\n")
    return folder


def told(folder: Path) -> list[str]:
    return [f"{warning.where}: {warning.problem}" for warning in find(folder).warnings]


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
    (warning,) = find(make(tmp_path, name)).warnings
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
    assert after.warnings == find(tmp_path).warnings != ()
    (tmp_path / "b.markdown").unlink()
    assert refresh(after, tmp_path, [tmp_path / "b.markdown"]).warnings == ()
    make(tmp_path, ".c.txt")
    assert refresh(before, tmp_path, [tmp_path / ".c.txt"]).warnings == find(tmp_path).warnings != ()


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
