"""`Site` → HTML pages and the files of the theme."""

from digest.render.pages import Renderer

__all__ = ["Renderer"]
