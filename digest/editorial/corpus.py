"""All articles of a site, read at once, each with what its sidecar says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest import memory
from digest.config import Config
from digest.content import listing, text_input
from digest.content.article import read
from digest.content.listing import Sources, sidecar_path, sidecar_paths, version_of
from digest.content.warnings import warnings_of
from digest.errors import DigestError, Problem, collected
from digest.files import read_bytes
from digest.memory import Cache, Entry, OpenEntry, Sidecar, Stray, read_strays, stray_of, stray_paths
from digest.messages import nearest
from digest.model import Article, Counterpart, Revision, Story, other
from digest.progress import Progress, quiet
from digest.quality.arabic_style import ArabicStyle
from digest.site.site import collisions
from digest.site.term_names import aliases, fold
from digest.translation.counterparts import Reply, Request, complete, recall, request
from digest.translation.glossary import Glossary, read_glossary

if TYPE_CHECKING:
    from digest.argos import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """An article whose version in the other language was written apart, in the file at a path."""

    article: Article
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The articles of a site.

    Attributes:
        articles: those to publish, in the order of their paths.
        counterparts: one mapping an article: what its sidecar says, by clean text.
        entries: path of an article → the entries of its sidecar by clean text, where it has one.
        put_aside: path of an article → the entries of its sidecar that nothing in it uses any more, where it has such.
        revisions: path of an article → who last revised its sidecar and when, where that says so.
        written: those that are not among the articles, because there is nothing to translate.
        strays: path of an article → the sidecar of another name that is read in place of its own.
        glossary: the site's terms.
        style: how the site writes Arabic.
        warnings: what the authors should know.
    """

    articles: tuple[Article, ...]
    counterparts: tuple[Mapping[str, Counterpart], ...]
    entries: Mapping[str, Mapping[str, OpenEntry]]
    put_aside: Mapping[str, Sequence[Entry]]
    revisions: Mapping[str, Revision]
    written: tuple[Apart, ...]
    strays: Mapping[str, Stray]
    glossary: Glossary
    style: ArabicStyle
    warnings: tuple[Problem, ...]

    def only(self, paths: Iterable[str]) -> "Corpus":
        """Return the articles of these paths alone, in the order of the paths, each once; `written` is empty then."""
        places = {article.path: place for place, article in enumerate(self.articles)}
        chosen = [places[path] for path in dict.fromkeys(paths)]
        return replace(
            self,
            articles=tuple(self.articles[place] for place in chosen),
            counterparts=tuple(self.counterparts[place] for place in chosen),
            written=(),
        )

    def all_articles(self) -> list[Article]:
        """Return the articles, and those with a version that was written apart."""
        return [*self.articles, *(one.article for one in self.written)]

    def sidecar_of(self, article: Article) -> str:
        """Return the path of the sidecar that is read for an article, or would be if it had one."""
        stray = self.strays.get(article.path)
        return stray.path if stray else sidecar_path(article.path, other(article.lang))


def in_section(articles: Iterable[Article], name: str, config: Config) -> list[Article]:
    """Return the articles of a section, by its slug or its name in either language.

    Raises `DigestError` when there is none.
    """
    slugs = aliases(config.sections)
    wanted = slugs.get(fold(name), fold(name))
    sectioned = [(article, article.section) for article in articles if article.section]
    chosen = [article for article, section in sectioned if slugs.get(fold(section), fold(section)) == wanted]
    if not chosen:
        known = dict.fromkeys([*config.sections, *(section for _, section in sectioned)])
        raise DigestError(f"no article is in a section `{name}`", hint=nearest(name, known))
    return chosen


def load(
    config: Config,
    *,
    now: datetime,
    drafts: bool = False,
    only: Collection[str] | None = None,
    sources: Sources | None = None,
    progress: Progress = quiet,
) -> Corpus:
    """Read every article of the content folder, and the sidecars of those that are published at `now`.

    `only` has the paths of those to read; the warnings are then theirs alone. `sources` is what lies in the content
    folder, where that is known already.
    Raises `DigestError` with the problems of all files.
    """
    sources = sources or listing.find(config.content)
    problems: list[Problem] = []
    articles: list[Article] = []
    wanted = [source for source in sources.articles if only is None or source.path in only]
    for number, source in enumerate(wanted, 1):
        progress("read", number, len(wanted))
        with collected(problems):
            file = config.content / source.path
            data = read_bytes(file, source.path, within=config.content, limit=text_input.MAX_BYTES)
            articles.append(read(data, path=source.path, modified=source.modified, config=config))
    problems += collisions({article.path: article.slug for article in articles})
    published = [article for article in articles if drafts or article.is_published(now)]
    written = written_apart(published, sources)
    apart = {one.article.path for one in written}
    published = [article for article in published if article.path not in apart]
    counterparts: list[Mapping[str, Counterpart]] = []
    strays = read_strays(config.content, stray_paths(sources.sidecars, (source.path for source in sources.articles)))
    used: dict[str, Stray] = {}
    entries: dict[str, Mapping[str, OpenEntry]] = {}
    put_aside: dict[str, Sequence[Entry]] = {}
    revisions: dict[str, Revision] = {}
    for article in published:
        with collected(problems):
            stray = None if _own_path(article, sources.sidecars) else stray_of(article, strays)
            if stray:
                used[article.path] = stray
            sidecar = stray.sidecar if stray else _own_sidecar(article, sources.sidecars, config.content)
            opened = memory.open_entries(sidecar, article) if sidecar else {}
            counterparts.append({text: one.counterpart for text, one in opened.items() if one.counterpart})
            if opened:
                entries[article.path] = opened
            if sidecar and (unused := memory.put_aside(sidecar, article)):
                put_aside[article.path] = unused
            if sidecar and (revision := memory.revision_of(sidecar)):
                revisions[article.path] = revision
    glossary = Glossary()
    with collected(problems):
        glossary = read_glossary(config)
    if problems:
        raise DigestError.of(problems)
    warnings = [warning for article in articles for warning in article.warnings]
    if only is None:
        moved = {stray.path: path for path, stray in used.items()}
        warnings += warnings_of(sources, articles, now=now, drafts=drafts, config=config, moved=moved)
    return Corpus(
        articles=tuple(published),
        counterparts=tuple(counterparts),
        entries=entries,
        put_aside=put_aside,
        revisions=revisions,
        written=written,
        strays=used,
        glossary=glossary,
        style=ArabicStyle(months=config.arabic_months, digits=config.arabic_digits),
        warnings=tuple(warnings),
    )


def recalled(content: Corpus, config: Config, machine: "Machine", cache: Cache) -> tuple[list[Story], list[Reply]]:
    """Return one story an article, and the machine's answers in it: those that need no model.

    What a sidecar has of a machine is not taken, for a build may ask again; `machine` translates nothing.
    """
    requests: list[Request] = []
    for article, said in zip(content.articles, content.counterparts, strict=True):
        people = {text: counterpart for text, counterpart in said.items() if counterpart.origin != "machine"}
        requests.append(request(article, people, config.package))
    replies = recall(requests, machine=machine, cache=cache, glossary=content.glossary, style=content.style)
    each = zip(content.articles, content.counterparts, replies, strict=True)
    stories = [complete(article, said, reply, content.revisions.get(article.path)) for article, said, reply in each]
    return stories, replies


def written_apart(articles: Iterable[Article], sources: Sources) -> tuple[Apart, ...]:
    """Return those of some articles whose version in the other language a person wrote apart."""
    found = ((article, version_of(article, sources)) for article in articles)
    return tuple(Apart(article=article, path=path) for article, path in found if path)


def _own_path(article: Article, sidecars: Collection[str]) -> str | None:
    """Return the path of the sidecar beside an article, or None."""
    return next((path for path in sidecar_paths(article.path, other(article.lang)) if path in sidecars), None)


def _own_sidecar(article: Article, sidecars: Collection[str], content: Path) -> Sidecar | None:
    """Return the sidecar beside an article, or None."""
    path = _own_path(article, sidecars)
    if path is None:
        return None
    return memory.parse(read_bytes(content / path, path, within=content, limit=memory.MAX_BYTES), path)
