"""The alignment of a translation: which of its words come from which of its source, as a short string for a cache.

`0-0:97 2-1:61 1-1:30` says that the first word of the translation comes from the first of the source, with 97 of 100 of
the model's attention, and the second from the third and the second: the notation of the Pharaoh decoder (Koehn 2004),
with weights. Words are separated by white space. An empty string is an alignment of which nothing is known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

LEAST = 0.1
"""The least attention that is written down."""
_PAIR = re.compile(r"([0-9]{1,6})-([0-9]{1,6}):([0-9]{1,3})")
_BETWEEN = 4
"""The most words that are matched by their order where a text was changed between words that stayed."""


def parse(alignment: str) -> dict[int, dict[int, float]]:
    """Return the words of the source by the words of the translation, both by number, with weights from 0 to 1."""
    weights: dict[int, dict[int, float]] = {}
    for source, target, weight in _triples(alignment):
        weights.setdefault(target, {})[source] = weight
    return weights


def written(weights: Mapping[int, Mapping[int, float]]) -> str:
    """Return an alignment as the string that `parse` reads."""
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
    """Return the alignment of words that an attention matrix implies: pieces of the target by those of the source.

    `source_words` and `target_words` are the numbers of the words that the pieces belong to. A word comes from the
    words that its pieces pay attention to, weighted by how sure each piece is: once the beginning of a word is said,
    the attention of the rest tells little. Punctuation is left out: in a target it tells little, too, and in a source
    it gets the attention that a model has no use for.
    """
    attended = [place for place, piece in enumerate(source) if _says(piece)]
    rows: dict[int, list[Mapping[int, float]]] = {}
    for piece, word, row in zip(target, target_words, attention, strict=False):
        if _says(piece):
            weights: dict[int, float] = {}
            for place in attended:
                weights[source_words[place]] = weights.get(source_words[place], 0.0) + row[place]
            rows.setdefault(word, []).append(weights)
    return written({word: _mean(of_pieces) for word, of_pieces in rows.items()})


def joined(parts: Iterable[tuple[str, str, str]], source: str, target: str) -> str:
    """Return the alignment of a source and its translation from their parts: source, translation, alignment of each.

    Words of the parts that were changed since are found by the words around them.
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
    """Return the places of a text's words in another that was made of it; none for a word that has no counterpart."""
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
    """Return a word in small letters without punctuation: repairs may change its case and the punctuation at it."""
    return "".join(filter(str.isalnum, word)).casefold() or word
