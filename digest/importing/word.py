"""A Word file (DOCX): its first heading or paragraph is the title, the rest the text, as mammoth reads it."""

import io
from datetime import UTC, datetime
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from digest.errors import DigestError
from digest.files import read_bytes
from digest.importing.html_to_markdown import plain
from digest.importing.item import Item, library

_MAX_BYTES = 64 * 2**20
_MAX_UNPACKED = 512 * 2**20
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_CORE = {"created": "{http://purl.org/dc/terms/}created", "creator": "{http://purl.org/dc/elements/1.1/}creator"}


def read_word(file: Path, pictures: dict[str, bytes], *, within: Path | None = None) -> Item:
    """Return the article of a Word file; its pictures are put into `pictures`, by the address that the HTML has.

    With `within`, a folder, a link is followed only to a file below it. Raises `DigestError` for what is no Word file.
    """
    data = read_bytes(file, file.name, within=within, limit=_MAX_BYTES)
    mammoth = library("mammoth")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MAX_UNPACKED:
                raise DigestError("it is too large when unpacked", file.name, "take pictures out of it")
            core = archive.read("docProps/core.xml") if "docProps/core.xml" in archive.namelist() else b""

        def keep(image: object) -> dict[str, str]:
            with image.open() as opened:  # type: ignore[attr-defined]
                body = opened.read()
            kind = _SUFFIXES.get(image.content_type, "bin")  # type: ignore[attr-defined]
            name = f"docx:{len(pictures) + 1}.{kind}"
            pictures[name] = body
            return {"src": name}

        html = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(keep)).value
    except (BadZipFile, KeyError, ValueError, OSError, RuntimeError) as error:
        raise DigestError("it is no Word file that can be read", file.name, "save it as DOCX again") from error
    title, text = _parted(html)
    created, creator = _core(core)
    return Item(
        where=file.name,
        title=title or file.stem,
        html=text,
        name=file.stem,
        date=created,
        authors=(creator,) if creator else (),
    )


def _parted(html: str) -> tuple[str, str]:
    """Return the text of the first element that has any, and the HTML of what follows it."""
    parsing = library("lxml.html")
    root = parsing.fragment_fromstring(html, create_parent="div")
    for element in list(root):
        title = " ".join("".join(element.itertext()).split())
        if title and element.find(".//img") is None:
            root.remove(element)
            return title, parsing.tostring(root, encoding="unicode")
    return "", plain(html) and html


def _core(data: bytes) -> tuple[datetime | None, str]:
    """Return when a file was made and by whom, as its properties say."""
    if not data:
        return None, ""
    etree = library("lxml.etree")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None, ""
    creator = " ".join((root.findtext(_CORE["creator"]) or "").split())
    try:
        moment = datetime.fromisoformat(root.findtext(_CORE["created"]) or "")
    except ValueError:
        return None, creator
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC), creator
