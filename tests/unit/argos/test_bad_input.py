"""What no translation comes of, or no ordinary one: the engine goes on, and says what is wrong."""

import random
from pathlib import Path

import pytest

from digest import argos, quality
from digest.argos import engine
from digest.errors import DigestError
from tests import tiny_package


def opened(folder: Path) -> argos.Package:
    package = argos.open_package(folder)
    assert package
    return package


def test_a_model_that_says_nothing_leaves_an_empty_text_that_is_flagged(tmp_path: Path) -> None:
    mute = opened(tiny_package.build(tmp_path / "ar_en", favourite="▁"))
    said = dict(argos.Engine(mute, threads=1).translate(["قال الوزير", "زلزال"]))
    assert [said[place].text for place in range(2)] == ["", ""]
    assert "empty" in quality.check("قال الوزير", said[0].text, "ar")


def test_a_text_of_20_000_tokens_is_translated_whole_and_in_order(tmp_path: Path) -> None:
    package = opened(tiny_package.build(tmp_path / "ar_en", ending=4.0))
    machine = argos.Engine(package, beam_size=1, threads=2)
    source = random.Random(5)
    words = " ".join(tiny_package.WORDS).split()
    text = " ".join(source.choices(words, k=9_000))
    parts = list(machine._parts(0, text))
    assert sum(len(part.tokens) for part in parts) > 20_000
    assert all(len(part.tokens) <= engine.WINDOW for part in parts)
    (_, said), (_, again) = *machine.translate([text]), *machine.translate([text])
    pieces = [dict(machine.translate([part.source]))[0].text for part in parts]
    assert said == again
    assert said.text == " ".join(pieces)


def test_one_without_a_model_file_is_an_error_at_first_use(tmp_path: Path) -> None:
    package = opened(tiny_package.build(tmp_path / "ar_en"))
    (package.path / "model" / "model.bin").unlink()
    with pytest.raises(DigestError, match="cannot be loaded"):
        list(argos.Engine(package).translate(["قال"]))


def test_a_tokenizer_that_was_damaged_since_is_an_error_at_first_use(tmp_path: Path) -> None:
    package = opened(tiny_package.build(tmp_path / "ar_en"))
    (package.path / "sentencepiece.model").write_bytes(b"no pieces")
    with pytest.raises(DigestError, match="tokenizer cannot be loaded"):
        list(argos.Engine(package).translate(["قال"]))
