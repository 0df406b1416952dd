import unicodedata
from datetime import date
from pathlib import Path

import pytest

from digest.config import Profile, load, parse, tag_uri
from digest.errors import DigestError


def site(tmp_path: Path, text: str) -> Path:
    (tmp_path / "site.toml").write_text(text, encoding="utf-8")
    return tmp_path


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(DigestError) as caught:
        load(site(tmp_path, text))
    return [str(problem) for problem in caught.value.problems]


def test_an_empty_file_is_a_whole_configuration(tmp_path: Path) -> None:
    config = load(site(tmp_path, ""))
    assert config.content == tmp_path / "content"
    assert config.output == tmp_path / "public"
    assert (config.source_language, config.beam_size, config.base_path) == ("ar", 4, "/")


def test_a_site_that_does_not_say_where_it_is_published_is_warned_of_it(tmp_path: Path) -> None:
    (warning,) = load(site(tmp_path, 'title = "x"')).warnings
    assert (warning.where, "http://localhost:8000/" in warning.problem) == ("site.toml", True)
    assert "--base-url" in warning.hint
    assert not load(tmp_path, base_url="https://a.example/").warnings
    assert not load(
        site(tmp_path, 'base_url = "https://a.example/"\nfeed_id = "tag:a.example,2026:"\ntitle = "x"')
    ).warnings


@pytest.mark.parametrize("text", ["", 'title = ""\n', "[title]\n"])
def test_a_site_without_a_name_is_warned_of_the_one_that_it_gets(tmp_path: Path, text: str) -> None:
    (warning,) = load(site(tmp_path, text), base_url="https://a.example/").warnings
    assert (warning.where, "`Digest`" in warning.problem, "title = {" in warning.hint) == ("site.toml", True, True)


@pytest.mark.parametrize(
    ("host", "ascii_host"),
    [
        ("straße.example", "xn--strae-oqa.example"),
        ("نامه\u200cای.example", "xn--mgba3gch31f060k.example"),
        ("أخبار.example:8443", "xn--igbicxr.example:8443"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("News.Example", "news.example"),
        ("[2001:db8::1]:80", "[2001:db8::1]:80"),
    ],
)
def test_a_host_is_written_as_browsers_look_it_up(tmp_path: Path, host: str, ascii_host: str) -> None:
    config = load(site(tmp_path, ""), base_url=f"https://{host}/a")
    assert config.base_address == f"https://{ascii_host}/a/"


def test_a_wrong_flag_is_named_and_no_line_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as caught:
        load(site(tmp_path, 'title = "x"'), base_url="foo")
    (problem,) = caught.value.problems
    assert (problem.where, problem.excerpt) == ("", "")
    assert problem.problem == "`--base-url` is not a web address: `foo`"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://News.Example.ORG/A", "https://news.example.org/A/"),
        ("https://news.example.org:443/", "https://news.example.org/"),
        ("http://news.example.org:80", "http://news.example.org/"),
        ("http://news.example.org:443/", "http://news.example.org:443/"),
        ("http://[2001:DB8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("https://straße.example/%C3%A9/é", "https://xn--strae-oqa.example/%C3%A9/%C3%A9/"),
    ],
)
def test_one_address_has_one_spelling_in_links_and_ids(tmp_path: Path, written: str, meant: str) -> None:
    assert load(site(tmp_path, ""), base_url=written).base_address == meant
    assert parse(f'base_url = "https://a.example/"\nfeed_id = "{written}"\n', tmp_path).id_base == meant


def test_the_flags_of_the_command_line_override_the_file(tmp_path: Path) -> None:
    root = site(tmp_path, 'base_url = "https://a.example/"')
    config = load(root, output=tmp_path / "elsewhere", base_url="https://b.example/أخبار")
    assert config.output == tmp_path / "elsewhere"
    assert config.base_url == "https://b.example/أخبار/"
    assert config.base_path == "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"


def test_every_mistake_is_reported_at_once_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        'base_ulr = "https://a.example/"\nbeam_size = 0\n\n[sections.economy]\nar = "اقتصاد"\nfr = "Économie"\n',
    )
    assert found == [
        'site.toml:1: `base_ulr` is not a setting\n    base_ulr = "https://a.example/"\n'
        "    hint: did you mean `base_url`?",
        "site.toml:2: `beam_size` takes a whole number from 1 to 16, not `0`\n    beam_size = 0",
        'site.toml:6: `fr` is not a language of this site\n    fr = "Économie"\n    hint: use `ar` and `en`',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "x', "site.toml:1"),
        ('base_url = "news.example"', "not a web address"),
        ('base_url = "https://x/?q"', "a query or a fragment"),
        ('base_url = "http://[::1"', "not a web address"),
        ('base_url = "https://user:secret@x/"', "not a web address"),
        ('base_url = "https://user:secret@x/"', "leave out what stands before the `@`"),
        ('base_url = "https://x:99999/"', "not a web address"),
        ('base_url = "https://:8000/"', "not a web address"),
        ('base_url = "https://news..example/"', "not a web address"),
        ('base_url = "https://.example/"', "not a web address"),
        (f'base_url = "https://{"n" * 64}.example/"', "not a web address"),
        ('base_url = "https://x/%zz/"', "not a web address"),
        ('hub = "hub.example"', "`hub` is not a web address"),
        ('licence = "mailto:a@b.example"', "`licence` is not a web address"),
        ('index_now_key = "../a"', "`index_now_key` takes 8 to 128 letters, digits and hyphens"),
        ('base_url = "https://a b/"', "not a web address"),
        ('base_url = "https://x/../y/"', "not a web address"),
        ('content = "a\\u0000b"', "`content` takes text"),
        ("least_score = 0.5", "`least_score` takes a number from -100 to 0"),
        ('least_score = "low"', "`least_score` takes a number from -100 to 0"),
        ('round_trip = "yes"', "`round_trip` takes `true` or `false`"),
        ("second_package = true", "`second_package` takes text"),
        ('title = "a\\u202eb"', "holds control characters"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ('time_zone = "Asia/Damascsu"', "did you mean `Asia/Damascus`?"),
        ('source_language = "fr"', "takes one of `ar`, `en`"),
        ("per_page = true", "takes a whole number"),
        ("title = 3", "takes a text in each language"),
        ('ticker = "عاجل"', "takes a list of texts"),
        ("sections = 1", "takes a table of names"),
        ('[tags."a/b"]\nar = "x"', "can't stand in an address"),
        ('base_url = "https://a..b.ﬀ\u0301\u200d/"', "not a web address"),
        ('per_page = "20"', 'not `"20"`'),
        ('per_page = "20"', "without quotation marks: `per_page = 20`"),
        ('per_page = "2000"', 'from 1 to 1000, not `"2000"`'),
        ('round_trip = "true"', "without quotation marks: `round_trip = true`"),
        ('time_zone = "Cairo"', "did you mean `Africa/Cairo`?"),
        ('time_zone = "new york"', "did you mean `America/New_York`?"),
        ('time_zone = "Damascsu"', "did you mean `Asia/Damascus`?"),
        ('title = "x"\n[title]\nar = "y"', "site.toml:2: `title` is set twice"),
        ('title = "x"\n[title]\nar = "y"', "it is set in line 1 too"),
        ('title = "x"\nper_page = 3\ntitle = "y"', "site.toml:3: `title` is set twice"),
        ('[tags.a]\nar = "x"\n[tags.b]\nar = "y"\nar = "z"', "it is set in line 4 too"),
        ('title = {ar = "x"}\n[title]\nen = "y"', "it is set in line 1 too"),
        ('[title]\nar = "x"\n\n[title]\nen = "y"', "it is set in line 1 too"),
        ('output = "."', "holds the site's sources"),
        ('output = "content/public"', "inside the content folder"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, message: str) -> None:
    assert message in "\n".join(problems(tmp_path, text))


def test_a_missing_file_and_one_in_another_encoding_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="there is no"):
        load(tmp_path)
    (tmp_path / "site.toml").write_bytes('per_page = 3\ntitle = "نشرة"'.encode("cp1256"))
    with pytest.raises(DigestError, match="not UTF-8") as caught:
        load(tmp_path)
    assert caught.value.problems[0].where == "site.toml:2"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tag:news.example.org,2026:", "tag:news.example.org,2026:"),
        ("tag:news@example.org,2026-11-01:site/", "tag:news@example.org,2026-11-01:site/"),
        ("https://أخبار.example/الموجز", "https://xn--igbicxr.example/%D8%A7%D9%84%D9%85%D9%88%D8%AC%D8%B2/"),
    ],
)
def test_ids_begin_with_a_tag_uri_or_the_first_address_of_the_site(tmp_path: Path, written: str, meant: str) -> None:
    config = parse(f'base_url = "https://new.example/"\nfeed_id = "{written}"\ntitle = "x"\n', tmp_path)
    assert config.id_base == meant
    assert config.warnings == ()


@pytest.mark.parametrize(
    "written", ['"news"', '"tag:example.org:"', '"tag:,2026:"', '"tag:a.example,2026:a b"', "2026"]
)
def test_what_can_begin_no_id_is_refused_with_its_line(tmp_path: Path, written: str) -> None:
    with pytest.raises(DigestError) as caught:
        parse(f'base_url = "https://new.example/"\nfeed_id = {written}\n', tmp_path)
    (problem,) = caught.value.problems
    assert problem.where == "site.toml:2"
    assert "`tag:` URI" in problem.problem


def test_a_site_without_an_id_is_told_how_to_keep_the_ids_that_it_has(tmp_path: Path) -> None:
    config = parse('base_url = "https://news.example/a"\ntitle = "x"\n', tmp_path)
    (warning,) = config.warnings
    assert '`feed_id = "https://news.example/a/"`' in warning.hint
    assert parse(f"base_url = 'https://b.example/'\n{warning.hint.split('`')[1]}", tmp_path).id_base == config.id_base


def test_a_new_site_gets_an_id_of_its_domain_and_year() -> None:
    assert tag_uri("https://News.Example.org:8080/a/", date(2026, 11, 26)) == "tag:news.example.org,2026:"
    assert tag_uri("http://[::1]/", date(2026, 11, 26)) is None


@pytest.mark.parametrize("key", ["share_image", "logo"])
def test_a_picture_of_the_site_that_is_not_there_is_a_warning(tmp_path: Path, key: str) -> None:
    text = f'{key} = "share.png"\nbase_url = "https://a.example/"\nfeed_id = "tag:a.example,2026:"\ntitle = "x"\n'
    (warning,) = load(site(tmp_path, text)).warnings
    assert (warning.where, "`share.png`" in warning.problem) == ("site.toml:1", True)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "share.png").write_bytes(b"")
    assert not load(tmp_path).warnings


@pytest.mark.parametrize("value", ["desk@news.example.org", "https://tracker.example.org/new?project=3"])
def test_reports_go_to_a_mail_or_a_web_address(tmp_path: Path, value: str) -> None:
    assert load(site(tmp_path, f'report = "{value}"')).report == value


@pytest.mark.parametrize(
    "value", ['"desk"', '"javascript:alert(1)"', '"mailto:a@b.example"', '"a@b.example?cc=x"', "5"]
)
def test_reports_go_nowhere_else(tmp_path: Path, value: str) -> None:
    with pytest.raises(DigestError, match="neither a mail address nor a web address"):
        load(site(tmp_path, f"report = {value}"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('accent = "green"', "`accent` is not a colour: `green`"),
        (
            'csp_sources = ["https://a.example; script-src *"]',
            "`csp_sources` takes no `https://a.example; script-src *`",
        ),
        ('menu = ["contact"]', "`menu` takes a table for each entry, not `['contact']`"),
        ('[menu.contact]\nto = "contact"', "`menu.contact` does not say where it leads"),
        ('[menu.contact]\nen = "Contact"', "`menu.contact` does not say where it leads"),
        ('[menu.radio]\nto = "https://radio.example/"', "`menu.radio` has no name"),
        ('[menu.radio]\nto = "javascript:alert(1)"\nen = "x"', "`menu.radio` does not say where it leads"),
        ('[menu.home]\nto = "/"\nfr = "Accueil"', "`fr` is not a setting of the menu"),
    ],
)
def test_a_look_that_no_page_can_have_is_refused_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DigestError) as caught:
        load(site(tmp_path, text))
    first = caught.value.problems[0]
    assert (first.problem, first.where.startswith("site.toml:"), bool(first.hint)) == (problem, True, True)


def test_a_menu_keeps_the_order_of_the_file_and_a_logo_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    text = 'logo = "l.svg"\ntitle = "x"\n[menu.z]\nto = "/"\n[menu.a]\nto = "mailto:us@news.example"\nen = "Write"\n'
    config = load(site(tmp_path, text), base_url="https://a.example/")
    assert list(config.menu) == ["z", "a"]
    assert [warning.problem for warning in config.warnings] == ["there is no picture `l.svg`"]


def test_a_section_is_the_same_in_each_unicode_form(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "أدب")
    config = load(site(tmp_path, f'[sections."{decomposed}"]\nar = "أدب"\n'))
    assert config.sections == {"أدب": {"ar": "أدب"}}
    both = f'[sections."أدب"]\nar = "أدب"\n[sections."{decomposed}"]\nar = "أدب"\n'
    assert problems(tmp_path, both)[0].startswith("site.toml:3: `أدب` stands twice, in two Unicode forms")


PERSON = """
[authors.huda]
ar = "هدى"
en = "Huda"
picture = "huda.jpg"

[authors.huda.about]
en = "Huda writes about water."
"""


def test_a_line_about_an_author_and_a_picture_stand_beside_the_names(tmp_path: Path) -> None:
    config = parse(PERSON, tmp_path)
    assert config.authors == {"huda": {"ar": "هدى", "en": "Huda"}}
    assert config.profiles == {"huda": Profile(about={"en": "Huda writes about water."}, picture="huda.jpg")}
    assert [(each.problem, each.where) for each in config.warnings if "huda" in each.problem] == [
        ("there is no picture `huda.jpg`", "site.toml:5")
    ]


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("[authors.huda]\nabout = 5\n", "`authors.huda.about` takes a text in each language, not `5`", 2),
        ("[authors.huda]\npicture = 5\n", "`authors.huda.picture` takes text, not `5`", 2),
        ('[authors.huda]\nfr = "Huda"\n', "`fr` is not a language of this site", 2),
        ("authors = 5\n", "`authors` takes a table of names", 1),
        ('fonts = "a.woff2"\n', "`fonts` takes files for each language, not `a.woff2`", 1),
        ('[fonts]\nfr = "a.woff2"\n', "`fr` is not a language of this site", 2),
        ('[fonts]\nar = "a.ttf"\n', "`fonts.ar` takes WOFF2 files, not `a.ttf`", 2),
        ('[fonts]\nar = "../a.woff2"\n', "`fonts.ar` takes WOFF2 files, not `../a.woff2`", 2),
        ('[fonts]\nar = ["a.woff2", "b.woff2", "c.woff2"]\n', "`fonts.ar` takes WOFF2 files", 2),
        ("[fonts]\nar = []\n", "`fonts.ar` takes WOFF2 files", 2),
    ],
)
def test_what_is_wrong_with_authors_and_fonts_is_named_with_its_line(
    tmp_path: Path, text: str, problem: str, line: int
) -> None:
    with pytest.raises(DigestError) as error:
        parse(text, tmp_path)
    (found,) = error.value.problems
    assert found.problem.startswith(problem)
    assert found.where == f"site.toml:{line}"


def test_fonts_are_one_file_or_two_for_a_language_and_a_missing_one_is_a_warning(tmp_path: Path) -> None:
    config = parse('[fonts]\nar = ["f/r.woff2", "f/b.woff2"]\nen = "f/en.woff2"\n', tmp_path)
    assert config.fonts == {"ar": ("f/r.woff2", "f/b.woff2"), "en": ("f/en.woff2",)}
    assert [each.where for each in config.warnings if "font" in each.problem] == [
        "site.toml:2",
        "site.toml:2",
        "site.toml:3",
    ]


def test_an_output_folder_that_can_not_be_is_told_with_what_names_it(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('per_page = 5\noutput = "content/x"\n')
    with pytest.raises(DigestError) as caught:
        load(tmp_path)
    assert caught.value.problems[0].where == "site.toml:2"
    with pytest.raises(DigestError) as caught:
        load(tmp_path, output=tmp_path)
    assert (caught.value.problems[0].where, "--output" in caught.value.problems[0].hint) == ("", True)
