"""Publishing: the files of a finished build to one of the targets that `site.toml` names."""

from collections.abc import Mapping
from datetime import datetime

from digest.build.output_folder import locked_output
from digest.config import LOCAL, Config
from digest.errors import DigestError
from digest.messages import nearest
from digest.publishing import to_folder, to_git, to_server
from digest.publishing.changes import Changes
from digest.publishing.program import Programs
from digest.publishing.site_files import site_files


def target_named(name: str | None, config: Config) -> str:
    """Return the name of the target that is meant: of the only one where none is named.

    Raises `DigestError` when there is none such, and for a site that does not know its address.
    """
    targets = config.publish
    listed = ", ".join(f"`{each}`" for each in targets)
    if not targets:
        hint = 'as in `[publish.server]`, `method = "rsync"`, `to = "us@news.example.org:/srv/news"`'
        raise DigestError("it does not say where to publish", "site.toml", hint)
    if name is None and len(targets) > 1:
        raise DigestError("there are several targets", "site.toml", f"name one of {listed}")
    name = name or next(iter(targets))
    if name not in targets:
        raise DigestError(
            f"there is no target `{name}`", "site.toml", nearest(name, targets) or f"name one of {listed}"
        )
    if config.base_url == LOCAL:
        hint = 'say where the site is published: `base_url = "https://news.example.org/"`'
        raise DigestError("a site without `base_url` links to this computer", "site.toml", hint)
    return name


def publish(name: str, config: Config, *, environ: Mapping[str, str], now: datetime, dry_run: bool = False) -> Changes:
    """Take what the last build made to a target; return what changes there, or would with `dry_run`.

    No build can write the output folder meanwhile. Raises `DigestError`; the live site is then as it was.
    """
    target = config.publish[name]
    programs = Programs(environ=environ, target=name)
    with locked_output(config.output):
        files = site_files(config.output)
        match target.method:
            case "folder":
                folder = config.root / target.to
                if folder.resolve().is_relative_to(config.output):
                    hint = "name another folder: a build writes that one"
                    raise DigestError("the target is the output folder, or lies in it", programs.place, hint)
                return to_folder.publish(files, folder, compressed=target.compressed, dry_run=dry_run)
            case "git":
                time = int(now.timestamp())
                return to_git.publish(files, target, root=config.root, programs=programs, time=time, dry_run=dry_run)
            case "rsync":
                server = to_server.Server.at(target.to, config.root, programs)
                return to_server.publish(
                    files,
                    server,
                    output=config.output,
                    keep=target.keep,
                    compressed=target.compressed,
                    now=now,
                    dry_run=dry_run,
                )


def rollback(name: str, config: Config, *, environ: Mapping[str, str]) -> str:
    """Make the release before the live one live again, and return its name. Raises `DigestError`."""
    target = config.publish[name]
    programs = Programs(environ=environ, target=name)
    if target.method != "rsync":
        hint = (
            "publish an older version of the sources" if target.method == "folder" else "use `git revert` on the branch"
        )
        raise DigestError(f"a target of `{target.method}` keeps no releases", programs.place, hint)
    return to_server.rollback(to_server.Server.at(target.to, config.root, programs))
