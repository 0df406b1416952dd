"""A picture as HTML: with copies for smaller screens where it has some, the picture itself for all others."""

from collections.abc import Callable

from digest.markup import escape
from digest.model import Image
from digest.site.picture_sizes import published_size, source_set


def picture_html(
    image: Image, href: Callable[[str], str], attributes: str, sizes: str, *, first: bool = False, copies: bool = True
) -> str:
    """Return the element of a picture of this site.

    `href` makes the link to a picture, `attributes` are further ones of its `img`, `sizes` says how wide it is shown.
    The `first` of a page is loaded at once. Without `copies` there is the picture alone, as feeds have it.
    """
    width, height = published_size(image)
    size = f' width="{width}" height="{height}"' if width and height else ""
    loading = ' fetchpriority="high"' if first else ' loading="lazy"'
    img = f'<img src="{escape(href(image.path))}" {attributes}{size}{loading} decoding="async">'
    if not (sources := source_set(image, href) if copies else ""):
        return img
    return f'<picture><source type="image/webp" srcset="{escape(sources)}" sizes="{sizes}">{img}</picture>'
