"""The values that travel the pipeline: frozen, without I/O, without logic beyond their invariants.

They are structs, because a large site has a million of them, and a frozen dataclass takes three times as long to make.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import astuple

from digest.errors import Problem

Lang = Literal["ar", "en"]
Origin = Literal["edited", "draft", "machine", "stale", "untranslated", "verbatim", "written"]
DateOrigin = Literal["header", "file name", "text", "file"]
Said = Literal["here", "before", "nowhere", "as_written"]
BlockKind = Literal["paragraph", "heading", "item", "image", "code", "table", "rule", "credit"]
Format = Literal["text", "markdown"]

View = Literal["both", "ar", "en"]
"""The languages that a page shows."""

LANGS: tuple[Lang, Lang] = ("ar", "en")
VIEWS: tuple[View, ...] = ("both", *LANGS)
"""The views of a page: both languages side by side, Arabic, English. A site in one language has that view alone."""
PAGES = "pages/"
"""The folder, below the content folder, of pages that are no news: Contact, Imprint …"""

_OTHER: Mapping[Lang, Lang] = {"ar": "en", "en": "ar"}
_DIRECTION: Mapping[Lang, Literal["rtl", "ltr"]] = {"ar": "rtl", "en": "ltr"}


def other(lang: Lang) -> Lang:
    """Return the language on the other side."""
    return _OTHER[lang]


def direction(lang: Lang) -> Literal["rtl", "ltr"]:
    """Return the base direction of a language, as in HTML's `dir`."""
    return _DIRECTION[lang]


class Sentence(Struct, frozen=True, kw_only=True):
    """The unit of translation.

    Attributes:
        text: the clean text: what is looked up, translated and written as `msgid`. Never empty, no line breaks,
            no white space at the ends. In a Markdown article inline Markdown stays in it as written.
        shown: the author's text for the page (tatweel, digits and quotes as written; controls made safe).
        start: offset of its first character in the decoded source file, in code points.
        end: offset after its last character there; `start < end`.
    """

    text: str
    shown: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip() or "\n" in self.text:
            raise ValueError(f"not a clean sentence: {self.text!r}")
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


VIDEO = (".mp4", ".m4v", ".webm", ".ogv")
AUDIO = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac")


class Image(Struct, frozen=True, kw_only=True):
    """A picture of a block of kind `image`, or a film or sound that stands in the text as pictures do.

    Attributes:
        path: the file, relative to the content folder, with `/`; an absolute web address is kept as written.
        alt: its alternative text, or None when the author gave none.
        width: in pixels; None when it could not be read.
        height: in pixels; None when it could not be read.
        companions: the files beside a film or sound that belong to it: a picture to show before it runs, captions in a
            language (`x.ar.vtt`).
    """

    path: str
    alt: Sentence | None = None
    width: int | None = None
    height: int | None = None
    companions: tuple[str, ...] = ()

    @property
    def is_picture(self) -> bool:
        """Whether it is neither a film nor a sound."""
        return not self.path.lower().endswith((*VIDEO, *AUDIO))


class Block(Struct, frozen=True, kw_only=True):
    """A paragraph, heading, list item, picture, table or piece of code: one row of the parallel page.

    Attributes:
        kind: what it is; `item` is one of a list, `rule` a line between paragraphs, `credit` a line that says whose the
            article is, or of when, and stays in the text.
        sentences: its text in order; of an image, the caption; of a table, its cells in order, row by row; empty for
            code and rules.
        line_ends: how many of the sentences come before each line break that its author wants, in order (as in verse).
        quoted: how many block quotes it stands in.
        level: of a heading 2 to 6, of a list item the depth of its list from 1, else 0.
        number: of an item of an ordered list its number, else None (a bullet).
        continues: of a paragraph, the list depth of the item that it continues, else 0.
        note: the label of the footnote that this block belongs to, else empty. Footnotes come last.
        code: the text of a code block, as written.
        info: the language word of a code block.
        image: of an image block.
        cells: of a table, how many sentences each cell has: one tuple a row, the header row first.
        alignments: of a table, one a column: "", "start", "center" or "end".
    """

    kind: BlockKind
    sentences: tuple[Sentence, ...] = ()
    line_ends: tuple[int, ...] = ()
    quoted: int = 0
    level: int = 0
    number: int | None = None
    continues: int = 0
    note: str = ""
    code: str = ""
    info: str = ""
    image: Image | None = None
    cells: tuple[tuple[int, ...], ...] = ()
    alignments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.cells and sum(map(sum, self.cells)) != len(self.sentences):
            raise ValueError("the cells of a table share out its sentences")


class FileLink(Struct, frozen=True, kw_only=True):
    """A link of an article to a file of the content folder.

    Attributes:
        path: of the file, relative to the content folder, with `/`; as written when it lies outside.
        line: where it stands in the article's file, from 1; the first of several to one file.
        kind: what it leads to: the page of another `article`; an `attachment`, which is copied beside the article's own
            page; or nowhere, for the file is `missing`, `outside`, too `large`, or `unsafe` to publish.
    """

    Kind = Literal["article", "attachment", "missing", "outside", "large", "unsafe"]

    path: str
    line: int
    kind: Kind


class Article(Struct, frozen=True, kw_only=True):
    """One file of `content/`, understood.

    Attributes:
        path: relative to the content folder, with `/`.
        slug: of its pages' addresses: as its header says, else the file name without date prefix and suffix, NFC,
            spaces to hyphens.
        id: what tells it from others in feeds, also when its file has a new name; None for the slug.
        lang: its source language.
        format: how its sentences are written: plain text, or Markdown inline.
        title: the headline; one sentence, whatever stops it holds.
        breaking: whether the headline is a ticker line, as in a flash that has no other.
        above: what stands above the headline and is no part of it, as a date or a byline; one sentence a line.
        ticker: one sentence a ticker line, without the `عاجل:` that marks it.
        standfirst: the sentences of the summary under the headline.
        corrections: what was corrected after it was published, each as one sentence, the oldest first.
        corrected: when each of them was, aware.
        dateline: the place and agency before the text (`القاهرة (رويترز)`), without the dash after it.
        blocks: the text, in order.
        date: when it was published, aware.
        date_origin: where the date came from.
        timed: whether the date says a time of day; without one `date` is midnight in the site's time zone.
        updated: aware, or None.
        updated_timed: whether `updated` says a time of day.
        expires: aware, or None.
        section: as written, or None.
        tags: as written, in order, distinct.
        authors: as written, in order, distinct.
        translators: who translated it into the other language, as written.
        reviewers: who reviewed that translation, as written.
        source: the name of who first published it, or None.
        url: where it was first published (http or https), or None.
        aliases: paths that it had before, below the site's own; they end in `/` unless they name a file.
        image: the picture that its header names, for lists and for links to it; it is not shown in the text.
        draft: left out of a build without `--drafts`.
        lead: whether it leads the front page; of several, the newest does.
        weight: what is heavier stands earlier on the front page, or, of pages, in the menu.
        withdrawn: whether it was taken back after it was published; what is left of its text is the reason, if one is
            given.
        package: the translation package it asks for, or None for the site's.
        references: link targets of a Markdown article that are defined apart (`[1]: https://…`), label (as
            markdown-it normalises it) to (address, title).
        file_links: its links to files of the content folder, by their addresses as Markdown has them.
        warnings: what its author should know.
    """

    path: str
    slug: str
    id: str | None = None
    lang: Lang
    format: Format = "text"
    title: Sentence
    breaking: bool = False
    above: tuple[Sentence, ...] = ()
    ticker: tuple[Sentence, ...] = ()
    standfirst: tuple[Sentence, ...] = ()
    corrections: tuple[Sentence, ...] = ()
    corrected: tuple[datetime, ...] = ()
    dateline: Sentence | None = None
    blocks: tuple[Block, ...] = ()
    date: datetime
    date_origin: DateOrigin
    timed: bool = False
    updated: datetime | None = None
    updated_timed: bool = False
    expires: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    source: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    image: Image | None = None
    draft: bool = False
    lead: bool = False
    weight: int = 0
    withdrawn: bool = False
    package: str | None = None
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    file_links: Mapping[str, FileLink] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    @property
    def is_page(self) -> bool:
        """Whether it is a page of its own, as Contact is, and no news."""
        return self.path.startswith(PAGES)

    @property
    def is_listed(self) -> bool:
        """Whether it stands in lists, feeds and the archive."""
        return not (self.is_page or self.withdrawn)

    def is_published(self, now: datetime) -> bool:
        """Tell whether it shows at `now` (aware): no draft, not scheduled for later, not expired."""
        is_due = self.date <= now or (self.is_page and self.date_origin == "file")
        return not self.draft and is_due and (self.expires is None or self.expires > now)

    def parts(self) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
        """Yield the parts before the blocks, in reading order: the name of the field, and its sentences, perhaps none.

        Pages, feeds, sidecars and `digest read` follow it: a part that is added here is in all of them.
        """
        yield "title", (self.title,)
        yield "above", self.above
        yield "ticker", self.ticker
        yield "standfirst", self.standfirst
        yield "corrections", self.corrections
        yield "dateline", (self.dateline,) if self.dateline else ()

    def sentences(self) -> Iterator[Sentence]:
        """Yield every sentence that has an element of its own on a page, in reading order: the title is number 1."""
        for _, sentences in self.parts():
            yield from sentences
        for block in self.blocks:
            yield from block.sentences

    def labels(self) -> Iterator[Sentence]:
        """Yield what need be no full sentence and then has no stop: titles, datelines, headings, cells."""
        yield self.title
        yield from self.above
        yield from self.ticker
        yield from (self.dateline,) if self.dateline else ()
        for block in self.blocks:
            if block.kind in {"heading", "table"}:
                yield from block.sentences

    def units(self) -> Iterator[Sentence]:
        """Yield everything that has a counterpart: `sentences()`, and the alternative texts, in order of appearance."""
        for _, sentences in self.parts():
            yield from sentences
        for block in self.blocks:
            if block.image and block.image.alt:
                yield block.image.alt
            yield from block.sentences


class Hypothesis(Struct, frozen=True, kw_only=True):
    """The translation of a sentence as an engine gave it, before any repair.

    Attributes:
        text: detokenised.
        score: the mean log-probability of its tokens: 0 is certain, below -1 doubtful.
        flags: what the engine itself knows to be wrong: `truncated` when the model did not come to an end in the
            length that it was given.
        alignment: which of its words come from which of the source, as `markup.align` writes it; empty when nobody
            asked or nothing is known.
    """

    text: str
    score: float = 0.0
    flags: tuple[str, ...] = ()
    alignment: str = ""


class Counterpart(Struct, frozen=True, kw_only=True):
    """A sentence in the other language, and how far to trust it.

    Attributes:
        text: clean text; inline Markdown where the article is Markdown. For `untranslated` the source's own text.
        origin: `edited` (reviewed by a person), `draft` (a person's, not reviewed yet), `machine`, `stale` (reviewed,
            but its source has changed since), `untranslated` (not asked for, or its machine abstained), `verbatim` (no
            words to translate: `12:30`, `—`, an address), or `written` (by a person, apart from its source: a whole
            paragraph, or several with an empty line between them).
        flags: what looks wrong, of `quality.FLAGS`, in that order; empty for reviewed text.
        made_by: package, version and short digest of the machine (`translate-ar_en 1.0 9f3c2a1b`); of a draft, of the
            one whose words it began with; else empty.
        said: where a person has the sentence said: `here`, in this text; in the counterpart of the sentence `before`,
            or `nowhere`, and this text is empty; or `as_written`, and it is the source's own.
        owed: of an `untranslated` one, whether a machine has yet to be asked for it.
        doubtful: words of a machine's English that a second package knows nothing of (`quality.doubtful`).
    """

    text: str
    origin: Origin
    flags: tuple[str, ...] = ()
    made_by: str = ""
    said: Said = "here"
    owed: bool = False
    doubtful: tuple[str, ...] = ()

    @property
    def is_in_source_language(self) -> bool:
        """Whether the text is the source's own, untranslated as yet or on purpose."""
        return self.origin == "untranslated" or self.said == "as_written"


class Revision(Struct, frozen=True, kw_only=True):
    """The last time that a person worked on a translation.

    Attributes:
        time: aware.
        by: their name; empty where it is not known.
    """

    time: datetime
    by: str = ""


class Story(Struct, frozen=True, kw_only=True):
    """An article and its counterparts.

    Attributes:
        article: the source side.
        counterparts: clean source text to counterpart: one for each of `article.units()`.
        revision: of its sidecar, or of its version written apart; None where nothing tells.
        authors: who wrote that version, as its file says.
    """

    article: Article
    counterparts: Mapping[str, Counterpart]
    revision: Revision | None = None
    authors: tuple[str, ...] = ()

    def text(self, sentence: Sentence, lang: Lang) -> str:
        """Return a sentence of the article in a language: as its author wrote it, or the text of its counterpart."""
        return sentence.shown if lang == self.article.lang else self.counterparts[sentence.text].text


class Counts(Struct, frozen=True, kw_only=True):
    """Where counterparts came from, in distinct sentences an article.

    Attributes:
        sentences: all of them, those without words too, which come from nowhere.
        from_sidecar: from sidecars.
        from_cache: from the machine cache.
        machine_translated: by the machine, in this run.
        untranslated: none found, or the machine abstained; the source text is shown.
        withheld: those that the machine abstained from; they are counted as asked too.
        flagged: counterparts with a flag.
        edited, draft, stale, machine: those of each such origin.
        doubtful: a machine's with a flag.
        put_aside: a person's that no sentence uses any more, in the sidecar.
    """

    sentences: int = 0
    from_sidecar: int = 0
    from_cache: int = 0
    machine_translated: int = 0
    untranslated: int = 0
    withheld: int = 0
    flagged: int = 0
    edited: int = 0
    draft: int = 0
    stale: int = 0
    machine: int = 0
    doubtful: int = 0
    put_aside: int = 0

    @classmethod
    def total(cls, counts: Iterable["Counts"]) -> "Counts":
        """Return the sum of counts."""
        columns = zip(*map(astuple, counts), strict=True)
        return cls(**dict(zip(cls.__struct_fields__, map(sum, columns), strict=False)))


class Output(Struct, frozen=True):
    """A file of the published site.

    Attributes:
        path: relative to the output folder, with `/`, not percent-encoded.
        body: its bytes.
        depends_on_site: whether it shows more of the site than its subject, as a page that lists the latest stories.
        modified: the time that the file is to have, in seconds since 1970; None for that of the build.
    """

    path: str
    body: bytes
    depends_on_site: bool = False
    modified: int | None = None
