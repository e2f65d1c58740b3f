"""Where includes lead: beside the file, to the folders that the build names, to the one file of that name."""

from __future__ import annotations

import json

from indexer.languages.c.includes import Includes, include_folders
from indexer.languages.rules import ProjectFile
from indexer.model.units import Unit


def _includes(files: dict[str, list[str]], configs: dict[str, bytes] | None = None) -> tuple[Includes, list[str]]:
    paths = sorted(files)
    known = [
        ProjectFile(path, "c", Unit((), (), (), (), tuple(("include", one) for one in files[path]))) for path in paths
    ]
    return Includes(known, configs or {}), paths


def _resolved(files: list[str], written: str, configs: dict[str, bytes] | None = None) -> str | None:
    includes, paths = _includes({path: [] for path in files}, configs)
    found = includes.resolve(paths.index(files[0]), written)
    return paths[found] if found is not None else None


def test_quotes_look_beside_the_file_first() -> None:
    """Also upwards."""
    assert _resolved(["src/a.c", "src/x.h", "x.h"], '"x.h"') == "src/x.h"
    assert _resolved(["src/a.c", "src/x.h", "x.h"], '"../x.h"') == "x.h"


def test_brackets_do_not_look_beside_the_file() -> None:
    """Where there is another of that name."""
    assert _resolved(["src/a.c", "src/x.h", "deps/x.h"], "<x.h>") == "deps/x.h"


def test_the_end_of_a_path_is_enough() -> None:
    """As long as one file has it, or one is nearest."""
    assert _resolved(["src/a.c", "lib/include/y/x.h"], "<y/x.h>") == "lib/include/y/x.h"
    assert _resolved(["a/src/a.c", "a/include/x.h", "b/include/x.h"], '"x.h"') == "a/include/x.h"
    assert _resolved(["src/a.c", "a/include/x.h", "b/include/x.h"], '"x.h"') is None


def test_headers_of_the_standard_library_are_outside() -> None:
    """Even if some file is called so."""
    assert _resolved(["src/a.c", "compat/string.h"], "<string.h>") is None
    assert _resolved(["src/a.c", "compat/string.h"], '"string.h"') == "compat/string.h"


def test_compile_commands_name_folders() -> None:
    """Relative to the folder of the build, which may have been somewhere else."""
    entries = [
        {
            "directory": "/home/x/project/build",
            "file": "../src/a.c",
            "arguments": ["cc", "-I../include", "-isystem", "/usr/include", "-Igen"],
        }
    ]
    configs = {"compile_commands.json": json.dumps(entries).encode()}
    assert include_folders(configs, {"src/a.c"}) == ["include", "build/gen"]
    assert include_folders(configs, {"other.c"}) == []
    assert include_folders({"compile_commands.json": b"{broken"}, {"src/a.c"}) == []


def test_a_file_sees_what_its_includes_include() -> None:
    """Circles end."""
    includes, paths = _includes({"a.c": ['"b.h"', "<stdio.h>"], "b.h": ['"c.h"'], "c.h": ['"b.h"']})
    assert {paths[n] for n in includes.closure(0)} == {"a.c", "b.h", "c.h"}
    assert includes.leads_outside(0)
    assert not includes.is_incomplete(0)
