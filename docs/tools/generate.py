"""Writes the pages that are made from the code, or checks that they are current.

python docs/tools/generate.py            write them
python docs/tools/generate.py --check    exit with 1 if one differs from what would be written
"""

import argparse
import difflib
import importlib
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import languages_page
import schema_page

from indexer.languages.registry import registry
from indexer.query.named import load_queries
from indexer.query.reference import reference as query_reference
from indexer.resources import query_dirs, schema_dir

DOCS = Path(__file__).resolve().parent.parent
NOTE = "<!-- Made by `make docs`; change what it is made from. -->\n\n"


def schema() -> str:
    """`docs/schema.md`."""
    return schema_page.page(schema_page.read_script(file) for file in sorted(schema_dir().glob("*.cozo")))


def queries() -> str:
    """`docs/queries.md`."""
    return query_reference(load_queries(query_dirs()))


def cli() -> str:
    """`docs/cli.md`."""
    page: str = importlib.import_module("indexer.cli.reference").reference()
    return page


def languages() -> str:
    """`docs/languages.md`."""
    return languages_page.page(registry().languages.values())


PAGES: dict[str, Callable[[], str]] = {
    "schema.md": schema,
    "queries.md": queries,
    "cli.md": cli,
    "languages.md": languages,
}


def difference(name: str) -> str:
    """How a page differs from what would be written; '' if it is current."""
    page = DOCS / name
    is_now = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    should_be = (NOTE + PAGES[name]()).splitlines()
    return "\n".join(difflib.unified_diff(is_now, should_be, f"docs/{name}", "as made now", lineterm="", n=1))


def main() -> int:
    """Writes or checks; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is out of date")
    if parser.parse_args().check:
        found = {name: change for name in PAGES if (change := difference(name))}
        for name, change in found.items():
            print(f"docs/{name} is out of date; run `make docs`\n{change}", file=sys.stderr)
        return 1 if found else 0
    for name, make in PAGES.items():
        (DOCS / name).write_text(NOTE + make(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
