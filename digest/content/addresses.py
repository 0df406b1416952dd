"""Addresses that an article's header names: the one it is to have, and those it had."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_FORBIDDEN = frozenset('\\<>"?#%|*:$')
"""Characters that a name of the output folder, or a list of redirects, can't hold."""

_SLUG_OUT = re.compile(r"[\u0640\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_SLUG_RUN = re.compile(r"-{2,}|\.{2,}")
_SLUG_GAP = re.compile(r"[^\w.-]|_")


def file_slug(stem: str) -> str:
    """Return a file name as part of an address: letters, marks and digits of any script, hyphens and inner dots."""
    kept = _SLUG_GAP.sub(_mark_or_hyphen, unicodedata.normalize("NFC", _SLUG_OUT.sub("", stem)))
    return not_reserved(_SLUG_RUN.sub(lambda run: run[0][0], kept).strip("-."))


def not_reserved(slug: str) -> str:
    """Return a slug that can be the name of a folder everywhere: `con-` for `con`, which Windows keeps for itself."""
    return f"{slug}-" if _RESERVED.fullmatch(slug) else slug


def _mark_or_hyphen(match: re.Match[str]) -> str:
    return match[0] if unicodedata.category(match[0]) in ("Mn", "Mc") else "-"


def former_path(written: str, base_path: str) -> str | None:
    """Return the path of a former address below the site's own, with `/` at its end unless it is a file's.

    It may be written as a web address, of whatever host; as a path, with or without the `base_path` of the site; or as
    the last part of an article's address alone. None for what can't be one.
    """
    try:
        parts = urlsplit(written.strip())
    except ValueError:
        return None
    if parts.query or parts.fragment or (parts.scheme and parts.scheme not in ("http", "https")):
        return None
    path = unicodedata.normalize("NFC", unquote(parts.path))
    if not parts.netloc and "/" not in path:
        path = f"articles/{path}/" if path else ""
    path = path.removeprefix(base_path).lstrip("/")
    steps = path.rstrip("/").split("/")
    if not all(steps) or any(step.startswith(".") or _FORBIDDEN & {*step} or not step.isprintable() for step in steps):
        return None
    is_file = not path.endswith("/") and "." in steps[-1]
    return "/".join(steps) + ("" if is_file else "/")
