"""The quotation marks of a sentence, put back into a counterpart that a machine left without any.

What the model looked at says where: quoted words go to the words that come from them, as links do (`placing`). Where
that says nothing, English may: what follows `that` or a comma was said, what follows `called` is a name, and so are
words with capitals that come from no other word of the source.
"""

import re

from digest.markup.inline import Mark
from digest.markup.placing import LONGER, PEAK, Placing, Target
from digest.model import Lang
from digest.quality.names import NO_NAMES
from digest.quality.text import QUOTE_MARK, QUOTED, marks_around

TRANSLATED = 0.6
"""The least share of the letters of quoted words that stand in words which the place is sure to come from."""

SPEECH = 4
"""Words of what was said, at least: fewer are a name or a term."""

NEAR = 0.12
"""By how much the share of a sentence's letters that are quoted may differ between the two languages."""

AS_FAR = 0.2
"""By how much the place of a name may differ: 0 is the beginning of the sentence, 1 its end."""

_Places = list[tuple[int, int]]

_SENTENCE_BEGIN = re.compile(r"(?:^|(?<=[.!?:] ))[A-Z]")
_WITH_CAPITAL = r"[A-Z][\w-]+(?:\.(?= ?\d))?"
_NAME = re.compile(rf"\b{_WITH_CAPITAL}(?: (?:(?:of|the|for|de|al) )*(?:{_WITH_CAPITAL}|\d+\b))*['’]?")
_NO_QUOTED_NAME = re.compile(r"(?:United (?:States|Kingdom)|French|Mr|Mrs|Dr|\w+(?:[ae]n|ese|ish))['’]?|.*['’]")
"""What has a capital in English only: countries, peoples (`Chinese`), titles; and what a possessive would split."""
_SAID_BEFORE = re.compile(r"(?:[،,:]|(?<!\w)[وبل]?[أإا]ن\w{0,3}|(?<!\w)قائل\w*)\W*$")
_VOWEL_MARKS = re.compile("[\u064b-\u0652]")
_CALLED_BEFORE = re.compile(
    r"(?<!\w)[وف]?(?:ب?(?:اسم|لقب|مسمى|تسمية)|[يتن]?سم[ىيو]\w{0,4}|[يت](?:دعى|عرف)|المعروفة?)(?: ب)?\W*$"
)
_CALLED = re.compile(
    r"\b(?:called|named|known as|referred to as|dubbed|nicknamed|(?:en)?titled)(?: (?:the|an?))? "
    r"([^,.;:!?()]+)(?=[,.;:!?()]|$)"
)
_SAID_BEGINS = re.compile(r"\bthat |[,:] ")


def quoted(source: str, text: str, alignment: str, lang: Lang) -> str:
    """Return a plain text in a language with marks around what its source quotes, where that is sure.

    `alignment` says which of its words come from which: see `align`. A text that has marks stays as it is.
    """
    spans = [match.span() for match in QUOTED.finditer(source)]
    if not spans or not text or QUOTE_MARK.search(text):
        return text
    placing = Placing.of(source, Target.of(text, ()), alignment)
    places = _attended(placing, spans)
    if not places and lang == "en":
        places = _said(placing, spans) or _called(placing, spans) or _named(placing, spans)
    opening, closing = marks_around(source, lang)
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}{opening}{text[start:end]}{closing}{text[end:]}"
    return text


def _attended(placing: Placing, spans: _Places) -> _Places:
    """Return where the words are that come from those that the source quotes, of each quotation where that is sure."""
    taken: set[int] = set()
    places: _Places = []
    for span in spans:
        words = _words(placing, span)
        _, units = placing.run(words, range(len(placing.target.units)), taken) if words else (0.0, range(0))
        if units and placing.translated(words, units) >= TRANSLATED:
            taken.update(units)
            places.append(placing.target.extent(placing.target.trimmed(units)))
    return places


def _said(placing: Placing, spans: _Places) -> _Places:
    """Return where the words of a speaker are, who has the rest of the sentence: after `that`, a comma or a colon."""
    source, text, (start, end) = placing.source, placing.target.text, spans[0]
    before, words, after = source[:start], source[start:end], source[end:]
    if (
        len(spans) > 1
        or len(words.split()) < SPEECH
        or re.search(r"\w", after)
        or not _SAID_BEFORE.search(_VOWEL_MARKS.sub("", before))
    ):
        return []
    share = len(words) / len(source)
    begins = [match.end() for match in _SAID_BEGINS.finditer(text)]
    begin = min(begins, key=lambda place: abs(1 - place / len(text) - share), default=len(text))
    return [(begin, placing.target.stop)] if abs(1 - begin / len(text) - share) <= NEAR else []


def _called(placing: Placing, spans: _Places) -> _Places:
    """Return where something is called by its name, to the end of the clause: after `called`, `known as`."""
    source, text, (start, end) = placing.source, placing.target.text, spans[0]
    names = list(_CALLED.finditer(text))
    alone = len(spans) == len(names) == 1 and _CALLED_BEFORE.search(_VOWEL_MARKS.sub("", source[:start]))
    if not alone or not re.match(r"\s*(?:[،,.;؛:!؟()]|$)", source[end:]):
        return []
    return [names[0].span(1)] if len(names[0][1].split()) <= LONGER * len(_words(placing, spans[0])) else []


def _named(placing: Placing, spans: _Places) -> _Places:
    """Return where names are that come from no other word of the source, if there are as many as it quotes words."""
    target, length = placing.target, len(placing.target.text)
    inside = {word for span in spans for word in _words(placing, span)}
    names = _NAME.finditer(_SENTENCE_BEGIN.sub(lambda match: match[0].lower(), target.text))
    places: _Places = []
    for name in names:
        units = [place for place, unit in enumerate(target.units) if unit.meets(*name.span())]
        elsewhere = [word for unit in units for word, weight in placing.rows[unit].items() if weight >= PEAK]
        if (
            name[0].split()[0] not in NO_NAMES
            and not _NO_QUOTED_NAME.fullmatch(name[0])
            and inside.issuperset(elsewhere)
        ):
            places.append(name.span())
    alike = len(places) == len(spans) and all(
        len(_words(placing, span)) / 2 < len(target.text[start:end].split()) <= LONGER * len(_words(placing, span))
        and abs((start + end) / length - sum(span) / len(placing.source)) <= 2 * AS_FAR
        for span, (start, end) in zip(spans, places, strict=True)
    )
    return places if alike else []


def _words(placing: Placing, span: tuple[int, int]) -> range:
    return placing.words(Mark(kind="*", start=span[0], end=span[1]))
