"""The changes that another package would bring to a site, told before the switch is made.

Both packages are asked for the sentences that no person has translated, through the machine cache, so that a build
after the switch has nothing left to ask.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digest import quality
from digest.config import Config
from digest.editorial.corpus import Corpus
from digest.memory import Cache
from digest.model import LANGS, Article, Counterpart, other
from digest.progress import Progress, quiet
from digest.site.site import path_of
from digest.translation.counterparts import Reply, Request, complete, reply, request

if TYPE_CHECKING:
    from digest.argos import Machine

PEOPLE = ("edited", "draft", "stale")
"""The origins of counterparts that a machine never replaces."""

NOT_COMPARED = {"unsure"}
"""Flags that are left out: packages differ in how well they know when they are wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence whose counterpart would change.

    Attributes:
        path: of its article, below the content folder.
        source: the sentence.
        current: its counterpart by the package in use.
        candidate: its counterpart by the other package.
        flags_gained: the flags that only the candidate has, those that are not compared left out.
        flags_lost: the flags that only the current counterpart has, likewise.
    """

    path: str
    source: str
    current: str
    candidate: str
    flags_gained: tuple[str, ...]
    flags_lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The changes that a switch from one package to another would bring.

    Attributes:
        current, candidate: the names of the two packages.
        sentences: compared, distinct ones an article: those that no person has translated.
        changes: those whose words or flags would differ, in the order of the site's files.
        flags_gained, flags_lost: each flag to how many sentences would get it, and lose it.
        pages: of the articles with changes, as addresses below the site's; lists and feeds are not told.
        in_sidecars: how many changes lie in sidecars, which keep a machine's words until they are asked for again.
        others: articles that would not switch, for they ask for a package of their own.
    """

    current: str
    candidate: str
    sentences: int
    changes: tuple[Change, ...]
    flags_gained: Mapping[str, int]
    flags_lost: Mapping[str, int]
    pages: tuple[str, ...]
    in_sidecars: int
    others: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON data; there the packages' counterparts are `before` and `after`, flags `won` and `lost`."""
        return {
            "sentences": self.sentences,
            "changes": [
                {
                    "path": change.path,
                    "source": change.source,
                    "before": change.current,
                    "after": change.candidate,
                    "won": list(change.flags_gained),
                    "lost": list(change.flags_lost),
                }
                for change in self.changes
            ],
            "won": dict(self.flags_gained),
            "lost": dict(self.flags_lost),
            "pages": list(self.pages),
            "in_sidecars": self.in_sidecars,
            "others": self.others,
        }


def compare(
    content: Corpus,
    config: Config,
    *,
    current: str,
    candidate: str,
    machine: "Machine",
    cache: Cache,
    progress: Progress = quiet,
) -> Comparison:
    """Compare what two packages, by name, make of the sentences of a site.

    An article in a language that one of them does not translate is left out. Nothing but the cache is written.
    """
    chosen = [
        (article, said)
        for article, said in zip(content.articles, content.counterparts, strict=True)
        if article.package in (None, current)
    ]
    translated = {lang for lang in LANGS if all(machine.find(name, lang, other(lang)) for name in (current, candidate))}
    by_people = [
        {text: counterpart for text, counterpart in said.items() if counterpart.origin in PEOPLE} for _, said in chosen
    ]
    requests = [request(article, people, current) for (article, _), people in zip(chosen, by_people, strict=True)]
    requests = [wanted if wanted.lang in translated else replace(wanted, texts={}) for wanted in requests]

    def replies(package: str) -> list[Reply]:
        asked = [replace(wanted, package=package) for wanted in requests]
        return reply(
            asked, machine=machine, cache=cache, glossary=content.glossary, style=content.style, progress=progress
        )

    changes: list[Change] = []
    pages: dict[str, None] = {}
    in_sidecars = 0
    for (article, said), people, wanted, *both in zip(
        chosen, by_people, requests, replies(current), replies(candidate), strict=True
    ):
        now, then = (complete(article, people, answers).counterparts for answers in both)
        for change in _changes(article, wanted, now, then):
            changes.append(change)
            in_sidecars += change.source in said
            pages |= dict.fromkeys(
                config.prefix(view) + path_of(article) for view in config.views if view != article.lang
            )
    return Comparison(
        current=current,
        candidate=candidate,
        sentences=sum(len(wanted.texts) for wanted in requests),
        changes=tuple(changes),
        flags_gained=_flag_counts(flag for change in changes for flag in change.flags_gained),
        flags_lost=_flag_counts(flag for change in changes for flag in change.flags_lost),
        pages=tuple(pages),
        in_sidecars=in_sidecars,
        others=len(content.articles) - len(chosen),
    )


def _changes(
    article: Article, wanted: Request, current: Mapping[str, Counterpart], candidate: Mapping[str, Counterpart]
) -> Iterator[Change]:
    """Yield the sentences of an article whose counterparts differ in words or flags."""
    for text in wanted.texts:
        now, then = current[text], candidate[text]
        gained, lost = _only_in(then, now), _only_in(now, then)
        if now.text != then.text or gained or lost:
            yield Change(
                path=article.path,
                source=text,
                current=now.text,
                candidate=then.text,
                flags_gained=gained,
                flags_lost=lost,
            )


def _only_in(counterpart: Counterpart, rival: Counterpart) -> tuple[str, ...]:
    """Return the flags that a counterpart has and another has not."""
    return tuple(flag for flag in counterpart.flags if flag not in {*rival.flags, *NOT_COMPARED})


def _flag_counts(flags: Iterable[str]) -> dict[str, int]:
    """Return how often each flag occurs, of those that do, in the order of all flags."""
    counts = Counter(flags)
    return {flag: counts[flag] for flag in quality.FLAGS if flag in counts}


def comparison_lines(comparison: Comparison, folder: str, most: int | None) -> Iterator[str]:
    """Yield a comparison as text for a terminal; `folder` is where the articles lie, `most` the sentences' limit."""
    articles = len({change.path for change in comparison.changes})
    yield (
        f"{len(comparison.changes):,} of {comparison.sentences:,} sentences that no person has translated would change "
        f"(articles: {articles:,}; their pages: {len(comparison.pages):,})"
    )
    for verb, counts in (
        ("would be flagged", comparison.flags_gained),
        ("would no longer be flagged", comparison.flags_lost),
    ):
        if counts:
            yield f"{verb}: " + ", ".join(f"{flag} {count:,}" for flag, count in counts.items())
    if comparison.in_sidecars:
        yield f"in sidecars, which change with `digest translate --again` only: {comparison.in_sidecars:,}"
    if comparison.others:
        yield f"articles that ask for a package of their own and would stay as they are: {comparison.others:,}"
    width = max(len(comparison.current), len(comparison.candidate))
    for change in comparison.changes[:most]:
        marks = [f"+{flag}" for flag in change.flags_gained] + [f"-{flag}" for flag in change.flags_lost]
        yield ""
        yield f"{folder}/{change.path}: {' '.join(marks)}".rstrip(": ")
        yield f"    {change.source}"
        yield f"    {comparison.current:<{width}}  {change.current}"
        yield f"    {comparison.candidate:<{width}}  {change.candidate}"
    if most is not None and len(comparison.changes) > most:
        yield ""
        yield f"and {len(comparison.changes) - most:,} more: `--all` shows them"
