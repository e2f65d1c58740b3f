# Codalog's front door: `make index REPO=<path>`, `make test`, `make check`. Needs Python >= 3.11, git and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# LIGHT=1 leaves out the language model: torch, sentence-transformers, MiniLM's weights and the CPU accelerator.
LIGHT  ?=
# EMBED=embed leaves out the CPU accelerator alone, where there is none to install (Linux on ARM with a glibc before 2.35).
EMBED  ?= cpu
# FAST=1 leaves out tests marked slow; PYTEST_ARGS go to pytest as they are.
FAST   ?=
PYTEST_ARGS ?=

comma   := ,
flavour := $(if $(LIGHT),light,$(EMBED))
extras  := $(if $(LIGHT),,$(EMBED)$(comma))languages
RUN     := $(VENV)/.installed-run-$(flavour)
DEV     := $(VENV)/.installed-dev-$(flavour)
install := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help index test check format docs bench wheel clean
.DELETE_ON_ERROR:

help:
	@echo "make index REPO=<path>   index a repository (LIGHT=1: without the language model)"
	@echo "make test                run the tests (FAST=1, LIGHT=1, PYTEST_ARGS=...)"
	@echo "make check               ruff, mypy, import-linter, pages that are generated"
	@echo "make format              let ruff rewrite the code"
	@echo "make docs                write the generated pages anew"
	@echo "make bench REPO=<path>   measure an index run beside a bare parse"
	@echo "make wheel               build dist/*.whl"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Codalog needs Python >= 3.11: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "'$(PYTHON) -m venv' failed; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	@echo "installing codalog[$(extras)]"
	@$(install) --editable '.[$(extras)]'
	@touch $@

$(DEV): pyproject.toml constraints.txt Makefile | $(BIN)/python
	@echo "installing codalog[$(extras),archive,pycozo,dev]"
	@$(install) --editable '.[$(extras),archive,pycozo,dev]'
	@touch $(RUN) $@

index: $(RUN)
	@test -n "$(REPO)" || { echo "say which repository: make index REPO=<path>" >&2; exit 2; }
	@$(BIN)/codalog index "$(REPO)"

test: $(DEV)
	@$(BIN)/python -m pytest $(if $(FAST),-m "not slow") $(PYTEST_ARGS)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/tools/generate.py --check

format: $(DEV)
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: $(DEV)
	$(BIN)/python docs/tools/generate.py

bench: $(DEV)
	@test -n "$(REPO)" || { echo "say which repository: make bench REPO=<path>" >&2; exit 2; }
	$(BIN)/python -m benchmarks.bench_index "$(REPO)"

wheel: | $(BIN)/python
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
