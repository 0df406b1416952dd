"""Making an Argos package of a model in another form: an OPUS-MT model (Marian, Hugging Face), or a CTranslate2 folder.

The package has the tokenizer of the source language as its `sentencepiece.model` and, where the target language has one
of its own, that as `target.spm`. Stock Argos reads such a package too, except for a model that wants a `source_prefix`.
"""

import itertools
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.argos import hugging_face, isolated_process, metadata
from digest.argos.package import MODEL, SENTENCEPIECE, TARGET_TOKENIZER
from digest.argos.tokenizer import model_vocabulary
from digest.errors import DigestError

MARIAN = "decoder.yml"
CTRANSLATE2 = "model.bin"
SECONDS = 1_800
SMALL = 1 << 20
"""The most bytes of a settings file or README that are read."""

_PAIR_HINT = "name the two languages with `--pair`, as in `--pair ar en`"
_OTHER_HINT = (
    "an Argos package, an OPUS-MT model (`decoder.yml`, `*.npz`, `source.spm`; or `config.json`, `model.safetensors`, "
    "`vocab.json`, `source.spm`) or a CTranslate2 model (`model.bin`, `source.spm`) can be installed"
)
_RELEASE = re.compile(r"(?:MT-models/|^release: *)([a-z]{2,3})-([a-z]{2,3})/", re.MULTILINE)
"""The address of a release in its notes: `https://…/Tatoeba-MT-models/ara-eng/opus-2021-02-23.zip`."""
_DATE = re.compile(r"[-_](\d{4}-\d\d-\d\d)\Z")
_LABEL = re.compile(r">>([A-Za-z]{2,3})<<\Z")
_MULTILINGUAL = {"__en__", "eng_Latn"}
"""Pieces of models that want a language token on both sides, as M2M-100 and NLLB do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A model in the form in which it was published.

    Attributes:
        folder: its files.
        where: what messages call it.
        name: of the file or folder that it came in, without suffix.
    """

    folder: Path
    where: str
    name: str

    def text(self, file: str) -> str:
        """Return the beginning of a file, or nothing where there is none."""
        try:
            with (self.folder / file).open("rb") as stream:
                return stream.read(SMALL).decode("utf-8", "replace")
        except OSError:
            return ""

    def settings(self) -> dict[str, Any]:
        """Return the settings in its `decoder.yml`; none where it is not there or damaged."""
        import yaml

        try:
            settings = yaml.safe_load(self.text(MARIAN))
        except (yaml.YAMLError, ValueError, RecursionError):
            return {}
        return settings if isinstance(settings, dict) else {}

    def notes(self) -> str:
        """Return what its makers say of it."""
        files = ["README.md", *sorted(file.name for file in self.folder.glob("*.yml") if file.stat().st_size < SMALL)]
        return "\n".join(map(self.text, files))


def build(folder: Path, into: Path, *, where: str, name: str, pair: tuple[str, str] | None = None) -> None:
    """Write an Argos package of the model in a folder into a new one.

    `name` is of the file or folder that the model came in; `pair` its two languages, else what comes with the model
    tells them. Raises `DigestError` for what is no model, or none of a kind that can be used here.
    """
    source = _Source(folder=folder, where=where, name=name)
    marian, transformers = (folder / MARIAN).is_file(), hugging_face.is_marian(folder)
    if not marian and not transformers and not (folder / CTRANSLATE2).is_file():
        raise DigestError("neither a package nor a model", where, _weights_hint(folder) or _OTHER_HINT)
    tokenizers = _tokenizers(source)
    from_code, to_code = _pair(source, pair)
    into.mkdir()
    model = into / Path(MODEL).parent
    if marian:
        _convert(source, model)
    elif transformers:
        _convert_transformers(source, model)
    else:
        _copy_model(source, model)
    shutil.copyfile(tokenizers[0], into / SENTENCEPIECE)
    if len(tokenizers) > 1 and tokenizers[0].read_bytes() != tokenizers[1].read_bytes():
        shutil.copyfile(tokenizers[1], into / TARGET_TOKENIZER)
    for file in sorted([*folder.glob("README*"), *folder.glob("LICEN[CS]E*")]):
        if file.is_file():
            shutil.copyfile(file, into / file.name)
    about = {
        **_naming(name, from_code, to_code),
        "from_code": from_code,
        "from_name": _languages().get(from_code, from_code),
        "to_code": to_code,
        "to_name": _languages().get(to_code, to_code),
        "source_prefix": _source_prefix(source, model, to_code),
        "normalization": "opus-mt" if transformers or "opus" in (name + source.notes()).casefold() else "",
        "length_penalty": metadata.length_penalty(source.settings().get("normalize"), 1.0),
    }
    filled = {key: value for key, value in about.items() if value != ""}
    (into / metadata.FILE).write_text(json.dumps(filled, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(model: str, into: str, *vocabularies: str) -> None:
    """Convert a Marian model with CTranslate2, to int8; run in a process of its own."""
    from ctranslate2.converters.marian import MarianConverter

    isolated_process.report(lambda: MarianConverter(model, list(vocabularies)).convert(into, quantization="int8"))


def _convert(source: _Source, into: Path) -> None:
    model, vocabularies = _marian_files(source)
    hint = "only transformer models of Marian with `.yml` vocabularies can be converted; if it is one, get it again"
    files = map(str, (model, into, *vocabularies))
    isolated_process.run(
        "digest.argos.convert", *files, done="converted", where=source.where, hint=hint, seconds=SECONDS
    )


def _convert_transformers(source: _Source, into: Path) -> None:
    files = map(str, (source.folder, into))
    hint = "only models of Marian can be converted; if it is one, get its files again, all of one revision"
    isolated_process.run(
        "digest.argos.hugging_face", *files, done="converted", where=source.where, hint=hint, seconds=SECONDS
    )


def _marian_files(source: _Source) -> tuple[Path, list[Path]]:
    """Return the weights and the vocabularies that `decoder.yml` names."""
    damaged = "the model is damaged; get it again"
    settings = source.settings()
    models, vocabularies = settings.get("models"), settings.get("vocabs")
    names = [*models[:1], *vocabularies] if isinstance(models, list) and isinstance(vocabularies, list) else []
    if len(names) < 2 or not all(isinstance(name, str) for name in names):
        raise DigestError(f"`{MARIAN}` does not name a model and its vocabularies", source.where, damaged)
    files = [source.folder / name.replace("\\", "/").rsplit("/", 1)[-1] for name in names]
    for file in files:
        if not file.is_file():
            raise DigestError(f"the model has no `{file.name}`, which `{MARIAN}` names", source.where, damaged)
    for file in files[1:]:
        if file.suffix not in {".yml", ".yaml"}:
            raise DigestError(f"the vocabulary `{file.name}` is of a kind that cannot be converted", source.where)
    return files[0], files[1:]


def _copy_model(source: _Source, into: Path) -> None:
    """Copy a CTranslate2 model, and make it see the end of its source texts where it was trained with one."""
    into.mkdir()
    for pattern in (CTRANSLATE2, "*vocabulary*.json", "*vocabulary*.txt", "vmap.txt", "config.json"):
        for file in source.folder.glob(pattern):
            shutil.copyfile(file, into / file.name)
    config = into / "config.json"
    if not config.is_file():
        return
    try:
        settings: Any = json.loads(config.read_bytes())
    except (ValueError, RecursionError) as error:
        raise DigestError("`config.json` is damaged", source.where, "get the model again") from error
    # CTranslate2 leaves the `</s>` of a model from Transformers to its tokenizer there; SentencePiece adds none. Such a
    # model starts its translations with `</s>` or `<pad>`, one from OpenNMT with `<s>`.
    if isinstance(settings, dict) and settings.get("decoder_start_token") in {"</s>", "<pad>"}:
        settings["add_source_eos"] = True
        config.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _tokenizers(source: _Source) -> list[Path]:
    """Return the tokenizer of both languages, or that of the source and that of the target."""
    files = {file.name: file for file in source.folder.iterdir() if file.suffix in {".spm", ".model"}}
    for first, second in (("source.spm", "target.spm"), ("source.model", "target.model")):
        if first in files and second in files:
            return [files[first], files[second]]
    if len(files) == 1 and next(iter(files)).split(".")[0] not in {"source", "target"}:
        return list(files.values())
    for name in (SENTENCEPIECE, "spm.model", "spiece.model"):
        if name in files:
            return [files[name]]
    if (source.folder / "source.bpe").is_file():
        raise DigestError("the model has no SentencePiece files but `source.bpe`", source.where, "take one with `spm`")
    raise DigestError(
        "it is not clear which tokenizer is whose" if len(files) > 1 else "the model lacks a tokenizer",
        source.where,
        f"put its SentencePiece files beside the model: `{SENTENCEPIECE}`, or `source.spm` and `target.spm`",
    )


def _pair(source: _Source, pair: tuple[str, str] | None) -> tuple[str, str]:
    """Return the languages of a model: as the user says, else as its release, its tokenizer or its name does."""
    if pair:
        return pair
    for first, second in _guesses(source):
        languages = _language(first), _language(second)
        if all(languages) and languages[0] != languages[1]:
            return languages
    raise DigestError("the model does not say which languages it translates", source.where, _PAIR_HINT)


def _guesses(source: _Source) -> Iterator[tuple[str, str]]:
    if release := _RELEASE.search(source.notes()):
        yield release[1], release[2]
    try:
        settings = json.loads(source.text("tokenizer_config.json") or "{}")
        yield str(settings.get("source_lang", "")), str(settings.get("target_lang", ""))
    except (ValueError, AttributeError, RecursionError):
        pass
    words = [word for word in re.split(r"[^a-z0-9]+", source.name.lower()) if word != "to"]
    yield from reversed(list(itertools.pairwise(words)))


def _language(code: str) -> str:
    """Return a language code as Argos writes it (`ara` is `ar`), or nothing when it is none."""
    from babel.core import get_global

    code = get_global("language_aliases").get(code, code)
    return code if metadata.is_code(code) and code in _languages() else ""


def _languages() -> dict[str, str]:
    """Return the English names of languages by code, from CLDR."""
    from babel import Locale

    return dict(Locale("en").languages)


def _naming(name: str, from_code: str, to_code: str) -> dict[str, str]:
    """Return what to call a package: `opus-2021-02-23` becomes `opus-ar_en`, version `2021-02-23`."""
    date = _DATE.search(name)
    base = metadata.plain((name[: date.start()] if date else name)[:60])
    if not re.search(rf"(?<![a-z]){from_code}[-_]{to_code}(?![a-z])", base):
        base = f"{base}-{from_code}_{to_code}".lstrip("-")
    return {"name": base, "package_version": date[1] if date else "1.0", "argos_version": "1.0"}


def _source_prefix(source: _Source, model: Path, to_code: str) -> str:
    """Return the label that tells a model of several target languages which to use; nothing for other models."""
    vocabulary = model_vocabulary(model, "source")
    if vocabulary & _MULTILINGUAL:
        raise DigestError(
            "the model is of a kind that wants language tokens on both sides (NLLB, M2M-100)",
            source.where,
            "it cannot be used here; OPUS-MT has models of one pair",
        )
    labels = {label[1]: piece for piece in sorted(vocabulary) if (label := _LABEL.match(piece))}
    fitting = [piece for code, piece in labels.items() if _language(code) == to_code]
    if labels and not fitting:
        raise DigestError(
            f"the model translates into several languages, and `{to_code}` is none of them",
            source.where,
            f"it knows: {' '.join(list(labels.values())[:20])}",
        )
    return fitting[0] if fitting else ""


def _weights_hint(folder: Path) -> str:
    """Say what to do with a model that is there in a form of PyTorch that can't be converted."""
    if any(folder.glob("*.safetensors")):
        return "`model.safetensors` needs its `config.json` beside it, which says that it is a model of Marian"
    if any(True for pattern in ("*.bin", "*.pt", "*.pth", "*.ckpt") for _ in folder.glob(pattern)):
        return (
            "these weights are a pickle, which could run any program; take `model.safetensors` of the same model, "
            "or the original, a zip that its page links to"
        )
    return ""
