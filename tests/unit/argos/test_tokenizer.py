"""Text to pieces and back, exactly; and which pieces a model knows."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.argos import tokenizer
from digest.errors import DigestError
from tests import tiny_package


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_package.build(tmp_path_factory.mktemp("built") / "ar_en", pieces=250)


@pytest.fixture
def copy(package: Path, tmp_path: Path) -> Path:
    return shutil.copytree(package, tmp_path / "ar_en")


@pytest.fixture
def english(tmp_path: Path) -> Path:
    """The file of a tokenizer that knows English only."""
    return tiny_package.build(tmp_path / "en", text=tiny_package.ENGLISH, pieces=60) / "sentencepiece.model"


def test_underscores_and_spaces_survive(package: Path) -> None:
    pieces = tokenizer.load(package, "ar", "en")
    assert pieces.decode(pieces.encode("at @a_b said (12,5)")) == "at @a_b said (12,5)"
    assert pieces.decode(["▁at", "▁", "a_b", "▁said"]) == "at a_b said"


def test_blanks_make_no_pieces(package: Path) -> None:
    assert tokenizer.load(package, "ar", "en").encode("  ") == []


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(" ".join(tiny_package.WORDS).split()), min_size=1))
def test_a_text_of_known_letters_comes_back_as_it_was(package: Path, words: list[str]) -> None:
    pieces = tokenizer.load(package, "ar", "en")
    assert pieces.decode(pieces.encode(" ".join(words))) == " ".join(words)


def test_a_tokenizer_can_say_every_piece_that_it_makes(package: Path) -> None:
    pieces = tokenizer.SentencePiece(package / "sentencepiece.model")
    assert {piece for text in tiny_package.WORDS for piece in pieces.encode(text)} <= set(pieces.vocabulary())


def test_byte_pairs_of_the_oldest_packages_are_joined_with_their_punctuation(tmp_path: Path) -> None:
    (tmp_path / "bpe.model").write_text("#version: 0.2\nt h\nth e</w>\n", encoding="utf-8")
    pieces = tokenizer.load(tmp_path, "en", "ar")
    assert pieces.encode("the cat") == ["the", "c@@", "a@@", "t"]
    assert pieces.decode(["the", "c@@", "a@@", "t", "."]) == "the cat."
    assert pieces.decode(["the", "c@@"]) == "the c"


def test_each_language_has_its_own_tokenizer_where_the_package_brings_two(copy: Path, english: Path) -> None:
    shutil.copy(english, copy / "target.spm")
    loaded = tokenizer.load(copy, "ar", "en")
    assert isinstance(loaded, tokenizer.Converted)
    pieces = loaded.target.encode("the quiet village")
    assert loaded.source.encode("the quiet village") != pieces
    assert loaded.decode(pieces) == "the quiet village"


def write_fields(folder: Path, **fields: object) -> None:
    about = json.loads((folder / "metadata.json").read_bytes())
    (folder / "metadata.json").write_text(json.dumps(about | fields), encoding="utf-8")


def test_every_text_but_blanks_begins_with_the_source_prefix(copy: Path) -> None:
    plain = tokenizer.load(copy, "ar", "en").encode("قال الوزير")
    write_fields(copy, source_prefix=">>eng<<")
    loaded = tokenizer.load(copy, "ar", "en")
    assert loaded.encode("قال الوزير") == [">>eng<<", *plain]
    assert loaded.encode(" ") == []


def test_quotation_marks_are_written_as_the_model_learnt_them(copy: Path) -> None:
    texts = ("قال “نعم” ’", 'قال "نعم" \'')
    plain = tokenizer.load(copy, "ar", "en")
    assert plain.encode(texts[0]) != plain.encode(texts[1])
    write_fields(copy, normalization="opus-mt")
    learnt = tokenizer.load(copy, "ar", "en")
    assert learnt.encode(texts[0]) == learnt.encode(texts[1]) == plain.encode(texts[1])


@pytest.mark.parametrize("file", ["sentencepiece.model", "target.spm"])
def test_a_tokenizer_that_is_damaged_is_an_error_with_its_folder(copy: Path, file: str) -> None:
    (copy / file).write_bytes(b"no pieces")
    with pytest.raises(DigestError, match="tokenizer cannot be loaded") as error:
        tokenizer.load(copy, "ar", "en")
    assert error.value.problems[0].where == str(copy)


def test_a_folder_without_a_tokenizer_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="tokenizer cannot be loaded"):
        tokenizer.load(tmp_path, "ar", "en")


def test_what_a_model_knows_is_read_from_a_file_for_both_sides_or_for_each(tmp_path: Path) -> None:
    (tmp_path / "source_vocabulary.json").write_text('["a", "س"]', encoding="utf-8")
    (tmp_path / "target_vocabulary.txt").write_text("b\n▁c\n", encoding="utf-8")
    assert tokenizer.model_vocabulary(tmp_path, "source") == {"a", "س"}
    assert tokenizer.model_vocabulary(tmp_path, "target") >= {"b", "▁c"}
    (tmp_path / "shared_vocabulary.json").write_text('["d"]')
    assert tokenizer.model_vocabulary(tmp_path, "source") == tokenizer.model_vocabulary(tmp_path, "target") == {"d"}


def test_a_model_that_does_not_say_what_it_knows_knows_nothing(tmp_path: Path) -> None:
    assert tokenizer.model_vocabulary(tmp_path, "source") == frozenset()


@pytest.mark.parametrize("body", [b"{", b"7", b"[[1]]", b"\xff"])
def test_a_vocabulary_that_is_damaged_is_an_error(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "source_vocabulary.json").write_bytes(body)
    with pytest.raises(DigestError, match="`model/source_vocabulary` is damaged"):
        tokenizer.model_vocabulary(tmp_path, "source")
