"""From a repository to an index: discover, extract, link, write, embed."""

from __future__ import annotations

from indexer.pipeline.analyse import analyse_repository
from indexer.pipeline.report import IndexReport
from indexer.pipeline.run import index_repository

__all__ = ["IndexReport", "analyse_repository", "index_repository"]
