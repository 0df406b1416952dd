from digest.model import Image
from digest.render.picture_html import picture_html

LARGE = Image(path="a.jpg", width=1000, height=500)


def href(path: str) -> str:
    return f"/{path}"


def test_a_picture_has_its_copies_for_browsers_that_know_them_and_itself_for_others() -> None:
    assert picture_html(LARGE, href, 'alt=""', "50vw", formats=("webp",)) == (
        '<picture><source type="image/webp" srcset="/a.jpg.480.webp 480w, /a.jpg.960.webp 960w, /a.jpg.1000.webp 1000w"'
        ' sizes="50vw"><img src="/a.jpg" alt="" width="1000" height="500" loading="lazy" decoding="async"></picture>'
    )


def test_the_first_picture_is_loaded_at_once() -> None:
    html = picture_html(LARGE, href, 'alt=""', "50vw", first=True, formats=("webp",))
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html


def test_feeds_and_small_pictures_have_one_file() -> None:
    assert picture_html(LARGE, href, "", "1px").startswith("<img ")
    assert picture_html(Image(path="a.jpg"), href, "", "1px", formats=("webp",)).startswith("<img ")


def test_browsers_are_offered_what_is_smaller_first() -> None:
    html = picture_html(LARGE, href, "", "1px", formats=("avif", "webp"))
    assert html.index('type="image/avif"') < html.index('type="image/webp"')
    assert ".480.avif 480w" in html
