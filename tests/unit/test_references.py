"""The reference in `docs/`, held true: what is made of the program's own tables is made again and compared."""

import inspect
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

from digest.argos import Machine
from digest.cli import commands
from digest.content.header import SPELLINGS
from digest.files import PROGRAM
from digest.render.environment import environment
from digest.render.theme_files import defaults
from tests.sites import ARTICLE, make_site, publish
from tests.stories import config

DOCS = PROGRAM.parent / "docs"


def calls(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and all below it, each with what is typed to call it."""
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from calls(below, f"{name} {word}")
    else:
        yield name, command


def described(name: str, command: click.Command) -> str:
    """Return a command as the reference has it, of what `--help` says."""
    context = click.Context(command, info_name=name, max_content_width=10_000)
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    rows = [
        (option.get_help_record(context) or ("", ""))
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
    ]
    table = "".join(f"| `{option.replace('|', ',')}` | {what.replace('|', ',')} |\n" for option, what in rows)
    options = f"\n| option | |\n| --- | --- |\n{table}" if rows else ""
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.strip().startswith("digest ")]
    shown = "\n```text\n{}\n```\n".format("\n".join(examples)) if examples else ""
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    return f"## `{usage}`\n\n{text}\n{options}{shown}"


def test_the_commands_in_the_documents_are_those_of_the_program() -> None:
    file = DOCS / "commands.md"
    above = file.read_text("utf-8").partition("\n## ")[0]
    text = "\n\n".join([above.strip(), *(described(*each).strip() for each in calls(commands, "digest"))]) + "\n"
    if os.environ.get("UPDATE_EXPECT"):
        file.write_text(text, "utf-8")
    assert file.read_text("utf-8") == text


def test_every_name_that_a_header_takes_is_in_the_documents_in_the_row_of_its_meaning() -> None:
    rows = [line for line in (DOCS / "headers.md").read_text("utf-8").splitlines() if line.startswith("| ")][2:]
    assert len(rows) == len(SPELLINGS)
    for (name, *others), row in zip(SPELLINGS.values(), rows, strict=True):
        listed = [each.strip("` ").lower() for cell in row.split("|")[1:3] for each in cell.split(",")]
        assert listed == [each for each in (name, *others) if each.isascii()] + [
            each for each in others if not each.isascii()
        ]


def sections(text: str) -> Mapping[str, str]:
    """Return the text under each heading of the second level, by the name in it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {name.strip("`"): body for name, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("template", sorted(path.name for path in defaults("templates").glob("*.html")))
def test_what_a_template_is_given_is_in_the_documents(template: str, tmp_path: Path) -> None:
    documented = sections((DOCS / "templates.md").read_text("utf-8"))
    source = (defaults("templates") / template).read_text("utf-8")
    tree = environment(config(tmp_path)).parse(source)
    names = set(re.findall(r"`(\w+)", documented[template] + documented["Everywhere"]))
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
    own |= {node.name for node in tree.find_all(nodes.Macro)}
    assert find_undeclared_variables(tree) - own <= names


def test_the_templates_in_the_documents_are_those_that_there_are() -> None:
    documented = sections((DOCS / "templates.md").read_text("utf-8"))
    assert {name for name in documented if name.endswith(".html")} == {
        path.name for path in defaults("templates").glob("*.html")
    }


def test_the_keys_of_a_report_are_in_the_documents(tmp_path: Path) -> None:
    make_site(tmp_path, {"a.txt": ARTICLE})
    report = publish(tmp_path, Machine(folders=[], cache=tmp_path / "packages"))
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", (DOCS / "report.md").read_text("utf-8"), flags=re.MULTILINE)
    assert [key for row in rows for key in re.findall(r"`(\w+)`", row)] == list(report.as_dict())


@pytest.mark.parametrize("template", sorted(path.name for path in defaults("templates").glob("*.html")))
def test_every_block_of_a_template_is_in_the_documents(template: str, tmp_path: Path) -> None:
    documented = sections((DOCS / "templates.md").read_text("utf-8"))[template]
    tree = environment(config(tmp_path)).parse((defaults("templates") / template).read_text("utf-8"))
    frame = set() if template == "base.html" else {"head", "main"}
    own = {block.name for block in tree.find_all(nodes.Block)} - frame
    assert own <= set(re.findall(r"`(\w+)`", documented.partition("Blocks")[2]))


@pytest.mark.parametrize("name", ["masthead", "head", "footer", "bar", "card"])
def test_what_is_made_apart_has_blocks_that_a_site_can_fill_otherwise(name: str, tmp_path: Path) -> None:
    source = (defaults("templates") / f"{name}.html").read_text("utf-8")
    block = next(environment(config(tmp_path)).parse(source).find_all(nodes.Block)).name
    own = f'{{% extends "default/{name}.html" %}}{{% block {block} %}}<i>OWN</i>{{% endblock %}}'
    root = make_site(tmp_path, {"2020-01-01-a.txt": ARTICLE})
    (root / "templates").mkdir()
    (root / "templates" / f"{name}.html").write_text(own, "utf-8")
    publish(root, Machine(folders=[], cache=tmp_path / "packages"))
    assert "<i>OWN</i>" in (root / "public" / "index.html").read_text("utf-8")
