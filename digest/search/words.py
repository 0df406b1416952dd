"""The words of a text as readers search for them: the same for all the ways in which a word is written or inflected.

`theme/search.js` does the same with what a reader types. The tables go to it with the index (`RULES`), the steps are
written twice; tests/browser/test_search.py compares them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

_WORD = re.compile("[\\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d'’]+")
"""A word with its marks; of `12,500` two, of which both have to be there."""

_LETTERS: Mapping[str, str] = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ؤ": "و",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "ـ": "",
    "'": "",
    "’": "",
    "_": "",
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
}
_SPELLINGS = (("ئو", "و"), ("ئ", "ي"), ("وو", "و"), ("يي", "ي"))
"""Letters that are one for another, in this order: مسؤول is مسئول in Egypt, and مسؤل where a letter is saved."""
_SILENT = "ء"
"""What is left out at last: ماء and the common ما are two words."""
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        في من على الى عن ان او ما لا لم لن قد هذا هذه ذلك تلك التي الذي الذين هو هي كان كانت مع كما ثم
        a an and are as at be been but by for from had has have he her his in is it its not of on or she that the their
        they this to was were will with would
        """,
    )
)
"""Words that no text is searched for, and that are a third of all."""
_AND = "و"
_CONJUNCTIONS = "وف"
_ARTICLES = ("بال", "كال", "لل", "ال")
_PREPOSITIONS = "بلكس"  # and the future of verbs
_GOD = "الله"
_LEAST = 3
"""Letters that are left of a word at least when something is taken off."""
_ENDINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ar": tuple((ending, "") for ending in re.findall(r"\w+", "هما تين ات ون ين ان ها هم هن نا كم وا يه ه ي ا ت")),
    "en": (
        *(("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ss", "ss"), ("eed", "eed"), ("us", "us"), ("is", "is")),
        ("news", "news"),
        *((ending, "") for ending in ("ing", "ed", "es", "s", "e", "ly")),
    ),
}
"""What is taken off the end of a word as long as one fits, the first that does, and what comes in its place."""

_PLURALS = """
أسعار سعر، أسواق سوق، أرباح ربح، أموال مال، بنوك بنك، مصارف مصرف، عقود عقد، رسوم رسم، مصانع مصنع، مشاريع مشروع، حقول حقل
أخبار خبر، أحداث حدث، حوادث حادث، كوارث كارثة، حرائق حريق، أسباب سبب، نتائج نتيجة، أرقام رقم، تقارير تقرير، وثائق وثيقة
أحزاب حزب، أعضاء عضو، نواب نائب، وزراء وزير، رؤساء رئيس، زعماء زعيم، ملوك ملك، ضيوف ضيف
قوانين قانون، أحكام حكم، محاكم محكمة، جرائم جريمة، سجون سجن، حقوق حق، شروط شرط، قضايا قضية، أصوات صوت، صناديق صندوق
جيوش جيش، جنود جندي، ضباط ضابط، شهداء شهيد، أسلحة سلاح، صواريخ صاروخ
أطفال طفل، طلاب طالب، تلاميذ تلميذ، أطباء طبيب، عمال عامل، ركاب راكب، زوار زائر، أفراد فرد، أشخاص شخص، قبائل قبيلة
مدارس مدرسة، مناطق منطقة، مراكز مركز، مكاتب مكتب، مساجد مسجد، كنائس كنيسة، متاحف متحف، ملاعب ملعب، مطاعم مطعم
مدن مدينة، شوارع شارع، جسور جسر، موانئ ميناء، عواصم عاصمة، جبال جبل، أنهار نهر، شواطئ شاطئ، حدائق حديقة، سفن سفينة
منازل منزل، أمطار مطر، أمراض مرض، أيام يوم، أسابيع أسبوع، أهداف هدف، أفلام فيلم، جوائز جائزة، نجوم نجم، ألعاب لعبة
برامج برنامج، رسائل رسالة، أجهزة جهاز، أقمار قمر، أوراق ورقة، أبواب باب، أنواع نوع، ألوان لون
"""
"""Plurals that change within the word, each before its singular: those of news that are not another word too, as
`كتب` is (books; he wrote)."""
_TABLE = str.maketrans(dict(_LETTERS))
_MARKS = frozenset({"Mn", "Cf"})


def keys_of(text: str) -> Iterator[str]:
    """Yield the keys of each word of a text that readers may search for."""
    for word in _WORD.findall(text):
        yield from keys(word)


@lru_cache(1 << 17)
def keys(word: str) -> tuple[str, ...]:
    """Return what a word is found by: those of two words that are the same have one in common; none of a common word.

    An Arabic word that may begin with a particle (`بدمشق`) has a key with it and one without, for it may also be its
    first letter (`بريد`).
    """
    folded = fold(word)
    if folded in _COMMON or (folded[:1] == _AND and folded[1:] in _COMMON):
        return ()
    folded = folded.replace(_SILENT, "")
    if not folded:
        return ()
    if not _is_arabic(folded):
        return (_without_endings(folded, "en"),)
    return tuple(dict.fromkeys(map(_arabic_key, _without_particles(folded))))


def fold(word: str) -> str:
    """Return a word without marks and case, with one letter for those that people mix up, digits as in ASCII."""
    if word.isascii():
        return word.lower().translate(_TABLE)
    plain = unicodedata.normalize("NFKC", word).translate(_TABLE)
    for spelling, instead in _SPELLINGS:
        plain = plain.replace(spelling, instead)
    return "".join(c for c in unicodedata.normalize("NFKD", plain).lower() if unicodedata.category(c) not in _MARKS)


def _is_arabic(word: str) -> bool:
    return "\u0620" <= word[0] <= "\u06d3"


def _without_particles(word: str) -> Iterator[str]:
    """Yield an Arabic word, and what it may be when conjunction, preposition or article are taken off.

    A word with the article is only that without it: few words begin with its letters.
    """
    forms = [word, word[1:]] if word[0] in _CONJUNCTIONS and len(word) > _LEAST else [word]
    for form in forms:
        if bare := _without_article(form):
            yield bare
            continue
        yield form
        if form[0] in _PREPOSITIONS and len(form) > _LEAST:
            yield _without_article(form[1:]) or form[1:]


def _without_article(word: str) -> str:
    """Return what follows the article, with or without a preposition before it; an empty text where there is none."""
    for article in _ARTICLES:
        if word.startswith(article) and len(word) > len(article) + 1 and not word.endswith(_GOD):
            return word[len(article) :]
    return ""


def _arabic_key(word: str) -> str:
    """Return the key of an Arabic word without particles: itself without endings, or its singular."""
    stem = _without_endings(word, "ar")
    return _SINGULARS.get(word if word in _SINGULARS or len(stem) <= _LEAST else stem, stem)


def _without_endings(word: str, lang: str) -> str:
    """Return a word without the endings of number, gender, person and tense, and without pronouns."""
    endings = _ENDINGS[lang]
    while True:
        for ending, instead in endings:
            if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _LEAST:
                shorter = word[: len(word) - len(ending)] + instead
                break
        else:
            break
        if shorter == word:
            break
        word = shorter
    if lang == "en" and len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word


def _singulars() -> Iterator[tuple[str, str]]:
    """Yield each plural, and what is left of it without endings where that is no short word, with its singular."""
    for pair in re.split("[،\n]+", _PLURALS.strip()):
        plural, singular = (fold(word).replace(_SILENT, "") for word in pair.split())
        stem = _without_endings(plural, "ar")
        for form in (plural, stem) if len(stem) > _LEAST else (plural,):
            yield form, _without_endings(singular, "ar")


_SINGULARS: Mapping[str, str] = dict(_singulars())
"""By the plurals of `_PLURALS`, as they are looked up, the key of their singular."""
RULES: Mapping[str, Any] = {
    "letters": _LETTERS,
    "spellings": _SPELLINGS,
    "silent": _SILENT,
    "common": sorted(_COMMON),
    "and": _AND,
    "conjunctions": _CONJUNCTIONS,
    "articles": _ARTICLES,
    "prepositions": _PREPOSITIONS,
    "god": _GOD,
    "least": _LEAST,
    "endings": _ENDINGS,
    "singulars": _SINGULARS,
}
"""The tables, for `search.js`."""
