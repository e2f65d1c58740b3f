"""Python's side of linking."""

from __future__ import annotations

from typing import Final

from indexer.languages.linking import Linking
from indexer.languages.python.library import LIBRARY
from indexer.languages.python.modules import ModuleIndex

LINKING: Final = Linking(ModuleIndex, LIBRARY)
