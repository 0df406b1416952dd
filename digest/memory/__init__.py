"""What is known of an article's other language already: from its sidecar (`po`, `sidecar`), from engines (`cache`)."""

from digest.memory.cache import Cache
from digest.memory.po import Entry, Sidecar, parse, write
from digest.memory.sidecar import lookup, read_sidecar, save_sidecar, update

__all__ = ["Cache", "Entry", "Sidecar", "lookup", "parse", "read_sidecar", "save_sidecar", "update", "write"]
