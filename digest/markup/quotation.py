"""The quotation marks of a sentence, put back into a counterpart that a machine left without any.

What the model looked at says where: quoted words go to the words that come from them, as links do (`placing`).
"""

from digest.markup.inline import Mark
from digest.markup.placing import Placing, Target
from digest.model import Lang
from digest.quality.text import QUOTE_MARK, QUOTED, marks_around

TRANSLATED = 0.6
"""The least share of the letters of quoted words that stand in words which the place is sure to come from."""


def quoted(source: str, text: str, alignment: str, lang: Lang) -> str:
    """Return a plain text in a language with marks around what its source quotes, where that is sure.

    `alignment` says which of its words come from which: see `align`. A text that has marks stays as it is.
    """
    spans = [match.span() for match in QUOTED.finditer(source)]
    if not spans or QUOTE_MARK.search(text):
        return text
    placing = Placing.of(source, Target.of(text, ()), alignment)
    taken: set[int] = set()
    places: list[tuple[int, int]] = []
    for start, end in spans:
        words = placing.words(Mark(kind="*", start=start, end=end))
        _, units = placing.run(words, range(len(placing.target.units)), taken) if words else (0.0, range(0))
        if units and placing.translated(words, units) >= TRANSLATED:
            taken.update(units)
            places.append(placing.target.extent(placing.target.trimmed(units)))
    opening, closing = marks_around(source, lang)
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}{opening}{text[start:end]}{closing}{text[end:]}"
    return text
