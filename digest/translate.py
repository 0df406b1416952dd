"""Give every sentence its counterpart: from the sidecar, from the machine cache, or from one run of the engine."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from digest import markup, quality
from digest.ask import Answer, Progress, Question, ask, question, quiet
from digest.errors import DigestError, Problem
from digest.glossary import Glossary
from digest.memory import Cache
from digest.model import Article, Counterpart, Story, other

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
    `allow_untranslated` a sentence that no package can translate keeps its source text, marked.

    Raises `DigestError` with a problem for each article that lacks counterparts and has no package.
    """
    find = cache_calls(machine.find)
    wanted: list[dict[str, Question]] = []
    problems: list[Problem] = []
    for article, counterparts in zip(articles, known, strict=True):
        missing = list(dict.fromkeys(unit.text for unit in article.units() if unit.text not in counterparts))
        found = find(article.package or package, article.lang, other(article.lang)) if missing else None
        if missing and not found and not allow_untranslated:
            problems.append(_lacking(article, len(missing), article.package or package))
        wanted.append({text: _question(found, machine, article, text) for text in missing} if found else {})
    if problems:
        raise DigestError.of(problems)

    queue = {question.key: question for questions in wanted for question in questions.values()}
    answers, from_cache = ask(list(queue.values()), machine, cache, glossary, progress)
    stories = [
        Story(article=article, counterparts=dict(_counterparts(article, counterparts, questions, answers)))
        for article, counterparts, questions in zip(articles, known, wanted, strict=True)
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


def _question(package: "Package", machine: "Machine", article: Article, text: str) -> Question:
    plain = markup.strip(text, article.references) if article.format == "markdown" else text
    return question(package, article.lang, plain, machine)


def _counterparts(
    article: Article,
    known: Mapping[str, Counterpart],
    questions: Mapping[str, Question],
    answers: Mapping[str, Answer],
) -> Iterator[tuple[str, Counterpart]]:
    """Yield each distinct sentence of an article with its counterpart."""
    for text in dict.fromkeys(unit.text for unit in article.units()):
        if text in known:
            stale = known[text].origin == "stale"
            yield text, _stale_counterpart(article, text, known[text]) if stale else known[text]
        elif text in questions:
            yield text, _machine_counterpart(article, text, questions[text], answers[questions[text].key])
        else:
            yield text, Counterpart(text=text, origin="untranslated")


def _machine_counterpart(article: Article, text: str, asked: Question, answer: Answer) -> Counterpart:
    """Return an answer as a counterpart, in Markdown where the article is."""
    flags = answer.flags
    shown = answer.text
    if article.format == "markdown":
        shown = markup.project(text, answer.text, article.references)
        if markup.links(text, article.references) != markup.links(shown):
            flags = tuple(flag for flag in quality.FLAGS if flag in {*flags, "link"})
    return Counterpart(text=shown, origin="machine", flags=flags, made_by=asked.package.id)


def _stale_counterpart(article: Article, text: str, stale: Counterpart) -> Counterpart:
    """Return an edited counterpart whose source has changed since, with the flags that tell where it no longer fits."""
    source, target = (markup.strip(side, article.references) for side in (text, stale.text))
    return replace(stale, flags=quality.check(source, target, article.lang))


def _count(stories: Sequence[Story], wanted: Sequence[Mapping[str, Question]], from_cache: Set[str]) -> Counts:
    counterparts = [counterpart for story in stories for counterpart in story.counterparts.values()]
    asked = [question for questions in wanted for question in questions.values()]
    untranslated = sum(counterpart.origin == "untranslated" for counterpart in counterparts)
    cached = sum(question.key in from_cache for question in asked)
    return Counts(
        sentences=len(counterparts),
        from_sidecar=len(counterparts) - len(asked) - untranslated,
        from_cache=cached,
        machine_translated=len(asked) - cached,
        untranslated=untranslated,
        flagged=sum(bool(counterpart.flags) for counterpart in counterparts),
    )
