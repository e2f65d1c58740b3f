"""Where modules' names lead: packages, configurations, extensions."""

from __future__ import annotations

import json

from indexer.languages.javascript.configuration import common_depth, joined, read_json
from indexer.languages.javascript.packages import Packages, targets
from indexer.languages.javascript.resolution import Resolution
from indexer.languages.javascript.tsconfig import Configurations, mapped


def found(paths: list[str], importer: str, module: str, **configs: object) -> str | None:
    """The path that a module's name leads to; configurations are written with `__` for `/` and `_` for `.`."""
    files = {
        name.replace("__", "/").replace("_json", ".json"): json.dumps(data).encode() for name, data in configs.items()
    }
    number = Resolution(paths, files).resolve(importer, module)
    return None if number is None else paths[number]


def test_configurations_may_have_comments_and_trailing_commas() -> None:
    """Strings that look like comments stay."""
    text = b'\xef\xbb\xbf{ // one\n "a": "http://x/*y*/", /* two */ "b": [1, 2, /* three */], }'
    assert read_json(text) == {"a": "http://x/*y*/", "b": [1, 2]}


def test_malformed_configurations_are_empty() -> None:
    """They never stop an index."""
    assert read_json(b"{ a: }") == {}
    assert read_json(b"[1]") == {}
    assert read_json(b"\xff\xfe") == {}


def test_paths_are_joined_from_the_root() -> None:
    """What leads out of the root is none."""
    assert joined("a/b", "../c/./d") == "a/c/d"
    assert joined("", "./x") == "x"
    assert joined("a", "../../x") is None
    assert common_depth("a/b/c.ts", "a/b/d/e.ts") == 2


def test_relative_names_find_extensions_folders_and_what_an_extension_stands_for() -> None:
    """TypeScript names its own files by what they are built to."""
    paths = ["a.ts", "b/index.js", "c.tsx", "d.d.ts", "e.mts", "f.js", "f.ts", "g.vue"]
    assert found(paths, "main.ts", "./a") == "a.ts"
    assert found(paths, "main.ts", "./a.js") == "a.ts"
    assert found(paths, "main.ts", "./b") == "b/index.js"
    assert found(paths, "main.ts", "./b/") == "b/index.js"
    assert found(paths, "main.ts", "./c.js") == "c.tsx"
    assert found(paths, "main.ts", "./d.js") == "d.d.ts"
    assert found(paths, "main.ts", "./e.mjs") == "e.mts"
    assert found(paths, "main.ts", "./f.js") == "f.ts"
    assert found(paths, "main.js", "./f.js") == "f.js"
    assert found(paths, "main.js", "./f") == "f.js"
    assert found(paths, "main.ts", "./g.vue?raw") == "g.vue"
    assert found(paths, "main.ts", "./none") is None
    assert found(paths, "main.ts", "../../a") is None


def test_folders_may_have_an_entry_of_their_own() -> None:
    """By the `package.json` in them."""
    paths = ["kit/source/start.js", "main.js"]
    assert found(paths, "main.js", "./kit", kit__package_json={"main": "source/start"}) == "kit/source/start.js"


def test_exports_have_subpaths_conditions_and_patterns() -> None:
    """The longest beginning of a pattern wins; conditions are tried until a file is there."""
    package = {
        "name": "kit",
        "exports": {
            ".": {"require": "./no.cjs", "import": "./lib/main.mjs"},
            "./deep/*": "./lib/deep/*.js",
            "./deep/special/*.js": ["./missing/*", "./lib/special/*.js"],
            "./old/": "./lib/old/",
        },
    }
    paths = ["kit/lib/main.mjs", "kit/lib/deep/a.js", "kit/lib/special/b.js", "kit/lib/old/c.js", "main.js"]
    app = {"dependencies": {"kit": "*"}}
    results = [
        found(paths, "main.js", name, kit__package_json=package, package_json=app)
        for name in ("kit", "kit/deep/a", "kit/deep/special/b.js", "kit/old/c.js", "kit/hidden")
    ]
    assert results == [*paths[:4], None]


def test_what_is_built_is_looked_for_in_its_sources() -> None:
    """`dist/x.js` is made of `src/x.ts`."""
    paths = ["kit/src/index.ts", "kit/src/sub/x.ts", "kit/main.ts"]
    package = {
        "name": "kit",
        "main": "./dist/cjs/index.js",
        "exports": {".": "./dist/index.js", "./x": "./dist/sub/x.js"},
    }
    assert found(paths, "kit/main.ts", "kit", kit__package_json=package) == "kit/src/index.ts"
    assert found(paths, "kit/main.ts", "kit/x", kit__package_json=package) == "kit/src/sub/x.ts"


def test_packages_are_found_where_they_are_depended_on() -> None:
    """Of one name the nearest; without any dependency they are somebody else's."""
    packages = Packages(
        {
            "one/lib/package.json": b'{"name": "@a/lib"}',
            "two/lib/package.json": b'{"name": "@a/lib"}',
            "two/app/package.json": b'{"name": "app", "peerDependencies": {"@a/lib": "*"}}',
            "three/package.json": b'{"name": "three"}',
            "broken/package.json": b"{",
        }
    )
    near = packages.named("@a/lib/x", "two/app/src/main.ts")
    assert near is not None
    assert (near[0].folder, near[1]) == ("two/lib", "./x")
    assert packages.named("@a/lib", "three/main.ts") is None
    assert packages.named("@a/lib", "loose/main.ts") is not None
    assert packages.named("other", "two/app/main.ts") is None
    assert list(targets(near[0], "#none")) == []


def test_paths_of_a_configuration_are_relative_to_it() -> None:
    """`extends` may name several, the last wins; the longest pattern wins; then `baseUrl`."""
    configurations = Configurations(
        {
            "base.json": b'{"compilerOptions": {"baseUrl": "src"}}',
            "tsconfig.paths.json": b'{"compilerOptions": {"paths": {"@/*": ["./lib/*"], "@/deep/*": ["./deep/*", "./more/*"]}}}',
            "app/tsconfig.json": b'{"extends": ["../base.json", "../tsconfig.paths"]}',
            "loop/tsconfig.json": b'{"extends": "./tsconfig.json"}',
        }
    )
    options = configurations.of("app/src/main.ts")
    assert list(mapped(options, "@/a")) == ["lib/a", "src/@/a"]
    assert list(mapped(options, "@/deep/b")) == ["deep/b", "more/b", "src/@/deep/b"]
    assert list(mapped(configurations.of("loop/x.ts"), "@/a")) == []
    assert list(mapped(configurations.of("other/x.ts"), "@/a")) == []


def test_references_lend_their_paths() -> None:
    """A configuration that only lists others."""
    configs = {
        "tsconfig.json": b'{"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./lib"}]}',
        "tsconfig.app.json": b'{"compilerOptions": {"paths": {"~/*": ["./src/*"]}}}',
        "lib/tsconfig.json": b'{"compilerOptions": {"paths": {"~/*": ["./wrong/*"]}}}',
    }
    assert list(mapped(Configurations(configs).of("src/a.ts"), "~/b")) == ["src/b"]


def test_roots_count_as_one_folder() -> None:
    """`rootDirs`."""
    paths = ["src/views/a.ts", "made/views/b.ts"]
    options = {"compilerOptions": {"rootDirs": ["src", "made"]}}
    assert found(paths, "src/views/a.ts", "./b", tsconfig_json=options) == "made/views/b.ts"


def test_build_tools_name_the_source_folder() -> None:
    """`@/` where no configuration says otherwise."""
    paths = ["app/src/a.js", "app/main.js"]
    assert found(paths, "app/main.js", "@/a", app__package_json={"name": "app"}) == "app/src/a.js"
