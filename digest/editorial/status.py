"""What an editor of the site should look at: doubtful and outdated counterparts, names that lack a language or drift.

It is told from the articles, their sidecars and the machine cache; no model is loaded and nothing is written.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache as cache_calls
from typing import TYPE_CHECKING, Literal

from digest import markup, quality
from digest.config import Config, Names
from digest.content import text_input
from digest.editorial.corpus import Corpus
from digest.editorial.spelling import Drift, Pair, drifting
from digest.files import read_bytes
from digest.locale import words
from digest.memory import Cache
from digest.model import LANGS, Article, Lang, Origin, Story, other
from digest.site.term_names import aliases, fold
from digest.translation.counterparts import Reply, complete, request
from digest.translation.glossary import Glossary, Term
from digest.translation.machine_queue import Answer, Question, question, recall

if TYPE_CHECKING:
    from digest.argos import Machine, Package

ORIGINS: tuple[Origin, ...] = ("edited", "machine", "stale", "untranslated")
Kind = Literal["sections", "tags", "authors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A sentence to look at.

    Attributes:
        path: of its article, below the content folder.
        line: of the article's file where it begins, from 1.
        source: the sentence.
        counterpart: in the other language.
        flags: what looks wrong, of `quality.FLAGS`.
        score: the mean log-probability that the machine gave it; None where the machine cache no longer knows.
    """

    path: str
    line: int
    source: str
    counterpart: str
    flags: tuple[str, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """A section, tag or author that is shown in one language only.

    Attributes:
        kind: the table of `site.toml` that names it.
        name: in the language that it has, or its key.
        lacks: the language that it lacks.
        articles: how many use it.
    """

    kind: Kind
    name: str
    lacks: Lang
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialStatus:
    """The state of a site's translation.

    Attributes:
        articles: all of them, drafts and scheduled ones too.
        sentences: distinct ones an article.
        origins: how many of them are `edited`, `machine`, `stale`, `untranslated`; these were not yet asked for.
        doubtful: machine counterparts with flags, the most doubtful first.
        stale: edited counterparts whose source has changed since.
        unnamed: sections, tags and authors that lack a language.
        drifting: names that are not spelled alike.
    """

    articles: int
    sentences: int
    origins: Mapping[Origin, int]
    doubtful: tuple[Finding, ...]
    stale: tuple[Finding, ...]
    unnamed: tuple[Unnamed, ...]
    drifting: tuple[Drift, ...]


def editorial_status(content: Corpus, config: Config, machine: "Machine", cache: Cache) -> EditorialStatus:
    """Look a site over. `machine` says which packages there are; it isn't asked."""
    origins: Counter[Origin] = Counter()
    doubtful: list[Finding] = []
    stale: list[Finding] = []
    pairs: list[Pair] = []
    replies = _remembered(content, config, machine, cache)
    for article, known, reply in zip(content.articles, content.known, replies, strict=True):
        story = complete(article, known, reply)
        origins.update(counterpart.origin for counterpart in story.counterparts.values())
        pairs += _pairs(story)
        doubtful += _findings(story, "machine", reply.answers, config)
        stale += _findings(story, "stale", {}, config)
    doubtful.sort(key=lambda found: (-quality.doubt(found.flags), found.score or 0))
    terms = Glossary((*content.glossary.terms, *_authors(config)))
    return EditorialStatus(
        articles=len(content.articles),
        sentences=origins.total(),
        origins=dict(origins),
        doubtful=tuple(doubtful),
        stale=tuple(stale),
        unnamed=tuple(_unnamed(content.articles, config)),
        drifting=tuple(drifting(pairs, terms)),
    )


def _remembered(content: Corpus, config: Config, machine: "Machine", cache: Cache) -> list[Reply]:
    """Return what the cache has of a machine's replies to all that no person has translated, one an article."""
    find = cache_calls(machine.find)
    packages: list[Package | None] = []
    asked: list[dict[str, Question]] = []
    for article, known in zip(content.articles, content.known, strict=True):
        people = {text: found for text, found in known.items() if found.origin != "machine"}
        wanted = request(article, people, config.package)
        package = find(wanted.package, wanted.lang, other(wanted.lang)) if wanted.texts else None
        packages.append(package)
        asked.append(
            {
                text: question(package, wanted.lang, plain, machine, aligned=text != plain)
                for text, plain in wanted.texts.items()
            }
            if package
            else {}
        )
    every = [one for questions in asked for one in questions.values()]
    answers = recall(every, machine, cache, content.glossary)
    return [
        Reply(
            answers={text: answers[one.key] for text, one in questions.items() if one.key in answers},
            made_by=package.id if package else "",
        )
        for questions, package in zip(asked, packages, strict=True)
    ]


def _findings(story: Story, origin: Origin, answers: Mapping[str, Answer], config: Config) -> Iterator[Finding]:
    """Yield the counterparts of an origin that are to be looked at: of a machine's, those with flags."""
    found = {
        text: counterpart
        for text, counterpart in story.counterparts.items()
        if counterpart.origin == origin and (counterpart.flags or origin == "stale")
    }
    if not found:
        return
    lines = _lines(story.article, config)
    for text, counterpart in found.items():
        answer = answers.get(text)
        yield Finding(
            path=story.article.path,
            line=lines[text],
            source=text,
            counterpart=counterpart.text,
            flags=counterpart.flags,
            score=answer.score if answer else None,
        )


def _lines(article: Article, config: Config) -> dict[str, int]:
    """Return the line on which each sentence of an article begins."""
    data = read_bytes(config.content / article.path, article.path)
    text = text_input.decode(data, article.path).text
    return {unit.text: text.count("\n", 0, unit.start) + 1 for unit in reversed(list(article.units()))}


def _pairs(story: Story) -> Iterator[Pair]:
    article = story.article
    for text, counterpart in story.counterparts.items():
        if counterpart.origin != "untranslated":
            here, there = text, counterpart.text
            if article.format == "markdown":
                here, there = (markup.strip(side, article.references) for side in (here, there))
            arabic, english = (here, there) if article.lang == "ar" else (there, here)
            yield Pair(path=article.path, arabic=arabic, english=english)


def _authors(config: Config) -> list[Term]:
    """Return the authors that `site.toml` names in both languages, as terms."""
    return [
        Term(source=names["ar"], target=names["en"])
        for names in config.authors.values()
        if all(names.get(lang) for lang in LANGS) and names["ar"] != names["en"]
    ]


def _unnamed(articles: Sequence[Article], config: Config) -> Iterator[Unnamed]:
    """Yield the names that lack a language: those that `site.toml` lists, then those that only articles have."""
    kinds: tuple[tuple[Kind, Mapping[str, Names], Callable[[Article], tuple[str, ...]]], ...] = (
        ("sections", config.sections, lambda article: (article.section,) if article.section else ()),
        ("tags", config.tags, lambda article: article.tags),
        ("authors", config.authors, lambda article: article.authors),
    )
    for kind, listed, names_of in kinds:
        slugs = aliases(listed)
        counts: Counter[str] = Counter()
        spellings: dict[str, Counter[tuple[str, Lang]]] = defaultdict(Counter)
        for article in articles:
            for name in names_of(article):
                if slug := slugs.get(fold(name)):
                    counts[slug] += 1
                else:
                    spellings[fold(name)][name, article.lang] += 1
        for slug, names in listed.items():
            for lang in LANGS:
                if names and not names.get(lang):
                    yield Unnamed(kind=kind, name=names.get(other(lang)) or slug, lacks=lang, articles=counts[slug])
        for found in spellings.values():
            ((name, lang), _), *_ = found.most_common(1)
            yield Unnamed(kind=kind, name=name, lacks=other(lang), articles=found.total())


def lines(found: EditorialStatus, folder: str, most: int | None) -> Iterator[str]:
    """Yield it as lines for a terminal; `folder` is where the articles lie, `most` the limit of lines a kind."""
    counts = [f"{found.origins[origin]:,} {origin}" for origin in ORIGINS if found.origins.get(origin)]
    sentences = ": ".join(filter(None, (_counted(found.sentences, "sentence"), ", ".join(counts))))
    yield f"{_counted(found.articles, 'article')}, {sentences}"
    for title, findings in (("doubtful", found.doubtful), ("outdated, their source has changed", found.stale)):
        yield from _heading(title, len(findings))
        for finding in findings[:most]:
            doubts = ", ".join(words("en")(f"doubt.{flag}") for flag in finding.flags)
            yield f"{folder}/{finding.path}:{finding.line}: {doubts}".rstrip(": ")
            yield f"    {finding.source}"
            yield f"    {finding.counterpart}"
        yield from _rest(len(findings), most)
    yield from _heading("named in one language only (`site.toml` can name them in both)", len(found.unnamed))
    for unnamed in found.unnamed[:most]:
        language = "Arabic" if unnamed.lacks == "ar" else "English"
        used = _counted(unnamed.articles, "article")
        yield f"{unnamed.kind.removesuffix('s')} `{unnamed.name}` has no {language} name ({used})"
    yield from _rest(len(found.unnamed), most)
    yield from _heading("names spelled in more than one way", len(found.drifting))
    for drift in found.drifting[:most]:
        spellings = ", ".join(f"{spelling} ({_some(paths)})" for spelling, paths in drift.spellings.items())
        yield f"{drift.name}: {spellings}" + (f"; it should be {drift.wanted}" if drift.wanted else "")
    yield from _rest(len(found.drifting), most)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _heading(title: str, count: int) -> Iterator[str]:
    if count:
        yield ""
        yield f"{title}: {count:,}"


def _rest(count: int, most: int | None) -> Iterator[str]:
    if most is not None and count > most:
        yield f"and {count - most:,} more: `--all` shows them"


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:2]) + (f" and {len(paths) - 2} more" if len(paths) > 2 else "")
