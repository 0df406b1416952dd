"""Variation of what the model reads: spelling, digits, quotation marks, synonyms.

Newsrooms differ in all of them.  The model writes one form and should read many, so training varies
its sources and never its targets.
"""

import random
import re

_TO_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_TANWIN = re.compile(r"\b(صباح|غد|هدف|جد|كيلومتر|متر|شخص|يوم|شهر|مسافر|منزل|لقب|جزئي|نظيف|جديد|مدرب|تحذير|دولار)ا\b")
_ARABIC_QUOTES = (("«", "»"), ("“", "”"), ("«", "»"))

_ARABIC_SPELLINGS = (
    ("أميركي", "أمريكي"), ("أفريقيا", "إفريقيا"), ("الأفريقية", "الإفريقية"), ("غرينتش", "جرينتش"),
    ("غرام", "جرام"), ("إسطنبول", "اسطنبول"), ("هونغ كونغ", "هونج كونج"), ("درجات مئوية", "درجات"),
)  # fmt: skip

# Words that say the same, by whole words; the first of each pair is what the grammar writes.
_ARABIC_SYNONYMS = (
    ("بسبب", "نتيجة"), ("بسبب", "جراء"), ("بسبب", "بفعل"), ("ارتفعت", "صعدت"), ("ارتفع", "صعد"),
    ("ارتفعت", "زادت"), ("ارتفع", "زاد"), ("انخفضت", "هبطت"), ("انخفض", "هبط"), ("انخفض", "نزل"),
    ("هطول", "تساقط"), ("هطلت", "تساقطت"), ("سكان", "أهالي"), ("السكان", "الأهالي"), ("للمبيع", "للبيع"),
    ("المبيع", "البيع"), ("أونصة", "أوقية"), ("للأونصة", "للأوقية"), ("أمام", "مقابل"), ("بين", "ما بين"),
    ("أمس", "يوم أمس"), ("غدا", "يوم غد"), ("وكالات", "الوكالات"), ("المتحدث", "الناطق"),
    ("المسافرين", "الركاب"), ("ستستأنف", "ستعود"), ("أكد", "شدد"), ("إغلاق", "إقفال"), ("مركز", "بؤرة"),
    ("بلغت", "وصلت إلى"), ("بلغ", "وصل إلى"), ("السير", "المرور"), ("سير", "مرور"), ("حافلة", "باص"),
    ("المباراة", "اللقاء"), ("ركلة", "ضربة"), ("بركلات", "بضربات"), ("ملعب", "استاد"), ("يتوقع", "يرجح"),
    ("طفيف", "بسيط"), ("كثيف", "شديد"), ("دون", "بدون"), ("دون", "من دون"), ("حادث", "حادثة"),
    ("كيلومترا", "كم"), ("كيلومترات", "كم"), ("كيلومتر", "كم"), ("الإنترنت", "الانترنت"),
)  # fmt: skip
_ENGLISH_SYNONYMS = (
    ("because of", "due to"), ("because of", "owing to"), ("as a result of", "following"),
    ("rose", "climbed"), ("rose", "increased"), ("fell", "dropped"), ("fell", "decreased"),
    ("fell", "slipped"), ("rise", "increase"), ("reached", "hit"), ("called on", "urged"),
    ("called on", "asked"), ("traffic accident", "car accident"), ("traffic accident", "road accident"),
    ("struck", "rocked"), ("canceled", "scrapped"), ("was closed", "closed"), ("percent", "per cent"),
    ("Urgent", "Breaking"), ("kilometers per hour", "km/h"), ("kilometers per hour", "kph"),
    ("degrees Celsius", "°C"), ("heavy rain", "heavy rains"), ("expects", "is forecasting"),
    ("warned of", "warned about"), ("is expected", "is forecast"), ("is expected", "is likely"),
    ("will reach", "will hit"), ("Exchange rates", "Currency rates"), ("equalizer", "equaliser"),
    ("match", "game"), ("coach", "manager"), ("no reports of", "no immediate reports of"),
    ("spokesperson for", "spokesman for"), ("confirmed that", "affirmed that"),
    ("explained that", "clarified that"), ("noted that", "pointed out that"), ("on Sunday", "Sunday"),
    ("on Monday", "Monday"), ("on Tuesday", "Tuesday"), ("on Wednesday", "Wednesday"),
    ("on Thursday", "Thursday"), ("on Friday", "Friday"), ("on Saturday", "Saturday"),
    ("postponed", "put off"), ("yesterday evening", "last evening"), ("tremor", "small quake"),
    ("earthquake", "quake"), ("snowstorm", "snow storm"), ("flash floods", "floods"), ("winds", "wind"),
    ("over", "across"), ("scored twice", "scored two goals"), ("about", "around"), ("about", "nearly"),
    ("resume", "restart"), ("authorities", "the authorities"), ("is closed", "has been closed"),
    ("was cut off", "was out"), ("the Ministry of Transport", "the Transport Ministry"),
    ("the Ministry of Electricity", "the Electricity Ministry"), ("while", "as"),
    ("at the weekend", "this weekend"),
)  # fmt: skip

_ENGLISH_SPELLINGS = (
    ("U.S.", "US"), ("kilometers", "km"), ("kilometers", "kilometres"), ("meters", "metres"),
    ("canceled", "cancelled"), ("center", "centre"), ("Center", "Centre"), ("gasoline", "petrol"),
    ("Mohammed", "Muhammad"), ("Mohammed", "Mohamed"), ("Ahmad", "Ahmed"), ("Hussein", "Hussain"),
    ("Youssef", "Yusuf"), ("al-", "Al-"), ("al-", "al "), ("Al ", "Al-"), ("Sanaa", "Sana'a"),
    ("Daraa", "Deraa"), ("Homs", "Hims"), ("Sweida", "Suwayda"), ("Mecca", "Makkah"), ("Riyadh", "Riyad"),
    ("spokesperson", "spokesman"), ("said that", "said"), ("gram", "gramme"), ("vs.", "vs"),
)  # fmt: skip


def vary_arabic(text: str, rng: random.Random) -> str:
    """Spell an Arabic line as some other newsroom might."""
    if '"' in text and rng.random() < 0.5:
        text = _requote(text, *rng.choice(_ARABIC_QUOTES))
    if rng.random() < 0.5:
        return text
    text = _swap_words(text, _ARABIC_SYNONYMS, rng)
    for usual, other in _ARABIC_SPELLINGS:
        if usual in text and rng.random() < 0.25:
            text = text.replace(usual, other)
    if rng.random() < 0.35:
        text = re.sub(r"(?<=\d)\.(?=\d)", "٫", text)
        text = re.sub(r"(?<=\d),(?=\d)", "٬", text)
        text = text.translate(_TO_ARABIC_DIGITS)
        if rng.random() < 0.6:
            text = text.replace("%", "٪")
    if rng.random() < 0.25:
        text = _TANWIN.sub("\\1اً", text).replace("مساء ", "مساءً ")
    if rng.random() < 0.12:
        text = re.sub("[أإآ]", "ا", text)
    elif rng.random() < 0.2:
        text = re.sub(r"\b(ال|و)?[أإ](?=\w)", lambda m: (m[1] or "") + "ا", text, count=2)
    if rng.random() < 0.03:
        text = re.sub(r"ة\b", "ه", text)
    if rng.random() < 0.12:
        text = text.removesuffix(".")
    if rng.random() < 0.08:
        text = text.replace("،", rng.choice((",", " ،")))
    if rng.random() < 0.15:
        text = text.replace(" - ", rng.choice((" – ", " — ")))
    return text


def vary_english(text: str, rng: random.Random) -> str:
    """Spell an English line as some other newsroom might."""
    if '"' in text and rng.random() < 0.4:
        text = _requote(text, "“", "”")
    if "'" in text and rng.random() < 0.3:
        text = text.replace("'", "’")
    if rng.random() < 0.5:
        return text
    text = _swap_words(text, _ENGLISH_SYNONYMS, rng)
    if rng.random() < 0.3:
        text = re.sub(r"\b([\d.,]+)( million| billion)? dollars\b", r"$\1\2", text)
    for usual, other in _ENGLISH_SPELLINGS:
        if usual in text and rng.random() < 0.3:
            text = text.replace(usual, other)
    if not text.endswith((".", '"', "”")) and rng.random() < 0.25:
        text = re.sub(r"\b[a-z]\w{3,}", lambda match: match[0].capitalize(), text)
    elif rng.random() < 0.12:
        text = text.removesuffix(".")
    if rng.random() < 0.03:
        text = text.lower()
    if rng.random() < 0.2:
        text = text.replace("said:", "said,")
    if rng.random() < 0.15:
        text = text.replace(" - ", rng.choice((" – ", " — ")))
    return text


def _swap_words(text: str, synonyms: tuple[tuple[str, str], ...], rng: random.Random) -> str:
    """Put, here and there, a synonym for a phrase of whole words."""
    for usual, other in synonyms:
        if usual in text and rng.random() < 0.15:
            text = re.sub(rf"(?<!\w){usual}(?!\w)", other, text)
    return text


def _requote(text: str, left: str, right: str) -> str:
    return re.sub(r'"([^"]*)"', rf"{left}\1{right}", text)
