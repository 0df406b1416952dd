"""Where in the content folder stands what a check found on a page."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

from digest.build import state
from digest.build.targets import articles_key
from digest.config import Config
from digest.content.text_input import decode
from digest.errors import DigestError
from digest.files import read_bytes
from digest.site.site import VIEWS, path_of


def article_files(config: Config) -> Mapping[str, str]:
    """Return path of an article's page → the article's file below the content folder, as the last build knew them.

    It is empty where nothing is kept of that build.
    """
    known = state.load(state.state_file(config), articles_key(config), config.user_cache)
    return {
        f"{path_of(record.article, view)}index.html": path
        for path, record in known.articles.items()
        for view in VIEWS
        if record.summary
    }


def place_of(address: str, file: str, config: Config) -> str:
    """Return file and line in which an address of a page stands, or the file alone where it is not found."""
    wanted = [form for form in _forms(address, config) if form]
    for number, line in enumerate(_lines(config.content / file), 1):
        if any(form in line for form in wanted):
            return f"{file}:{number}"
    return file


def _forms(address: str, config: Config) -> Iterable[str]:
    """Yield how an author may have written an address: as it is, below the site's path, or as a file's name."""
    for form in (address, unquote(address)):
        yield form
        yield "/" + form.removeprefix(config.base_path) if form.startswith(config.base_path) else ""
        yield form.partition("#")[0].rpartition("/")[2]


def _lines(file: Path) -> list[str]:
    try:
        return decode(read_bytes(file, file.name), file.name).text.splitlines()
    except DigestError:
        return []
