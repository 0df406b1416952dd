import pytest

from digest.content.mojibake import mend
from digest.errors import DigestError
from tests.reading import read_text

STORY = (
    "عودة المياه إلى الحي\n\nأعلنت البلدية أن المياه عادت إلى الحي القديم، وقالت إن «الضغط» طبيعي؛ ثم شكرت السكان.\n"
    "\nهل تكفي؟ غ.\n"
)
FRENCH = "Café “Délice” — l’été à Orléans, 20 €."


def western(text: str) -> str:
    """Return what a program shows that takes UTF-8 for Windows-1252, undefined bytes for control characters."""
    return "".join(_western(byte) for byte in text.encode())


def _western(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def latin(text: str) -> str:
    return text.encode().decode("latin-1")


def arabic(text: str) -> str:
    return text.encode().decode("cp1256")


@pytest.mark.parametrize("misread", [western, latin, arabic])
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("text", [STORY, FRENCH, "ذهب الوزير إلى Orléans — ثم عاد…\n"])
def test_text_that_was_read_wrongly_and_saved_is_put_right_and_told(misread, times: int, text: str) -> None:  # type: ignore[no-untyped-def]
    wrong = text
    for _ in range(times):
        wrong = misread(wrong)
    mended, warnings = mend(wrong, "x.txt")
    assert mended == text
    assert len(warnings) == 1
    assert warnings[0].where == "x.txt:1"
    assert "put right" in warnings[0].problem


def test_both_ways_of_misreading_one_after_the_other_are_put_right() -> None:
    assert mend(western(arabic(STORY)), "x.txt")[0] == STORY
    assert mend(arabic(western(STORY)), "x.txt")[0] == STORY


@pytest.mark.parametrize("misread", [western, arabic])
def test_a_passage_that_was_pasted_misread_is_put_right_with_its_line(misread) -> None:  # type: ignore[no-untyped-def]
    lines = STORY.splitlines()
    text = "\n".join([*lines[:2], misread(lines[2]), *lines[3:]])
    mended, warnings = mend(text, "x.txt")
    assert mended == "\n".join(lines)
    assert [warning.where for warning in warnings] == ["x.txt:3"]


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
def test_one_byte_arabic_that_was_read_as_western_is_put_right(encoding: str) -> None:
    text = "عودة المياه إلى الحي\n\nأعلنت البلدية أن المياه عادت إلى الحي من جديد، في المساء.\n"
    mended, warnings = mend(text.encode(encoding).decode("latin-1"), "x.txt")
    assert mended == text
    assert len(warnings) == 1


def test_arabic_that_lost_letters_when_it_was_misread_is_refused_with_its_line() -> None:
    wrong = "خبر\n\n" + western("فاز الفريق القوي أمس وفرح به الجمهور").replace("\x81", "")
    with pytest.raises(DigestError) as caught:
        mend(wrong, "x.txt")
    assert caught.value.problems[0].where == "x.txt:3"
    assert "wrong encoding" in caught.value.problems[0].problem


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        FRENCH,
        "«CAFÉ» et «MÂ» — IRMÃ» ÉLÈVE",
        "ضغط، وخط؛ وحظ؟ «ضبط» ومصدع… وبالغ” هذا نبأ، وذاك نبأ؟ نبأ» أ…",
        "Smørrebrød på Ærø, Ångström; Þór ÆÐ æðar.",
        "عکس گرفت؛ باغ‌ها و طعم «عشق».",
        "The Ø symbol, Ø 12 mm, ØØ",
        "هل ذهب؟؟ متى??? لماذا؟!",
        "What?! Really??? Yes.",
        "https://x.org/a?s=1 https://x.org/it?t ماذا؟",
    ],
)
def test_what_a_writer_may_mean_stays(text: str) -> None:
    assert mend(text, "x.txt") == (text, ())


@pytest.mark.parametrize(
    "line",
    [
        "قال الوزير إن الم\ufffdروع سيبدأ.",
        "قال الوزير ??? ?????? ثم عاد.",
        "قال ????? إن الطريق آمن.",
        "قال الوزير و???? ثم عاد.",
        "قال الوز?ر إنه عائد.",
        "They don?t know yet.",
        "قال الوزير □□□□ ثم عاد.",
        "قال الم□روع إنه عائد.",
        "قال ▯▯ ثم عاد.",
        western("قال الوزير إن الم\ufffdروع سيبدأ."),
    ],
)
def test_lost_letters_are_told_with_their_line(line: str) -> None:
    article = read_text(f"عنوان الخبر\n\n{line}\n\nفقرة أخرى.")
    told = [warning for warning in article.warnings if "lost" in warning.problem]
    assert [warning.where for warning in told] == ["story.txt:3"]


@pytest.mark.parametrize(
    "text", ["???? ?????\n\n??? ????? ???.\n", "????\n\n\ufffd\ufffd\ufffd", "□□□□ □□□\n\n□□□ □□□□."]
)
def test_a_text_of_question_marks_is_refused(text: str) -> None:
    with pytest.raises(DigestError, match="lost"):
        mend(text, "x.txt")


def test_what_a_writer_may_mean_stays_beside_what_was_misread() -> None:
    text = f"هذا نبأ، وذاك نبأ؟\n{arabic('سطر جديد و')}\n{arabic('و')}"
    assert mend(text, "x.txt")[0] == "هذا نبأ، وذاك نبأ؟\nسطر جديد و\nو"


def test_half_a_pair_of_surrogates_is_no_letter() -> None:
    text = "\u062d\u200cلق" + arabic("سطر جديد") + "\u00ed\u00a0\u0080"
    assert mend(text, "x.txt")[0].startswith("\u062d\u200cلق")


@pytest.mark.parametrize("line", ["□ بند أول", "□بند أول", "المساحة □ 3"])
def test_an_empty_box_may_be_a_bullet_or_a_sign(line: str) -> None:
    assert mend(f"عنوان\n\n{line}\n", "x.txt")[1] == ()


CONSOLES = ["mac_roman", "cp437", "cp850", "cp720", "cp1251", "iso8859-15"]


@pytest.mark.parametrize("encoding", [*CONSOLES, "iso8859-6"])
def test_text_that_another_program_took_for_its_own_encoding_is_put_right(encoding: str) -> None:
    text = "عودة المياه إلى الحي\n\nأعلنت البلدية أن المياه عادت، وقالت إن «الضغط» طبيعي — ثم شكرت السكان…\n"
    wrong = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())
    mended, warnings = mend(wrong, "x.txt")
    assert mended == text
    assert [warning.where for warning in warnings] == ["x.txt:1"]


@pytest.mark.parametrize("encoding", [each for each in CONSOLES if each != "cp720"])
def test_one_byte_arabic_that_another_program_took_for_its_own_encoding_is_put_right(encoding: str) -> None:
    text = "عودة المياه إلى الحي\n\nأعلنت البلدية أن المياه عادت إلى الحي من جديد في المساء.\n"
    wrong = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode("cp1256"))
    assert mend(wrong, "x.txt")[0] == text


def test_one_byte_arabic_that_was_misread_twice_is_put_right() -> None:
    text = "عودة المياه إلى الحي\n\nأعلنت البلدية أن المياه عادت إلى الحي من جديد في المساء.\n"
    assert mend(western(text.encode("cp1256").decode("cp1252")), "x.txt")[0] == text


def test_a_few_words_of_one_byte_arabic_are_enough() -> None:
    text = "عودة المياه\n\nقال المدير.\n"
    assert mend(text.encode("cp1256").decode("cp1252"), "x.txt")[0] == text


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ('قال: "لن نعودâ€ ثم خرج.', 'قال: "لن نعود” ثم خرج.'),
        ("They said â€œneverâ€, again.", "They said “never”, again."),
        ("Bread costs 12Â dinars, Â«too muchÂ».", "Bread costs 12 dinars, «too much»."),
        ("بلغت الحرارة 41Â°C في السوقÂ أمس.", "بلغت الحرارة 41°C في السوقÂ أمس."),
        ("السعر 12Â دينارا و Â£3.", "السعر 12 دينارا و £3."),
    ],
)
def test_what_is_left_of_a_quotation_mark_or_a_space_is_put_right(wrong: str, meant: str) -> None:
    mended, warnings = mend(wrong.replace("Â أ", " أ"), "x.txt")
    assert mended == meant.replace("Â أ", " أ")
    assert len(warnings) == 1


def test_letters_as_json_and_mail_write_them_are_read() -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" if letter > "~" else letter for letter in "عودة المياه\n\nقال المدير.")
    assert mend(escaped, "x.txt")[0] == "عودة المياه\n\nقال المدير."
    mail = "=D8=B9=D9=88=D8=AF=D8=A9 =D8=A7=D9=84=D9=85=D9=\n=8A=D8=A7=D9=87 =3D 1"
    assert mend(mail, "x.txt")[0] == "عودة المياه = 1"
    assert mend(r"C:\users\u06 and x=D8", "x.txt") == (r"C:\users\u06 and x=D8", ())


@pytest.mark.parametrize(
    "line",
    [
        "The plan ? rejected in March ? is back.",
        "He said: ?We will not pay.",
        "قال المدير: ?السعر ثابت.",
        "Le ministre a d?clar? que la caisse est vide.",
        "The plan â rejected in March â is back.",
        "The ministerâs plan is back.",
    ],
)
def test_lost_dashes_quotation_marks_and_accents_are_told(line: str) -> None:
    assert ["lost" in warning.problem for warning in mend(f"Plan\n\n{line}\n", "x.txt")[1]] == [True]


def test_arabic_of_which_half_the_bytes_became_question_marks_is_refused() -> None:
    with pytest.raises(DigestError, match="wrong encoding"):
        mend("Ø§Ù?Ù?Ù?Ø¯Ù?Ø± Ù?Ø§Ù?\n\nÙ?Ø§Ù? Ø§Ù?Ù?Ø¯Ù?Ø±.\n", "x.txt")


@pytest.mark.parametrize(
    "text",
    [
        "┌────┐\n│ نص │\n└────┘",
        "Шістьох людей у Щі. Збруєв, Гбя, Эн.",
        "«CAFÉ» et «MÂ» — ÂGÉ, voilà. Râs, hotărât.",
        "هل يعود ? قال لا أدري.",
        "Is it over ? Yes. https://x.org/a.php?id=b x.org/it?then",
        "√4 ≤ 2 ± 1, Γ and Σ, Ÿ",
    ],
)
def test_signs_of_other_scripts_stay(text: str) -> None:
    assert mend(text, "x.txt") == (text, ())
