"""Small sites on disk for tests: written, built in this process, and read back."""

import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.argos import Machine
from digest.build.options import BuildOptions
from digest.build.pipeline import build
from digest.build.report import Report, WarmState
from digest.config import load
from digest.files import RACY_WINDOW
from digest.settings import Setting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

BULLETIN = """\
العنوان: أمطار غزيرة في دمشق
التاريخ: 2026-11-20
القسم: weather
الحزمة: bulletins

بلغت درجة الحرارة في دمشق 21 درجة مئوية.
وقال المتحدث باسم هيئة الأرصاد الجوية: "ستهطل الأمطار يوم الأحد".
"""

ARTICLE = """\
افتتاح مكتبة الحي بعد عامين من الترميم

فتحت مكتبة الحي أبوابها صباح الخميس أمام القراء.

قالت مديرة المكتبة: «انتظرنا هذا اليوم طويلا». وأضافت أن فيها 12,500 كتاب.
"""

TOML = 'base_url = "https://news.example/"\nfeed_id = "tag:news.example,2026:"\ntitle = "نشرة"\n'


def make_site(root: Path, files: Mapping[str, str | bytes], toml: str = TOML) -> Path:
    """Write a site: `site.toml`, and files below `content/`."""
    (root / "content").mkdir(parents=True, exist_ok=True)
    (root / "site.toml").write_text(toml, encoding="utf-8")
    for path, body in files.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body if isinstance(body, bytes) else body.encode())
    return root


def with_settings(root: Path, toml: str) -> Path:
    """Write the settings of a site into a folder; return that."""
    (root / "site.toml").write_text(toml, encoding="utf-8")
    return root


def settle(root: Path) -> None:
    """Wait until the articles of a site are old enough for a build to believe their signatures."""
    newest = max(file.stat().st_ctime_ns for file in (root / "content").rglob("*"))
    time.sleep(max(0, newest + RACY_WINDOW - time.time_ns()) / 1e9 + 0.05)


def publish(
    root: Path,
    machine: Machine,
    *,
    warm: WarmState | None = None,
    changed: frozenset[Path] = frozenset(),
    **options: Any,
) -> Report:
    """Build a site in this process, at a time of its own, whether or not all can be translated."""
    settings: dict[str, Any] = {"now": NOW, "machine": machine, "allow_untranslated": True} | options
    return build(load(root), BuildOptions(**settings), warm=warm, changed=changed)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the published files of an output folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".digest" not in path.relative_to(folder).parts
    }


def other_value(setting: Setting) -> Any:
    """Return a value that a setting may have, and not its default."""
    match setting.kind:
        case "boolean":
            return not setting.default
        case "choice":
            return next(choice for choice in setting.choices if choice != setting.default)
        case "number":
            return setting.low + 1
        case "folder":
            return Path("/elsewhere")
        case _ if setting.example == setting.default:
            return "https://other.example/"
        case _:
            return setting.example


def let_others_in(folder: Path) -> None:
    """Let other users into a folder of a test, and into those above it that pytest made."""
    for each in (folder, *folder.parents):
        if Path(tempfile.gettempdir()) in each.parents:
            each.chmod(0o755)
