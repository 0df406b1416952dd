"""How a site writes Arabic where newsrooms differ: the names of the months, and the digits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.quality.text import LITERAL

AS_SAID = "as_said"
"""What leaves the words of the machine as they are."""

_MONTHS = {
    "egypt": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "algeria": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
}
_ALSO = ("", "", "", "إبريل", "", "", "يوليه", "", "", "", "", "")
MONTHS: Mapping[str, tuple[str, ...]] = {
    tradition: tuple(name.replace("_", " ") for name in names.split()) for tradition, names in _MONTHS.items()
}
"""The names of the twelve months: of Egypt and the Gulf, of the Levant and Iraq, of Algeria and Tunisia, of Morocco."""

_ENGLISH = tuple(
    re.compile(rf"\b(?:{name})\b")
    for name in (
        *("January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun", "July|Jul", "August|Aug"),
        *("September|Sept?", "October|Oct", "November|Nov", "December|Dec"),
    )
)
_DIGITS = {
    "western": str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"),
    "eastern": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"),
}
_SEPARATORS = {
    "western": str.maketrans("٫٬٪", ".,%"),
    "eastern": str.maketrans(".,%", "٫٬٪"),
}
DIGITS = tuple(_DIGITS)

_NUMBER = re.compile(r"(?<!\w)(?:\d+(?:[.,٫٬]\d+)*\s?[%٪]|\d+(?:[.,٫٬]\d+)*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArabicStyle:
    """How a site writes Arabic.

    Attributes:
        months: a key of `MONTHS`, or `AS_SAID`.
        digits: one of `DIGITS`, or `AS_SAID`.
    """

    months: str = AS_SAID
    digits: str = AS_SAID

    def written(self, source: str, text: str) -> str:
        """Return an Arabic translation of an English text in this style; addresses and code stay as they are.

        A month is renamed where the source names it, too: `تموز` is not always July.
        """
        if (self.months, self.digits) == (AS_SAID, AS_SAID):
            return text
        return "".join(
            part if is_literal else self._digits_written(self._months_written(source, part))
            for part, is_literal in _parts(text)
        )

    def _months_written(self, source: str, text: str) -> str:
        if self.months != AS_SAID:
            for number, english in enumerate(_ENGLISH):
                if english.search(source):
                    names = {*(each[number] for each in MONTHS.values()), *filter(None, [_ALSO[number]])}
                    one_of = "|".join(sorted(names, key=len, reverse=True))
                    name = MONTHS[self.months][number]
                    text = re.sub(rf"(?<!\w)([وف]?[بكل]?)(?:{one_of})(?!\w)", rf"\1{name}", text)
        return text

    def _digits_written(self, text: str) -> str:
        if self.digits == AS_SAID:
            return text
        numbers = _NUMBER.sub(lambda number: number[0].translate(_SEPARATORS[self.digits]), text)
        return numbers.translate(_DIGITS[self.digits])


AS_IT_IS = ArabicStyle()


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in parts, each with whether it is an address, code or the like."""
    end = 0
    for literal in LITERAL.finditer(text):
        yield text[end : literal.start()], False
        yield literal[0], True
        end = literal.end()
    yield text[end:], False
