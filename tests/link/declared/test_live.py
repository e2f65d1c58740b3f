"""Linking by declarations keeps up with edits: whatever the edits, it says what linking from nothing says."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.languages.detect import detect
from indexer.languages.registry import registry
from indexer.languages.rules import Rules
from indexer.link.declared.evaluator import Evaluator
from indexer.link.declared.linker import DeclaredLinker
from indexer.link.declared.live import LiveDeclared
from indexer.link.declared.noting import unnoted
from indexer.link.declared.program import Program
from indexer.link.emitted import Emitted
from indexer.model.records import FileFacts
from tests.link.declared import edits

PROJECTS = {
    "typescript": edits.TYPESCRIPT, "go": edits.GO, "java": edits.JAVA, "rust": edits.RUST, "cpp": edits.CPP, "ruby": edits.RUBY,
    "php": edits.PHP, "csharp": edits.CSHARP, "lua": edits.LUA, "swift": edits.SWIFT, "scala": edits.SCALA,
    "kotlin": edits.KOTLIN,
}  # fmt: skip

Said = dict[tuple[str, int], tuple[frozenset[object], frozenset[object], frozenset[object]]]
"""By path and index of the symbol: edges, unresolved names, overrides."""


class Project:
    """Files as they are now, and their live linking."""

    def __init__(self, language: str, files: Mapping[str, str]) -> None:
        row = registry().languages[language]
        rules = registry().languages[row.links_with or row.name].linking()
        assert isinstance(rules, type)
        self.rules: type[Rules] = rules
        self.facts: dict[str, FileFacts] = {}
        self.configs: dict[str, bytes] = {}
        self._take(files)
        self.live = LiveDeclared(list(self.facts.values()), self.configs, self.rules)

    def _take(self, files: Mapping[str, str | None]) -> dict[str, FileFacts | None]:
        changed: dict[str, FileFacts | None] = {}
        for path, text in files.items():
            if text is None:
                self.configs.pop(path, None)
                if self.facts.pop(path, None) is not None:
                    changed[path] = None
            elif registry().is_project_file(path):
                self.configs[path] = text.encode()
            else:
                extractor = detect(path, text.encode()).extractor()
                assert extractor is not None
                changed[path] = self.facts[path] = extractor(text.encode(), path, lambda _: "")
        return changed

    def edit(self, files: Mapping[str, str | None]) -> list[str]:
        """Takes up new texts; the paths that were linked again."""
        return self.live.update(self._take(files), dict(self.configs))

    def now(self) -> Said:
        """What the live linking says."""
        found = ((path, index, emitted) for path in self.facts for index, emitted in self.live.contributions(path))
        return dict(_said(found, self.live.place))

    def fresh(self) -> Said:
        """What linking from nothing says."""
        files = [self.facts[path] for path in sorted(self.facts)]
        places = [(one.path, index) for one in files for index in range(len(one.symbols))]
        linker = DeclaredLinker(files, self.configs, self.rules)
        return dict(_said(((files[n].path, index, e) for n, index, e in linker.emit()), places.__getitem__))


def _said(
    found: Iterable[tuple[str, int, list[Emitted]]], place: object
) -> Iterator[tuple[tuple[str, int], tuple[frozenset[object], ...]]]:
    assert callable(place)
    for path, index, emitted in found:
        edges = frozenset(
            (e[0], place(e[1]) if isinstance(e[1], int) else e[1], *e[2:]) for one in emitted for e in one.edges
        )
        unresolved = frozenset(e for one in emitted for e in one.unresolved)
        overrides = frozenset((place(a), place(b)) for one in emitted for a, b in one.overrides)
        if edges or unresolved or overrides:
            yield (path, index), (edges, unresolved, overrides)


class Edit(NamedTuple):
    """A file, and which of its versions it is given; -1 where it is removed."""

    path: str
    version: int
    shift: int


def _edits(project: edits.Versions) -> st.SearchStrategy[list[list[Edit]]]:
    one = st.sampled_from(sorted(project)).flatmap(
        lambda path: st.builds(Edit, st.just(path), st.integers(-1, len(project[path]) - 1), st.integers(0, 2))
    )
    return st.lists(st.lists(one, min_size=1, max_size=2), min_size=1, max_size=6)


def _text(project: edits.Versions, edit: Edit) -> str | None:
    """The text of a version, further down in the file by some blank lines."""
    if edit.version < 0:
        return None
    text = project[edit.path][edit.version]
    head = "<?php\n" if text.startswith("<?php\n") else ""
    blank = "" if registry().is_project_file(edit.path) else "\n" * edit.shift
    return head + blank + text.removeprefix(head)


@pytest.mark.parametrize("language", sorted(PROJECTS))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_after_any_edits_all_is_linked_as_from_nothing(language: str, data: st.DataObject) -> None:
    """Contributions of every file are those of linking from nothing, after each of any edits."""
    versions = PROJECTS[language]
    project = Project(language, {path: texts[0] for path, texts in versions.items()})
    assert project.now() == project.fresh()
    for step in data.draw(_edits(versions)):
        project.edit({edit.path: _text(versions, edit) for edit in step})
        assert project.now() == project.fresh()


@pytest.mark.parametrize("language", sorted(PROJECTS))
def test_nothing_is_read_of_tables_without_notes(language: str) -> None:
    """Every table that an evaluator makes from all files notes what is looked up, but for those where any change concerns all."""
    for version in (0, 1):
        files = {path: texts[min(version, len(texts) - 1)] for path, texts in PROJECTS[language].items()}
        project = Project(language, files)
        facts = [project.facts[path] for path in sorted(project.facts)]
        assert unnoted(Evaluator(Program(facts, project.configs), project.rules)).keys() <= {"blankets"}


@pytest.mark.parametrize("language", sorted(PROJECTS))
def test_what_linking_remembers_ends_with_it(language: str) -> None:
    """Evaluators are part of no circle, before and after an edit: no collector is needed to let them go."""
    versions = PROJECTS[language]
    project = Project(language, {path: texts[0] for path, texts in versions.items()})
    linker = DeclaredLinker([project.facts[path] for path in sorted(project.facts)], project.configs, project.rules)
    assert list(linker.emit())
    project.edit({path: texts[-1] for path, texts in versions.items()})
    made = [weakref.ref(linker._evaluator), weakref.ref(project.live._version.evaluator)]
    gc.disable()
    try:
        del linker, project
        assert [one() for one in made] == [None, None]
    finally:
        gc.enable()


def test_an_edit_of_a_body_links_its_file_only() -> None:
    """A body in which nothing was looked up concerns no other file."""
    project = Project("go", {path: texts[0] for path, texts in edits.GO.items()})
    text = edits.GO["shape/shape.go"][0].replace("return s.Side", "a := s.Side\n\treturn a")
    assert project.edit({"shape/shape.go": text}) == ["shape/shape.go"]


def test_an_edit_of_what_was_looked_up_links_who_asked() -> None:
    """Files that looked something up are linked again where it is something else now; others are not."""
    files = {
        "a.ts": "export function f() {}\n",
        "b.ts": "import { f } from './a';\nf();\n",
        "c.ts": "export const x = 1;\n",
    }
    project = Project("typescript", files)
    assert project.edit({"a.ts": "export function g() {}\n"}) == ["a.ts", "b.ts"]
    assert project.edit({"a.ts": "export function f() {}\n"}) == ["a.ts", "b.ts"]


def test_a_symbol_that_moves_in_its_file_keeps_its_number() -> None:
    """Targets in files that are not linked again lead to where the symbol is now."""
    files = {"a.ts": "export function f() {}\n", "b.ts": "import { f } from './a';\nf();\n"}
    project = Project("typescript", files)
    assert project.edit({"a.ts": "function before() {}\n\nexport function f() {}\n"}) == ["a.ts"]
    edges = {edge for _, found in project.live.contributions("b.ts") for one in found for edge in one.edges}
    assert {project.live.place(edge[1]) for edge in edges if isinstance(edge[1], int)} >= {("a.ts", 2)}


def test_modules_are_named_as_their_rules_say() -> None:
    """The name of a file's module is that of linking from nothing."""
    project = Project("lua", {path: texts[0] for path, texts in edits.LUA.items()})
    assert project.live.module_name("use.lua") == "use"
