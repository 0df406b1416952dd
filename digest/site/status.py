"""How a story's translation was made, in numbers and in words."""

from collections import Counter
from typing import Literal

from msgspec import Struct

from digest.locale import Words
from digest.model import Lang, Story, other

Code = Literal["machine", "edited", "mixed", "stale", "untranslated"]


class Status(Struct, frozen=True, kw_only=True):
    """How the translation of a story was made.

    Attributes:
        code: `edited`, `machine` or `untranslated` when every sentence is; `stale` when some are and the rest are
            edited; else `mixed`.
        lang: the language it was translated into.
        total: sentences.
        machine, stale, untranslated: how many of them are.
        flagged: how many look wrong.
        engines: what made the machine's, each once.
    """

    code: Code
    lang: Lang
    total: int
    machine: int
    stale: int
    untranslated: int
    flagged: int
    engines: tuple[str, ...]

    @property
    def has_machine(self) -> bool:
        """Whether any sentence is a machine's and nobody has reviewed it."""
        return self.machine > 0

    @property
    def summary(self) -> str:
        """The code, as far as the one-sentence summaries tell it apart."""
        return "mixed" if self.code == "stale" else self.code

    def source_type(self, *, alone: bool) -> str:
        """Return IPTC's name for how a text with the translation came about; empty when no machine made any of it.

        `alone` tells whether it is the translation only, or stands beside the original, which no machine wrote.
        """
        if not self.has_machine:
            return ""
        return "trainedAlgorithmicMedia" if alone and self.code == "machine" else "compositeWithTrainedAlgorithmicMedia"

    def original_note(self, words: Words) -> str:
        """Return what a reader of the original is told of its translation."""
        return words(f"original_{self.lang}_{self.summary}")

    def notes(self, words: Words, *, marked: bool = True) -> list[str]:
        """Return what a reader of the translation is told, a sentence each, the most important first.

        `marked` tells whether doubtful sentences are underlined, so that it can be said.
        """
        notes = [words(f"notice_{self.lang}_{self.summary}")]
        if self.summary == "mixed":
            counts = {"machine": self.machine, "stale": self.stale, "untranslated": self.untranslated}
            notes += [
                words(f"notice_{kind}_count", n=count, total=self.total) for kind, count in counts.items() if count
            ]
            if sum(counts.values()) < self.total:
                notes.append(words("notice_rest"))
        if self.flagged and marked:
            notes.append(words("notice_flagged_count", n=self.flagged))
        return notes


def status_of(story: Story) -> Status:
    """Count a story's sentences by how their counterparts were made."""
    counterparts = [story.counterparts[sentence.text] for sentence in story.article.sentences()]
    count = Counter(counterpart.origin for counterpart in counterparts)
    total = len(counterparts)
    if len(count) == 1:
        (code,) = count
    else:
        code = "stale" if set(count) == {"stale", "edited"} else "mixed"  # type: ignore[assignment]
    return Status(
        code=code,
        lang=other(story.article.lang),
        total=total,
        machine=count["machine"],
        stale=count["stale"],
        untranslated=count["untranslated"],
        flagged=sum(1 for counterpart in counterparts if counterpart.flags),
        engines=tuple(dict.fromkeys(c.made_by for c in counterparts if c.origin == "machine" and c.made_by)),
    )
