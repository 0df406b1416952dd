"""One entry of a sidecar as a person works on it: opened, and replaced if nobody has changed it since."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from digest.fingerprint import fingerprint_values
from digest.memory import entries
from digest.memory.pairing import pair, texts_of
from digest.memory.po import Entry, Sidecar, parse, write
from digest.memory.revision import revised
from digest.memory.sidecar import update
from digest.model import Article, Counterpart, Revision, other


class OpenEntry(Struct, frozen=True, kw_only=True):
    """What a sidecar says of a text, as a person sees it.

    Attributes:
        text: the source text.
        counterpart: in the other language; None when there is none.
        previous: the source text that the counterpart was made for, where that is another.
        comments: what people noted, a line each, without the `#`.
        line: of the `msgid` in the file, from 1; 0 where the file doesn't say so yet.
        version: a fingerprint of all that a person may change, to be given when it is saved.
    """

    text: str
    counterpart: Counterpart | None = None
    previous: str | None = None
    comments: tuple[str, ...] = ()
    line: int = 0
    version: str = ""


class EntryChangedError(Exception):
    """Somebody else has changed an entry since it was opened.

    Attributes:
        current: the entry as it is now.
    """

    def __init__(self, current: OpenEntry) -> None:
        super().__init__(current.text)
        self.current = current


def open_entries(sidecar: Sidecar | None, article: Article) -> dict[str, OpenEntry]:
    """Return what a sidecar says of each text of an article, in order of first appearance; None for no sidecar."""
    texts = texts_of(article)
    pairs = pair(sidecar, texts) if sidecar else {}
    return {text: _opened(text, pairs[text].entry if text in pairs else None) for text in texts}


def replaced_entry(
    sidecar: Sidecar | None,
    article: Article,
    counterpart: Counterpart,
    opened: OpenEntry,
    comments: Iterable[str],
    revision: Revision | None = None,
) -> bytes:
    """Return the bytes of a sidecar in which an entry that was opened says what a person has made of it.

    `counterpart` is `edited` or `draft`; the header says of the `revision` where there is one. All else stays, but for
    what follows an edit of the article, as in `update`.
    Raises `EntryChangedError` when the entry is not as it was when it was opened.
    """
    current = open_entries(sidecar, article)[opened.text]
    if current.version != opened.version:
        raise EntryChangedError(current)
    target = other(article.lang)
    followed = parse(update(sidecar, article, target, {opened.text: counterpart}), article.path)
    entry = pair(followed, texts_of(article))[opened.text].entry
    made = _with_comments(entries.made(opened.text, counterpart, entry, entries.reference_to(article)), comments)
    saved = followed.with_entries([made if one is entry else one for one in followed.entries])
    return write(revised(saved, revision) if revision else saved)


def _opened(text: str, entry: Entry | None) -> OpenEntry:
    if entry is None:
        return OpenEntry(text=text, version=fingerprint_values("", False, None, ()))
    comments = tuple(comment[1:].strip() for comment in entry.comments if is_by_people(comment))
    previous = entry.previous if entry.fuzzy else None
    return OpenEntry(
        text=text,
        counterpart=entries.counterpart_of(entry),
        previous=previous,
        comments=comments,
        line=0 if entry.obsolete else entry.line,
        version=fingerprint_values(entry.msgstr, entry.fuzzy, previous, comments),
    )


def is_by_people(comment: str) -> bool:
    """Tell whether a line of comment is a person's, and no program's."""
    return not comment.startswith(("#.", "#:", "#~", "#|", "#,"))


def _with_comments(entry: Entry, comments: Iterable[str]) -> Entry:
    """Return an entry with other comments of people, one line each."""
    noted = tuple(f"# {' '.join(comment.split())}".strip() for comment in comments)
    if noted == tuple(comment for comment in entry.comments if is_by_people(comment)):
        return entry
    kept = (comment for comment in entry.comments if not is_by_people(comment))
    return replace(entry, comments=(*noted, *kept), raw="")
