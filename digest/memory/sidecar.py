"""An article and its sidecar: what the sidecar says of each sentence, and what it should say next.

`lookup` and `update` share one pairing of sentences with entries, so that a page shows what the file will say:

1. An entry with the very text of a sentence is its own. Of several, a person's goes before a machine's.
2. A sentence without one may take over the work of a person whose own sentence is gone, when the two are alike. It then
   counts as stale until a person has looked at it.

What a person wrote stays: it is kept byte for byte, carried over, or put aside as obsolete (`#~`); nothing drops or
replaces it. A person's work is every translation that is not a machine's, and a machine's is one that is both `fuzzy`
and marked `#. machine:`. A translation that is `fuzzy` for another reason (an editor's doubt) counts as stale.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from digest.config import Config
from digest.content.listing import sidecar_paths
from digest.files import read_bytes, write_file
from digest.memory.po import Entry, Sidecar, parse, write
from digest.model import Article, Counterpart, Lang, Origin, other

MAX_BYTES = 20 * 2**20
"""Of a sidecar: several times what the largest article fills."""

ALIKE = 0.75
"""How alike two sentences are at least, by `difflib`'s ratio, for one to take over the other's counterpart."""

GLANCE = 0.5
"""How alike they are at least by the pairs of letters that both have, which is quick to tell (Dice's coefficient)."""

_MACHINE = "#. machine:"
_FLAGS = "#. flags:"
_RANK: Mapping[Origin, int] = {"edited": 0, "stale": 1, "machine": 2, "untranslated": 3}


def lookup(sidecar: Sidecar, article: Article) -> dict[str, Counterpart]:
    """Return what a sidecar says of an article: clean source text to counterpart; what it does not know is left out."""
    return {text: _counterpart(entry, text) for text, entry in _pair(sidecar, _texts(article)).items()}


def update(
    sidecar: Sidecar | None,
    article: Article,
    target: Lang,
    fresh: Mapping[str, Counterpart],
    *,
    skeleton: bool = False,
) -> bytes:
    """Return what the sidecar of an article should say: its own bytes when that is nothing new, none for no sidecar.

    `fresh` holds new counterparts by clean source text. They fill what is missing and replace what a machine said,
    never what a person wrote; `untranslated` ones are passed over. With `skeleton`, a sentence that is still without
    a counterpart gets an entry to fill in.
    """
    old = sidecar or Sidecar()
    texts = _texts(article)
    pairs = _pair(old, texts)
    reference = _reference(article)
    live: dict[str, list[Entry]] = {}
    for entry in old.entries:
        if not entry.obsolete:
            live.setdefault(entry.msgid, []).append(entry)
    entries = [old.header or _header(article.lang, target)]
    for text in texts:
        same = live.get(text, [])
        chosen = _entry(text, pairs.get(text), same, fresh.get(text), reference)
        if chosen or skeleton:
            entries += _placed(chosen or Entry(msgid=text, comments=(reference,)), same)
    written = {(entry.msgid, entry.msgctxt) for entry in entries}
    moved = set(map(id, pairs.values()))
    left = [entry for entry in old.entries if id(entry) not in moved and (entry.msgid, entry.msgctxt) not in written]
    entries += (entry for entry in left if entry.obsolete)
    entries += (_retired(entry) for entry in left if not entry.obsolete and _is_by_person(entry))
    return old.data if len(entries) == 1 and not old.entries else write(old.with_entries(entries))


# Pairing.


def _texts(article: Article) -> list[str]:
    """Return the distinct texts of an article that have a counterpart, in order of first appearance."""
    return list(dict.fromkeys(unit.text for unit in article.units()))


def _pair(sidecar: Sidecar, texts: Sequence[str]) -> dict[str, Entry]:
    """Return the entry that each text has its counterpart from: its own, or one carried over."""
    places = {text: place for place, text in enumerate(texts)}
    pairs: dict[str, Entry] = {}
    spare: list[tuple[int, Entry]] = []
    place = 0
    for entry in sidecar.entries:
        if entry.msgid in places:
            place = places[entry.msgid] + 1
            rival = pairs.get(entry.msgid)
            if _says(entry) and (rival is None or _rank(entry) < _rank(rival)):
                pairs[entry.msgid] = entry
        elif not entry.is_header and _is_by_person(entry):
            spare.append((place, entry))
            place += 1
    missing = [(place, text) for text, place in places.items() if text not in pairs]
    return pairs | _carried_over(missing, spare) if missing and spare else pairs


def _rank(entry: Entry) -> tuple[int, bool, bool]:
    """Return a key that sorts the entries of one text, the one to use first."""
    return _RANK[_origin(entry)], entry.obsolete, entry.msgctxt is not None


def _carried_over(missing: Sequence[tuple[int, str]], spare: Sequence[tuple[int, Entry]]) -> dict[str, Entry]:
    """Give texts the entries of sentences that are gone: the most alike first, of equals the nearest by place."""
    texts = [(place, text, _letters(text)) for place, text in missing]
    candidates = [
        (-round(ratio, 2), abs(place - expected), number, text)
        for number, (expected, entry) in enumerate(spare)
        for place, text, ratio in _alike(entry.msgid, texts)
    ]
    pairs: dict[str, Entry] = {}
    given: set[int] = set()
    for _, _, number, text in sorted(candidates):
        if text not in pairs and number not in given:
            given.add(number)
            pairs[text] = spare[number][1]
    return pairs


def _alike(old: str, texts: Iterable[tuple[int, str, set[str]]]) -> Iterator[tuple[int, str, float]]:
    """Yield those of the texts, with their places and letters, that are alike to an old one, and how much."""
    from difflib import SequenceMatcher

    letters = _letters(old)
    matcher = SequenceMatcher(b=old, autojunk=False)
    for place, text, others in texts:
        if 2 * len(letters & others) >= GLANCE * (len(letters) + len(others)):
            matcher.set_seq1(text)
            if (ratio := matcher.ratio()) >= ALIKE:
                yield place, text, ratio


def _letters(text: str) -> set[str]:
    """Return the pairs of letters that stand side by side in a text."""
    return set(map("".join, pairwise(text)))


# From an entry to a counterpart.


def _origin(entry: Entry) -> Origin:
    """Tell whose work the translation of an entry is, whatever the article says by now."""
    if not _says(entry):
        return "untranslated"
    if not entry.fuzzy:
        return "edited"
    return "machine" if entry.previous is None and _note(entry, _MACHINE) else "stale"


def _says(entry: Entry) -> bool:
    """Tell whether an entry has a translation: more than blanks and controls."""
    return entry.msgstr[:1].isalnum() or bool(_tidy(entry.msgstr))


def _is_by_person(entry: Entry) -> bool:
    return _origin(entry) in ("edited", "stale")


def _counterpart(entry: Entry, text: str) -> Counterpart:
    """Return what an entry says of a text; stale when the entry is of another text."""
    origin = _origin(entry) if entry.msgid == text else "stale"
    if origin != "machine":
        return Counterpart(text=_tidy(entry.msgstr), origin=origin)
    return Counterpart(
        text=_tidy(entry.msgstr),
        origin="machine",
        flags=tuple(re.findall(r"\w+", _note(entry, _FLAGS))),
        made_by=_note(entry, _MACHINE),
    )


def _note(entry: Entry, label: str) -> str:
    """Return what follows a label in an entry's comments; empty when no comment has it."""
    return next((comment[len(label) :].strip() for comment in entry.comments if comment.startswith(label)), "")


def _tidy(text: str) -> str:
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


def _entry(
    text: str, paired: Entry | None, same: Sequence[Entry], new: Counterpart | None, reference: str
) -> Entry | None:
    """Return the entry that a text should have: the one that it has where that is right; None when there is nothing.

    `paired` has its counterpart, `same` are all live entries with this text, and `new` is a counterpart just made.
    """
    if paired and _is_by_person(paired):
        if paired.msgid != text:
            return _carried(paired, text, reference)
    elif new and new.origin != "untranslated" and (said := _tidy(new.text)):
        return _made(text, replace(new, text=said), paired or next(iter(same), None), reference)
    if paired and paired.obsolete:
        return replace(paired, obsolete=False, raw="", comments=_referring(paired.comments, reference))
    return paired or next(iter(same), None)


def _carried(entry: Entry, text: str, reference: str) -> Entry:
    """Return a person's entry with a new text, to be looked at again, and the text that it was made for."""
    made_for = entry.previous if entry.fuzzy and entry.previous not in (None, text) else entry.msgid
    return replace(
        entry,
        msgid=text,
        previous=made_for,
        comments=_referring(_own(entry.comments), reference),
        flags=("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy")),
        obsolete=False,
        raw="",
    )


def _made(text: str, counterpart: Counterpart, base: Entry | None, reference: str) -> Entry:
    """Return an entry that says what a counterpart says: `base`, when it does, or a new one in its place."""
    if base and not base.obsolete and _counterpart(base, text) == counterpart:
        return base
    base = base or Entry(msgid=text)
    comments = list(_referring(_own(base.comments), reference))
    if counterpart.origin == "machine":
        comments.append(f"{_MACHINE} {' '.join(counterpart.made_by.split()) or 'unknown'}")
        if counterpart.flags:
            comments.append(f"{_FLAGS} {', '.join(counterpart.flags)}")
    flags = tuple(flag for flag in base.flags if flag != "fuzzy")
    return Entry(
        msgid=text,
        msgstr=counterpart.text,
        msgctxt=base.msgctxt,
        comments=tuple(comments),
        flags=flags if counterpart.origin == "edited" else ("fuzzy", *flags),
    )


def _placed(entry: Entry, same: Sequence[Entry]) -> list[Entry]:
    """Return the live entries of one text, with an entry in the place of the one that has its context."""
    if all(other.msgctxt != entry.msgctxt for other in same):
        return [entry, *same]
    return [entry if other.msgctxt == entry.msgctxt else other for other in same]


def _retired(entry: Entry) -> Entry:
    """Return an entry as obsolete; like `msgmerge`, without the places where it was used."""
    return replace(
        entry,
        comments=tuple(comment for comment in entry.comments if not comment.startswith("#:")),
        obsolete=True,
        raw="",
    )


def _own(comments: Iterable[str]) -> list[str]:
    """Return the comments without what is said of a machine."""
    return [comment for comment in comments if not comment.startswith((_MACHINE, _FLAGS))]


def _referring(comments: Iterable[str], reference: str) -> tuple[str, ...]:
    """Return comments that say where the text is used."""
    comments = tuple(comments)
    return comments if any(comment.startswith("#:") for comment in comments) else (*comments, reference)


def _reference(article: Article) -> str:
    """Return the comment that names an article; a name with white space in isolates, as gettext 0.22 writes it."""
    words = PurePosixPath(article.path).name.split()
    return f"#: \u2068{' '.join(words)}\u2069" if len(words) > 1 else f"#: {words[0]}"


def _header(source: Lang, target: Lang) -> Entry:
    """Return the header of a new sidecar: nothing that changes from run to run."""
    fields = {
        "Language": target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source,
        "X-Generator": "digest",
    }
    return Entry(msgid="", msgstr="".join(f"{name}: {value}\n" for name, value in fields.items()))


def read_sidecar(file: Path, path: str) -> bytes:
    """Return the bytes of a sidecar; `path` is what an error calls it. Raises `DigestError` as `read_bytes` does."""
    return read_bytes(file, path, limit=MAX_BYTES)


def save_sidecar(
    article: Article, counterparts: Mapping[str, Counterpart], config: Config, *, skeleton: bool = False
) -> Path | None:
    """Write what an article's sidecar does not say yet into it; return its file, or None when there was nothing new.

    With `skeleton`, sentences without a counterpart get an empty entry to fill in. What a person wrote is kept.
    Raises `DigestError` when the sidecar can't be read or written.
    """
    paths = sidecar_paths(article.path, other(article.lang))
    path = next((path for path in paths if (config.content / path).exists()), paths[0])
    file = config.content / path
    before = read_sidecar(file, path) if file.exists() else None
    sidecar = None if before is None else parse(before, path)
    after = update(sidecar, article, other(article.lang), counterparts, skeleton=skeleton)
    if after == (before or b""):
        return None
    write_file(file, after, path)
    return file
