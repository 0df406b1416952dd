"""An article and its sidecar: what the sidecar says of each sentence, and what it should say next.

`lookup` and `update` share one pairing of sentences with entries (`pairing`), so that a page shows what the file will
say. What a person wrote stays: it is kept byte for byte, carried over, or put aside as obsolete (`#~`); nothing drops
or replaces it. A person's work is every translation that is not certainly a machine's (`entries.origin_of`).
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from digest import markup
from digest.memory import entries
from digest.memory.pairing import Pairing, is_part, pair, texts_of
from digest.memory.po import Entry, Sidecar, write
from digest.model import Article, Counterpart, Lang


def lookup(sidecar: Sidecar, article: Article) -> dict[str, Counterpart]:
    """Return what a sidecar says of an article: clean source text to counterpart; what it does not know is left out."""
    pairs = pair(sidecar, texts_of(article))
    return {text: entries.counterpart_of(pairing.entry) for text, pairing in pairs.items()}


def put_aside(sidecar: Sidecar, article: Article) -> list[Entry]:
    """Return the entries of people that no text of an article uses, in file order.

    Left out are those that another entry speaks for by now: the sentence that they were split into, or joined in.
    """
    texts = texts_of(article)
    known = set(texts)
    unused = [entry for entry in sidecar.entries if entry.msgid not in known and not entry.is_header]
    if not unused:
        return []
    pairs = pair(sidecar, texts)
    taken = {id(pairing.taken) for pairing in pairs.values()}
    by_people = [text for text, pairing in pairs.items() if entries.is_by_person(pairing.entry)]
    return [
        entry
        for entry in unused
        if id(entry) not in taken
        and _is_worth_keeping(entry, sidecar)
        and not any(is_part(entry.msgid, text) or is_part(text, entry.msgid) for text in by_people)
    ]


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
    never what a person wrote; an `untranslated` one takes out what a machine said, and `verbatim` ones need no entry.
    With `skeleton`, a sentence that is still without a counterpart gets an entry to fill in.
    """
    old = sidecar or Sidecar()
    texts = texts_of(article)
    pairs = pair(old, texts)
    reference = entries.reference_to(article)
    live: dict[str, list[Entry]] = {}
    for entry in old.entries:
        if not entry.obsolete:
            live.setdefault(entry.msgid, []).append(entry)
    kept = [old.header or _header(article.lang, target)]
    for text in texts:
        same = live.get(text, [])
        chosen = _entry(text, pairs.get(text), same, fresh.get(text), reference)
        if chosen or (skeleton and markup.verbatim(text, target, article.format, article.references) is None):
            kept += _placed(chosen or Entry(msgid=text, comments=(reference,)), same)
    written = {(entry.msgid, entry.msgctxt) for entry in kept}
    moved = {id(pairing.taken) for pairing in pairs.values()}
    left = [entry for entry in old.entries if id(entry) not in moved and (entry.msgid, entry.msgctxt) not in written]
    kept += (entry for entry in left if entry.obsolete)
    kept += (entries.retired(entry) for entry in left if not entry.obsolete and _is_worth_keeping(entry, old))
    return old.data if len(kept) == 1 and not old.entries else write(old.with_entries(kept))


def _entry(
    text: str, paired: Pairing | None, same: Sequence[Entry], new: Counterpart | None, reference: str
) -> Entry | None:
    """Return the entry that a text should have: the one that it has where that is right; None when there is nothing.

    `paired` has its counterpart, `same` are all live entries with this text, and `new` is a counterpart just made.
    """
    entry = paired.entry if paired else None
    base = entry or next(iter(same), None)
    if entry and entries.is_by_person(entry) and not _is_older_machine_s(entry, new):
        return _in_use(entry, reference)
    if new and (new.origin == "verbatim" or (new.origin == "untranslated" and entry)):
        return None
    if new and new.origin != "untranslated" and (said := entries.tidy(new.text)):
        return entries.made(text, replace(new, text=said), base, reference)
    return _in_use(entry, reference) if entry else base


def _in_use(entry: Entry, reference: str) -> Entry:
    """Return an entry as one in use, with where; itself when it is that already."""
    if not entry.obsolete and entry.raw:
        return entry
    return replace(entry, obsolete=False, raw="", comments=entries.referring(entry.comments, reference))


def _is_older_machine_s(entry: Entry, new: Counterpart | None) -> bool:
    """Tell whether words that an older version wrote down as a machine's are so: the machine says the same again."""
    if not new or new.origin != "machine" or entry.previous is not None or not entries.is_unsigned(entry):
        return False
    return entries.tidy(new.text) == entries.tidy(entry.msgstr)


def _is_worth_keeping(entry: Entry, sidecar: Sidecar) -> bool:
    """Tell whether an entry without a text holds work of a person that is nowhere else in the file."""
    if not entries.is_by_person(entry):
        return False
    return not entries.is_copy(entry) or not _says_the_same(entry, sidecar.entries)


def _says_the_same(copy: Entry, others: Iterable[Entry]) -> bool:
    """Tell whether entries that are no copies say together what a copy of them says."""
    source = copy.previous or ""
    originals = [one for one in others if one.msgid and one.msgid in source and not entries.is_copy(one)]
    originals.sort(key=lambda one: source.index(one.msgid))
    return entries.spoken_together(originals) == entries.tidy(copy.msgstr)


def _placed(entry: Entry, same: Sequence[Entry]) -> list[Entry]:
    """Return the live entries of one text, with an entry in the place of the one that has its context."""
    if all(other.msgctxt != entry.msgctxt for other in same):
        return [entry, *same]
    return [entry if other.msgctxt == entry.msgctxt else other for other in same]


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
