"""An article and its sidecar: what the sidecar says of each sentence, and what it should say next.

`lookup` and `update` share one pairing of sentences with entries, so that a page shows what the file will say:

1. An entry with the very text of a sentence is its own. Of several, a person's goes before a machine's.
2. A sentence without one may take over the work of a person whose own sentence is gone, when the two are alike. It then
   counts as stale until a person has looked at it.

What a person wrote stays: it is kept byte for byte, carried over, or put aside as obsolete (`#~`); nothing drops or
replaces it. A person's work is every translation that is not a machine's, and a machine's is one that is both `fuzzy`
and marked `#. machine:`. A translation that is `fuzzy` for another reason (an editor's doubt) counts as stale. One that
only repeats its source, as `msgen` fills it in, is none; names in Latin letters may stand in both languages.
"""

import heapq
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path, PurePosixPath

from msgspec.structs import replace

from digest import markup, quality
from digest.config import Config
from digest.content.listing import sidecar_paths
from digest.errors import DigestError
from digest.files import Signature, check_inside, read_bytes, real_path, replace_unchanged, signature_of
from digest.memory.po import MAX_BYTES, Entry, Sidecar, parse, write
from digest.messages import reason
from digest.model import Article, Counterpart, Lang, Origin, other

ALIKE = 0.75
"""How alike two sentences are at least, by `difflib`'s ratio, for one to take over the other's counterpart."""

GLANCE = 0.5
"""How alike they are at least by the pairs of letters that both have, which is quick to tell (Dice's coefficient)."""

SHORTLIST = 8
"""Sentences that are compared with one that is gone: those that share most with it."""

NEAREST = 32
"""Sentences on either side of where it stood that are looked at for each word or pair of letters."""

LONG = 600
"""Letters of a sentence beyond which only pairs of letters are counted: the time of `difflib` grows with the square."""

_PATIENCE = 30.0
"""Seconds to wait for another process that saves a sidecar."""

_TRIES = 20
"""How often a sidecar is read again because another program has saved it meanwhile."""

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
    never what a person wrote; `untranslated` ones are passed over, and `verbatim` ones need no entry. With `skeleton`,
    a sentence that is still without a counterpart gets an entry to fill in.
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
        if chosen or (skeleton and markup.verbatim(text, target, article.format, article.references) is None):
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
            if _origin(entry) != "untranslated" and (rival is None or _rank(entry) < _rank(rival)):
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
    """Give texts the entries of sentences that are gone: the most alike first, of equals the nearest by place.

    Both come in the order of their places.
    """
    texts = dict(missing)
    places: dict[str, list[int]] = {}
    for place, text in missing:
        for piece in _pieces(text):
            places.setdefault(piece, []).append(place)
    candidates = [
        (-round(likeness, 2), abs(place - expected), number, texts[place])
        for number, (expected, entry) in enumerate(spare)
        for place in _shortlist(entry.msgid, expected, places)
        if (likeness := _likeness(entry.msgid, texts[place])) >= ALIKE
    ]
    pairs: dict[str, Entry] = {}
    given: set[int] = set()
    for _, _, number, text in sorted(candidates):
        if text not in pairs and number not in given:
            given.add(number)
            pairs[text] = spare[number][1]
    return pairs


def _shortlist(old: str, expected: int, places: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the places of the few texts that share most with an old one, of equals the nearest to where it stood.

    `places` are those of the texts that have a piece, in order; of a frequent piece only the nearest are looked at.
    So the time that this takes doesn't depend on how many texts there are.
    """
    shared: Counter[int] = Counter()
    for piece in _pieces(old):
        there = places.get(piece, ())
        middle = bisect(there, expected)
        shared.update(there[max(0, middle - NEAREST) : middle + NEAREST])
    return heapq.nsmallest(SHORTLIST, shared, key=lambda place: (-shared[place], abs(place - expected)))


def _likeness(old: str, new: str) -> float:
    """Return how alike two texts are, from 0 to 1; 0 as soon as it is clear that they are not."""
    from difflib import SequenceMatcher

    letters, others = (Counter(_letters(text)) for text in (old, new))
    if 2 * len(letters.keys() & others.keys()) < GLANCE * (len(letters) + len(others)):
        return 0
    if max(len(old), len(new)) > LONG:
        return 2 * (letters & others).total() / (letters.total() + others.total())
    return SequenceMatcher(a=new, b=old, autojunk=False).ratio()


def _pieces(text: str) -> set[str]:
    """Return the words of a text, and the pairs of letters that stand side by side in it."""
    return {*text.split(), *_letters(text)}


def _letters(text: str) -> Iterator[str]:
    """Yield each pair of letters that stand side by side in a text."""
    return map("".join, pairwise(text))


# From an entry to a counterpart.


def _origin(entry: Entry) -> Origin:
    """Tell whose work the translation of an entry is, whatever the article says by now."""
    if not entry.msgstr[:1].isalnum() and not _tidy(entry.msgstr):
        return "untranslated"
    if entry.fuzzy and entry.previous is None and _note(entry, _MACHINE):
        return "machine"
    if quality.is_copy(entry.msgid, entry.msgstr):
        return "untranslated"
    return "stale" if entry.fuzzy else "edited"


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
        flags=_known_flags(_note(entry, _FLAGS)),
        made_by=_note(entry, _MACHINE),
    )


def _known_flags(note: str) -> tuple[str, ...]:
    """Return the flags of a note; those that only another version knows are passed over."""
    return tuple(flag for flag in dict.fromkeys(re.findall(r"\w+", note)) if flag in quality.FLAGS)


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
    elif new and new.origin == "verbatim":
        return None
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


def save_sidecar(
    article: Article, counterparts: Mapping[str, Counterpart], config: Config, *, skeleton: bool = False
) -> Path | None:
    """Write what an article's sidecar does not say yet into it; return its file, or None when there was nothing new.

    With `skeleton`, sentences without a counterpart get an empty entry to fill in. What a person wrote is kept, also
    what an editor or another process saves meanwhile: the file is then read again.
    Raises `DigestError` when the sidecar can't be read or written.
    """
    paths = sidecar_paths(article.path, other(article.lang))
    path = next((path for path in paths if (config.content / path).exists()), paths[0])
    file = config.content / path
    with _locked(config.root):
        for _ in range(_TRIES):
            seen = signature_of(file)
            before = None if seen is None else read_bytes(file, path, within=config.content, limit=MAX_BYTES)
            sidecar = None if before is None else parse(before, path)
            after = update(sidecar, article, other(article.lang), counterparts, skeleton=skeleton)
            if after == (before or b""):
                return None
            if _replaced(file, after, seen, path, config.content):
                return file
    raise DigestError("another program saves it all the time", path, "close it there, and run this again")


def _replaced(file: Path, body: bytes, seen: Signature | None, path: str, content: Path) -> bool:
    """Replace a sidecar that nobody else has saved since it was seen; of a link, the file that it leads to."""
    check_inside(file, path, content)
    try:
        return replace_unchanged(real_path(file), body, seen)
    except OSError as error:
        raise DigestError(f"cannot write it: {reason(error)}", path, "check the permissions of its folder") from None


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Keep other processes of this program from saving sidecars of a site meanwhile.

    Where there can be no lock, one that saves at the very moment is only noticed as any other program is.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(root / ".digest" / "sidecars.lock", timeout=_PATIENCE)
    with ExitStack() as stack:
        try:
            (root / ".digest").mkdir(exist_ok=True)
            stack.enter_context(lock)
        except Timeout:
            hint = "wait until it has ended"
            raise DigestError("another `digest translate` is writing sidecars", str(root), hint) from None
        except OSError:
            pass
        yield
