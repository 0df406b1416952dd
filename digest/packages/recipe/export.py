# mypy: disable-error-code="no-untyped-call"
"""Write a trained direction as an Argos package: `python export.py ar-en --trained DIR --out DIR`.

The package is a zip like Argos Translate's own.  The same weights and the same recipe give the same
bytes: names are sorted and times are fixed.
"""

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import ctranslate2
import sentencepiece
import torch
from corpus import BEGIN, DIRECTIONS, END, UNKNOWN, Direction
from ctranslate2.specs import TransformerSpec, common_spec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from ctranslate2.specs.transformer_spec import TransformerDecoderLayerSpec, TransformerEncoderLayerSpec
from model import Attention, Layer, Shape, Transformer
from torch import nn

VERSION = "1.0"
_NAMES = {"ar": "Arabic", "en": "English"}
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)


def load_trained(path: Path) -> Transformer:
    """Load the weights that `train.py` saved, ready to translate."""
    model = Transformer(Shape())
    model.load_state_dict(torch.load(path, weights_only=True))
    return model.eval()


def convert(model: Transformer, pieces: sentencepiece.SentencePieceProcessor, folder: Path, kind: str) -> None:
    """Write a CTranslate2 model folder, its weights quantized to `kind`."""
    shape = model.shape
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), shape.heads, activation=common_spec.Activation.RELU
    )
    embedding = model.embedding.weight.detach().numpy()
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
    spec.encoder.embeddings[0].weight = embedding
    spec.decoder.embeddings.weight = embedding
    spec.decoder.projection.weight = embedding
    _norm(spec.encoder.layer_norm, model.encoder_norm)
    _norm(spec.decoder.layer_norm, model.decoder_norm)
    for layers, specs in ((model.encoder, spec.encoder.layer), (model.decoder, spec.decoder.layer)):
        for layer, layer_spec in zip(layers, specs, strict=True):
            assert isinstance(layer, Layer)
            _layer(layer_spec, layer)
    vocabulary = [pieces.id_to_piece(i) for i in range(len(pieces))]
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.bos_token = vocabulary[BEGIN]
    spec.config.eos_token = vocabulary[END]
    spec.config.unk_token = vocabulary[UNKNOWN]
    spec.config.decoder_start_token = vocabulary[BEGIN]
    # Argos Translate encodes a source without an end token, and so does the training.
    spec.config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization=kind)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def _layer(spec: TransformerEncoderLayerSpec | TransformerDecoderLayerSpec, layer: Layer) -> None:
    _attention(spec.self_attention, layer.attention, layer.attention_norm, fused=3)
    if layer.cross is not None and layer.cross_norm is not None:
        _attention(spec.attention, layer.cross, layer.cross_norm, fused=2)
    _norm(spec.ffn.layer_norm, layer.feed_norm)
    _linear(spec.ffn.linear_0, layer.inner)
    _linear(spec.ffn.linear_1, layer.outer)


def _attention(spec: MultiHeadAttentionSpec, attention: Attention, norm: nn.LayerNorm, fused: int) -> None:
    """Copy an attention; self-attention fuses query, key and value, cross-attention only the last two."""
    _norm(spec.layer_norm, norm)
    if fused == 3:
        parts = (attention.query, attention.key_value)
        spec.linear[0].weight = torch.cat([part.weight for part in parts]).detach().numpy()
        spec.linear[0].bias = torch.cat([part.bias for part in parts]).detach().numpy()
    else:
        _linear(spec.linear[0], attention.query)
        _linear(spec.linear[1], attention.key_value)
    _linear(spec.linear[-1], attention.output)


def _linear(spec: LinearSpec, linear: nn.Linear) -> None:
    spec.weight = linear.weight.detach().numpy()
    spec.bias = linear.bias.detach().numpy()


def _norm(spec: LayerNormSpec, norm: nn.LayerNorm) -> None:
    spec.gamma = norm.weight.detach().numpy()
    spec.beta = norm.bias.detach().numpy()


def verify(model: Transformer, pieces: sentencepiece.SentencePieceProcessor, lines: list[str]) -> None:
    """Fail unless CTranslate2, before quantization, translates lines just as PyTorch does."""
    with tempfile.TemporaryDirectory() as folder:
        convert(model, pieces, Path(folder), "float32")
        translator = ctranslate2.Translator(folder, compute_type="float32", intra_threads=1)
        for line in lines:
            ours = [pieces.id_to_piece(i) for i in model.greedy(pieces.encode(line), BEGIN, END)]
            results = translator.translate_batch([pieces.encode(line, out_type=str)], beam_size=1)
            theirs = results[0].hypotheses[0]
            if ours != theirs:
                raise RuntimeError(f"CTranslate2 differs from PyTorch on {line!r}:\n{ours}\n{theirs}")


def write_package(direction: Direction, trained: Path, readme: str, out: Path) -> Path:
    """Convert a direction to int8 and zip it; give the path of the package."""
    model = load_trained(trained / f"{direction}.pt")
    vocabulary = trained / "sentencepiece.model"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    source, target = direction.split("-")
    samples = {
        "ar": ["هطلت أمطار غزيرة على دمشق أمس.", "بلغ سعر الدولار 15,000 ليرة سورية."],
        "en": ["Heavy rain fell on Damascus yesterday.", "The magnitude of the earthquake was 5.2."],
    }
    verify(model, pieces, samples[source])
    metadata = {
        "package_version": VERSION,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": _NAMES[source],
        "to_code": target,
        "to_name": _NAMES[target],
        "name": "bulletins",
        "licence": "MIT",
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        convert(model, pieces, root / "model", "int8")
        (root / "metadata.json").write_text(json.dumps(metadata, indent=2) + "\n", "utf-8")
        (root / "README.md").write_text(readme, "utf-8")
        (root / "sentencepiece.model").write_bytes(vocabulary.read_bytes())
        package = out / f"{source}_{target}.argosmodel"
        _zip(root, f"bulletins-{source}_{target}-{VERSION.replace('.', '_')}", package)
    return package


def _zip(root: Path, top: str, package: Path) -> None:
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(root).as_posix()}", _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def main() -> None:
    """Read the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("direction", choices=DIRECTIONS)
    parser.add_argument("--trained", type=Path, required=True, help="folder that train.py wrote")
    parser.add_argument("--readme", type=Path, default=Path(__file__).with_name("package-readme.md"))
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent)
    options = parser.parse_args()
    package = write_package(options.direction, options.trained, options.readme.read_text("utf-8"), options.out)
    print(f"{package}: {package.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
