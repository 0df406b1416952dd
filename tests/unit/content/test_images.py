"""Pictures of an article: where they lie, how large they are, and which can't be shown."""

import struct
from pathlib import Path

import pytest

from digest.content.images import ImageError, locate, problem
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
        ("http://example.org/a.png", "is not a picture of this site"),
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
