"""Smaller copies of texts, for servers that send them as they are: nginx's `gzip_static`, Caddy's `precompressed`."""

import gzip
from collections.abc import Mapping
from pathlib import PurePosixPath

TEXTS = (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".opml", ".webmanifest", ".vtt")
"""How the names of files end that get much smaller."""
COPIES = (".gz", ".br")
"""How the names of the copies end."""
_FIND = "find . -type f \\( " + " -o ".join(f"-name '*{suffix}'" for suffix in TEXTS) + " \\)"
SCRIPT = f"""cd "releases/$1" && {_FIND} -exec gzip -9nkf {{}} + &&
{{ ! command -v brotli >/dev/null || {_FIND} -exec brotli -kf {{}} +; }}"""
"""Shell: make the copies of a release, those of brotli where there is the program."""


def is_text(path: str) -> bool:
    """Tell whether a file gets a smaller copy."""
    return PurePosixPath(path).suffix.lower() in TEXTS


def small_copy(body: bytes) -> bytes:
    """Return a file as `.gz`, the same for the same bytes at any time."""
    return gzip.compress(body, mtime=0)


def without_copies(paths: set[str], files: Mapping[str, object]) -> set[str]:
    """Return paths but for those of smaller copies of the files."""
    return {path for path in paths if not (path.endswith(COPIES) and path[:-3] in files)}
