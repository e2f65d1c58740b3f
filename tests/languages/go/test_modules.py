"""Where import paths lead."""

from __future__ import annotations

from indexer.languages.go.modules import ModuleTree

FOLDERS = {"", "a", "a/b", "tool", "tool/x", "vendor/github.com/other/lib", "src/old/pkg"}


def tree(configs: dict[str, bytes], imports: tuple[str, ...] = ()) -> ModuleTree:
    return ModuleTree(configs, FOLDERS, imports)


def test_a_module_and_its_folders() -> None:
    """A path below the module's leads to the folder below the go.mod; others lead outside."""
    modules = tree({"go.mod": b"module example.org/m // main\n\ngo 1.22\n"})
    assert modules.folder("x.go", "example.org/m") == ""
    assert modules.folder("x.go", "example.org/m/a/b") == "a/b"
    assert modules.folder("x.go", "example.org/m/gone") is None
    assert modules.folder("x.go", "fmt") is None


def test_the_longest_module_wins() -> None:
    """A module inside of another has its own paths."""
    modules = tree({"go.mod": b"module example.org/m", "tool/go.mod": b'module "example.org/m/kit"'})
    assert modules.folder("x.go", "example.org/m/kit/x") == "tool/x"


def test_replacements_hold_below_their_file() -> None:
    """A replacement by a folder applies to files of its module only; those by other modules lead outside."""
    text = b"module example.org/tool\n\nreplace (\n\texample.org/r v1.0.0 => ../a\n\texample.org/s => example.org/t v1.1.0\n)\n"
    modules = tree({"tool/go.mod": text})
    assert modules.folder("tool/x.go", "example.org/r/b") == "a/b"
    assert modules.folder("a/x.go", "example.org/r/b") is None
    assert modules.folder("tool/x.go", "example.org/s") is None


def test_vendored_packages() -> None:
    """A vendor folder at or above the importing file is looked into first."""
    modules = tree({"go.mod": b"module example.org/m"})
    assert modules.folder("a/b/x.go", "github.com/other/lib") == "vendor/github.com/other/lib"


def test_relative_paths() -> None:
    """A path that begins with a dot is relative to the importing file."""
    assert tree({}).folder("a/x.go", "./b") == "a/b"
    assert tree({}).folder("a/x.go", "..") == ""


def test_trees_without_modules() -> None:
    """A `src` folder holds import paths; else the prefix that most imports have in front of folders is the root's."""
    assert tree({}).folder("src/old/x.go", "old/pkg") == "src/old/pkg"
    modules = tree({}, ("github.com/me/it/a", "github.com/me/it/a/b", "github.com/else/a"))
    assert modules.folder("x.go", "github.com/me/it/tool") == "tool"
    assert modules.folder("x.go", "github.com/else/tool") is None
    assert modules.folder("x.go", "a") is None
