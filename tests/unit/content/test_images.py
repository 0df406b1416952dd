import os
import shutil
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from digest.content.images import MAX_BYTES, ImageError, is_elsewhere, locate
from tests.unit.content.test_markdown import png

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
