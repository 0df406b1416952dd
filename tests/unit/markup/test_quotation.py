"""The quotation marks of a source, put back into its counterpart."""

import pytest

from digest.markup import quoted


def pairs(*said: tuple[int, int]) -> str:
    """An alignment without any doubt."""
    return " ".join(f"{source}-{target}:100" for source, target in said)


POEM = 'قرأ الشاعر "أغنية المطر" مساء.'


def test_quoted_words_are_quoted_where_they_went() -> None:
    alignment = pairs((4, 0), (1, 3), (0, 4), (3, 6), (2, 7))
    assert quoted(POEM, "Tonight, the poet read a rain song.", alignment, "en") == (
        "Tonight, the poet read a rain song."
    )
    alignment = pairs((4, 0), (1, 1), (1, 2), (0, 3), (3, 4), (2, 5))
    assert quoted(POEM, "Tonight, the poet read rain song.", alignment, "en") == ('Tonight, the poet read "rain song".')


def test_marks_are_those_of_the_language_unless_the_source_has_straight_ones() -> None:
    alignment = pairs((0, 0), (1, 1))
    assert quoted("قال «نعم»", "said yes", alignment, "en") == "said “yes”"
    assert quoted("said “yes”", "قال نعم", alignment, "ar") == "قال «نعم»"
    assert quoted('said "yes"', "قال نعم", alignment, "ar") == 'قال "نعم"'


def test_a_quoted_name_is_found_by_its_consonants_without_an_alignment() -> None:
    assert quoted('وصل "سيمينوف" إلى دمشق.', "Siminov arrived in Damascus.", "", "en") == (
        '"Siminov" arrived in Damascus.'
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (POEM, "Tonight, the poet read rain song."),
        (POEM, 'The poet read "rain song" tonight.'),
        ("قرأ الشاعر مساء.", "The poet read."),
        ('"..." قال', "said"),
        (POEM, ""),
        ('وأكد الطبيب أنّ "المريض يتعافى بسرعة وسيعود قريبا".', ""),
    ],
)
def test_nothing_is_quoted_where_it_is_not_sure(source: str, text: str) -> None:
    assert quoted(source, text, "", "en") == text


def test_half_of_what_is_quoted_is_not_quoted_alone() -> None:
    source = 'أعلن "قانون الهواء النظيف جدا" أمس.'
    assert quoted(source, "The law was announced.", pairs((1, 1), (0, 3)), "en") == "The law was announced."


@pytest.mark.parametrize(
    ("source", "text", "quoted_text"),
    [
        (
            'وأكد الطبيب أنّ "المريض يتعافى بسرعة وسيعود قريبا".',
            "The doctor confirmed that the patient is recovering fast and will be back soon.",
            'The doctor confirmed that "the patient is recovering fast and will be back soon".',
        ),
        (
            'أضافت المعلمة، "لن ننسى هذه السنة أبدا".',
            "The teacher added, we will never forget this year.",
            'The teacher added, "we will never forget this year".',
        ),
        ('يطلق عليها اسم "عروس البحر".', "It is called the bride of the sea.", 'It is called the "bride of the sea".'),
        (
            'زار الوفد "مكتبة النور" مساء.',
            "The delegation visited Light Library in the evening.",
            'The delegation visited "Light Library" in the evening.',
        ),
        (
            'اشترى "بيت الضيافة" ثم "المقهى القديم" أمس.',
            "He bought Guest House and then Old Cafe yesterday.",
            'He bought "Guest House" and then "Old Cafe" yesterday.',
        ),
    ],
)
def test_english_says_where_a_speech_and_a_name_are(source: str, text: str, quoted_text: str) -> None:
    assert quoted(source, text, "", "en") == quoted_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        # What was said is a third of the source, and nearly all of the counterpart.
        (
            'قال الوزير في المؤتمر الصحفي الطويل أمس إن "الأمر لا يعنيه أبدا".',
            "He said, the matter does not concern him in the least.",
        ),
        # The speech does not begin where a clause does.
        ('وهو "يصيب ثلاثة من كل مئة طفل".', "It is rare, but it affects three of a hundred children."),
        # Two names, of which one may be the quoted one.
        ('زار الوفد "مكتبة النور" في المدينة القديمة.', "The delegation visited Light Library in the Old City."),
        # A people, a month, a possessive and the first word of a sentence have capitals anyway.
        ('زار الوفد "مكتبة النور" الصينية.', "The delegation visited the Chinese library."),
        ('زار الوفد "مكتبة النور" في آذار.', "In March the delegation visited the library."),
        ('زار الوفد مبنى "مكتبة النور".', "The delegation visited Light Library's building."),
        # Half a name is none.
        ('زار الوفد "مكتبة النور الجديدة" مساء.', "The delegation visited Light in the evening."),
        # What something is called goes on in the source.
        ('تسمى "عروس البحر" في الأغاني.', "In songs it is called the bride of the sea, at night."),
    ],
)
def test_english_does_not_always_say_where(source: str, text: str) -> None:
    assert quoted(source, text, "", "en") == text


def test_nothing_of_this_holds_in_arabic() -> None:
    assert quoted('They call it "the bride".', "يسمونها العروس.", "", "ar") == "يسمونها العروس."
