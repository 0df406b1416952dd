"""Names and terms: `content/glossary.csv`, found in the source and held in what a machine says.

The file has the columns `source` (Arabic), `target` (English), `also` (other English words for it, separated by
`|`) and `note` (for people). A machine's counterpart is made to say `target` where it says one of `also`; where it
says neither, the sentence is flagged. What a person wrote is never touched.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import check_file, read_bytes
from digest.model import Lang

FILE = "glossary.csv"
COLUMNS = ("source", "target", "also", "note")
_SEPARATOR = re.compile(r"sep=[,;\t]", re.IGNORECASE)

# Arabic writes these before a word, in this order: and/so, in/as, the/for the/for.
_CLITICS = "[وف]?[بك]?(?:ال|لل|ل)?"
# Letters that newsrooms write for one another, and the marks that may stand after any letter.
_ALIKE = {letter: group for group in ("اأإآٱ", "يىئ", "ةه", "وؤ") for letter in group}
_MARKS = "[\u064b-\u0652\u0640]*"


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
        """What tells it from another in a cache key."""
        return repr([(term.source, term.target, term.also) for term in self._longest_first])

    def enforce(self, source: str, counterpart: str, source_lang: Lang) -> tuple[str, list[Term]]:
        """Return a machine's counterpart with the terms of its source put right, and the terms that it does not say.

        Only English words are replaced: Arabic ones would have to agree with the words around them.
        """
        lacking = []
        for term in self.found(source, source_lang):
            if source_lang == "en":
                said = _arabic(term.source).search(counterpart) is not None
            else:
                counterpart, said = _say(term, counterpart)
            if not said:
                lacking.append(term)
        return counterpart, lacking

    def found(self, text: str, lang: Lang) -> Iterator[Term]:
        """Yield the terms that a text holds, each once; a shorter one inside a longer one does not count."""
        if not self.terms:
            return
        named = {match.lastindex: None for match in self._any[lang].finditer(text)}
        yield from (self._longest_first[index - 1] for index in named if index)

    @cached_property
    def _longest_first(self) -> list[Term]:
        return sorted(self.terms, key=lambda term: (-len(term.source), term.line))

    @cached_property
    def _any(self) -> dict[Lang, re.Pattern[str]]:
        arabic = "|".join(f"({_spellings(term.source)})" for term in self._longest_first)
        english = "|".join(f"({re.escape(term.target)})" for term in self._longest_first)
        return {
            "ar": re.compile(rf"(?<!\w){_CLITICS}(?:{arabic})(?!\w)"),
            "en": re.compile(rf"(?<!\w)(?:{english})(?!\w)"),
        }


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


def _say(term: Term, text: str) -> tuple[str, bool]:
    """Return an English text that says `target` for each of `also`, and whether it says it at all."""
    if term.also:
        others = "|".join(map(re.escape, sorted(term.also, key=len, reverse=True)))

        def replace(match: re.Match[str]) -> str:
            begins = match.start() == 0 and match[0][:1].isupper()
            return term.target[:1].upper() + term.target[1:] if begins else term.target

        text = re.sub(rf"(?<!\w)(?!{re.escape(term.target)}(?!\w))(?:{others})(?!\w)", replace, text)
    return text, re.search(rf"(?<!\w){re.escape(term.target)}(?!\w)", text, re.IGNORECASE) is not None


def _arabic(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_CLITICS}{_spellings(source)}(?!\w)")


def _spellings(term: str) -> str:
    """Return a pattern for an Arabic term without its article, in any spelling that newsrooms use."""
    return "".join(
        r"\s+" if letter.isspace() else f"[{_ALIKE.get(letter) or re.escape(letter)}]{_MARKS}"
        for letter in re.sub(rf"{_MARKS}", "", " ".join(term.split())).removeprefix("ال")
    )


def read_glossary(config: Config) -> Glossary:
    """Return the site's terms. Raises `DigestError` for a file that is wrong."""
    file = config.content / FILE
    check_file(file, FILE)
    return parse(read_bytes(file, FILE), FILE) if file.exists() else Glossary()
