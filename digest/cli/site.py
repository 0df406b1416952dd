"""The commands that make a site: `digest build` and `digest serve`."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from digest.cli.options import build_time, cache_folder, current_time, drafts_option, examples, machine_for, site_option
from digest.cli.progress import TranslationLine, progress_bars
from digest.cli.terminal import print_problems, print_qr_code, program_name, say, shown_path, write_json
from digest.messages import counted

if TYPE_CHECKING:
    from digest.build.report import Report
    from digest.config import Config
    from digest.errors import Problem
    from digest.preview.server import Event
    from digest.preview.translator import Progress

PREVIEW = Path(".digest") / "preview"
"""Where `digest serve` builds, below the site's folder: its pages name this machine and must not be published."""


@click.command(epilog=examples("digest build", "digest build --site news --output /srv/news -v"))
@site_option
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Publish into this folder.")
@click.option("--base-url", metavar="URL", help="Where the site will be published.")
@drafts_option
@click.option("--allow-untranslated", is_flag=True, help="Show the source text, marked, where there is no counterpart.")
@click.option("--now", metavar="TIME", help="Build as if it were this time (2026-11-23T08:00).")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write what was done, as JSON.")
@click.option(
    "--jobs",
    metavar="N",
    default=0,
    type=click.IntRange(0, 256),
    help="Use up to N processes.  [default: one a core]",
)
@click.option("-v", "--verbose", is_flag=True, help="Say why each page was made anew.")
@click.option("--profile", is_flag=True, help="Print the time by stage, and the slowest templates and articles.")
def build(
    root: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    allow_untranslated: bool,
    now: str | None,
    report: Path | None,
    jobs: int,
    verbose: bool,
    profile: bool,
) -> None:
    """Publish the site into its output folder."""
    import gc

    from digest.build.options import BuildOptions
    from digest.build.pipeline import build
    from digest.config import load
    from digest.cores import cores

    gc.disable()  # this process ends with the build, and what a build keeps is no garbage

    config = load(root, output=output, base_url=base_url, user_cache=cache_folder())
    with progress_bars() as progress:
        options = BuildOptions(
            now=build_time(now, config),
            machine=machine_for(config),
            drafts=drafts,
            allow_untranslated=allow_untranslated,
            progress=progress,
            jobs=jobs or cores(),
        )
        done = build(config, options)
    print_problems(done.warnings, "warning")
    if verbose:
        say(*(f"{path}: {why}" for path, why in done.made.items()))
    if profile:
        say(*_profile(done))
    if report:
        write_json(done.as_dict(), report)
    say(_closing_line(done, config))
    if (done.written or done.removed) and output is None and base_url is None:  # `serve` would show another site
        say(f"preview it with `{program_name()} serve{'' if root == Path() else f' --site {root}'}`")


@click.command(epilog=examples("digest serve", "digest serve --drafts --port 8080"))
@site_option
@click.option("--host", default="localhost", show_default=True, help="A name or address of this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="0 takes any free port.  [default: the first free one from 8000]"
)
@drafts_option
@click.option("--open", "opens", is_flag=True, help="Open the site in the browser.")
@click.option("--follow", is_flag=True, help="Let open tabs go to the article that was saved, where it changed.")
@click.option("--desk", is_flag=True, help="With the editors' desk: a page on which translations are reviewed.")
@click.option("--key", metavar="WORD", help="What the desk asks for.  [default: made where others reach it]")
@click.option("--commit", is_flag=True, help="Let the desk commit to git what was saved; the rest at the end.")
def serve(
    root: Path,
    host: str,
    port: int | None,
    drafts: bool,
    opens: bool,
    follow: bool,
    desk: bool,
    key: str | None,
    commit: bool,
) -> None:
    """Preview the site, live.

    A saved change appears in the browser at once. What is not translated yet appears in its own language, and its
    translation as soon as it is there.
    The preview is built apart from the output folder.

    With --desk, doubtful sentences are reviewed in the browser; what is saved goes into the sidecars.
    """
    from digest.config import load
    from digest.cores import cores
    from digest.editorial.desk import Desk
    from digest.editorial.git import user_name
    from digest.preview.desk import DeskPage, key_for
    from digest.preview.server import Address, Built, Event, Failed, Serving
    from digest.preview.session import PreviewSession, watched_paths
    from digest.preview.watch import Watch

    config = load(root)
    output = config.root / PREVIEW
    address = Address(host=host, port=8000 if port is None else port, flexible=port is None, base_path=config.base_path)
    with Watch(watched_paths(config), ignore=output, on_warning=_print_warning) as watch:
        session = PreviewSession(
            root,
            output,
            address=address,
            watch=watch,
            machine_for=machine_for,
            clock=current_time,
            user_cache=cache_folder(),
            drafts=drafts,
            jobs=cores(),
        )

        line = TranslationLine()
        unopened = [address] if opens else []
        page = None
        if desk or key is not None or commit:
            page = DeskPage(
                desk=Desk(config=session.config, records=session.records, machine_for=machine_for, clock=current_time),
                base_path=config.base_path,
                by=user_name(config.root),
                commits=commit,
                key=key_for(key, host),
            )

        def on_event(event: Event) -> None:
            line.clear()
            _print_event(event)
            if page and isinstance(event, Serving):
                say(f"the editors' desk is at {page.url(event.address.url)}")
            if unopened and isinstance(event, Built | Failed):  # there is something to be seen now
                unopened.clear()
                _open_browser(session.address.url)

        try:
            session.serve(
                on_event=on_event,
                on_progress=partial(_print_progress, line, set()),
                follow=follow,
                routes=page.routes() if page else (),
            )
        except KeyboardInterrupt:
            line.clear()
            say("preview ended")
            raise click.exceptions.Exit(130) from None
        finally:
            if page and commit and (message := page.desk.commit()):
                say(f"committed: {message}")
            print_problems(session.close(), "warning")


def _print_progress(line: TranslationLine, told: "set[Problem]", progress: "Progress") -> None:
    """Print how far the machine is, and what stops it unless that was `told` before."""
    if not progress.problem:
        line.show(progress.left, progress.rate)
    elif progress.problem not in told:
        told.add(progress.problem)
        line.clear()
        print_problems([progress.problem], "error")


def _open_browser(url: str) -> None:
    """Open an address in the browser; say so where there is none."""
    import webbrowser

    if not webbrowser.open(url):
        say("there is no browser to open it in; set BROWSER to the name of one")


def _print_warning(problem: "Problem") -> None:
    print_problems([problem], "warning")


def _print_event(event: "Event") -> None:
    from digest.preview.server import Built, Serving, Waiting, address_for_others

    if isinstance(event, Serving):
        here = replace(event.address, host="localhost") if event.address.is_everywhere else event.address
        say(f"preview at {here.url} (Ctrl-C ends it)")
        if event.address.is_everywhere:
            there = address_for_others(event.address)
            say(
                "everybody on this network can read it, also what is not published yet",
                *([f"from a phone: {there.url}"] if there else []),
            )
            if there:
                print_qr_code(there.url)
    elif isinstance(event, Waiting):
        say(f"`{shown_path(event.path)}` is still being written: it is built when it is whole")
    elif isinstance(event, Built):
        report = cast("Report", event.report)
        print_problems(report.warnings, "warning")
        print_problems(dict.fromkeys(problem for problems in report.faults.values() for problem in problems), "error")
        if event.changed is not None and not event.changed:
            return  # only what the machine said is new
        done = f"{counted(report.written, 'file')} written" if report.written else "nothing changed"
        if report.left:
            done += f", {counted(len(report.left), 'file')} to come"
        if report.faults:
            done += f", {counted(len(report.faults), 'file')} as before"
        say(f"built {counted(report.articles, 'article')} in {event.seconds:.2f} s, {done}")
    else:
        print_problems(event.problems, "error")
        if event.traceback:
            say(*event.traceback.split("\n"))


def _closing_line(report: "Report", config: "Config") -> str:
    seconds = sum(report.seconds.values())
    made = report.counts.machine_translated
    changes = [f"{report.written} written"] if report.written else []
    changes += [f"{report.removed} removed"] if report.removed else []
    changes += [f"{counted(made, 'sentence')} asked of the machine"] if made else []  # it may abstain
    return (
        f"{counted(report.articles, 'article')}, {counted(report.pages, 'page')} in {shown_path(config.output)}/"
        f" ({', '.join(changes) or 'nothing changed'}) in {seconds:.1f} s"
    )


def _profile(report: "Report") -> list[str]:
    """Return where the time of a build went: its stages, the slowest templates, the slowest articles."""
    lines = [f"{seconds:8.3f} s  {stage}" for stage, seconds in report.seconds.items()]
    for what, times in report.longest().items():
        if times:
            lines += [f"slowest {what}:", *(f"{seconds:8.3f} s  {name}" for name, seconds in times.items())]
    return lines
