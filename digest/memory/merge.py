"""Two versions of a sidecar made one, entry by entry, given the version that both began with.

What only one side changed is taken from it. Where both changed the words of an entry, a person's go before a machine's;
where two people wrote different words, both stay in the file, to be looked at. The outcome is always a whole PO file.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from digest.memory import entries
from digest.memory.po import Entry, Sidecar
from digest.model import Origin

OTHER_WORDS = "# merged; the other version is: "
"""What begins the comment with the words that an entry could not keep beside its own."""

_BEST_FIRST: tuple[Origin, ...] = ("edited", "stale", "draft", "machine", "untranslated")

_Key = tuple[str, str | None]


class Merged(Struct, frozen=True, kw_only=True):
    """The outcome of a merge.

    Attributes:
        sidecar: the file that says what both sides say.
        conflicts: the source texts for which two people wrote different words.
    """

    sidecar: Sidecar
    conflicts: tuple[str, ...]


class _Versions(NamedTuple):
    """An entry on each side, None where there is none."""

    base: Entry | None
    ours: Entry | None
    theirs: Entry | None


def merge(base: Sidecar, ours: Sidecar, theirs: Sidecar) -> Merged:
    """Merge two versions of a sidecar that were both made from a third."""
    before, mine, other = ({_key(entry): entry for entry in side.entries} for side in (base, ours, theirs))
    mine, other = _following(mine, other, before)
    other, mine = _following(other, mine, before)
    merged: dict[_Key, Entry] = {}
    conflicts: list[str] = []
    for key in _order(before, mine, other):
        versions = _Versions(before.get(key), mine.get(key), other.get(key))
        entry = _header(versions) if key == _HEADER else _chosen(versions)
        if entry:
            merged[key] = entry
            if any(comment.startswith(OTHER_WORDS) for comment in entry.comments) and entry not in versions:
                conflicts.append(entry.msgid)
    live = [entry for entry in merged.values() if not entry.obsolete]
    obsolete = [entry for entry in merged.values() if entry.obsolete]
    return Merged(sidecar=ours.with_entries([*live, *obsolete]), conflicts=tuple(conflicts))


_HEADER: _Key = ("", None)


def _key(entry: Entry) -> _Key:
    return entry.msgid, entry.msgctxt


def _following(
    changed: Mapping[_Key, Entry], carried: Mapping[_Key, Entry], base: Mapping[_Key, Entry]
) -> tuple[dict[_Key, Entry], dict[_Key, Entry]]:
    """Return two sides where the words that one has changed are those that the other has carried over, too.

    The one side has reviewed the words for a text, while the other followed an edit of that text with the old words.
    """
    changed, followed = dict(changed), dict(carried)
    for key, entry in carried.items():
        old = (entry.previous or "", entry.msgctxt)
        before, now = base.get(old), changed.get(old)
        if key in base or not entry.fuzzy or old in carried or not before or not now:
            continue
        if _says(now) != _says(before) and entry.msgstr == before.msgstr and entries.is_by_person(now):
            renewed = entries.carried_over(now, entry.msgid)
            followed[key] = replace(renewed, comments=_referring_as(entry, renewed.comments))
            del changed[old]
    return changed, followed


def _referring_as(entry: Entry, comments: Iterable[str]) -> tuple[str, ...]:
    places = [comment for comment in entry.comments if comment.startswith("#:")]
    return (*(comment for comment in comments if not comment.startswith("#:")), *places)


def _order(base: Iterable[_Key], ours: Iterable[_Key], theirs: Iterable[_Key]) -> list[_Key]:
    """Return the keys of both sides, in the order of theirs where ours is as before; a new one behind its neighbour."""
    base, ours, theirs = dict.fromkeys(base), dict.fromkeys(ours), dict.fromkeys(theirs)
    is_as_before = [key for key in base if key in ours] == [key for key in ours if key in base]
    first, second = (theirs, ours) if is_as_before else (ours, theirs)
    order = list(first)
    place = 0
    for key in second:
        if key in first:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order


def _chosen(versions: _Versions) -> Entry | None:
    """Return what becomes of an entry; None when it goes."""
    base, ours, theirs = versions
    if ours and theirs:
        if _words(ours) != _words(theirs) and _both_by_people(versions):
            return _with_both(ours, theirs)
        best, other = (ours, theirs) if _is_ours_better(ours, theirs, base) else (theirs, ours)
        return _with_comments_of(other, best, base)
    left = ours or theirs
    if not left or not base:
        return left
    is_changed = _says(left) != _says(base)
    return left if is_changed and entries.is_by_person(left) else None


def _says(entry: Entry) -> tuple[object, ...]:
    """Return all that is not a comment of a person."""
    return entry.msgstr, entry.plural, entry.fuzzy, entry.previous, entry.obsolete


def _words(entry: Entry) -> str:
    return entries.tidy(entry.msgstr)


def _both_by_people(versions: _Versions) -> bool:
    """Tell whether people on both sides have changed the words of an entry."""
    base, ours, theirs = versions
    if not (ours and theirs and entries.is_by_person(ours) and entries.is_by_person(theirs)):
        return False
    if entries.is_copy(ours) or entries.is_copy(theirs):
        return False
    return base is None or _words(base) not in (_words(ours), _words(theirs))


def _is_ours_better(ours: Entry, theirs: Entry, base: Entry | None) -> bool:
    """Tell whether an entry is taken from our side: the only one that changed it, else the one with more of a person.

    Where both sides are people's, one of them has changed the words, or none has, and then a review goes before doubt.
    """
    if base and _says(ours) == _says(base):
        return False
    if base and _says(theirs) == _says(base):
        return True
    by_people = [entries.is_by_person(one) and not entries.is_copy(one) for one in (ours, theirs)]
    if by_people[0] != by_people[1]:
        return by_people[0]
    if base and _words(ours) != _words(theirs):
        return _words(theirs) == _words(base) or not by_people[0]
    return _BEST_FIRST.index(entries.origin_of(ours)) <= _BEST_FIRST.index(entries.origin_of(theirs))


def _with_comments_of(other: Entry, best: Entry, base: Entry | None) -> Entry:
    """Return an entry with the comments that people wrote on the other side."""
    known = {*best.comments, *(base.comments if base else ())}
    new = [comment for comment in other.comments if comment not in known and not comment.startswith(("#.", "#:"))]
    return replace(best, comments=(*new, *best.comments), raw="") if new else best


def _with_both(ours: Entry, theirs: Entry) -> Entry:
    """Return an entry with our words, to be looked at, and theirs in a comment."""
    both = _with_comments_of(theirs, ours, None)
    return replace(
        both,
        comments=(OTHER_WORDS + _words(theirs), *both.comments),
        flags=("fuzzy", *(flag for flag in both.flags if flag.casefold() != "fuzzy")),
        raw="",
    )


def _header(versions: _Versions) -> Entry | None:
    """Return the header with each field from the side that changed it; of two dates the later one."""
    base, ours, theirs = versions
    if not ours or not theirs or ours.msgstr == theirs.msgstr:
        return ours or theirs
    before, mine, other = (_fields(entry.msgstr if entry else "") for entry in (base, ours, theirs))
    fields = {}
    for name in dict.fromkeys((*mine, *other)):
        versions_of_field = [side[name] for side in (mine, other) if name in side and side[name] != before.get(name)]
        if versions_of_field:
            fields[name] = max(versions_of_field) if name.endswith("-Date") else versions_of_field[0]
        elif name in mine and name in other:
            fields[name] = mine[name]
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    return ours if text == ours.msgstr else replace(ours, msgstr=text, raw="")


def _fields(header: str) -> dict[str, str]:
    lines = (line.partition(":") for line in header.split("\n") if line.strip())
    return {name.strip(): value.strip() for name, _, value in lines}
