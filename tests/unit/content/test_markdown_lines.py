import pytest

from digest.content.edits import EditedText
from digest.content.markdown_lines import as_commonmark, is_prose
from tests.reading import outline, read_text

MARKS = ["\u200f", "\u200e", "\u061c", "\u200b", "\u202b", "\u2067", "\ufeff", "\xa0", "\u200f\u202b"]


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_before_or_after_a_sign_changes_no_block(mark: str) -> None:
    plain = (
        "# عنوان\n\nنص.\n\n## فرعي\n\n- بند\n- بند\n\n1. أول\n2. ثان\n\n> قول\n\n| أ | ب |\n|---|---|\n| ج | د |\n\n"
        "---\n\n```\nx\n```\n\nتحته\n----\n\nختام[^1].\n\n[^1]: حاشية\n\n* نجمة\n"
    )
    before = "\n".join(mark + line if line else line for line in plain.split("\n"))
    after = plain
    for sign in ("# ", "## ", "- ", "1. ", "2. ", "> ", "* "):
        after = after.replace(f"\n{sign}", f"\n{sign.strip()}{mark} ")
    expected = outline(read_text(plain, "a.md"))
    assert outline(read_text(before.replace(f"{mark}x\n", "x\n"), "a.md")) == expected
    assert outline(read_text(after, "a.md")) == expected


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        ("١. أول\n٢. ثان", [1, 2]),
        ("۱) أول\n۲) ثان", [1, 2]),
        ("1- أول\n2- ثان", [1, 2]),
        ("(١) أول\n(٢) ثان\n(٣) ثالث", [1, 2, 3]),
        ("٧. أول\n\n٨. ثان", [7, 8]),
        ("• أول", [None]),
        ("– أول\n– ثان", [None, None]),
        ("١ـ أول\n٢ـ ثان", [1, 2]),
        ("١ ـ أول\n٢ ـ ثان", [1, 2]),
        ("① أول\n② ثان", [1, 2]),
        ("•أول\n•ثان", [None, None]),
        ("★ أول\n★ ثان", [None, None]),
        ("\uf0b7\tأول\n\uf0b7\tثان", [None, None]),
        ("·\tأول\n·\tثان", [None, None]),
    ],
)
def test_lists_as_people_type_them_are_lists(lines: str, items: list[int | None]) -> None:
    article = read_text(f"# عنوان\n\nالبنود:\n{lines}\n", "a.md")
    assert [block.kind for block in article.blocks] == ["paragraph", *["item"] * len(items)]
    assert [block.number for block in article.blocks[1:]] == items


@pytest.mark.parametrize("line", ["١٩٩٠. كان عاما", "– قال ثم ذهب.", "٣. وحده هنا", "فاز 3-2 أمس", "2-1"])
def test_a_line_that_only_looks_like_an_item_is_none(line: str) -> None:
    assert [block.kind for block in read_text(f"# عنوان\n\nنص\n{line}\n", "a.md").blocks] == ["paragraph"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("![م](صورة المبنى.png)", "![م](<صورة المبنى.png>)"),
        ('![م](a b.png "عنوان")', '![م](<a b.png> "عنوان")'),
        ("![م](صورة (1).jpg)", "![م](<صورة (1).jpg>)"),
        ("[ت](تقرير السنة.pdf)", "[ت](<تقرير السنة.pdf>)"),
        ("![م](<a b.png>)", "![م](<a b.png>)"),
        ('![م](a.png "b c.png")', '![م](a.png "b c.png")'),
        ("[قال](ثم ذهب)", "[قال](ثم ذهب)"),
    ],
)
def test_an_address_with_spaces_is_an_address(written: str, read: str) -> None:
    assert as_commonmark(EditedText(written), 0).text == read


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("بدأت المدارس عامها الجديد.", True),
        ("Officials said the talks will go on next week.", True),
        ('print("مرحبا بكم في الموقع")', False),
        ("x = 1", False),
        ("git push origin main", False),
        ("$ make all", False),
    ],
)
def test_an_indented_paragraph_is_told_from_code(text: str, prose: bool) -> None:
    assert is_prose(text) is prose
    kind = read_text(f"# Title\n\n    {text}\n\n\tThe end of it is here.\n", "a.md").blocks[0].kind
    assert (kind == "paragraph") is prose or not prose


def test_an_indented_paragraph_keeps_its_markup_and_its_place() -> None:
    text = "# عنوان\n\n    بدأت *المدارس* أمس.\n\n- بند\n\n      تتمة البند العربية\n"
    article = read_text(text, "a.md")
    assert outline(article) == [
        ("paragraph", "بدأت *المدارس* أمس."),
        ("item", "بند"),
        ("paragraph", "تتمة البند العربية"),
    ]
    sentence = article.blocks[0].sentences[0]
    assert text[sentence.start : sentence.end] == "بدأت *المدارس* أمس."
