"""The floor: call edges by nothing but names, in the export's format.

    python -m benchmarks.trace.baseline <cache>/sqlalchemy/src > names.jsonl

A call of a name that one definition of the project has gets confidence 1, of a name that n have 1/n: at threshold 0 the
table of `compare` shows what any name match finds, at 0.9 what unique names find.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.trace.pairs import Place, Scope, Source


def _moniker(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.name}"


def _symbol(scope: Scope, kind: str, parent: str | None) -> dict[str, Any]:
    return {
        "type": "symbol",
        "id": _moniker(scope.place),
        "kind": kind,
        "name": scope.place.name,
        "path": scope.place.path,
        "name_start": [scope.place.line or 1, 0],
        "parent": parent,
        "external": False,
    }


def rows(root: Path) -> Iterator[dict[str, Any]]:
    """Symbols and edges of a source tree, in no particular order."""
    source = Source(root)
    paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.py"))]
    scopes = [scope for path in paths for scope in source.scopes(path)]
    classes = {(scope.place.path, scope.qualified): scope for scope in scopes if not scope.is_function}
    targets: dict[str, list[Place]] = defaultdict(list)
    for scope in scopes:
        owner = classes.get((scope.place.path, scope.qualified.rpartition(".")[0]))
        kind = "function" if scope.is_function else "class" if scope.place.name else "module"
        yield _symbol(scope, kind, _moniker(owner.place) if owner else None)
        if scope.is_function:
            targets[scope.place.name].append(scope.place)
            if owner and scope.place.name == "__init__":
                targets[owner.place.name].append(scope.place)
    for scope in scopes:
        for name in scope.calls:
            for target in targets[name]:
                yield {
                    "type": "edge",
                    "kind": "calls",
                    "source": _moniker(scope.place),
                    "target": _moniker(target),
                    "path": scope.place.path,
                    "line": scope.place.line,
                    "column": 0,
                    "provenance": "heuristic",
                    "confidence": 1 / len(targets[name]),
                }


def main() -> None:
    """Writes the export to standard output."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    for row in rows(parser.parse_args().root.resolve()):
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
