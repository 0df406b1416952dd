"""Articles whose text is a list of paragraphs, each a list of sentences (JSON); the neighbours of an article."""

import json
from html import escape
from pathlib import Path

from pelican import signals
from pelican.readers import BaseReader


class SentencesReader(BaseReader):
    """Reads `.json`: the metadata, and `blocks`."""

    enabled = True
    file_extensions = ("json",)

    def read(self, source_path):
        found = json.loads(Path(source_path).read_text("utf-8"))
        blocks = found.pop("blocks")
        metadata = {name: self.process_metadata(name, value) for name, value in found.items()}
        paragraphs = (f"<p>{escape(' '.join(block))}</p>" for block in blocks)
        return "\n".join(paragraphs), metadata | {"blocks": blocks}


def add_reader(readers):
    readers.reader_classes["json"] = SentencesReader


def add_neighbours(generator):
    articles = generator.articles
    for place, article in enumerate(articles):
        article.newer = articles[place - 1] if place else None
        article.older = articles[place + 1] if place + 1 < len(articles) else None


def register():
    signals.readers_init.connect(add_reader)
    signals.article_generator_finalized.connect(add_neighbours)
