"""One index run with its phases told apart: prints one JSON object. A program, so that its memory is its own."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from indexer.pipeline import index_repository
from indexer.settings import load_settings
from indexer.telemetry import recording


def _plain(value: Any) -> Any:
    return value._asdict() if hasattr(value, "_asdict") else str(value)


def main(root: Path) -> None:
    """Indexes `root` as the environment's settings say; what took time is in `phases`."""
    with recording() as phases:
        report = index_repository(root, load_settings(root))
    data = os.environ.get("CODALOG_DATA_DIR", "")
    files = [Path(folder) / name for folder, _, names in os.walk(data) for name in names] if data else []
    answer = {
        "phases": [record._asdict() for record in phases],
        "report": _plain(report),
        "index_bytes": sum(file.stat().st_size for file in files),
    }
    print(json.dumps(answer, default=_plain))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
