"""The projects whose own tests are traced: pure Python, offline, and each with another habit of object orientation."""

from typing import NamedTuple


class Project(NamedTuple):
    """One project of the package index, at one version."""

    name: str
    version: str
    source: str
    """Folder inside the archive that goes on the import path."""
    needs: tuple[str, ...]
    """What its tests import beside the project's own dependencies."""
    tests: tuple[str, ...]
    """Arguments to pytest, run in the archive's root."""
    seconds: int
    """No new test starts after so long."""


PROJECTS = {
    project.name: project
    for project in (
        Project("marshmallow", "4.0.0", "src", ("simplejson",), ("tests",), 120),
        Project(
            "werkzeug",
            "3.1.3",
            "src",
            ("pytest-timeout", "ephemeral-port-reserve", "cryptography", "watchdog"),
            ("tests", "--deselect", "tests/test_serving.py"),
            150,
        ),
        Project("docutils", "0.22", ".", (), ("test",), 240),
        Project("networkx", "3.4.2", ".", ("numpy",), ("networkx",), 300),
        Project(
            "sqlalchemy",
            "2.0.41",
            "lib",
            ("greenlet",),
            ("test/orm", "test/sql", "test/engine", "test/base", "test/ext"),
            420,
        ),
    )
}
