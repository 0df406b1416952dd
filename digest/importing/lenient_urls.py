"""Addresses as archives write them: also such as are none, as `http://[`, which the standard library raises at."""

from urllib.parse import SplitResult, urljoin, urlsplit


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address; all are empty for what is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def joined(base: str, address: str) -> str:
    """Return what an address means that stands in a text at another; as it is written where either is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address
