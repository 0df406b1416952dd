"""Repairs of model output: one example or more for each, and what must stay as it is."""

import pytest

from digest import quality
from digest.model import Lang

STOP = "قال الوزير ذلك."

CASES: list[tuple[str, Lang, str, str, str | None]] = [
    ("subtitle_brackets", "ar", "Miller spoke in Texas.", "تحدث (ميلر) في (تكساس).", "تحدث ميلر في تكساس."),
    ("subtitle_brackets", "ar", "Miller (a guard) spoke.", "تحدث (ميلر) وهو حارس.", None),
    ("subtitle_brackets", "ar", "The WHO spoke.", "تحدثت المنظمة (WHO).", None),
    ("subtitle_brackets", "en", "تحدث ميلر في تكساس.", "Miller spoke in (Texas).", None),
    ("double_months", "ar", "It was on 5 August.", "كان في 5 آب/أغسطس.", "كان في 5 أغسطس."),
    ("double_months", "ar", "It was in November.", "كان في تشرين الثاني / نوفمبر.", "كان في نوفمبر."),
    ("double_months", "ar", "It was in August.", "كان في آب.", None),
    ("quotation", "en", '"نحن هنا لنبقى."', "We are here to stay.", '"We are here to stay."'),
    ("direction_marks", "en", STOP, "\u200eHe said\u202c so.", "He said so."),
    ("entities", "en", STOP, "The &quot; trap &quot; , he said.", 'The "trap", he said.'),
    ("entities", "en", STOP, "The country &apos; s guide.", "The country's guide."),
    ("entities", "en", STOP, "Smith &amp;quot;s&amp;quot; &#39;X&#x27; &lt; 3.", "Smith \"s\" 'X' < 3."),
    ("entities", "en", STOP, "&laquo;Never&raquo; &mdash; he said&hellip;", "«Never» — he said…"),
    ("entities", "en", STOP, "&ldquo;Never&rdquo;, he said at 10&deg;C.", "“Never”, he said at 10°C."),
    ("entities", "en", STOP, "The &QUOT;trap&Quot; &NBSP;he said.", 'The "trap" he said.'),
    ("entities", "en", STOP, "The &quottrap&quot&nbsp;of the caf&eacute;.", 'The "trap" of the café.'),
    ("entities", "en", STOP, "Smith&#039;s and Smith&#39s and Smith&#x2019;s.", "Smith's and Smith's and Smith’s."),
    ("entities", "en", STOP, "He&nbsp; said &amp;amp;quot;so&amp;amp;quot;.", 'He said "so".'),
    ("entities", "en", STOP, "The two& shy ;&zwnj;&rlm;&#8207; sides&ensp;&#160;met.", "The two\u200c sides met."),
    ("entities", "en", STOP, "Smith & Sons, R&D, Q&A; cut & copy them, AT&T; so.", None),
    ("entities", "en", STOP, "See example.org/?a=1&copy=2&reg=3&notes=4.", None),
    ("entities", "en", STOP, "He wrote &nosuchthing; there.", None),
    ("entities", "en", STOP, "He sold pound & euro; she bought yen.", None),
    ("entities", "en", STOP, "It is 5&euro; and&nbsp5&times;7&copy 2026.", "It is 5€ and 5×7© 2026."),
    ("entities", "ar", "He said so.", "قال &laquo;نعم&raquo; &hellip;", "قال «نعم»…"),
    ("entities", "ar", "He said so.", "وصفه بأنه ( &quot; فخ &quot; ) .", 'وصفه بأنه ("فخ").'),
    (
        "literals",
        "en",
        "راجع https://example.org/a_b اليوم.",
        "See https : / / example. org / a b.",
        "See https://example.org/a_b.",
    ),
    ("literals", "en", "كتب @user_name اليوم.", "@ user name wrote today.", "@user_name wrote today."),
    ("literals", "en", "راسلونا على news@example.org.", "Write to News @ Example. org.", "Write to news@example.org."),
    ("literals", "en", "زوروا example.com/a اليوم.", "Visit example.com /a today.", "Visit example.com/a today."),
    ("literals", "en", "وسم #لبنان_ينتفض اليوم.", "The tag # لبنان ينتفض today.", "The tag #لبنان_ينتفض today."),
    ("literals", "en", "الإصدار 2.4.1 متاح.", "Version 2. 4. 1 is out.", "Version 2.4.1 is out."),
    ("literals", "en", "شغّل set_up.py الآن.", "Run set up. py now.", "Run set_up.py now."),
    ("literals", "ar", "Use `to_list()` now.", "استخدم ` to list ( ) ` الآن.", "استخدم `to_list()` الآن."),
    (
        "literals",
        "ar",
        "Read example.org/?b=1&c=2 now.",
        "اقرأ example.org/? b = 1 &amp; c=2 الآن.",
        "اقرأ example.org/?b=1&c=2 الآن.",
    ),
    ("literals", "en", "كتب @user_name اليوم.", "@other wrote today.", "@other wrote today."),
    ("literals", "en", "https://example.org/a_b", "Https: / / example", "https://example.org/a_b"),
    ("apostrophes", "en", STOP, "They don ' t and can 't and we 're.", "They don't and can't and we're."),
    ("apostrophes", "en", STOP, "More than 10 years ' imprisonment.", "More than 10 years' imprisonment."),
    ("apostrophes", "en", STOP, "The coup d ' état.", "The coup d'état."),
    ("apostrophes", "en", STOP, "It reached the '90s.", "It reached the '90s."),
    ("spaced_quotes", "en", STOP, 'He said: " We agreed " .', 'He said: "We agreed".'),
    ("unknown_marks", "en", "السعر 5 € اليوم.", "The price is 5 ⁇ today.", "The price is 5 € today."),
    ("unknown_marks", "en", "السعر اليوم.", "The ⁇ price.", "The ⁇ price."),
    ("other_script", "en", STOP, "He said، ٢٥٪ ؛ why؟", "He said, 25%; why?"),
    ("other_script", "ar", "He said.", "قال, نعم; لماذا?", "قال، نعم؛ لماذا؟"),
    (
        "other_script",
        "ar",
        "He said.",
        "كتب على https://example.org/a?b=1,2 و1,200 شخص.",
        "كتب على https://example.org/a?b=1,2 و1,200 شخص.",
    ),
    ("other_script", "ar", "He said.", "The Probe (MIP), which left.", "The Probe (MIP), which left."),
    ("figures", "ar", "It holds 104,500 barrels.", "يتسع لـ500 104 برميل.", "يتسع لـ104,500 برميل."),
    ("figures", "ar", "It costs $11,000.", "من ٠٠٠ ١١ دولار.", "من 11,000 دولار."),
    ("figures", "ar", "It holds 500 104 things.", "يتسع 500 104 شيء.", "يتسع 500 104 شيء."),
    ("figures", "en", "في الساعة ٩:٣٠ صباحا.", "At 9.30 a.m. today.", "At 9:30 a.m. today."),
    ("figures", "en", "في الساعة 11:20 اليوم.", "At 1120 hours today.", "At 11:20 today."),
    ("figures", "en", "في الساعة 20:24 عام 2024.", "At 20:24 in 2024.", "At 20:24 in 2024."),
    ("figures", "en", "طوله 6,387 كم.", "It is 6.387 km long.", "It is 6,387 km long."),
    ("figures", "en", "باع ٢٬٥٠٠٬٠٠٠ نسخة.", "He sold 2.500.000 copies.", "He sold 2,500,000 copies."),
    ("figures", "ar", "It is 6,387 km long.", "طوله 6.387 كم.", "طوله 6,387 كم."),
    ("figures", "en", "ثمنه 1,250 دينار.", "It costs 1.250 dinars.", None),
    ("figures", "en", "دخله 6,387 مليون دولار.", "It earns 6.387 million dollars.", None),
    ("figures", "en", "طوله 6.387 كم.", "It is 6.387 km long.", None),
    ("figures", "en", "بين 6,387 و6.387 كم.", "Between 6,387 and 6.387 km.", None),
    ("eras", "en", "بني عام 400 قبل الميلاد.", "It was built in 400 before birth.", "It was built in 400 BC."),
    ("eras", "en", "في القرن الثالث قبل الميلاد.", "In the 3rd century before Christmas.", "In the 3rd century BC."),
    ("eras", "en", "عاد قبل الميلاد بأسبوع.", "He came a week before Christmas.", None),
    ("repeated_marks", "en", STOP, "He said,, so..", "He said, so."),
    ("repeated_marks", "en", "تونس.. رسميا.", "Tunis.. officially.", "Tunis.. officially."),
    ("repeated_marks", "en", STOP, "He said so...", "He said so..."),
    ("repeated_marks", "en", "اكتب a::b أو c;;d أو e,,f.", "Write a::b or c;;d or e,,f.", None),
    (
        "repeated_marks",
        "en",
        "اكتب :: ثم ما شئت.",
        "Write :: then: : whatever;; you like.",
        "Write :: then: whatever; you like.",
    ),
    ("repeated_marks", "ar", "Write :: first.", "اكتب :: أولا.", None),
    ("literals", "en", "استعمل std::map الآن.", "Use std :: map now.", "Use std::map now."),
    ("literals", "en", "العنوان 2001:db8::7 الآن.", "The address 2001: db8: : 7 now.", "The address 2001:db8::7 now."),
    ("brackets", "ar", "It is 500 m wide.", "عرضه )500 متر( تقريبا.", "عرضه (500 متر) تقريبا."),
    ("spaces", "en", STOP, "He  said ( so ) , yes !", "He said (so), yes!"),
    ("spaces", "en", STOP, "He likes .NET and :) too.", "He likes .NET and :) too."),
    ("ending", "en", "هل عاد الوزير؟", "Is the minister back.", "Is the minister back?"),
    ("ending", "en", "عودة الوزير إلى العاصمة", "Minister back in the capital.", None),
    ("ending", "en", "وسأل النائب: «من يدفع الثمن؟»", "“Who will pay for it?” the deputy asked.", None),
    ("ending", "en", "وسأل النائب: «من يدفع الثمن؟»", "“Who will pay for it,” the deputy asked.", None),
    (
        "ending",
        "en",
        "وسأل النائب: «من يدفع الثمن؟»",
        "The deputy asked: “Who will pay.”",
        "The deputy asked: “Who will pay?”",
    ),
    ("ending", "en", "من يدفع؟ ومن يقبض؟", "Who pays? And who is paid.", "Who pays? And who is paid?"),
    ("ending", "en", "هل قرأت «الطريق»؟", "Did you read “The Road”.", None),
    ("ending", "ar", "The minister said so on Monday.", "قال الوزير ذلك يوم الاثنين", "قال الوزير ذلك يوم الاثنين."),
    ("ending", "ar", "The minister said so on Monday, and then he left.", "قال الوزير ذلك", "قال الوزير ذلك"),
    ("unknown_marks", "ar", "It costs $5 now.", "ثمن ⁇ خمسة دولارات.", "ثمن ⁇ خمسة دولارات."),
    ("other_script", "ar", "HK left in 2023, he said.", "رحلت HK, في 2023, كما قال.", "رحلت HK، في 2023، كما قال."),
    ("sentence_case", "en", STOP, "the minister said so.", "The minister said so."),
    ("sentence_case", "en", STOP, "“the minister said so.”", "“The minister said so.”"),
    ("sentence_case", "en", STOP, "iPhone sales rose.", "iPhone sales rose."),
    ("sentence_case", "en", "أسعار النفط", "oil prices", "oil prices"),
]


@pytest.mark.parametrize(("name", "lang", "source", "text", "repaired"), CASES)
def test_a_repair_does_its_one_thing(name: str, lang: Lang, source: str, text: str, repaired: str | None) -> None:
    assert quality.repair(source, text, lang) == (repaired or text)


@pytest.mark.parametrize("name", sorted(quality.REPAIRS))
def test_a_repair_can_be_left_out(name: str) -> None:
    changed = [case for case in CASES if case[0] == name and case[4] not in (None, case[3])]
    assert changed
    for _, lang, source, text, repaired in changed:
        assert quality.repair(source, text, lang, without=[name]) != repaired


@pytest.mark.parametrize(
    ("source", "text", "without"),
    [
        ("عودة الوزير إلى العاصمة", "Minister back in the capital.", "Minister back in the capital"),
        ("عودة الوزير من أمريكا", "Minister back from the U.S.", "Minister back from the U.S."),
        ("عاد الوزير.", "The minister is back.", "The minister is back."),
        ("Minister back in the capital", "عودة الوزير إلى العاصمة.", "عودة الوزير إلى العاصمة"),
        ("عاد الوزير ثم مضى", "He came back. Then he left.", "He came back. Then he left."),
    ],
)
def test_a_headline_has_no_full_stop_that_its_source_lacks(source: str, text: str, without: str) -> None:
    assert quality.without_added_stop(source, text) == without


def test_an_entity_that_the_source_writes_stays() -> None:
    assert quality.repair("اكتب &quot; هنا.", "Write &quot; here.", "en") == "Write &quot; here."


def test_good_text_stays_as_it_is() -> None:
    for text in (
        "The minister's deputy said: “We won't,” at 7:30 p.m. (GMT) on 24/11/2024; see https://example.org/a_b?c=,d.",
        "Mr. Smith of the U.S. said 2,250.5 people—and 'others'—came... why?",
    ):
        assert quality.repair("قال السيد سميث ... ذلك؟", text, "en") in {text, text.rstrip(".") + "?"}
    arabic = "قال الوزير: «لن نتراجع»، وأضاف (في الساعة 7:30) أن 2,250 شخصا حضروا... لماذا؟"
    assert quality.repair("The minister said... why?", arabic, "ar") == arabic


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ('"نحن هنا لنبقى."', "We are here to stay.", '"We are here to stay."'),
        ('"نحن هنا لنبقى".', "We are here to stay.", '"We are here to stay".'),
        ("«نحن هنا لنبقى.»", "We are here to stay.", "“We are here to stay.”"),
        ('وأضاف الوزير: "نحن هنا لنبقى."', "The minister added: We are here.", 'The minister added: "We are here."'),
        ('وأضاف الوزير: "نحن هنا لنبقى."', "The minister added that we are here.", None),
        ('وأضاف الوزير: "نحن هنا لنبقى."', "He added: at 9: We are here.", None),
        ('"نحن هنا لنبقى.', "We are here to stay.", '"We are here to stay.'),
        ('ولن نغادر أبدا."', "And we will never leave.", 'And we will never leave."'),
        ('ولن نغادر أبدا".', "And we will never leave.", 'And we will never leave".'),
        ('ولن نغادر، "كما قال الوزير.', "We will not leave, the minister said.", None),
        ('قال "نعم" و"لا".', "He said yes and no.", None),
        ('"نعم" قال "لا"', "Yes, he said no", None),
        ('"نحن هنا لنبقى."', 'We are "here" to stay.', None),
    ],
)
def test_marks_around_all_after_a_colon_and_lone_ones_are_put_back(
    source: str, text: str, expected: str | None
) -> None:
    assert quality.repair(source, text, "en") == (expected or text)
