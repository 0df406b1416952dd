"""The templates of a site, parsed: what each refers to, and which blocks it has."""

from collections.abc import Iterator, Set
from contextlib import suppress

from jinja2 import TemplateError, nodes
from jinja2.meta import find_referenced_templates

from digest.config import Config
from digest.render.environment import environment


class ParsedTemplates:
    """The templates of a site, parsed; one that can't be is empty, for rendering it says why."""

    def __init__(self, config: Config) -> None:
        self._environment = environment(config)
        self._trees: dict[str, nodes.Template] = {}

    def references(self, name: str) -> Set[str | None]:
        """Return the templates that one names; None stands for a name that is put together."""
        return set(find_referenced_templates(self._tree(name)))

    def blocks_without_parent(self, name: str) -> Iterator[tuple[str, int]]:
        """Yield the blocks of a template, and their lines, that are in none of those that it extends."""
        if self._parent(name):
            inherited = self.inherited(name)
            for node in self._tree(name).body:
                if isinstance(node, nodes.Block) and node.name not in inherited:
                    yield node.name, node.lineno

    def inherited(self, name: str) -> Set[str]:
        """Return the names of all blocks of the templates that one extends."""
        blocks: set[str] = set()
        seen = {name}
        parent = self._parent(name)
        while parent and parent not in seen:
            seen.add(parent)
            blocks |= {block.name for block in self._tree(parent).find_all(nodes.Block)}
            parent = self._parent(parent)
        return blocks

    def _parent(self, name: str) -> str:
        extends = self._tree(name).find(nodes.Extends)
        return str(extends.template.value) if extends and isinstance(extends.template, nodes.Const) else ""

    def _tree(self, name: str) -> nodes.Template:
        if name not in self._trees:
            self._trees[name] = nodes.Template([], lineno=1)
            loader = self._environment.loader
            with suppress(TemplateError):
                source = loader.get_source(self._environment, name)[0] if loader else ""
                self._trees[name] = self._environment.parse(source)
        return self._trees[name]
