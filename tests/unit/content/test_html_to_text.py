import pytest

from digest.content.edits import EditedText
from digest.content.html_to_text import without_html
from digest.errors import DigestError
from digest.model import Article
from tests.reading import outline, read_text, texts


def markdown(text: str) -> str:
    return without_html(EditedText(text), 0, "a.md", markdown=True)[0].text


def article(text: str, path: str = "a.md") -> Article:
    return read_text(f"# عنوان\n\n{text}\n" if path.endswith(".md") else f"عنوان\n\n{text}\n", path)


def told(of: Article) -> list[str]:
    return [f"{warning.where}: {warning.problem}" for warning in of.warnings if "date" not in warning.problem]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- لا ينشر -->",
        "<!--more-->",
        "<!-- سطر\n\nوآخر -->",
        "<!--[if gte mso 9]><xml>x</xml><![endif]-->",
        "<!---->",
        "<!-->",
        "<!-- x --!>",
    ],
)
@pytest.mark.parametrize("around", ["{}\n\nنص أول.", "نص {}أول.", "نص أول.\n\n{}", "نص أول.{}"])
def test_a_comment_is_nobodys_text(comment: str, around: str) -> None:
    assert outline(article(around.format(comment))) == [("paragraph", "نص أول.")]


@pytest.mark.parametrize("code", ["`<!-- x -->`", "``<!-- ` -->``"])
def test_a_comment_in_code_stays(code: str) -> None:
    assert texts(article(f"نص {code} هنا.").blocks[0]) == [f"نص {code} هنا."]


def test_html_in_fenced_code_stays() -> None:
    block = article("```html\n<!-- x -->\n<p>a</p>\n```").blocks[0]
    assert block.code == "<!-- x -->\n<p>a</p>"


@pytest.mark.parametrize("open_", ["<!-- لا ينشر", "<script>x()", "<style>p {}"])
def test_what_hides_text_and_does_not_end_is_refused_with_its_line(open_: str) -> None:
    with pytest.raises(DigestError) as caught:
        article(f"نص أول.\n\n{open_}\n\nنص ثان.")
    assert caught.value.problems[0].where == "a.md:5"
    assert "does not end" in caught.value.problems[0].problem


def test_a_page_of_a_content_management_system_is_read_as_its_text() -> None:
    text = (
        '<div class="wp-block-group">\n'
        '    <p style="text-align:right">فقرة <strong> أولى </strong>و<em>«ثانية»</em>.<br />سطر&nbsp;آخر.</p>\n'
        '    <h3 id="a">فرعي</h3>\n'
        "    <ul>\n        <li>أول</li>\n        <li><p>ثان</p><ul><li>تحته</li></ul></li>\n    </ul>\n"
        '    <ol start="4"><li>رابع</li><li>خامس</li></ol>\n'
        "    <blockquote><p>قول.</p><p>وقول.</p></blockquote>\n<hr>\n"
        '    <p><a href="https://example.org/a?b=1&amp;c=2" target="_blank">إلى <span>هنا</span></a></p>\n</div>'
    )
    read = article(text)
    assert read.lang == "ar"
    assert [(b.kind, texts(b), b.level, b.number, b.quoted, b.line_ends) for b in read.blocks] == [
        ("paragraph", ["فقرة **أولى** و*«ثانية»*.", "سطر آخر."], 0, None, 0, (1,)),
        ("heading", ["فرعي"], 3, None, 0, ()),
        ("item", ["أول"], 1, None, 0, ()),
        ("item", ["ثان"], 1, None, 0, ()),
        ("item", ["تحته"], 2, None, 0, ()),
        ("item", ["رابع"], 1, 4, 0, ()),
        ("item", ["خامس"], 1, 5, 0, ()),
        ("paragraph", ["قول."], 0, None, 1, ()),
        ("paragraph", ["وقول."], 0, None, 1, ()),
        ("rule", [], 0, None, 0, ()),
        ("paragraph", ["[إلى هنا](<https://example.org/a?b=1&c=2>)"], 0, None, 0, ()),
    ]
    assert told(read) == []


def test_a_page_of_a_word_processor_is_read_as_its_text() -> None:
    text = (
        "<html><head><style>p {margin: 0}</style></head><body>\n"
        "<p class=MsoNormal dir=RTL><span lang=AR-SA style='font-size:14.0pt'>نص من الملف.<o:p></o:p></span></p>\n"
        "<![if !supportLists]>·<![endif]>\n</body></html>"
    )
    assert [text for _, text in outline(article(text))] == ["نص من الملف.", "·"]


def test_a_table_is_a_table() -> None:
    text = (
        "<table><thead><tr><th>أ</th><th>ب</th></tr></thead>\n<tr><td><p>ج | د</p></td>\n<td>هـ<br>و</td></tr></table>"
    )
    block = article(text).blocks[0]
    assert (block.kind, block.cells, texts(block)) == ("table", ((1, 1), (1, 1)), ["أ", "ب", "ج | د", "هـ و"])


def test_preformatted_text_is_code() -> None:
    block = article("<pre><code>if a &lt; b:\n    c</code></pre>").blocks[0]
    assert (block.kind, block.code) == ("code", "if a < b:\n    c")


@pytest.mark.parametrize(
    ("written", "blocks"),
    [
        ("> <p>أ</p><p>ب</p>", [("أ", 1, 0), ("ب", 1, 0)]),
        ("- أ<br>ب", [("أ | ب", 0, 0)]),
        ("- <p>أ</p><p>ب</p>", [("أ", 0, 0), ("ب", 0, 1)]),
        ("| أ | ب<br>ج |\n|--|--|\n| <p>د</p> | هـ |", [("أ | ب ج | د | هـ", 0, 0)]),
    ],
)
def test_tags_in_markdown_stay_in_their_quote_their_item_or_their_row(written: str, blocks: list[object]) -> None:
    read = article(written)
    assert [(" | ".join(texts(block)), block.quoted, block.continues) for block in read.blocks] == blocks


@pytest.mark.parametrize(
    "text", ["a < b > c", "<https://example.org>", "<me@example.org>", "vector<int>", "\\<p>", "<اسم>"]
)
def test_what_is_no_tag_stays(text: str) -> None:
    assert markdown(text) == text


def test_what_cannot_be_shown_is_told_once_with_its_line() -> None:
    read = article('<p>نص.</p>\n<iframe src="https://v.example"></iframe><iframe></iframe>\n<script>x()</script>')
    assert told(read) == ["a.md:4: a `iframe` can't be shown", "a.md:5: a `script` is left out"]


def test_a_picture_of_another_site_is_kept_and_its_link_is_not() -> None:
    read = article(
        '<figure><a href="https://x.org/1"><img class="c" alt="منظر" src="https://x.org/a.jpg"></a></figure>نص.'
    )
    assert [block.image.path for block in read.blocks if block.image] == ["https://x.org/a.jpg"]


def test_html_in_plain_text_is_read_as_text_and_told() -> None:
    text = (
        "<p>عنوان الصفحة</p>\n\n<p>نص&nbsp;فيه &quot;قول&quot; و<b>كلمة</b>.<br/>سطر.</p><!-- سر -->\n"
        "<ul><li>أ</li><li>ب</li></ul>"
    )
    read = read_text(text)
    assert read.title.text == "عنوان الصفحة"
    assert outline(read) == [
        ("paragraph", 'نص فيه "قول" وكلمة.'),
        ("paragraph", "سطر."),
        ("item", "أ"),
        ("item", "ب"),
    ]
    assert told(read) == ["story.txt:1: it holds HTML, which was read as text"]


@pytest.mark.parametrize("line", ["اكتب الوسم <b> هنا.", "الشركة AT&T وأخرى", "a < b و c > d"])
def test_a_writer_of_plain_text_may_speak_of_tags(line: str) -> None:
    read = article(line, "a.txt")
    assert outline(read) == [("paragraph", line)]
    assert told(read) == []


def test_a_sentence_knows_where_it_stands_in_the_file() -> None:
    text = "# عنوان\r\n\r\n<div>\r\n  <p>قال <b>الوزير</b>&nbsp;أمس. ثم عاد.</p>\r\n</div>\r\n"
    first, second = read_text(text, "a.md").blocks[0].sentences
    assert text[first.start : first.end] == "قال <b>الوزير</b>&nbsp;أمس."
    assert text[second.start : second.end] == "ثم عاد."


def test_entities_are_their_characters_unless_these_say_something_in_markdown() -> None:
    text = "&#1582;&#1576;&#1585; &laquo;&nbsp;a&nbsp;&raquo; AT&amp;T &lt;b&gt; `&quot;` &unknown;"
    assert markdown(text) == "خبر «\xa0a\xa0» AT&amp;T &lt;b&gt; `&quot;` &unknown;"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("المساحة 20 كم<sup>2</sup>.", "المساحة 20 كم²."),
        ("المساحة ٢٠ كم<SUP>٢</SUP>.", "المساحة ٢٠ كم²."),
        ("الماء H<sub>2</sub>O.", "الماء H₂O."),
        ("بلغ 10<sup>-3</sup>.", "بلغ 10⁻³."),
        ("في القرن 19<sup>th</sup>.", "في القرن 19th."),
    ],
)
@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_a_raised_or_lowered_number_stays_one(html: str, text: str, path: str) -> None:
    assert outline(article(html, path)) == [("paragraph", text)]


@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_the_words_of_a_caption_stay_without_its_shortcode(path: str) -> None:
    of = article('قبل.\n\n[caption id="a_1" align="left" width="3"]مشهد من السوق[/caption]\n\nبعد.', path)
    assert outline(of) == [("paragraph", "قبل."), ("paragraph", "مشهد من السوق"), ("paragraph", "بعد.")]
    assert told(of) == []


@pytest.mark.parametrize(
    "shortcode",
    [
        '[gallery ids="1,2,3"]',
        "[gallery]",
        '[video src="a.mp4"][/video]',
        "[vc_row][vc_column_text]",
        "[/vc_column_text][/vc_row]",
        '[et_pb_image src="a.jpg" /]',
        "{{< youtube abc >}}",
        "{{% note %}}",
        "{% include a.html %}",
    ],
)
@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_a_shortcode_is_left_out_and_told_with_its_line(shortcode: str, path: str) -> None:
    of = article(f"قبل.\n\n{shortcode}\n\nبعد.", path)
    assert outline(of) == [("paragraph", "قبل."), ("paragraph", "بعد.")]
    assert told(of) == [f"{path}:5: a shortcode of another program is left out"]


@pytest.mark.parametrize("text", ["[video] نص.", "نص [صور].", "نص [gallery](https://example.org/a).", "نص {{ قيمة }}."])
def test_what_only_resembles_a_shortcode_stays(text: str) -> None:
    assert outline(article(text)) == [("paragraph", text)]


def test_a_shortcode_in_code_stays() -> None:
    assert outline(article("اكتب `[gallery]` هنا.")) == [("paragraph", "اكتب `[gallery]` هنا.")]


@pytest.mark.parametrize(
    "note",
    [
        *("{# ask #}", "{% comment %}ask{% endcomment %}", "{%- comment -%} ask {%- endcomment -%}", "%%ask%%"),
        *(
            "%% ask %%",
            "{{/* ask */}}",
            "{/* ask */}",
            "{% comment %}\nask\n\nask\n{% endcomment %}",
        ),
    ],
)
def test_notes_as_other_programs_have_them_are_not_published(note: str) -> None:
    article = read_text(f"# Rain\n\nIt rained. {note}\n\n{note}\n\nPeople smiled.\n", "x.md")
    assert outline(article) == [("paragraph", "It rained."), ("paragraph", "People smiled.")]
    assert not any("shortcode" in warning.problem for warning in article.warnings)


def test_percent_signs_and_ids_of_headings_are_no_notes() -> None:
    text = "# Rain\n\nIt grew 5%% and 6%% in May, `{# ask #}` and `%% a %%`.\n\nPeople smiled {#id}.\n"
    assert outline(read_text(text, "x.md")) == [
        ("paragraph", "It grew 5%% and 6%% in May, `{# ask #}` and `%% a %%`."),
        ("paragraph", "People smiled {#id}."),
    ]
