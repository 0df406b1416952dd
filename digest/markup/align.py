"""Which words of a translation come from which words of its source, as a short string that a cache can keep.

`0-0:97 2-1:61 1-1:30` says that the first word of the translation comes from the first of the source, with 97 of 100 of
the model's attention, and the second from the third and the second: the notation of the Pharaoh decoder (Koehn 2004),
with weights. Words are what stands between white space. An empty string knows nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

LEAST = 0.1
"""Attention below it is not written down."""
_PAIR = re.compile(r"([0-9]{1,6})-([0-9]{1,6}):([0-9]{1,3})")
_BETWEEN = 4
"""Words: what was replaced between two known places is matched by its order when it is no longer than this."""


def parse(alignment: str) -> dict[int, dict[int, float]]:
    """Return for each word of the translation the words of the source, with weights from 0 to 1."""
    found: dict[int, dict[int, float]] = {}
    for source, target, weight in _triples(alignment):
        found.setdefault(target, {})[source] = weight
    return found


def written(weights: Mapping[int, Mapping[int, float]]) -> str:
    """Return an alignment as a string: what `parse` reads."""
    return " ".join(
        f"{source}-{target}:{min(round(100 * weight), 100)}"
        for target, sources in sorted(weights.items())
        for source, weight in sorted(sources.items(), key=lambda item: (-item[1], item[0]))
        if weight >= LEAST
    )


def of_attention(
    attention: Sequence[Sequence[float]], source: Sequence[str], source_words: Sequence[int],
    target: Sequence[str], target_words: Sequence[int],
) -> str:  # fmt: skip
    """Return the alignment of words that an attention matrix, target pieces by source pieces, tells.

    `source_words` and `target_words` say which word each piece belongs to. A word is where its pieces look, the ones
    that are sure of it above all: what the rest of a word looks at once its beginning is said has little to do with
    it. So has a punctuation mark at its end, and punctuation in the source is where a model looks that looks nowhere.
    """
    heard = [place for place, piece in enumerate(source) if _says(piece)]
    rows: dict[int, list[Mapping[int, float]]] = {}
    for piece, word, row in zip(target, target_words, attention, strict=False):
        if _says(piece):
            weights: dict[int, float] = {}
            for place in heard:
                weights[source_words[place]] = weights.get(source_words[place], 0.0) + row[place]
            rows.setdefault(word, []).append(weights)
    return written({word: _mean(of_pieces) for word, of_pieces in rows.items()})


def joined(parts: Iterable[tuple[str, str, str]], source: str, target: str) -> str:
    """Return the alignment of a source and its translation from those of their parts: source, translation, alignment.

    The parts' words need not be all there any more: those that were changed since are found by the words around them.
    """
    old_source: list[str] = []
    old_target: list[str] = []
    pairs: list[tuple[int, int, float]] = []
    for part_source, part_target, alignment in parts:
        pairs += [(len(old_source) + one, len(old_target) + two, weight) for one, two, weight in _triples(alignment)]
        old_source += part_source.split()
        old_target += part_target.split()
    if not pairs:
        return ""
    sources, targets = _places(old_source, source.split()), _places(old_target, target.split())
    weights: dict[int, dict[int, float]] = {}
    for one, two, weight in pairs:
        for place in targets.get(two, ()):
            for origin in sources.get(one, ()):
                row = weights.setdefault(place, {})
                row[origin] = max(row.get(origin, 0.0), weight)
    return written(weights)


def _triples(alignment: str) -> Iterator[tuple[int, int, float]]:
    for source, target, weight in _PAIR.findall(alignment):
        yield int(source), int(target), min(int(weight), 100) / 100


def _says(piece: str) -> bool:
    """Tell whether a piece is more than punctuation and space."""
    return any(character.isalnum() for character in piece)


def _mean(rows: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return the mean of some pieces' attention to words, each counted by the square of its peak."""
    trust = [max(row.values(), default=0.0) ** 2 for row in rows]
    total = sum(trust)
    weights: dict[int, float] = {}
    for row, share in zip(rows, trust, strict=True):
        for word, weight in row.items():
            weights[word] = weights.get(word, 0.0) + weight * share / total if total else 0.0
    return weights


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, Sequence[int]]:
    """Return where the words of a text stand in another that was made of it."""
    places: dict[int, Sequence[int]] = {}
    matcher = SequenceMatcher(None, [_bare(word) for word in old], [_bare(word) for word in new], autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        count, new_count = end - start, new_end - new_start
        if kind == "equal" or (kind == "replace" and max(count, new_count) <= _BETWEEN):
            for place in range(count):
                first = new_start + place * new_count // count
                places[start + place] = range(first, max(first + 1, new_start + (place + 1) * new_count // count))
    return places


def _bare(word: str) -> str:
    """Return what repairs leave of a word: not its case, nor the punctuation at it."""
    return "".join(filter(str.isalnum, word)).casefold() or word
