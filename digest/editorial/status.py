"""The state of a site's translation: counterparts by origin, sentences to look at, names that lack a language or drift.

It is found out from the articles, their sidecars and the machine cache, or from what the last build knew of them; no
model is loaded and nothing is written.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from digest.build.known import known_articles
from digest.build.options import BuildOptions
from digest.build.state import ArticleRecord
from digest.config import Config
from digest.content.warnings import warnings_of
from digest.editorial import worklist
from digest.editorial.corpus import Corpus, load, recalled, written_apart
from digest.editorial.spelling import Drift, drifting, pairs_of
from digest.editorial.worklist import Finding
from digest.memory import Cache, read_for, stray_paths
from digest.messages import counted
from digest.model import LANGS, Article, Lang, Origin, other
from digest.quality.doubtful import NO_LEXICON, Lexicon
from digest.settings import Names
from digest.site.term_names import aliases, fold
from digest.translation.glossary import Glossary, Term

if TYPE_CHECKING:
    from digest.argos import Machine

ORIGINS: tuple[Origin, ...] = ("edited", "draft", "machine", "stale", "untranslated", "verbatim")
_LANGUAGES: Mapping[Lang, str] = {"ar": "Arabic", "en": "English"}
TermKind = Literal["sections", "tags", "authors"]

LISTED: tuple[worklist.Kind, ...] = tuple(kind for kind in worklist.KINDS if kind != "machine")
"""What is listed unless somebody asks for other kinds: of a machine's sentences only those that look wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnamed:
    """A section, tag or author that is shown in one language only.

    Attributes:
        kind: the table of `site.toml` that names it.
        name: in the language that it has, or its key.
        lacks: the language that it lacks.
        articles: how many use it.
    """

    kind: TermKind
    name: str
    lacks: Lang
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorialStatus:
    """The state of a site's translation.

    Attributes:
        articles: all of them, those left alone, drafts and scheduled ones too.
        as_they_are: how many of them are not translated, because the site is in their language alone.
        sentences: distinct ones an article.
        origins: how many of them are of each origin; `untranslated` are those not yet asked for, and those that the
            machine abstained from.
        findings: the sentences to look at, by article, newest first.
        unlisted: how many more there are in older articles, which were not read.
        written: path of an article that is left alone → the file of its version written apart.
        unnamed: sections, tags and authors that lack a language.
        drifting: names that are not spelled alike; none where articles were not read.
    """

    articles: int
    as_they_are: int
    sentences: int
    origins: Mapping[Origin, int]
    findings: tuple[Finding, ...]
    unlisted: int
    written: Mapping[str, str]
    unnamed: tuple[Unnamed, ...]
    drifting: tuple[Drift, ...]


def editorial_status(
    content: Corpus,
    config: Config,
    machine: "Machine",
    cache: Cache,
    kinds: Collection[worklist.Kind] = LISTED,
    unread: Sequence[ArticleRecord] = (),
) -> EditorialStatus:
    """Return the state of a site's translation, with the sentences of these kinds.

    `unread` are the records of articles that are not among the contents: they are counted, and not listed.
    `machine` says which packages there are; it translates nothing.
    """
    origins: Counter[Origin] = Counter()
    stories, replies = recalled(content, config, machine, cache)
    for story in stories:
        origins.update(counterpart.origin for counterpart in story.counterparts.values())
    counts = [record.counts for record in unread]
    for one in counts:
        origins.update(
            edited=one.edited,
            draft=one.draft,
            machine=one.machine,
            stale=one.stale,
            untranslated=one.untranslated,
            verbatim=one.sentences - one.edited - one.draft - one.machine - one.stale - one.untranslated,
        )
    answers = (reply.answers for reply in replies)
    pairs = [pair for story in stories for pair in pairs_of(story)]
    lexicon = NO_LEXICON
    if any(counterpart.doubtful for story in stories for counterpart in story.counterparts.values()):
        lexicon = Lexicon.mined((pair.arabic, pair.english) for pair in pairs if pair.origin == "edited")
    terms = Glossary((*content.glossary.terms, *_authors(config)))
    return EditorialStatus(
        articles=len(content.all_articles()) + len(unread),
        as_they_are=len(content.as_they_are),
        sentences=origins.total(),
        origins={origin: count for origin, count in origins.items() if count},
        findings=tuple(worklist.findings(content, stories, answers, config, kinds, lexicon)),
        unlisted=sum(worklist.count_of(one, kind) for one in counts for kind in kinds),
        written={one.article.path: one.path for one in content.written},
        unnamed=tuple(_unnamed([*content.all_articles(), *(record.article for record in unread)], config)),
        drifting=() if unread else tuple(drifting(pairs, terms)),
    )


def newest_articles(
    config: Config, options: BuildOptions, cache: Cache, kinds: Collection[worklist.Kind], most: int
) -> tuple[Corpus, list[ArticleRecord]]:
    """Return the newest articles with up to `most` sentences of some kinds, and what the last build knew of the others.

    Articles that changed since, and those that it did not publish, are among the first. Raises `DigestError` with the
    problems of what is read.
    """
    known = known_articles(config, options, cache)
    read = {*known.unread(), *worklist.to_read(known.records.values(), kinds, most)}
    content = load(config, now=options.now, drafts=True, only=read, sources=known.sources)
    unread = [record for path, record in known.records.items() if path not in read]
    as_they_are = [record.article for record in unread if not config.is_translated(record.article.lang)]
    paths = {article.path for article in as_they_are}
    apart = written_apart((record.article for record in unread if record.article.path not in paths), known.sources)
    alone = paths.union(one.article.path for one in apart)
    articles = [*content.all_articles(), *(record.article for record in unread)]
    strays = stray_paths(known.sources.sidecars, (source.path for source in known.sources.articles))
    moved = read_for({record.article.path: record.seen for record in unread}, strays)
    moved |= {stray.path: path for path, stray in content.strays.items()}
    warnings = (
        *content.warnings,
        *(warning for record in unread for warning in record.warnings),
        *warnings_of(known.sources, articles, now=options.now, drafts=True, config=config, moved=moved),
    )
    content = replace(
        content,
        warnings=warnings,
        written=(*content.written, *apart),
        as_they_are=(*content.as_they_are, *as_they_are),
    )
    return content, [record for record in unread if record.article.path not in alone]


def _authors(config: Config) -> list[Term]:
    """Return the authors that `site.toml` names in both languages, as terms."""
    return [
        Term(source=names["ar"], target=names["en"])
        for names in config.authors.values()
        if all(names.get(lang) for lang in LANGS) and names["ar"] != names["en"]
    ]


def _unnamed(articles: Sequence[Article], config: Config) -> Iterator[Unnamed]:
    """Yield the names that lack a language: those that `site.toml` lists, then those that only articles have."""
    kinds: tuple[tuple[TermKind, Mapping[str, Names], Callable[[Article], tuple[str, ...]]], ...] = (
        ("sections", config.sections, lambda article: (article.section,) if article.section else ()),
        ("tags", config.tags, lambda article: article.tags),
        ("authors", config.authors, lambda article: article.authors),
    )
    shown: Sequence[Lang] = [lang for lang in LANGS if lang in config.views]
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
            for lang in shown:
                if names and not names.get(lang):
                    yield Unnamed(kind=kind, name=names.get(other(lang)) or slug, lacks=lang, articles=counts[slug])
        for spelling in spellings.values():
            ((name, lang), _), *_ = spelling.most_common(1)
            if other(lang) in shown:
                yield Unnamed(kind=kind, name=name, lacks=other(lang), articles=spelling.total())


def status_lines(status: EditorialStatus, folder: str, most: int | None, *, names: bool = True) -> Iterator[str]:
    """Yield the state of a site as text for a terminal.

    `folder` is where the articles lie, `most` how many of a kind are shown, None for all;
    `names` whether those of sections, tags and authors, and those that are spelled in two ways, are told.
    """
    counts = [f"{status.origins[origin]:,} {origin}" for origin in ORIGINS if status.origins.get(origin)]
    sentences = ": ".join(filter(None, (counted(status.sentences, "sentence"), ", ".join(counts))))
    yield f"{counted(status.articles, 'article')}, {sentences}"
    if status.as_they_are:
        yield f"{counted(status.as_they_are, 'article')} not to be translated: the site is in their language alone"
    yield from worklist.worklist_lines(status.findings, folder, most, status.unlisted)
    yield from _heading("left alone, their other version was written apart", len(status.written))
    for article, version in islice(sorted(status.written.items()), most):
        yield f"{folder}/{article}: {folder}/{version}"
    yield from _rest(len(status.written), most)
    if names:
        yield from _name_lines(status, most)


def _name_lines(status: EditorialStatus, most: int | None) -> Iterator[str]:
    yield from _heading("without a name in a language of the site (`site.toml` can give them one)", len(status.unnamed))
    for unnamed in status.unnamed[:most]:
        used = counted(unnamed.articles, "article")
        yield f"{unnamed.kind.removesuffix('s')} `{unnamed.name}` has no {_LANGUAGES[unnamed.lacks]} name ({used})"
    yield from _rest(len(status.unnamed), most)
    yield from _heading("names spelled in more than one way", len(status.drifting))
    for drift in status.drifting[:most]:
        spellings = ", ".join(f"{spelling} ({_some(paths)})" for spelling, paths in drift.spellings.items())
        yield f"{drift.name}: {spellings}" + (f"; it should be {drift.wanted}" if drift.wanted else "")
    yield from _rest(len(status.drifting), most)


def _heading(title: str, count: int) -> Iterator[str]:
    if count:
        yield ""
        yield f"{title}: {count:,}"


def _rest(count: int, most: int | None) -> Iterator[str]:
    if most is not None and count > most:
        yield f"and {count - most:,} more: `--all` shows them"


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:2]) + (f" and {len(paths) - 2} more" if len(paths) > 2 else "")
