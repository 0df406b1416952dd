"""An export of WordPress of any size, in our own words: posts in both languages, pictures, galleries, shortcodes."""

from html import escape
from urllib.parse import quote

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>الجريدة القديمة</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[huda]]></wp:author_login>
<wp:author_display_name><![CDATA[هدى زيدان]]></wp:author_display_name></wp:author>
"""


def attachment(number: int, address: str) -> str:
    return (
        f"<item><title>p</title><wp:post_id>{number}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>{escape(address)}</wp:attachment_url></item>\n"
    )


def post(
    number: int,
    title: str,
    content: str,
    *,
    name: str = "",
    lang: str = "",
    group: str = "",
    kind: str = "post",
    status: str = "publish",
    date: str = "2019-05-14 07:00:00",
    tags: tuple[str, ...] = (),
    category: str = "اقتصاد",
    meta: dict[str, str] | None = None,
) -> str:
    name = name or f"post-{number}"
    terms = [f'<category domain="category" nicename="c"><![CDATA[{category}]]></category>']
    terms += [f'<category domain="post_tag" nicename="t"><![CDATA[{tag}]]></category>' for tag in tags]
    terms += [f'<category domain="language" nicename="{lang}"><![CDATA[{lang}]]></category>'] if lang else []
    terms += [f'<category domain="post_translations" nicename="{group}"><![CDATA[x]]></category>'] if group else []
    fields = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item><title><![CDATA[{title}]]></title><link>https://old.example/2019/05/{quote(name)}/</link>"
        f"<dc:creator><![CDATA[huda]]></dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date_gmt>{date}</wp:post_date_gmt><wp:post_modified_gmt>{date}</wp:post_modified_gmt>"
        f"<wp:post_name>{quote(name)}</wp:post_name><wp:status>{status}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type>{''.join(terms)}{fields}</item>\n"
    )


def export(*items: str) -> str:
    return _HEAD + "".join(items) + "</channel></rss>\n"


def large_export(posts: int) -> str:
    """Return an export with so many posts, every third in both languages."""
    items = [attachment(900_000 + number, f"https://pictures.invalid/{number}.jpg") for number in range(1, 4)]
    for number in range(posts):
        day = f"{2010 + number % 9}-{1 + number % 12:02}-{1 + number % 28:02} 08:30:00"
        arabic = (
            f"<!-- wp:paragraph -->\n<p>هذه فقرة الخبر رقم {number}. وهذه جملة ثانية عن "
            f'<a href="https://old.example/2019/05/خبر-{max(number - 1, 0)}/">خبر سابق</a>.</p>'
            "\n<!-- /wp:paragraph -->\n\nسطر بلا وسم\nيليه سطر\n\n"
            '[caption id="a"]<img src="https://pictures.invalid/a.jpg" alt="سوق"> سوق المدينة[/caption]\n\n'
            '[gallery ids="900001,900002"]\n\n[embed]https://video.example/watch?v=1[/embed]\n\n[contact-form-7 id="5"]'
        )
        group = f"pll_{number}" if number % 3 == 0 else ""
        tags = ("سوق", f"وسم {number % 40}")
        items.append(
            post(
                number,
                f"عنوان الخبر {number}",
                arabic,
                name=f"خبر-{number}",
                lang="ar",
                group=group,
                date=day,
                tags=tags,
            )
        )
        if group:
            english = (
                f"<p>This is the paragraph of story number {number}. And this is a second sentence about an earlier "
                "story.</p>\n\nA line without a tag\nand a line after it\n\n<img src='https://pictures.invalid/a.jpg' "
                "alt='A market'>"
            )
            items.append(post(1_000_000 + number, f"Headline {number}", english, lang="en", group=group, date=day))
    return export(*items)


def polylang_term(taxonomy: str, slug: str, name: str, description: str) -> str:
    """Return a term as the exporter of WordPress writes those of plugins, with what PHP wrote down in it."""
    return (
        f"\t<wp:term>\n\t\t<wp:term_id>7</wp:term_id>\n\t\t<wp:term_taxonomy><![CDATA[{taxonomy}]]></wp:term_taxonomy>\n"
        f"\t\t<wp:term_slug><![CDATA[{slug}]]></wp:term_slug>\n\t\t<wp:term_parent><![CDATA[]]></wp:term_parent>\n"
        f"\t\t<wp:term_name><![CDATA[{name}]]></wp:term_name>\n"
        f"\t\t<wp:term_description><![CDATA[{description}]]></wp:term_description>\n\t</wp:term>\n"
    )


def polylang_export(*, terms: bool = True) -> str:
    """Return an export of a site in three languages, one of which is called otherwise than by its code.

    Without `terms` it has posts alone, as an export of one kind of content has.
    """
    flag = 's:3:"rtl";i:{};s:9:"flag_code";s:2:"{}";'
    languages = [
        ("sy", "العربية", 'a:3:{s:6:"locale";s:2:"ar";' + flag.format(1, "sy") + "}"),
        ("en", "English", 'a:3:{s:6:"locale";s:5:"en_GB";' + flag.format(0, "gb") + "}"),
        ("fr", "Français", 'a:3:{s:6:"locale";s:5:"fr_FR";' + flag.format(0, "fr") + "}"),
    ]
    group = "pll_5f2b1c0a9d3e1"
    head = "".join(polylang_term("language", slug, name, said) for slug, name, said in languages) + polylang_term(
        "post_translations", group, group, 'a:3:{s:2:"sy";i:12;s:2:"en";i:15;s:2:"fr";i:18;}'
    )
    texts = {
        "sy": (12, "افتتاح السوق", "<p>فُتح السوق صباح الخميس.</p>"),
        "en": (15, "The market opens", "<p>The market opened on Thursday morning.</p>"),
        "fr": (18, "Le marché", "<p>Le marché a ouvert jeudi.</p>"),
    }
    items = []
    for slug, name, _ in languages:
        number, title, text = texts[slug]
        category = f'<category domain="language" nicename="{slug}"><![CDATA[{name}]]></category>'
        made = post(number, title, text, name=f"market-{slug}", group=group)
        items.append(made.replace("</item>", f"\n\t\t{category}\n\t</item>"))
    strings = post(20, "polylang_mo_2", "", kind="polylang_mo", status="private")
    return export(*([head] if terms else []), *items, strings)
