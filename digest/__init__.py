"""A static site generator for bilingual news: Arabic and English side by side, sentence by sentence."""

__version__ = "0.1.0"

DISTRIBUTION = "bilingual-digest"
"""The name under which package indexes have this program: `digest` is another project's there."""
