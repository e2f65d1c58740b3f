"""What a query needs of an index: run one script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class Rows(Protocol):
    """What a script gives."""

    @property
    def headers(self) -> Sequence[str]:
        """Names of the columns."""

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The rows, in the script's order."""


class Runner(Protocol):
    """Runs read-only scripts; `indexer.store`'s reader is one."""

    def run(self, script: str, params: Mapping[str, Any] | None = None, timeout: float | None = None) -> Rows:
        """Run a script.

        Args:
            script: CozoScript that only reads.
            params: Values for `$name` in the script.
            timeout: Seconds that it may take; None for the index's own limit.

        Raises:
            QueryError: the script is wrong, writes, or takes too long.
        """
