import pytest

from digest.content.addresses import file_slug, former_path


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("old-name", "articles/old-name/"),
        ("/articles/old/", "articles/old/"),
        ("/news/articles/old", "articles/old/"),
        ("https://old.example/2019/05/%D9%85%D8%B7%D8%B1/", "2019/05/مطر/"),
        ("/2019/story.html", "2019/story.html"),
        ("archive/story.php", "archive/story.php"),
    ],
)
def test_a_former_address_is_read_however_it_is_written(written: str, path: str) -> None:
    assert former_path(written, "/news/") == path


@pytest.mark.parametrize(
    "written",
    [
        "/",
        "",
        "/?p=12",
        "/a#b",
        "/../x/",
        "/a//b/",
        "/.git/config",
        "mailto:a@b",
        "/a%00b/",
        "/a$b/",
        "https://[",
        "/a%5Cb",
    ],
)
def test_what_no_page_can_stand_at_is_none(written: str) -> None:
    assert former_path(written, "/") is None


def test_a_file_name_makes_a_slug() -> None:
    assert file_slug("أخبار اليوم (1)") == "أخبار-اليوم-1"


@pytest.mark.parametrize(("stem", "slug"), [("con", "con-"), ("NUL", "NUL-"), ("lpt1", "lpt1-"), ("aux.x", "aux.x-")])
def test_an_address_is_no_name_that_windows_keeps_for_itself(stem: str, slug: str) -> None:
    assert file_slug(stem) == slug
    assert file_slug(slug) == slug


@pytest.mark.parametrize("stem", ["connect", "null", "com10", "auxiliary", "a.con"])
def test_an_address_that_only_resembles_one_stays(stem: str) -> None:
    assert file_slug(stem) == stem
