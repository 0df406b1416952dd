"""Content security policies of a site, so that the preview's own scripts run under them and nothing else does.

Source: Content Security Policy Level 3. Where a policy lets the preview's scripts run as it is, it is left as it is.
"""

import re
from collections.abc import Sequence
from html import escape, unescape

HEADERS = ("content-security-policy", "content-security-policy-report-only")
"""The headers that carry a policy, in lower case."""

_META = re.compile(rb"<meta\b[^>]*\bhttp-equiv\s*=\s*[\"']?content-security-policy\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_SCRIPTS = ("script-src-elem", "script-src", "default-src")
_CONNECTIONS = ("connect-src", "default-src")
"""What says where scripts come from, and what a page may ask: the first that a policy has."""


def admitting(policy: str, own: str, nonce: str) -> str:
    """Return a policy that also lets scripts and events come from below the address `own`.

    Where a policy trusts scripts by their nonces alone (`'strict-dynamic'`), those with `nonce` run.
    """
    return ", ".join(_admitting(each, own, nonce) for each in policy.split(","))


def admitted(page: bytes, own: str, nonce: str) -> bytes:
    """Return an HTML page whose own policy, in a `<meta>`, admits as `admitting` says."""

    def changed(content: re.Match[str]) -> str:
        policy = unescape(content[2][1:-1])
        admits = admitting(policy, own, nonce)
        return content[0] if admits == policy else f'{content[1]}"{escape(admits)}"'

    def mended(meta: re.Match[bytes]) -> bytes:
        return _CONTENT.sub(changed, meta[0].decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    return _META.sub(mended, page)


def _admitting(policy: str, own: str, nonce: str) -> str:
    directives: dict[str, list[str]] = {}
    for name, *sources in filter(None, map(str.split, policy.split(";"))):
        directives.setdefault(name.lower(), sources)  # of two, the first counts
    needed = {}
    for names, is_script in ((_SCRIPTS, True), (_CONNECTIONS, False)):
        sources = next((directives[name] for name in names if name in directives), ["*"])
        if not _admits(sources, is_script=is_script):
            kept = [source for source in sources if source.lower() != "'none'"]
            needed[names[0]] = [*kept, own, *([f"'nonce-{nonce}'"] if is_script and _is_strict(sources) else [])]
    if not needed:
        return policy
    return "; ".join(" ".join((name, *sources)) for name, sources in (directives | needed).items())


def _admits(sources: Sequence[str], *, is_script: bool) -> bool:
    lowered = {source.lower() for source in sources}
    return bool(lowered & {"'self'", "*", "http:"}) and not (is_script and _is_strict(sources))


def _is_strict(sources: Sequence[str]) -> bool:
    return "'strict-dynamic'" in (source.lower() for source in sources)
