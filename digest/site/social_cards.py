"""Where the social card of a story is: the picture that is shown with a link to it, where it has none of its own."""

from digest.config import Config
from digest.model import Article, Image

CARD_SIZE = (1200, 630)
"""Width and height of a card in pixels: what Open Graph's readers show whole."""


def card_path(article: Article, picture: Image | None, config: Config) -> str:
    """Return the path of the card of an article whose lead picture is `picture`; empty where it has no card.

    None is made where the site asks for none, or no fonts to draw it with were found.
    """
    if picture or not config.card_font_files or not article.is_listed:
        return ""
    return f"cards/{article.slug}.png"
