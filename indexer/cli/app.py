"""The commands of `codalog`, and how a line of words becomes a call of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from indexer.cli import export, garbage, history, index, languages, look, models, query, schema, similar, state, watch
from indexer.errors import UsageError
from indexer.telemetry import configure

_CLICK: Final[type[Exception]] = typer.BadParameter.mro()[2]
"""Click's base of all usage errors; typer carries its own copy of click in some versions and not in others."""

_INTERRUPTED: Final = 130
"""What some versions of typer make of Ctrl-C; others raise `Abort`."""

app: Final = typer.Typer(
    name="codalog",
    help="Your code as a Datalog database: index a repository, ask it questions.",
    no_args_is_help=False,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
"""Every command; `docs/cli.md` is made from it."""


@app.callback(invoke_without_command=True)
def common(
    context: typer.Context,
    *,
    verbose: Annotated[
        int, typer.Option("--verbose", "-v", count=True, help="Say what happens; twice for everything.")
    ] = 0,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Your code as a Datalog database: index a repository, ask it questions."""
    configure(2 if debug else verbose)
    if version:
        state.version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


app.command("index")(index.index)
app.command("watch")(watch.watch)
app.command("query")(query.query)
app.command("queries")(query.queries)
app.command("schema")(schema.schema)
app.command("search")(look.search)
app.command("similar")(similar.similar)
app.command("show")(look.show)
app.command("outline")(look.outline)
app.command("symbols")(look.symbols)
app.command("languages")(languages.languages)
app.add_typer(models.models, name="models")
app.command("history")(history.history)
app.command("diff")(history.diff)
app.command("gc")(garbage.gc)
app.add_typer(garbage.archive, name="archive")
app.command("status")(state.status)
app.command("doctor")(state.doctor)
app.command("export")(export.export)
app.command("version")(state.version)


def run(words: Sequence[str]) -> int:
    """Run the command that the words ask for.

    Returns:
        The exit status.

    Raises:
        UsageError: the words ask for no command, or for one that does not take them.
        CodalogError: what the command met.
    """
    # `--debug` may stand anywhere: it is about the program, not about a command.
    rest = [word for word in words if word != "--debug"]
    given = (["--debug"] if len(rest) < len(words) else []) + rest
    try:
        status = app(args=given, prog_name="codalog", standalone_mode=False)
    except SystemExit as leaving:
        # Click leaves so, with 1, when the reader of the output has gone; completion of a shell leaves so too.
        if leaving.code == 1 and "_CODALOG_COMPLETE" not in os.environ:
            raise BrokenPipeError from leaving
        raise
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    except _CLICK as error:
        said = str(error.format_message() if hasattr(error, "format_message") else error).rstrip(".")
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "codalog"
        raise UsageError(f"{said[:1].lower()}{said[1:]}; see `{command} --help`") from error
    if status == _INTERRUPTED:
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0
