"""Links of an article to files of the content folder: to other articles, and to documents, sound and film beside it."""

import re
from contextlib import suppress
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from digest.content.paths import below_content, existing
from digest.errors import Problem
from digest.files import is_below
from digest.messages import megabytes
from digest.model import FileLink

ARTICLES = (".txt", ".md")
"""The suffixes of other articles: a link to one leads to its page."""

ATTACHMENTS = frozenset(
    f".{suffix}"
    for suffixes in (
        "pdf epub doc docx odt rtf xls xlsx ods csv ppt pptx odp zip ics gpx vtt srt",
        "mp3 m4a ogg oga opus flac wav mp4 m4v webm ogv mov",
        "jpg jpeg png gif webp avif",
    )
    for suffix in suffixes.split()
)
"""The suffixes of files that are copied beside the page of an article: none that a browser runs script of."""

MAX_BYTES = 256 * 2**20
"""Of such a file: hosts of plain files allow less."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
_FILE = re.compile(r".+\.[A-Za-z][A-Za-z0-9]{1,4}")
_PAGE = re.compile(r"\.(?:html?|php|aspx?|xml)\Z", re.IGNORECASE)


def file_link(address: str, article: str, content: Path, line: int) -> FileLink | None:
    """Return where a link leads, whose address is as Markdown has it, in a line of an article; None for no file.

    Addresses of the web and of the site (`/…`, `#…`, `../name/`) are none of a file.
    """
    written = unquote(address.split("?")[0].split("#")[0])
    name = written.rpartition("/")[2]
    if _ELSEWHERE.match(address) or not _FILE.fullmatch(name) or _PAGE.search(name):
        return None
    path = below_content(written, article)
    if path is None:
        return FileLink(path=written, line=line, kind="outside")
    with suppress(OSError, ValueError):
        path = existing(path, content)
    if path.lower().endswith(ARTICLES):
        return FileLink(path=path, line=line, kind="article")
    if PurePosixPath(path).suffix.lower() not in ATTACHMENTS:
        return FileLink(path=path, line=line, kind="unsafe")
    return FileLink(path=path, line=line, kind=_kind(content / path, content))


def _kind(file: Path, content: Path) -> FileLink.Kind:
    """Tell what can be made of a file that a link leads to."""
    try:
        if not file.is_file():
            return "missing"
        if not is_below(file, content):
            return "outside"
        return "attachment" if file.stat().st_size <= MAX_BYTES else "large"
    except (OSError, ValueError):
        return "missing"


def problem(link: FileLink, article: str) -> Problem | None:
    """Return a warning of a link that can't lead anywhere; whether an article is published, the site knows."""
    where = f"{article}:{link.line}"
    shown = f"the file `{link.path}` that a link leads to"
    match link.kind:
        case "missing":
            return Problem(f"{shown} is not there", where, "put it into the content folder, or mend the link")
        case "outside":
            return Problem(f"{shown} lies outside the content folder", where, "copy it beside the article")
        case "large":
            return Problem(f"{shown} is too large", where, f"the limit is {megabytes(MAX_BYTES)}; put it elsewhere")
        case "unsafe":
            hint = "put it into `static/` if you trust it, and link to its address there"
            return Problem(f"{shown} is of a kind that is not published beside articles", where, hint)
    return None
