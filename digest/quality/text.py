"""What repairs and checks ask of a text: its scripts, its words, what stands in it as it must stay."""

import re

ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
"""Arabic letters and marks, for use in a character class."""

ARABIC_LETTER = re.compile(r"[ء-يٱ-ۓەۺ-ۿݐ-ݿ]")
LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
UNKNOWN = re.compile(r"\s?⁇\s?|<unk>|\ufffd")

LINK = re.compile(
    r"""(?:https?://|www\.)[^\s<>"'«»“”،؛؟]*[^\s<>"'«»“”،؛؟.,;:!?)\]]"""
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w/&])[@#]\w+"
    r"|(?<!\w)[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|net|org|info|gov|edu|io|tv|tn|eg|sy|sa|ae|qa|lb|jo|ma|dz|uk|fr)(?!\w)",
    re.IGNORECASE,
)
"""Addresses, handles and hashtags: what is never translated."""

_MAY_LINK = re.compile(r"[@#]|\w\.\w|:/")

QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|\"([^\"]+)\"|(?<!\w)''([^']+)''(?!\w)")
QUOTE_MARK = re.compile(r"[«»“”„\"]|(?<!\w)''|''(?!\w)|(?<!\w)[‘'](?=\w)")


def links(text: str) -> list[str]:
    """Return the addresses, handles and hashtags of a text."""
    return LINK.findall(text) if _MAY_LINK.search(text) else []


def without_links(text: str) -> str:
    """Return a text with a space in the place of each address, handle and hashtag."""
    return LINK.sub(" ", text) if _MAY_LINK.search(text) else text


def words(text: str) -> list[str]:
    """Return the words of a text, folded for comparison."""
    return [word.casefold() for word in WORD.findall(text)]
