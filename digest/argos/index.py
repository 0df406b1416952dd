"""The index of packages that Argos publishes, and installing from it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.argos import fetch, metadata
from digest.argos.fetch import TIMEOUT, Progress
from digest.argos.install import install_path
from digest.argos.package import Package, version_order
from digest.errors import DigestError, Problem

INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
MAX_BYTES = 16 << 20


_ADDRESS = "https://argos-net.com/v1/"

_WITHOUT_INDEX = {
    ("ar", "en"): (
        "translate-ar_en-1_0.argosmodel",
        81_869_670,
        "bc98cd4e27ca1cebfae9b7086b2ebc635e4dbed45e7cb5f0891cb7d22feacfad",
    ),
    ("en", "ar"): (
        "translate-en_ar-1_0.argosmodel",
        88_502_631,
        "e2a6e84337f7ebbb55f9dc61dcba3a861c0d786ae5a46fa198fd8d6473f5c775",
    ),
}
"""By pair the file of the Argos index, its size and its sha256: for who cannot read the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """A package that the index offers.

    Attributes:
        name: `translate-ar_en`.
        version: as the index writes it.
        from_code: the language it translates from.
        to_code: the language it translates to.
        links: where the file is, `https` first come first; never empty.
        sha256: of the file, or empty: Argos's own index gives none.
        size: of the file in bytes, or None.
    """

    name: str
    version: str
    from_code: str
    to_code: str
    links: tuple[str, ...]
    sha256: str = ""
    size: int | None = None


def available(index_url: str = INDEX, *, timeout: float = TIMEOUT) -> list[Available]:
    """Return what the index offers for translation, the newest version first. Raises `DigestError`."""
    url = index_url if index_url.endswith(".json") else index_url.rstrip("/") + "/index.json"
    try:
        entries = json.loads(fetch.get(url, limit=MAX_BYTES, timeout=timeout))
    except (ValueError, RecursionError) as error:
        raise DigestError("not a package index", url, "is the address right (`ARGOS_PACKAGE_INDEX`)?") from error
    if not isinstance(entries, list):
        raise DigestError("not a package index", url, "is the address right (`ARGOS_PACKAGE_INDEX`)?")
    offers = [offer for entry in entries if isinstance(entry, dict) and (offer := _offer(entry))]
    return sorted(offers, key=lambda offer: version_order(offer.version), reverse=True)


def choose(offers: Iterable[Available], from_code: str, to_code: str) -> Available:
    """Return the newest package for a pair. Raises `DigestError` naming the pairs there are."""
    offers = list(offers)
    for offer in offers:
        if (offer.from_code, offer.to_code) == (from_code, to_code):
            return offer
    pairs = sorted({f"{o.from_code} → {o.to_code}" for o in offers if from_code in {o.from_code, o.to_code}})
    hint = f"with `{from_code}` it has: {', '.join(pairs)}" if pairs else f"it has none with `{from_code}`"
    raise DigestError(f"the index has no package from `{from_code}` to `{to_code}`", hint=hint)


def install_from_index(
    from_code: str,
    to_code: str,
    to: Path,
    *,
    downloads: Path,
    index_url: str = INDEX,
    progress: Progress | None = None,
    timeout: float = TIMEOUT,
) -> Package:
    """Download the newest package for a pair and install it into a packages folder.

    `downloads` holds the file on its way, also between runs; it is gone once the package is installed.
    Raises `DigestError`, which says how to bring the file from another computer; then nothing is installed.
    """
    try:
        offers = available(index_url, timeout=timeout)
    except DigestError as error:
        raise DigestError.of([*error.problems, *_brought_by_hand(from_code, to_code)]) from error
    offer = choose(offers, from_code, to_code)
    file, link = _first(offer, downloads, progress, timeout)
    try:
        return install_path(file, to, pair=(from_code, to_code), source=link)
    finally:
        file.unlink(missing_ok=True)


def _brought_by_hand(from_code: str, to_code: str) -> Iterator[Problem]:
    """Yield how to install a package of the two languages of a site where its index cannot be read."""
    if (from_code, to_code) in _WITHOUT_INDEX:
        name, size, digest = _WITHOUT_INDEX[from_code, to_code]
        yield Problem(
            f"without the index: get `{name}` on another computer ({size:,} bytes, sha256 `{digest}`)",
            f"{_ADDRESS}{name}",
            f"bring the file here and run `digest models install {name}`",
        )


def _first(offer: Available, downloads: Path, progress: Progress | None, timeout: float) -> tuple[Path, str]:
    """Download from the first link that works; return the file and the link. Raises all that went wrong."""
    problems: list[Problem] = []
    for link in offer.links:
        try:
            fetch.check_url(link)
            file = downloads / (_file_name(link) or "package.argosmodel")
            fetch.download(link, file, sha256=offer.sha256, size=offer.size, progress=progress, timeout=timeout)
        except DigestError as error:
            problems.extend(error.problems)
        else:
            return file, link
    raise DigestError.of(problems)


def _file_name(link: str) -> str:
    """Return the name of the file that a link leads to, as it may stand on any disk; empty when it has none."""
    return re.sub(r"[^\w.+-]", "_", unquote(urlsplit(link).path).rpartition("/")[2]).lstrip(".")[-100:]


def _offer(entry: Mapping[str, object]) -> Available | None:
    """Read an entry of the index; None when it is not for translation or cannot be downloaded."""

    def text(key: str) -> str:
        value = entry.get(key)
        return value if isinstance(value, str) else ""

    links = entry.get("links")
    urls = tuple(
        link
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, str) and link.startswith(("https://", "http://"))
    )
    from_code, to_code, size = text("from_code"), text("to_code"), entry.get("size")
    if not (urls and from_code and to_code) or (text("type") or "translate") != "translate":
        return None
    return Available(
        name=text("code") or f"translate-{from_code}_{to_code}",
        version=metadata.version(entry.get("package_version")) or "0",
        from_code=from_code,
        to_code=to_code,
        links=urls,
        sha256=text("sha256").lower(),
        size=size if isinstance(size, int) and size >= 0 else None,
    )
