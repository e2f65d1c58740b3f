"""The reference page of the command line."""

from __future__ import annotations

from indexer.cli.reference import reference


def test_every_command_and_option() -> None:
    """Each command has a heading, its usage, and a row for each option."""
    page = reference()
    for command in "models pull,archive ls,archive restore,similar,history,diff,gc".split(","):
        assert f"\n## codalog {command}\n" in page
    for command in "index query queries search show outline symbols status doctor export version".split():
        assert f"\n## codalog {command}\n" in page
    assert "$ codalog index [OPTIONS] REPO\n" in page
    assert "$ codalog diff [OPTIONS] A [B]\n" in page
    assert "$ codalog search [OPTIONS] WORDS...\n" in page
    assert "`-r, --repo" in page
    assert "`--embed / --no-embed`" in page
    assert "| 130 | interrupted" in page
    assert page == reference()
