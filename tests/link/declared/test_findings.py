"""Linking by declarations goes on, in another process, from what was written down."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.link.declared.findings import SHAPES, read
from indexer.link.declared.live import LiveDeclared
from indexer.model.records import FileFacts
from tests.link.declared import edits
from tests.link.declared.test_live import PROJECTS, Project, Said, _edits, _said, _text


class Recorded(Project):
    """A project whose linking is, before each edit, that of a new process."""

    def __init__(self, language: str, files: dict[str, str]) -> None:
        super().__init__(language, files)
        self.records: dict[str, bytes] = {}
        self.said: Said = self.now()
        self._write_down()

    def _write_down(self) -> None:
        for path, packed in self.live.otherwise().items():
            if packed is None:
                del self.records[path]
            else:
                self.records[path] = packed

    def edit(self, files: dict[str, str | None]) -> list[str]:  # type: ignore[override]
        """Takes up new texts in a new process; the paths that were linked again."""
        before: list[FileFacts] = list(self.facts.values())
        configs = dict(self.configs)
        changed = self._take(files)
        self.live = LiveDeclared(before, configs, self.rules, sorted(self.records.items()))
        again = self.live.update(changed, dict(self.configs))
        self._write_down()
        gone = {*again, *(path for path, facts in changed.items() if facts is None)}
        self.said = {place: said for place, said in self.said.items() if place[0] not in gone}
        found = ((path, index, emitted) for path in again for index, emitted in self.live.contributions(path))
        self.said |= dict(_said(found, self.live.place))
        return again


@pytest.mark.parametrize("language", sorted(PROJECTS))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_each_edit_in_another_process_leaves_what_linking_from_nothing_finds(
    language: str, data: st.DataObject
) -> None:
    """Of each edit only what is linked again is taken; with what was there before that is all."""
    versions: edits.Versions = PROJECTS[language]
    project = Recorded(language, {path: texts[0] for path, texts in versions.items()})
    for step in data.draw(_edits(versions)):
        project.edit({edit.path: _text(versions, edit) for edit in step})
        assert project.said == project.fresh()


@pytest.mark.parametrize("language", ["typescript", "go"])
def test_what_an_edit_does_not_concern_is_not_linked_again(language: str) -> None:
    """The same files as where all stays in memory; only their records, and what is compared over all, are written."""
    versions = PROJECTS[language]
    files = {path: texts[0] for path, texts in versions.items()}
    for path, texts in versions.items():
        for text in texts[1:]:
            kept, recorded = Project(language, files), Recorded(language, files)
            before = dict(recorded.records)
            again = recorded.edit({path: text})
            assert again == kept.edit({path: text})
            written = {one for one in recorded.records if recorded.records[one] is not before.get(one)}
            assert set(again) <= written


def test_an_edit_of_a_body_writes_one_record() -> None:
    """What stands in it is nobody else's."""
    files = {"a.ts": "export function f() { return 1 }\n", "b.ts": "import {f} from './a'\nfunction g() { f() }\n"}
    project = Recorded("typescript", files)
    before = dict(project.records)
    assert project.edit({"b.ts": "import {f} from './a'\nfunction g() {}\n"}) == ["b.ts"]
    assert [path for path in before if project.records[path] != before[path]] == ["b.ts"]


def test_what_types_implement_by_shape_is_written_down_of_all_files() -> None:
    """It belongs to no file; languages without it have no such record."""
    project = Recorded("go", {path: texts[0] for path, texts in PROJECTS["go"].items()})
    shapes = read(sorted(project.records.items())).shapes
    assert shapes is not None
    assert shapes.found
    java = Recorded("java", {path: texts[0] for path, texts in PROJECTS["java"].items()})
    assert SHAPES not in java.records


def test_tables_over_all_files_keep_nothing_that_was_found_on_the_way() -> None:
    """Receivers of lambdas are looked for before any file is linked; what a type's constructors take is found again."""
    built = "class Box(make: Box.() -> Unit) { fun go() {} }\n"
    files = {"a.kt": "fun f() {}\n", "b.kt": built, "c.kt": "fun main() { Box { go() } }\n"}
    project = Project("kotlin", files)
    assert any("b.kt" in str(edges) for (path, _), (edges, *_) in project.now().items() if path == "c.kt")
    assert project.edit({"a.kt": "fun f() { val x = 1 }\n"}) == ["a.kt"]


def test_what_is_written_down_late_is_written_down_whole() -> None:
    """Whoever links in memory may write down when it writes anyway; and then only what is otherwise since."""
    versions = PROJECTS["typescript"]
    project = Project("typescript", {path: texts[0] for path, texts in versions.items()})
    *some, (last, texts) = ((path, texts) for path, texts in versions.items() if len(texts) > 1)
    for path, (_, text, *_) in some:
        project.edit({path: text})
    records = {path: packed for path, packed in project.live.otherwise().items() if packed is not None}
    assert records.keys() >= project.facts.keys()
    assert project.live.otherwise() == {}
    files = sorted(project.facts.items())
    resumed = LiveDeclared([facts for _, facts in files], project.configs, project.rules, sorted(records.items()))
    again = project.edit({last: texts[1]})
    changed = {last: project.facts[last]} if last in project.facts else {}
    assert resumed.update(changed, dict(project.configs)) == again
