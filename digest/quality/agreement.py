"""How far two texts agree: chrF, without a library, for a second package's word on a counterpart.

Source: Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation"; n-grams of one to six letters,
beta 2, white space left out, the mean taken over the orders that both texts are long enough for, as sacrebleu 2 does.
"""

from collections import Counter

ORDER = 6
BETA = 2


def chrf(text: str, reference: str) -> float:
    """Return how like a reference a text is, from 0 to 100; recall weighs more than precision."""
    texts = ["".join(side.split()) for side in (text, reference)]
    precisions: list[float] = []
    recalls: list[float] = []
    for order in range(1, min(ORDER, *map(len, texts)) + 1):
        said, wanted = (_grams(side, order) for side in texts)
        shared = (said & wanted).total()
        precisions.append(shared / said.total())
        recalls.append(shared / wanted.total())
    if not any(precisions):
        return 0.0
    precision, recall = (sum(values) / len(values) for values in (precisions, recalls))
    return 100 * (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _grams(text: str, order: int) -> Counter[str]:
    return Counter(text[start : start + order] for start in range(len(text) - order + 1))
