"""What is known of an article's other language already: from its sidecar (`po`, `sidecar`), from engines (`cache`)."""

from digest.memory.cache import Cache
from digest.memory.po import MAX_BYTES, Entry, Sidecar, parse, write
from digest.memory.sidecar import lookup, save_sidecar, update

__all__ = ["MAX_BYTES", "Cache", "Entry", "Sidecar", "lookup", "parse", "save_sidecar", "update", "write"]
