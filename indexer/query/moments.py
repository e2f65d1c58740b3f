"""Moments, as people say them, and the run whose answers they mean."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Final, NamedTuple

from indexer.errors import BadParameter
from indexer.query.runner import Runner

MICRO: Final = 1_000_000
_AGO: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|w)(?:\s+ago)?")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SHORTEST: Final = 4
_REVISION: Final = re.compile(r"[0-9a-fA-F]{4,64}")


class Run(NamedTuple):
    """An indexing run."""

    stamp: str
    at: int
    """When it began, microseconds since the epoch."""
    revision: str
    """Commit that it read; '' where there was none."""
    latest: bool
    """Whether the index is still as it left it."""


def moment(runner: Runner, said: str) -> int:
    """The moment that somebody means, microseconds since the epoch.

    Args:
        runner: The index.
        said: 'now', a time (ISO 8601, taken for UTC without a zone), an age ('7d', '2h ago'), the stamp of a run or its
            beginning, or a commit that runs read: the first of its latest runs on end, before anything was edited on top.

    Raises:
        BadParameter: none of these.
    """
    text = said.strip()
    if text == "now":  # or the last run's, where the clock was set back since
        return max([int(time.time() * MICRO), *(run.at for run in _runs(runner, ""))])
    if match := _AGO.fullmatch(text):
        return int((time.time() - float(match[1]) * _SECONDS[match[2]]) * MICRO)
    if (run := _named(_runs(runner, ""), text)) is not None:
        return run.at
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        if _REVISION.fullmatch(text):
            raise BadParameter(
                f"no run read the commit {text}; see `codalog query -e '?[revision] := *run{{revision}}'`"
            ) from None
        raise BadParameter(
            f"{said!r} is no moment; say a time (2026-01-31), an age (7d), a run's stamp or a commit"
        ) from None
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() * MICRO)


def run_as_of(runner: Runner, said: str) -> Run:
    """The run whose answers are those of a moment: the last one that had begun by then.

    Args:
        runner: The index.
        said: As for `moment`.

    Raises:
        BadParameter: it is no moment, or of then the index as a whole is not known any more; the message says from when
            on it is.
    """
    at = moment(runner, said)
    runs = _runs(runner, ", is_null(get(counts, 'backfilled', null))")
    undone = {row[0] for row in runner.run("?[run] := *undo{run}").rows}
    known = runs[_first_known(runs, undone) :]
    found = [run for run in known if run.at <= at]
    if found:
        return found[-1]
    if not known:
        raise BadParameter(f"nothing is known of {said!r}: no run is recorded")
    when = datetime.fromtimestamp(known[0].at / MICRO, UTC).isoformat(timespec="seconds")
    raise BadParameter(
        f"{said!r} is before {when} (run {known[0].stamp}), from when on the whole index is known; of before only versions"
        " of symbols are: see `codalog history` and `codalog diff`"
    )


def _named(runs: list[Run], text: str) -> Run | None:
    """The run of a stamp or of a commit, each by at least four of its first characters."""
    if len(text) < _SHORTEST:
        return None
    found = [run for run in runs if run.stamp.startswith(text)]
    if found:
        return found[-1]
    revision = text.lower()
    for run, before in zip(
        reversed(runs), [*reversed(runs[:-1]), None], strict=False
    ):  # of no runs, there is none before
        if run.revision.startswith(revision) and (before is None or before.revision != run.revision):
            return run
    return None


def _first_known(runs: list[Run], undone: set[str]) -> int:
    """Place of the first run of which all later ones recorded what undoes them."""
    place = len(runs) - 1
    while place > 0 and runs[place].stamp in undone:
        place -= 1
    return max(place, 0)


def _runs(runner: Runner, condition: str) -> list[Run]:
    """Runs in the order of their stamps."""
    script = f"?[stamp, started, revision] := *run{{stamp, started, revision, counts}}{condition}\n:order stamp"
    rows = runner.run(script).rows
    return [Run(row[0], round(row[1] * MICRO), row[2], row is rows[-1]) for row in rows]
