"""Translations that are kept: an article's sidecar (`po`, `sidecar`), and the machine cache (`cache`)."""

from digest.memory.cache import Cache
from digest.memory.po import MAX_BYTES, Entry, Sidecar, parse, write
from digest.memory.review import EntryChangedError, OpenEntry, open_entries, replaced_entry
from digest.memory.revision import revision_of
from digest.memory.saving import change_sidecar, read_entries, save_entry, save_sidecar
from digest.memory.sidecar import lookup, put_aside, update
from digest.memory.strays import Stray, read_for, read_strays, stray_of, stray_paths

__all__ = [
    "MAX_BYTES",
    "Cache",
    "Entry",
    "EntryChangedError",
    "OpenEntry",
    "Sidecar",
    "Stray",
    "change_sidecar",
    "lookup",
    "open_entries",
    "parse",
    "put_aside",
    "read_entries",
    "read_for",
    "read_strays",
    "replaced_entry",
    "revision_of",
    "save_entry",
    "save_sidecar",
    "stray_of",
    "stray_paths",
    "update",
    "write",
]
