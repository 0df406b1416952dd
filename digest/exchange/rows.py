"""Sentences on their way to another program and back: where they belong, and what a person made of them."""

from msgspec import Struct

from digest.fingerprint import fingerprint
from digest.memory.entries import digest_of
from digest.model import Lang, Origin


class Row(Struct, frozen=True, kw_only=True):
    """A sentence of a worklist, as it is handed out or as it came back.

    Attributes:
        article: the path of its article, below the content folder.
        mark: what names the sentence and the version that was handed out, as `mark_of` makes it; empty where a file
            doesn't say so any more.
        source: the sentence.
        words: its counterpart, or the sign that stands in place of one; empty where there is none.
        reviewed: whether a person has finished it.
        origin: whose the words are that were handed out; of a row that came back it says nothing.
        place: on which line of the article the sentence begins, from 1; 0 where that is not known.
        comments: of people, a line each.
        notes: what helps to translate it, a line each; of a row that came back there are none.
        line: of the file that it came back in, from 1.
    """

    article: str
    source: str
    mark: str = ""
    words: str = ""
    reviewed: bool = False
    origin: Origin = "untranslated"
    place: int = 0
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    line: int = 0


class Worklist(Struct, frozen=True, kw_only=True):
    """Sentences of many articles in one file, all from one language into one other.

    Attributes:
        source: the language of the sentences.
        target: the one into which they are translated.
        rows: the sentences.
        by: who works on them; empty where nobody is named.
        time: when it was handed out, as PO writes it; of one that came back it is empty.
    """

    source: Lang
    target: Lang
    rows: tuple[Row, ...]
    by: str = ""
    time: str = ""


class Pair(Struct, frozen=True, kw_only=True):
    """A sentence in two languages, as memories of translations keep it.

    Attributes:
        source: the language of the original; None where that is not known.
        ar: the sentence in Arabic.
        en: the sentence in English.
        file: where it stands: the path of a sidecar, or what another program calls it; may be empty.
        by: who translated it; may be empty.
        time: when that was, as `20261123T120000Z`; may be empty.
    """

    source: Lang | None
    ar: str
    en: str
    file: str = ""
    by: str = ""
    time: str = ""

    def text(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        return self.ar if lang == "ar" else self.en


def mark_of(key: str, version: str, words: str) -> str:
    """Return what names a sentence of an article, the version of its entry, and the words that were handed out."""
    return f"{key}-{fingerprint(version, length=8)}-{digest_of(words)}"


def key_in(mark: str) -> str:
    """Return what names the sentence among those of its article; empty where the mark is none."""
    return mark.split("-")[0] if mark.count("-") == 2 else ""


def is_of_version(mark: str, version: str) -> bool:
    """Tell whether a mark was made when the sentence's entry had this version."""
    return mark.split("-")[1:2] == [fingerprint(version, length=8)]


def is_untouched(mark: str, words: str) -> bool:
    """Tell whether words are those that were handed out."""
    return mark.split("-")[2:3] == [digest_of(words)]
