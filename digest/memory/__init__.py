"""Translations that are kept: an article's sidecar (`po`, `sidecar`), and the machine cache (`cache`)."""

from digest.memory.cache import Cache
from digest.memory.po import MAX_BYTES, Entry, Sidecar, parse, write
from digest.memory.revision import revision_of
from digest.memory.sidecar import lookup, save_sidecar, update

__all__ = [
    "MAX_BYTES",
    "Cache",
    "Entry",
    "Sidecar",
    "lookup",
    "parse",
    "revision_of",
    "save_sidecar",
    "update",
    "write",
]
