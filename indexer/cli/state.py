"""`codalog status`, `doctor` and `version`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import typer

from indexer.cli.options import Json, Jsonl, Repo, open_graph
from indexer.cli.render import Form, form_of, print_answer, print_record, print_records, to_plain
from indexer.query.answer import Answer
from indexer.resources import version as installed_version


def status(repo: Repo = None, as_json: Json = False) -> None:
    """Show what the index holds, and from when it is."""
    with open_graph(repo) as graph:
        found = graph.status()
    if as_json:
        print_record(found, Form.JSON)
        return
    plain = to_plain(found)
    if found.finished is not None:
        plain["finished"] = datetime.fromtimestamp(found.finished, UTC).isoformat(sep=" ", timespec="seconds")
    if found.vectors is not None:
        coming = (
            f"; {found.vectors.next_share:.0%} of {found.vectors.next}, to replace them" if found.vectors.next else ""
        )
        plain["vectors"] = f"{found.vectors.share:.0%} of nodes, {found.vectors.model}{coming}"
    print_record(plain, Form.TEXT)


def doctor(repo: Repo = None, as_json: Json = False, as_lines: Jsonl = False) -> None:
    """Check the machine and the index, and say what to do. The exit status is 4 if the index is bad or missing."""
    from indexer.codegraph import CodeGraph

    checks = CodeGraph.doctor(repo)
    form = form_of(as_json=as_json, as_lines=as_lines)
    if form is Form.TEXT:
        columns = ("check", "verdict", "message", "advice")
        print_answer(Answer(columns, tuple((one.name, one.verdict, one.message, one.advice) for one in checks)), form)
    else:
        print_records(checks, form)
    if any(one.verdict == "bad" for one in checks):
        raise typer.Exit(4)


def version() -> None:
    """Print the version."""
    sys.stdout.write(f"codalog {installed_version()}\n")
