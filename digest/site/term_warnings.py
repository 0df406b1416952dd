"""Warnings about the names and addresses of sections, tags and authors."""

import difflib
from collections.abc import Collection, Iterator

from digest.errors import Problem
from digest.messages import counted
from digest.model import LANGS
from digest.settings import FILE
from digest.site.redirects import unlisted_paths
from digest.site.site import Site
from digest.site.term_names import aliases, fold, term_slug

_NAMED = 3
"""Moved lists that a warning names."""
_ALIKE = 0.8
"""How alike, by `difflib`'s ratio, a section is to one of `site.toml` that was meant."""


def term_warnings(site: Site, removed: Collection[str]) -> Iterator[Problem]:
    """Yield warnings about a site's terms; `removed` are the paths of the files that this build removed."""
    yield from _misspelt_sections(site)
    yield from _moved_lists(site, removed)


def moved_lists(site: Site, before: Collection[str], redirected: str) -> Iterator[Problem]:
    """Yield a warning of the lists that have another address since this build, for `site.toml` names them now.

    `before` has the paths of the files that were published until then, and `redirected` the text of the `_redirects`
    among them: an address that was there already has moved earlier.
    """
    known = {line.partition(" ")[0] for line in redirected.splitlines()}
    moved = [
        f"`/{path}` is `/{term.path}`"
        for path, term in unlisted_paths(site).items()
        if f"{path}index.html" in before and site.href(path) not in known
    ]
    if moved:
        more = f" and {len(moved) - _NAMED:,} more" if len(moved) > _NAMED else ""
        yield Problem(
            f"{counted(len(moved), 'list')} moved, by the names here: {', '.join(moved[:_NAMED])}{more} now",
            FILE,
            "pages at the old addresses lead on, feeds only where the host reads `_redirects`; "
            'to keep an address, call the table by it, as in `[tags."…"]`',
        )


def _misspelt_sections(site: Site) -> Iterator[Problem]:
    """Yield a warning for each section that only articles name, under nearly the name of one that `site.toml` lists."""
    listed = aliases(site.config.sections)
    for term in site.sections:
        if term.slug not in site.config.sections:
            near = difflib.get_close_matches(fold(term.name("ar")), listed, 1, _ALIKE)
            if near:
                meant = next(section for section in site.sections if section.slug == listed[near[0]])
                names = {fold(meant.name(lang)): meant.name(lang) for lang in LANGS}
                name = names.get(near[0], near[0])
                yield Problem(
                    f"its section `{term.name('ar')}` is not among those of `{FILE}`",
                    site.members[term][0].article.path,
                    f"did you mean `{name}`? if not, list it there too",
                )


def _moved_lists(site: Site, removed: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each term whose list has left its address, which is among the paths that were removed.

    So it is when a tag that articles named for themselves is named in `site.toml` under another slug.
    """
    for kind, terms in site.terms.items():
        for name, term in terms.items():
            slug = term_slug(name)
            old = f"{kind}/{slug}/"
            if old != term.path and f"{old}index.html" in removed:
                yield Problem(
                    f"the list of `{name}` has moved from `{old}` to `{term.path}`: old links to it lead nowhere",
                    FILE,
                    f'call the table `[{kind}."{slug}"]` to keep the address, or redirect it on your server',
                )
