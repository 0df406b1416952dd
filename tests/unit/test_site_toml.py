"""The values of `site.toml`, and its mistakes, each told with its line."""

import unicodedata
from pathlib import Path

import pytest

from digest.config import load, parse
from digest.errors import DigestError
from digest.settings import Profile
from tests.sites import with_settings


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(DigestError) as caught:
        load(with_settings(tmp_path, text))
    return [str(problem) for problem in caught.value.problems]


def test_a_wrong_flag_is_named_and_no_line_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(DigestError) as caught:
        load(with_settings(tmp_path, 'title = "x"'), base_url="foo")
    (problem,) = caught.value.problems
    assert (problem.where, problem.excerpt) == ("", "")
    assert problem.problem == "`--base-url` is not a web address: `foo`"


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


@pytest.mark.parametrize("value", ["desk@news.example.org", "https://tracker.example.org/new?project=3"])
def test_reports_go_to_a_mail_or_a_web_address(tmp_path: Path, value: str) -> None:
    assert load(with_settings(tmp_path, f'report = "{value}"')).report == value


@pytest.mark.parametrize(
    "value", ['"desk"', '"javascript:alert(1)"', '"mailto:a@b.example"', '"a@b.example?cc=x"', "5"]
)
def test_reports_go_nowhere_else(tmp_path: Path, value: str) -> None:
    with pytest.raises(DigestError, match="neither a mail address nor a web address"):
        load(with_settings(tmp_path, f"report = {value}"))


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
        load(with_settings(tmp_path, text))
    first = caught.value.problems[0]
    assert (first.problem, first.where.startswith("site.toml:"), bool(first.hint)) == (problem, True, True)


def test_a_section_is_the_same_in_each_unicode_form(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "أدب")
    config = load(with_settings(tmp_path, f'[sections."{decomposed}"]\nar = "أدب"\n'))
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


def test_what_is_said_of_an_author_stands_by_the_name_in_its_usual_unicode_form(tmp_path: Path) -> None:
    written = PERSON.replace("authors.huda", 'authors."أمل"')
    config = parse(unicodedata.normalize("NFD", written), tmp_path)
    assert config.profiles.keys() == config.authors.keys() == {unicodedata.normalize("NFC", "أمل")}
