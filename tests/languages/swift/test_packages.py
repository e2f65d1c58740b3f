"""Targets of packages."""

from __future__ import annotations

from indexer.languages.swift.packages import Packages, targets_of


def test_a_path_belongs_to_its_own_target() -> None:
    """A `path:` of a dependency's arguments is not the target's."""
    manifest = """targets: [
        .target(name: "A", dependencies: [.package(path: "x")]),
        .target(name: "B", exclude: ["y"], path: "./Source/B/"), .testTarget(name: "T"),
        .executableTarget(name: "Root", path: "."),
    ]"""
    assert targets_of(manifest) == ["Sources/A/=A", "Source/B/=B", "Tests/T/=T", "=Root"]


def test_a_file_belongs_to_the_nearest_target() -> None:
    """Folders nest, and packages lie in folders; manifests belong to none."""
    packages = Packages(
        [("Package.swift", "Sources/=All"), ("Package.swift", "Sources/In/=In"), ("p/Package.swift", "=P")]
    )
    assert packages.module_of("Sources/a.swift") == "All"
    assert packages.module_of("Sources/In/a.swift") == "In"
    assert packages.module_of("p/x/a.swift") == "P"
    assert packages.module_of("p/Package.swift") == ""
    assert packages.module_of("other.swift") == ""
    assert packages.manifest_of("P") == "p/Package.swift"
    assert packages.manifest_of("None") == ""
