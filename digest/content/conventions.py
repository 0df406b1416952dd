"""Conventions of newsrooms in the text itself: ticker words, datelines, bylines, source lines, list items."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TICKER = """
الخبر العاجل | خبر عاجل | أخبار عاجلة | عاجل | عاجل جدا | عاجل جداً
breaking news | breaking | urgent | flash | news flash | developing
"""
AGENCIES = """
وكالات | الوكالات | متابعات | خاص | مراسلون | رويترز | فرانس برس | أسوشيتد برس | اسوشيتد برس
الأناضول | الاناضول
شينخوا | سبوتنيك | تاس | نوفوستي | إفي | سانا | واس | وام | قنا | بترا | كونا | بنا | وات | واج
وأج | معا | صفا | وفا | واع | نينا
سبأ | سونا | لانا | هاوار | نورث برس | الجزيرة نت | العربية نت | العربية.نت | بي بي سي
سي إن إن | دويتشه فيله
أ ف ب | ا ف ب | د ب أ | د ب ا | أ ش أ | ا ش ا | أ ب | ا ب | و م ع | أ.ف.ب | ا.ف.ب | د.ب.أ
أ.ش.أ | أ.ب
reuters | ap | afp | dpa | upi | efe | xinhua | tass | sputnik | bloomberg | anadolu | aa | sana
wam | spa | qna | kuna | petra | mena
tap | aps | map | wafa | bbc | cnn | agencies
"""
"""News agencies as datelines name them."""
CITIES = """
القاهرة | الإسكندرية | دمشق | حلب | حمص | إدلب | القامشلي | الحسكة | الرقة | دير الزور | بيروت
طرابلس | عمان | عمّان | القدس | القدس المحتلة
غزة | رام الله | نابلس | بغداد | البصرة | الموصل | أربيل | كركوك | النجف | الرياض | جدة | مكة
مكة المكرمة | المدينة المنورة | الدمام | صنعاء | عدن
تعز | الحديدة | مسقط | أبوظبي | أبو ظبي | دبي | الشارقة | الدوحة | المنامة | الكويت | الخرطوم
بنغازي | مصراتة | تونس | صفاقس | سوسة
الجزائر | وهران | قسنطينة | الرباط | الدار البيضاء | مراكش | فاس | طنجة | نواكشوط | مقديشو
جيبوتي | موروني
أنقرة | إسطنبول | اسطنبول | طهران | كابول | إسلام آباد | نيودلهي | موسكو | كييف | لندن | باريس
برلين | روما | مدريد | بروكسل | جنيف | فيينا | أثينا
واشنطن | نيويورك | الأمم المتحدة | أوتاوا | بكين | طوكيو | سيول | أديس أبابا | نيروبي | عواصم
cairo | alexandria | damascus | aleppo | beirut | amman | jerusalem | gaza | ramallah | baghdad
basra | mosul | erbil | riyadh | jeddah
sanaa | aden | muscat | abu dhabi | dubai | doha | manama | kuwait city | khartoum | tripoli
benghazi | tunis | algiers | rabat | casablanca
ankara | istanbul | tehran | kabul | islamabad | new delhi | moscow | kyiv | london | paris
berlin | rome | madrid | brussels | geneva
vienna | athens | washington | new york | united nations | ottawa | beijing | tokyo | seoul
addis ababa | nairobi
"""
"""Places that datelines begin with; any other needs an agency beside it."""

_BYLINE = re.compile(
    r"(?:(?:كتب|كتبت|كتبها|بقلم|إعداد|اعداد|تقرير|تحرير|ترجمة)\s*[:：]\s*|(?:بقلم|كتبت?)\s*/\s*|بقلم\s+"
    r"|(?i:written\s+by|by|author)\s*:\s*|(?:Written\s+by|BY|By)\s+(?=[A-Z]))(?P<names>[^\d.!?؟:]{3,80})"
)
_SOURCE = re.compile(r"(?:المصدر|المصادر|نقلا عن|source|sources)\s*[:：]\s*(?P<name>.{1,150})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"«»()]+")
_PARTS = re.compile(r"\s*[,،;؛&]\s*|\s+(?:و|and)\s+")

_ITEM = re.compile(
    r"(?:(?P<bullet>[-•▪●◦‣*–—])\s+|(?P<open>[(\[]?)(?P<number>[0-9٠-٩۰-۹]{1,3})\s?(?:[.)\]]\s+|[-–/]\s*(?=\D)|[.)]\s*(?=[^\W\d])))(?=\S)"
)
_DASHES = r"[-–—:：]"
_DASH = re.compile(_DASHES)


def _listed(table: str) -> str:
    """Return a pattern that matches every entry of a table, the longest first."""
    entries = {" ".join(entry.split()) for line in table.strip().splitlines() for entry in line.split("|")}
    return "|".join(sorted(map(re.escape, entries), key=len, reverse=True))


_AGENCY = _listed(AGENCIES)
_CITY = _listed(CITIES)
_PLACE = r"[^\s\d.،,:؛\"«»()/–—-][^\d.،:؛\"«»()/–—\n]{1,30}?"
_DATELINE = re.compile(
    rf"(?:"
    rf"{_PLACE}(?:[,،/]\s*{_PLACE})?\s*(?:,\s*\w+\.?\s+\d{{1,2}}\s*)?[(\[](?:{_AGENCY}|[^()\d.\n]{{2,30}})[)\]]\s*{_DASHES}"
    rf"|{_PLACE}(?:[,،/]\s*{_PLACE})?\s*[-–—/،,]\s*(?:{_AGENCY})(?:\s*[-–—/،,+]\s*(?:{_AGENCY}))*\s*{_DASHES}"
    rf"|(?:{_CITY})(?:[,،/]\s*{_PLACE})?\s+[-–—]"
    rf")\s+(?=\S)",
    re.IGNORECASE,
)
_DATELINE_ALONE = re.compile(
    rf"(?:{_PLACE}\s*[-–—/،,:]\s*(?:{_AGENCY})(?:\s*[-–—/،,+]\s*(?:{_AGENCY}))*|{_PLACE}\s*[(\[](?:{_AGENCY})[)\]]|(?:{_CITY})\s*[-–—/]\s*{_PLACE}|(?:{_CITY}))",
    re.IGNORECASE,
)


@lru_cache(maxsize=8)
def _ticker_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    known = _listed("\n".join((_TICKER, *words)))
    return re.compile(
        rf"(?:[^\w\s]+\s*)?(?:#(?:{known})\s+(?![:：|/–—.-])|#?(?:{known})(?:\s*(?:[:：|/–—-]+|\.{{2,}}|…|!+)\s*|$))",
        re.IGNORECASE,
    )


def ticker(line: str, words: tuple[str, ...]) -> int | None:
    """Return where the text of a ticker line begins, after `عاجل:` or one of `words`; None for any other line.

    The mark may stand alone; then the text is as long as the mark, and the line after it is the ticker.
    """
    match = _ticker_pattern(words).match(line)
    return match.end() if match else None


def dateline(text: str) -> tuple[int, int] | None:
    """Return the end of the dateline that a text begins with, and the start of the text after its dash, or None."""
    match = _DATELINE.match(text[:120]) if _DASH.search(text, 0, 120) else None
    if not match:
        return None
    return len(match[0].rstrip().rstrip("-–—:：").rstrip()), match.end()


def is_dateline(line: str) -> bool:
    """Tell whether a line is a dateline and nothing else: `واشنطن - وكالات`."""
    return len(line) <= 60 and bool(_DATELINE_ALONE.fullmatch(line.rstrip(" -–—:")))


def byline(line: str) -> tuple[str, ...]:
    """Return the names of a byline (`بقلم: …`, `By …`); none for any other line."""
    match = _BYLINE.fullmatch(line) if len(line) <= 100 else None
    return names(match["names"]) if match and len(match["names"].split()) <= 12 else ()


def names(text: str) -> tuple[str, ...]:
    """Return the names of a list, parted at commas, at `&`, and at `و` or `and` where it stands alone."""
    return tuple(dict.fromkeys(part for part in (part.strip() for part in _PARTS.split(text)) if part))


def terms(text: str) -> tuple[str, ...]:
    """Return the tags of a list, parted at commas and semicolons."""
    return tuple(dict.fromkeys(part for part in (part.strip() for part in re.split(r"[,،;؛]", text)) if part))


def source(line: str) -> tuple[str | None, str | None] | None:
    """Return the name and the address of a source line (`المصدر: …`); None for any other line."""
    match = _SOURCE.fullmatch(line) if len(line) <= 300 else None
    if not match:
        return None
    address = _ADDRESS.search(match["name"])
    name = (match["name"].replace(address[0], "") if address else match["name"]).strip(" .،,-–—()|")
    return name or None, address[0].rstrip(".,،") if address else None


@dataclass(frozen=True, slots=True)
class Item:
    """The mark of a list item: how long it is, and its number (None for a bullet)."""

    length: int
    number: int | None


def item(line: str) -> Item | None:
    """Return the mark that a list item begins with: `- `, `• `, `1. `, `١- `, `(2) `."""
    if line[:1] not in "-•▪●◦‣*–—([0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹":
        return None
    match = _ITEM.match(line)
    return Item(match.end(), int(match["number"]) if match["number"] else None) if match else None
