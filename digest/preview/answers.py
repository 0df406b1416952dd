"""Files as an HTTP server answers for them: what a browser has already, a part of a film, an address that has moved.

Sources: RFC 9110 (conditional and range requests); `_redirects` and `_headers` as Netlify and Cloudflare Pages
read them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from starlette.responses import Response

_MOVES = (301, 302, 303, 307, 308)
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


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


class Rule(NamedTuple):
    """What a line of a `_redirects` says of a path.

    Attributes:
        target: where it leads, percent-encoded.
        status: 301, 302, 303, 307 or 308 for an address that has moved; 200 or 404 for what is answered in its place,
            another path of the site.
        forced: whether it holds where there is a file at the path, too.
    """

    target: str
    status: int
    forced: bool

    @property
    def is_move(self) -> bool:
        """Whether it leads on to another address."""
        return self.status in _MOVES


def rule_for(path: str, redirects: bytes) -> Rule | None:
    """Return what the lines of a `_redirects` say of a path (percent-encoded); None where they say nothing.

    A line is `from to status`; in `from`, `*` stands for anything and `:name` for a part between slashes, which
    `:splat` and `:name` in `to` repeat. Lines with another status do not count, nor those that let another host answer:
    the preview asks nobody.
    """
    exact, patterns = _redirects(redirects)
    asked = unquote(path)
    if asked in exact:
        return exact[asked]
    for pattern, rule in patterns:
        if matched := pattern.fullmatch(asked):
            return rule._replace(target=_filled_in(rule.target, matched.groupdict()))
    return None


def _filled_in(target: str, found: Mapping[str, str]) -> str:
    moved = re.sub(r"(?<=[/=]):([A-Za-z]\w*)", lambda name: quote(found.get(name[1], name[0])), target)
    return re.sub("^/+", "/", moved) if re.match("/(?!/)", target) else moved  # not `//another.site`


def headers_of(path: str, headers: bytes) -> dict[str, str]:
    """Return the headers that come with a path (percent-encoded), by the rules of a `_headers`; names in lower case.

    A rule is a pattern of paths, as in `_redirects`, and indented lines `Name: value`. What several rules say of one
    header is joined; `! Name` takes back what was said before. Those stay out that only the server itself can know.
    """
    asked = unquote(path)
    said: dict[str, str] = {}
    for pattern, lines in _rules(headers):
        for name, value in lines if pattern.fullmatch(asked) else ():
            if value is None:
                said.pop(name, None)
            else:
                said[name] = f"{said[name]}, {value}" if name in said else value
    return said


_HEADER = re.compile(r"(?:(!)\s*)?([A-Za-z0-9!#$%&'*+.^_`|~-]+)\s*(?::\s*([\x20-\x7e\xa0-\xff]*))?")
_OWN = re.compile(
    "accept-ranges|cache-control|connection|content-(encoding|length|range)|date|etag|location|server"
    "|strict-transport-security|transfer-encoding"
)
"""Headers that the preview decides, or that a browser would keep beyond it."""


@lru_cache(maxsize=1)
def _redirects(redirects: bytes) -> tuple[dict[str, Rule], list[tuple[re.Pattern[str], Rule]]]:
    """Return the rules of single paths, and those of patterns of paths."""
    exact: dict[str, Rule] = {}
    patterns = []
    for line in redirects.decode("utf-8", "replace").splitlines():
        source, target, status, *_ = [*line.partition("#")[0].split(), "", "", ""]
        code = status.rstrip("!") or "301"
        is_own = target.startswith("/") and not target.startswith("//")
        if not target or code not in map(str, (*_MOVES, *((200, 404) if is_own else ()))):
            continue
        rule = Rule(target, int(code), forced=status.endswith("!"))
        if "*" in source or "/:" in source:
            patterns.append((_pattern(source), rule))
        else:
            exact.setdefault(unquote(source), rule)
    return exact, patterns


@lru_cache(maxsize=1)
def _rules(headers: bytes) -> list[tuple[re.Pattern[str], list[tuple[str, str | None]]]]:
    """Return the rules of a `_headers`: a pattern, and names with their values; None for what is taken back."""
    rules: list[tuple[re.Pattern[str], list[tuple[str, str | None]]]] = []
    for line in headers.decode("utf-8", "replace").splitlines():
        if line.strip().startswith("#"):
            continue
        if line[:1].isspace():
            matched = _HEADER.fullmatch(line.strip())
            if rules and matched and (matched[1] or matched[3]) and not _OWN.fullmatch(matched[2].lower()):
                rules[-1][1].append((matched[2].lower(), None if matched[1] else matched[3].strip()))
        elif line.strip():
            rules.append((_pattern(line.strip()), []))
    return rules


def _pattern(path: str) -> re.Pattern[str]:
    """Return what matches the paths that a pattern means; one of the same name twice, only the first is repeated."""
    named: set[str] = set()

    def part(written: str) -> str:
        name, any_text = ("splat", ".*") if written == "*" else (written[1:], "[^/]+")
        if written != "*" and not re.fullmatch(r":[A-Za-z]\w*", written):
            return re.escape(unquote(written))
        if name in named:
            return any_text
        named.add(name)
        return f"(?P<{name}>{any_text})"

    return re.compile("".join(map(part, re.split(r"(\*|(?<=/):[A-Za-z]\w*)", path))), re.DOTALL)
