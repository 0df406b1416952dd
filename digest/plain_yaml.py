"""YAML of others, which is not trusted: values alone, and nothing that a few lines make of themselves."""

from typing import Any


def read_yaml(text: str) -> Any:
    """Return the value that a text says. Raises `ValueError` for one that says none.

    A text that refers to its own parts (`*name`) is refused: ten such lines are a value of a billion parts.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise ValueError("it refers to a part of itself")
            return super().compose_node(parent, index)

    try:
        return yaml.load(text, Loader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, RecursionError, OverflowError, AttributeError, TypeError) as error:
        raise ValueError(str(error)) from None
