import pytest

from digest.model import Image
from digest.site.picture_sizes import copy_path, copy_widths, published_size, source_set


@pytest.mark.parametrize(
    ("width", "widths"),
    [(240, ()), (479, ()), (480, (480,)), (700, (480, 700)), (1600, (480, 960, 1600)), (4000, (480, 960, 1600))],
)
def test_a_picture_has_narrower_copies_and_one_of_its_own_width(width: int, widths: tuple[int, ...]) -> None:
    assert copy_widths(Image(path="a.jpg", width=width, height=100)) == widths


@pytest.mark.parametrize("image", [Image(path="a.jpg"), Image(path="a.GIF", width=900, height=900)])
def test_a_picture_of_unknown_size_and_one_that_may_move_have_no_copies(image: Image) -> None:
    assert copy_widths(image) == ()


def test_a_picture_larger_than_any_screen_is_published_smaller() -> None:
    assert published_size(Image(path="a.jpg", width=5120, height=3000)) == (2560, 1500)
    assert published_size(Image(path="a.jpg", width=100, height=9000)) == (28, 2560)
    assert published_size(Image(path="a.jpg", width=2560, height=900)) == (2560, 900)
    assert published_size(Image(path="a.jpg")) == (None, None)


def test_the_links_to_copies_say_their_widths() -> None:
    image = Image(path="a/b.jpg", width=600, height=400)
    assert source_set(image, "webp", lambda path: f"/{path}") == "/a/b.jpg.480.webp 480w, /a/b.jpg.600.webp 600w"
    assert copy_path("b.jpg", 480, "webp") == "b.jpg.480.webp"
