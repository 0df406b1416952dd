"""The words that mean numbers, in Arabic and English: cardinals, ordinals, fractions, decades, months, units."""

import re
from collections.abc import Iterator

SCALES = frozenset({1e3, 1e6, 1e9, 1e12, 2e3, 2e6, 2e9})
"""What multiplies the number before it; Arabic has a dual of each."""

DUAL = re.compile(r"(?<=[ء-ي]{3})(?:ان|ين|تا|تي)\b")
"""An Arabic noun that may be a dual: two of it, without a number."""

PREFIXES = tuple(first + then for first in ("", "و", "ف") for then in ("", "ال", "بال", "لل", "كال", "ب", "ل", "ك"))
"""What Arabic writes before a noun without a space."""

_COUNTED = (
    "يوم شهر عام اسبوع قرن شخص رجل طفل هدف حزب بلد طرف قتيل جريح كتاب فيلم بيت منزل مبني جسر نهر حي"
    " فصل مشروع مصنع هاتف صاروخ قطار زلزال حادث هجوم انفجار موعد مقعد صوت ولد ابن اخ شقيق توام جيل عقد بند شرط سبب نوع"
)
DUALS = re.compile(
    rf"(?<!\w)(?:{'|'.join(PREFIXES)})?(?:(?:{'|'.join(_COUNTED.split())})(?:ان|ين)"
    r"|(?!ارجنتين|كريستين|فالنتين|كونستانتين|قسطنطين)[ء-ي]{3,12}ت(?:ين|(?<!ست)ان))(?!\w)"
)
"""A folded Arabic word that is the dual of a noun that is counted: a common one or one with a feminine's ending.

Other words in -ين may be plurals (`لاعبين` is no proof of two), names (`الأرجنتين`) or both.
"""

AND_A_HALF = re.compile(r"[ء-ي] و?النصف\b|[ء-ي] ونصف\b|\band a half\b", re.IGNORECASE)
"""Of a noun that stands for one or two of it: `ساعة ونصف`."""

_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})


def plain_arabic(word: str) -> str:
    """Fold the letters that Arabic writers interchange. Vowel signs are taken out before."""
    return word.translate(_FOLD)


def stems(word: str) -> Iterator[str]:
    """Yield a folded Arabic word without what may be written before it: as it is, then without each prefix."""
    yield from (word.removeprefix(prefix) for prefix in PREFIXES if word.startswith(prefix))


def _table(text: str) -> dict[str, tuple[float, ...]]:
    """Read lines of `value[,value…]: word word …`; a `_` in a word is a space."""
    table: dict[str, tuple[float, ...]] = {}
    for line in text.strip().splitlines():
        values, words = line.split(":")
        for word in words.split():
            table[plain_arabic(word.replace("_", " "))] = tuple(map(float, values.split(",")))
    return table


ARABIC = _table("""
0: صفر
1: واحد واحدة أول أولى حادي حادية أحد إحدى
2: ثنائي ثنائية اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثاني ثانية ثان مرتين مرتان كلا كلتا
3: ثلاثي ثلاثية ثلاث ثلاثة ثالث ثالثة
4: رباعي رباعية أربع أربعة رابع رابعة
5: خماسي خماسية خمس خمسة خامس خامسة
6: سداسي سداسية ست ستة سادس سادسة
7: سباعي سباعية سباعيات سبع سبعة سابع سابعة
8: ثمان ثماني ثمانية ثامن ثامنة
9: تسع تسعة تاسع تاسعة
10: عشر عشرة عاشر عاشرة عقد
20: عشرون عشرين عقدين عقدان
30: ثلاثون ثلاثين
40: أربعون أربعين
50: خمسون خمسين
60: ستون ستين
70: سبعون سبعين
80: ثمانون ثمانين
90: تسعون تسعين
100: مئة مائة مية مئات قرن
200: مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي قرنين قرنان
300: ثلاثمئة ثلاثمائة
400: أربعمئة أربعمائة
500: خمسمئة خمسمائة
600: ستمئة ستمائة
700: سبعمئة سبعمائة
800: ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة
900: تسعمئة تسعمائة
1000: ألف آلاف ألوف
1000,2000: ألفا
2000: ألفان ألفين ألفي
1000000: مليون ملايين
1000000,2000000: مليونا
2000000,1000000: مليونان مليونين مليوني مليونيْ
1000000000: مليار مليارات بليون بلايين
1000000000,2000000000: مليارا
2000000000,1000000000: ملياران مليارين ملياري
1000000000000: تريليون تريليونا تريليونات ترليون
0.5,2,50: نصف نصفا
0.3333,3,20: ثلث
0.6667,2,3: ثلثان ثلثين ثلثي ثلثا
0.25,4,15,25: ربع ربعا
0.75,4,75: ثلاثة_أرباع
20,1920: عشرينيات عشرينات
30,1930: ثلاثينيات ثلاثينات
40,1940: أربعينيات أربعينات
50,1950: خمسينيات خمسينات
60,1960: ستينيات ستينات
70,1970: سبعينيات سبعينات
80,1980: ثمانينيات ثمانينات
90,1990: تسعينيات تسعينات
1: يناير كانون_الثاني جانفي
2: فبراير شباط فيفري
3: مارس آذار
4: أبريل إبريل نيسان أفريل
5: مايو أيار ماي
6: يونيو حزيران جوان
7: يوليو تموز جويلية
8: أغسطس آب أوت
9: سبتمبر أيلول
10: أكتوبر تشرين_الأول
11: نوفمبر تشرين_الثاني
12: ديسمبر كانون_الأول ظهرا منتصف دزينة اثناعشر اثنيعشر
""")

ENGLISH = _table("""
0: zero nil
1: one first once single i
2: two second twice couple pair both double ii duo
3: three third thirds thrice triple iii trio
4: four fourth quarters iv
5: five fifth fifths v
6: six sixth vi
7: seven seventh vii
8: eight eighth viii
9: nine ninth ix
10: ten tenth tenths x decade
11: eleven eleventh xi
12: twelve twelfth xii dozen dozens noon midnight
13: thirteen thirteenth xiii
14: fourteen fourteenth xiv fortnight
15: fifteen fifteenth xv
16: sixteen sixteenth xvi
17: seventeen seventeenth xvii
18: eighteen eighteenth xviii
19: nineteen nineteenth xix
20: twenty twentieth xx
30: thirty thirtieth
40: forty fortieth
50: fifty fiftieth
60: sixty sixtieth
70: seventy seventieth
80: eighty eightieth
90: ninety ninetieth
100: hundred hundredth hundreds century centenary
1000: thousand thousandth thousands millennium
1000000: million millionth millions
1000000000: billion billionth billions
1000000000000: trillion trillionth trillions
0.5,2,50: half halves
0.25,4,15,25: quarter
0.75,4,75: three_quarters
0.6667,2,3: two_thirds
20,1920: twenties
30,1930: thirties
40,1940: forties
50,1950: fifties
60,1960: sixties
70,1970: seventies
80,1980: eighties
90,1990: nineties
1: january jan
2: february feb
3: march mar
4: april apr
5: may
6: june jun
7: july jul
8: august aug
9: september sep sept
10: october oct
11: november nov
12: december dec
""")

SECOND_WORDS = frozenset({"الأول", "الثاني", "أرباع", "quarters", "thirds"})
"""What may be the second word of a number or month of two words."""

_COUNTING = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion اثنان اثنين
اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون
ثلاثين أربعون أربعين خمسون خمسين ستون ستين سبعون سبعين ثمانون ثمانين تسعون تسعين مئة مائة مئتان مئتين مئتا مئتي مائتا
مائتي ثلاثمئة ثلاثمائة أربعمئة أربعمائة خمسمئة خمسمائة ستمئة ستمائة سبعمئة سبعمائة ثمانمئة ثمانمائة تسعمئة تسعمائة ألف
آلاف ألفا ألفان ألفين ألفي مليون ملايين مليونا مليونان مليونين مليوني مليار مليارات مليارا ملياران مليارين ملياري
"""

CARDINALS = frozenset(map(plain_arabic, _COUNTING.split()))
"""The words that count, and mean nothing else: not `second`, `may` or `quarter`."""
