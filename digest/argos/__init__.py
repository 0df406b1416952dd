"""Argos packages: what is installed, how it gets there, and translating with it.

Only installing and translating import a model library; what is installed is read from the folders.
"""

from digest.argos.archive import Limits
from digest.argos.embedded import embedded
from digest.argos.engine import Decoding, Engine
from digest.argos.fetch import Progress
from digest.argos.index import INDEX, Available, available, choose, install_from_index
from digest.argos.install import install_path, remove, verify
from digest.argos.machine import Machine
from digest.argos.metadata import is_code
from digest.argos.package import BULLETINS, Installed, Package, find, folders, installed, open_package

__all__ = [
    "BULLETINS",
    "INDEX",
    "Available",
    "Decoding",
    "Engine",
    "Installed",
    "Limits",
    "Machine",
    "Package",
    "Progress",
    "available",
    "choose",
    "embedded",
    "find",
    "folders",
    "install_from_index",
    "install_path",
    "installed",
    "is_code",
    "open_package",
    "remove",
    "verify",
]
