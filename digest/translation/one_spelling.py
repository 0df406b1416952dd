"""One spelling for each name of an article: a machine takes sentences one by one, and spells a name now so, now so."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from digest.quality.names import NAME, SHORTEST, consonants
from digest.quality.spellings import Name, names_of
from digest.quality.text import literals


def with_one_spelling(
    sources: Sequence[str],
    texts: Sequence[str],
    settled: Sequence[tuple[str, str]] = (),
    listed: Collection[str] = (),
) -> list[str]:
    """Return the English texts of Arabic sources, each name spelled as it is most often, of equals as it is first.

    `settled` are sentences of the same article that stay as they are, in Arabic and English: what they spell counts
    before all others. `listed` are names to leave alone, as for `names_of`.
    """
    if not _may_vary([*texts, *(english for _, english in settled)]):
        return list(texts)
    sentences = [*settled, *zip(sources, texts, strict=True)]
    spelled: list[dict[str, str]] = [{} for _ in sentences]
    for name in names_of(sentences, listed):
        chosen = _chosen(name, len(settled))
        for spelling, places in name.spellings.items():
            for place in places:
                if spelling != chosen:
                    spelled[place][spelling] = chosen
    return [_respelled(text, of_text) for text, of_text in zip(texts, spelled[len(settled) :], strict=True)]


def _may_vary(texts: Sequence[str]) -> bool:
    """Whether two names of the same consonants are spelled differently, which most articles have not."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        for name in NAME.findall(text):
            spellings[consonants(name)].add(name)
    return any(len(names) > 1 and len(sounds) >= SHORTEST for sounds, names in spellings.items())


def _chosen(name: Name, settled: int) -> str:
    """Return the spelling of a name in most of the first sentences, which are settled, else in most of all."""
    return max(name.spellings, key=lambda spelling: sum(place < settled for place in name.spellings[spelling]))


def _respelled(text: str, spellings: Mapping[str, str]) -> str:
    kept = " ".join(literals(text))
    for spelling, chosen in spellings.items():
        if spelling not in kept:
            text = re.sub(rf"(?<![\w'’]){spelling}(?!\w)", chosen, text)
    return text
