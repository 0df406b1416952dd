from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow

from digest.build.picture_files import picture_files
from digest.model import Image, Output


def encoded(width: int, height: int, kind: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    Pillow.linear_gradient("L").resize((width, height)).convert("RGB").save(out, kind, **more)
    return out.getvalue()


def files(body: bytes, width: int, height: int, path: str = "a.jpg", cache: Path | None = None) -> list[Output]:
    return list(picture_files(Image(path=path, width=width, height=height), body, f"x/{path}", cache))


def size(output: Output) -> tuple[int, int]:
    return Pillow.open(BytesIO(output.body)).size


def test_a_picture_is_published_as_it_is_with_smaller_copies_beside_it() -> None:
    body = encoded(1000, 500)
    own, *copies = files(body, 1000, 500)
    assert own == Output("x/a.jpg", body)
    assert [(copy.path, size(copy)) for copy in copies] == [
        ("x/a.jpg.480.webp", (480, 240)),
        ("x/a.jpg.960.webp", (960, 480)),
        ("x/a.jpg.1000.webp", (1000, 500)),
    ]


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_a_huge_picture_is_published_smaller_in_its_own_format(name: str, kind: str) -> None:
    own, *_ = files(encoded(3000, 600, kind), 3000, 600, name)
    assert size(own) == (2560, 512)
    assert Pillow.open(BytesIO(own.body)).format == kind


def test_a_copy_stands_upright_as_browsers_show_the_picture() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # a camera held upright
    _, copy, *_ = files(encoded(1000, 500, exif=exif), 500, 1000)
    assert size(copy) == (480, 960)


def test_what_can_not_be_read_is_published_as_it_is() -> None:
    assert {output.body for output in files(b"no picture", 3000, 600)} == {b"no picture"}


def test_a_picture_that_moves_is_published_as_it_is() -> None:
    body = BytesIO()
    frames = [Pillow.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    frames[0].save(body, "WEBP", save_all=True, append_images=frames[1:])
    assert {output.body for output in files(body.getvalue(), 600, 400, "a.webp")} == {body.getvalue()}


def test_a_picture_is_scaled_once_and_then_taken_from_the_cache(tmp_path: Path) -> None:
    body = encoded(500, 300)
    first = files(body, 500, 300, cache=tmp_path)
    for kept in tmp_path.iterdir():
        kept.write_bytes(b"kept")
    again = files(body, 500, 300, cache=tmp_path)
    assert [output.path for output in again] == [output.path for output in first]
    assert {output.body for output in again[1:]} == {b"kept"}
    assert {output.body for output in files(encoded(500, 301), 500, 301, cache=tmp_path)[1:]} != {b"kept"}


def test_the_same_picture_gives_the_same_bytes() -> None:
    body = encoded(1000, 500)
    assert files(body, 1000, 500) == files(body, 1000, 500)


def test_copies_are_made_in_avif_where_the_site_says_so() -> None:
    image = Image(path="a.jpg", width=600, height=300)
    outputs = list(picture_files(image, encoded(600, 300), "x/a.jpg", None, ("avif", "webp")))
    kinds = {output.path: Pillow.open(BytesIO(output.body)).format for output in outputs}
    assert kinds == {
        "x/a.jpg": "JPEG",
        "x/a.jpg.480.avif": "AVIF",
        "x/a.jpg.600.avif": "AVIF",
        "x/a.jpg.480.webp": "WEBP",
        "x/a.jpg.600.webp": "WEBP",
    }
