"""The last revision of a sidecar, as PO editors note it in the header of the file: when it was, and by whom."""

import re
from contextlib import suppress
from datetime import datetime

from digest.content.text_input import clean_name
from digest.memory.po import Sidecar
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
    name = clean_name(_ADDRESS.sub("", header.get("Last-Translator", "")))
    with suppress(ValueError):
        return Revision(time=datetime.fromisoformat("{}T{}{}:{}".format(*time.groups())), by=name * (name != _NOBODY))
    return None
