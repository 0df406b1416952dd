"""Files as an HTTP server answers for them: what a browser has already, a part of a film, an address that has moved.

Sources: RFC 9110 (conditional and range requests); `_redirects` as Netlify and Cloudflare Pages read it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.responses import Response

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def file_answer(body: bytes, kind: str, asked: Mapping[str, str]) -> "Response":
    """Return the answer to a request, with some headers, for a file of a content type: all of it, a part, or none."""
    from starlette.responses import Response

    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"Content-Type": kind, "Cache-Control": "no-cache", "ETag": tag, "Accept-Ranges": "bytes"}
    if tag in re.findall(r'"[^"]*"', asked.get("if-none-match", "")) or asked.get("if-none-match", "").strip() == "*":
        return Response(status_code=304, headers=headers)
    matched = _RANGE.fullmatch(asked.get("range", "").replace(" ", ""))
    if not matched or not any(matched.groups()) or asked.get("if-range", tag) != tag:
        return Response(body, headers=headers)
    first, last = matched.groups()
    start = int(first) if first else max(0, len(body) - int(last))
    end = min(int(last), len(body) - 1) if first and last else len(body) - 1
    if start > end or (not first and not int(last)):
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(body)}"})
    part = headers | {"Content-Range": f"bytes {start}-{end}/{len(body)}"}
    return Response(body[start : end + 1], 206, part)


def moved_to(path: str, redirects: bytes) -> str:
    """Return where a path (percent-encoded) has moved, by the lines of a `_redirects`; empty where it has not.

    A line is `from to status`; a `from` that ends in `*` stands for all below, which `:splat` in `to` repeats. Only
    lines that redirect (301, 302, 303, 307, 308, or no status) count.
    """
    exact, below = _rules(redirects)
    asked = unquote(path)
    if asked in exact:
        return exact[asked]
    for start, target in below:
        if asked.startswith(start):
            return target.replace(":splat", quote(asked.removeprefix(start)))
    return ""


@lru_cache(maxsize=1)
def _rules(redirects: bytes) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the redirects of single paths, and those of all paths that begin with something."""
    exact: dict[str, str] = {}
    below = []
    for line in redirects.decode("utf-8", "replace").splitlines():
        source, target, status, *_ = [*line.partition("#")[0].split(), "", "", ""]
        if not target or status.rstrip("!") not in ("", "301", "302", "303", "307", "308"):
            continue
        if source.endswith("*"):
            below.append((unquote(source[:-1]), target))
        else:
            exact.setdefault(unquote(source), target)
    return exact, below
