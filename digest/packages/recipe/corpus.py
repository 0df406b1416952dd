"""Training pairs and held-out pairs from the grammar, and the SentencePiece vocabulary.

A pair is held out by a hash, never by chance: one in fifty sentences, and every sentence with one of
the combinations of a pattern and a name that are reserved.  Training draws pairs without end and skips
those, so it meets neither a held-out sentence nor a reserved combination.
"""

import random
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import sentencepiece
from grammar import Grammar, Pair
from noise import vary_arabic, vary_english

Direction = Literal["ar-en", "en-ar"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)

VOCABULARY_SIZE = 4000
UNKNOWN, BEGIN, END, PADDING = range(4)

_ONE_SENTENCE_IN = 50
_ONE_COMBINATION_IN = 250
_HELD_OUT_SEED = 20
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـ٠١٢٣٤٥٦٧٨٩٪٫٬،؛؟«»“”‘’–—…"


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


@cache
def _is_reserved(use: str) -> bool:
    return _hash(use) % _ONE_COMBINATION_IN == 0


def is_held_out(pair: Pair) -> bool:
    """Tell whether a pair may be tested with, and so never trained with."""
    return _hash(pair.arabic.canonical) % _ONE_SENTENCE_IN == 0 or any(map(_is_reserved, pair.uses))


def held_out(grammar: Grammar, size: int) -> list[tuple[str, str]]:
    """Draw distinct held-out (Arabic, English) pairs, half of them with a reserved combination."""
    rng = random.Random(_HELD_OUT_SEED)
    groups: dict[bool, dict[str, str]] = {False: {}, True: {}}
    while min(map(len, groups.values())) < size // 2:
        pair = grammar.sample(rng)
        if is_held_out(pair):
            group = groups[any(map(_is_reserved, pair.uses))]
            if len(group) < size // 2:
                group[pair.arabic.canonical] = pair.english.canonical
    return [*groups[False].items(), *groups[True].items()]


def training_pairs(grammar: Grammar, direction: Direction, seed: int) -> Iterator[tuple[str, str]]:
    """Draw (source, target) pairs without end: a varied source and its canonical target."""
    rng = random.Random(seed)
    tested = {text for pair in held_out(grammar, 2400) for text in pair}
    while True:
        pair = grammar.sample(rng)
        if is_held_out(pair):
            continue
        if direction == "ar-en":
            source, target = vary_arabic(pair.arabic.variant, rng), pair.english.canonical
        else:
            source, target = vary_english(pair.english.variant, rng), pair.arabic.canonical
        if source not in tested:
            yield source, target


def train_vocabulary(grammar: Grammar, path: Path, seed: int = 1, lines: int = 60_000) -> None:
    """Train one SentencePiece model for both languages; digits stay single pieces."""
    rng = random.Random(seed)

    def sentences() -> Iterator[str]:
        for _ in range(lines // 2):
            pair = grammar.sample(rng)
            yield vary_arabic(pair.arabic.variant, rng)
            yield vary_english(pair.english.variant, rng)

    with path.open("wb") as file:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=sentences(),
            model_writer=file,
            vocab_size=VOCABULARY_SIZE,
            model_type="unigram",
            normalization_rule_name="identity",
            character_coverage=1.0,
            split_digits=True,
            byte_fallback=False,
            required_chars=_ARABIC + "".join(map(chr, range(33, 127))),
            unk_id=UNKNOWN,
            bos_id=BEGIN,
            eos_id=END,
            pad_id=PADDING,
            num_threads=1,
            minloglevel=1,
        )
