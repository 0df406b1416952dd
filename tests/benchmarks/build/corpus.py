"""Bilingual news made up from word lists: the same articles on every machine, as many as wanted."""

import itertools
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

Lang = Literal["ar", "en"]
LANGS: tuple[Lang, ...] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in both languages; `pair["en"]` is one of them."""

    ar: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.ar if lang == "ar" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A section or a tag: the part of an address, and its name."""

    slug: str
    name: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article, written in Arabic and translated by a person.

    Attributes:
        number: from 0, the newest first.
        blocks: paragraphs of sentences; each sentence ends in a full stop and occurs once in its article.
        image: the alternative text of its picture, or None.
    """

    number: int
    slug: str
    date: datetime
    section: Term
    tags: tuple[Term, Term]
    title: Pair
    blocks: tuple[tuple[Pair, ...], ...]
    image: Pair | None

    @property
    def sentences(self) -> Iterator[Pair]:
        """The sentences of the text, in order."""
        return itertools.chain.from_iterable(self.blocks)


def _pairs(lines: str) -> tuple[Pair, ...]:
    return tuple(Pair(*map(str.strip, line.split("|"))) for line in lines.strip().splitlines())


def _terms(lines: str) -> tuple[Term, ...]:
    rows = (map(str.strip, line.split("|")) for line in lines.strip().splitlines())
    return tuple(Term(slug=slug, name=Pair(ar, en)) for slug, ar, en in rows)


SECTIONS = _terms("""
    politics | سياسة  | Politics
    economy  | اقتصاد | Economy
    culture  | ثقافة  | Culture
    science  | علوم   | Science
    sport    | رياضة  | Sport
""")

_TOPICS = _pairs("""
    مياه   | water
    طرق    | roads
    تعليم  | schools
    صحة    | health
    موانئ  | ports
    طاقة   | energy
    زراعة  | farming
    تراث   | heritage
""")
_KINDS = _pairs("""
    محلي   | local
    إقليمي | regional
    تحقيق  | inquiry
    مقابلة | interview
    أرقام  | figures
""")
TAGS = tuple(
    Term(slug=f"{topic.en}-{kind.en}", name=Pair(f"{topic.ar} {kind.ar}", f"{kind.en.capitalize()} {topic.en}"))
    for topic, kind in itertools.product(_TOPICS, _KINDS)
)

_BODIES = _pairs("""
    وزارة النقل           | the transport ministry
    وزارة الصحة           | the health ministry
    بلدية المدينة          | the city council
    هيئة الطيران المدني    | the civil aviation authority
    لجنة التخطيط          | the planning committee
    جامعة الساحل          | the coastal university
    شركة المياه الوطنية    | the national water company
    غرفة التجارة          | the chamber of commerce
    دائرة الآثار           | the antiquities department
    إدارة الموانئ          | the ports administration
    رابطة المزارعين        | the farmers' association
    نقابة المهندسين        | the engineers' union
""")
_SAID = _pairs("""
    أعلنت  | announced
    أكدت   | confirmed
    أوضحت  | explained
    ذكرت   | said
    كشفت   | revealed
    أضافت  | added
""")
_FACTS = _pairs("""
    المشروع الجديد سيخدم نحو {n} ألف نسمة     | the new project would serve some {n} thousand people
    الكلفة الإجمالية لن تتجاوز {n} مليون دولار | the total cost would not exceed {n} million dollars
    عدد المستفيدين ارتفع إلى {n} ألفاً          | the number of beneficiaries had risen to {n} thousand
    الحركة ستعود إلى طبيعتها خلال {n} يوماً     | traffic would return to normal within {n} days
    نحو {n} فريقاً يعملون على مدار الساعة       | about {n} teams were working around the clock
    الفحوص شملت {n} موقعاً حتى الآن            | checks had covered {n} sites so far
    الاتفاق وقّعه ممثلو {n} جهة                 | representatives of {n} bodies had signed the agreement
    نسبة الإنجاز تجاوزت {n} في المئة           | completion had passed {n} per cent
    الدفعة الأولى تضم {n} حافلة كهربائية       | the first batch would include {n} electric buses
    الخطة تشمل ترميم {n} مبنى تاريخياً          | the plan covered the restoration of {n} historic buildings
""")
_PLACES = _pairs("""
    في المنطقة الساحلية      | in the coastal region
    على الطريق الدائري       | on the ring road
    في الأحياء القديمة        | in the old quarters
    قرب الميناء الشرقي       | near the eastern harbour
    في مدارس الضواحي        | in the schools of the suburbs
    على امتداد النهر          | along the river
    في القرى الجبلية         | in the mountain villages
    حول السوق المركزية       | around the central market
""")
_TIMES = _pairs("""
    مساء الأحد        | on Sunday evening
    صباح الاثنين      | on Monday morning
    ظهر الثلاثاء      | at noon on Tuesday
    يوم الأربعاء      | on Wednesday
    مساء الخميس      | on Thursday evening
    صباح السبت       | on Saturday morning
""")
_REASONS = _pairs("""
    بعد مشاورات استمرت أسابيع مع السكان      | after weeks of consultations with residents
    رغم ارتفاع أسعار المواد في الأشهر الأخيرة  | despite rising prices of materials in recent months
    في إطار خطة تمتد حتى نهاية العام المقبل   | under a plan that runs until the end of next year
    بتمويل من صندوق التنمية المحلي           | with money from the local development fund
    لتخفيف الازدحام في ساعات الذروة          | to ease congestion at peak hours
    قبل بدء موسم الأمطار                     | before the rainy season begins
    من دون أي كلفة على الأسر                 | at no cost to households
    استجابة لشكاوى متكررة من المتضررين        | in response to repeated complaints by those affected
""")
_PATTERNS = _pairs("""
    {said} {body} {time} أن {fact} {place} {reason}.       | {body} {said} {time} that {fact} {place} {reason}.
    و{said} {body} أن {fact} {reason}.                    | {body} also {said} that {fact} {reason}.
    وبحسب بيان وزعته {body} {time}، فإن {fact} {place}.   | according to a statement by {body} {time}, {fact} {place}.
    وأشارت {body} إلى أن {fact} {place}.                  | {body} noted that {fact} {place}.
    وقال مسؤول في {body}، طلب عدم ذكر اسمه، إن {fact} {place} {reason}. \
| an official of {body}, who asked not to be named, said that {fact} {place} {reason}.
""")

_NEWEST = datetime(2026, 1, 1, 8, tzinfo=UTC)
_INTERVAL = timedelta(minutes=97)
_IMAGE_EVERY = 50


def articles(count: int) -> Iterator[Article]:
    """Yield `count` articles, the newest first. An article is the same however many there are."""
    return map(article, range(count))


def article(number: int) -> Article:
    """Return one article."""
    random = Random(number)
    section = SECTIONS[number % len(SECTIONS)]
    return Article(
        number=number,
        slug=f"{section.slug}-{number:06}",
        date=_NEWEST - number * _INTERVAL,
        section=section,
        tags=_two_tags(random),
        title=_text(random, Pair("{fact} {place}", "{fact} {place}")),
        blocks=tuple(_blocks(random)),
        image=_text(random, Pair("صورة {place}", "picture taken {place}")) if number % _IMAGE_EVERY == 0 else None,
    )


def picture(number: int) -> bytes:
    """Return the picture of an article: a PNG of 38 kB, grey noise."""
    width, height = 240, 160
    noise = Random(number).randbytes(width * height)
    rows = b"".join(b"\0" + noise[start : start + width] for start in range(0, len(noise), width))
    chunks = (
        (b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _two_tags(random: Random) -> tuple[Term, Term]:
    first, second = random.sample(TAGS, 2)
    return first, second


def _blocks(random: Random) -> Iterator[tuple[Pair, ...]]:
    """Yield 6 to 12 paragraphs of 1 to 3 sentences."""
    seen: set[str] = set()
    for _ in range(random.randint(6, 12)):
        block: list[Pair] = []
        for _ in range(random.randint(1, 3)):
            while (sentence := _text(random, random.choice(_PATTERNS))).ar in seen:
                pass
            seen.add(sentence.ar)
            block.append(sentence)
        yield tuple(block)


def _text(random: Random, pattern: Pair) -> Pair:
    """Return a pattern filled in, the same choices in both languages."""
    chosen = {
        "said": random.choice(_SAID),
        "body": random.choice(_BODIES),
        "fact": random.choice(_FACTS),
        "place": random.choice(_PLACES),
        "time": random.choice(_TIMES),
        "reason": random.choice(_REASONS),
    }
    number = random.randint(12, 97)
    ar, en = (
        pattern[lang].format(**{name: pair[lang] for name, pair in chosen.items()}).format(n=number) for lang in LANGS
    )
    return Pair(ar, en[:1].upper() + en[1:])
