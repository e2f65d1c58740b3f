"""The reference page of the command line, made from the commands themselves."""

from __future__ import annotations

from typing import Any

import typer.main

from indexer.cli.app import app


def reference() -> str:
    """Markdown that describes every command with its arguments and options."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("codalog", [], resilient_parsing=True)
    lines = ["# Command line", "", group.help.strip(), "", "Options that stand before the command:", ""]
    lines += _parameters(group, context)
    for name in group.list_commands(context):
        lines += _command(group.get_command(context, name), name, context)
    lines += ["", *_EXITS]
    return "\n".join(lines) + "\n"


def _command(command: Any, name: str, around: Any) -> list[str]:
    """What describes a command, and the commands that it has."""
    inner = command.make_context(name, [], parent=around, resilient_parsing=True)
    arguments = [_argument(each) for each in command.params if each.param_type_name == "argument"]
    usage = " ".join([inner.command_path, "[OPTIONS]", *arguments])
    lines = ["", f"## {inner.command_path}", "", command.help.strip(), "", "```console", f"$ {usage}", "```", ""]
    lines += _parameters(command, inner)
    for below in getattr(command, "commands", {}):
        lines += _command(command.get_command(inner, below), below, inner)
    return lines


def _argument(parameter: Any) -> str:
    shown = parameter.metavar if parameter.required else f"[{parameter.metavar}]"
    return f"{shown}{'...' if parameter.nargs < 0 else ''}"


_EXITS = """## Exit status

| status | meaning |
|---|---|
| 0 | done |
| 2 | the words make no sense: unknown command, query, parameter or symbol |
| 3 | the database refused the query: malformed Datalog, a write, out of time |
| 4 | the index cannot be used: none, another format, locked, damaged |
| 5 | the repository cannot be read: no rights, nothing in it |
| 6 | the machine has too little of something: disk full |
| 7 | an optional dependency is needed and not installed |
| 70 | a fault of codalog's own |
| 130 | interrupted; of a run, the message says what is kept |
| 141 | the reader of the output went away |""".splitlines()


def _parameters(command: Any, context: Any) -> list[str]:
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or parameter.name in {"install_completion", "show_completion"}:
            continue
        names, meaning = record
        rows.append(f"| `{names.strip()}` | {' '.join(meaning.split())} |".replace("\\", "\\\\"))
    return ["| | |", "|---|---|", *rows]
