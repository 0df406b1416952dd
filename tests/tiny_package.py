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


def as_hugging_face(marian: Path, folder: Path, kind: str = "F32") -> Path:
    """Write a model of `build_marian` as Transformers saves it, a row for `<pad>` added, and return its folder."""
    import numpy as np

    folder.mkdir()
    with np.load(marian / "opus.npz") as loaded:
        weights = dict(loaded)
    settings = json.loads(weights.pop("special:model.yml")[:-1].tobytes())
    names = {
        **{f"self_{end}": f"self_attn.{part}" for end, part in _PARTS.items()},
        **{f"context_{end}": f"encoder_attn.{part}" for end, part in _PARTS.items()},
        **{f"ffn_{kind}{end}": f"fc{end}.{part}" for end in "12" for kind, part in (("W", "weight"), ("b", "bias"))},
        **{
            f"{ours}_ln_{kind}": f"{theirs}.{part}"
            for ours, theirs in (
                ("self_Wo", "self_attn_layer_norm"),
                ("context_Wo", "encoder_attn_layer_norm"),
                ("ffn_ffn", "final_layer_norm"),
            )
            for kind, part in (("scale", "weight"), ("bias", "bias"))
        },
    }
    tensors: dict[str, Any] = {}
    for name, values in weights.items():
        side, layer, part = [*name.split("_", 2), ""][:3]
        if name.endswith("Wemb"):
            tensors[f"model.{side}.embed_tokens.weight"] = np.vstack([values, np.zeros((1, values.shape[1]))])
        elif layer == "l1":
            tensors[f"model.{side}.layers.0.{names[part]}"] = np.squeeze(values.T)
    tensors["lm_head.weight"] = np.vstack(
        [weights["decoder_ff_logit_out_W"].T, np.zeros((1, len(weights["decoder_ff_logit_out_W"])))]
    )
    tensors["final_logits_bias"] = np.append(weights["decoder_ff_logit_out_b"], [[0]], axis=1)
    safetensors(folder / "model.safetensors", tensors, kind)
    config = {
        "model_type": "marian",
        "activation_function": settings["transformer-ffn-activation"],
        "encoder_layers": settings["enc-depth"],
        "decoder_layers": settings["dec-depth"],
        "encoder_attention_heads": settings["transformer-heads"],
        "normalize_before": False,
        "normalize_embedding": False,
        "scale_embedding": True,
        "static_position_embeddings": True,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    about = {"source_lang": "ar", "target_lang": "en", "separate_vocabs": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
    for side, name in (("source", "vocab.json"), ("target", "target_vocab.json")):
        lines = (marian / f"opus.{side}.vocab.yml").read_text("utf-8").splitlines()
        pieces = {json.loads(piece): int(place) for piece, place in (line.rsplit(": ", 1) for line in lines)}
        vocabulary = pieces | {"<pad>": len(pieces)}
        (folder / name).write_text(json.dumps(vocabulary), encoding="utf-8")
        shutil.copy(marian / f"{side}.spm", folder)
    return folder


_PARTS = {
    f"{kind}{letter}": f"{part}.{name}"
    for letter, part in (("q", "q_proj"), ("k", "k_proj"), ("v", "v_proj"), ("o", "out_proj"))
    for kind, name in (("W", "weight"), ("b", "bias"))
}


def safetensors(file: Path, tensors: Mapping[str, Any], kind: str = "F32") -> None:
    """Write arrays into a safetensors file, as numbers of a kind."""
    import numpy as np

    header, body = {}, b""
    for name, values in tensors.items():
        floats = np.asarray(values, dtype="<f4")
        if kind == "BF16":
            data = (floats.view("<u4") >> 16).astype("<u2").tobytes()
        else:
            data = floats.astype({"F32": "<f4", "F16": "<f2"}[kind]).tobytes()
        header[name] = {
            "dtype": kind, "shape": list(floats.shape), "data_offsets": [len(body), len(body) + len(data)]
        }  # fmt: skip
        body += data
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    file.write_bytes(len(text).to_bytes(8, "little") + text + body)


def read_safetensors(file: Path) -> dict[str, Any]:
    """Return the arrays of a safetensors file of 32-bit floats."""
    import numpy as np

    data = file.read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:begin])
    del header["__metadata__"]
    return {
        name: np.frombuffer(data[begin + entry["data_offsets"][0] : begin + entry["data_offsets"][1]], "<f4").reshape(
            entry["shape"]
        )
        for name, entry in header.items()
    }


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
