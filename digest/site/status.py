"""How a story's translation was made, in numbers and in words."""

from collections import Counter
from collections.abc import Iterator, Set
from datetime import tzinfo
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from digest.errors import Problem
from digest.locale import Words
from digest.model import Article, Lang, Origin, Revision, Story, other

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""Of IPTC: what names of how a text came about begin with where they are addresses."""

Code = Literal["machine", "edited", "partial", "mixed", "draft", "stale", "untranslated", "written"]
_CODES: tuple[Code, ...] = ("machine", "edited", "draft", "stale", "untranslated")


class Status(Struct, frozen=True, kw_only=True):
    """How the translation of a story was made.

    Attributes:
        code: `edited`, `machine` or `untranslated` when every sentence is; `stale` when some are and the rest are
            edited; `draft` when some are and the rest are edited or stale; `partial` when some are untranslated and
            none is a machine's; else, with some by a machine, `mixed`. `written` when it is no translation, but a
            version that a person wrote apart. Sentences without words do not count: they say
            the same in every language.
        lang: the language it was translated into.
        total: how many sentences there are that have words, with the alternative texts of pictures.
        machine, draft, stale, untranslated: how many of them are of that origin.
        flagged: how many of them look wrong.
        engines: package, version and digest of the machines that made some, or that drafts began with
            (`Counterpart.made_by`), each once.
        authors: of a version that was written apart, those that its file names.
        translators: whom the article names for it, where any of it is a person's translation.
        reviewers: whom the article names for its review, where any of it was reviewed.
        revision: the last time that a person worked on it, without their name where the article names some; None where
            all of it is a machine's, or nothing tells.
    """

    code: Code
    lang: Lang
    total: int
    machine: int
    draft: int
    stale: int
    untranslated: int
    flagged: int
    engines: tuple[str, ...]
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    revision: Revision | None = None

    @property
    def is_translation(self) -> bool:
        """Whether any of it has been translated."""
        return self.code not in ("written", "untranslated")

    @property
    def is_written(self) -> bool:
        """Whether it is no translation, but a version that a person wrote apart."""
        return self.code == "written"

    @property
    def has_machine(self) -> bool:
        """Whether any sentence is a machine's, or began as one, and nobody has reviewed it."""
        return self.machine > 0 or bool(self.engines)

    @property
    def reviewed(self) -> int:
        """How many sentences an editor has reviewed, those among them whose source has changed since."""
        return self.total - self.machine - self.draft - self.untranslated

    @property
    def summary(self) -> str:
        """The code by which the texts of the pages are chosen: `draft` and `stale` are said as `mixed`."""
        return "mixed" if self.code in ("draft", "stale") else self.code

    def source_type(self, *, alone: bool) -> str:
        """Return IPTC's name for how a text with the translation came about; empty when no machine made any of it.

        `alone` tells whether it is the translation only, or stands beside the original, which no machine wrote.
        """
        if not self.has_machine:
            return ""
        return "trainedAlgorithmicMedia" if alone and self.code == "machine" else "compositeWithTrainedAlgorithmicMedia"

    def revision_note(self, words: Words, zone: tzinfo) -> str:
        """Return the sentence that tells a reader who reviewed or revised the translation, and on which day of a zone.

        Empty where nothing is known of it.
        """
        if not self.revision:
            return ""
        if self.is_written:
            return words("updated_version", date=words.date(self.revision.time.astimezone(zone)))
        key = "reviewed" if self.code == "edited" else "revised"
        date, name = words.date(self.revision.time.astimezone(zone)), self.revision.by
        return words(f"{key}_by", name=f"\u2068{name}\u2069", date=date) if name else words(key, date=date)

    def original_note(self, words: Words) -> str:
        """Return the sentence that tells a reader of the original about its translation."""
        return words(f"original_{self.lang}_{self.summary}")

    def notes(self, words: Words, *, marked: bool = True) -> list[str]:
        """Return the sentences that tell a reader how the translation was made, the most important first.

        `marked`: whether doubtful sentences are underlined where this is shown; only then is it explained.
        """
        notes = [words(f"notice_{self.lang}_{self.summary}")]
        if self.summary in ("mixed", "partial"):
            counts = {
                "machine": self.machine,
                "draft": self.draft,
                "stale": self.stale,
                "untranslated": self.untranslated,
            }
            notes += [
                words(f"notice_{kind}_count", n=count, total=self.total) for kind, count in counts.items() if count
            ]
            if sum(counts.values()) < self.total:
                notes.append(words("notice_rest"))
        for key, names in (("translators", self.translators), ("reviewers", self.reviewers)):
            if names:
                notes.append(words(key, names=words("comma").join(f"\u2068{name}\u2069" for name in names)))
        if self.flagged and marked:
            notes.append(words("notice_flagged_count", n=self.flagged))
        return notes


def status_of(story: Story) -> Status:
    """Return how the translation of a story was made, counted by the origin of the counterparts.

    Alternative texts count as sentences do: who reviews a story reviews them too.
    """
    every = (story.counterparts[unit.text] for unit in story.article.units())
    counterparts = [counterpart for counterpart in every if counterpart.origin != "verbatim"]
    count = Counter(counterpart.origin for counterpart in counterparts)
    total = len(counterparts)
    is_by_machine = count["machine"] + count["untranslated"] == total
    code = _code(count.keys())
    article = story.article
    translators = () if is_by_machine or code == "written" else article.translators
    reviewers = article.reviewers if count["edited"] + count["stale"] else ()
    revision = None if is_by_machine else story.revision
    if revision and (translators or reviewers):
        revision = replace(revision, by="")
    return Status(
        code=code,
        lang=other(story.article.lang),
        total=total,
        machine=count["machine"],
        draft=count["draft"],
        stale=count["stale"],
        untranslated=count["untranslated"],
        flagged=sum(1 for counterpart in counterparts if counterpart.flags),
        revision=revision,
        translators=translators,
        reviewers=reviewers,
        authors=story.authors,
        engines=tuple(dict.fromkeys(one.made_by for one in counterparts if one.made_by)),
    )


def uncredited(article: Article, status: Status) -> Iterator[Problem]:
    """Yield a warning for each line of an article's header that credits somebody with work that is not there."""
    hint = "take the line out until it is true"
    if article.translators and not status.translators:
        yield Problem("its `Translator` is not named: none of its translation is a person's", article.path, hint)
    if article.reviewers and not status.reviewers:
        yield Problem("its `Reviewer` is not named: none of its translation was reviewed", article.path, hint)


def _code(origins: Set[Origin]) -> Code:
    """Return in a word how the sentences of a story got their counterparts, given the origins that occur."""
    if "written" in origins:
        return "written"
    if origins == {"stale", "edited"}:
        return "stale"
    if "draft" in origins and origins <= {"draft", "stale", "edited"}:
        return "draft"
    for code in _CODES:
        if origins == {code}:
            return code
    if origins and "machine" not in origins:
        return "partial"
    return "mixed" if origins else "edited"
