"""What repairs and checks ask of a text: its scripts, its words, what stands in it as it must stay."""

import re
import unicodedata
from collections.abc import Mapping

from digest.model import Lang

ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
"""Arabic letters and marks, for use in a character class."""

ARABIC_LETTER = re.compile(r"[ء-يٱ-ۓەۺ-ۿݐ-ݿ]")
LATIN_LETTER = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
OWN_LETTER: Mapping[Lang, re.Pattern[str]] = {"ar": ARABIC_LETTER, "en": LATIN_LETTER}
"""A letter that a language is written in."""

LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"\w+(?:['’.-]\w+)*")
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
UNKNOWN = re.compile(r"\s?⁇\s?|<unk>|\ufffd")

LITERAL = re.compile(
    r"""(?:https?://|www\.)[^\s<>"'«»“”،؛؟`]*[^\s<>"'«»“”،؛؟`.,:;!?)\]]"""
    r"|`[^`\s]+(?: [^`\s]+)*`"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w/&])[@#]\w+"
    r"|(?<![\w.-])[a-z\d-]+(?:\.[a-z\d-]+){0,4}\.(?:com|net|org|info|gov|edu|io|tv|tn|eg|sy|sa|ae|qa|lb|jo|ma|dz|uk|fr)(?!\w)"
    r"(?:/[\w./?=&%#~+-]*[\w/=#])?"
    r"|(?<![\w.-])[a-z\d_][a-z\d_-]*"
    r"\.(?:py|js|txt|json|toml|yml|csv|pdf|docx?|xlsx?|zip|exe|html?|xml|jpe?g|png|mp[34])(?!\w)"
    r"|(?<![\w.])[a-z_][a-z\d]*_[a-z\d_]+(?:\(\))?(?!\w)"
    r"|(?<![\w.])[a-z][a-z\d]*\(\)"
    # Names within names, and addresses of networks: `std::vector`, `2001:db8::1`.
    r"|(?<![\w:])(?=[a-z\d_:]{0,64}::)[a-z\d_:]{0,128}[a-z\d_](?![\w:])"
    r"|(?<![\w.,/-])v\d+(?:\.\d+)+(?![\w,])"
    # Three numbers or more, but neither a date nor thousands.
    r"|(?<![\w.,/-])(?!\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}(?!\.?\d)|\d{1,3}(?:\.\d{3})+(?!\.?\d))"
    r"\d+(?:\.\d+){2,}(?![\w,])",
    re.IGNORECASE,
)
"""What is never translated: addresses, handles, hashtags, code, file names, numbers of versions and of networks."""

_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_MAY_HOLD = re.compile(r"[@#`_]|\w\.\w|:[/:]|\(\)")

QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|\"([^\"]+)\"|(?<!\w)''([^']+)''(?!\w)")
QUOTE_MARK = re.compile(r"[«»“”„\"]|(?<!\w)''|''(?!\w)|(?<!\w)[‘'](?=\w)")


MARKS: Mapping[Lang, tuple[str, str]] = {"ar": ("«", "»"), "en": ("“", "”")}
"""The quotation marks of each language, before and after what is quoted."""


def marks_around(source: str, lang: Lang) -> tuple[str, str]:
    """Return the marks for what a source quotes: straight ones as models write them where it has them, else MARKS."""
    return ('"', '"') if '"' in source else MARKS[lang]


TERMINAL = re.compile(r"[.!?؟…]['\"»”)\]’]*\s*$")
"""The end of a full sentence."""

LENGTH_SLACK = 12
FIGURE_LETTERS = 8
USUAL_RATIO: Mapping[Lang, float] = {"ar": 1.145, "en": 0.873}
"""The middle of 997 human translations, by the language of the source."""


def relative_length(source: str, counterpart: str, lang: Lang) -> float:
    """Return how long a counterpart is, measured by what is usual for its source."""
    ratio = (_size(counterpart) + LENGTH_SLACK) / (_size(source) + LENGTH_SLACK)
    return ratio / USUAL_RATIO[lang]


def _size(text: str) -> int:
    """Count the letters of a text; a number in digits counts as one in words would."""
    return sum(letter.isalpha() for letter in text) + FIGURE_LETTERS * len(_FIGURE.findall(text))


def literals(text: str) -> list[str]:
    """Return what of a text is never translated, as it stands there."""
    return LITERAL.findall(text) if _MAY_HOLD.search(text) else []


def without_literals(text: str) -> str:
    """Return a text with a space in the place of each address, handle, code."""
    return LITERAL.sub(" ", text) if _MAY_HOLD.search(text) else text


def has_words(text: str) -> bool:
    """Whether there is something to translate: a letter, outside of addresses, handles and code.

    Marks that only resemble letters (tatweel, the `²` of a unit) are none.
    """
    return any(unicodedata.category(letter) in _LETTERS for letter in without_literals(text))


def words(text: str) -> list[str]:
    """Return the words of a text, folded for comparison."""
    return [word.casefold() for word in WORD.findall(text)]
