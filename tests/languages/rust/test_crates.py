"""Which file is which module of which crate, and which crates a crate sees."""

from __future__ import annotations

from indexer.languages.rust.crates import Crates, Declared, read_packages


def crates(files: dict[str, list[Declared]], configs: dict[str, bytes] | None = None) -> Crates:
    return Crates(sorted(files), files, configs or {})


def mod(name: str, inside: str = "", path: str = "") -> Declared:
    return Declared(inside, path, name)


def test_children_of_roots_and_of_modules() -> None:
    """A root's and a mod.rs' children stand beside it, those of other files in a folder of its name."""
    found = crates(
        {
            "src/lib.rs": [mod("a"), mod("b")],
            "src/a.rs": [mod("x")],
            "src/a/x.rs": [],
            "src/b/mod.rs": [mod("y")],
            "src/b/y.rs": [],
        }
    )
    places = {path: "::".join(place.module) for path, place in found.places.items()}
    assert places == {
        "src/lib.rs": "",
        "src/a.rs": "a",
        "src/a/x.rs": "a::x",
        "src/b/mod.rs": "b",
        "src/b/y.rs": "b::y",
    }
    assert {place.crate for place in found.places.values()} == {"src/lib.rs"}


def test_modules_inside_of_written_out_ones_and_paths() -> None:
    """A written-out module is a folder on the way; `#[path]` counts from the file's folder."""
    found = crates(
        {"lib.rs": [mod("c", "a::b"), mod("d", path="odd/name.rs")], "a/b/c.rs": [], "odd/name.rs": []},
    )
    assert found.places["a/b/c.rs"].module == ("a", "b", "c")
    assert found.places["odd/name.rs"].module == ("d",)


def test_files_in_the_usual_places_are_crates() -> None:
    """Binaries, examples, tests, benches and build scripts of a package are crates of their own that see its library."""
    paths = [
        "src/lib.rs",
        "src/main.rs",
        "src/bin/tool.rs",
        "src/bin/big/main.rs",
        "tests/it.rs",
        "examples/ex.rs",
        "build.rs",
    ]
    found = crates({path: [] for path in paths}, {"Cargo.toml": b'[package]\nname = "my-app"\n'})
    assert all(found.places[path].crate == path for path in paths)
    assert all(found.library(path, "my_app") == "src/lib.rs" for path in paths)


def test_files_without_a_package_are_crates_by_name() -> None:
    """Without a Cargo.toml a file that no module declares is a crate of its own name, a lib.rs that of its folder."""
    found = crates({"main.rs": [mod("part")], "part.rs": [], "other.rs": [], "kit/lib.rs": [], "far/src/lib.rs": []})
    assert found.library("main.rs", "other") == "other.rs"
    assert found.library("main.rs", "kit") == "kit/lib.rs"
    assert found.library("main.rs", "far") == "far/src/lib.rs"
    assert found.library("main.rs", "part") is None


def test_dependencies_by_path_name_and_workspace() -> None:
    """A dependency may be renamed, taken from the workspace, or be a member by name; others are outside."""
    configs = {
        "Cargo.toml": b'[workspace.dependencies]\nshared = { path = "libs/shared" }\n',
        "app/Cargo.toml": (
            b'[package]\nname = "app"\n[dependencies]\nserde = "1"\nshared = { workspace = true }\n'
            b'short = { package = "long-name", path = "../libs/long" }\n[target.\'cfg(unix)\'.dependencies]\nnamed = "0.1"\n'
        ),
        "libs/shared/Cargo.toml": b'[package]\nname = "shared"\n',
        "libs/long/Cargo.toml": b'[package]\nname = "long-name"\n',
        "libs/named/Cargo.toml": b'[package]\nname = "named"\n',
    }
    found = crates(
        {f"{folder}/src/lib.rs": [] for folder in ("app", "libs/shared", "libs/long", "libs/named")}, configs
    )
    seen = {name: found.library("app/src/lib.rs", name) for name in ("serde", "shared", "short", "named")}
    assert seen == {
        "serde": None, "shared": "libs/shared/src/lib.rs", "short": "libs/long/src/lib.rs", "named": "libs/named/src/lib.rs",
    }  # fmt: skip
    assert found.depends("app/src/lib.rs", "serde")
    assert not found.depends("libs/long/src/lib.rs", "serde")


def test_broken_and_odd_files_are_no_packages() -> None:
    """A Cargo.toml that is no TOML, or of another shape than expected, does not stop anything."""
    packages = read_packages(
        {
            "a/Cargo.toml": b"[package",
            "b/Cargo.toml": b"package = 1\n",
            "c/Cargo.toml": b'[package]\nname = "c"\ndependencies = 1\n',
            "d/x.toml": b"",
        }
    )
    assert "a" not in packages
    assert packages["c"].library == "c"


def test_modules_that_declare_each_other_end() -> None:
    """Circles of `mod` declarations are followed once."""
    found = crates({"a.rs": [mod("b")], "a/b.rs": [mod("a", path="../a.rs")]})
    assert set(found.places) == {"a.rs", "a/b.rs"}
