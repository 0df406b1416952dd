"""Models in other forms: real ones with random weights, made into packages and translated with."""

import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from digest import argos
from digest.argos import convert, isolated_process, tokenizer
from digest.errors import DigestError
from tests import tiny_package

TEXTS = ["قال الوزير إن الأسعار ارتفعت", "زلزال يضرب المدينة"]


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_package.build_marian(tmp_path_factory.mktemp("built") / "opus-2021-02-23")


@pytest.fixture(scope="module")
def package(marian: Path, tmp_path_factory: pytest.TempPathFactory) -> argos.Package:
    file = tiny_package.pack(marian, marian.parent / "opus-2021-02-23.zip", flat=True)
    return argos.install_path(file, tmp_path_factory.mktemp("packages"))


@pytest.fixture
def copy(marian: Path, tmp_path: Path) -> Path:
    return shutil.copytree(marian, tmp_path / "opus-2021-02-23")


def said(package: argos.Package, texts: Sequence[str] = TEXTS) -> list[str]:
    results = dict(argos.Engine(package, beam_size=2, threads=1).translate(texts))
    return [results[place].text for place in range(len(texts))]


def about(package: argos.Package) -> dict[str, str]:
    fields: dict[str, str] = json.loads((package.path / "metadata.json").read_bytes())
    return fields


def ctranslate2(package: argos.Package, folder: Path) -> Path:
    """Lay a converted model out as CTranslate2 models are published: all files in one folder."""
    folder.mkdir()
    for file in (package.path / "model").iterdir():
        shutil.copy(file, folder)
    shutil.copy(package.path / "sentencepiece.model", folder / "source.spm")
    shutil.copy(package.path / "target.spm", folder / "target.spm")
    return folder


def change_json(file: Path, **fields: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_bytes()) | fields), encoding="utf-8")


def refused(path: Path, to: Path, pair: tuple[str, str] | None = None) -> str:
    with pytest.raises(DigestError) as error:
        argos.install_path(path, to, pair=pair)
    assert not to.exists() or not list(to.iterdir())
    assert ".digest-" not in str(error.value)
    return str(error.value)


def test_an_opus_mt_zip_becomes_a_package(package: argos.Package) -> None:
    assert str(package) == "opus-ar_en 2021-02-23"
    assert (package.from_code, package.to_code) == ("ar", "en")
    assert sorted(file.name for file in package.path.iterdir()) == [
        "LICENSE",
        "README.md",
        "digest.json",
        "metadata.json",
        "model",
        "sentencepiece.model",
        "target.spm",
    ]
    assert argos.installed([package.path.parent]).packages == (package,)
    assert argos.verify(package) == []
    record = json.loads((package.path / "digest.json").read_bytes())
    assert record["source"] == "opus-2021-02-23.zip"
    assert len(record["archive"]) == 64


def test_each_language_has_its_own_vocabulary_and_tokenizer(package: argos.Package) -> None:
    loaded = tokenizer.load(package.path, "ar", "en")
    assert isinstance(loaded, tokenizer.Converted)
    source = tokenizer.model_vocabulary(package.path / "model", "source")
    target = tokenizer.model_vocabulary(package.path / "model", "target")
    assert set(loaded.encode("قال الوزير")) <= source
    english = loaded.target.encode("the village")
    assert set(english) <= target
    assert not set(english) <= source
    assert loaded.decode(english) == "the village"
    assert any(letter.isascii() and letter.isalpha() for letter in said(package)[0])


def test_the_weights_are_what_the_converter_of_ctranslate2_makes(
    marian: Path, package: argos.Package, tmp_path: Path
) -> None:
    from ctranslate2.converters.opus_mt import OpusMTConverter

    OpusMTConverter(str(marian)).convert(str(tmp_path / "model"), quantization="int8")
    for file in (tmp_path / "model").iterdir():
        assert (package.path / "model" / file.name).read_bytes() == file.read_bytes()


def test_an_unzipped_model_makes_the_same_package(marian: Path, package: argos.Package, tmp_path: Path) -> None:
    again = argos.install_path(marian, tmp_path)
    assert again.digest == package.digest
    assert said(again) == said(package)


def test_the_digest_covers_the_target_tokenizer(package: argos.Package, tmp_path: Path) -> None:
    path = shutil.copytree(package.path, tmp_path / "copy")
    before = argos.open_package(path)
    assert before
    assert before.digest == package.digest
    (path / "target.spm").write_bytes(b"another")
    after = argos.open_package(path)
    assert after
    assert after.digest != package.digest
    assert [problem.problem for problem in argos.verify(after)] == ["`target.spm` has changed"]


def test_a_package_that_was_converted_can_be_installed_from_its_folder(package: argos.Package, tmp_path: Path) -> None:
    again = argos.install_path(package.path, tmp_path / "other")
    assert again.digest == package.digest
    assert argos.verify(again) == []
    file = tiny_package.pack(package.path, tmp_path / "x.argosmodel")
    assert argos.install_path(file, tmp_path / "third").digest == package.digest


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("opus-mt-tc-big-ar-en", "opus-mt-tc-big-ar-en 1.0"),
        ("opus-mt-ar-en-ct2", "opus-mt-ar-en-ct2 1.0"),
        ("ar_en", "ar_en 1.0"),
        ("ARA-ENG_2024-01-02", "ARA-ENG-ar_en 2024-01-02"),
    ],
)
def test_a_ctranslate2_folder_says_by_its_name_what_it_translates(
    package: argos.Package, tmp_path: Path, name: str, expected: str
) -> None:
    made = argos.install_path(ctranslate2(package, tmp_path / name), tmp_path / "packages")
    assert (made.from_code, made.to_code) == ("ar", "en")
    assert str(made) == expected
    assert said(made) == said(package)


def test_a_folder_that_does_not_say_its_languages_needs_to_be_told(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "model-to-use")
    message = refused(folder, tmp_path / "packages")
    assert "does not say which languages" in message
    assert "--pair ar en" in message
    made = argos.install_path(folder, tmp_path / "packages", pair=("ar", "en"))
    assert str(made) == "model-to-use-ar_en 1.0"


def test_the_tokenizer_settings_of_a_model_say_its_languages(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "3f2a9c")
    (folder / "tokenizer_config.json").write_text('{"source_lang": "ar", "target_lang": "en"}')
    assert argos.install_path(folder, tmp_path / "packages").from_code == "ar"


def test_the_wrong_direction_is_refused(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "opus-mt-en-ar")
    message = refused(folder, tmp_path / "packages")
    assert "does not know the letters of `en`: is the direction right?" in message
    assert "translates from `ar` to `en`, not from `en` to `ar`" in refused(package.path, tmp_path / "to", ("en", "ar"))


@pytest.mark.parametrize("start", ["</s>", "<pad>"])
def test_a_model_from_transformers_sees_the_end_of_its_texts(
    package: argos.Package, tmp_path: Path, start: str
) -> None:
    folder = ctranslate2(package, tmp_path / "opus-mt-ar-en")
    change_json(folder / "config.json", add_source_eos=False, decoder_start_token=start)
    assert said(argos.install_path(folder, tmp_path / "packages")) == said(package)


def test_a_model_from_opennmt_keeps_its_settings(tmp_path: Path) -> None:
    built = tiny_package.build(tmp_path / "built")
    folder = shutil.copytree(built / "model", tmp_path / "onmt-ar-en")
    shutil.copy(built / "sentencepiece.model", folder / "spm.model")
    made = argos.install_path(folder, tmp_path / "packages")
    assert (made.path / "model" / "config.json").read_bytes() == (built / "model" / "config.json").read_bytes()
    assert not (made.path / "target.spm").exists()
    stock = argos.open_package(built)
    assert stock
    assert said(made) == said(stock)


def test_an_old_ctranslate2_folder_works(tmp_path: Path) -> None:
    built = tiny_package.age(tiny_package.build(tmp_path / "built"))
    folder = shutil.copytree(built / "model", tmp_path / "ar_en")
    shutil.copy(built / "sentencepiece.model", folder / "sentencepiece.model")
    assert said(argos.install_path(folder, tmp_path / "packages"))[0]


def test_a_model_of_several_target_languages_is_told_which(tmp_path: Path) -> None:
    model = tiny_package.build_marian(
        tmp_path / "opus-2021-02-23",
        source=tiny_package.ENGLISH,
        target=tiny_package.ARABIC,
        release="eng-ara/opus-2021-02-23.zip",
        labels=(">>ara<<", ">>ara_Latn<<", ">>arz<<"),
    )
    made = argos.install_path(model, tmp_path / "packages")
    assert (made.from_code, made.to_code) == ("en", "ar")
    assert about(made)["source_prefix"] == ">>ara<<"
    loaded = tokenizer.load(made.path, "en", "ar")
    assert isinstance(loaded, tokenizer.Converted)
    assert loaded.encode("the minister") == [">>ara<<", *loaded.source.encode("the minister")]
    assert loaded.encode(" ") == []
    before = made.digest
    modern = said(made, ["the minister said"])
    change_json(made.path / "metadata.json", source_prefix=">>arz<<")
    other = argos.open_package(made.path)
    assert other
    assert other.digest != before
    assert said(other, ["the minister said"]) != modern
    message = refused(model, tmp_path / "to", ("en", "fr"))
    assert "into several languages, and `fr` is none of them" in message
    assert "it knows: >>ara<< >>arz<<" in message


@pytest.mark.parametrize(
    "line",
    [
        "* download original weights: [opus.zip](https://example.org/OPUS-MT-models/ar-en/opus-2019-12-18.zip)",
        "* download: [opus.zip](https://example.org/Tatoeba-MT-models/ara-eng/opus-2021-02-23.zip)",
        "release: ara-eng/opus_transformer-big_2022-03-09.zip",
    ],
)
def test_the_release_notes_say_what_a_model_translates(copy: Path, tmp_path: Path, line: str) -> None:
    (copy / "README.md").unlink()
    (copy / "opus.yml").write_text(f"# notes\n{line}\n")
    made = argos.install_path(copy, tmp_path / "packages")
    assert (made.from_code, made.to_code) == ("ar", "en")


def test_a_group_of_languages_is_no_direction(copy: Path, tmp_path: Path) -> None:
    (copy / "README.md").write_text("* download: [opus.zip](https://example.org/MT-models/sem-gmw/opus.zip)\n")
    assert "--pair" in refused(copy, tmp_path / "to")


def test_words_are_followed_through_two_tokenizers(package: argos.Package) -> None:
    results = dict(argos.Engine(package, beam_size=2, threads=1).translate(TEXTS, aligned=True))
    assert [results[place].text for place in range(len(TEXTS))] == said(package)
    assert all(result.alignment for result in results.values())


@pytest.mark.parametrize(
    ("line", "penalty"), [("normalize: 0.6", 0.6), ("normalize: true", 1.0), ("normalize: 0", 0.0), ("", 1.0)]
)
def test_lengths_are_weighed_as_the_model_s_makers_did(copy: Path, tmp_path: Path, line: str, penalty: float) -> None:
    settings = (copy / "decoder.yml").read_text().replace("normalize: 1", line)
    (copy / "decoder.yml").write_text(settings)
    made = argos.install_path(copy, tmp_path / "packages")
    assert made.length_penalty == penalty
    assert argos.Engine(made).decoding.length_penalty == penalty


def test_quotation_marks_are_written_as_the_model_learnt_them(package: argos.Package, tmp_path: Path) -> None:
    loaded = tokenizer.load(package.path, "ar", "en")
    assert loaded.encode("قال “نعم” ’") == loaded.encode('قال "نعم" \'')
    folder = ctranslate2(package, tmp_path / "mine-ar-en")
    plain = argos.install_path(folder, tmp_path / "packages")
    assert "normalization" not in about(plain)


def drop(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (drop("opus.npz"), "the model has no `opus.npz`, which `decoder.yml` names"),
        (drop("opus.target.vocab.yml"), "no `opus.target.vocab.yml`"),
        (drop("source.spm"), "put its SentencePiece files beside"),
        (write("opus.npz", "not weights"), "cannot be converted"),
        (write("opus.source.vocab.yml", '"a": 0\n'), "cannot be converted"),
        (write("opus.source.vocab.yml", '"a": x\n'), "cannot be converted (ValueError: Unexpected format at line 1"),
        (write("source.spm", "no pieces"), "tokenizer cannot be loaded"),
        (write("decoder.yml", "models: [["), "`decoder.yml` does not name"),
        (write("decoder.yml", "[]"), "`decoder.yml` does not name"),
        (write("decoder.yml", "models: [opus.npz]\nvocabs: []\n"), "`decoder.yml` does not name"),
        (write("decoder.yml", "models: [7]\nvocabs: [x]\n"), "`decoder.yml` does not name"),
        (write("decoder.yml", "models: [/etc/passwd]\nvocabs: [../../x.yml]\n"), "no `passwd`"),
        (write("decoder.yml", "models: [opus.npz]\nvocabs: [source.spm]\n"), "of a kind that cannot be converted"),
    ],
)
def test_a_damaged_model_is_refused(copy: Path, tmp_path: Path, spoil: Callable[[Path], object], problem: str) -> None:
    spoil(copy)
    assert problem in refused(copy, tmp_path / "to")


def test_weights_of_another_architecture_are_refused(copy: Path, tmp_path: Path) -> None:
    import numpy as np

    with np.load(copy / "opus.npz") as loaded:
        weights: dict[str, Any] = dict(loaded)
    settings = json.loads(weights["special:model.yml"][:-1].tobytes()) | {"type": "s2s"}
    weights["special:model.yml"] = np.frombuffer(json.dumps(settings).encode() + b"\0", dtype=np.int8)
    np.savez(copy / "opus.npz", **weights)
    assert "cannot be converted (- Option --type must be 'transformer')" in refused(copy, tmp_path / "to")
    del weights["special:model.yml"]
    np.savez(copy / "opus.npz", **weights)
    assert "a part is missing: special:model.yml" in refused(copy, tmp_path / "to")


def test_byte_pair_models_and_pytorch_weights_are_refused_with_a_way_out(copy: Path, tmp_path: Path) -> None:
    for name in ("source", "target"):
        (copy / f"{name}.spm").rename(copy / f"{name}.bpe")
    assert "take one with `spm`" in refused(copy, tmp_path / "to")
    torch = tmp_path / "opus-mt-ar-en"
    torch.mkdir()
    (torch / "pytorch_model.bin").write_bytes(b"")
    assert "the original, a zip that its page links to" in refused(torch, tmp_path / "to")
    (torch / "pytorch_model.bin").unlink()
    assert "OPUS-MT model" in refused(torch, tmp_path / "to")


def test_a_model_that_wants_language_tokens_on_both_sides_is_refused(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "nllb-ar-en")
    for side in ("source", "target"):
        file = folder / f"{side}_vocabulary.json"
        file.write_text(json.dumps([*json.loads(file.read_bytes()), "eng_Latn"]))
    assert "NLLB" in refused(folder, tmp_path / "to")


def test_tokenizers_that_cannot_be_told_apart_are_refused(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "ar-en")
    (folder / "source.spm").rename(folder / "a.spm")
    assert "not clear which tokenizer is whose" in refused(folder, tmp_path / "to")


def test_a_damaged_ctranslate2_folder_is_refused(package: argos.Package, tmp_path: Path) -> None:
    folder = ctranslate2(package, tmp_path / "ar-en")
    (folder / "config.json").write_text("{")
    assert "`config.json` is damaged" in refused(folder, tmp_path / "to")
    (folder / "config.json").write_text("{}")
    (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:2_000])
    assert "cannot be used" in refused(folder, tmp_path / "to")


def test_a_zip_with_a_folder_around_the_model_works_too(marian: Path, package: argos.Package, tmp_path: Path) -> None:
    file = tiny_package.pack(marian, tmp_path / "opus-2021-02-23.zip")
    assert argos.install_path(file, tmp_path / "packages").digest == package.digest


def test_a_hostile_zip_is_refused(marian: Path, tmp_path: Path) -> None:
    file = tiny_package.pack(marian, tmp_path / "opus.zip", flat=True, extra={"../evil.spm": b"x"})
    assert "leads elsewhere" in refused(file, tmp_path / "to")
    assert not (tmp_path / "evil.spm").exists()
    bomb = tiny_package.pack(marian, tmp_path / "bomb.zip", flat=True, extra={"opus2.npz": bytes(80 << 20)})
    assert "times its size" in refused(bomb, tmp_path / "to")


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("photos/1.jpg", b"x")
    message = refused(tmp_path / "photos.zip", tmp_path / "to")
    assert "no `metadata.json`" in message
    assert "OPUS-MT zip" in message


def test_a_conversion_that_takes_too_long_or_crashes_leaves_nothing(
    marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "SECONDS", 0.01)
    assert "no answer in 0.01 seconds" in refused(marian, tmp_path / "to")
    monkeypatch.undo()
    monkeypatch.setattr(isolated_process, "_CODE", "import os; os.abort()")
    assert "its process was ended" in refused(marian, tmp_path / "to")


def test_an_interrupted_conversion_leaves_nothing(
    marian: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(isolated_process, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        argos.install_path(marian, tmp_path / "to")
    assert not list((tmp_path / "to").iterdir())
