from typing import Any

import pytest
from msgspec.structs import replace

from digest.model import Story
from digest.settings import MenuLink
from digest.site.menu import menu_of, menu_warnings
from digest.site.site import Site, build_site
from digest.site.summary import Summary, summarize
from tests.stories import Maker, config, simple


def page(slug: str, title: tuple[str, str], **fields: Any) -> Summary:
    made = Maker().story(title, slug=slug, **fields)

    return summarize(replace(made, article=replace(made.article, path=f"pages/{slug}.txt")))


def site(menu: dict[str, MenuLink], *stories: Story) -> Site:
    pages = [page("contact", ("اتصل بنا", "Contact")), page("imprint", ("بيانات النشر", ""), weight=5)]
    return build_site([*pages, *map(summarize, stories)], config(menu=menu))


def shown(made: Site) -> list[tuple[str, str]]:
    return [(entry.to, entry.names.get("en") or entry.names["ar"]) for entry in menu_of(made)]


def test_the_menu_has_the_front_page_the_sections_with_stories_and_the_pages_with_the_heaviest_first() -> None:
    assert shown(site({}, simple(section="science"))) == [
        ("", "Home"),
        ("sections/science/", "Science"),
        ("imprint/", "بيانات النشر"),
        ("contact/", "Contact"),
    ]


def test_entries_of_the_site_are_the_whole_menu_and_pages_have_their_names() -> None:
    menu = {
        "write": MenuLink(to="/contact/", names={"en": "Write to us"}),
        "archive": MenuLink(to="/archive/", names={}),
        "radio": MenuLink(to="https://radio.example/", names={"en": "Radio", "ar": "الإذاعة"}),
    }
    made = site(menu)
    assert shown(made) == [("contact/", "Write to us"), ("archive/", "Archive"), ("https://radio.example/", "Radio")]
    assert menu_of(made)[0].names["ar"] == "اتصل بنا"
    assert [entry.elsewhere for entry in menu_of(made)] == [False, False, True]


@pytest.mark.parametrize(
    ("to", "hint"),
    [("/contct/", "did you mean `/contact/`?"), ("/sections/sience/", "did you mean `/sections/science/`?")],
)
def test_an_entry_that_leads_nowhere_is_a_warning_with_the_nearest_page(to: str, hint: str) -> None:
    made = site({"x": MenuLink(to=to, names={})})
    (warning,) = menu_warnings(made, ())
    assert (to in warning.problem, warning.hint) == (True, hint)


def test_an_entry_may_lead_to_any_file_of_the_site() -> None:
    made = site({"a": MenuLink(to="/feeds.opml", names={}), "b": MenuLink(to="/tags/gold/#top", names={})})
    assert list(menu_warnings(made, {"feeds.opml", "tags/gold/index.html"})) == []
