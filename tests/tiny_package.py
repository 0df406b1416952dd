"""Argos packages with random weights: a true format at any size, for tests of installing and for the benchmark.

What such a package says is nonsense, the same every time; the embedded bulletins are for tests of what is said.
"""

import io
import json
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

WORDS = (
    "قال الوزير إن الأسعار ارتفعت اليوم في القاهرة بنسبة خمسة في المئة",
    "the minister said prices rose today in Cairo by five per cent (12,5 @a_b).",
    "زلزال بقوة 4.2 درجات يضرب شرق المدينة ولا أضرار؛ والسلطات تتابع، بحسب البيان.",
)


def build(
    folder: Path,
    *,
    from_code: str = "ar",
    to_code: str = "en",
    version: str = "1.0",
    text: Iterable[str] = WORDS,
    pieces: int = 200,
    layers: int = 1,
    width: int = 16,
    heads: int = 2,
    vocabulary: int = 0,
    ending: float = 0.0,
    favourite: str = "",
    **fields: object,
) -> Path:
    """Write a package folder with random weights and return it. `fields` go into its `metadata.json`.

    The model's vocabulary is filled up to a size with pieces that do not occur. `ending` is added to the weight of the
    token that ends a translation: at 0 few come to an end. A `favourite` piece is said instead of any other.
    """
    folder.mkdir(parents=True)
    tokens = _sentencepiece(folder / "sentencepiece.model", text, pieces)
    tokens += [f"unused{number}" for number in range(len(tokens), vocabulary)]
    _model(
        folder / "model", tokens, layers=layers, width=width, heads=heads, weights={"</s>": ending, favourite: 1_000.0}
    )
    about = {
        "package_version": version,
        "argos_version": "1.0",
        "from_code": from_code,
        "from_name": from_code,
        "to_code": to_code,
        "to_name": to_code,
        **fields,
    }
    (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "README.md").write_text("Random weights.\n", encoding="utf-8")
    return folder


def hollow(where: Path, name: str, /, **fields: object) -> Path:
    """Write a package folder that can be listed and found, with no model behind it, and return it."""
    folder = where / name
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.bin").write_bytes(b"weights")
    (folder / "sentencepiece.model").write_bytes(b"pieces")
    about = {"package_version": "1.0", "from_code": "ar", "to_code": "en", **fields}
    (folder / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


ARABIC, ENGLISH = (WORDS[0], WORDS[2]), (WORDS[1], "the quake shook the quiet village by the river, officials say.")


def build_marian(
    folder: Path,
    *,
    source: Iterable[str] = ARABIC,
    target: Iterable[str] = ENGLISH,
    release: str = "ara-eng/opus-2021-02-23.zip",
    labels: Iterable[str] = (),
    width: int = 16,
    ending: float = 0.0,
) -> Path:
    """Write a Marian model with random weights as OPUS-MT publishes one, each language with a vocabulary of its own.

    `labels` are the tokens that choose a target language: `>>ara<<`.
    """
    import numpy as np

    folder.mkdir(parents=True)
    random = np.random.default_rng(2)
    vocabularies = {}
    for side, text, more in (("source", source, labels), ("target", target, ())):
        pieces = [piece for piece in _sentencepiece(folder / f"{side}.spm", text, 150) if not piece.startswith("<")]
        vocabularies[side] = ["</s>", "<unk>", *more, *pieces]
        lines = (f"{json.dumps(token, ensure_ascii=False)}: {place}" for place, token in enumerate(vocabularies[side]))
        (folder / f"opus.{side}.vocab.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    weights: dict[str, Any] = {}

    def linear(name: str, end: str, rows: int, columns: int) -> None:
        weights[f"{name}_W{end}"] = (random.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32)
        weights[f"{name}_b{end}"] = np.zeros((1, columns), dtype=np.float32)

    def norm(name: str) -> None:
        weights[f"{name}_ln_scale"] = np.ones((1, width), dtype=np.float32)
        weights[f"{name}_ln_bias"] = np.zeros((1, width), dtype=np.float32)

    for part, side, attentions in (("encoder", "source", ["self"]), ("decoder", "target", ["self", "context"])):
        size = len(vocabularies[side])
        weights[f"{part}_Wemb"] = random.standard_normal((size, width)).astype(np.float32)
        for attention in attentions:
            for end in "qkvo":
                linear(f"{part}_l1_{attention}", end, width, width)
            norm(f"{part}_l1_{attention}_Wo")
        linear(f"{part}_l1_ffn", "1", width, 4 * width)
        linear(f"{part}_l1_ffn", "2", 4 * width, width)
        norm(f"{part}_l1_ffn_ffn")
    linear("decoder_ff_logit_out", "", width, len(vocabularies["target"]))
    weights["decoder_ff_logit_out_b"][0, 0] = ending
    settings = {
        "type": "transformer",
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": False,
        "transformer-ffn-activation": "swish",
        "transformer-preprocess": "",
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-guided-alignment-layer": "last",
        "transformer-heads": 2,
        "enc-depth": 1,
        "dec-depth": 1,
    }
    special = json.dumps(settings).encode() + b"\0"
    weights["special:model.yml"] = np.frombuffer(special, dtype=np.int8)
    np.savez(folder / "opus.npz", **weights)
    (folder / "decoder.yml").write_text(
        "relative-paths: true\nmodels:\n  - opus.npz\nvocabs:\n  - opus.source.vocab.yml\n  - opus.target.vocab.yml\n"
        "beam-size: 6\nnormalize: 1\n"
    )
    (folder / "README.md").write_text(f"# opus\n\n* download: [opus.zip](https://example.org/MT-models/{release})\n")
    (folder / "LICENSE").write_text("Attribution 4.0 International\n")
    (folder / "preprocess.sh").write_text("#!/bin/sh\n")
    return folder


def byte_pairs(folder: Path) -> Path:
    """Write a package folder with random weights and a `bpe.model`, as the oldest packages have it."""
    build(folder)
    (folder / "sentencepiece.model").unlink()
    (folder / "bpe.model").write_text("#version: 0.2\nق ا\nقا ل</w>\nt h\n", encoding="utf-8")
    letters = sorted(set("".join(WORDS)) - {" "})
    tokens = ["<unk>", "<s>", "</s>", "قال", *letters, *(f"{letter}@@" for letter in letters)]
    shutil.rmtree(folder / "model")
    _model(folder / "model", tokens, layers=1, width=16, heads=2, weights={})
    return folder


def age(folder: Path) -> Path:
    """Make a package look like one of CTranslate2 2.x: text vocabularies, no `config.json`, a `stanza` folder."""
    for file in (folder / "model").glob("*_vocabulary.json"):
        tokens: list[str] = json.loads(file.read_bytes())
        file.with_suffix(".txt").write_text("".join(f"{token}\n" for token in tokens), encoding="utf-8")
        file.unlink()
    (folder / "model" / "config.json").unlink()
    model = folder / "model" / "model.bin"
    model.write_bytes((5).to_bytes(4, "little") + model.read_bytes()[4:])  # the version of its binary format
    (folder / "stanza").mkdir()
    (folder / "stanza" / "resources.json").write_text("{}", encoding="utf-8")
    return folder


def pack(folder: Path, to: Path, *, flat: bool = False, extra: Mapping[str, bytes] | None = None) -> Path:
    """Zip a package folder as an `.argosmodel`, with further members as they are named; `flat`: without the folder."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder if flat else folder.parent).as_posix())
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return to


def _sentencepiece(file: Path, text: Iterable[str], pieces: int) -> list[str]:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text),
        model_writer=model,
        vocab_size=pieces,
        model_type="unigram",
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    file.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _model(
    folder: Path, vocabulary: Sequence[str], *, layers: int, width: int, heads: int, weights: Mapping[str, float]
) -> None:
    import ctranslate2
    import numpy as np

    random = np.random.default_rng(1)

    def matrix(rows: int, columns: int) -> Any:
        return (random.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(width, dtype=np.float32), np.zeros(width, dtype=np.float32)

    def linear(spec: Any, rows: int, columns: int) -> None:
        spec.weight, spec.bias = matrix(rows, columns), np.zeros(rows, dtype=np.float32)

    def attention(spec: Any, sizes: Sequence[int]) -> None:
        norm(spec.layer_norm)
        for part, size in zip(spec.linear, sizes, strict=True):
            linear(part, size, width)

    def layer(spec: Any) -> None:
        attention(spec.self_attention, (3 * width, width))
        if hasattr(spec, "attention"):
            attention(spec.attention, (width, 2 * width, width))
        norm(spec.ffn.layer_norm)
        linear(spec.ffn.linear_0, 4 * width, width)
        linear(spec.ffn.linear_1, width, 4 * width)

    spec = ctranslate2.specs.TransformerSpec.from_config(layers, heads)
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        for part in side.layer:
            layer(part)
    spec.encoder.embeddings[0].weight = matrix(len(vocabulary), width)
    spec.decoder.embeddings.weight = matrix(len(vocabulary), width)
    linear(spec.decoder.projection, len(vocabulary), width)
    for token, weight in weights.items():
        if token:
            spec.decoder.projection.bias[list(vocabulary).index(token)] = weight
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))
