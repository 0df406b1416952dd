from io import BytesIO
from pathlib import Path

from PIL import Image

from digest.render.logo_icons import ICON_SIZES, logo_icons


def test_a_wide_logo_stands_whole_in_the_middle_of_a_square(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (600, 200), "#00aa00").save(logo)
    icons = {name: Image.open(BytesIO(body)) for name, body in logo_icons(logo).items()}
    assert {name: icon.size for name, icon in icons.items()} == {
        name: (size, size) for name, size in ICON_SIZES.items()
    }
    icon = icons["icon-512.png"]
    assert icon.getpixel((256, 256)) == icon.getpixel((60, 256)) == (0, 170, 0)
    assert icon.getpixel((256, 60)) == icon.getpixel((10, 256)) == (253, 252, 249)


def test_there_are_no_icons_of_a_drawing_in_lines_or_of_a_logo_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>")
    assert not logo_icons(tmp_path / "logo.svg")
    assert not logo_icons(tmp_path / "missing.png")
