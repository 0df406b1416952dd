"""An entry of a sidecar and its counterpart: whose words they are, and what the entry says of where they came from.

What the program knows of an entry beyond PO's own marks stands in comments that begin with `#.`, which PO editors show
and keep. Each that speaks of words ends in a digest of them (`=3f9a1c2e`): while it fits, the words are still those.

    #. machine: bulletins 1.0 7821355c =3f9a1c2e      a machine wrote these words
    #. flags: number, quote                           what looked wrong with them
    #. doubtful words: hammer                         which of them a second package knew nothing of
    #. carried over: reviewed =3f9a1c2e               words that were reviewed for the source text in `#| msgid`
    #. carried over: draft                            words that were not reviewed for it either
    #. carried over: reviewed copy =3f9a1c2e          the same, of entries that are kept as obsolete ones (`#~`)

A person may say in three signs, in place of a translation, that a sentence has none of its own (`SIGNS`):

    msgstr "[+]"      it is said in the counterpart of the sentence before
    msgstr "[-]"      it is left out
    msgstr "[=]"      it stays as it is, in the language of the source

Where a mark is missing or doesn't fit, the words count as a person's who has not finished: never as reviewed, and never
as a machine's that another may replace.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from digest import quality
from digest.fingerprint import fingerprint
from digest.memory.po import Entry, Sidecar
from digest.model import Article, Counterpart, Origin, Said
from digest.quality.doubtful import places

SIGNS: Mapping[Said, str] = {"before": "[+]", "nowhere": "[-]", "as_written": "[=]"}
"""What stands in place of a translation, by where a person has the sentence said."""

_SAID: Mapping[str, Said] = {sign: said for said, sign in SIGNS.items()}
_MACHINE = "#. machine:"
_FLAGS = "#. flags:"
_WORDS = "#. doubtful words:"
_CARRIED = "#. carried over:"
_DIGEST = re.compile(r"(?:^|\s)=([0-9a-f]{8})$")


# From an entry to a counterpart.


def origin_of(entry: Entry) -> Origin:
    """Tell whose work the translation of an entry is, whatever the article says by now."""
    if not entry.msgstr[:1].isalnum() and not tidy(entry.msgstr):
        return "untranslated"
    if entry.fuzzy and entry.previous is None and _fits(entry, _MACHINE):
        return "machine"
    if quality.is_copy(entry.msgid, entry.msgstr):
        return "untranslated"
    if not entry.fuzzy:
        return "edited"
    return "stale" if entry.previous is not None and _was_reviewed(entry) else "draft"


def is_by_person(entry: Entry) -> bool:
    """Tell whether a person wrote or accepted the translation of an entry, or may have."""
    return origin_of(entry) not in ("machine", "untranslated")


def is_copy(entry: Entry) -> bool:
    """Tell whether an entry only repeats what others say that are kept, untouched by anybody since."""
    return entry.fuzzy and "copy" in _note(entry, _CARRIED).split() and _fits(entry, _CARRIED)


def counterpart_of(entry: Entry) -> Counterpart:
    """Return what an entry says of its text."""
    origin = origin_of(entry)
    said = said_by(entry)
    text = _spoken(entry)
    if origin not in ("machine", "draft"):
        return Counterpart(text=text, origin=origin, said=said)
    return Counterpart(
        text=text,
        origin=origin,
        said=said,
        flags=_known_flags(_note(entry, _FLAGS)) if origin == "machine" else (),
        made_by=_DIGEST.sub("", _note(entry, _MACHINE)),
        doubtful=_doubtful_words(entry, text) if origin == "machine" else (),
    )


def said_by(entry: Entry) -> Said:
    """Return where a person has the text of an entry said: `here` where its translation is none of the signs."""
    return _SAID.get(entry.msgstr.strip(), "here") if entry.msgstr.lstrip().startswith("[") else "here"


def _spoken(entry: Entry) -> str:
    """Return the words that an entry says of its text; empty where a sign says that there are none here."""
    match said_by(entry):
        case "here":
            return tidy(entry.msgstr)
        case "as_written":
            return entry.msgid
        case _:
            return ""


def spoken_together(entries: Iterable[Entry]) -> str:
    """Return the words that entries say one after the other; the sign of the first where none says any."""
    entries = list(entries)
    return " ".join(filter(None, map(_spoken, entries))) or next((entry.msgstr for entry in entries), "")


def _fits(entry: Entry, label: str) -> bool:
    """Tell whether the translation of an entry is the one that its comment of a label was written for."""
    digest = _DIGEST.search(_note(entry, label))
    return digest is not None and digest[1] == digest_of(entry.msgstr)


def _was_reviewed(entry: Entry) -> bool:
    """Tell whether words that were carried over to another source text had been reviewed for theirs.

    Without a comment that says so, as other programs carry over (`msgmerge --previous`), what a machine wrote was not.
    """
    note = _note(entry, _CARRIED)
    if _DIGEST.search(note):
        return note.startswith("reviewed") and _fits(entry, _CARRIED)
    return not note and not _note(entry, _MACHINE)


def _known_flags(note: str) -> tuple[str, ...]:
    """Return the flags of a note; those that only another version knows are passed over."""
    return tuple(flag for flag in dict.fromkeys(re.findall(r"\w+", note)) if flag in quality.FLAGS)


def _doubtful_words(entry: Entry, text: str) -> tuple[str, ...]:
    """Return the doubtful words that an entry names; those that its words have not are passed over."""
    named = dict.fromkeys(word.strip() for word in _note(entry, _WORDS).split(","))
    return tuple(word for word in named if word and any(places([word], text)))


def _note(entry: Entry, label: str) -> str:
    """Return what follows a label in an entry's comments; empty when no comment has it."""
    return next((comment[len(label) :].strip() for comment in entry.comments if comment.startswith(label)), "")


def digest_of(text: str) -> str:
    """Return the digest of a translation, the same however a PO editor wraps and composes it."""
    return fingerprint(unicodedata.normalize("NFC", " ".join(tidy(text).split())), length=8)


def tidy(text: str) -> str:
    """Return a translation as one line that breaks neither a page nor XML: no controls, no direction left open."""
    if text.isprintable():
        return text.strip()
    text = _UNFIT.sub("", _BREAK.sub(" ", text)).strip()
    return text if _nests(_DIRECTION.findall(text)) else _DIRECTION.sub("", text).strip()


def _nests(controls: Iterable[str]) -> bool:
    """Tell whether each embedding and each isolate is closed in its turn (UAX #9, 2.1 to 2.5)."""
    closers: list[str] = []
    for control in controls:
        if control in _CLOSER:
            closers.append(_CLOSER[control])
        elif not closers or closers.pop() != control:
            return False
    return not closers


_BREAK = re.compile(r"\s*[\t-\r\x1c-\x1e\x85\u2028\u2029]\s*")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_CLOSER = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


# From a counterpart to an entry.


def made(text: str, counterpart: Counterpart, base: Entry | None, reference: str) -> Entry:
    """Return an entry that says what a counterpart says: `base`, when it does, or a new one in its place."""
    if base and not base.obsolete and base.msgid == text and counterpart_of(base) == counterpart:
        return base
    base = base or Entry(msgid=text)
    comments = list(referring(_own(base.comments), reference))
    made_by = " ".join(counterpart.made_by.split())
    if counterpart.origin == "machine":
        comments.append(f"{_MACHINE} {made_by or 'unknown'} ={digest_of(counterpart.text)}")
        if counterpart.flags:
            comments.append(f"{_FLAGS} {', '.join(counterpart.flags)}")
        if counterpart.doubtful:
            comments.append(f"{_WORDS} {', '.join(counterpart.doubtful)}")
    elif counterpart.origin == "draft" and made_by:
        comments.append(f"{_MACHINE} {made_by}")
    flags = tuple(flag for flag in base.flags if flag.casefold() != "fuzzy")
    return Entry(
        msgid=text,
        msgstr=SIGNS.get(counterpart.said, counterpart.text),
        msgctxt=base.msgctxt,
        comments=tuple(comments),
        flags=flags if counterpart.origin == "edited" else ("fuzzy", *flags),
    )


def is_unsigned(entry: Entry) -> bool:
    """Tell whether a machine is named and not which words it wrote, as in sidecars of version 0.1."""
    note = _note(entry, _MACHINE)
    return entry.fuzzy and bool(note) and not _DIGEST.search(note)


def respelled(entry: Entry, text: str) -> Entry:
    """Return an entry with a text that says the same as its own in another spelling; it is as reviewed as it was."""
    return entry if entry.msgid == text else replace(entry, msgid=text, obsolete=False, raw="")


def restored(entry: Entry, text: str) -> Entry:
    """Return an entry that was carried over from a text with this very text: reviewed again, if it was before."""
    kept = entry.flags if origin_of(entry) == "draft" else tuple(f for f in entry.flags if f.casefold() != "fuzzy")
    return replace(
        entry,
        msgid=text,
        previous=None,
        comments=tuple(comment for comment in entry.comments if not comment.startswith(_CARRIED)),
        flags=kept,
        obsolete=False,
        raw="",
    )


def carried_over(entry: Entry, text: str) -> Entry:
    """Return a person's entry with a new text, to be looked at again, and the text that it was made for."""
    origin = origin_of(entry)
    if origin == "stale" or is_copy(entry):
        made_for, note = entry.previous, _note(entry, _CARRIED) or f"reviewed ={digest_of(entry.msgstr)}"
    elif origin == "draft":
        made_for, note = (entry.msgid if entry.previous is None else entry.previous), "draft"
    else:
        made_for, note = entry.msgid, f"reviewed ={digest_of(entry.msgstr)}"
    return _with_source(entry, text, made_for, note)


def copied(entries: list[Entry], text: str) -> Entry:
    """Return an entry that says of a text what entries together say of parts of it, or one of what it is a part of.

    It is to be looked at; the entries are kept as they are, so that nothing is lost when the text is as before.
    """
    first = entries[0]
    said = spoken_together(entries)
    reviewed = all(origin_of(entry) in ("edited", "stale") for entry in entries)
    note = f"{'reviewed' if reviewed else 'draft'} copy ={digest_of(said)}"
    whole = replace(first, msgstr=said, plural=(), msgctxt=None)
    return _with_source(whole, text, " ".join(entry.msgid for entry in entries), note)


def _with_source(entry: Entry, text: str, made_for: str | None, note: str) -> Entry:
    reviewed = note.startswith("reviewed")
    comments = _own(entry.comments) if reviewed else [c for c in entry.comments if not c.startswith(_CARRIED)]
    return replace(
        entry,
        msgid=text,
        previous=made_for,
        comments=(*comments, f"{_CARRIED} {note}"),
        flags=("fuzzy", *(flag for flag in entry.flags if flag.casefold() != "fuzzy")),
        obsolete=False,
        raw="",
    )


def retired(entry: Entry) -> Entry:
    """Return an entry as obsolete; like `msgmerge`, without the places where it was used."""
    return replace(
        entry,
        comments=tuple(comment for comment in entry.comments if not comment.startswith("#:")),
        obsolete=True,
        raw="",
    )


def _own(comments: Iterable[str]) -> list[str]:
    """Return the comments without what this program says of where the words came from."""
    return [comment for comment in comments if not comment.startswith((_MACHINE, _FLAGS, _WORDS, _CARRIED))]


def moved(sidecar: Sidecar, article: Article) -> Sidecar:
    """Return the sidecar of an article that had another name: each entry that says where it is used names the new."""
    reference = reference_to(article)
    return sidecar.with_entries([_moved(entry, reference) for entry in sidecar.entries])


def _moved(entry: Entry, reference: str) -> Entry:
    places = [comment for comment in entry.comments if comment.startswith("#:")]
    if len(places) != 1 or places[0] == reference:
        return entry
    comments = tuple(reference if comment.startswith("#:") else comment for comment in entry.comments)
    raw = re.sub(r"^[ \t]*#:[^\r\n]*", lambda _: reference, entry.raw, count=1, flags=re.MULTILINE)
    return replace(entry, comments=comments, raw=raw)


def referring(comments: Iterable[str], reference: str) -> tuple[str, ...]:
    """Return comments that say where the text is used."""
    comments = tuple(comments)
    return comments if any(comment.startswith("#:") for comment in comments) else (*comments, reference)


def reference_to(article: Article) -> str:
    """Return the comment that names an article; a name with white space in isolates, as gettext 0.22 writes it."""
    words = PurePosixPath(article.path).name.split()
    return f"#: \u2068{' '.join(words)}\u2069" if len(words) > 1 else f"#: {words[0]}"
