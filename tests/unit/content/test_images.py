"""Pictures of an article: where they lie, how large they are, and which can't be shown."""

import os
import shutil
import struct
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from digest.content.images import MAX_BYTES, ImageError, is_elsewhere, locate, problem, weight_warnings
from digest.errors import Problem

ARTICLE = "news/story.md"


def png(width: int, height: int) -> bytes:
    """Return as much of a PNG picture as says how large it is."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0) + bytes(4)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    for path in ("top.png", "news/beside.png", "news/deep/صورة أولى.PNG"):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(png(640, 320))
    return content


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("beside.png", "news/beside.png"),
        ("./beside.png", "news/beside.png"),
        ("deep/../beside.png", "news/beside.png"),
        ("../top.png", "top.png"),
        ("/top.png", "top.png"),
        ("/news//beside.png", "news/beside.png"),
        ("deep/صورة أولى.PNG", "news/deep/صورة أولى.PNG"),
        ("deep/%D8%B5%D9%88%D8%B1%D8%A9%20%D8%A3%D9%88%D9%84%D9%89.PNG", "news/deep/صورة أولى.PNG"),
        ("beside.png?v=1#top", "news/beside.png"),
    ],
)
def test_a_picture_is_found_from_its_article_or_from_the_content_folder(content: Path, address: str, path: str) -> None:
    assert locate(address, ARTICLE, content) == (path, 640, 320)


def test_a_picture_elsewhere_is_left_where_it_is(content: Path) -> None:
    assert locate("https://example.org/../x", ARTICLE, content) == ("https://example.org/../x", None, None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("//example.org/a.png", "is not a picture of this site"),
        ("javascript:alert(1)", "is not a picture of this site"),
        ("data:image/png;base64,AA", "is not a picture of this site"),
        ("deep\\a.png", "is not a path"),
        ("a%00.png", "is not a path"),
        ("../../secret.png", "lies outside the content folder"),
        ("/../secret.png", "lies outside the content folder"),
        ("%2e%2e/%2e%2e/secret.png", "lies outside the content folder"),
        ("story.md", "is not a picture that can be shown"),
        ("beside.svg", "is not a picture that can be shown"),
        ("", "is not a picture that can be shown"),
        ("none.png", "is not there"),
        ("deep.png", "is not there"),
        ("a" * 300 + ".png", "is not there"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(content: Path, address: str, expected: str) -> None:
    (content.parent / "secret.png").write_bytes(png(1, 1))
    (content / "news" / "deep.png").mkdir()
    with pytest.raises(ImageError, match=expected) as error:
        locate(address, ARTICLE, content)
    assert error.value.hint


def test_a_link_is_followed_inside_the_content_folder_only(content: Path) -> None:
    (content.parent / "secret.png").write_bytes(png(1, 1))
    (content / "in.png").symlink_to(content / "top.png")
    (content / "out.png").symlink_to(content.parent / "secret.png")
    assert locate("/in.png", ARTICLE, content) == ("in.png", 640, 320)
    with pytest.raises(ImageError, match="is a link out of the content folder"):
        locate("/out.png", ARTICLE, content)


@pytest.mark.parametrize("body", [b"", b"no picture", png(640, 320)[:18], png(0, 0)])
def test_a_picture_whose_size_cannot_be_told_has_none(content: Path, body: bytes) -> None:
    (content / "odd.png").write_bytes(body)
    assert locate("/odd.png", ARTICLE, content) == ("odd.png", None, None)


def test_a_picture_that_was_replaced_is_measured_again(content: Path) -> None:
    locate("/top.png", ARTICLE, content)
    (content / "top.png").write_bytes(png(10, 20) + b"more")
    assert locate("/top.png", ARTICLE, content) == ("top.png", 10, 20)


def test_an_error_becomes_a_problem_of_its_article() -> None:
    error = ImageError("the picture `a.png` is not there", "looked for it")
    assert problem(error, "x.md:3", "![](a.png)") == Problem(
        "the picture `a.png` is not there", "x.md:3", "looked for it", "![](a.png)"
    )


Form = Literal["NFC", "NFD"]
FORMS: tuple[tuple[Form, int], ...] = (("NFC", 3), ("NFD", 5))
NAME = "أحمد/مؤتمر é.png"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("written", ["NFC", "NFD"])
def test_a_picture_is_the_same_in_each_unicode_form_of_its_name(tmp_path: Path, form: Form, written: Form) -> None:
    folder, name = NAME.split("/")
    path = f"{unicodedata.normalize(form, folder)}/{name}"  # a folder and a file in different forms
    (tmp_path / path).parent.mkdir()
    (tmp_path / path).write_bytes(png(3, 2))
    assert locate(unicodedata.normalize(written, NAME), "a.md", tmp_path) == (path, 3, 2)


def test_a_name_as_written_goes_before_its_twin(tmp_path: Path) -> None:
    for form, width in FORMS:
        (tmp_path / unicodedata.normalize(form, "é.png")).write_bytes(png(width, 2))
    for form, width in FORMS:
        assert locate(unicodedata.normalize(form, "é.png"), "a.md", tmp_path)[1] == width


@pytest.mark.parametrize("path", ["12:30.png", "sub/12:30.png", "sub/javascript:x.png"])
def test_a_name_with_a_colon_is_a_picture_of_this_site(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_bytes(png(3, 2))
    assert locate(path, "a.md", tmp_path) == (path, 3, 2)
    assert not is_elsewhere(path)


def test_an_escaped_colon_makes_no_script_address(tmp_path: Path) -> None:
    (tmp_path / "javascript:alert(1).png").write_bytes(png(3, 2))
    path, _, _ = locate("javascript%3Aalert(1).png", "a.md", tmp_path)
    assert not is_elsewhere(path)


@pytest.mark.parametrize("address", ["http://example.org/a.png", "HTTPS://example.org/a"])
def test_a_picture_of_another_site_has_a_web_address(address: str, tmp_path: Path) -> None:
    assert locate(address, "a.md", tmp_path) == (address, None, None)
    assert is_elsewhere(address)


@pytest.mark.parametrize("address", ["javascript:alert(1).png", "data:x.png", "C:\\a.png", "//example.org/a.png"])
def test_any_other_scheme_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="not a picture of this site"):
        locate(address, "a.md", tmp_path)


def test_a_picture_that_took_the_place_of_one_as_long_and_as_old_is_measured_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(png(8, 4))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert locate("a.png", "a.md", tmp_path)[1:] == (8, 4)
    other = tmp_path / "b.png"
    other.write_bytes(png(9, 5).ljust(file.stat().st_size, b"\0")[: file.stat().st_size])
    os.utime(other, (1_700_000_000, 1_700_000_000))
    shutil.move(other, file)
    assert locate("a.png", "a.md", tmp_path)[1:] == (9, 5)


def test_a_picture_that_is_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(ImageError, match="too large"):
        locate("a.png", "a.md", tmp_path)


def test_who_publishes_a_heavy_picture_is_told_its_size(content: Path) -> None:
    with (content / "top.png").open("r+b") as file:
        file.truncate(62 * 2**20)
    [warning] = weight_warnings("top.png", content, "a.md:3")
    assert warning.problem == "the picture `top.png` has 62 MB; a smaller one is published"
    assert warning.where == "a.md:3"
    assert not list(weight_warnings("news/beside.png", content, "a.md:3"))


@pytest.mark.parametrize("name", ["a#b.png", "a?b.png", "50%.png", "a&b'c.png"])
def test_the_name_of_a_picture_may_hold_signs_of_addresses(content: Path, name: str) -> None:
    (content / name).write_bytes(png(1, 1))
    assert locate(f"/{name}", ARTICLE, content) == (name, 1, 1)


def test_invisible_marks_around_the_path_of_a_picture_are_not_of_its_name(content: Path) -> None:
    assert locate("/\u200ftop.png\u200e", ARTICLE, content)[0] == "top.png"
    (content / "ميناء\u200f.png").write_bytes(png(1, 1))
    assert locate("/ميناء\u200f.png", ARTICLE, content)[0] == "ميناء\u200f.png"


@pytest.mark.parametrize("written", ["/Top.PNG", "/top.PNG", "/tp.png", "/top.jpg"])
def test_the_picture_that_was_meant_is_named(content: Path, written: str) -> None:
    with pytest.raises(ImageError) as error:
        locate(written, ARTICLE, content)
    assert error.value.hint == "did you mean `top.png`?"
