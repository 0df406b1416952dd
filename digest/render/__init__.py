"""`Site` → HTML pages and the files of the theme."""

from digest.render.pages import Renderer, render

__all__ = ["Renderer", "render"]
