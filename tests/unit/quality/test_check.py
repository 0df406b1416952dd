"""Flags: right translations have none, planted faults have theirs."""

import time

import pytest

from digest import quality
from digest.model import Lang

RIGHT: list[tuple[Lang, str, str]] = [
    ("ar", "ارتفع سعر الذهب بنسبة 2.5 في المئة اليوم.", "Gold rose 2.5 per cent today."),
    ("ar", "بلغ عدد السكان ٣٣٠ ألف نسمة.", "The population reached 330,000."),
    ("ar", "بلغت الخسائر 1.2 مليون دولار.", "Losses came to $1,200,000."),
    ("ar", "استثمرت الشركة 3 ملايين و500 ألف دينار.", "The company invested 3.5 million dinars."),
    ("ar", "استثمرت الشركة بين 10 و15 مليون دينار.", "The company invested between 10 million and 15 million dinars."),
    ("ar", "بلغ الدولار 3ر747 دينارا.", "The dollar stood at 3.747 dinars."),
    ("ar", "بلغ العجز 104,500 برميل و٧٨٣٬٥٦٢ لترا.", "The shortfall was 104 500 barrels and 783562 litres."),
    ("ar", "تبدأ المباراة في الساعة 19:30.", "The match starts at 7:30 pm."),
    ("ar", "تبدأ المباراة في الساعة الخامسة والنصف.", "The match starts at 5:30 p.m."),
    ("ar", "وصل الوفد في الساعة ٩:٣٠ (٠٧٣٠ بتوقيت غرينتش).", "The delegation arrived at 9.30 (07:30 GMT)."),
    ("ar", "وقع الزلزال يوم 24 تشرين الثاني 2024.", "The quake struck on 24/11/2024."),
    ("ar", "وقع الزلزال في الثالث من آذار.", "The quake struck on 3 March."),
    ("ar", "فاز الفريق بنتيجة 5-3.", "The team won 5–3."),
    ("ar", "حضر ثلاثة وأربعون طالبا.", "Forty-three students came."),
    ("ar", "حضر ثلاثة وأربعون طالبا.", "43 students came."),
    ("ar", "توفي عن 67 عاما سنة 1967.", "He died at sixty-seven in nineteen sixty-seven."),
    ("ar", "انتظروا ساعتين.", "They waited 2 hours."),
    ("ar", "سافروا ساعة ونصف الساعة.", "They travelled for 1.5 hours."),
    ("ar", "في سبعينيات القرن العشرين.", "In the 1970s."),
    ("ar", "في ثمانينات القرن الماضي.", "In the '80s."),
    ("ar", "القرن التاسع عشر.", "The 19th century."),
    ("ar", "بلغ طوله 645 مترا ومساحته 12 كم2.", "It is 645 metres long and 12 km² large."),
    ("ar", "نقلت طائرات A380 نحو 2,4 مليار مسافر.", "A380 aircraft carried some 2.4bn passengers."),
    ("ar", "قالت وكالة رويترز: BBC", "Reuters said: BBC"),
    ("ar", "BBC", "BBC"),
    ("ar", "2024", "2024"),
    (
        "ar",
        "كتب @user_name على https://example.org/a_b?c=1 اليوم.",
        "@user_name wrote on https://example.org/a_b?c=1 today.",
    ),
    ("ar", 'التقى الوزير نظيره في فندق "النخيل".', "The minister met his counterpart at the Nakheel hotel."),
    ("ar", 'قال: "لن نتراجع عن هذا القرار أبدا".', "“We will never go back on this decision,” he said."),
    ("ar", "لا لا لا لا لا، قال الرجل.", "No no no no no, said the man."),
    ("ar", "عاجل", "Breaking news"),
    ("ar", "...", "..."),
    ("en", "The 2,250 members met on Monday.", "اجتمع الأعضاء البالغ عددهم 2250 يوم الاثنين."),
    ("en", "NASA said it was ready.", "قالت ناسا إنها جاهزة."),
    ("en", "The IMF (International Monetary Fund) agreed.", "وافق صندوق النقد الدولي (IMF)."),
    ("en", 'He called it "a trap".', "ووصفه بأنه «فخ»."),
    ("ar", "الإصدار ٢٫٤٫١ متاح.", "Version 2.4.1 is available."),
    ("ar", "يوم 24.11.2024 عند 12.30 بكلفة 3.500.000 دينار.", "On 24 November 2024 at 12:30 for 3,500,000 dinars."),
    ("ar", "شغّل `to_list()` الآن.", "Run `to_list()` now."),
    ("ar", "كلمة «سلام» (سلام) قصيرة.", "The word “سلام” (سلام) is short."),
    ("en", "The iPhone and the e-mail of del Toro.", "هاتف iPhone وبريد del Toro الإلكتروني."),
    ("ar", "راقب حدثا دوريا، وهو حدث يتكرر بانتظام.", "Watch a cyclical event. A cyclical event returns regularly."),
    ("en", "Two dozen people, about 24, came.", "جاء نحو 24 شخصا."),
    ("ar", "مرحبا مرحبا يا جدي.", "Hello hello, grandfather."),
    ("ar", "كان الأمر صعبا جدا على الحارس.", "He had had that that very very night, long long ago, a hard time."),
    ("ar", "نال «درع المدينة»، وهو أرفع أوسمة المدينة.", "He won the “City Shield”, the city shield's highest rank."),
    ("ar", "فاز في الجولات 6-6 و6-6 و6-6.", "He won the rounds 6-6, 6-6 and 6-6."),
    ("en", "Little by little the harbour opened.", "رويدا رويدا فُتح الميناء."),
    ("ar", "الغرف 12 و12 و12 في الفندق.", "Rooms 12, 12 and 12 of the hotel."),
    ("ar", "سُمّي أشرف ابن أشرف.", "He was named Ashraf, Ashraf's son."),
    ("ar", "العنوان 2001:db8::7 ونوع std::map في البرنامج.", "The address 2001:db8::7 and std::map in the program."),
]

WRONG: list[tuple[str, Lang, str, str]] = [
    ("empty", "ar", "قال الوزير.", ""),
    ("empty", "ar", "قال الوزير.", " . "),
    ("copy", "ar", "قال الوزير إن الأسعار ارتفعت.", "قال الوزير إن الأسعار ارتفعت."),
    ("copy", "en", "The minister said prices rose.", "The minister said prices rose."),
    ("copy", "en", "On Monday, scientists announced a new tool.", "On Monday, scientists announced أداة tool."),
    ("script", "ar", "قال الوزير إن الأسعار ارتفعت.", "The minister said الأسعار قفزت كثيرا."),
    ("script", "ar", "قال الوزير.", "部长说道 minister said."),
    ("script", "en", "The minister said so.", "Il ministro lo ha detto ieri."),
    ("loop", "ar", "(تصفيق)", "(applause applause applause applause)"),
    (
        "loop",
        "ar",
        "قال الوزير إن الأسعار ارتفعت.",
        "The minister said the minister said the minister said prices rose.",
    ),
    ("loop", "ar", "ضحك الجميع.", "Hahahahahahahahaha."),
    (
        "script",
        "ar",
        "قال الوزير إن الأسعار ارتفعت كثيرا هذا العام.",
        "The minister said that prices ارتفعت a lot this year.",
    ),
    (
        "script",
        "ar",
        'قال: "لن نتراجع عن هذا القرار أبدا مهما كان".',
        'He said on Monday: "لن نتراجع عن هذا القرار أبدا مهما كان".',
    ),
    ("script", "en", "The minister met the head of the bank.", "التقى الوزير the head of the bank."),
    ("loop", "ar", "ارتفعت الأسعار كثيرا.", "Prices rose a lot there. Prices rose a lot there."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The harbour was closed closed closed this morning."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The harbour harbour was closed this morning."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "Harbourharbour closed this morning."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The harboclosharboclosharboclos."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The port was porporporpor closed."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The re-re-re-opening of the harbour this morning."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The harbour was closed . . . . . . . . . . . ."),
    ("loop", "ar", "أُغلق الميناء صباح اليوم.", "The harbour of the of the of the city was closed."),
    (
        "loop",
        "ar",
        "قالت الهيئة إن الميناء سيظل مغلقا حتى تهدأ الرياح في نهاية الأسبوع.",
        "The authority said that the harbour would stay closed until the winds die down at the weekend, the authority "
        "said that the harbour would stay closed until the winds die down at the weekend.",
    ),
    ("loop", "en", "The harbour was closed this morning.", "أُغلق الميناء الميناء صباح اليوم."),
    ("loop", "en", "The harbour was closed this morning.", "أغلق أغلق أغلق الميناء صباح اليوم."),
    ("loop", "en", "The harbour was closed this morning.", "أغلق الميناءالميناءالميناء صباح اليوم."),
    ("loop", "en", "The harbour was closed this morning.", "أغلق الميناء صباح اليوم، أغلق الميناء صباح اليوم."),
    ("loop", "ar", "مرحبا", "Hello Hello"),
    ("loop", "ar", "نعم نعم، قال الحارس.", "Yes yes yes yes yes yes, the guard said."),
    ("length", "ar", "قال الوزير إن الأسعار ارتفعت كثيرا هذا العام.", "The minister said that prices"),
    ("length", "ar", "اجتمعت اللجنة أمس لبحث الميزانية الجديدة وخطط العام المقبل في العاصمة.", "The committee met."),
    (
        "length",
        "ar",
        "قال الوزير.",
        "The minister said that he would not go back on it, whatever else might happen next year.",
    ),
    ("number", "ar", "بلغ عدد السكان 330,000 نسمة.", "The population reached 33,000."),
    ("number", "ar", "تبدأ في الساعة 07:19.", "It starts at 1907."),
    ("number", "ar", "بلغت 2.3 مليار دولار.", "It came to $2.3 million."),
    ("number", "ar", "بلغت 2.3 دولار.", "It came to $2.3 million."),
    ("number", "ar", "جاس-٣٩", "Jas-93"),
    ("number", "ar", "ارتفاع الأمواج 6,34 متر.", "Waves of 634 metres."),
    ("number", "ar", "فاز 5-3.", "They won 5.3."),
    ("number", "ar", "بلغ العدد 1300 عربة.", "There were 300 carriages."),
    ("number", "ar", "جاء كثيرون.", "Some 100 came."),
    ("number", "en", "It holds 104,500 barrels.", "يتسع لـ500 104 برميل."),
    ("quote", "ar", 'قال: "لن نتراجع عن هذا القرار أبدا".', "He said they would never go back on this decision."),
    ("quote", "ar", 'وأضاف: "لن نتراجع.', "He added that they would not go back."),
    ("quote", "en", 'He called it "a trap".', "ووصفه بأنه فخ."),
    ("name", "ar", "أعلنت شركة HK Management عن الإلغاء.", "The company announced the cancellation."),
    ("link", "ar", "راجع https://example.org/a_b اليوم.", "See https://example.org/a b today."),
    ("link", "ar", "كتب @user_name اليوم.", "@user name wrote today."),
    ("link", "ar", "راسلونا على news@example.org.", "Write to us."),
    ("link", "ar", "الإصدار 2.4.1 متاح.", "Version 2.4.2 is available."),
    ("link", "ar", "شغّل `pip install x` الآن.", "Run pip and install x now."),
    ("link", "ar", "افتح الملف set_up.py الآن.", "Open the file set up now."),
    ("link", "ar", "العنوان 2001:db8::7 في الشبكة.", "The address 2001:db8:7 in the network."),
    ("link", "ar", "استعمل std::map في البرنامج.", "Use the std map in the program."),
    ("unknown", "ar", "السعر 5 € اليوم.", "The price is 5 ⁇ today."),
    ("unknown", "ar", "السعر اليوم.", "The <unk> price today."),
]


@pytest.mark.parametrize(("lang", "source", "counterpart"), RIGHT)
def test_a_right_translation_has_no_flag(lang: Lang, source: str, counterpart: str) -> None:
    assert quality.check(source, counterpart, lang) == ()


@pytest.mark.parametrize(("flag", "lang", "source", "counterpart"), WRONG)
def test_a_planted_fault_has_its_flag(flag: str, lang: Lang, source: str, counterpart: str) -> None:
    assert flag in quality.check(source, counterpart, lang)


def test_flags_come_in_their_order() -> None:
    flags = quality.check("قال 12 @someone", "قال قال قال قال 13 ⁇", "ar")
    assert list(flags) == sorted(flags, key=quality.FLAGS.index)
    assert len(flags) > 3


def test_every_flag_has_a_check_or_another_owner() -> None:
    assert set(quality.FLAGS) - set(quality.CHECKS) == {"empty", "truncated", "unsure", "retried"}


@pytest.mark.parametrize("piece", ["س", "a", "1", "1:", "12 ", "a.", "&q", "وصل الوفد ", "the cat ", "two and ", "« "])
def test_a_text_twice_as_long_takes_no_three_times_as_long(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        begin = time.process_time()
        quality.check("نص", quality.repair("نص", text, "en"), "ar")
        return time.process_time() - begin

    assert min(seconds(16_000) for _ in range(2)) < 3 * max(seconds(8_000) for _ in range(2)) + 0.05
