"""The site's names and terms, `content/glossary.csv`: found in a sentence, and required of its machine counterpart.

The file has the columns `source` (Arabic), `target` (English), `also` (other English words for it, separated by `|`)
and `note` (for people). In a machine's English, each of `also` is replaced by `target`; a counterpart that then lacks
the term is flagged. What a person wrote is never touched.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import read_bytes
from digest.fingerprint import fingerprint
from digest.model import Lang, other

FILE = "glossary.csv"
MAX_BYTES = 4 * 2**20
COLUMNS = ("source", "target", "also", "note")
_SEPARATOR = re.compile(r"sep=[,;\t]", re.IGNORECASE)

_WORD_BEGIN = re.compile(r"(?<!\w)\S")

# Arabic writes these before a word, in this order: and/so, in/as, the/for the/for.
_CLITICS = tuple(
    first + second + article
    for first in ("و", "ف", "")
    for second in ("ب", "ك", "")
    for article in ("ال", "لل", "ل", "")
)
# Letters that newsrooms write for one another, and the marks that may stand after any letter.
_ALIKE = str.maketrans({letter: group[0] for group in ("اأإآٱ", "يىئ", "ةه", "وؤ") for letter in group})
_MARKS = re.compile("[\u064b-\u0652\u0640]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A row of the glossary.

    Attributes:
        source: the term in Arabic.
        target: what its counterpart is to say, in English.
        also: other English words for it.
        line: of the file, from 1.
    """

    source: str
    target: str
    also: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Glossary:
    """The terms of a site; `Glossary()` has none."""

    terms: Sequence[Term] = field(default_factory=tuple)

    @cached_property
    def key(self) -> str:
        """A digest of the terms, for cache keys."""
        return fingerprint(repr([(term.source, term.target, term.also) for term in self._longest_first]))

    def enforce(self, source: str, counterpart: str, source_lang: Lang) -> tuple[str, list[Term]]:
        """Return a machine's counterpart that says the terms of its source, and the terms that it still lacks.

        Only English words are replaced: Arabic ones would have to agree with the words around them.
        """
        hold = _HOLD[other(source_lang)]
        lacking = []
        for term in self.found(source, source_lang):
            counterpart, is_said = hold(term, counterpart)
            if not is_said:
                lacking.append(term)
        return counterpart, lacking

    def found(self, text: str, lang: Lang) -> Iterator[Term]:
        """Yield the terms that a text holds, each once; a shorter one inside a longer one does not count."""
        if self.terms:
            yield from dict.fromkeys(self._index[lang].found(text))

    @cached_property
    def _longest_first(self) -> list[Term]:
        return sorted(self.terms, key=lambda term: (-len(term.source), term.line))

    @cached_property
    def _index(self) -> Mapping[Lang, "_Index"]:
        return {
            "ar": _Index.of({_arabic_key(term): term for term in reversed(self._longest_first)}, _folded, _CLITICS),
            "en": _Index.of({term.target: term for term in reversed(self._longest_first)}, str, ("",)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Terms by how they are written, to be found in a text in a time that depends on the text, not on their number.

    Attributes:
        terms: by the term as a folded text has it.
        lengths: of the terms that begin with a character, the longest first.
        folded: makes the spellings of a word one.
        prefixes: what may be written onto the beginning of a term, in the order in which it is looked for.
    """

    terms: Mapping[str, Term]
    lengths: Mapping[str, Sequence[int]]
    folded: Callable[[str], str]
    prefixes: Sequence[str]

    @classmethod
    def of(cls, terms: Mapping[str, Term], folded: Callable[[str], str], prefixes: Sequence[str]) -> "_Index":
        lengths: dict[str, set[int]] = {}
        for written in filter(None, terms):
            lengths.setdefault(written[:1], set()).add(len(written))
        ordered = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        return cls(terms=terms, lengths=ordered, folded=folded, prefixes=prefixes)

    def found(self, text: str) -> Iterator[Term]:
        """Yield the terms in the order in which they stand in a text, none that overlaps the one before."""
        text = self.folded(text)
        end = 0
        for begin in _WORD_BEGIN.finditer(text):
            if begin.start() >= end and (written := self._at(text, begin.start())):
                term, end = written
                yield term

    def _at(self, text: str, begin: int) -> tuple[Term, int] | None:
        """Return the term that stands at a place of a folded text, behind its prefixes, and where it ends."""
        for prefix in self.prefixes:
            if text.startswith(prefix, begin):
                start = begin + len(prefix)
                for length in self.lengths.get(text[start : start + 1], ()):
                    end = start + length
                    term = self.terms.get(text[start:end])
                    if term and not text[end : end + 1].isalnum() and text[end : end + 1] != "_":
                        return term, end
        return None


NO_TERMS = Glossary()


def parse(data: bytes, path: str) -> Glossary:
    """Read a glossary, with `,` between the values, or `;` or a tab, as spreadsheets write them in many countries.

    Raises `DigestError` with every row that is wrong, by its line.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
        said = 1 if lines and _SEPARATOR.fullmatch(lines[0]) else 0  # Excel says first what stands between
        separator = max(",;\t", key=lines[said].count) if lines[said:] else ","
        rows = csv.DictReader(lines[said:], delimiter=separator, strict=True)
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        listed = [(rows.line_num + said, row) for row in rows]
    except UnicodeDecodeError:
        raise DigestError("it is not UTF-8 text", path, "save it as CSV in UTF-8") from None
    except csv.Error as error:
        raise DigestError(
            f"it is not CSV: {error}", path, "quote a value that holds a separator or a quotation mark"
        ) from None
    missing = [name for name in COLUMNS[:2] if name not in (rows.fieldnames or ())]
    if missing:
        raise DigestError(f"the column `{missing[0]}` is missing", f"{path}:1", f"begin with `{','.join(COLUMNS)}`")
    problems: list[Problem] = []
    terms: dict[str, Term] = {}
    for line, row in listed:
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(values.values()):
            continue
        also = tuple(word for part in values["also"].split("|") if (word := part.strip()))
        term = Term(source=values["source"], target=values["target"], also=also, line=line)
        if not term.source or not term.target:
            problems.append(Problem("a term needs `source` and `target`", f"{path}:{line}", "fill it in, or remove it"))
        elif term.source in terms:
            first = terms[term.source].line
            problems.append(
                Problem(f"`{term.source}` stands in line {first} too", f"{path}:{line}", "keep one of the two")
            )
        else:
            terms[term.source] = term
    if problems:
        raise DigestError.of(problems)
    return Glossary(tuple(terms.values()))


def _hold_in_english(term: Term, text: str) -> tuple[str, bool]:
    """Return an English text with `target` in the place of each of `also`, and whether it has `target`."""
    if term.also:
        others = "|".join(map(re.escape, sorted(term.also, key=len, reverse=True)))

        def replace(match: re.Match[str]) -> str:
            begins = match.start() == 0 and match[0][:1].isupper()
            return term.target[:1].upper() + term.target[1:] if begins else term.target

        text = re.sub(rf"(?<!\w)(?!{re.escape(term.target)}(?!\w))(?:{others})(?!\w)", replace, text)
    return text, re.search(rf"(?<!\w){re.escape(term.target)}(?!\w)", text, re.IGNORECASE) is not None


def _hold_in_arabic(term: Term, text: str) -> tuple[str, bool]:
    """Return an Arabic text as it is, and whether it has the term."""
    index = _Index.of({_arabic_key(term): term}, _folded, _CLITICS)
    return text, any(True for _ in index.found(text))


_HOLD: Mapping[Lang, Callable[[Term, str], tuple[str, bool]]] = {"ar": _hold_in_arabic, "en": _hold_in_english}
"""Returns a counterpart that is made to say a term as far as can be, and whether it does; by its language."""


def _arabic_key(term: Term) -> str:
    """Return an Arabic term as a folded text has it, without its article: that may merge with what stands before."""
    whole = _MARKS.sub("", " ".join(term.source.split()))
    return _folded(whole.removeprefix("ال") or whole)


def _folded(text: str) -> str:
    """Return an Arabic text without vowel signs and tatweel, in one spelling, a space for any white space."""
    return " ".join(_MARKS.sub("", text).translate(_ALIKE).split())


def read_glossary(config: Config) -> Glossary:
    """Return the site's terms. Raises `DigestError` for a file that is wrong."""
    file = config.content / FILE
    if not file.exists() and not file.is_symlink():
        return Glossary()
    return parse(read_bytes(file, FILE, within=config.content, limit=MAX_BYTES), FILE)
