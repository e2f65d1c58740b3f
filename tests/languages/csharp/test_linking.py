"""What the rules of C# say of projects and of the types of .NET."""

from __future__ import annotations

import pytest

from indexer.languages.csharp.library import IMPLICIT, conversion, derives
from indexer.languages.csharp.projects import Projects


def test_the_nearest_project_says_what_a_file_sees() -> None:
    """Projects nest; properties for a folder hold in the projects below it."""
    projects = Projects({
        "src/Directory.Build.props": b"<ImplicitUsings>enable</ImplicitUsings>",
        "src/a/a.csproj": b'<Using Include="X.Y" /><Using Include="X.T" Static="true" />',
        "src/a/b/b.csproj": b'<Using Include="X.T" Alias="Q" />',
        "old/old.csproj": b"<Project />",
    })  # fmt: skip
    assert set(projects.of("src/a/f.cs").usings) == {"X.Y", "static X.T", *IMPLICIT}
    assert "Q=X.T" in projects.of("src/a/b/f.cs").usings
    assert projects.of("old/f.cs").usings == ()


def test_code_without_a_project_sees_what_new_projects_see() -> None:
    """Loose files have implicit usings."""
    assert Projects({}).of("a.cs").usings == IMPLICIT


@pytest.mark.parametrize(
    ("wanted", "given", "rank"),
    [
        ("System.Int64", "System.Int32", 1),
        ("System.String", "System.Int32", -100),
        ("System.Collections.Generic.IEnumerable", "System.Collections.Generic.List", 2),
        ("System.Object", "System.Int32", 0),
        ("System.IO.BinaryWriter", "System.IO.MemoryStream", 0),
        ("System.String", "", -100),
    ],
)
def test_conversions_choose_between_overloads(wanted: str, given: str, rank: int) -> None:
    """Numbers widen, bases are taken, sealed types are taken for nothing else."""
    assert conversion(wanted, given) == rank


def test_everything_derives_from_object() -> None:
    """An extension of object is one of every type."""
    assert derives("System.Guid", "System.Object")
    assert not derives("System.Object", "System.Guid")


def test_what_stands_around_a_project_opens_namespaces() -> None:
    """Items of `Directory.Build.targets`, those under a condition on a property where a file gives it that value."""
    targets = b"""<Project>
  <ItemGroup><Using Include="Shop.Base" /></ItemGroup>
  <ItemGroup Condition="'$(WithTools)' == 'true'"><Using Include="Shop.Tools" /></ItemGroup>
</Project>"""
    projects = Projects(
        {
            "Directory.Build.targets": targets,
            "a/A.csproj": b"<Project><PropertyGroup><WithTools>true</WithTools></PropertyGroup></Project>",
            "b/B.csproj": b"<Project />",
        }
    )
    assert projects.of("a/x.cs").usings == ("Shop.Base", "Shop.Tools")
    assert projects.of("b/x.cs").usings == ("Shop.Base",)
