"""What noting look-ups adds to linking by declarations: prints one JSON object, by family of languages."""

import json
import sys
import time
from pathlib import Path

from indexer.languages.rules import Rules
from indexer.link.declared.linker import DeclaredLinker
from indexer.link.declared.live import LiveDeclared
from indexer.link.deep import deeply
from indexer.link.families import family_of, is_project_file, linking_of
from indexer.model.records import FileFacts
from indexer.pipeline.analyse import extract_plan, ignore_progress
from indexer.pipeline.collection import without_collection
from indexer.pipeline.plan import make_plan
from indexer.settings import load_settings


def costs(files: list[FileFacts], configs: dict[str, bytes], rules: type[Rules]) -> dict[str, float]:
    """CPU seconds of linking a family as a build from nothing does, and with every look-up noted."""
    began = time.process_time()
    list(DeclaredLinker(files, configs, rules).emit())
    plain = time.process_time()
    LiveDeclared(files, configs, rules)
    return {"files": len(files), "plain": plain - began, "noted": time.process_time() - plain}


def main(root: Path) -> None:
    """Extracts a repository's files, and links those of each family that is linked by declarations both ways."""
    settings = load_settings(root)
    with without_collection():
        extraction = extract_plan(root, make_plan(root, settings), settings, ignore_progress, nodes=False)
        facts = [file.facts for file in extraction.files]
        configs = {
            one.path: one.semantics for one in facts if isinstance(one.semantics, bytes) and is_project_file(one)
        }
        found = {}
        for family in sorted(set(map(family_of, facts))):
            rules = linking_of(family) if family else None
            if isinstance(rules, type):
                of_family = [one for one in facts if family_of(one) == family]
                found[family] = deeply(lambda files=of_family, rules=rules: costs(files, configs, rules))
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
