"""Addresses as `site.toml` sets them: which can be published, and how programs want them."""

import re
from datetime import date
from functools import cache
from urllib.parse import SplitResult, quote, urlsplit

_PORTS = {"http": 80, "https": 443}
_LONGEST_NAME = 63
"""Letters between two dots of a host (RFC 1035, 2.3.4)."""
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TAG_URI = re.compile(
    r"tag:(?:[\w.+-]+@)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w.~!$&'()*+,;=:@%/?-]*",
    re.ASCII | re.IGNORECASE,
)
"""RFC 4151, 2.1."""


@cache
def base_parts(url: str) -> tuple[str, str]:
    """Return a `base_url` in ASCII, parted before its path: every link of the site begins with it, or with its path.

    Raises `UnicodeError` for a host that no domain can have.
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{_host(parts)}", quote(parts.path or "/", safe="/%:@")


def _host(parts: SplitResult) -> str:
    """Return host and port in lower-case ASCII; empty where there is no host.

    A name in another script is written as browsers do (IDNA 2008, RFC 5891, mapped by UTS #46), and the port that the
    scheme has anyway is left out (RFC 3986, 6.2.3), so that one address has one spelling.
    """
    host = parts.hostname or ""
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode()
    if ":" in host:
        host = f"[{host}]"
    return f"{host}:{parts.port}" if host and parts.port and parts.port != _PORTS.get(parts.scheme) else host


def address_parts(address: str) -> SplitResult | None:
    """Return the parts of a web address; None when it is none, or holds what must not be published."""
    try:
        parts = urlsplit(address)
        is_clean = not re.search(r"[\s\\<>\"]", address) and not _BARE_PERCENT.search(address)
        names = (parts.hostname or "").removesuffix(".").split(".")
        is_host = all(0 < len(name) <= _LONGEST_NAME for name in names)
        allowed = parts.port != 0 and not parts.username and is_clean and is_host and _host(parts)
    except ValueError:
        return None
    return parts if allowed and not {"..", "."} & set(parts.path.split("/")) else None


def tag_uri(base_url: str, day: date) -> str | None:
    """Return a `feed_id` for a site that begins on a day (RFC 4151); None where its host is no domain."""
    tag = f"tag:{urlsplit(base_parts(base_url)[0]).hostname},{day:%Y}:"
    return tag if is_tag_uri(tag) else None


def is_tag_uri(text: str) -> bool:
    """Tell whether a text is a `tag:` URI (RFC 4151)."""
    return _TAG_URI.fullmatch(text) is not None
