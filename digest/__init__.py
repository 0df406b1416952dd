"""A static site generator for bilingual news: Arabic and English side by side, sentence by sentence."""

__version__ = "0.1.0"
