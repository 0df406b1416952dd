"""Argos packages with random weights: a true format at any size, for tests of installing and for the benchmark.

What such a package says is nonsense, the same every time; the embedded bulletins are for tests of what is said.
"""

import io
import json
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
    **fields: object,
) -> Path:
    """Write a package folder with random weights and return it. `fields` go into its `metadata.json`.

    The model's vocabulary is filled up to a size with pieces that do not occur. `ending` is added to the weight of the
    token that ends a translation: at 0 few come to an end.
    """
    folder.mkdir(parents=True)
    tokens = _sentencepiece(folder / "sentencepiece.model", text, pieces)
    tokens += [f"unused{number}" for number in range(len(tokens), vocabulary)]
    _model(folder / "model", tokens, layers=layers, width=width, heads=heads, ending=ending)
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


def pack(folder: Path, to: Path, *, root: str = "", extra: Mapping[str, bytes] | None = None) -> Path:
    """Zip a package folder as an `.argosmodel`, with further members as they are named."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{root or folder.name}/{file.relative_to(folder).as_posix()}")
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


def _model(folder: Path, vocabulary: Sequence[str], *, layers: int, width: int, heads: int, ending: float) -> None:
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
    spec.decoder.projection.bias[list(vocabulary).index("</s>")] = ending
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))
