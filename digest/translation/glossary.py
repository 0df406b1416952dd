"""The site's names and terms, `content/glossary.csv`: found in a sentence, and required of its machine counterpart.

The file has the columns `source` (Arabic), `target` (English), `also` (other English words for it, separated by `|`)
and `note` (for people). In a machine's English, `also` is replaced by `target`, as often as the source has the term and
the counterpart does not say it yet; a counterpart that then lacks the term is flagged. What a person wrote is never
touched.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from digest.config import Config
from digest.errors import DigestError, Problem
from digest.files import read_bytes
from digest.fingerprint import fingerprint
from digest.model import Lang
from digest.quality import names
from digest.translation.term_index import Place, TermIndex, arabic_key, folded_arabic

FILE = "glossary.csv"
MAX_BYTES = 4 * 2**20
COLUMNS = ("source", "target", "also", "note")
_AROUND = "«»“”\"'()[].,،؛:!?؟…"
_SEPARATOR = re.compile(r"sep=[,;\t]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A row of the glossary.

    Attributes:
        source: the term in Arabic.
        target: what its counterpart is to say, in English.
        also: other English words for it.
        note: for people.
        line: of the file, from 1.
    """

    source: str
    target: str
    also: tuple[str, ...] = ()
    note: str = ""
    line: int = 0


@dataclass(frozen=True)
class Glossary:
    """The terms of a site; `Glossary()` has none."""

    terms: Sequence[Term] = field(default_factory=tuple)

    @cached_property
    def key(self) -> str:
        """A digest of the terms, for cache keys."""
        return fingerprint(repr([(term.source, term.target, term.also) for term in self.terms]))

    def enforce(self, source: str, counterpart: str, source_lang: Lang) -> tuple[str, list[Term]]:
        """Return a machine's counterpart that says the terms of its source, and the terms that it still lacks.

        Only English words are replaced: Arabic ones would have to agree with the words around them.
        """
        if not self.terms:
            return counterpart, []
        if source_lang == "ar":
            wanted = Counter(self._in_arabic(source))
            text, said = self._with_other_words_replaced(counterpart, wanted)
            text, said = self._with_names_corrected(text, source, wanted, said)
            return text, [term for term in wanted if not said[term] and not _is_end_of_another_name(term, source, text)]
        here = {place.words for places in self._arabic.places(counterpart) for place in places}
        groups = dict.fromkeys(self._in_english(source))
        return counterpart, [group[0] for group in groups if not any(term.source in here for term in group)]

    def found(self, text: str, lang: Lang) -> Iterator[Term]:
        """Yield the terms that a text holds, each once; a shorter one inside a longer one does not count."""
        if self.terms:
            terms = self._in_arabic(text) if lang == "ar" else (group[0] for group in self._in_english(text))
            yield from dict.fromkeys(terms)

    def _in_arabic(self, text: str) -> Iterator[Term]:
        """Yield the terms of an Arabic text in their order, each as often as it stands there."""
        end = 0
        for longest, *_ in self._arabic.places(text):
            if longest.begin >= end:
                end = longest.end
                yield self._by_source[longest.words]

    def _in_english(self, text: str) -> Iterator[tuple[Term, ...]]:
        """Yield the terms of an English text in their order: those whose `target` stands there, else whose `also`."""
        end = 0
        for places in self._english.places(text):
            for place in places:
                if place.begin >= end and _is_written(place, text):
                    end = place.end
                    yield self._by_target.get(place.words) or self._by_also[place.words]

    def _with_other_words_replaced(self, text: str, wanted: Counter[Term]) -> tuple[str, Counter[Term]]:
        """Return an English text with terms in the place of their `also`, and how often it says each term then.

        `wanted` says how often they are to be said. The words of a longer term are not looked at for a shorter one.
        """
        said: Counter[Term] = Counter()
        others: list[tuple[Place, list[Term]]] = []
        end = 0
        for places in self._english.places(text):
            for place in places:
                targets = self._by_target.get(place.words, ())
                also = [term for term in self._by_also.get(place.words, ()) if term in wanted]
                if place.begin < end or not (targets or (also and _is_written(place, text))):
                    continue
                end = place.end
                if any(term in wanted for term in targets) or not also:
                    said.update(targets)
                else:
                    others.append((place, also))
        parts, end = [], 0
        for place, terms in others:
            term = next((term for term in terms if said[term] < wanted[term]), None)
            if term:
                begin, words = _in_place(term.target, place, text)
                parts += [text[end:begin], words]
                end = place.end
                said[term] += 1
        return "".join([*parts, text[end:]]), said

    def _with_names_corrected(
        self, text: str, source: str, wanted: Counter[Term], said: Counter[Term]
    ) -> tuple[str, Counter[Term]]:
        """Return an English text with terms in the place of names of their consonants, and how often it says each then.

        Only where no other word of the source has these consonants.
        """
        for term in sorted(wanted, key=lambda term: -len(term.target)):
            if said[term] < wanted[term] and _is_only_name_of_its_consonants(term, source, wanted):
                for begin, end in list(names.written_otherwise(term.target, text))[::-1]:
                    closed = any(begin < place.end and place.begin < end for place in self._targets_in(text))
                    if not closed and said[term] < wanted[term]:
                        text = text[:begin] + term.target + text[end:]
                        said[term] += 1
        return text, said

    def _targets_in(self, text: str) -> Iterator[Place]:
        return (place for places in self._english.places(text) for place in places if place.words in self._by_target)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all terms: English ones as they are, of Arabic ones the stem."""
        english = (word for term in self.terms for word in term.target.split())
        arabic = (names.arabic_stem(names.bare(word)) for term in self.terms for word in term.source.split())
        return frozenset((*english, *arabic))

    @cached_property
    def _by_source(self) -> Mapping[str, Term]:
        return {term.source: term for term in reversed(self.terms)}

    @cached_property
    def _by_target(self) -> Mapping[str, tuple[Term, ...]]:
        return _grouped((term.target, term) for term in self.terms)

    @cached_property
    def _by_also(self) -> Mapping[str, tuple[Term, ...]]:
        return _grouped((words, term) for term in self.terms for words in term.also)

    @cached_property
    def _arabic(self) -> TermIndex:
        return TermIndex.of(self._by_source, "ar")

    @cached_property
    def _english(self) -> TermIndex:
        return TermIndex.of([*self._by_target, *self._by_also], "en")


def _grouped(pairs: Iterable[tuple[str, Term]]) -> dict[str, tuple[Term, ...]]:
    groups: dict[str, tuple[Term, ...]] = {}
    for words, term in pairs:
        groups[words] = (*groups.get(words, ()), term)
    return groups


def _is_written(place: Place, text: str) -> bool:
    """Whether a text has words with their capital: a single one that has one is another without (`Turkey`)."""
    return " " in place.words or not place.words[:1].isupper() or text[place.begin].isupper()


def _is_only_name_of_its_consonants(term: Term, source: str, wanted: Counter[Term]) -> bool:
    """Whether a term has the consonants of its Arabic, and in a source no words have them but the wanted terms'."""
    sounds = names.consonants(term.target.split()[-1])
    of_terms = sum(names.count(sounds, each.source) * times for each, times in wanted.items())
    is_a_name = len(names.sounds_of(term.target)) >= names.SURE and names.count(sounds, term.source) > 0
    return is_a_name and names.count(sounds, source) <= of_terms


def _is_end_of_another_name(term: Term, source: str, text: str) -> bool:
    """Whether a term was found in a name that begins as if something were written onto it: `بنان` in `لبنان`.

    The English text tells: it has that name.
    """
    ending = folded_arabic(term.source)
    longer = [word for word in folded_arabic(source).split() if word.strip(_AROUND).endswith(ending)]
    others = {names.consonants(name) for name in names.NAME.findall(text)}
    others = {sounds for sounds in others if len(sounds) >= names.SURE and not names.count(sounds, ending)}
    return bool(longer) and all(any(names.count(sounds, word) for sounds in others) for word in longer)


def _in_place(target: str, place: Place, text: str) -> tuple[int, str]:
    """Return where to begin to write a term in the place of other words, and its words there.

    A term with an article takes the place of the one before them; at the beginning of a text it has a capital.
    """
    begin = place.begin
    if target[:4].lower() == "the " and text[:begin][-4:].lower() == "the ":
        begin -= 4
    starts = begin == 0 and text[:1].isupper()
    return begin, target[:1].upper() + target[1:] if starts else target


NO_TERMS = Glossary()


def parse(data: bytes, path: str) -> Glossary:
    """Read a glossary, with `,` between the values, or `;` or a tab, as spreadsheets write them in many countries.

    Raises `DigestError` with every row that is wrong, by its line.
    """
    try:
        lines, said, separator = _lines(data)
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
    terms: dict[tuple[str, bool], Term] = {}
    for line, row in listed:
        values = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(values.values()):
            continue
        also = tuple(word for part in values["also"].split("|") if (word := part.strip()))
        term = Term(source=values["source"], target=values["target"], also=also, note=values["note"], line=line)
        first = terms.setdefault(arabic_key(term.source), term)
        if not term.source or not term.target:
            problems.append(Problem("a term needs `source` and `target`", f"{path}:{line}", "fill it in, or remove it"))
        elif first.source == term.source and first is not term:
            problems.append(
                Problem(f"`{term.source}` stands in line {first.line} too", f"{path}:{line}", "keep one of the two")
            )
        elif first.target != term.target:
            problem = f"`{term.source}` is found where `{first.source}` of line {first.line} is, with another `target`"
            problems.append(Problem(problem, f"{path}:{line}", "keep one of the two"))
        else:
            terms[arabic_key(term.source)] = replace(first, also=tuple(dict.fromkeys((*first.also, *term.also))))
    if problems:
        raise DigestError.of(problems)
    return Glossary(tuple(terms.values()))


def _lines(data: bytes) -> tuple[list[str], int, str]:
    """Return the lines of a glossary, how many stand before its header, and what stands between its values.

    Raises `UnicodeDecodeError`.
    """
    lines = data.decode("utf-8-sig").splitlines()
    said = 1 if lines and _SEPARATOR.fullmatch(lines[0]) else 0  # Excel says first what stands between
    return lines, said, max(",;\t", key=lines[said].count) if lines[said:] else ","


def with_terms(data: bytes, terms: Iterable[Term]) -> bytes:
    """Return a glossary that `parse` reads, or an empty file, with terms added below what it has, as it is written."""
    if not data.strip():
        data = (",".join(COLUMNS) + "\n").encode()
    lines, said, separator = _lines(data)
    columns = [name.strip().lower() for name in next(csv.reader([lines[said]], delimiter=separator))]
    ends = "\r\n" if b"\r\n" in data else "\n"
    added = io.StringIO()
    rows = csv.DictWriter(added, columns, extrasaction="ignore", delimiter=separator, lineterminator=ends)
    rows.writerows(
        {"source": term.source, "target": term.target, "also": "|".join(term.also), "note": term.note} for term in terms
    )
    between = b"" if data.endswith((b"\n", b"\r")) else ends.encode()
    return data + between + added.getvalue().encode()


def read_glossary(config: Config) -> Glossary:
    """Return the site's terms. Raises `DigestError` for a file that is wrong."""
    file = config.content / FILE
    if not file.exists() and not file.is_symlink():
        return Glossary()
    return parse(read_bytes(file, FILE, within=config.content, limit=MAX_BYTES), FILE)
