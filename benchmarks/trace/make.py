"""Traces a project's own tests: `python -m benchmarks.trace.make sqlalchemy networkx`.

The archive, an environment and the trace go to a cache folder (`--cache`, default: the user's cache); nothing is
written to the repository. Leaves `<cache>/<project>/src/` (what to index) and `<cache>/<project>/trace.jsonl`.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import platformdirs

from benchmarks.trace.pairs import write_pairs
from benchmarks.trace.projects import PROJECTS, Project

HERE = Path(__file__).resolve().parent


def fetch(project: Project, folder: Path, python: Path) -> Path:
    """The project's unpacked source archive, fetched once through pip.

    Raises:
        subprocess.CalledProcessError: pip found no such archive.
    """
    source = folder / "src"
    if not source.is_dir():
        archives = folder / "archive"
        what = f"{project.name}=={project.version}"
        pip = [str(python), "-m", "pip", "-q", "-q", "download", "--no-deps", "--no-build-isolation"]
        subprocess.run([*pip, "--no-binary", ":all:", "--dest", str(archives), what], check=True)
        (archive,) = archives.glob("*.tar.gz")
        with tarfile.open(archive) as tar:
            tar.extractall(folder / "unpacked", filter="data")
        (root,) = (folder / "unpacked").iterdir()
        root.rename(source)
    return source


def environment(project: Project, folder: Path) -> Path:
    """The Python of an environment with the project's dependencies and pytest."""
    python = folder / "venv" / "bin" / "python"
    ready = folder / "venv" / ".ready"
    if not ready.exists():
        venv.create(folder / "venv", with_pip=True)
        what = [
            f"{project.name}=={project.version}",
            "pytest<9",
            "flit_core",
            "hatchling",
            "setuptools",
            "wheel",
            "cython",
        ]
        subprocess.run([str(python), "-m", "pip", "-q", "-q", "install", *what, *project.needs], check=True)
        ready.touch()
    return python


def trace(project: Project, source: Path, python: Path, raw: Path) -> None:
    """Runs the tests under the recorder; failing tests are no matter, a recorder that wrote nothing is.

    Raises:
        RuntimeError: no trace was written.
    """
    settings = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(source / project.source), str(HERE)]),
        "TRACE_ROOT": str(source),
        "TRACE_OUT": str(raw),
        "TRACE_SECONDS": str(project.seconds),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # Colour and warnings are switched off: neither is what is traced, and warnings made errors would cut tests short.
    arguments = ["-q", "-q", "--color=no", "-W", "ignore", "-p", "no:cacheprovider", "-p", "recorder"]
    command = [str(python), "-m", "pytest", *arguments, *project.tests]
    with open(raw.with_suffix(".log"), "w", encoding="utf-8") as log:
        subprocess.run(command, cwd=source, env=settings, stdout=log, stderr=subprocess.STDOUT, check=False)
    if not raw.exists():
        message = f"{project.name}: no trace; see {raw.with_suffix('.log')}"
        raise RuntimeError(message)


def main() -> None:
    """Makes the traces that are asked for and not there yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="*", default=list(PROJECTS), help=f"of: {', '.join(PROJECTS)}")
    parser.add_argument("--cache", type=Path, default=Path(platformdirs.user_cache_dir("codalog")) / "traces")
    arguments = parser.parse_args()
    for name in arguments.projects:
        project = PROJECTS[name]
        folder = arguments.cache.resolve() / name
        folder.mkdir(parents=True, exist_ok=True)
        python = environment(project, folder)
        source = fetch(project, folder, python)
        raw = folder / "raw.jsonl"
        if not raw.exists():
            trace(project, source, python, raw)
        kept, seen = write_pairs(raw, source, folder / "trace.jsonl")
        print(
            f"{name}: {kept} of {seen} executed pairs have the callee written as a call in the caller", file=sys.stderr
        )


if __name__ == "__main__":
    main()
