"""Code inside files in other languages."""

from __future__ import annotations

import pytest

from indexer.extract import documents
from indexer.languages.outline.embedded import Stretch, graft
from indexer.model.records import FileFacts
from tests.languages.outline.conftest import facts_of, lines_of

GUIDE = """\
# Guide

```python
def first(x):
    return x
```

1. A step:

   ```python
   class Step:
       def run(self): ...
   ```

## More

```no-such-language
def none(): ...
```
"""


def guide() -> FileFacts:
    return documents.extract(GUIDE.encode(), "guide.md")


def test_fences_of_markdown_have_outlines() -> None:
    """Definitions are inside of the section around the fence."""
    assert lines_of(guide()) == [
        "section Guide", "section Guide.More", "function Guide.first", "class Guide.Step", "method Guide.Step.run",
    ]  # fmt: skip
    assert [symbol.detail[-1:] for symbol in guide().symbols[3:]] == [("embedded",)] * 3


def test_places_are_those_in_the_file() -> None:
    """Also where the lines of a fence are indented."""
    facts = guide()
    found = {symbol.name: facts.position(symbol.name_start) for symbol in facts.symbols}
    assert (found["first"], found["Step"], found["run"]) == ((3, 4), (10, 9), (11, 11))
    step = next(symbol for symbol in facts.symbols if symbol.name == "Step")
    assert GUIDE.encode()[step.start : step.end] == b"class Step:\n       def run(self): ..."


@pytest.mark.parametrize("language", ["vue", "svelte", "html"])
def test_scripts_and_styles_have_outlines(language: str) -> None:
    """In the language that their tag says."""
    source = "<script>\nfunction go() {}\n</script>\n<style>\n.red { color: red }\n</style>\n"
    assert lines_of(facts_of(language, source)) == ["function go", "class red"]


def test_a_script_may_say_its_language() -> None:
    """`lang="ts"` is TypeScript; templates and data in script elements are no code."""
    typed = '<script lang="ts">\ninterface Shape { area(): number }\n</script>\n'
    assert "interface Shape" in lines_of(facts_of("vue", typed))
    assert lines_of(facts_of("html", '<script type="text/template">function no() {}</script>')) == []
    assert lines_of(facts_of("html", '<script type="module">function yes() {}</script>')) == ["function yes"]


def test_what_is_nested_too_deeply_stays_text() -> None:
    """A stretch that its extractor gives up on adds nothing."""
    code = b"x = " + b"(" * 20_000 + b")" * 20_000 + b"\n"
    module = documents.extract(b"", "a.md").symbols
    assert len(graft(code, module, [Stretch(0, len(code), "python", 0)], lambda _: "")) >= 1


def test_a_long_stretch_is_left_out() -> None:
    """What is as long as this is data."""
    code = b"def f(): ...\n" * 10_000
    module = documents.extract(b"", "a.md").symbols
    assert graft(code, module, [Stretch(0, len(code), "python", 0)], lambda _: "") == module
