"""Sentences that were translated before, word for word: what was said of them then is used again."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from digest.config import Config
from digest.content.folding import unstyled
from digest.editorial.corpus import Corpus
from digest.editorial.site_memory import memories, pairs_of
from digest.memory.pairing import texts_of
from digest.model import LANGS, Article, Counterpart, Lang, Origin, other

Remembered = Mapping[tuple[Lang, str], Counterpart]
"""A counterpart by its language and the sentence, without what a house style decides."""

NOTHING: Remembered = MappingProxyType({})


def remember(content: Corpus, config: Config) -> Remembered:
    """Return the sentences that were translated in one way only, in sidecars and memories, as the setting has them.

    Nothing where no sentence lacks a counterpart by a person. Raises `DigestError` for a memory that can't be read.
    """
    if config.reuse == "no" or not any(map(_lacks_words, content.articles, content.counterparts)):
        return NOTHING
    origin: Origin = "edited" if config.reuse == "reviewed" else "draft"
    said: dict[tuple[Lang, str], set[str]] = {}
    for article, counterparts in zip(content.articles, content.counterparts, strict=True):
        says_more = {text for text, behind in pairwise(counterparts) if counterparts[behind].said == "before"}
        for text, one in counterparts.items():
            if one.origin == "edited" and one.said == "here" and text not in says_more:
                said.setdefault((other(article.lang), unstyled(text)), set()).add(one.text)
    for path in memories(config):
        for pair in pairs_of(path, config):
            for lang in LANGS:
                said.setdefault((lang, unstyled(pair.text(other(lang)))), set()).add(pair.text(lang))
    return {key: Counterpart(text=min(texts), origin=origin) for key, texts in said.items() if len(texts) == 1}


def reused(article: Article, known: Mapping[str, Counterpart], remembered: Remembered) -> dict[str, Counterpart]:
    """Return what is remembered of the sentences of an article that have no counterpart yet, by clean text.

    Left out is what links to something: the link may be this article's own.
    """
    if not remembered:
        return {}
    target = other(article.lang)
    missing = (text for text in texts_of(article) if text not in known and "[" not in text)
    found = ((text, remembered.get((target, unstyled(text)))) for text in missing)
    return {text: counterpart for text, counterpart in found if counterpart}


def _lacks_words(article: Article, said: Mapping[str, Counterpart]) -> bool:
    return any(text not in said or said[text].origin == "machine" for text in texts_of(article))
