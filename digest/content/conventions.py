"""Conventions of newsrooms in the text itself: ticker words, datelines, bylines, source lines, list items."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from digest.content.folding import folded


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_TICKER = """
الخبر العاجل | خبر عاجل | أخبار عاجلة | نبأ عاجل | عاجل | عاجل جدا | عاجل جداً | عاجل الآن | عاجل وحصري
breaking news | breaking | urgent | flash | news flash | newsflash | news alert | just in | developing
"""
AGENCIES = """
وكالات | الوكالات | متابعات | خاص | مراسلون | رويترز | فرانس برس | أسوشيتد برس | اسوشيتد برس
الأناضول | الاناضول
شينخوا | سبوتنيك | تاس | نوفوستي | إفي | سانا | واس | وام | قنا | بترا | كونا | بنا | وات | واج
وأج | معا | صفا | وفا | واع | نينا
سبأ | سونا | لانا | هاوار | نورث برس | الجزيرة نت | العربية نت | العربية.نت | بي بي سي
عربي21 | عربي 21 | سي إن إن | دويتشه فيله | العربي الجديد | القدس العربي | الشرق الأوسط | سكاي نيوز عربية | روسيا اليوم
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

_TEXT_WORK = r"(?:[اإ]عداد|تقرير|تحقيق|حوار|حاوره|حاورته|حاورها|حاورتها|أجرى الحوار|أجرت الحوار|تغطية)"
"""What an author does."""
_WORK = (
    r"(?:[اإ]عداد|تقرير|تحقيق|حوار|ترجم[ةه]|تحرير|تصوير|تقديم|تدقيق|مراجع[ةه]"
    r"|متابع[ةه]|تنسيق|[إا]شراف|[إا]خراج|رسوم)"
)
"""What people do for a text; whoever does no more than one of the others is not its author."""
_CREDIT = re.compile(
    rf"(?:{_WORK}(?:\s+و\s?{_WORK})?(?:\s*[:：]\s*|\s+[-–—/|]\s*)"
    r"|(?:Edit(?:ing|ed)|Translat(?:ion|ed)|Additional reporting"
    r"|Fact-checked|Photographs?)\s+by:?\s+(?=[A-Z]))(?P<names>[^\d.!?؟:]{3,80})"
)
_BETWEEN_CREDITS = re.compile(r"\s*[;؛|]\s*|\s+[-–—/]\s+")
_BYLINE = re.compile(
    rf"(?P<label>(?:كتب|كتبت|كتبها|بقلم|{_TEXT_WORK})(?:\s+و\s?{_WORK})?\s*[:：/–—-]\s*"
    rf"|(?:بقلم|كتبت?|{_TEXT_WORK})\s+|(?i:(?:written|reporting|writing)\s+by|by|author)\s*:\s*"
    r"|(?:(?:Written|Reporting|Writing)\s+by|BY|By)\s+(?=[A-Z]))"
    r"(?P<names>(?:[^\d.!?؟:]|(?<=\b\w)\.|(?<=\b[DMS][rt])\.|(?<=\bMrs)\.){3,80})"  # `د.`, `J.`, `Dr.`
)
_ARABIC_LABELS = ("كتب", "كتبت", "إعداد", "اعداد", "تقرير", "تحقيق", "حوار", "أجرى الحوار", "أجرت الحوار", "تغطية")
"""Without a colon, these are words of many headlines: only a known name after them makes a byline."""
_KINDS_OF_TEXT = ("تقرير", "تحقيق", "حوار")
"""What a newsroom calls a text, before who wrote it or before what it is about (`تقرير: …`)."""
_NO_NAME = _words("""
في من على إلى الى عن مع أمام امام بعد قبل بعض كل نصف هذا هذه التي الذي الذين بلا بدون دون لا لم لن ما هل كيف لماذا أن ان
إن قد يوم أمس امس اليوم غدا رئيس وزير وزارة مدير نائب رغم خلال بين ضد حول حتى عند منذ نحو
the a an of in on at to is was were are has had have for with from that this monday tuesday wednesday thursday friday
saturday sunday january february march april may june july august september october november december
""")
"""Words of a sentence that are in no name of a person."""
_NO_PERSON = _words("""
خاص خاصة منظمة وزارة شركة بنك مجلس هيئة جمعية اتحاد لجنة مركز معهد صندوق مؤسسة نقابة حزب جامعة مكتب شبكة وكالة مرصد
صحيفة موقع قناة دولي دولية رسمي رسمية أممي أممية حقوقي حقوقية محلي محلية سري جديد شامل مصور ميداني صحفي استقصائي
""")
"""Words that a report is of or about (`تقرير: منظمة …`), and that begin no name of a person."""
_TITLES = _words("""
الأستاذ الاستاذ الأستاذة الدكتور الدكتورة الشيخ الصحفي الصحفية الصحافي الصحافية الكاتب الكاتبة المهندس الإعلامي المحامي
""")
"""What stands before the name of a person, in a byline."""
_NO_SOURCE = _words("""
لا لم لن ليس تم يتم سيتم ستتم سوف نحو no
أكد أكدت قال قالت أعلن أعلنت أفاد أفادت أوضح أوضحت كشف كشفت صرح صرحت ذكر ذكرت أضاف أضافت نفى نفت إن أن أنه أنها
انتهى انتهت بدأ بدأت وصل وصلت توقف توقفت عاد عادت وقع وقعت قتل قتلت أصيب أصيبت استمر استمرت يستمر تستمر مستمرة
الذي التي said says told tells confirmed announced denied added is are was were has have had will would that
""")
"""Words of a sentence that are in no name of a source."""
_NO_END = _words("""
في من على إلى الى عن مع حتى منذ بين يوم بتاريخ الموافق هو هي كان كانت وهو وهي و أو
on in at by from until since to is was are were and or between of the
""")
"""Words that end no sentence."""
_GIVEN_NAMES = _words("""
محمد أحمد احمد محمود علي حسن حسين خالد عمر عمرو إبراهيم ابراهيم إسماعيل اسماعيل يوسف موسى عيسى سامي سمير سعيد سعد
مصطفى طارق كريم كمال جمال ماهر ماجد نبيل وائل وليد هشام هاني ياسر ياسين زياد رامي رائد فادي فؤاد فيصل فهد سلطان ناصر
منصور سلمان سليمان صالح صلاح عبد عبدالله عبدالرحمن عبدالعزيز عبدالكريم عثمان عماد غسان بلال بشار أنس أيمن أمين أنور
أشرف أسامة إياد إيهاب باسل باسم جابر جورج حاتم حازم حمزة رضا رشيد رياض سيد شادي شريف عادل عاطف عصام علاء فارس
فاطمة عائشة مريم زينب خديجة سارة ليلى منى مها نور هدى هند هبة أمل أمينة إيمان آمنة أسماء دينا رانيا ريم رنا سلمى سمر
سعاد سناء شيماء عبير غادة لمى لينا نادية ندى نجلاء نوال نورا وفاء ياسمين
""")
"""Names that begin a byline without a colon, as `إعداد محمد علي`; most other words there begin a headline."""
_SMALL_NAME_PARTS = _words("al el bin ben ibn bint abu de da del van von der la le بن ابن بنت")
_SOURCE = re.compile(
    r"(?P<label>المصدر|المصادر|مصدر الخبر|نقلا عن|نقلاً عن|نقلًا عن|source|sources)"
    r"(?:\s*[:：]\s*|\s*/\s+|\s+[-–—/|]\s+)(?P<name>.{1,150})",
    re.IGNORECASE,
)
_SOURCE_LABEL = re.compile(r"(?:المصدر|المصادر|مصدر الخبر|نقلا[ًّ]?\s+عن|sources?)\s*[:：]", re.IGNORECASE)
_QUOTED_FROM = re.compile(r"(?:نقلا|نقلاً|نقلًا)\s+عن\s+(?P<name>[^.:!?؟،,؛]{2,60})\.?")
_MEDIUM = _words("""
صحيفة صحيفه جريدة جريده مجلة مجله موقع وكالة وكاله قناة قناه شبكة شبكه إذاعة اذاعة تلفزيون تلفزة منصة راديو
""")
"""What names of newspapers, stations and sites begin with."""
_PICTURE = re.compile(
    r"(?:(?:مصدر |حقوق )?(?:الصورة|صورة|الصور|صور)|تصوير|عدسة|(?:photo|image)\s+credits?"
    r"|photo(?:s|graph)?(?:\s+by)?|images?|picture)(?:\s*[:：]\s*|\s+[-–—/|]\s+)"
    r"(?P<name>\S.{1,60})",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:[اإ]قر[أا]|شاهد|طالع|[اأ]نظر|read|see|watch)\s+(?:[أا]يض[اًا]+|المزيد|also|more)\b", re.IGNORECASE
)
_NO_PLACE = (
    r"(?!(?:المصدر|المصادر|مصدر|الصور[ةه]?|صور[ةه]?|تصوير|عدس[ةه]|فيديو|بقلم|كتبت?|تقرير|نقلا\s+عن|photos?|images?"
    r"|pictures?|sources?|video|by)\s*[:：/–—-])"
)
"""Before a dateline: what looks like one, and says whose a picture or a text is."""
_ADDRESS = re.compile(r"https?://[^\s<>\"«»()]+")
_PARTS = re.compile(r"\s*[,،;؛&]\s*|\s+(?:و|and)\s+")

BULLETS = "•▪●◦‣⁃∙■□▶►➢➤✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e8\uf0a8\uf06f\uf071"
"""What says that a line is a list item without another beside it; at the end those of Word's symbol fonts."""
_SIGNS = (
    "*–—·−§~+\u066d\u06de\u2190-\u21ff\u25a0-\u25ff\u2605\u2606\u2611\u2666\u26aa\u26ab\u2705\u2720-\u274b\u2756\u2794-\u27be\u2981\u29be"
    "\u29bf\u2b1b\u2b1c\u2b24\u2b50\U0001f449\U0001f518\U0001f534-\U0001f53b\U0001f7e0-\U0001f7eb-"
)
"""Dashes, stars, arrows, squares and dots: each makes an item of a line that has another one beside it."""
_CIRCLED = "\u2460-\u2473\u2776-\u2793"
_ITEM = re.compile(
    rf"(?:(?P<bullet>(?:[{BULLETS}{_SIGNS}]|--)\ufe0f?\s+|[{BULLETS}]\ufe0f?(?=[^\W_]|[«\"(])|[–—-](?=[^\W\d_])"
    r"|o\s+(?=[A-Z\u0621-\u064a])|[vqØü]\s+(?=[\u0621-\u064a]))"
    rf"|(?P<number>[{_CIRCLED}]|[0-9](?=\ufe0f?\u20e3))\ufe0f?\u20e3?\s*"
    r"|(?P<open>[(\[]?)(?P<digits>[0-9٠-٩۰-۹]{1,3})(?:\s?(?:[.)\]]\s+|[-–/]\s*(?=\D)|[.)]\s*(?=[^\W\d]))|[-–/]\s+))(?=\S)"
)
_ITEM_BEGINS = re.compile(rf"[{BULLETS}{_SIGNS}{_CIRCLED}ovqØü(\[0-9٠-٩۰-۹]")
_DASHES = r"[-–—:：_]"
_PARTING = re.compile(r"[-–—:：/_]")
"""What parts a dateline from the text after it."""


def _listed(table: str) -> str:
    """Return a pattern that matches every entry of a table, the longest first."""
    entries = {" ".join(entry.split()) for line in table.strip().splitlines() for entry in line.split("|")}
    return "|".join(sorted(map(re.escape, entries), key=len, reverse=True))


_AGENCY = _listed(AGENCIES)
_KNOWN_AGENCY = re.compile(rf"(?:(?:وكالة )?(?:{_AGENCY}))", re.IGNORECASE)
_CITY = _listed(CITIES)
_PAPER = _listed("""
الحياة | الشروق | النهار | الأهرام | الصباح | الخليج | البيان | الراي | الاتحاد | الأخبار | السفير | المصري اليوم
الوطن | العرب | عكاظ | المستقبل | الجمهورية | الدستور | الرأي | الغد | المدن | العربي
""")
"""Newspapers that datelines name in quotation marks."""
_WORDS_TOO = r"(?:معا|صفا|بنا|وفا|خاص|متابعات|الوكالات|وكالات|تاس|واع|نينا)"
"""Agencies whose names are words of a text as well."""
_PLACE = r"[^\s\d.،,:؛\"«»()/_–—-][^\d.،:؛\"«»()/_–—\n]{1,30}?"
_DAY = (
    r"(?:\d{1,2}[\s/-]+[^\W\d_]{2,12}(?:\s+(?:ال)?(?:[أا]ول|ثاني))?\.?(?:[\s,،/-]+\d{4})?|[^\W\d_]{2,12}\.?\s+\d{1,2}(?:\s*,?\s*\d{4})?"
    r"|\d{1,4}[-/]\d{1,2}[-/]\d{1,4})"
)
_DAY_AND_MONTH = r"\d{1,2}\s*[-–—/]\s*\d{1,2}"
_PLACES = rf"{_PLACE}(?:[,،/]\s*{_PLACE})?"
_WHEN = rf"(?:\s*[,،]?\s*(?:(?:في\s*:?|le)\s+)?{_DAY})?"
_DATELINE = re.compile(
    rf"{_NO_PLACE}(?:"
    rf"(?:{_CITY})\s*[:–—-]\s*[«\"](?:{_AGENCY}|{_PAPER})[»\"]\s*(?:{_DASHES}{{1,2}})?"
    rf"|(?:{_CITY})\s*[,،]\s*{_DAY}\s*[-–—]\s*(?:{_AGENCY})\s*\."
    rf"|(?:{_CITY})\s*[-–—]\s*(?!{_WORDS_TOO}\b)(?:{_AGENCY})(?=\s)"
    rf"|{_PLACES}(?:{_WHEN}|\s*[-–—]\s*{_DAY_AND_MONTH})\s*[(\[](?:{_AGENCY}|[^()\d.\n]{{2,30}})[)\]](?:\s*{_DAY})?\s*{_DASHES}{{1,2}}"
    rf"|{_PLACES}{_WHEN}\s*[-–—/،,_]\s*(?:{_AGENCY})(?:\s*[-–—/،,+_]\s*(?:{_AGENCY}))*\s*(?:{_DASHES}{{1,2}}|/)"
    rf"|(?:{_CITY})\s*[-–—/]\s*(?:في\s+)?{_DAY}\s*{_DASHES}{{1,2}}"
    rf"|(?:{_CITY})(?:[,،/]\s*{_PLACE})?(?:\s*[,،]?\s*(?:في\s+)?{_DAY})?\s+[-–—]{{1,2}}"
    rf"|{_PLACE}\s+[-–—]\s+(?:{_CITY})\s+[-–—]"
    rf"|(?:{_AGENCY})\s*[-–—/،,_]\s*(?:{_CITY}){_WHEN}\s*(?:{_DASHES}{{1,2}}|/)"
    rf"|[(\[](?:{_AGENCY}|{_CITY})[)\]]\s*{_DASHES}{{1,2}}"
    rf"|(?:{_CITY})\s*/\s*{_PLACE}\s*:"
    rf")(?:(?:\s+[-–—])?\s+|(?<=[)\]][-–—])|(?<=[)\]]\s[-–—]))(?=\S)",
    re.IGNORECASE,
)
_DATELINE_GOES_ON = re.compile(
    rf"(?:(?:من|تحرير|بقلم)\s+[^\d.،,:؛\"«»()/–—\n-]{{3,40}}?(?:\s*[(\[](?:{_AGENCY})[)\]])?|[«\"](?:{_AGENCY}|{_PAPER})[»\"]"
    rf"|(?:{'|'.join(sorted(_GIVEN_NAMES))})(?:\s[^\W\d_]{{2,15}}){{1,3}}?|{_DAY}(?:\s*[(\[](?:{_AGENCY})[)\]])?"
    rf"|[(\[]?(?!{_WORDS_TOO}\b)(?:{_AGENCY})[)\]]?)\s*(?:[-–—]{{1,2}}|/)\s+(?=\S)",
    re.IGNORECASE,
)
"""What may follow a dateline before the text: who wrote it, a paper, a day, an agency: `القاهرة – من أحمد سالم – …`."""
_DATELINE_ALONE = re.compile(
    rf"{_NO_PLACE}(?:{_PLACE}{_WHEN}\s*[-–—/،,]\s*(?:{_AGENCY})(?:\s*[-–—/،,+]\s*(?:{_AGENCY}))*"
    rf"|(?:{_CITY})\s*:\s*(?:{_AGENCY})|(?:{_AGENCY})\s*[-–—/،,]\s*(?:{_CITY}){_WHEN}|{_PLACE}{_WHEN}\s*[(\[](?:{_AGENCY})[)\]]|(?:{_CITY})\s*[-–—/]\s*{_PLACE}"
    rf"|(?:{_CITY})(?:{_WHEN}|\s*[-–—/]\s*(?:في\s+)?{_DAY})|(?:{_CITY})\s+\d{{1,2}}\s[^.!?؟:]{{3,60}}\d{{4}}\s?(?:م\s|هـ?\s)?\s*(?:{_AGENCY})?)",
    re.IGNORECASE,
)
_NAME_AND_CITY = re.compile(rf"(?P<name>[^\W\d_]+(?: [^\W\d_]+){{1,3}})\s+[-–—/]\s+(?:{_CITY})")
_BARE_CITY = re.compile(_CITY, re.IGNORECASE)
_HOUR = re.compile(
    r"(?:علي\s+|في\s+)?(?:الساعه|س)\s*:?\s*\d|\d{1,2}[:h]\d{2}\b|\d{1,2}\s?(?:am|pm|a\.m|p\.m)\b|at\s+\d"
)

_LONG = 120
"""Characters; a line that is longer reads as text, not as a headline."""
_SENTENCE_END = re.compile(r"(?<![.…])[.][\"'”»)\]]*\Z|(?<=\w{4})[.!?؟][\"'”»)\]]*\s+\S+\s+\S")

_BULLETS = f"*{BULLETS}◆◇○◾◽▫✅☑★⭐🔹🔸🔵🔴⚫"
_INLINE_BULLET = re.compile(rf"[:：]\s*(?P<mark>[{_BULLETS}–—-])\s(?=\s*\S)|\A(?P<first>[{_BULLETS}])\s(?=\s*\S)")
_INLINE_LETTER = re.compile(r"(?<!\S)\(?(?P<letter>[أبجدهوزحطي])\s?[-)]\s*(?=[^\W\d])")
_INLINE_NUMBER = re.compile(r"(?<!\S)\(?(?P<number>[0-9٠-٩]{1,2})\s?[-.)]\s*(?=[^\W\d])")


_AFTER_TICKER = r"(?:[:：|/–—-]+|\.{2,}|…|!+)"


@lru_cache(maxsize=8)
def _ticker_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    known = _listed("\n".join((_TICKER, *words)))
    known = rf"(?:عا{{2,}}جل|{known})[\u064b-\u0652]*"
    return re.compile(
        rf"(?:[^\w\s*]+\s*)?(?:#{known}\s+(?![:：|/–—.-])|#?{known}(?:\s*{_AFTER_TICKER}\s*|$)"
        rf"|(?P<bold>\*{{1,3}})#?{known}(?:\s*{_AFTER_TICKER})?\s*(?P=bold)\s*(?:{_AFTER_TICKER})?\s*)"
        rf"|(?:[^\w\s*(\[]+\s*)?[(\[【]\s*#?{known}\s*[)\]】]\s*{_AFTER_TICKER}?\s*",
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
    match = _DATELINE.match(text[:120]) if _PARTING.search(text, 0, 120) else None
    if not match:
        return None
    end = match.end()
    for _ in range(2):
        if more := _DATELINE_GOES_ON.match(text[:160], end):
            end = more.end()
    return len(text[:end].rstrip(" \n-–—:：/._")), end


def is_dateline(line: str) -> bool:
    """Tell whether a line is a dateline and nothing else: `واشنطن - وكالات`."""
    return len(line) <= 80 and bool(_DATELINE_ALONE.fullmatch(line.rstrip(" -–—:")))


def is_city(line: str) -> bool:
    """Tell whether a line is the name of a city that datelines begin with, and nothing else."""
    return len(line) <= 30 and bool(_BARE_CITY.fullmatch(line.rstrip(" :")))


def reads_as_text(line: str) -> bool:
    """Tell whether a line is rather a sentence of the text than a headline: long, with a full stop or a dateline."""
    return len(line) > _LONG or _SENTENCE_END.search(line) is not None or dateline(line) is not None


def is_hour(line: str) -> bool:
    """Tell whether a line begins with a time of day, as those of a programme do: `الساعة 14:00 …`, `14:00 …`."""
    return _HOUR.match(folded(line[:40])) is not None


def announces(line: str) -> bool:
    """Tell whether a line goes on in the next one: it ends with a colon, or with a word as `في`."""
    words = line.rsplit(None, 1)
    return line.endswith((":", "：")) or (len(words) > 1 and words[1].casefold() in _NO_END)


def byline(line: str) -> tuple[str, ...]:
    """Return the authors that a byline names (`بقلم: …`, `By …`, `محمد علي - القاهرة`); none for any other line.

    It may say who did what beside them: `تقرير: … - تصوير: …`.
    """
    line = _unbracketed(line)
    if len(line) > 200:
        return ()
    if found := _byline(line):
        return found
    parts = _BETWEEN_CREDITS.split(line)
    if len(parts) == 1 or not all(_byline(part) or is_credit(part) or is_picture_credit(part) for part in parts):
        return ()
    return tuple(name for part in parts for name in _byline(part))


def is_credit(line: str) -> bool:
    """Tell whether a line says who worked on a text beside its authors, and nothing else: `ترجمة: …`, `Edited by …`."""
    line = _unbracketed(line)
    return len(line) <= 200 and all(map(_is_credit, _BETWEEN_CREDITS.split(line) if ":" in line[20:] else [line]))


def _is_credit(line: str) -> bool:
    match = _CREDIT.fullmatch(line)
    found = names(match["names"]) if match else ()
    if line.startswith(_KINDS_OF_TEXT) and not all(map(_is_reporter, found)):
        return False
    return bool(found) and all(
        _is_name(name, 3)
        and not name.startswith("ال")
        and (" " in name or name in _GIVEN_NAMES)
        and sum(word.startswith("ال") for word in name.split()) < 2
        for name in found
    )


def _byline(line: str) -> tuple[str, ...]:
    if len(line) > 100:
        return ()
    line = line.rstrip(" :：")
    if line.split(" ", 1)[0] in _GIVEN_NAMES and (placed := _NAME_AND_CITY.fullmatch(line)):
        return (placed["name"],) if _is_name(placed["name"], 4) else ()
    match = _BYLINE.fullmatch(line)
    if not match:
        return ()
    label = match["label"].rstrip()
    if label in _ARABIC_LABELS and match["names"].split()[0] not in _GIVEN_NAMES:
        return ()
    found = names(match["names"])
    if label.rstrip(" :：/–—-").split()[0] in _KINDS_OF_TEXT:
        return found if all(map(_is_reporter, found)) else ()
    if label[-1] in ":：/–—-":
        return found if all(_is_name(name, 6) for name in found) else ()
    return found if all(_is_name(name, 4) and not _does_something(name) for name in found) else ()


def _is_name(name: str, longest: int) -> bool:
    """Tell whether a text of so many words at most may be the name of a person."""
    words = [word.casefold() for word in name.split()]
    return 1 <= sum(word not in _SMALL_NAME_PARTS for word in words) <= longest and _NO_NAME.isdisjoint(words)


def _is_reporter(name: str) -> bool:
    """Tell whether a name after `تقرير:` is of who wrote it, rather than of what it is about or whose it is."""
    first, *rest = name.split()
    if not _is_name(name, 3 if first in _GIVEN_NAMES else 2) or first.startswith("ال") or first in _NO_PERSON:
        return False
    return bool(rest) or first in _GIVEN_NAMES or first.isascii()


def is_person(text: str) -> bool:
    """Tell whether a text is the name of a person, and nothing else: it begins with a name that people are given."""
    return text.split(" ", 1)[0] in _GIVEN_NAMES and " " in text and _is_name(text, 4)


def _does_something(name: str) -> bool:
    """Tell whether a text is rather a noun and what it does than a name: `الوزير وقع المرسوم`, `train is late`."""
    parts = [word for word in name.split() if word.casefold() not in _SMALL_NAME_PARTS and word not in _TITLES]
    if not parts:
        return True
    return (parts[0].startswith("ال") and len(parts) > 2) or any(part[0].islower() and part.isascii() for part in parts)


def is_picture_credit(line: str) -> bool:
    """Tell whether a line says whose a picture is, and nothing else: `صورة: رويترز`."""
    match = _PICTURE.fullmatch(_unbracketed(line)) if len(line) <= 100 else None
    return match is not None and _is_source(match["name"])


def is_pointer(line: str) -> bool:
    """Tell whether a line sends readers elsewhere: `اقرأ أيضا: …`."""
    return _POINTER.match(line) is not None


def _unbracketed(line: str) -> str:
    """Return a line without the brackets that it stands in: `(المصدر: …)`."""
    return line[1:-1].strip() if line[:1] + line[-1:] in ("()", "[]") else line


def _is_source(name: str) -> bool:
    words = name.split()
    return len(words) <= 8 and _NO_SOURCE.isdisjoint(word.casefold() for word in words)


def is_medium(name: str) -> bool:
    """Tell whether a text is the name of a newspaper, a station or an agency, and nothing else."""
    words = name.split()
    return _KNOWN_AGENCY.fullmatch(name) is not None or (
        words[0] in _MEDIUM and 1 < len(words) <= 5 and _is_source(name) and _NO_END.isdisjoint(words)
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text, folded: what must be on a page that says the same."""
    return "".join(filter(str.isalnum, folded(text)))


def says(line: str, *parts: str) -> bool:
    """Tell whether a line says no more and no less than some texts one after the other."""
    return letters(line) == letters(" ".join(parts))


def names(text: str) -> tuple[str, ...]:
    """Return the names of a list, parted at commas, `&`, and at `و` or `and` where it stands alone or before a name."""
    return tuple(dict.fromkeys(part for part in (part.strip() for part in _PARTS.split(_parted(text))) if part))


def _parted(text: str) -> str:
    """Return a list of names with `و` apart where it is written to the name that people are given: `سمير وليلى`."""
    if " و" not in text:
        return text
    return re.sub(
        r"(?<= )و(?=(\S+) \S)",
        lambda match: "و " if match[1] in _GIVEN_NAMES and f"و{match[1]}" not in _GIVEN_NAMES else "و",
        text,
    )


def terms(text: str) -> tuple[str, ...]:
    """Return the tags of a list, parted at commas and semicolons."""
    return tuple(dict.fromkeys(part for part in (part.strip() for part in re.split(r"[,،;؛]", text)) if part))


def is_source_label(line: str) -> bool:
    """Tell whether a line announces the source in the next one: `المصدر:`."""
    return _SOURCE_LABEL.fullmatch(line) is not None


def source(line: str) -> tuple[str | None, str | None] | None:
    """Return the name and the address of a source line (`المصدر: …`, `نقلا عن …`); None for any other line."""
    quoted = _QUOTED_FROM.fullmatch(_unbracketed(line)) if len(line) <= 100 else None
    if quoted and is_medium(quoted["name"].strip()):
        return quoted["name"].strip(), None
    match = _SOURCE.fullmatch(_unbracketed(line)) if len(line) <= 300 else None
    if not match:
        return None
    address = _ADDRESS.search(match["name"])
    name = (match["name"].replace(address[0], "") if address else match["name"]).strip(" .،,-–—()|")
    if not _is_source(name):
        return None
    return name or None, address[0].rstrip(".,،") if address else None


@dataclass(frozen=True, slots=True)
class Item:
    """The mark of a list item: how long it is, and its number (None for a bullet)."""

    length: int
    number: int | None


def item(line: str) -> Item | None:
    """Read the mark that a list item begins with: `- `, `• `, `1. `, `١- `, `(2) `, `① `."""
    match = _ITEM.match(line) if _ITEM_BEGINS.match(line) else None
    if not match:
        return None
    number = match["number"] or match["digits"]
    return Item(match.end(), int(unicodedata.numeric(number) if len(number) == 1 else int(number)) if number else None)


_LETTERED = re.compile(r"(?P<open>\()?(?P<letter>[أ-ي]|[ivx]{1,5}|[IVX]{1,5}|[A-Za-z])\s?(?:[)]|(?(open)(?!)|[.–-]))\s")
_ORDERS = ("أبجدهوزحطيكلمن", "أبتثجحخدذرزسشصضطظعغ", "abcdefghijklmnopqrstuvwxyz")
_ROMANS = tuple(
    f"{tens}{ones}" for tens in ("", "x") for ones in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
)


def lettered(line: str) -> str:
    """Return the letter or Roman numeral that counts a line, as in `أ- `, `(ب) `, `c) ` or `IV. `; empty for others."""
    match = _LETTERED.match(line)
    return match["letter"].casefold() if match else ""


def follows(letter: str, after: str) -> bool:
    """Tell whether one letter or Roman numeral is the next after another, as lines are counted."""
    return any(f"{letter}{after}" in order for order in _ORDERS) or (letter, after) in pairwise(_ROMANS)


def inline_items(text: str) -> list[int]:
    """Return where the items of a list that runs on in one paragraph begin: `كالتالي: * كذا * كذا`; none where none is.

    Bullets follow a colon, or begin the paragraph; numbers or letters follow a colon and count up from the first.
    """
    has_colon = ":" in text or "：" in text
    if not has_colon and text[:1] not in _BULLETS:
        return []
    if bullet := _INLINE_BULLET.search(text):
        group = "mark" if bullet["mark"] else "first"
        mark, begin = re.escape(bullet[group]), bullet.start(group)
        places = [match.start() for match in re.finditer(rf"(?<!\S){mark}\s+(?=\S)", text) if match.start() > begin]
        if places:
            return [begin, *places]
    return list(_numbered(text)) if has_colon else []


def _numbered(text: str) -> Iterator[int]:
    letters = _ORDERS[0]
    found = [(int(match["number"]), match.start()) for match in _INLINE_NUMBER.finditer(text)] or [
        (letters.index(match["letter"]) + 1, match.start()) for match in _INLINE_LETTER.finditer(text)
    ]
    first = next((at for at, (number, place) in enumerate(found) if number == 1), None)
    if first is None or text[: found[first][1]].rstrip()[-1:] not in (":", "："):
        return
    counted = [place for number, place in found[first:]]
    if len(counted) > 1 and [number for number, _ in found[first:]] == list(range(1, len(counted) + 1)):
        yield from counted
