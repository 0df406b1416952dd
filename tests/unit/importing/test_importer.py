from contextlib import suppress
from pathlib import Path

import pytest

from digest.argos import Machine
from digest.config import Config, load
from digest.errors import DigestError
from digest.importing.importer import Imported, import_source
from tests.growth import times_longer
from tests.sites import TOML, make_site, publish, tree
from tests.wordpress_export import export, large_export, post

ARABIC = "<p>بلغت الأسعار مئة ليرة اليوم. وزاد الطلب عليها كثيرا.</p><p>فقرة ثانية عن السوق.</p>"
ENGLISH = "<p>Prices reached a hundred liras today. And demand rose a lot.</p><p>A second one about the market.</p>"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load(make_site(tmp_path / "site", {}, TOML))


def from_wordpress(config: Config, *items: str) -> Imported:
    file = config.root.parent / "export.xml"
    file.write_text(export(*items), "utf-8")
    return import_source(str(file), config, fetch_pictures=False)


def build(config: Config) -> dict[str, bytes]:
    publish(config.root, Machine(folders=[], cache=config.root / "packages"))
    return tree(config.output)


def test_an_archive_becomes_a_site_whose_old_addresses_lead_to_the_articles(config: Config) -> None:
    second = '<p>See <a href="https://old.example/2019/05/first/#x">the first</a>.</p>'
    first = post(1, "أول", ARABIC, name="first")
    done = from_wordpress(config, first, post(2, "ثان", second, name="second"), post(3, "اتصل", "نص", kind="page"))
    assert set(done.files) == {"2019-05-14-first.md", "2019-05-14-second.md", "pages/post-3.md"}
    assert done.left_out == ()
    site = build(config)
    assert b"/articles/first/" in site["2019/05/first/index.html"]
    assert b'href="../first/' in site["articles/second/index.html"]
    assert "post-3/index.html" in site


def test_both_languages_of_a_post_are_an_article_and_its_reviewed_sidecar(config: Config) -> None:
    arabic = post(1, "ارتفاع الأسعار", ARABIC, name="prices", lang="ar", group="g")
    english = post(2, "Prices rise", ENGLISH, name="prices-rise", lang="en", group="g")
    done = from_wordpress(config, english, arabic)
    assert (done.files, done.sidecars, done.doubtful) == (("2019-05-14-prices.md",), ("2019-05-14-prices.en.po",), 0)
    page = build(config)["en/articles/prices/index.html"].decode()
    assert "Prices reached a hundred liras today." in page
    assert 'data-status="edited"' in page


def test_what_may_stand_in_a_wrong_place_is_marked_as_a_draft(config: Config) -> None:
    joined = ENGLISH.replace("today. And", "today, and")
    done = from_wordpress(
        config,
        post(1, "ارتفاع الأسعار", ARABIC, name="prices", lang="ar", group="g"),
        post(2, "Prices rise", joined, name="prices-rise", lang="en", group="g"),
    )
    assert done.doubtful == 1
    assert "#, fuzzy" in (config.content / done.sidecars[0]).read_text("utf-8")


def test_a_translation_that_is_a_draft_is_not_published_with_its_original(config: Config) -> None:
    done = from_wordpress(
        config,
        post(1, "خبر", "نص الخبر.", name="a", lang="ar", group="pll_1"),
        post(2, "Not yet", "Nobody may read this.", name="b", lang="en", group="pll_1", status="draft"),
    )
    assert (len(done.files), done.sidecars) == (2, ())
    assert not [path for path, body in build(config).items() if b"Nobody may read this" in body]


def test_nothing_is_overwritten_and_a_second_import_makes_nothing(config: Config) -> None:
    (config.content / "2019-05-14-first.md").write_text("mine", "utf-8")
    items = (post(1, "a", "text", name="first"), post(2, "b", "text", name="x"), post(3, "c", "text", name="x"))
    done = from_wordpress(config, *items)
    assert (config.content / "2019-05-14-first.md").read_text("utf-8") == "mine"
    assert done.files == ("2019-05-14-x.md", "2019-05-14-x-2.md")
    assert done.left_out[0].problem == "there is a file of its name already"
    assert done.notes[0].problem == "its address `/2019/05/x/` is that of `2019-05-14-x.md`"
    assert from_wordpress(config, *items).files == ()


def test_a_text_that_would_run_something_is_harmless_on_the_page(config: Config) -> None:
    html = '<p onclick="x()">نص<script>alert(1)</script> <a href="javascript:alert(2)">رابط</a></p>'
    done = from_wordpress(config, post(1, "<b>عنوان</b>", html, name="a"))
    assert len(done.left_out) == 2
    page = build(config)["articles/a/index.html"].decode()
    assert "alert" not in page
    assert "onclick" not in page


def test_an_archive_of_many_posts_is_taken_over_and_built(config: Config) -> None:
    (config.root.parent / "export.xml").write_text(large_export(60), "utf-8")
    done = import_source(str(config.root.parent / "export.xml"), config, fetch_pictures=False)
    assert (len(done.files), len(done.sidecars)) == (60, 20)
    assert {problem.problem for problem in done.left_out} == {"the shortcode `[contact-form-7]`"}
    site = build(config)
    assert "سوق المدينة" in site["articles/خبر-3/index.html"].decode()


def test_a_picture_of_a_folder_that_is_missing_costs_the_picture_and_not_the_article(config: Config) -> None:
    folder = config.root.parent / "old"
    folder.mkdir()
    (folder / "a.md").write_text("# Title\n\nText with ![a picture](none.png) in it.\n", "utf-8")
    done = import_source(str(folder), config)
    assert done.files == ("a.md",)
    assert [problem.problem for problem in done.left_out] == ["the picture `none.png`: it is not there"]
    assert "none.png" not in (config.content / "a.md").read_text("utf-8")


def test_a_source_that_is_not_there_is_told(config: Config) -> None:
    with pytest.raises(DigestError, match="there is no such file or folder"):
        import_source("none.xml", config)


def from_folder(config: Config, files: dict[str, str]) -> Imported:
    root = config.root.parent / "old"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return import_source(str(root), config)


def test_links_between_the_files_of_a_folder_lead_to_the_new_ones_and_what_they_link_comes_along(
    config: Config,
) -> None:
    first = (
        '[b]({{< ref "second.md" >}}) [c](../third/#x) [d](../../docs/a.html) [e](report.pdf) [f](/far/) [g](no.pdf)'
    )
    done = from_folder(
        config,
        {
            "posts/first/index.md": f"---\ntitle: A\ndate: 2020-01-02\n---\n{first}\n",
            "posts/first/report.pdf": "%PDF-1.4",
            "posts/second.md": "---\ntitle: B\n---\nText.\n",
            "posts/third.md": "---\ntitle: C\n---\nText.\n",
            "docs/a.html": '<h1>D</h1><p>See <a href="b.html#y">E</a>.</p>',
            "docs/b.html": "<h1>E</h1><p>Text.</p>",
        },
    )
    assert set(done.files) == {"2020-01-02-first.md", "second.md", "third.md", "a.md", "b.md"}
    text = (config.content / "2020-01-02-first.md").read_text("utf-8")
    assert "[b](second.md) [c](third.md) [d](a.md) [e](files/" in text
    assert text.endswith("-report.pdf) [f](/far/) [g](no.pdf)\n")
    assert "[E](b.md)" in (config.content / "a.md").read_text("utf-8")


def test_what_is_imported_builds_whatever_its_addresses_were(config: Config) -> None:
    page = "---\ntitle: About\nlayout: page\nlang: en\npermalink: /about/\n---\nWho we are.\n"
    one = "---\ntitle: One\nlang: en\ndate: 2020-01-02\nurl: /a/1/\naliases: [/x/, /articles/one/]\n---\nText.\n"
    two = one.replace("One", "Two").replace("/articles/one/", "/y/")
    done = from_folder(config, {"about.md": page, "one.md": one, "two.md": two})
    assert (len(done.left_out), len(done.notes)) == (0, 3)
    assert "is one that every site has" in done.notes[0].problem
    again = from_folder(config, {"three.md": one.replace("One", "Three")})
    assert "pages/about-2.md" in done.files
    assert again.files == ("2020-01-02-three.md",)
    site = build(config)
    assert b"/articles/one/" in site["a/1/index.html"]
    assert b"/articles/two/" in site["y/index.html"]


def test_the_former_address_of_a_translation_leads_to_the_article(config: Config) -> None:
    arabic = post(1, "ارتفاع الأسعار", ARABIC, name="prices", lang="ar", group="g")
    english = post(2, "Prices rise", ENGLISH, name="prices-rise", lang="en", group="g")
    from_wordpress(config, english, arabic)
    assert b"/articles/prices/" in build(config)["2019/05/prices-rise/index.html"]


def test_an_address_with_a_query_can_be_no_alias(config: Config) -> None:
    from_wordpress(config, post(1, "a", "text", name="first").replace("/2019/05/first/", "/?p=1"))
    assert "aliases" not in (config.content / "2019-05-14-first.md").read_text("utf-8")


def test_films_of_an_export_are_cards_that_load_nothing(config: Config) -> None:
    film = "[embed]https://www.youtube.com/watch?v=abc[/embed]\n\nhttps://vimeo.com/12\n\n"
    frame = '<iframe src="https://www.youtube.com/embed/abcdefgh?rel=0"></iframe>'
    from_wordpress(config, post(1, "a", film + frame, name="first"))
    page = build(config)["ar/articles/first/index.html"].decode()
    assert page.count('<p class="film"') == 3
    assert 'href="https://www.youtube.com/watch?v=abcdefgh"' in page
    assert "<iframe" not in page


_EXPORT = (
    "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    "<item><title>a</title><wp:post_type>post</wp:post_type><content:encoded><![CDATA[%s]]></content:encoded></item>"
    "</channel></rss>"
)


@pytest.mark.parametrize(
    ("name", "frame", "unit"),
    [
        ("a.xml", _EXPORT, "[caption]"),
        ("a.xml", _EXPORT, "<!--"),
        ("a.xml", _EXPORT, "[embed"),
        ("a.xml", _EXPORT, "[gallery "),
        ("a.xml", _EXPORT, '[a b="x c=d" '),
        ("a.sgm", "<DOC>%s", "<DOC>"),
        ("a.sgm", "<DOC>%s</DOC>", "<A>"),
        ("a/a.md", "# a\n\n%s", "{{< "),
        ("a/a.md", "# a\n\n%s", "{%"),
        ("a/a.md", "# a\n\n%s", "[a]("),
    ],
)
def test_what_never_ends_takes_no_longer_than_its_length(
    config: Config, tmp_path: Path, name: str, frame: str, unit: str
) -> None:
    (tmp_path / "a").mkdir()

    def read(count: int) -> None:
        (tmp_path / name).write_text(frame % (unit * count))
        source = tmp_path / name.partition("/")[0]
        with suppress(DigestError):
            import_source(str(source), config, fetch_pictures=False)

    assert times_longer(read, 6000) < 3.2


def test_an_address_at_the_root_that_an_article_had_does_not_stop_the_next_import(config: Config) -> None:
    (config.content / "2019-05-14-old.md").write_text("Title: Old\nAliases: /story.html\n\nText.\n", "utf-8")
    assert from_wordpress(config, post(1, "a", "text", name="x")).files == ("2019-05-14-x.md",)


def test_code_of_a_folder_keeps_addresses_and_links_as_they_are(config: Config) -> None:
    code = "```\nhttps://www.youtube.com/watch?v=abcdefghijk\n[b](second.md)\n```"
    film = "https://www.youtube.com/watch?v=abcdefghijk"
    from_folder(config, {"first.md": f"---\ntitle: A\n---\n{film}\n\n{code}\n"})
    text = (config.content / "first.md").read_text("utf-8")
    assert f"![]({film})\n" in text
    assert code in text
