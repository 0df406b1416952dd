"""What goes with a number: its currency, its percent or points, the month, the half of the day, the sign, the order.

A right translation may leave such a thing out, where it is plain, or add it. So two texts differ only when it was
changed: each says one that the other does not.
"""

import re
from collections import Counter
from collections.abc import Mapping, Set
from functools import lru_cache

from digest.model import Lang, other
from digest.quality import numbers
from digest.quality.number_words import SECOND_WORDS, plain_arabic, stems
from digest.quality.numbers import plain_digits

SHORTEST_STEM = 3
"""Letters of an Arabic word that is known behind a prefix: `بين` is not `ين`."""

_TEXT = re.compile(r"[^\W\d_]+|[$€£¥₪₺₽₹]")


def _table(text: str) -> dict[str, str]:
    """Read lines of `kind: word word …`; a `_` in a word is a space."""
    rows = (line.split(":") for line in text.strip().splitlines())
    return {plain_arabic(word.replace("_", " ")): kind.strip() for kind, words in rows for word in words.split()}


# The lira of Syria, Lebanon and Turkey is a pound in some English.
_NAMES = _table("""
dollar: دولار دولارا دولارات دولاران دولارين $ USD dollar dollars
euro: يورو € EUR euro euros
pound: جنيه جنيها جنيهات جنيهان جنيهين ليرة ليرات ليرتان ليرتين £ ₺ GBP EGP pound pounds sterling lira liras lire
dinar: دينار دينارا دنانير ديناران دينارين TND JOD KWD IQD DZD BHD LYD dinar dinars
riyal: ريال ريالا ريالات ريالان ريالين SAR QAR OMR YER IRR riyal riyals rial rials
dirham: درهم درهما دراهم درهمان درهمين AED dirham dirhams
yen: ين ينا ¥ JPY yen
yuan: يوان يوانا رنمينبي CNY RMB yuan renminbi
rupee: روبية روبيات ₹ INR PKR rupee rupees
rouble: روبل روبلا روبلات ₽ RUB rouble roubles ruble rubles
shekel: شيكل شيكلا شيقل شواكل ₪ ILS shekel shekels
1: يناير كانون_الثاني جانفي january jan
2: فبراير شباط فيفري february feb
3: مارس آذار March
4: أبريل إبريل نيسان أفريل april apr
5: مايو أيار May
6: يونيو حزيران جوان june
7: يوليو تموز جويلية july
8: أغسطس آب أوت august aug
9: سبتمبر أيلول september sept
10: أكتوبر تشرين_الأول october oct
11: نوفمبر تشرين_الثاني november nov
12: ديسمبر كانون_الأول december dec
muharram: محرم muharram
safar: صفر safar
rajab: رجب rajab
shaban: شعبان shaban sha'ban shaaban
ramadan: رمضان ramadan ramadhan
shawwal: شوال shawwal
""")

_CURRENCIES = {"dollar", "euro", "pound", "dinar", "riyal", "dirham", "yen", "yuan", "rupee", "rouble", "shekel"}
_MONTHS = set(map(str, range(1, 13)))
_HIJRI = set(_NAMES.values()) - _CURRENCIES - _MONTHS

_PARTS = re.compile(
    r"(?P<points>نقط\w* مئوي\w*|percentage[- ]points?|\bpp\b)"
    r"|(?P<percent>%|\bper ?cent\b|(?:بال|في ال)م(?:ئ|ائ|ي)ة)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:half|halves|thirds?|quarters?|fifths?|tenths?|all|none|double[ds]?|percentages?(?! point))\b"
    r"|نصف|ثلث|[أا]?رب[اع]|خمس|عشر|كل|جميع|ضعف|نسبة مئوية",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"(?P<before>[$€£¥₪₺₽₹]) ?\d|\d (?:(?:hundred|thousand|million|billion|trillion"
    r"|[أا]لفا?|[آا]لاف|ملي[وا]\w*|ملايين|بليون\w*|بلايين|تريليون\w*) )?"
    r"(?P<after>[^\W\d_]+|[$€£¥₪₺₽₹])",
    re.IGNORECASE,
)
_HALVES = re.compile(
    r"(?P<am>\d ?a\.?m\b|\bin the morning\b|صباحا|فجرا|بعد منتصف الليل)"
    r"|(?P<pm>\d ?p\.?m\b|\bin the (?:afternoon|evening)\b|مساء|عصرا|بعد الظهر"
    r"|(?<![\d:.])(?:1[3-9]|2[0-3]):[0-5]\d(?![\d:]))",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/-])|(?<![\d/.-])(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DAY_AND_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_ORDERS: Mapping[Lang, int] = {"ar": 1, "en": 2}
"""In how many orders a language writes day and month in digits: Arabic the day first, English either."""

_NEGATIVE = re.compile(r"(?:(?<=\s)|^|(?<=[(«“\"]))[-−–]\d(?![^-−–]{0,30}\w[-−–](?!\S))")
_BELOW = re.compile(r"\b(?:minus|negative|below|under|sub-?zero|freezing|frozen?)\b|تحت|دون|ناقص|سالب", re.IGNORECASE)
_LESS = re.compile(
    r"\b(?:down|los[est]\w*|fell|fall|drop|declin|contract|shr[aiu]nk|cut)|[اأإ]نخف|تراجع|خسر|خسا|هبو?ط|[اأإ]نكم|تقل",
    re.IGNORECASE,
)
_DEGREES = re.compile(r"\bdegrees?\b|\btemperatures?\b|°|حرارة|درج", re.IGNORECASE)
_BELOW_ZERO = re.compile(r"تحت الصفر|دون الصفر|\bbelow (?:zero|freezing)\b|\bminus \w+", re.IGNORECASE)
_SCORE = re.compile(r"(?<![\d.,/:-])(\d{1,2}) ?[-–:] ?(\d{1,2})(?![\d.,/:-]*\d)")
_DEFEAT = re.compile(r"خسر|خسا|هزيم|[اأ]نهز|\blos[est]\w*|\bdefeat|\bbeaten\b|\bwent down\b", re.IGNORECASE)

_ERAS = re.compile(
    r"(?P<bc>قبل الميلاد|(?<!\w)ق\.? ?م(?!\w)|\bB\.?C(?:\.?E)?\b|\bbefore Christ\b)"
    r"|(?P<ad>بعد الميلاد|للميلاد|ميلادي|(?<=\d)م(?!\w)|(?<=\d )م(?!\w)|\bA\.?D\b|(?<!B)(?<!B\.)\bC\.?E\b)"
)
_DECADE = re.compile(
    r"\b(?P<digits>[12]\d\d0)'?s\b"
    r"|\b(?P<arabic>\w{3,12}ات) (?P<of>(?:من )?القرن (?:ال)?\w{1,9}(?: (?:و?ال)?(?:عشر|عشرون|عشرين)\b)?)"
    r"|\b(?P<english>\w{3,9}ties) of the (?P<century>[\w-]{1,16}(?: first)?) century\b",
    re.IGNORECASE,
)


def differ(source: str, counterpart: str, source_lang: Lang) -> bool:
    """Whether what goes with a number was changed."""
    ours, theirs = plain_digits(source), plain_digits(counterpart)
    here, there = named(ours), named(theirs)
    return (
        any(_changed(here & kinds, there & kinds) for kinds in (_CURRENCIES, _HIJRI))
        or _changed(parts(ours), parts(theirs))
        or _changed(halves(ours), halves(theirs))
        or _changed(prices(ours), prices(theirs))
        or _changed(eras(ours), eras(theirs))
        or _changed(decades(ours), decades(theirs))
        or _lost_percent(ours, theirs)
        or _changed_months(
            (here & _MONTHS, _numbered_months(ours, source_lang)),
            (there & _MONTHS, _numbered_months(theirs, other(source_lang))),
        )
        or _lost_sign(ours, theirs)
        or _turned(ours, theirs)
    )


def parts(text: str) -> set[str]:
    """Return whether a text counts in percent, in percentage points or in both."""
    return {str(match.lastgroup) for match in _PARTS.finditer(text)}


def halves(text: str) -> Counter[str]:
    """Count the times of day that a text gives in each half of the day."""
    return Counter(str(match.lastgroup) for match in _HALVES.finditer(text))


def prices(text: str) -> Counter[str]:
    """Count the figures in each currency."""
    found = (_kind("", match["before"] or match["after"]) for match in _PRICE.finditer(text))
    return Counter(kind for kind in found if kind in _CURRENCIES)


def eras(text: str) -> Counter[str]:
    """Count the years that a text gives before the common era (`bc`), and in it (`ad`)."""
    return Counter(str(match.lastgroup) for match in _ERAS.finditer(text))


def decades(text: str) -> set[str]:
    """Return the first years of the decades of which a text says the century."""
    return {year for match in _DECADE.finditer(text) if (year := _decade(match))}


def _decade(match: re.Match[str]) -> str | None:
    """Return the first year of a decade, or None where its century cannot be told."""
    if match["digits"]:
        return match["digits"]
    years = _within(match["arabic"] or match["english"], 20, 100)
    century = _within(match["of"] or match["century"], 1, 22)
    return str((century - 1) * 100 + years) if years and century else None


def _within(text: str, least: int, end: int) -> int | None:
    """Return the largest number that a text says between two."""
    values = [int(key) for key in numbers.read(text).pool if isinstance(key, float | int) and least <= key < end]
    return max(values, default=None)


def _numbered_months(text: str, lang: Lang) -> set[str]:
    """Return the months that the dates in digits of a text may mean."""
    found: set[int] = set()
    for first, _, second, _, _, month, _ in _DATE.findall(text):
        pair = [int(month)] if month else [int(second), int(first)]
        right = [value for value in pair if 1 <= value <= 12]
        found |= set(right[: _ORDERS[lang]])
    for pair in _DAY_AND_MONTH.findall(text):
        found |= set(map(int, pair))
    return set(map(str, found))


def _changed(ours: Set[str] | Counter[str], theirs: Set[str] | Counter[str]) -> bool:
    """Whether each has something, or more of it, that the other lacks."""
    here, there = Counter(ours), Counter(theirs)
    return bool(here - there) and bool(there - here)


def _changed_months(ours: tuple[set[str], set[str]], theirs: tuple[set[str], set[str]]) -> bool:
    """Whether another month is named, or one that is not that of the other text's dates in digits.

    Takes the months of each text by name, and by number.
    """
    (here, numbered), (there, theirs_numbered) = ours, theirs
    lost, new = here - there - theirs_numbered, there - here - numbered
    return bool((lost and (new or (theirs_numbered and not there))) or (new and numbered and not here))


def _lost_percent(ours: str, theirs: str) -> bool:
    """Whether one text counts in percent, and nothing in the other does, nor says a share in a word."""
    here, there = "percent" in parts(ours), "percent" in parts(theirs)
    return here != there and not _SHARE.search(ours if there else theirs)


def _lost_sign(ours: str, theirs: str) -> bool:
    """Whether a number is below zero in one text, and nothing in the other says so, or of a loss, that it is one."""
    degrees = _DEGREES.search(ours) or _DEGREES.search(theirs)
    return any(
        (_NEGATIVE.search(some) or _BELOW_ZERO.search(some))
        and not (_NEGATIVE.search(others) or _BELOW.search(others) or (not degrees and _LESS.search(others)))
        for some, others in ((ours, theirs), (theirs, ours))
    )


def _turned(ours: str, theirs: str) -> bool:
    """Whether a result stands the other way round. In a defeat each language may begin with the winner or not."""
    if _DEFEAT.search(ours) or _DEFEAT.search(theirs):
        return False
    here, there = set(_SCORE.findall(ours)), set(_SCORE.findall(theirs))
    return any((second, first) in there - here for first, second in here - there)


def named(text: str) -> set[str]:
    """Return the currencies and months that a text names, by one word, two or a symbol."""
    found = _TEXT.findall(text)
    pairs = zip(["", *found], found, strict=False)
    return {kind for before, word in pairs if (kind := _kind(before if word in SECOND_WORDS else "", word))}


@lru_cache(maxsize=8192)
def _kind(before: str, word: str) -> str | None:
    """Return what a word means, alone or with the one before it."""
    plain = plain_arabic(word)
    for key in (word, word.lower(), *(f"{stem} {plain}" for stem in stems(plain_arabic(before)))):
        if key in _NAMES:
            return _NAMES[key]
    long = (stem for stem in stems(plain) if stem == plain or len(stem) >= SHORTEST_STEM)
    return next((_NAMES[stem] for stem in long if stem in _NAMES), None)
