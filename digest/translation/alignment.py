"""Two articles that say the same in two languages → the counterpart of each sentence of the first.

Blocks are paired in order by their kind and length, then the sentences of each pair. Where the two texts are not parted
alike, what stands beside what is a guess: such counterparts are drafts for a person to look at.
"""

from collections.abc import Iterable, Iterator, Sequence

from digest.model import Article, Block, Counterpart, Sentence
from digest.quality.text import has_words, without_literals

_SKIP = 1.2
"""The cost of a block without a counterpart; that of a pair is how unlike they are, 0 to about 2."""
_LIKE = 0.55
"""How unlike two texts may be in length, by the measure of `_unlike`, and still be sure."""
_MOST_CELLS = 1_000_000
"""Pairs of blocks that are compared at most: 1,000 paragraphs beside 1,000 take a second."""


def paired(source: Article, target: Article) -> dict[str, Counterpart]:
    """Return the counterparts of an article's sentences in another of the same text, by clean text."""
    scale = _scale(source.blocks, target.blocks)
    found: dict[str, Counterpart] = {}
    for mine, theirs in _parts(source, target):
        for sentence, text, is_whole in _sentences(mine, theirs):
            found.setdefault(sentence.text, Counterpart(text=text, origin="edited" if is_whole else "draft"))
    is_alike = _outline(source) == _outline(target)
    pairs = ((source.blocks[here], target.blocks[there]) for here, there in aligned(source.blocks, target.blocks))
    for mine, theirs in _texts(pairs):
        for sentence, text, is_whole in _sentences(mine, theirs):
            is_sure = is_alike and is_whole and _unlike(_size(sentence.text), _size(text), scale) < _LIKE
            found.setdefault(sentence.text, Counterpart(text=text, origin="edited" if is_sure else "draft"))
    return found


def _outline(article: Article) -> list[str]:
    """Return the kinds of the blocks that have words, pictures left out: what two texts parted alike have in common."""
    return [
        block.kind
        for block in article.blocks
        if not block.image and any(has_words(without_literals(sentence.text)) for sentence in block.sentences)
    ]


def _parts(source: Article, target: Article) -> Iterator[tuple[Sequence[Sentence], Sequence[Sentence]]]:
    """Yield the parts above the text: headlines are each other's, however long they are."""
    for (_, mine), (_, theirs) in zip(source.parts(), target.parts(), strict=True):
        if mine and theirs:
            yield mine, theirs


def aligned(source: Sequence[Block], target: Sequence[Block]) -> list[tuple[int, int]]:
    """Return the places of the blocks that are each other's, in order: the pairs that cost least in all.

    Blocks of very long texts are paired by their places alone.
    """
    rows, columns = len(source), len(target)
    if rows * columns > _MOST_CELLS:
        return [(place, place) for place in range(min(rows, columns))]
    scale = _scale(source, target)
    lengths, others = [_length(block) for block in source], [_length(block) for block in target]

    def cost_of(row: int, column: int) -> float:
        if source[row].kind != target[column].kind:
            return 2 * _SKIP
        return min(_unlike(lengths[row], others[column], scale), 2 * _SKIP)

    costs = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows + 1):
        for column in range(columns + 1):
            if not row or not column:
                costs[row][column] = _SKIP * (row + column)
                continue
            costs[row][column] = min(
                costs[row - 1][column - 1] + cost_of(row - 1, column - 1),
                costs[row - 1][column] + _SKIP,
                costs[row][column - 1] + _SKIP,
            )
    row, column = rows, columns
    pairs: list[tuple[int, int]] = []
    while row and column:
        cost = costs[row][column]
        if cost == costs[row - 1][column - 1] + cost_of(row - 1, column - 1):
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif cost == costs[row - 1][column] + _SKIP:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _texts(pairs: Iterable[tuple[Block, Block]]) -> Iterator[tuple[Sequence[Sentence], Sequence[Sentence]]]:
    """Yield the sentences of pairs of blocks; pictures with their texts."""
    for mine, theirs in pairs:
        if mine.image and mine.image.alt and theirs.image and theirs.image.alt:
            yield (mine.image.alt,), (theirs.image.alt,)
        if mine.sentences and theirs.sentences:
            yield mine.sentences, theirs.sentences


def _size(text: str) -> int:
    """Return how long a text is without the addresses in it, which have the same length in both languages."""
    return len(without_literals(text))


def _length(block: Block) -> int:
    return sum(_size(sentence.text) for sentence in block.sentences)


def _scale(source: Sequence[Block], target: Sequence[Block]) -> float:
    """Return how much longer the second text is than the first, captions left out."""
    mine, theirs = (sum(_length(block) for block in blocks if not block.image) for blocks in (source, target))
    return (theirs or 1) / (mine or 1)


def _unlike(mine: int, theirs: int, scale: float) -> float:
    """Return how unlike two lengths are: 0 for the same, 1 where one is twice the other; short ones are forgiven."""
    expected, got = mine * scale + 10, theirs + 10
    return max(expected, got) / min(expected, got) - 1


def _sentences(mine: Sequence[Sentence], theirs: Sequence[Sentence]) -> Iterator[tuple[Sentence, str, bool]]:
    """Yield each sentence with what stands beside it, and whether that is one sentence; none for what gets nothing.

    Where the numbers differ, the others are shared out by length, in order.
    """
    if len(mine) == len(theirs):
        yield from ((sentence, other.text, True) for sentence, other in zip(mine, theirs, strict=True))
        return
    total, others = sum(len(each.text) for each in mine), sum(len(each.text) for each in theirs)
    shares: list[list[str]] = [[] for _ in mine]
    ends, end = [], 0
    for sentence in mine:
        end += len(sentence.text)
        ends.append(end / total)
    passed = 0
    for other in theirs:
        middle = (passed + len(other.text) / 2) / others
        passed += len(other.text)
        shares[next(place for place, end in enumerate(ends) if middle <= end + 1e-9)].append(other.text)
    for sentence, share in zip(mine, shares, strict=True):
        if share:
            yield sentence, " ".join(share), False
