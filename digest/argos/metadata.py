"""`metadata.json` of an Argos package: what it says, checked."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from digest.errors import DigestError
from digest.files import check_file
from digest.messages import reason

FILE = "metadata.json"
MAX_BYTES = 1 << 20

_CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a package says about itself.

    Attributes:
        name: its own `name`, else its `code`, else Argos's `translate-ar_en`; letters, digits, `.`, `_` and `-` only.
        version: as written, in the same letters.
        from_code: the language it translates from.
        to_code: the language it translates to.
        type: `translate`; Argos knows other types, which are no use here.
        target_prefix: the token that every translation starts with, or empty.
        source_prefix: the token that every source text starts with, or empty: `>>ara<<` tells a model of several
            target languages which to use. Argos does not know it; `digest` writes it when it converts a model.
        normalization: what the model's makers did to its texts before they cut them into pieces: `opus-mt` or empty.
        length_penalty: the exponent of the length that the score of a translation is divided by in the search. Argos
            says nothing of it, and uses 0.2 for all.
    """

    name: str
    version: str
    from_code: str
    to_code: str
    type: str = "translate"
    target_prefix: str = ""
    source_prefix: str = ""
    normalization: str = ""
    length_penalty: float = 0.2


def is_code(text: str) -> bool:
    """Whether a text is written as a language code: `ar`, `arz`, `pt-BR`."""
    return bool(_CODE.match(text))


def read(path: Path) -> Metadata:
    """Read a `metadata.json`. Raises `DigestError` when it is missing, too large, broken or incomplete."""
    check_file(path, str(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise DigestError(
            f"the package has no readable `{FILE}` ({reason(error)})", str(path), "is it an Argos package?"
        ) from error
    return parse(data, str(path))


def parse(data: bytes, where: str) -> Metadata:
    """Check the bytes of a `metadata.json`; `where` is what messages call it."""
    if len(data) > MAX_BYTES:
        raise DigestError(f"`{FILE}` is larger than {MAX_BYTES >> 10} KiB", where)
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DigestError(f"`{FILE}` is not JSON", where, "the package is damaged; get it again") from error
    if not isinstance(fields, dict):
        raise DigestError(f"`{FILE}` is not a JSON object", where)

    def text(key: str, default: str = "") -> str:
        value = fields.get(key)
        return value.strip() if isinstance(value, str) else default

    kind = text("type", "translate")
    from_code, to_code = text("from_code"), text("to_code")
    if kind == "translate":
        for key, code in (("from_code", from_code), ("to_code", to_code)):
            if not is_code(code):
                raise DigestError(f"`{FILE}` has no valid `{key}`: `{code[:40]}`", where)
    name = plain(text("name") or text("code")) or f"{plain(kind)}-{from_code}_{to_code}"
    return Metadata(
        name=name,
        version=plain(version(fields.get("package_version"))) or "0",
        from_code=from_code,
        to_code=to_code,
        type=kind,
        target_prefix=text("target_prefix"),
        source_prefix=text("source_prefix"),
        normalization=text("normalization"),
        length_penalty=length_penalty(fields.get("length_penalty"), 0.2),
    )


def version(value: object) -> str:
    """Return a version as it is written somewhere, also as a number (`1.9`); empty when it is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value.strip() if isinstance(value, str) else str(value) if is_number else ""


def length_penalty(value: object, default: float) -> float:
    """Return a length penalty as it is written somewhere, or the default when it is none: from 0 to 2."""
    return float(value) if isinstance(value, int | float) and 0 <= value <= 2 else default


def plain(text: str) -> str:
    """Keep what is safe in a file name and in a sidecar's comment."""
    return _UNSAFE.sub("-", text).strip("-.")[:80]
