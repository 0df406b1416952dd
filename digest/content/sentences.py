"""Clean text → sentences.

A *stop* (`.` `!` `?` `؟` `…`, with the quotation marks and brackets that close after it) may end a sentence. Each rule
below is a question about one stop; the first that answers decides. `ARABIC` and `ENGLISH` at the end say in which order
they are asked. To add a rule, write a function from `Stop` to `True` (a sentence ends here), `False` (none does) or
`None` (ask on), and name it there. Cases that a rule is for stand in `tests/gold/`, those that no rule gets right in
`tests/gold/ar-open.txt`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from digest.model import Lang

MAX_LENGTH = 800
"""Characters of a sentence; a longer one is cut where it can best be: see `_cut_long`."""


def split(text: str, lang: Lang) -> list[tuple[int, int]]:
    """Find the sentences of clean text: their spans in order; between them, and at the ends, is white space only."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text, lang):
        spans += _trimmed(text, start, end)
        start = end
    rest = text[start:]
    if spans and not _SAID.search(rest):  # a stray quotation mark or stop
        start = spans.pop()[0]
    spans += _trimmed(text, start, len(text))
    return spans


# --- words ------------------------------------------------------------------------------------------------------------


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Arabic words that begin a sentence after something that may or may not have ended one (`أ.ف.ب. وقال …`).
ARABIC_OPENERS = _words(
    "وقال وقالت وقالوا وأضاف وأضافت واضاف واضافت وأوضح وأوضحت واوضح واوضحت وأكد وأكدت واكد واكدت وأشار",
    "وأشارت واشار واشارت وتابع وتابعت وذكر وذكرت وأعلن وأعلنت واعلن واعلنت وصرح وصرحت وشدد وشددت ولفت",
    "ولفتت وبين وبينت وأفاد وأفادت وافاد وافادت ونقل ونقلت وكتب وكتبت ودعا ودعت واعتبر واعتبرت ورأى ورأت",
    "وختم وختمت وأردف وأردفت واستطرد وكان وكانت ويأتي وتأتي ويذكر يذكر ويشار يشار كما ومن وفي وعن وعلى",
    "وبحسب ووفق ووفقا ووفقاً وبعد وقبل وبدوره بدوره وبدورها بدورها",
)
# Verbs that report a quotation which a question or an exclamation ended: `"أين أنتم؟" سأل الرجل`.
ARABIC_REPORTING = _words(
    "قال قالت قالوا سأل سألت تساءل تساءلت أجاب أجابت صاح صاحت صرخ صرخت هتف هتفت كتب كتبت أضاف أضافت يقول",
    "تقول يسأل تسأل",
)

ENGLISH_TITLES = _words(
    "Mr Mrs Ms Dr Prof Rev Hon Sr Jr St Gen Lt Col Maj Capt Cpl Sgt Cmdr Adm Brig Sen Rep Gov Pres Amb",
    "Supt Insp Det Messrs Mme Fr",
)
ENGLISH_ABBREVIATIONS = _words(
    "vs v cf al viz approx est ed eds vol ch fig figs pp p no nos art sec para dept univ e.g i.e c ca tel",
    "ext",
)
# These may also end a sentence: they don't when a number or a lower-case word follows.
ENGLISH_EITHER_WAY = _words(
    "etc Inc Ltd Co Corp Bros Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec a.m p.m Ave Blvd Rd Mt Ft",
)
# Words that begin a sentence after initials (`in the U.S. The president …`), where a name more often follows.
ENGLISH_OPENERS = _words(
    "The A An He She It They We I You This That These Those There But And In On At As If When While After",
    "Before However His Her Its Their Our My Meanwhile Although Since For From With Officials Police Both",
    "Many Most Some What Why How Who Where",
)

# --- stops ------------------------------------------------------------------------------------------------------------

_QUOTES = ('"', "”", "»")
_CLOSERS = "\"'”’»)\\]}*_~`"
_STOP = re.compile(
    r"(?P<marks>[.!?؟…۔](?<![.!?؟…۔]{2})[.!?؟…۔]*(?: [!?؟]+)*)"  # looks back from a mark, not from each letter
    rf"(?P<closers>[{re.escape(_CLOSERS)}]*(?: [\"”»](?=\s|$))?)"
    rf"(?:(?P<gap>\s+)|(?=[ء-ي]{{2}}))"
)
_WORD_BEFORE = re.compile(r"[^\s\"'“”«»()\[\]{}،؛:/–—]*\Z")
_WORD_AFTER = re.compile(r"[\"'“«‘(\[*_~`]*([^\s\"'“”«»()،؛:,;.!?؟…*]*)")
_ARABIC_WORD = re.compile(r"[ء-ي]{3}")
_LATIN = re.compile(r"(?:[A-Za-z]{1,3}\.)+[A-Za-z]{1,3}")
_LATIN_NAME = re.compile(r"[ء-ي] [A-Z][A-Za-z]+\Z")
_SAID = re.compile(r"[^\W_]")
_INITIALS = re.compile(
    r"[وفلب]?(?:[دمأا]|(?:[^\W\d_][\u064b-\u0652]*\.\s?)+[^\W\d_][\u064b-\u0652ـ]*)|[^\W\d_][\u064b-\u0652ـ]*"
)
_SPACED_INITIALS = re.compile(r"(?<!\S)[ء-ي] [ء-ي] [ء-ي]\Z")
_UNIT = re.compile(r"[\d٪%] ?(?:[ء-ي] [ء-ي]|(?:[ء-ي]{1,4}/)?[ء-ي]ـ?)\Z")
_NUMBER = re.compile(r"(?:\A|([:：] ))[\"'“«*_(\[]*(?:\d{1,3}|[IVX]{2,5}|[ivx]{2,5}|[^\W\d_])\Z")


@dataclass(slots=True)
class Stop:
    """A place where a sentence may end.

    Attributes:
        text: all of it.
        sentence: where the sentence that it may end begins.
        start: where the marks begin.
        end: after the closing quotation marks and brackets.
        marks: the marks themselves, as `.` or `؟!`.
        closers: what closes after them, as `"` or `».`.
        next: where the text goes on, after white space.
        before: the word that the marks follow, without quotation marks; empty when a space is between.
        after: the word that follows, without quotation marks.
        said: whether the sentence has a letter or a digit yet.
    """

    text: str
    sentence: int
    start: int
    end: int
    marks: str
    closers: str
    next: int
    before: str
    after: str
    said: bool


Rule = Callable[[Stop], bool | None]


def _ends(text: str, lang: Lang) -> Iterator[int]:
    """Yield the offsets at which sentences end, but for the last."""
    rules = ARABIC if lang == "ar" else ENGLISH
    sentence = searched = counted = quotes = 0
    said = False
    length = len(text)
    for match in _STOP.finditer(text):
        start, goes_on = match.span()
        if goes_on >= length:
            return
        closers = match["closers"]
        if closers.endswith(' "'):
            quotes += text.count('"', counted, start)
            counted = start
            if quotes % 2 == 0:  # it opens what follows
                closers = closers[:-2]
                goes_on = match.end("closers") - 1
        if match["marks"] == "." and not closers and match["gap"] and _ARABIC_WORD.match(text, start - 3, start):
            yield start + 1  # as most do: no rule has anything to say about it
            sentence = searched = goes_on
            said = False
            continue
        word = _WORD_BEFORE.search(text, max(sentence, start - 40), start)
        said = said or _SAID.search(text, searched, start) is not None
        searched = start
        stop = Stop(
            text=text,
            sentence=sentence,
            start=start,
            end=match.start("closers") + len(closers),
            marks=match["marks"],
            closers=closers,
            next=goes_on,
            before=word[0] if word else "",
            after=_WORD_AFTER.match(text, goes_on)[1],  # type: ignore[index]
            said=said,
        )
        for rule in rules:
            answer = rule(stop)
            if answer is not None:
                if answer:
                    yield stop.end
                    sentence = searched = stop.next
                    said = False
                break


def _no_space(stop: Stop) -> bool | None:
    """`انتهى.وبدأ` `".وبدأ` `15.72.وبدأ`: without a space, a stop ends a sentence only after a whole Arabic word.

    Or after a quotation, or a number of three characters or more: a shorter one may number an item (`2.وبدأ`).
    """
    if stop.next > stop.end:
        return None
    if len(stop.marks) > 1:
        return False
    last = stop.text[stop.start - 1 : stop.start]
    if last.isdigit() or last in "%٪":
        return len(stop.before) > 2 and _list_number(stop) is None
    return last in _QUOTES or (len(stop.before) > 1 and "." not in stop.before and not stop.before.isascii())


def _nothing_said(stop: Stop) -> bool | None:
    """`- ` or `"...` at its beginning: a sentence has at least a letter or a digit."""
    return None if stop.said else False


def _list_number(stop: Stop) -> bool | None:
    """`1. ` `أ. ` at the beginning, or after a colon, number an item and are no sentence."""
    begins = stop.text[max(stop.sentence, stop.start - 10) : stop.start]
    if stop.marks != "." or not (found := _NUMBER.search(begins)):
        return None
    return False if found[1] or len(begins) == stop.start - stop.sentence else None


def _unit(stop: Stop) -> bool | None:
    """`2019م. ` `1441هـ. ` `سنة 2019 م. ` `12 م د. `: one or two letters after a number are its unit."""
    return True if stop.marks == "." and _UNIT.search(stop.text, max(0, stop.start - 12), stop.start) else None


def _initials(stop: Stop) -> bool | None:
    """`د. ` `أ.د. ` `ج. ك. ` `(أ.ف.ب.) ` end no sentence; `أ.ف.ب. ` does when a word that begins one follows.

    So does `أ ف ب. `: whoever writes initials without stops means the one after them.
    """
    if stop.marks != "." or not _INITIALS.fullmatch(stop.before):
        return None
    if stop.closers.strip("*_~`") and not (
        stop.closers == ")" and stop.text.endswith("(" + stop.before, 0, stop.start)
    ):
        return None
    if _SPACED_INITIALS.search(stop.text, max(0, stop.start - 6), stop.start):
        return True
    return "." in stop.before and stop.after in ARABIC_OPENERS


def _latin(stop: Stop) -> bool | None:
    """`Ph.D. ` `Acme Inc. ` in an Arabic sentence."""
    if stop.marks == "." and (stop.before in ENGLISH_EITHER_WAY or _LATIN.fullmatch(stop.before)):
        return stop.after in ARABIC_OPENERS
    return None


def _name_with_a_mark(stop: Stop) -> bool | None:
    """`شركة Yahoo! تعمل`: the mark after a Latin name in an Arabic sentence is part of it, as it is of `Jeopardy!`."""
    if stop.marks == "!" and not stop.closers and _LATIN_NAME.search(stop.text, stop.sentence, stop.start):
        return stop.after in ARABIC_OPENERS
    return None


def _pause(stop: Stop) -> bool | None:
    """`النفط.. يجب` `ثم … مضى`: dots are a pause, unless a quotation closes or an opener follows."""
    if stop.marks.strip(".") == "" and len(stop.marks) == 1:
        return None
    if stop.marks.strip(".…"):
        return None
    return bool(stop.closers) or stop.after in ARABIC_OPENERS


def _quoted_question(stop: Stop) -> bool | None:
    """`"من سيربح المليون؟" على` `"أين هم؟" سأل`: a question in quotation marks is part of what goes on after it."""
    if not stop.closers or stop.marks[-1] not in "؟?!":
        return None
    if stop.after in ARABIC_REPORTING:
        return False
    return stop.after in ARABIC_OPENERS or stop.after.startswith("و")


def _bracketed_mark(stop: Stop) -> bool | None:
    """`(؟)` `(!)`: a mark in brackets comments on the word before it."""
    return False if stop.closers[:1] in (")", "]") and stop.text[stop.start - 1] in "([" else None


def _yes(_: Stop) -> bool | None:
    """What no other rule objects to ends a sentence."""
    return True


def _needs_space(stop: Stop) -> bool | None:
    """`example.com` `3.5`: in English a space follows."""
    return False if stop.next == stop.end else None


def _lower_case(stop: Stop) -> bool | None:
    """A sentence does not begin with a small letter, but `iPhone` and `e-mail` do."""
    if not stop.after[:1].islower():
        return None
    return False if stop.after.islower() or stop.marks != "." else None


def _title(stop: Stop) -> bool | None:
    """`Mr. ` `Gen. ` stand before a name, `vs. ` `No. ` before the rest of a sentence."""
    if stop.marks != "." or stop.closers:
        return None
    if stop.before in ENGLISH_TITLES:
        return False
    if stop.before == "No":
        return False if stop.after[:1].isdigit() else None
    return False if stop.before in ENGLISH_ABBREVIATIONS else None


def _either_way(stop: Stop) -> bool | None:
    """`Nov. 14` goes on, `in Nov. The` ends."""
    if stop.marks == "." and stop.before in ENGLISH_EITHER_WAY:
        return not (stop.after[:1].isdigit() and stop.before[0].isupper())
    return None


def _english_initials(stop: Stop) -> bool | None:
    """`U.S. President` `J. K. Rowling` go on; `the U.S. The` ends."""
    if stop.marks != "." or not _INITIALS.fullmatch(stop.before):
        return None
    if stop.before == "I":
        return None
    return "." in stop.before and stop.after in ENGLISH_OPENERS


ARABIC: tuple[Rule, ...] = (
    _no_space,
    _nothing_said,
    _list_number,
    _unit,
    _initials,
    _latin,
    _name_with_a_mark,
    _bracketed_mark,
    _pause,
    _quoted_question,
    _title,
    _yes,
)
ENGLISH: tuple[Rule, ...] = (
    _needs_space,
    _nothing_said,
    _list_number,
    _bracketed_mark,
    _lower_case,
    _title,
    _either_way,
    _english_initials,
    _yes,
)

# --- length -----------------------------------------------------------------------------------------------------------

_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[؛;](?=\s)",
        r"[،,](?=\s(?:و|ف|ثم|لكن|بل|أو|كما|حيث|بينما|فيما|إذ|and|but|or|while|which|because)\b)|[،,](?=\s[وف][ء-ي]{2})",
        r"[،,:](?=\s)",
        r"\S(?=\s)",
    )
)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of one sentence without white space around it: one, or more when it is over-long."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_LENGTH:
        cut = _cut_long(text, start)
        yield start, cut
        start = cut
        while text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _cut_long(text: str, start: int) -> int:
    """Return where to cut a sentence longer than `MAX_LENGTH`: in its second half, after the best mark there is."""
    for pattern in _CUTS:
        cut = 0
        for match in pattern.finditer(text, start + MAX_LENGTH // 2, start + MAX_LENGTH):
            cut = match.end()
        if cut:
            return cut
    return start + MAX_LENGTH
