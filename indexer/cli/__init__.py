"""The command line: thin over `indexer.codegraph`."""

from __future__ import annotations

from indexer.cli.main import main

__all__ = ["main"]
