"""What would change on a site if it were translated with another package: told before the switch is made.

Both packages are asked for the sentences that no person has translated, through the machine cache, so that a build
after the switch has nothing left to ask.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest import quality
from digest.editorial.corpus import Corpus
from digest.memory import Cache
from digest.model import LANGS, Article, Counterpart, other
from digest.progress import Progress, quiet
from digest.site.site import article_path
from digest.translation.counterparts import Request, complete, reply, request

if TYPE_CHECKING:
    from digest.argos import Machine

PEOPLE = ("edited", "stale")
"""The origins of counterparts that a machine never replaces."""
APART = {"unsure"}
"""What is not compared: packages differ in how well they know when they are wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence whose counterpart would change.

    Attributes:
        path: of its article, below the content folder.
        source: the sentence.
        before, after: its counterparts by the one package and by the other.
        won, lost: the flags that only the other's has, and that only the one's has; `unsure` aside.
    """

    path: str
    source: str
    before: str
    after: str
    won: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a switch would change.

    Attributes:
        sentences: compared, distinct ones an article: those that no person has translated.
        changes: those whose words or flags would differ, in the order of the site's files.
        won, lost: how many sentences would get or lose each flag.
        pages: of the articles that hold them, as addresses below the site's; lists and feeds are not told.
        in_sidecars: how many changes lie in sidecars, which keep a machine's words until they are asked for again.
        others: articles that would not switch, for they ask for a package of their own.
    """

    sentences: int
    changes: tuple[Change, ...]
    won: Mapping[str, int]
    lost: Mapping[str, int]
    pages: tuple[str, ...]
    in_sidecars: int
    others: int


def compare(
    content: Corpus,
    *,
    before: str,
    after: str,
    machine: "Machine",
    cache: Cache,
    progress: Progress = quiet,
) -> Comparison:
    """Compare what two packages, by name, say to the sentences of a site.

    An article in a language that one of them does not translate is left out. Nothing but the cache is written.
    """
    chosen = [
        (article, {text: found for text, found in known.items() if found.origin in PEOPLE}, known)
        for article, known in zip(content.articles, content.known, strict=True)
        if article.package in (None, before)
    ]
    requests = [request(article, mine, before) for article, mine, _ in chosen]
    both = {lang: all(machine.find(name, lang, other(lang)) for name in (before, after)) for lang in LANGS}
    wanted = [found if both[found.lang] else replace(found, texts={}) for found in requests]
    old, new = (
        reply(
            [replace(found, package=name) for found in wanted],
            machine=machine,
            cache=cache,
            glossary=content.glossary,
            progress=progress,
        )
        for name in (before, after)
    )
    changes: list[Change] = []
    pages: dict[str, None] = {}
    in_sidecars = 0
    for (article, mine, known), found, said, says in zip(chosen, wanted, old, new, strict=True):
        first, second = (complete(article, mine, each).counterparts for each in (said, says))
        for change in _changes(article, found, first, second):
            changes.append(change)
            in_sidecars += change.source in known
            pages |= dict.fromkeys((article_path(article.slug), article_path(article.slug, other(article.lang))))
    return Comparison(
        sentences=sum(len(found.texts) for found in wanted),
        changes=tuple(changes),
        won=_counted(flag for change in changes for flag in change.won),
        lost=_counted(flag for change in changes for flag in change.lost),
        pages=tuple(pages),
        in_sidecars=in_sidecars,
        others=len(content.articles) - len(chosen),
    )


def _counted(flags: Iterable[str]) -> dict[str, int]:
    counts = Counter(flags)
    return {flag: counts[flag] for flag in quality.FLAGS if flag in counts}


def _changes(
    article: Article, wanted: Request, before: Mapping[str, Counterpart], after: Mapping[str, Counterpart]
) -> Iterator[Change]:
    for text in wanted.texts:
        old, new = before[text], after[text]
        won, lost = (
            tuple(flag for flag in these.flags if flag not in {*those.flags, *APART})
            for these, those in ((new, old), (old, new))
        )
        if old.text != new.text or won or lost:
            yield Change(
                path=article.path,
                source=text,
                before=old.text,
                after=new.text,
                won=won,
                lost=lost,
            )


def lines(found: Comparison, before: str, after: str, folder: str, most: int | None) -> Iterator[str]:
    """Yield a comparison as text for a terminal; `folder` is where the articles lie, `most` the sentences' limit."""
    articles = len({change.path for change in found.changes})
    yield (
        f"{len(found.changes):,} of {found.sentences:,} sentences that no person has translated would change "
        f"(articles: {articles:,}; their pages: {len(found.pages):,})"
    )
    for verb, flags in (("would be flagged", found.won), ("would no longer be flagged", found.lost)):
        if flags:
            yield f"{verb}: " + ", ".join(f"{flag} {count:,}" for flag, count in flags.items())
    if found.in_sidecars:
        yield f"in sidecars, which change with `digest translate --again` only: {found.in_sidecars:,}"
    if found.others:
        yield f"articles that ask for a package of their own and would stay as they are: {found.others:,}"
    width = max(len(before), len(after))
    for change in found.changes[:most]:
        marks = [f"+{flag}" for flag in change.won] + [f"-{flag}" for flag in change.lost]
        yield ""
        yield f"{folder}/{change.path}: {' '.join(marks)}".rstrip(": ")
        yield f"    {change.source}"
        yield f"    {before:<{width}}  {change.before}"
        yield f"    {after:<{width}}  {change.after}"
    if most is not None and len(found.changes) > most:
        yield ""
        yield f"and {len(found.changes) - most:,} more: `--all` shows them"
