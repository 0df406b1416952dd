from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PIL import ImageChops, ImageDraw

from digest.argos import Machine
from digest.build import social_cards
from digest.build.social_cards import CardText, _pieces, _Setting, card_file, draw_card
from digest.card_fonts import card_fonts
from digest.model import Lang
from tests.sites import NOW, TOML, make_site, publish
from tests.stories import config

NAMES: Mapping[Lang, str] = {"ar": "النشرة", "en": "The Digest"}
TITLES: Mapping[Lang, str] = {"ar": "ارتفاع أسعار القمح", "en": "Wheat prices rise"}


@pytest.fixture(scope="module")
def fonts() -> Mapping[Lang, Path]:
    found, problems = card_fonts({}, Path.cwd())
    if problems:
        pytest.skip(problems[0].problem)
    return found


def text(titles: Mapping[Lang, str] = TITLES) -> CardText:
    return CardText(names=NAMES, titles=titles, section={"ar": "اقتصاد", "en": "Economy"}, accent="#8f1d1d")


def setting(fonts: Mapping[Lang, Path], lang: Lang = "ar") -> _Setting:
    return _Setting(ImageDraw.Draw(Pillow.new("RGB", (10, 10))), fonts, lang, 60)


def shown(body: bytes) -> Pillow.Image:
    return Pillow.open(BytesIO(body)).convert("L")


def has_ink(card: Pillow.Image, place: tuple[int, int, int, int]) -> bool:
    return any(card.crop(place).histogram()[:100])


def test_a_card_has_the_size_that_readers_of_links_show_and_both_headlines(fonts: Mapping[Lang, Path]) -> None:
    card = shown(draw_card(text(), fonts))
    assert card.size == (1200, 630)
    for side in ((72, 170, 560, 520), (640, 170, 1128, 520)):
        assert has_ink(card, side)


def test_a_headline_in_one_language_takes_the_width(fonts: Mapping[Lang, Path]) -> None:
    long = draw_card(text({"en": "One headline that is in English alone and takes the width"}), fonts)
    assert has_ink(shown(long), (560, 170, 640, 520))


def test_arabic_letters_are_joined(fonts: Mapping[Lang, Path]) -> None:
    made = setting(fonts)
    apart = sum(made.width(made._runs(letter)) for letter in "سلسلة")
    assert made.width(made._runs("سلسلة")) < 0.9 * apart


def test_what_no_font_has_is_left_out(fonts: Mapping[Lang, Path]) -> None:
    assert draw_card(text({"en": "Goal \U0001f600\ufdd0"}), fonts) == draw_card(text({"en": "Goal"}), fonts)


@pytest.mark.parametrize(
    ("line", "lang", "pieces"),
    [
        ("بلغة C++ الآن", "ar", [("بلغة ", "ar"), ("C++", "en"), (" الآن", "ar")]),
        ("تراجع -1.2% اليوم", "ar", [("تراجع ", "ar"), ("-1.2%", "en"), (" اليوم", "ar")]),
        ("فاز 3-1 أمس", "ar", [("فاز ", "ar"), ("3-1", "en"), (" أمس", "ar")]),
        ("هاتف iPhone 17 جديد", "ar", [("هاتف ", "ar"), ("iPhone 17", "en"), (" جديد", "ar")]),
        ("The word أهلا وسهلا here", "en", [("The word ", "en"), ("أهلا وسهلا", "ar"), (" here", "en")]),
    ],
)
def test_what_reads_the_other_way_is_drawn_in_one_piece(line: str, lang: Lang, pieces: list[tuple[str, Lang]]) -> None:
    assert [piece for piece in _pieces(line, lang) if piece[0]] == pieces


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_line_is_wider_than_its_column_and_a_headline_far_too_long_is_cut(
    fonts: Mapping[Lang, Path], lang: Lang
) -> None:
    title = {"ar": "عنوان طويل جدا لا ينتهي ", "en": "A headline that never ends "}[lang] * 12
    card = shown(draw_card(text({"ar": title, "en": title}), fonts))
    paper = Pillow.new("L", card.size, card.getpixel((5, 300)))
    left, top, right, bottom = ImageChops.difference(card, paper).crop((0, 130, 1200, 630)).getbbox() or (0, 0, 0, 0)
    assert left >= 60, "it reaches beyond the left margin"
    assert right <= 1140, "it reaches beyond the right margin"
    assert top > 0, "it touches the masthead"
    assert bottom < 500, "it reaches below the section"


def test_a_card_is_drawn_once(fonts: Mapping[Lang, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = config(card_font_files=fonts, user_cache=tmp_path)
    first = card_file(text(), settings)
    monkeypatch.setattr(social_cards, "draw_card", lambda *_: b"drawn again")
    assert card_file(text(), settings) == first
    assert card_file(text({"en": "Another"}), settings) == b"drawn again"


def test_a_build_publishes_cards_and_pages_name_them(
    fonts: Mapping[Lang, Path], tmp_path: Path, machine: Machine
) -> None:
    assert fonts
    files = {"quake.txt": "التاريخ: 2026-11-20\n\nزلزال خفيف\n\nشعر به السكان.\n"}
    root = make_site(tmp_path, files, f"{TOML}social_cards = true\n")
    publish(root, machine)
    page = (root / "public/ar/articles/quake/index.html").read_text("utf-8")
    assert '<meta property="og:image" content="https://news.example/cards/quake.png">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    card = root / "public/cards/quake.png"
    first = card.read_bytes()
    assert publish(root, machine).written == 0
    (root / "content/quake.txt").write_text("التاريخ: 2026-11-20\n\nزلزال قوي\n\nشعر به السكان.\n", "utf-8")
    publish(root, machine)
    assert card.read_bytes() != first
    (root / "site.toml").write_text(TOML, "utf-8")
    publish(root, machine)
    assert not card.exists()


def test_a_site_without_the_setting_looks_for_no_font(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    root = make_site(tmp_path, {"a.txt": "خبر\n\nنص الخبر.\n"})
    report = publish(root, machine, now=NOW)
    assert not [warning for warning in report.warnings if "cards" in warning.problem]
    assert not (root / "public/cards").exists()
