"""Grammars: which are installed, and what to install for one that is not."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from functools import cache
from typing import Final

from tree_sitter import Language

INSTALL: Final = "pip install 'codalog[languages]'"
"""Adds the grammars that a plain install leaves out."""

Grammar = tuple[str, str]
"""Module of a wheel and its function that returns the language; ('', '') for none."""


@cache
def is_installed(grammar: Grammar) -> bool:
    """Whether a grammar can be loaded here; loads nothing but the packages around its module."""
    module, _ = grammar
    try:
        return bool(module) and importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # a package around it, or what that needs, is not there
        return False


def load(grammar: Grammar) -> Language:
    """A grammar that is installed.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    module, function = grammar
    handed = getattr(importlib.import_module(module), function)()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # older wheels hand over an address where newer ones have a capsule
        return Language(handed)
