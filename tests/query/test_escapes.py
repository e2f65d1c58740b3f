"""Named queries on real indexes, where what a language does shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import CodeGraph

FILES = {
    "web.js": """export function add(a, b) { return a + b; }
export function never() { return 0; }
export const handlers = { open() { return 1; }, get size() { return 2; } };
function inner() { return 3; }
export { inner as outer };
socket.onopen = function () { return outer(); };
""",
    "web.test.js": """import { add } from "./web.js";
describe("add", () => {
  it("adds", () => { expect(add(1, 2)).toBe(3); });
});
""",
    "README.md": "# Use\n\n```js\nfunction shown() { return 1; }\n```\n",
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small JavaScript project with an index in it."""
    root = tmp_path_factory.mktemp("web")
    for name, text in FILES.items():
        (root / name).write_text(text, encoding="utf-8")
    CodeGraph.index(root, embed=False, location="repo")
    return root


def test_code_that_is_reached_otherwise_is_not_called_unused(web: Path) -> None:
    """Methods and accessors of an object without a class, functions given to a member, code in documents are left out."""
    with CodeGraph.open(web) as graph:
        assert graph.query("unused").column("symbol") == ["web.never"]


def test_tests_without_a_name_are_shown_as_their_file(web: Path) -> None:
    """A test that is an argument of a call is no symbol; its file is one."""
    with CodeGraph.open(web) as graph:
        assert graph.query("tests", symbol="add").column("test") == ["web.test"]


def test_an_export_is_found_by_the_name_that_it_has_outside(web: Path) -> None:
    """A name given by `export { a as b }` means a, whole or by its end."""
    with CodeGraph.open(web) as graph:
        assert [match.qualified_name for match in graph.symbols("outer")] == ["web.inner"]
        assert [match.qualified_name for match in graph.symbols("web.outer")] == ["web.inner"]
