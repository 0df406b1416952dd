"""A worklist that came back: what is better than what the site has is taken, and nothing of it is lost."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from digest import memory
from digest.config import Config
from digest.content import listing
from digest.content.listing import Sources
from digest.editorial.corpus import Corpus
from digest.editorial.desk import Desk, key_of, made_by_person
from digest.errors import DigestError, Problem
from digest.exchange.rows import Row, Worklist, is_of_version, is_untouched, key_in
from digest.memory import Entry, OpenEntry, Sidecar, parse
from digest.memory.entries import SIGNS, digest_of, is_by_person, made, reference_to, tidy
from digest.memory.merge import OTHER_WORDS
from digest.model import Counterpart, Revision, Story, other

Fate = Literal["reviewed", "draft", "open", "same", "followed", "kept", "refused"]
"""What became of a row: taken as reviewed or as a draft; nobody has worked on it; the site says so already; its
sentence has changed, and it was carried over or put aside; somebody has written other words on the site, which are
kept, with these in a comment; it can't be a translation, or its article is gone."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did.

    Attributes:
        fates: how many rows had which fate.
        files: the sidecars that were written, in the order of the worklist.
        problems: what somebody should look at, each with the line of the worklist.
    """

    fates: Counter[Fate] = field(default_factory=Counter)
    files: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


_Result = tuple[Fate, Problem | None]


def take_in(desk: Desk, worklists: Iterable[Worklist], file: str, *, by: str = "", reviewed: bool = False) -> Taken:
    """Write what people made of worklists into the sidecars; `file` is what messages call the worklist.

    `by` is whose work it is, where the file doesn't say; with `reviewed`, words that a person has changed are reviewed
    whether or not the file says so.
    Raises `DigestError` when a sidecar can't be read or written.
    """
    config = desk.config()
    rows: dict[str, list[tuple[Row, Worklist]]] = {}
    for worklist in worklists:
        for row in worklist.rows:
            rows.setdefault(row.article, []).append((row, worklist))
    sources = listing.find(config.content)
    content, stories = desk.read(rows, config, sources)
    found = {story.article.path: (content, story) for story in stories}
    missing = {path: [row for row, _ in of_article] for path, of_article in rows.items() if path not in found}
    found |= _renamed(desk, missing, config, sources)
    results: list[_Result] = []
    files: list[Path] = []
    for path, of_article in rows.items():
        if path not in found:
            results += (_refused(row, file, f"there is no article `{path}` any more") for row, _ in of_article)
            continue
        corpus, story = found[path]
        importing = _Importing(story, file, reviewed)
        name = next((one.by for _, one in of_article if one.by), by)
        revision = Revision(time=desk.clock().astimezone(config.zone), by=tidy(name))
        of_language = [row for row, one in of_article if one.source == story.article.lang]
        change = partial(importing.changed, rows=of_language, revision=revision)
        written = memory.change_sidecar(story.article, config, corpus.strays.get(story.article.path), change)
        if written:
            files.append(written)
            desk.saved[written] = desk.saved.get(written, 0) + importing.count
        results += importing.results
        for row, one in of_article:
            if one.source != story.article.lang:
                results.append(_refused(row, file, f"the article `{path}` is in the other language"))
    return Taken(
        fates=Counter(fate for fate, _ in results),
        files=tuple(dict.fromkeys(files)),
        problems=tuple(problem for _, problem in results if problem),
    )


def summary(taken: Taken) -> str:
    """Return in words what an import did: `20 reviewed, 3 drafts, 10 still open`."""
    said = {
        "reviewed": "reviewed",
        "draft": "kept as drafts",
        "same": "said so already",
        "open": "still open",
        "followed": "of sentences that have changed",
        "kept": "differ from what the site says by now",
        "refused": "refused",
    }
    parts = [f"{taken.fates[fate]:,} {words}" for fate, words in said.items() if taken.fates[fate]]  # type: ignore[index]
    return ", ".join(parts) or "nothing in it"


def _renamed(
    desk: Desk, missing: Mapping[str, Sequence[Row]], config: Config, sources: Sources
) -> dict[str, tuple[Corpus, Story]]:
    """Return the articles that have the sentences of those that are not there any more, by the paths of those."""
    if not missing:
        return {}
    content, stories = desk.read([source.path for source in sources.articles], config, sources)
    found: dict[str, tuple[Corpus, Story]] = {}
    for path, rows in missing.items():
        texts = {row.source for row in rows}
        shared = {story.article.path: len(texts.intersection(story.counterparts)) for story in stories}
        best = max(shared, key=lambda one: shared[one], default="")
        if best and shared[best]:
            found[path] = content, next(story for story in stories if story.article.path == best)
    return found


def _refused(row: Row, file: str, problem: str, hint: str = "") -> _Result:
    if not tidy(row.words) or is_untouched(row.mark, row.words):
        return "open", None
    return "refused", Problem(
        problem, f"{file}:{row.line}", hint or "the words are still in this file", tidy(row.words)
    )


class _Importing:
    """The rows of one article on their way into its sidecar.

    Attributes:
        results: what became of each, once the sidecar is written.
        count: how many were taken.
    """

    def __init__(self, story: Story, file: str, reviewed: bool) -> None:
        self.results: list[_Result] = []
        self._story = story
        self._file = file
        self._reviewed = reviewed

    @property
    def count(self) -> int:
        return sum(fate in ("reviewed", "draft", "followed") for fate, _ in self.results)

    def changed(self, sidecar: Sidecar | None, rows: Iterable[Row], revision: Revision) -> bytes:
        """Return the bytes of the sidecar with the rows in it."""
        self.results = []
        for row in rows:
            body, result = self._with_row(sidecar, row, revision)
            self.results.append(result)
            if body is not None:
                sidecar = parse(body, self._story.article.path)
        return sidecar.data if sidecar else b""

    def _with_row(self, sidecar: Sidecar | None, row: Row, revision: Revision) -> tuple[bytes | None, _Result]:
        """Return the sidecar with a row in it, None where it stays as it is; and what became of the row."""
        article = self._story.article
        opened = memory.open_entries(sidecar, article)
        keys = {key_of(text): text for text in opened}
        text = keys.get(key_in(row.mark)) or (row.source if row.source in opened else None)
        words = tidy(row.words)
        finished = row.reviewed or (self._reviewed and not is_untouched(row.mark, words))
        if not words or (is_untouched(row.mark, words) and not finished):
            return self._with_comments(sidecar, opened.get(text or ""), row), ("open", None)
        if text is None:
            return self._with_former(sidecar, row, words, finished)
        current = opened[text]
        try:
            made_of_it = made_by_person(words, text, self._story_of(opened), reviewed=finished)
        except DigestError as error:
            (problem,) = error.problems
            return None, _refused(row, self._file, problem.problem, problem.hint)
        if counterpart := current.counterpart:
            if digest_of(_spoken(counterpart)) == digest_of(words):
                if counterpart.origin == "edited" or not finished:
                    fate: Fate = "same" if counterpart.origin in ("edited", "draft") else "open"
                    return self._with_comments(sidecar, current, row), (fate, None)
            elif not _may_replace(counterpart, current, row, finished=finished):
                return self._with_other_words(sidecar, current, row, words)
        comments = dict.fromkeys((*current.comments, *map(tidy, row.comments)))
        body = memory.replaced_entry(sidecar, article, made_of_it, current, filter(None, comments), revision)
        return body, ("reviewed" if finished else "draft", None)

    def _story_of(self, opened: Mapping[str, OpenEntry]) -> Story:
        """Return the story with what the sidecar says by now."""
        said = {text: one.counterpart for text, one in opened.items() if one.counterpart}
        return replace(self._story, counterparts={**self._story.counterparts, **said})

    def _with_comments(self, sidecar: Sidecar | None, current: OpenEntry | None, row: Row) -> bytes | None:
        """Return the sidecar with the comments of a row that it lacks; None where there is nothing new."""
        comments = [*dict.fromkeys(filter(None, map(tidy, row.comments)))]
        if not sidecar or not current or not current.counterpart or {*comments} <= {*current.comments}:
            return None
        noted = dict.fromkeys((*current.comments, *comments))
        return memory.replaced_entry(sidecar, self._story.article, current.counterpart, current, noted)

    def _with_other_words(
        self, sidecar: Sidecar | None, current: OpenEntry, row: Row, words: str
    ) -> tuple[bytes | None, _Result]:
        """Return the sidecar with the words of a row in a comment of an entry that somebody has worked on."""
        noted = replace(row, comments=(f"{OTHER_WORDS.lstrip('# ')}{words}", *row.comments))
        hint = "the site's words are kept, these are in a comment of the sidecar: choose there"
        problem = Problem("the site says something else by now", f"{self._file}:{row.line}", hint, words)
        return self._with_comments(sidecar, current, noted), ("kept", problem)

    def _with_former(
        self, sidecar: Sidecar | None, row: Row, words: str, finished: bool
    ) -> tuple[bytes | None, _Result]:
        """Return the sidecar with the translation of a sentence that the article has no more.

        As if it had been there when the sentence was changed: it is carried over to the new one, or put aside.
        """
        article = self._story.article
        known = sidecar.entries if sidecar else ()
        former = [entry for entry in known if entry.msgid == row.source]
        if any(
            digest_of(entry.msgstr) == digest_of(words) and row.source in (entry.msgid, entry.previous)
            for entry in known
            if is_by_person(entry)
        ):
            return None, ("same", None)
        if any(map(is_by_person, former)) or words in SIGNS.values() or not row.source:
            return None, _refused(row, self._file, "the article has this sentence no more")
        counterpart = Counterpart(text=words, origin="edited" if finished else "draft")
        new = made(row.source, counterpart, None, reference_to(article))
        with_it = _with_entry(sidecar, former, new)
        body = memory.update(with_it, article, other(article.lang), {})
        hint = "`digest status` shows it, to be looked at"
        problem = Problem("its sentence has changed since", f"{self._file}:{row.line}", hint, row.source)
        return body, ("followed", problem)


def _with_entry(sidecar: Sidecar | None, instead_of: Sequence[Entry], entry: Entry) -> Sidecar:
    """Return a sidecar with an entry in the place of others, else at the end."""
    before = sidecar or Sidecar()
    kept = [one for one in before.entries if one not in instead_of[1:]]
    return before.with_entries([entry if one in instead_of else one for one in kept] + [entry] * (not instead_of))


def _spoken(counterpart: Counterpart) -> str:
    return SIGNS.get(counterpart.said, counterpart.text)


def _may_replace(counterpart: Counterpart, current: OpenEntry, row: Row, *, finished: bool) -> bool:
    """Tell whether the words of a row are better than others that the site has."""
    if counterpart.origin in ("machine", "untranslated"):
        return True
    return is_of_version(row.mark, current.version) and (finished or counterpart.origin != "edited")
