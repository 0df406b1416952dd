"""A picture as HTML: with copies for smaller screens where it has some, the picture itself for all others."""

from collections.abc import Callable, Sequence

from digest.markup import escape
from digest.model import Image
from digest.site.picture_sizes import published_size, source_set


def picture_html(
    image: Image,
    href: Callable[[str], str],
    attributes: str,
    sizes: str,
    *,
    first: bool = False,
    formats: Sequence[str] = (),
) -> str:
    """Return the element of a picture of this site.

    `href` makes the link to a picture, `attributes` are further ones of its `img`, `sizes` says how wide it is shown.
    The `first` of a page is loaded at once. `formats` are those of its copies; without any there is the picture alone,
    as feeds have it.
    """
    width, height = published_size(image)
    size = f' width="{width}" height="{height}"' if width and height else ""
    loading = ' fetchpriority="high"' if first else ' loading="lazy"'
    img = f'<img src="{escape(href(image.path))}" {attributes}{size}{loading} decoding="async">'
    sources = [(kind, escape(source_set(image, kind, href))) for kind in formats]
    elements = [f'<source type="image/{kind}" srcset="{some}" sizes="{sizes}">' for kind, some in sources if some]
    return f"<picture>{''.join(elements)}{img}</picture>" if elements else img
