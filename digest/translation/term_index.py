"""Where words stand in a text, found in a time that depends on the text and not on how many words are looked for.

Arabic is compared as newsrooms spell it, in several ways, and without what is written onto the beginning of a word;
English without regard to capitals.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.model import Lang

LONG = 5
"""Letters of a word in which a last `ى` is an Egyptian `ي`; shorter words are often others: `على` is no `علي`."""

_WORD_BEGIN = re.compile(r"(?<!\w)\S")
_ARTICLE = "ال"
_PREFIXES = sorted(
    (
        first + second + article
        for first in ("", "و", "ف")
        for second in ("", "ب", "ك")
        for article in ("", _ARTICLE, "لل", "ل")
    ),
    key=len,
)
"""What Arabic writes onto a word: and/so, in/as, the/for the/for."""

_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_ALIKE = str.maketrans({letter: group[0] for group in ("اأإآٱ", "ةه", "ءؤئ") for letter in group})
"""Letters that newsrooms write for one another: those with a hamza, whatever it sits on, and `ه` for `ة`."""
_YEH_INSIDE = re.compile(r"ى(?=\w)")
_NAME_IN_TWO = re.compile(r"(?<!\w)([وف]?[بكل]?(?:عبد(?= ال)|ابو(?= \w))) ")
"""The first half of a name that is also written as one word: `عبد الله`, `أبو ظبي`."""
_SIGNS = str.maketrans({"’": "'", "\u00a0": " ", "\u2011": "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words that stand in a text.

    Attributes:
        words: as they were given to the index.
        begin, end: where they stand in the folded text, without what is written onto their beginning.
    """

    words: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TermIndex:
    """Words to look for in texts of one language.

    Attributes:
        spellings: the words by how a folded text has them, each with whether the text must also have the article.
        lengths: of the spellings that begin with a character.
        prefixes: what may be written onto the beginning of a word, the shortest first.
        folded: makes the spellings of a text one; of an English text it keeps every character in its place.
    """

    spellings: Mapping[str, Sequence[tuple[str, bool]]]
    lengths: Mapping[str, Sequence[int]]
    prefixes: Sequence[str]
    folded: Callable[[str], str]

    @classmethod
    def of(cls, words: Iterable[str], lang: Lang) -> "TermIndex":
        spellings: dict[str, list[tuple[str, bool]]] = {}
        lengths: dict[str, set[int]] = {}
        for each in dict.fromkeys(words):
            for spelling in _arabic_spellings(each) if lang == "ar" else [folded_english(" ".join(each.split()))]:
                if spelling:
                    spellings.setdefault(spelling, []).append((each, lang == "ar" and _has_article(each)))
                    lengths.setdefault(spelling[0], set()).add(len(spelling))
        return cls(
            spellings=spellings,
            lengths={first: sorted(each) for first, each in lengths.items()},
            prefixes=_PREFIXES if lang == "ar" else [""],
            folded=folded_arabic if lang == "ar" else folded_english,
        )

    def places(self, text: str) -> Iterator[list[Place]]:
        """Yield the places of words in a text, those that begin at one of its words together, the longest first.

        Of those as long, the ones with less written onto them come first, then those whose article the text has.
        """
        text = self.folded(text)
        for word in _WORD_BEGIN.finditer(text):
            if there := list(self._at(text, word.start())):
                yield [place for _, place in sorted(there, key=lambda found: found[0])]

    def _at(self, text: str, at: int) -> Iterator[tuple[tuple[int, int, bool], Place]]:
        """Yield what stands at a place of a folded text, each with its rank."""
        for prefix in self.prefixes:
            if text.startswith(prefix, at):
                begin = at + len(prefix)
                for length in self.lengths.get(text[begin : begin + 1], ()):
                    end = begin + length
                    spelling = text[begin:end]
                    if spelling in self.spellings and not text[end : end + 1].isalnum() and text[end : end + 1] != "_":
                        for words, needs_article in self.spellings[spelling]:
                            if not needs_article or _ends_in_article(prefix, spelling):
                                yield (-end, begin, not needs_article), Place(words=words, begin=begin, end=end)


def arabic_key(words: str) -> tuple[str, bool]:
    """Return what two Arabic terms have in common that are found at the same places."""
    return _arabic_spellings(words)[0], _has_article(words)


def folded_arabic(text: str) -> str:
    """Return an Arabic text without vowel signs and tatweel, in one spelling, a space for any white space."""
    text = " ".join(_MARKS.sub("", text).translate(_ALIKE).split())
    return _NAME_IN_TWO.sub(r"\1", _YEH_INSIDE.sub("ي", text))


def folded_english(text: str) -> str:
    """Return an English text in small letters, every character in its place."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return small.translate(_SIGNS)


def _arabic_spellings(words: str) -> list[str]:
    """Return an Arabic term as a folded text may have it, without its article: that may merge with what stands before.

    The ends of long words are spelled as they are, all with `ي`, and all with `ى`.
    """
    parts = _MARKS.sub("", words).split()
    spelled = [*([_ending_in(last, part) for part in parts] for last in "يى"), parts]
    spellings = [folded_arabic(" ".join(each)) for each in spelled]
    if _has_article(words):
        spellings = [spelling.removeprefix(_ARTICLE) for spelling in spellings]
    return list(dict.fromkeys(spellings))


def _ending_in(last: str, word: str) -> str:
    return word[:-1] + last if len(word) >= LONG and word[-1] in "يى" else word


def _has_article(words: str) -> bool:
    plain = _MARKS.sub("", words).strip()
    return plain.startswith(_ARTICLE) and len(plain) > len(_ARTICLE) and plain[len(_ARTICLE)].isalpha()


def _ends_in_article(prefix: str, spelling: str) -> bool:
    """Whether what is written onto a word ends in the article: `لل` too, whose second letter may be the word's own."""
    return prefix.endswith((_ARTICLE, "لل")) or (prefix.endswith("ل") and spelling.startswith("ل"))
