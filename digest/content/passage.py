"""A stretch of the author's text, and the sentences cut from it."""

from bisect import bisect_right

from digest.content.edits import EditedText
from digest.content.sentences import split
from digest.content.text_input import MAX_BYTES, clean, show
from digest.model import Lang, Sentence

Span = tuple[int, int]


class Passage:
    """Text, its clean text, and where both stand in the file.

    Attributes:
        text: the clean text. Offsets that methods take are offsets in it.
    """

    __slots__ = ("_clean", "_edited", "_places", "_source", "_straight", "text")

    def __init__(self, source: str, places: list[Span], edited: EditedText | None = None) -> None:
        """Take the author's text; `places` are pairs of an offset in it and the offset in the file from there on.

        Where the file was edited before it was taken apart, they are offsets in `edited`.
        """
        self._edited = edited if edited and edited.passes else None
        self._source = source
        self._places = places
        self._clean = clean(source)
        self.text = self._clean.text
        self._straight = (
            len(places) == 1 and self.text == source and not self._edited
        )  # what stands in it stands in the file, just so

    def sentence(self, start: int = 0, end: int | None = None) -> Sentence | None:
        """Return a span as one sentence, whatever stops it holds; None when nothing is left of it."""
        start, end = self._trim(start, len(self.text) if end is None else end)
        return self._sentence(start, end) if start < end else None

    def sentences(
        self, lang: Lang, start: int = 0, end: int | None = None, *, whole: list[Span] | None = None
    ) -> tuple[Sentence, ...]:
        """Cut a span into sentences. None ends inside a span of `whole`."""
        end = len(self.text) if end is None else end
        spans = [(start + first, start + last) for first, last in split(self.text[start:end], lang)]
        if whole:
            spans = _merged(spans, whole)
        return tuple([self._sentence(first, last) for first, last in spans])

    def place(self, offset: int) -> int:
        """Return where the character at `offset` stands in the file."""
        place = self._in_file(self._clean.source_span(offset, offset)[0])
        return self._edited.source_span(place, place + 1)[0] if self._edited else place

    def _sentence(self, start: int, end: int) -> Sentence:
        text = self.text[start:end]
        if "\n" in text:
            text = clean(" ".join(text.split())).text  # a stop that began a line now follows a word
        elif self._straight:
            offset = self._places[0][1] - self._places[0][0]
            return Sentence(text=text, shown=text, start=offset + start, end=offset + end)
        first, last = self._clean.source_span(start, end) if self._clean.passes else (start, end)
        source = self._source[first:last]
        begin, end = self._in_file(first), self._in_file(last - 1) + 1
        if self._edited:
            begin, end = self._edited.source_span(begin, end)
        return Sentence(
            text=text, shown=text if source == text else show(source) or text, start=begin, end=max(end, begin + 1)
        )

    def _in_file(self, offset: int) -> int:
        index = bisect_right(self._places, (offset, MAX_BYTES)) - 1 if len(self._places) > 1 else 0
        first, place = self._places[max(0, index)]
        return place + offset - first

    def _trim(self, start: int, end: int) -> Span:
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return start, end


def _merged(spans: list[Span], whole: list[Span]) -> list[Span]:
    """Join sentences that part inside a span that must stay whole; `whole` is in order."""
    merged = spans[:1]
    index = 0
    reach = 0
    for span in spans[1:]:
        start, end = merged[-1]
        while index < len(whole) and whole[index][0] < end:
            reach = max(reach, whole[index][1])
            index += 1
        if end < reach:
            merged[-1] = (start, span[1])
        else:
            merged.append(span)
    return merged
