"""TBX (ISO 30042:2008, the dialect Basic): glossaries, as term banks and CAT tools read and write them."""

from collections.abc import Iterable, Iterator, Mapping

from digest.errors import DigestError
from digest.exchange import xml
from digest.exchange.xliff import lang_of
from digest.exchange.xml import Element
from digest.model import Lang
from digest.translation.glossary import Term


def write(terms: Iterable[Term]) -> bytes:
    """Return terms as TBX; other words for a term are terms of its English that are not to be used."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">',
        '<martif type="TBX-Basic" xml:lang="en">',
        "<martifHeader><fileDesc><sourceDesc><p>digest</p></sourceDesc></fileDesc></martifHeader>",
        "<text><body>",
        *(line for number, term in enumerate(terms, 1) for line in _entry(number, term)),
        "</body></text>",
        "</martif>",
        "",
    ]
    return "\n".join(lines).encode()


def _entry(number: int, term: Term) -> Iterator[str]:
    yield f'<termEntry id="term-{number}">'
    if term.note:
        yield f"<note>{xml.text(term.note)}</note>"
    yield f'<langSet xml:lang="ar">{_word(term.source)}</langSet>'
    others = "".join(_word(word, "admittedTerm-admn-sts") for word in term.also)
    yield f'<langSet xml:lang="en">{_word(term.target, "preferredTerm-admn-sts")}{others}</langSet>'
    yield "</termEntry>"


def _word(word: str, status: str = "") -> str:
    said = f'<termNote type="administrativeStatus">{status}</termNote>' if status else ""
    return f"<tig><term>{xml.text(word)}</term>{said}</tig>"


def read(data: bytes, path: str) -> list[Term]:
    """Return the terms of a term bank that have Arabic and English; of several Arabic ones each is a term.

    TBX of 2008 and of 2019 (`conceptEntry`). Raises `DigestError` for what is no term bank.
    """
    root = xml.read(data, path)
    if root.name not in ("martif", "tbx"):
        raise DigestError(f"it is not TBX but `{root.name}`", f"{path}:{root.line}", "export it as TBX-Basic")
    return [term for entry in root.all("termEntry", "conceptEntry") for term in _terms(entry)]


def _terms(entry: Element) -> Iterator[Term]:
    words: Mapping[Lang, list[tuple[bool, str]]] = {"ar": [], "en": []}
    for side in entry.children("langSet", "langSec"):
        lang = lang_of(side.attributes.get(xml.LANG, side.attributes.get("lang", "")))
        if lang:
            words[lang].extend(_words(side))
    english = [word for _, word in sorted(words["en"], key=lambda one: one[0])]
    note = entry.child("note")
    for _, source in words["ar"] if english else ():
        also = tuple(dict.fromkeys(word for word in english[1:] if word != english[0]))
        yield Term(source=source, target=english[0], also=also, note=note.text() if note else "", line=entry.line)


def _words(side: Element) -> Iterator[tuple[bool, str]]:
    """Yield the terms of a language, and whether each is one to avoid."""
    for group in side.all("tig", "ntig", "termSec"):
        term = next(group.all("term"), None)
        notes = (one for one in group.all("termNote") if one.attributes.get("type") == "administrativeStatus")
        avoided = any(not one.text().strip().startswith(("preferred", "standardized")) for one in notes)
        if term and (word := " ".join(term.text().split())):
            yield avoided, word
