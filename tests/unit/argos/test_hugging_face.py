"""Marian models as Hugging Face has them: the same model in both forms says the same."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from digest import argos
from digest.errors import DigestError
from tests import tiny_package

TEXTS = ["قال الوزير إن الأسعار ارتفعت", "زلزال يضرب المدينة"]


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_package.build_marian(tmp_path_factory.mktemp("built") / "opus-2021-02-23")


@pytest.fixture(scope="module")
def package(marian: Path, tmp_path_factory: pytest.TempPathFactory) -> argos.Package:
    return argos.install_path(marian, tmp_path_factory.mktemp("packages"))


@pytest.fixture
def folder(marian: Path, tmp_path: Path) -> Path:
    return tiny_package.as_hugging_face(marian, tmp_path / "opus-mt-ar-en")


def said(package: argos.Package) -> list[str]:
    results = dict(argos.Engine(package, beam_size=2, threads=1).translate(TEXTS))
    return [results[place].text for place in range(len(TEXTS))]


def change(file: Path, **fields: object) -> None:
    file.write_text(json.dumps(json.loads(file.read_bytes()) | fields), encoding="utf-8")


def refused(path: Path, to: Path) -> str:
    with pytest.raises(DigestError) as error:
        argos.install_path(path, to)
    assert not to.exists() or not list(to.iterdir())
    return str(error.value)


def test_both_forms_of_a_model_become_the_same(package: argos.Package, folder: Path, tmp_path: Path) -> None:
    made = argos.install_path(folder, tmp_path / "packages")
    assert str(made) == "opus-mt-ar-en 1.0"
    for file in (package.path / "model").iterdir():
        assert (made.path / "model" / file.name).read_bytes() == file.read_bytes()
    assert said(made) == said(package)
    assert json.loads((made.path / "metadata.json").read_bytes())["normalization"] == "opus-mt"


@pytest.mark.parametrize("kind", ["F16", "BF16"])
def test_weights_of_half_the_size_are_read(marian: Path, tmp_path: Path, kind: str) -> None:
    import numpy as np

    folder = tiny_package.as_hugging_face(marian, tmp_path / "opus-mt-ar-en", kind)
    made = argos.install_path(folder, tmp_path / "packages")
    rounded = shutil.copytree(marian, tmp_path / "opus-2021-02-23")
    with np.load(marian / "opus.npz") as loaded:
        weights: dict[str, Any] = dict(loaded)
    for name, values in weights.items():
        if values.dtype == np.float32 and kind == "F16":
            weights[name] = values.astype(np.float16).astype(np.float32)
        elif values.dtype == np.float32:
            weights[name] = (values.view("<u4") & 0xFFFF0000).view("<f4")
    np.savez(rounded / "opus.npz", **weights)
    theirs = argos.install_path(rounded, tmp_path / "packages")
    assert (made.path / "model/model.bin").read_bytes() == (theirs.path / "model/model.bin").read_bytes()


def test_embeddings_that_both_sides_share_are_found_once(marian: Path, tmp_path: Path) -> None:
    import numpy as np

    built = tiny_package.build_marian(tmp_path / "opus", source=tiny_package.WORDS, target=tiny_package.WORDS)
    with np.load(built / "opus.npz") as loaded:
        weights: dict[str, Any] = dict(loaded)
    weights["decoder_Wemb"] = weights["encoder_Wemb"]
    weights["decoder_ff_logit_out_W"] = weights["encoder_Wemb"].T
    np.savez(built / "opus.npz", **weights)
    folder = tiny_package.as_hugging_face(built, tmp_path / "opus-mt-ar-en")
    rows = len(weights["encoder_Wemb"])
    tensors = tiny_package.read_safetensors(folder / "model.safetensors")
    tensors["model.shared.weight"] = tensors.pop("model.encoder.embed_tokens.weight")
    assert len(tensors["model.shared.weight"]) == rows + 1
    for name in ("model.decoder.embed_tokens.weight", "lm_head.weight"):
        del tensors[name]
    tiny_package.safetensors(folder / "model.safetensors", tensors)
    (folder / "target_vocab.json").unlink()
    change(folder / "tokenizer_config.json", separate_vocabs=False)
    ours = argos.install_path(folder, tmp_path / "packages")
    theirs = argos.install_path(built, tmp_path / "packages")
    assert (ours.path / "model/model.bin").read_bytes() == (theirs.path / "model/model.bin").read_bytes()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-40])


def spoil_header(file: Path) -> None:
    file.write_bytes(b"\xff" * 8 + file.read_bytes()[8:])


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda folder: cut(folder / "model.safetensors"), "`model.safetensors` is damaged"),
        (lambda folder: spoil_header(folder / "model.safetensors"), "`model.safetensors` is damaged"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b""), "`model.safetensors` is damaged"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"\2" + b"\0" * 7 + b"[]"), "is damaged"),
        (lambda folder: tiny_package.safetensors(folder / "model.safetensors", {}), "the embeddings of its encoder"),
        (lambda folder: (folder / "vocab.json").write_text("{}"), "`vocab.json` is no vocabulary"),
        (lambda folder: (folder / "vocab.json").write_text('{"a": 0, "b": 5}'), "`vocab.json` is no vocabulary"),
        (lambda folder: change(folder / "config.json", encoder_layers=2), "a part is missing: model.encoder.layers.1."),
        (lambda folder: change(folder / "config.json", normalize_before=True), "another way than Marian's"),
        (lambda folder: change(folder / "config.json", activation_function="tanh"), "another way than Marian's"),
        (lambda folder: change(folder / "config.json", scale_embedding=False), "another way than Marian's"),
        (lambda folder: change(folder / "config.json", model_type="bart"), "which says that it is a model of Marian"),
        (lambda folder: (folder / "config.json").unlink(), "needs its `config.json`"),
        (lambda folder: (folder / "source.spm").unlink(), "put its SentencePiece files beside"),
    ],
)
def test_a_damaged_model_is_refused(
    folder: Path, tmp_path: Path, spoil: Callable[[Path], object], problem: str
) -> None:
    spoil(folder)
    assert problem in refused(folder, tmp_path / "packages")


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt"])
def test_pickles_stay_refused(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.move(folder / "model.safetensors", folder / name)
    message = refused(folder, tmp_path / "packages")
    assert "a pickle, which could run any program" in message
    assert "model.safetensors" in message
