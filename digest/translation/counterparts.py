"""Give every sentence its counterpart: from the sidecar, from the machine cache, or from one run of the engine.

In three steps, so that articles can be read in several processes and the machine is still asked once for all of them:
`request` says what an article lacks, `reply` asks for what all of them lack, `complete` makes the story.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache as cache_calls
from typing import TYPE_CHECKING

from msgspec.structs import replace

from digest import markup, quality
from digest.errors import DigestError, Problem
from digest.memory import Cache
from digest.model import Article, Counterpart, Counts, Lang, Story, other
from digest.progress import Progress, quiet
from digest.translation.glossary import Glossary
from digest.translation.machine_queue import Answer, Question, ask, question

if TYPE_CHECKING:
    from digest.argos import Machine, Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an article lacks.

    Attributes:
        path: of the article.
        lang: its language.
        package: the name of the package that it asks for, or None for any.
        texts: each sentence without a counterpart, as it stands in the article, to its plain text.
    """

    path: str
    lang: Lang
    package: str | None
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a machine says to a request.

    Attributes:
        answers: to each sentence, as it stands in the article; empty where no package translates the pair.
        made_by: what gave them, as a sidecar records it.
        remembered: how many of them were in the cache.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    made_by: str = ""
    remembered: int = 0


NO_TERMS = Glossary()
UNANSWERED = "none"
"""In place of a digest of how the machine was asked, where no package is installed to be asked."""


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
    """Return one story an article, in the same order, and where the counterparts came from: all three steps at once.

    `known` has one mapping an article: what its sidecar says, by clean text. The rest is as for `reply`.
    """
    requests = [request(article, found, package) for article, found in zip(articles, known, strict=True)]
    replies = reply(
        requests,
        machine=machine,
        cache=cache,
        glossary=glossary,
        progress=progress,
        allow_untranslated=allow_untranslated,
    )
    stories = [complete(*each) for each in zip(articles, known, replies, strict=True)]
    return stories, Counts.total(count(*each) for each in zip(stories, replies, strict=True))


def request(article: Article, known: Mapping[str, Counterpart], package: str | None) -> Request:
    """Return what an article lacks, beside what its sidecar knows. The article's package goes before the site's."""
    missing = dict.fromkeys(unit.text for unit in article.units() if unit.text not in known)
    plain = article.format == "text"
    return Request(
        path=article.path,
        lang=article.lang,
        package=article.package or package,
        texts={text: text if plain else markup.strip(text, article.references) for text in missing},
    )


def reply(
    requests: Sequence[Request],
    *,
    machine: "Machine",
    cache: Cache,
    glossary: Glossary = NO_TERMS,
    progress: Progress = quiet,
    allow_untranslated: bool = False,
) -> list[Reply]:
    """Return a reply to each request, in the same order; the machine is asked for all that the cache doesn't know.

    The terms of `glossary` are held in what a machine says. With `allow_untranslated`, a request for which no package
    is installed has no answers. Raises `DigestError` with a problem for each such request otherwise.
    """
    find = cache_calls(machine.find)
    packages = [find(wanted.package, wanted.lang, other(wanted.lang)) if wanted.texts else None for wanted in requests]
    lacking = [wanted for wanted, package in zip(requests, packages, strict=True) if wanted.texts and not package]
    if lacking and not allow_untranslated:
        raise DigestError.of(map(_lacking, lacking))
    asked = [
        {text: _question(package, machine, wanted.lang, text, plain) for text, plain in wanted.texts.items()}
        if package
        else {}
        for wanted, package in zip(requests, packages, strict=True)
    ]
    queue = {question.key: question for questions in asked for question in questions.values()}
    answers, remembered = ask(list(queue.values()), machine, cache, glossary, progress)
    return [
        Reply(
            answers={text: answers[question.key] for text, question in questions.items()},
            made_by=package.id if package and questions else "",
            remembered=sum(question.key in remembered for question in questions.values()),
        )
        for questions, package in zip(asked, packages, strict=True)
    ]


def complete(article: Article, known: Mapping[str, Counterpart], reply: Reply) -> Story:
    """Return the story of an article, from what its sidecar knows and what a machine says; the rest is untranslated."""
    return Story(article=article, counterparts=dict(_counterparts(article, known, reply)))


def count(story: Story, reply: Reply) -> Counts:
    """Return where the counterparts of a story came from."""
    untranslated = flagged = 0
    for counterpart in story.counterparts.values():
        untranslated += counterpart.origin == "untranslated"
        flagged += bool(counterpart.flags)
    return Counts(
        sentences=len(story.counterparts),
        from_sidecar=len(story.counterparts) - len(reply.answers) - untranslated,
        from_cache=reply.remembered,
        machine_translated=len(reply.answers) - reply.remembered,
        untranslated=untranslated,
        flagged=flagged,
    )


def _lacking(wanted: Request) -> Problem:
    pair = f"{wanted.lang} {other(wanted.lang)}"
    count = len(wanted.texts)
    sentences = "1 sentence has" if count == 1 else f"{count} sentences have"
    if wanted.package:
        missing = f"no package `{wanted.package}` is installed for `{pair}`"
        first = "name one that `digest models list` shows"
    else:
        missing = "no package is installed"
        first = f"get a package with `digest models install {pair}`"
    return Problem(
        f"{sentences} no counterpart, and {missing}",
        wanted.path,
        f"{first}, write the counterparts by hand after `digest translate --skeleton`, "
        f"or show the source text with `--allow-untranslated`",
    )


def _question(package: "Package", machine: "Machine", lang: Lang, text: str, plain: str) -> Question:
    """Return the question for a sentence: `text` as it stands in the article, with its markup, `plain` without."""
    return question(package, lang, plain, machine, aligned=text != plain)


def _counterparts(
    article: Article, known: Mapping[str, Counterpart], reply: Reply
) -> Iterator[tuple[str, Counterpart]]:
    """Yield each distinct sentence of an article with its counterpart."""
    for text in dict.fromkeys(unit.text for unit in article.units()):
        if text in known:
            stale = known[text].origin == "stale"
            yield text, _stale_counterpart(article, text, known[text]) if stale else known[text]
        elif text in reply.answers:
            yield text, _machine_counterpart(article, text, reply.answers[text], reply.made_by)
        else:
            yield text, Counterpart(text=text, origin="untranslated")


def _machine_counterpart(article: Article, text: str, answer: Answer, made_by: str) -> Counterpart:
    """Return an answer as a counterpart, in Markdown where the article is."""
    flags = answer.flags
    shown = answer.text
    if article.format == "markdown":
        shown = markup.project(text, answer.text, article.references, answer.alignment)
        if markup.links(text, article.references) != markup.links(shown):
            flags = tuple(flag for flag in quality.FLAGS if flag in {*flags, "link"})
    return Counterpart(text=shown, origin="machine", flags=flags, made_by=made_by)


def _stale_counterpart(article: Article, text: str, stale: Counterpart) -> Counterpart:
    """Return an edited counterpart whose source has changed since, with the flags that tell where it no longer fits."""
    source, target = (markup.strip(side, article.references) for side in (text, stale.text))
    return replace(stale, flags=quality.check(source, target, article.lang))
