"""What is tried of a package before it is installed: whether it speaks at all, and its parts belong together."""

import shutil
from pathlib import Path

import pytest

from digest.argos import smoke_test
from digest.errors import DigestError
from tests import tiny_package


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_package.build(tmp_path_factory.mktemp("built") / "ar_en")


@pytest.fixture
def copy(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "ar_en")


def test_a_package_that_speaks_passes(good: Path) -> None:
    smoke_test.run(good)


def test_an_old_package_and_byte_pairs_pass(copy: Path, tmp_path: Path) -> None:
    smoke_test.run(tiny_package.age(copy))
    smoke_test.run(tiny_package.byte_pairs(tmp_path / "byte_pairs"))


def test_a_package_for_languages_that_are_not_of_a_site_passes(tmp_path: Path) -> None:
    text = ["żółć gęślą jaźń wąż łoś 1 2", "dźwięk śnieg ćma 3 4"]
    smoke_test.run(tiny_package.build(tmp_path / "pl_de", from_code="pl", to_code="de", text=text, pieces=60))


def test_a_model_that_says_nothing_fails(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="it says nothing"):
        smoke_test.run(tiny_package.build(tmp_path / "ar_en", favourite="▁"))


def test_what_is_not_a_translation_package_fails(copy: Path) -> None:
    (copy / "metadata.json").write_text('{"type": "sbd"}')
    with pytest.raises(DigestError, match="not a translation package"):
        smoke_test.run(copy)


def test_a_tokenizer_of_another_model_fails(copy: Path, tmp_path: Path) -> None:
    other = tiny_package.build(tmp_path / "other", text=["żółć gęślą jaźń wąż łoś", "dźwięk śnieg ćma"], pieces=60)
    shutil.copy(other / "sentencepiece.model", copy / "sentencepiece.model")
    with pytest.raises(DigestError, match=r"the source tokenizer does not fit the model: it knows .*% of the pieces"):
        smoke_test.run(copy)


@pytest.mark.parametrize(("pair", "side"), [(("ar", "en"), "source"), (("en", "ar"), "target")])
def test_a_tokenizer_without_the_letters_of_its_language_fails(
    tmp_path: Path, pair: tuple[str, str], side: str
) -> None:
    from_code, to_code = pair
    english = [tiny_package.WORDS[1], "the quake shook the quiet village by the river"]
    package = tiny_package.build(tmp_path / "package", from_code=from_code, to_code=to_code, text=english, pieces=60)
    with pytest.raises(DigestError, match=f"the {side} tokenizer does not know the letters of `ar`"):
        smoke_test.run(package)


def test_what_is_wrong_leaves_the_process_in_one_line(copy: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (copy / "model" / "model.bin").write_bytes(b"\6\0\0\0")
    with pytest.raises(SystemExit) as exit_:
        smoke_test.main(str(copy))
    assert exit_.value.code == 1
    said = capfdbinary.readouterr().out.decode()
    assert "cannot be loaded" in said
    assert "\n" not in said
