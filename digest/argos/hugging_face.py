"""Marian models as Hugging Face has them (`config.json`, `model.safetensors`, `vocab.json`), converted without PyTorch.

Transformers gives the weights of Marian other names, and adds a row for `<pad>`. Here they get their own names again,
and the converter of CTranslate2 for Marian does the rest.

Source: `convert_marian_to_pytorch.py` of Transformers; the format is described at
https://github.com/huggingface/safetensors#format.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from digest.argos import isolated_process
from digest.errors import DigestError

WEIGHTS = "model.safetensors"
CONFIG = "config.json"
PAD = "<pad>"

_HEADER_LIMIT = 100_000_000
"""Bytes of a header, at most: what the library of the format reads."""
_STORED = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""Kinds of floats, and how NumPy reads them."""

_ATTENTIONS = {"self": "self_attn", "context": "encoder_attn"}
_FEED_FORWARD = {"1": "fc1", "2": "fc2"}


def is_marian(folder: Path) -> bool:
    """Whether a folder holds a model as Hugging Face has it, of Marian and in weights that are no program."""
    return (folder / WEIGHTS).is_file() and _json(folder / CONFIG).get("model_type") == "marian"


def main(folder: str, into: str) -> None:
    """Convert a model with CTranslate2, to int8; run in a process of its own."""
    from ctranslate2.converters.converter import Converter

    class _Converter(Converter):  # type: ignore[misc] # CTranslate2 has no types
        def _load(self) -> Any:
            return _specification(Path(folder))

    isolated_process.report(lambda: _Converter().convert(into, quantization="int8"))


def _specification(folder: Path) -> Any:
    """Return a model as CTranslate2 saves it."""
    from ctranslate2.converters import marian
    from ctranslate2.specs import common_spec, transformer_spec

    activations = {
        "swish": common_spec.Activation.SWISH,
        "silu": common_spec.Activation.SWISH,
        "relu": common_spec.Activation.RELU,
        "gelu": common_spec.Activation.GELU,
    }
    config = _json(folder / CONFIG)
    activation = config["activation_function"]
    if config.get("normalize_before") or config.get("normalize_embedding") or activation not in activations:
        raise DigestError("its layers are built in another way than Marian's")
    if not config.get("scale_embedding") or not config.get("static_position_embeddings", True):
        raise DigestError("its embeddings are built in another way than Marian's")
    layers = config["encoder_layers"], config["decoder_layers"]
    source, target = _vocabularies(folder)
    weights = _marian_names(_tensors(folder / WEIGHTS), layers, (len(source), len(target)))
    specification = transformer_spec.TransformerSpec.from_config(
        layers, config["encoder_attention_heads"], pre_norm=False, activation=activations[activation]
    )
    marian.set_transformer_spec(specification, weights)
    specification.register_source_vocabulary(source)
    specification.register_target_vocabulary(target)
    specification.config.add_source_eos = True
    return specification


def _vocabularies(folder: Path) -> tuple[list[str], list[str]]:
    """Return the pieces of both languages in their order, without the last, `<pad>`, which Marian has not."""
    separate = _json(folder / "tokenizer_config.json").get("separate_vocabs")
    both = []
    for name in ("vocab.json", "target_vocab.json" if separate else "vocab.json"):
        places = _json(folder / name)
        pieces = sorted(places, key=places.__getitem__)
        if not pieces or sorted(places.values()) != list(range(len(pieces))):
            raise DigestError(f"`{name}` is no vocabulary")
        both.append(pieces[:-1] if pieces[-1] == PAD else pieces)
    return both[0], both[1]


def _marian_names(tensors: Mapping[str, Any], layers: tuple[int, int], sizes: tuple[int, int]) -> dict[str, Any]:
    """Return the weights of a model under the names that Marian gives them, matrices turned as it has them.

    `sizes` are those of the two vocabularies: the rows of embeddings for any further piece are left out.
    """
    weights: dict[str, Any] = {}
    for side, count, size in zip(("encoder", "decoder"), layers, sizes, strict=True):
        shared = tensors.get("model.shared.weight")
        embeddings = tensors.get(f"model.{side}.embed_tokens.weight", shared)
        if embeddings is None or len(embeddings) < size:
            raise DigestError(f"the embeddings of its {side} do not fit its vocabulary")
        weights[f"{side}_Wemb"] = embeddings[:size]
        for layer in range(count):
            for marian, theirs in _layer_names(side):
                tensor = tensors[f"model.{side}.layers.{layer}.{theirs}"]
                weights[f"{side}_l{layer + 1}_{marian}"] = tensor.T
    weights["decoder_ff_logit_out_Wt"] = tensors.get("lm_head.weight", weights["decoder_Wemb"])[: sizes[1]]
    bias = tensors.get("final_logits_bias")
    if bias is not None:
        weights["decoder_ff_logit_out_b"] = bias.reshape(-1)[: sizes[1]]
    return weights


def _layer_names(side: str) -> Iterator[tuple[str, str]]:
    """Yield the names of the weights of a layer, as Marian and as Transformers call them."""
    for marian, theirs in _ATTENTIONS.items():
        if side == "decoder" or marian == "self":
            for letter, part in (("q", "q_proj"), ("k", "k_proj"), ("v", "v_proj"), ("o", "out_proj")):
                yield f"{marian}_W{letter}", f"{theirs}.{part}.weight"
                yield f"{marian}_b{letter}", f"{theirs}.{part}.bias"
            yield f"{marian}_Wo_ln_scale", f"{theirs}_layer_norm.weight"
            yield f"{marian}_Wo_ln_bias", f"{theirs}_layer_norm.bias"
    for marian, theirs in _FEED_FORWARD.items():
        yield f"ffn_W{marian}", f"{theirs}.weight"
        yield f"ffn_b{marian}", f"{theirs}.bias"
    yield "ffn_ffn_ln_scale", "final_layer_norm.weight"
    yield "ffn_ffn_ln_bias", "final_layer_norm.bias"


def _tensors(file: Path) -> dict[str, Any]:
    """Return the floats of a safetensors file by name, in arrays. Raises `DigestError` for a file that is damaged."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 2 <= length <= min(_HEADER_LIMIT, size - 8):
            raise DigestError(f"`{WEIGHTS}` is damaged")
        try:
            header = json.loads(stream.read(length))
            tensors = {}
            for name, entry in header.items():
                if name != "__metadata__" and entry["dtype"] in _STORED:
                    begin, end = entry["data_offsets"]
                    stream.seek(8 + length + begin)
                    tensors[name] = _floats(stream.read(max(end - begin, 0)), entry["dtype"], entry["shape"])
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise DigestError(f"`{WEIGHTS}` is damaged") from error
    return tensors


def _floats(data: bytes, kind: str, shape: Sequence[int]) -> Any:
    """Return stored numbers as an array of 32-bit floats. Raises `ValueError` when they do not fill the shape."""
    import numpy as np

    values = np.frombuffer(data, dtype=_STORED[kind]).reshape(tuple(shape))
    if kind == "BF16":  # the upper half of a float
        values = (values.astype("<u4") << 16).view("<f4")
    return values.astype(np.float32)


def _json(file: Path) -> dict[str, Any]:
    """Return what a JSON file has, or nothing where there is none, or no object in it."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
