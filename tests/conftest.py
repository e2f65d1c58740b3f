"""What every test stands on: nothing of the machine's own settings or indexes, no network, repeatable examples."""

import os

import hypothesis
import pytest

hypothesis.settings.register_profile("codalog", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("codalog")

# Read when the libraries are imported, hence not in a fixture: a model that is not on the disk must not be looked for.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Indexes go to a folder of the test; settings of the machine that runs it do not count."""
    for name in [name for name in os.environ if name.startswith("CODALOG_")]:
        monkeypatch.delenv(name)
    data = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("CODALOG_DATA_DIR", str(data))
