"""When what a page or a feed shows of a story last changed: its article says it, and of a translation its sidecar."""

from datetime import datetime

from digest.model import Article, Revision, View
from digest.site.status import Status


def revision_shown(article: Article, status: Status, view: View) -> Revision | None:
    """Return the revision of the translation that a view shows; None where the article itself changed later."""
    revision = status.revision if view in ("both", status.lang) else None
    return revision if revision and revision.time > (article.updated or article.date) else None


def changed(article: Article, status: Status, view: View) -> datetime:
    """Return when what a view shows of a story last changed: its text, or the translation."""
    revision = revision_shown(article, status, view)
    return revision.time if revision else article.updated or article.date
