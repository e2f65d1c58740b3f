"""A repository's files extracted and linked, nothing stored: prints one JSON object. A program, so that its memory is its own."""

import hashlib
import json
import sys
import time
from pathlib import Path

from indexer.link.recalled import Recalled
from indexer.link.record import unpack_questions
from indexer.pipeline.analyse import extract_plan, ignore_progress, link_extraction
from indexer.pipeline.collection import without_collection
from indexer.pipeline.plan import make_plan
from indexer.settings import load_settings


def main(root: Path) -> None:
    """CPU seconds of linking alone, how much came of it, and a digest of all edges and unresolved names in their order."""
    settings = load_settings(root)
    with without_collection():
        extraction = extract_plan(root, make_plan(root, settings), settings, ignore_progress, nodes=False)
        began = time.process_time()
        linked = link_extraction(extraction, ignore_progress)
        cpu = time.process_time() - began
    digest = hashlib.sha256()
    for row in (*linked.edges, *linked.unresolved):
        digest.update(repr(tuple(row)).encode())
    unread = Recalled(lambda _: ())
    questions = [
        len(unpack_questions(asked.questions, unread)) for family in linked.recorded.values() for asked in family.asked
    ]
    answer = {
        "files": len(extraction.files),
        "cpu": cpu,
        "edges": len(linked.edges),
        "questions": sum(questions),
        "digest": digest.hexdigest()[:16],
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
