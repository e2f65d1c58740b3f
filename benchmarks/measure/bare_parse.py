"""The yardstick: parse a repository's Python files with tree-sitter and do nothing else.

Prints one JSON object; run as a program so that nothing else is in its memory.
"""

import json
import sys
import time
from pathlib import Path

import tree_sitter_python
from tree_sitter import Language, Parser

from indexer.sources.walk import walk


def main(root: Path) -> None:
    """Parses the files that an index of `root` would hold, one after the other, in one process."""
    paths = [file.path for file in walk(root).files if file.path.endswith((".py", ".pyi"))]
    parser = Parser(Language(tree_sitter_python.language()))
    size = lines = errors = 0
    wall, cpu = time.perf_counter(), time.process_time()
    for path in paths:
        with open(root / path, "rb") as file:
            data = file.read()
        tree = parser.parse(data)
        errors += tree.root_node.has_error
        size += len(data)
        lines += data.count(b"\n")
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"files": len(paths), "bytes": size, "lines": lines, "errors": errors, "wall": wall, "cpu": cpu}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
