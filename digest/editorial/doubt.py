"""Signs of doubt about translations, added: which of many sentences are the likeliest to be wrong.

Each sign is measured by how much it varies. `tests/benchmarks/quality` has how well they rank serious errors.
"""

from collections.abc import Collection, Mapping, Sequence
from statistics import fmean, pstdev

from digest import quality
from digest.editorial.worklist import Finding
from digest.model import LANGS, Lang
from digest.quality.doubtful import unexplained
from digest.quality.rarity import rare_words, unusual_letters

FLAGS_WEIGH = 0.5
"""What flags count where signs of doubt are added, each of which counts 1: few sentences have any."""

MOST_RANKED = 2_000
"""How many sentences are ranked at most, the newest: their letters take two seconds a thousand."""


def signs(
    sources: Sequence[str],
    texts: Sequence[str],
    flags: Sequence[Collection[str]],
    lang: Lang,
    *,
    scores: Sequence[float] | None = None,
    words: Sequence[Sequence[str]] = (),
) -> dict[str, list[float]]:
    """Return what is measured of each translation from a language, the lower the more doubtful, by its name.

    `scores` are the model's own, `words` the doubtful words of each text.
    """
    found = {
        "flags": [-float(quality.doubt(each)) for each in flags],
        "length": [-quality.oddity(source, text, lang) for source, text in zip(sources, texts, strict=True)],
        "unusual letters": [-surprise for surprise in unusual_letters(texts)],
    }
    if scores is not None:
        found["the model's own score"] = list(scores)
    if any(words):
        found["doubtful words"] = [-share for share in unexplained(words, texts)]
    if lang == "ar":
        found["rare words of the source"] = [-float(count) for count in rare_words(sources)]
    return found


def added(signs: Mapping[str, Sequence[float]]) -> list[float]:
    """Return the sum of the signs of each sentence, each sign measured by how much it varies; 0 is usual."""
    totals = [0.0] * len(signs["flags"])
    for name, values in signs.items():
        share = (FLAGS_WEIGH if name == "flags" else 1.0) / (pstdev(values) or 1.0)
        usual = fmean(values)
        totals = [total + share * (value - usual) for total, value in zip(totals, values, strict=True)]
    return totals


def most_doubtful(findings: Sequence[Finding], most: int) -> list[Finding]:
    """Return the sentences that are the likeliest to be wrong, the likeliest first, of a machine's newest ones.

    `findings` are sentences of a machine, the newest first.
    """
    ranked: list[tuple[float, Finding]] = []
    for lang in LANGS:
        of_lang = [finding for finding in findings[:MOST_RANKED] if finding.lang == lang]
        if of_lang:
            ranked += zip(_added(of_lang, lang), of_lang, strict=True)
    ranked.sort(key=lambda one: one[0])
    return [finding for _, finding in ranked[:most]]


def _added(findings: Sequence[Finding], lang: Lang) -> list[float]:
    known = [finding.score for finding in findings if finding.score is not None]
    usual = fmean(known) if known else 0.0
    return added(
        signs(
            [finding.source for finding in findings],
            [finding.counterpart for finding in findings],
            [finding.flags for finding in findings],
            lang,
            scores=[usual if finding.score is None else finding.score for finding in findings] if known else None,
            words=[[word for word, _, _ in finding.doubtful] for finding in findings],
        )
    )
