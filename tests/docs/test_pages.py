"""The pages that are made from the code."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["schema.md", "queries.md", "cli.md", "languages.md"])
def test_a_generated_page_is_current(name: str) -> None:
    """What `make docs` would write is what the repository holds."""
    assert load("generate").difference(name) == ""


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file that is there."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_part_of_a_relation_is_described(tmp_path: Path) -> None:
    """A key, a value and an index come out with their comments."""
    script = tmp_path / "001_things.cozo"
    script.write_text(
        "# Things. They are few.\n\n# Records a thing.\n:create thing {\n    id: Int     # its number\n    =>\n"
        "    name: [String],  # its names | all of them\n}\n\n# From a name.\n::index create thing:by_name {name}\n",
        encoding="utf-8",
    )
    pages = load("schema_page")
    text = pages.page([pages.read_script(script)])
    assert "## Things\n\n`schema/001_things.cozo`. They are few." in text
    assert "| **`id`** | `Int` | its number |\n| `name` | `[String]` | its names \\| all of them |" in text
    assert "Index `thing:by_name` on `{name}`: from a name." in text


@pytest.mark.parametrize(
    "body",
    [
        "# Things.\n\n:create thing {\n    id: Int  # its number\n}\n",
        "# Things.\n\n# Records a thing.\n:create thing {\n    id: Int\n}\n",
        "# Records a thing.\n:create thing {\n    id: Int  # its number\n}\n",
        "# Things.\n\n# Records a thing.\n:create thing {\n    id: Int  # its number\n",
    ],
    ids=["relation", "field", "file", "unclosed"],
)
def test_an_undocumented_part_is_refused(tmp_path: Path, body: str) -> None:
    """A schema with something undescribed makes no page."""
    script = tmp_path / "001_things.cozo"
    script.write_text(body, encoding="utf-8")
    pages = load("schema_page")
    with pytest.raises(pages.UndocumentedSchema):
        pages.read_script(script)
