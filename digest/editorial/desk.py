"""The editors' desk: the sentences that wait for a person, one of them with all that helps, and what they made of it.

The page of the preview (`preview/desk`) and `digest review` in the terminal show the same. What is saved goes into the
sidecar, entry by entry, and nowhere else.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from digest import memory, quality
from digest.build.pipeline import MACHINE_CACHE
from digest.build.state import ArticleRecord
from digest.config import FILE, Config
from digest.content import listing
from digest.content.listing import Sources
from digest.editorial import corpus, git, worklist
from digest.editorial.corpus import Corpus
from digest.editorial.site_memory import Match, SiteMemory
from digest.errors import DigestError, Problem
from digest.files import signature_of
from digest.fingerprint import fingerprint
from digest.memory import Cache, EntryChangedError, OpenEntry, open_entries
from digest.memory.entries import SIGNS, tidy
from digest.memory.pairing import texts_of
from digest.messages import counted
from digest.model import LANGS, Article, Counterpart, Lang, Origin, Revision, Said, Sentence, Story, other
from digest.quality.doubtful import places
from digest.translation import glossary
from digest.translation.counterparts import can_say_more, machine_counterpart, recall, request, said_together
from digest.translation.glossary import Glossary, Term

if TYPE_CHECKING:
    from digest.argos import Machine

State = worklist.Kind | Literal["edited"]
"""Why a sentence is looked at, or that nothing is to be done."""

TO_CHECK: tuple[State, ...] = ("doubtful", "untranslated", "stale", "draft")
"""What the queue has unless somebody asks for something else: all that nobody has reviewed, but for what a machine said
without a doubt."""

STATES: tuple[State, ...] = (*TO_CHECK, "reviewed", "machine", "edited")

MOST = 200
"""Sentences of a queue that is not that of a single article."""

LONGEST = 20_000
"""Characters of a translation or of a comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A sentence of a queue.

    Attributes:
        article: the path of its article, below the content folder.
        headline: of that article.
        lang: the language of both.
        text: the sentence.
        state: why it is looked at.
        flags: what looks wrong with its counterpart, of `quality.FLAGS`.
    """

    article: str
    headline: str
    lang: Lang
    text: str
    state: State
    flags: tuple[str, ...]

    @property
    def key(self) -> str:
        """What names the sentence among those of its article."""
        return key_of(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Sentences to look at.

    Attributes:
        tasks: the doubtful and the newest first; of a single article, in its order.
        unlisted: how many there are besides, in older articles.
        problems: of articles and sidecars that could not be read.
    """

    tasks: tuple[Task, ...]
    unlisted: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A sentence of a paragraph.

    Attributes:
        key: what names it.
        source: the sentence.
        counterpart: empty where there is none.
    """

    key: str
    source: str
    counterpart: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A sentence with what helps to translate it.

    Attributes:
        task: the sentence.
        target: the language of its counterpart.
        origin: whose the counterpart is.
        words: the counterpart; empty where there is none.
        said: where the sentence is said, as in `Counterpart`.
        version: of its entry, to be given when it is saved.
        changes: what changed in the source since the counterpart was made: stretches of it in order, each `same`,
            `gone` or `new`; empty where nothing did.
        doubtful: words of a machine's counterpart that a second package knows nothing of, and where they begin and end
            there, in characters.
        machine: what the machine says, also where it abstains; empty where it is not known.
        machine_flags: what looks wrong with that, of `quality.FLAGS`.
        comments: of people, a line each.
        joined: all that the counterpart has to say, where that is more than the sentence.
        paragraph: the sentences of its paragraph, itself among them.
        terms: those of the glossary that it has, each with the words for it.
        file: the path of the sidecar, below the content folder.
        line: of the entry there; 0 where there is none yet.
        slug: of the article's page.
        number: of the sentence there, from 1; 0 for an alternative text, which has none.
    """

    task: Task
    target: Lang
    origin: Origin
    words: str
    said: Said
    version: str
    changes: tuple[tuple[Literal["same", "gone", "new"], str], ...]
    doubtful: tuple[tuple[str, int, int], ...]
    machine: str
    machine_flags: tuple[str, ...]
    comments: tuple[str, ...]
    joined: str
    paragraph: tuple[Neighbour, ...]
    terms: tuple[tuple[str, str], ...]
    file: str
    line: int
    slug: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What looks wrong with a translation.

    Attributes:
        flags: of `quality.FLAGS`.
        lacking: the words of the glossary for terms of the sentence that it lacks.
    """

    flags: tuple[str, ...]
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person made of a sentence.

    Attributes:
        article: the path of its article, below the content folder.
        key: what names it there.
        version: that its entry had when it was opened.
        words: the counterpart; one of the signs (`[+]`, `[-]`, `[=]`) says where the sentence is said instead.
        reviewed: whether it is finished; else it is a draft.
        comments: of people, a line each; None for those that it has.
        by: who made it; empty where they did not say.
    """

    article: str
    key: str
    version: str
    words: str
    reviewed: bool
    comments: tuple[str, ...] | None = None
    by: str = ""


class ConflictError(Exception):
    """Somebody else has changed a sentence since it was opened; nothing was saved.

    Attributes:
        card: the sentence as it is now.
    """

    def __init__(self, card: Card) -> None:
        super().__init__(card.task.text)
        self.card = card


@dataclass
class Desk:
    """The desk of a site.

    Attributes:
        config: returns the site's settings.
        records: returns what is known of each article without reading it, by its path; those that it lacks are read.
        machine_for: returns the machine that a site asks for; it translates nothing here.
        clock: returns the time.
        saved: the sidecars that were written, each with how many sentences, since they were last committed.
    """

    config: Callable[[], Config]
    records: Callable[[], Mapping[str, ArticleRecord]]
    machine_for: "Callable[[Config], Machine]"
    clock: Callable[[], datetime]
    saved: dict[Path, int] = field(default_factory=dict)
    _memory: SiteMemory = field(default_factory=SiteMemory)
    _remembering: Lock = field(default_factory=Lock)
    _at_hand: tuple[Sequence[object], Corpus, Story] | None = None

    def queue(
        self,
        states: Collection[State] = TO_CHECK,
        articles: Collection[str] | None = None,
        most: int = MOST,
        person: str = "",
    ) -> Queue:
        """Return the sentences of some states, of some articles or of the newest that have any.

        With `person`, of those whose translation is theirs (`people`).
        An article that can't be read is left out, and told of.
        """
        config = self.config()
        unlisted = 0
        sources = listing.find(config.content)
        if articles is None:
            records = self.records()
            unknown = [*_unknown(records, sources)]
            if person:
                records = {path: record for path, record in records.items() if person in _people_of(record)}
            read = {*worklist.to_read(records.values(), states, most), *unknown}
            left = [record.counts for path, record in records.items() if path not in read]
            unlisted = sum(worklist.count_of(counts, state) for counts in left for state in states)
        else:
            read = set(articles)
        stories, problems = self._readable(read, config, sources)
        if person:
            stories = [story for story in stories if person in _people(story.article, story.revision)]
        found = sorted(stories, key=lambda story: story.article.path)
        found.sort(key=lambda story: story.article.date, reverse=True)
        tasks = [task for story in found for task in tasks_of(story) if task.state in states]
        if articles is None:
            tasks.sort(key=lambda task: task.state in ("machine", "edited"))
            unlisted += len(tasks[most:])
            tasks = tasks[:most]
        return Queue(tasks=tuple(tasks), unlisted=unlisted, problems=problems)

    def people(self) -> list[str]:
        """Return whose the translations are, as the last build knew it, sorted.

        They are those whom an article credits, else who last saved its sidecar.
        """
        return sorted({name for record in self.records().values() for name in _people_of(record)})

    def open(self, article: str, key: str) -> Card:
        """Return a sentence of an article, as it is now. Raises `DigestError` when it is not there any more."""
        config = self.config()
        content, story = self._story(article, config)
        return self._card(story, _text(story.article, key), content, config)

    def find(self, slug: str, number: int) -> Task:
        """Return the sentence of a number of the article at an address. Raises `DigestError` when there is none."""
        records = self.records()
        path = next((path for path, record in records.items() if record.article.slug == slug), "")
        config = self.config()
        sources = listing.find(config.content)
        _, stories = self.read([path] if path else _unknown(records, sources), config, sources)
        if path and not stories:
            raise DigestError("its version was written apart: there is nothing to review", path, "edit the file itself")
        for story in stories:
            sentences = [*story.article.sentences()]
            if story.article.slug == slug and 0 < number <= len(sentences):
                return next(task for task in tasks_of(story, every=True) if task.text == sentences[number - 1].text)
        raise DigestError("there is no such sentence", slug, "open the page again")

    def check(self, article: str, key: str, words: str) -> Checks:
        """Return what looks wrong with words for a sentence. Raises `DigestError` when it is not there any more."""
        config = self.config()
        content, story = self._story(article, config)
        text = _text(story.article, key)
        words = tidy(words)
        if words in SIGNS.values():
            return Checks(flags=())
        to_say = said_together(story.article, story.counterparts)[text]
        counterpart = Counterpart(text=words, origin="edited")
        flags = worklist.doubts(story.article, to_say, counterpart)
        if quality.is_copy(text, words):
            flags = tuple(flag for flag in quality.FLAGS if flag in {*flags, "copy"})
        _, lacking = content.glossary.enforce(to_say, words, story.article.lang)
        return Checks(flags=flags, lacking=tuple(word for _, word in _terms(lacking, story.article.lang)))

    def matches(self, article: str, key: str) -> list[Match]:
        """Return what the site's memory has for a sentence. Raises `DigestError` when it is not there any more."""
        config = self.config()
        content, story = self._story(article, config)
        text, target = _text(story.article, key), other(story.article.lang)
        with self._remembering:
            self._memory.refresh(config)
            return self._memory.like(text, target, besides=content.sidecar_of(story.article))

    def concordance(self, words: str, target: Lang) -> list[Match]:
        """Return how words were translated elsewhere on the site, into a language or from it."""
        with self._remembering:
            self._memory.refresh(self.config())
            return self._memory.concordance(words, target)

    def save(self, edit: Edit) -> Card:
        """Write what a person made of a sentence into its sidecar; return the sentence as it is from now on.

        Raises `ConflictError` when somebody else has changed it to something else since it was opened, and
        `DigestError` when it can't be saved so.
        """
        config = self.config()
        content, story = self._story(edit.article, config)
        article = story.article
        text = _text(article, edit.key)
        counterpart = made_by_person(edit.words, text, story, reviewed=edit.reviewed)
        current = _entries(content, article)[text]
        comments = current.comments if edit.comments is None else tuple(filter(None, map(tidy, edit.comments)))
        try:
            memory.save_entry(
                article,
                counterpart,
                replace(current, version=edit.version),
                config,
                comments=comments,
                revision=Revision(time=self.clock().astimezone(config.zone), by=tidy(edit.by)),
                stray=content.strays.get(article.path),
            )
        except EntryChangedError as error:
            self._at_hand = None
            if error.current.counterpart != counterpart:
                raise ConflictError(self.open(edit.article, edit.key)) from None
        else:
            file = config.content / listing.sidecar_path(article.path, other(article.lang))
            self.saved[file] = self.saved.get(file, 0) + 1
        return self.open(edit.article, edit.key)

    def commit(self) -> str:
        """Commit to git what was saved since the last time; return the message, empty where there is nothing.

        Raises `DigestError` with what git says.
        """
        saved = dict(self.saved)
        if not saved:
            return ""
        message = f"Review {counted(sum(saved.values()), 'sentence')} of {counted(len(saved), 'article')}"
        git.commit(self.config().root, saved, message)
        self.saved.clear()
        return message

    def read(self, paths: Iterable[str], config: Config, sources: Sources | None = None) -> tuple[Corpus, list[Story]]:
        """Return some articles as they lie on disk, and their stories, with what the machine is known to say."""
        content = corpus.load(config, now=self.clock(), drafts=True, only={*paths}, sources=sources)
        with Cache(config.root / MACHINE_CACHE) as cache:
            stories, _ = corpus.recalled(content, config, self.machine_for(config), cache)
        return content, stories

    def _readable(
        self, paths: Collection[str], config: Config, sources: Sources
    ) -> tuple[list[Story], tuple[Problem, ...]]:
        """Return the stories of articles, and the problems of those that can't be read."""
        try:
            return self.read(paths, config, sources)[1], ()
        except DigestError as error:
            if len(paths) == 1:
                return [], error.problems
        each = [self._readable([path], config, sources) for path in sorted(paths)]
        problems = dict.fromkeys(problem for _, of_article in each for problem in of_article)
        return [story for stories, _ in each for story in stories], tuple(problems)

    def _story(self, path: str, config: Config) -> tuple[Corpus, Story]:
        """Return an article and its story. What was read last is not read again while its files are the same."""
        seen = _signatures(path, config)
        if self._at_hand and self._at_hand[0] == seen:
            return self._at_hand[1:]
        content, stories = self.read([path], config)
        _only(content, path)
        self._at_hand = None if content.strays else (seen, content, stories[0])
        return content, stories[0]

    def _card(self, story: Story, text: str, content: Corpus, config: Config) -> Card:
        article = story.article
        counterpart = story.counterparts[text]
        entry = _entries(content, article)[text]
        to_say = said_together(article, story.counterparts)[text]
        machine = self._machine_words(story, text, content.glossary, config)
        previous = entry.previous if entry.previous is not None and entry.previous != text else None
        return Card(
            task=_task(article, text, counterpart, to_say),
            target=other(article.lang),
            origin=counterpart.origin,
            words="" if counterpart.origin == "untranslated" else counterpart.text,
            said=counterpart.said,
            version=entry.version,
            changes=tuple(changes(previous, text)) if previous is not None else (),
            doubtful=tuple(places(counterpart.doubtful, counterpart.text)),
            machine=machine.text if machine else "",
            machine_flags=machine.flags if machine else (),
            comments=entry.comments,
            joined=to_say if to_say != text else "",
            paragraph=tuple(_paragraph(story, text)),
            terms=tuple(_terms(content.glossary.found(text, article.lang), article.lang)),
            file=content.sidecar_of(article),
            line=entry.line,
            slug=article.slug,
            number=next((number for number, one in enumerate(article.sentences(), 1) if one.text == text), 0),
        )

    def _machine_words(self, story: Story, text: str, terms: Glossary, config: Config) -> Counterpart | None:
        """Return what the machine says of a text, also where a person says something else, or it abstains.

        None where it is not known.
        """
        article, counterpart = story.article, story.counterparts[text]
        if counterpart.origin == "machine":
            return counterpart
        asked = request(article, {one: counterpart for one in texts_of(article) if one != text}, config.package)
        with Cache(config.root / MACHINE_CACHE) as cache:
            (reply,) = recall([asked], machine=self.machine_for(config), cache=cache, glossary=terms)
        if text not in reply.answers:
            return None
        return machine_counterpart(article, text, reply, is_label=any(label.text == text for label in article.labels()))


def _unknown(records: Mapping[str, ArticleRecord], sources: Sources) -> Iterator[str]:
    """Yield the paths of the articles that no record counts: new ones, and those that are not published yet."""
    for source in sources.articles:
        if source.path not in records or not records[source.path].summary:
            yield source.path


def _people_of(record: ArticleRecord) -> set[str]:
    """Return the names of those whose the translation of a published article is, as a build knew it."""
    return _people(record.article, record.summary.status.revision) if record.summary else set()


def _people(article: Article, revision: Revision | None) -> set[str]:
    """Return the names of those whose the translation of an article is: credited in it, else who last saved it."""
    by = (revision.by,) if revision and revision.by else ()
    return {*article.translators, *article.reviewers} or {*by}


def _signatures(path: str, config: Config) -> Sequence[object]:
    """Return the signatures of the files that tell of an article, as they are now."""
    beside = (sidecar for lang in LANGS for sidecar in listing.sidecar_paths(path, lang))
    files = [*(config.content / name for name in (path, *beside, glossary.FILE)), config.root / FILE]
    answered = config.root / MACHINE_CACHE
    return path, *map(signature_of, (*files, answered, answered.with_name(f"{answered.name}-wal")))


def key_of(text: str) -> str:
    """Return what names a sentence among those of its article."""
    return fingerprint(text, length=12)


def tasks_of(story: Story, *, every: bool = False) -> Iterator[Task]:
    """Yield the sentences of a story in its order, with `every` also those without words."""
    to_say = said_together(story.article, story.counterparts)
    for text, counterpart in story.counterparts.items():
        if every or counterpart.origin != "verbatim":
            yield _task(story.article, text, counterpart, to_say[text])


def _task(article: Article, text: str, counterpart: Counterpart, to_say: str) -> Task:
    kind, flags = worklist.look(article, to_say, counterpart)
    return Task(
        article=article.path,
        headline=article.title.shown,
        lang=article.lang,
        text=text,
        state=kind or "edited",
        flags=flags,
    )


def changes(before: str, now: str) -> Iterator[tuple[Literal["same", "gone", "new"], str]]:
    """Yield the stretches of two wordings in order: what both have, what only the first has, what only the second."""
    old, new = before.split(), now.split()
    for change, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            yield "same", " ".join(new[from_:to])
            continue
        if start < end:
            yield "gone", " ".join(old[start:end])
        if from_ < to:
            yield "new", " ".join(new[from_:to])


def _text(article: Article, key: str) -> str:
    """Return the text of an article that a key names."""
    text = next((text for text in texts_of(article) if key_of(text) == key), None)
    if text is None:
        raise DigestError("the article has this sentence no more", article.path, "open the next one")
    return text


def _only(content: Corpus, path: str) -> Article:
    """Return the article of a path."""
    if not content.articles:
        raise DigestError("there is no such article any more", path, "open the next sentence")
    return content.articles[0]


def _entries(content: Corpus, article: Article) -> Mapping[str, OpenEntry]:
    return content.entries.get(article.path) or open_entries(None, article)


def _terms(terms: Iterable[Term], lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield terms of a language with the words for them in the other."""
    for term in terms:
        yield (term.source, term.target) if lang == "ar" else (term.target, term.source)


def _paragraph(story: Story, text: str) -> Iterator[Neighbour]:
    """Yield the sentences of the paragraph, heading or caption in which a text stands first."""
    for unit in next(run for run in _runs(story.article) if any(unit.text == text for unit in run)):
        counterpart = story.counterparts[unit.text]
        words = "" if counterpart.origin == "untranslated" else counterpart.text
        yield Neighbour(key=key_of(unit.text), source=unit.shown, counterpart=words)


def _runs(article: Article) -> Iterator[Sequence[Sentence]]:
    """Yield the sentences of an article, those that stand together at a time."""
    for _, sentences in article.parts():
        yield sentences
    for block in article.blocks:
        if block.image and block.image.alt:
            yield (block.image.alt,)
        yield block.sentences


def made_by_person(typed: str, text: str, story: Story, *, reviewed: bool) -> Counterpart:
    """Return the counterpart that a person has made of a text. Raises `DigestError` when it can't be one."""
    words, path = tidy(typed), story.article.path
    origin: Origin = "edited" if reviewed else "draft"
    said = next((said for said, sign in SIGNS.items() if sign == words), None)
    if said is not None:
        _refuse_misplaced(said, text, story)
        spoken = text if said == "as_written" else ""
        return Counterpart(text=spoken, origin=origin, said=said, made_by="")
    if not words:
        raise DigestError("there is no translation", path, "write one, or leave the sentence out")
    if len(words) > LONGEST:
        raise DigestError(f"the translation is too long: {len(words):,} characters", path, f"at most {LONGEST:,}")
    if quality.is_copy(text, words):
        raise DigestError("the translation is the sentence itself", path, "translate it, or let it stay as it is")
    began = story.counterparts[text].made_by if origin == "draft" else ""
    return Counterpart(text=words, origin=origin, made_by=began)


def _refuse_misplaced(said: Said, text: str, story: Story) -> None:
    """Raise `DigestError` when a sentence can't be left out, or can't be joined to the one before."""
    article = story.article
    if said == "nowhere" and text == article.title.text:
        raise DigestError("a headline can't be left out", article.path, "translate it")
    if said == "before":
        texts = texts_of(article)
        place = texts.index(text)
        if place < 2 or not can_say_more(story.counterparts[texts[place - 1]]):  # a headline says nothing else
            raise DigestError(
                "the sentence before has no translation by a person", article.path, "write that first, for both"
            )
