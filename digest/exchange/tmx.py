"""TMX 1.4b (LISA, 2005): memories of translations, as all CAT tools read and write them."""

from collections.abc import Iterable, Iterator

from digest import __version__
from digest.errors import DigestError
from digest.exchange import xml
from digest.exchange.rows import Pair
from digest.exchange.xliff import lang_of
from digest.exchange.xml import Element
from digest.model import LANGS, Lang, other

_CODES = ("bpt", "ept", "it", "ph", "ut")
"""Elements in a text whose own text is code of the program that it comes from."""


def write(pairs: Iterable[Pair]) -> bytes:
    """Return pairs as TMX, the original first in each; valid by the DTD of 1.4."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'<header creationtool="digest" creationtoolversion="{__version__}" segtype="sentence" o-tmf="PO"'
        ' adminlang="en" srclang="*all*" datatype="plaintext"/>',
        "<body>",
        *(line for pair in pairs for line in _unit(pair)),
        "</body>",
        "</tmx>",
        "",
    ]
    return "\n".join(lines).encode()


def _unit(pair: Pair) -> Iterator[str]:
    source: Lang = pair.source or "ar"
    said = {"srclang": pair.source or "*all*", "changedate": pair.time, "changeid": pair.by}
    yield " ".join(("<tu", *(f'{name}="{xml.attribute(value)}"' for name, value in said.items() if value))) + ">"
    if pair.file:
        yield f'<prop type="x-file">{xml.text(pair.file)}</prop>'
    for lang in (source, other(source)):
        yield f'<tuv xml:lang="{lang}"><seg>{xml.text(pair.text(lang))}</seg></tuv>'
    yield "</tu>"


def read(data: bytes, path: str) -> list[Pair]:
    """Return the pairs of a memory that has Arabic and English. Raises `DigestError` for what is none."""
    root = xml.read(data, path)
    if root.name != "tmx":
        raise DigestError(f"it is not TMX but `{root.name}`", f"{path}:{root.line}", "export it as TMX 1.4")
    header = root.child("header")
    usual = lang_of(header.attributes.get("srclang", "")) if header else None
    return [pair for unit in root.all("tu") if (pair := _pair(unit, usual))]


def _pair(unit: Element, usual: Lang | None) -> Pair | None:
    texts: dict[Lang, str] = {}
    for variant in unit.children("tuv"):
        lang = lang_of(variant.attributes.get(xml.LANG, variant.attributes.get("lang", "")))
        segment = variant.child("seg")
        if lang and segment and lang not in texts:
            texts[lang] = " ".join(segment.text(_CODES).split())
    if not all(texts.get(lang) for lang in LANGS):
        return None
    props = (one for one in unit.children("prop") if one.attributes.get("type") == "x-file")
    file = next(props, None)
    return Pair(
        source=lang_of(unit.attributes.get("srclang", "")) or (usual if "srclang" not in unit.attributes else None),
        ar=texts["ar"],
        en=texts["en"],
        file=file.text() if file else "",
        by=unit.attributes.get("changeid", ""),
        time=unit.attributes.get("changedate", ""),
    )
