"""The last revision of a sidecar, as PO editors note it in the header of the file: when it was, and by whom."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from digest.content.text_input import clean_name
from digest.memory.po import Entry, Sidecar
from digest.model import Revision

_FIELD = re.compile(r"^(PO-Revision-Date|Last-Translator):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)? ?([+-]\d\d):?(\d\d)", re.ASCII)
_ADDRESS = re.compile(r"<[^>]*>?|\S+@\S+")
_NOBODY = "FULL NAME"
"""What gettext writes where the name of a translator belongs."""


def revision_of(sidecar: Sidecar) -> Revision | None:
    """Return when a sidecar was last revised, and by whom; None where its header says no time that can be.

    The address that follows the name there is left out: it is nobody's business but the newsroom's.
    """
    header = dict(_FIELD.findall(sidecar.header.msgstr)) if sidecar.header else {}
    if not (time := _TIME.fullmatch(header.get("PO-Revision-Date", ""))):
        return None
    with suppress(ValueError):
        when = datetime.fromisoformat("{}T{}{}:{}".format(*time.groups()))
        return Revision(time=when, by=name_in(header.get("Last-Translator", "")))
    return None


def name_in(translator: str) -> str:
    """Return the name in a field `Last-Translator`, without the address; empty where there is none."""
    name = clean_name(_ADDRESS.sub("", translator))
    return name * (name != _NOBODY)


def revised(sidecar: Sidecar, revision: Revision) -> Sidecar:
    """Return a sidecar whose header says that it was revised, when and by whom, as PO editors note it."""
    said = {"PO-Revision-Date": f"{revision.time:%Y-%m-%d %H:%M%z}"}
    if name := " ".join(revision.by.split()):
        said["Last-Translator"] = name
    return sidecar.with_entries([_with_fields(one, said) if one.is_header else one for one in sidecar.entries])


def _with_fields(header: Entry, said: Mapping[str, str]) -> Entry:
    lines = [line for line in header.msgstr.split("\n") if line and line.partition(":")[0] not in said]
    fields = "".join(f"{line}\n" for line in (*lines, *(f"{name}: {value}" for name, value in said.items())))
    return header if header.msgstr == fields else replace(header, msgstr=fields, raw="")
