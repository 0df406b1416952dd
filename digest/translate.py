"""Give every sentence its counterpart: from the sidecar, from the machine cache, or from one run of the engine.

All sentences that a build misses go through the engine together, each distinct one once. What the machine said is
stored as it comes, so that an interrupted run goes on where it stopped; it is repaired and checked when it is used,
so that a better repair needs no second run of the model.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import markup, quality
from digest.errors import DigestError, Problem
from digest.glossary import Glossary
from digest.memory import Cache
from digest.model import Article, Counterpart, Hypothesis, Story, other

if TYPE_CHECKING:
    from digest.argos import Machine, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where the counterparts of a build came from, in distinct sentences an article.

    Attributes:
        sentences: all of them.
        from_sidecar: from sidecars.
        from_cache: from the machine cache.
        machine_translated: by the machine, in this run.
        untranslated: none found; the source text is shown.
        flagged: counterparts with a flag.
    """

    sentences: int = 0
    from_sidecar: int = 0
    from_cache: int = 0
    machine_translated: int = 0
    untranslated: int = 0
    flagged: int = 0


NO_TERMS = Glossary()

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is in all."""


def quiet(stage: str, done: int, total: int) -> None:
    """Take a report of progress, and show nothing."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A sentence that a sidecar does not have: what the engine is given, and where the cache keeps its answer."""

    package: "Package"
    text: str
    key: str


def translate(
    articles: Sequence[Article],
    known: Sequence[Mapping[str, Counterpart]],
    *,
    machine: "Machine",
    package: str | None,
    cache: Cache,
    glossary: Glossary = NO_TERMS,
    progress: Progress = quiet,
    allow_untranslated: bool = False,
) -> tuple[list[Story], Counts]:
    """Return one story an article, in the same order, and where the counterparts came from.

    `known` has one mapping an article: what its sidecar says, by clean text. `package` names the site's package; an
    article's own choice goes before it. The terms of `glossary` are held in what a machine says. With
    `allow_untranslated` a sentence that no package can translate keeps its
    source text, marked.

    Raises `DigestError` with a problem for each article that lacks counterparts and has no package.
    """
    find = cache_calls(machine.find)
    wanted: list[dict[str, _Wanted]] = []
    problems: list[Problem] = []
    for article, counterparts in zip(articles, known, strict=True):
        missing = list(dict.fromkeys(unit.text for unit in article.units() if unit.text not in counterparts))
        found = find(article.package or package, article.lang, other(article.lang)) if missing else None
        if missing and not found and not allow_untranslated:
            problems.append(_lacking(article, len(missing), article.package or package))
        wanted.append({text: _want(found, machine.settings, article, text) for text in missing} if found else {})
    if problems:
        raise DigestError.of(problems)

    queue = {want.key: want for wants in wanted for want in wants.values()}
    said = dict(cache.get_many(list(queue)))
    from_cache = frozenset(said)
    for key, hypothesis in _run([want for key, want in queue.items() if key not in said], machine, progress):
        cache.put(key, hypothesis)
        said[key] = hypothesis

    stories = [
        Story(article=article, counterparts=dict(_counterparts(article, counterparts, wants, said, glossary)))
        for article, counterparts, wants in zip(articles, known, wanted, strict=True)
    ]
    return stories, _count(stories, wanted, from_cache)


def _lacking(article: Article, count: int, package: str | None) -> Problem:
    pair = f"{article.lang} {other(article.lang)}"
    sentences = "1 sentence has" if count == 1 else f"{count} sentences have"
    if package:
        missing = f"no package `{package}` is installed for `{pair}`"
        first = "name one that `digest models list` shows"
    else:
        missing = "no package is installed"
        first = f"get a package with `digest models install {pair}`"
    return Problem(
        f"{sentences} no counterpart, and {missing}",
        article.path,
        f"{first}, write the counterparts by hand after `digest translate --skeleton`, "
        f"or show the source text with `--allow-untranslated`",
    )


def _want(package: "Package", settings: str, article: Article, text: str) -> _Wanted:
    plain = markup.strip(text, article.references) if article.format == "markdown" else text
    key = hashlib.sha256(f"{package.digest}\0{settings}\0{plain}".encode()).hexdigest()
    return _Wanted(package, plain, key)


def _run(wants: Sequence[_Wanted], machine: "Machine", progress: Progress) -> Iterator[tuple[str, Hypothesis]]:
    """Translate each want once, package by package, and yield its key and the answer as they are done."""
    by_package: dict[str, list[_Wanted]] = {}
    for want in wants:
        by_package.setdefault(want.package.digest, []).append(want)
    done = 0
    for group in by_package.values():
        progress("translate", done, len(wants))
        for place, hypothesis in machine.load(group[0].package).translate([want.text for want in group]):
            done += 1
            progress("translate", done, len(wants))
            yield group[place].key, hypothesis


def _counterparts(
    article: Article,
    known: Mapping[str, Counterpart],
    wants: Mapping[str, _Wanted],
    said: Mapping[str, Hypothesis],
    glossary: Glossary,
) -> Iterator[tuple[str, Counterpart]]:
    """Yield each distinct sentence of an article with its counterpart."""
    for text in dict.fromkeys(unit.text for unit in article.units()):
        if text in known:
            stale = known[text].origin == "stale"
            yield text, _stale_counterpart(article, text, known[text]) if stale else known[text]
        elif text in wants:
            yield text, _machine_counterpart(article, text, wants[text], said[wants[text].key], glossary)
        else:
            yield text, Counterpart(text=text, origin="untranslated")


def _machine_counterpart(
    article: Article, text: str, want: _Wanted, hypothesis: Hypothesis, glossary: Glossary
) -> Counterpart:
    """Return what the machine said, repaired, with the glossary's terms and the flags of what still looks wrong."""
    repaired = quality.repair(want.text, hypothesis.text, other(article.lang))
    repaired, lacking = glossary.enforce(want.text, repaired, article.lang)
    found = {*hypothesis.flags, *quality.check(want.text, repaired, article.lang)}
    if lacking:
        found.add("name")
    if article.format == "markdown":
        repaired = markup.project(text, repaired, article.references)
        if markup.links(text, article.references) != markup.links(repaired):
            found.add("link")
    flags = tuple(flag for flag in quality.FLAGS if flag in found)
    return Counterpart(text=repaired, origin="machine", flags=flags, made_by=want.package.id)


def _stale_counterpart(article: Article, text: str, stale: Counterpart) -> Counterpart:
    """Return an edited counterpart whose source has changed since, with the flags that tell where it no longer fits."""
    source, target = (markup.strip(side, article.references) for side in (text, stale.text))
    return replace(stale, flags=quality.check(source, target, article.lang))


def _count(stories: Sequence[Story], wanted: Sequence[Mapping[str, _Wanted]], from_cache: Set[str]) -> Counts:
    counterparts = [counterpart for story in stories for counterpart in story.counterparts.values()]
    wants = [want for found in wanted for want in found.values()]
    untranslated = sum(counterpart.origin == "untranslated" for counterpart in counterparts)
    cached = sum(want.key in from_cache for want in wants)
    return Counts(
        sentences=len(counterparts),
        from_sidecar=len(counterparts) - len(wants) - untranslated,
        from_cache=cached,
        machine_translated=len(wants) - cached,
        untranslated=untranslated,
        flagged=sum(bool(counterpart.flags) for counterpart in counterparts),
    )
