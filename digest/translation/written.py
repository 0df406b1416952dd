"""A version written apart → the counterparts of its article's sentences: what stands beside what.

The version has its own headline and structure. Its paragraphs are paired with those of the article; the first sentence
of one has the whole text of its pair as its counterpart, and the others are said with it. So every letter of the
version is on the page once, and nothing else is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from msgspec.structs import replace

from digest import markup
from digest.errors import DigestError
from digest.model import Article, Block, BlockKind, Counterpart, Revision, Sentence, Story
from digest.translation.alignment import aligned

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&!~^$|#]")
"""What may mean something in inline Markdown (CommonMark 2.4: a backslash before it takes the meaning away)."""
_PROSE: frozenset[BlockKind] = frozenset({"paragraph", "heading", "item", "credit"})
"""Blocks that a version has in its own way. Pictures, tables and code stand in both languages as the article has them,
their words in its language unless the version says them, too."""


@dataclass(slots=True, eq=False)
class _Place:
    """Sentences of an article beside which some text of its version can stand.

    Attributes:
        sentences: of a line, a paragraph, a heading or a cell.
        said: the text, a string a paragraph.
    """

    sentences: Sequence[Sentence]
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a version that has yet to find its place: of a block of this kind."""

    kind: BlockKind
    block: Block | None
    text: str


def story_of(article: Article, version: Article) -> Story:
    """Return the story of an article and its version.

    Raises `DigestError` when some of the version has no place to stand, or a link in it no target of its own.
    """
    for label, target in version.references.items():
        if article.format == version.format == "markdown" and article.references.get(label, target) != target:
            problem = f"the link `[{label}]` leads elsewhere in `{article.path}`"
            raise DigestError(problem, version.path, "give it another label")
    shown = replace(
        article,
        references={**version.references, **article.references},
        file_links={**version.file_links, **article.file_links},
    )
    return Story(
        article=shown,
        counterparts=_Pairing(article, version).counterparts(),
        revision=Revision(time=version.updated) if version.updated else None,
        authors=version.authors,
    )


class _Pairing:
    """Puts the text of a version beside that of its article.

    A sentence that its article has twice can hold no text of its own: its counterpart stands in both places.
    """

    def __init__(self, article: Article, version: Article) -> None:
        self.article = article
        self.version = version
        self.times = Counter(unit.text for unit in article.units())
        self.places: list[_Place] = []

    def counterparts(self) -> dict[str, Counterpart]:
        """Return the counterpart of each unit of the article, by its text."""
        found = {self.article.title.text: Counterpart(text=self._line((self.version.title,)), origin="written")}
        self._place_body(self._place_parts())
        for place in self.places:
            text, is_said = "\n\n".join(place.said), False
            for sentence in place.sentences:
                if not self._is_own(sentence):
                    found.setdefault(sentence.text, Counterpart(text="", origin="written", said="nowhere"))
                elif is_said:
                    found[sentence.text] = Counterpart(text="", origin="written", said="before")
                else:
                    found[sentence.text] = Counterpart(text=text, origin="written", said="here" if text else "nowhere")
                    is_said = bool(text)
        return {
            unit.text: found.get(unit.text) or Counterpart(text=unit.text, origin="untranslated")
            for unit in self.article.units()
        }

    def _place_parts(self) -> list[_Text]:
        """Place what stands above the text; return what has no place there, to begin the text with."""
        left: list[_Text] = []
        dateline = ""
        for (name, mine), (_, theirs) in zip(self.article.parts(), self.version.parts(), strict=True):
            if name == "title":
                continue
            apart = name in ("above", "ticker", "corrections")
            texts = [self._line((each,)) for each in theirs] if apart else [self._line(theirs)] if theirs else []
            places = [_Place((each,)) for each in mine] if apart else [_Place(mine)] if mine else []
            if name == "corrections":  # one that the version does not say stands in the language of the article
                places = places[: len(texts)]
            self.places += places
            open_places = [place for place in places if self._is_open(place)]
            for place, text in zip(open_places, texts, strict=False):
                place.said.append(text)
            rest = texts[len(open_places) :]
            if name == "dateline":
                dateline = "".join(rest)
            else:
                left += (_Text("paragraph", None, text) for text in rest)
        return [*left, *self._prose(dateline)]

    def _prose(self, dateline: str) -> Iterator[_Text]:
        """Yield the text of the version block by block, but for what the article's pictures, tables and code say."""
        tables = [block for block in self.article.blocks if block.kind == "table"]
        pictures = {block.image.path: block for block in self.article.blocks if block.image}
        code = {block.code for block in self.article.blocks if block.kind == "code"}
        for block in self.version.blocks:
            if block.image:
                if own := pictures.pop(block.image.path, None):
                    yield from self._place_picture(own, block)
                elif block.sentences:
                    yield _Text("paragraph", None, self._text(block))
                continue
            if block.kind == "rule" or (block.kind == "code" and block.code in code):
                continue
            same = (
                next((table for table in tables if table.cells == block.cells), None) if block.kind == "table" else None
            )
            if same:
                tables.remove(same)
                yield from self._place_cells(same, block)
                continue
            text = self._text(block)
            if dateline and block.kind != "heading":
                text, dateline = f"{dateline} — {text}", ""
            yield _Text(block.kind, block, text)
        if dateline:
            yield _Text("paragraph", None, dateline)

    def _place_picture(self, mine: Block, theirs: Block) -> Iterator[_Text]:
        """Place the texts of a picture; yield a caption for which its article has no place."""
        alt, other_alt = (block.image.alt if block.image else None for block in (mine, theirs))
        if alt and other_alt and self._is_own(alt):
            self.places.append(_Place((alt,), [self._line((other_alt,))]))
        if theirs.sentences:
            yield from self._placed(_Place(mine.sentences), self._text(theirs))

    def _place_cells(self, mine: Block, theirs: Block) -> Iterator[_Text]:
        """Place the cells of a table beside those of one of the same form; yield what has no place."""
        start = 0
        for count in (count for row in mine.cells for count in row if count):
            end = start + count
            yield from self._placed(_Place(mine.sentences[start:end]), self._line(theirs.sentences[start:end]))
            start = end

    def _placed(self, place: _Place, text: str) -> Iterator[_Text]:
        if self._is_open(place):
            place.said.append(text)
            self.places.append(place)
        else:
            yield _Text("paragraph", None, text)

    def _place_body(self, texts: Sequence[_Text]) -> None:
        """Place texts beside the paragraphs of the article, in order. Raises `DigestError` when it has none."""
        blocks = [block for block in self.article.blocks if block.kind in _PROSE and block.sentences]
        places = [_Place(block.sentences) for block in blocks]
        self.places += places
        open_to: list[_Place | None] = [None] * len(texts)
        for here, there in _pairs(blocks, texts):
            if self._is_open(places[here]):
                open_to[there] = places[here]
        roomy = [
            place
            for place, block in zip(places, blocks, strict=True)
            if block.kind != "heading" and self._is_open(place)
        ]
        if None in open_to and not roomy:
            problem = f"`{self.article.path}` has no paragraph that its text could stand beside"
            raise DigestError(problem, self.version.path, f"write one into `{self.article.path}`")
        usable = {id(place) for place in roomy}
        last = next((place for place in open_to if place and id(place) in usable), roomy[0] if roomy else None)
        for place, text in zip(open_to, texts, strict=True):
            if place and id(place) in usable:
                last = place
            home = place or last
            if home:
                home.said.append(text.text)

    def _is_own(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands in its article once."""
        return self.times[sentence.text] == 1

    def _is_open(self, place: _Place) -> bool:
        return any(map(self._is_own, place.sentences))

    def _text(self, block: Block) -> str:
        """Return the text of a block of the version, as inline text of its article."""
        if block.kind == "code":
            return self._converted(block.code.strip("\n"), "text")
        if block.kind == "table":
            return "\n".join(self._rows(block))
        bounds = [0, *block.line_ends, len(block.sentences)]
        lines = (self._line(block.sentences[start:end]) for start, end in pairwise(bounds))
        return "\n".join(filter(None, lines))

    def _rows(self, table: Block) -> Iterator[str]:
        start = 0
        for row in table.cells:
            cells = []
            for count in row:
                cells.append(self._line(table.sentences[start : start + count]))
                start += count
            yield " | ".join(cells)

    def _line(self, sentences: Iterable[Sentence]) -> str:
        """Return sentences of the version, as inline text of its article; those that touch in the file touch."""
        text, end = "", -1
        for sentence in sentences:
            text += ("" if not text or sentence.start == end else " ") + sentence.shown
            end = sentence.end
        return self._converted(text, self.version.format)

    def _converted(self, text: str, written_in: str) -> str:
        if written_in == self.article.format:
            return text
        if self.article.format == "markdown":
            return _SPECIAL.sub(r"\\\g<0>", text)
        return markup.strip(text, self.version.references)


def _pairs(blocks: Sequence[Block], texts: Sequence[_Text]) -> list[tuple[int, int]]:
    """Return the places of the blocks and texts that stand beside each other: by place where their kinds agree.

    Else by kind and length, and what is no block of the version stands beside none.
    """
    for kinds in (_PROSE, _PROSE - {"credit"}):
        here = [place for place, block in enumerate(blocks) if block.kind in kinds]
        there = [place for place, text in enumerate(texts) if text.block and text.kind in kinds]
        if [blocks[place].kind for place in here] == [texts[place].kind for place in there]:
            return list(zip(here, there, strict=True))
    own = [(place, text.block) for place, text in enumerate(texts) if text.block]
    pairs = aligned(blocks, [block for _, block in own])
    return [(mine, own[theirs][0]) for mine, theirs in pairs if blocks[mine].kind == own[theirs][1].kind]
