"""The version of an article that a person has written apart, in the other language: `x.en.txt` beside `x.txt`.

It is read as an article is. Of its header counts what belongs to the text, who wrote it, and when it was changed; all
else is said once, by the article.
"""

from datetime import datetime

from msgspec.structs import replace

from digest.config import Config
from digest.content.article import read
from digest.content.header import Field, read_header
from digest.content.text_input import decode
from digest.errors import DigestError, Problem
from digest.model import Article, Lang, other

_OWN = frozenset({"title", "ticker", "standfirst", "dateline", "correction", "author", "updated", "lang"})
"""The names of a header that count in a version."""
_HIDING = frozenset({"draft", "withdrawn", "expires"})
"""Those that would keep a text back: to pass over one would publish what somebody did not want published."""
_LANGUAGES: dict[Lang, str] = {"ar": "Arabic", "en": "English"}


def read_version(data: bytes, *, path: str, modified: datetime, config: Config, article: Article) -> Article:
    """Return the version of an article that a file holds.

    Its warnings are those of its own text, and one for each line of its header that is not used. Raises `DigestError`
    with every problem: those of any article, a text in the language of the article, a line that would keep it back, and
    corrections that the article does not have.
    """
    version = read(data, path=path, modified=modified, config=config, version_of=article)
    fields = read_header(decode(data, path).text, path).fields
    problems = [_not_here(field, path, article) for field in fields.values() if field.name in _HIDING]
    if version.lang == article.lang:
        named, found = _LANGUAGES[other(article.lang)], _LANGUAGES[version.lang]
        problem = f"by its name it is the {named} version of `{article.path}`, and its text is in {found}"
        problems.append(Problem(problem, path, "give it another name, or say its language in a `Lang:` line"))
    if len(version.corrections) > len(article.corrections):
        where = f"{path}:{fields['correction'].line}" if "correction" in fields else path
        problems.append(
            Problem(
                f"it has a correction that `{article.path}` has not", where, "write it into both: they are one article"
            )
        )
    if problems:
        raise DigestError.of(problems)
    unused = [
        Problem(
            f"`{field.name.title()}` is not used in a version",
            f"{path}:{field.line}",
            f"`{article.path}` says it for both languages: take the line out",
        )
        for field in fields.values()
        if field.name not in _OWN
    ]
    own = {block.image.path for block in article.blocks if block.image}
    pictures = [block.image.path for block in version.blocks if block.image and block.image.path not in own]
    unshown = [
        Problem(
            f"its picture `{picture}` is left out: `{article.path}` does not have it", path, "put the picture into both"
        )
        for picture in dict.fromkeys(pictures)
    ]
    return replace(version, warnings=(*version.warnings, *unused, *unshown))


def _not_here(field: Field, path: str, article: Article) -> Problem:
    return Problem(
        f"a version can't say `{field.name.title()}`: it is published with its article",
        f"{path}:{field.line}",
        f"write the line into `{article.path}`, or give this file a name of its own until it is ready",
    )
