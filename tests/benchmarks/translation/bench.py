"""Sentences a second: ours, the stock `argostranslate.translate.translate`, and a bare CTranslate2 call.

All three decode the same sentences with the same package and beam; see README.md beside this file.
"""

import argparse
import json
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from digest import argos  # noqa: E402
from tests import tiny_package  # noqa: E402

PUBLIC = {"layers": 6, "width": 512, "heads": 8, "vocabulary": 32_000}
"""The shape of the public Argos packages."""

FEW = 5
"""Sentences that a build lacks which has nearly all."""


def main() -> None:
    """Measure, print a table to stderr and JSON to stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--package", type=Path, help="an installed package's folder; default: random weights, public shape"
    )
    parser.add_argument("--text", type=Path, help="Arabic sentences, one a line; default: the sample articles")
    parser.add_argument("--sentences", type=int, default=400)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--ending", type=float, default=4.0, help="of the random weights: how soon a translation ends")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "packages"
        texts = _texts(options.text)
        if options.package:
            folder.mkdir()
            (folder / "ar_en").symlink_to(options.package.resolve())
        else:
            tiny_package.build(folder / "ar_en", text=texts, pieces=8_000, ending=options.ending, **PUBLIC)
        package = argos.open_package(folder / "ar_en")
        assert package
        texts = _ending(package, texts, options.beam)[: options.sentences]
        rows = {
            "ours": _rate(texts, lambda: _ours(package, texts, options.beam)),
            "bare CTranslate2": _rate(texts, lambda: _bare(package, texts, options.beam)),
            "stock argostranslate": _rate(texts, _stock(folder, Path(temporary), texts, options.beam)),
        }
        few = _few(package, texts, options.beam)
    for name, (rate, of_processor) in rows.items():
        ours, ours_of_processor = rows["ours"]
        print(
            f"{name:22} {rate:8.1f} sentences/s  ours is {ours / rate:.2f} x; "
            f"{of_processor:8.1f} a second of the processor, {ours_of_processor / of_processor:.2f} x",
            file=sys.stderr,
        )
    for name, seconds in few.items():
        print(f"{FEW} sentences, {name}: {seconds:.2f} s", file=sys.stderr)
    print(json.dumps({"few": few, "sentences": len(texts), "beam": options.beam, "per_second": rows}))


def _texts(path: Path | None) -> list[str]:
    files = [path] if path else sorted((ROOT / "content").glob("*.*"))
    lines = [line.strip() for file in files for line in file.read_text("utf-8").splitlines()]
    sentences = (part.strip() for line in lines for part in re.split(r"(?<=[.؟!])\s", line))
    return list(dict.fromkeys(part for part in sentences if len(re.findall(r"[ء-ي]+", part)) >= 3))


def _ending(package: argos.Package, texts: Sequence[str], beam: int) -> list[str]:
    """Leave out what random weights translate without end: stock goes on to 256 tokens there, ours stops earlier."""
    done = dict(argos.Engine(package, beam).translate(texts))
    return [text for place, text in enumerate(texts) if done[place].text and not done[place].flags]


def _rate(texts: Sequence[str], run: Callable[[], object]) -> tuple[float, float]:
    """Return how many sentences a second a run translates, of wall time and of the processor's."""
    start, spent = time.perf_counter(), time.process_time()
    run()
    return len(texts) / (time.perf_counter() - start), len(texts) / (time.process_time() - spent)


def _ours(package: argos.Package, texts: Sequence[str], beam: int) -> list[object]:
    return list(argos.Engine(package, beam).translate(texts))


def _few(package: argos.Package, texts: Sequence[str], beam: int) -> dict[str, float]:
    """Return the seconds that a loaded model takes for a few sentences spread over all lengths, in two ways.

    Those of a build that lacks little: with batches by length, and bare, all in one batch padded to the longest.
    """
    import ctranslate2
    import sentencepiece

    few = sorted(texts, key=len)[:: max(1, len(texts) // FEW)][:FEW]
    engine = argos.Engine(package, beam)
    list(engine.translate(few[:1]))
    start, spent = time.perf_counter(), time.process_time()
    times = [time.perf_counter() - start for _ in engine.translate(few)]
    seconds = {"the first": times[0], "ours": times[-1], "ours, of the processor": time.process_time() - spent}
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package.path / "sentencepiece.model"))
    tokens = pieces.encode(few, out_type=str)
    model = ctranslate2.Translator(str(package.path / "model"), compute_type="int8", intra_threads=os.cpu_count() or 1)
    model.translate_batch(tokens[:1])
    start, spent = time.perf_counter(), time.process_time()
    model.translate_batch(
        tokens, beam_size=beam, length_penalty=0.2, max_decoding_length=2 * max(map(len, tokens)) + 32
    )
    seconds["bare in one batch"] = time.perf_counter() - start
    seconds["bare in one batch, of the processor"] = time.process_time() - spent
    return seconds


def _bare(package: argos.Package, texts: Sequence[str], beam: int) -> object:
    """Decode with nothing around it: sorted by length, batched by tokens, on every core."""
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package.path / "sentencepiece.model"))
    tokens = sorted(pieces.encode(list(texts), out_type=str), key=len, reverse=True)
    model = ctranslate2.Translator(
        str(package.path / "model"),
        compute_type="int8",
        inter_threads=os.cpu_count() or 1,
        intra_threads=1,
        max_queued_batches=-1,
    )
    futures = []
    while tokens:
        count = max(1, 2048 // beam // len(tokens[0]))
        batch, tokens = tokens[:count], tokens[count:]
        futures += model.translate_batch(
            batch,
            asynchronous=True,
            beam_size=beam,
            length_penalty=0.2,
            max_decoding_length=2 * len(batch[0]) + 32,
            replace_unknowns=True,
        )
    return [future.result() for future in futures]


def _stock(folder: Path, home: Path, texts: Sequence[str], beam: int) -> Callable[[], object]:
    """Set up the library; its sentence splitter, which needs a download, is given the sentences as they are."""
    os.environ |= {
        "ARGOS_PACKAGES_DIR": str(folder),
        "ARGOS_BEAM_SIZE": str(beam),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
    }
    import argostranslate.translate as stock

    class Whole:
        def __init__(self, package: object) -> None: ...

        def split_sentences(self, text: str) -> list[str]:
            return [text]

    stock.MiniSBDSentencizer = Whole
    logging.disable(logging.INFO)
    return lambda: [stock.translate(text, "ar", "en") for text in texts]


if __name__ == "__main__":
    main()
