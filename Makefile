# make run    the main job on seeds/ (makes .venv first)
# make test   every test
# make check  lint, types, tests
# make fuzz   broken input for every reader, ten minutes (SECONDS=3600: an hour)
# make fit-cutter   the weights of the page cutter, from invented pages (minutes)
# make docs   the documentation, into .docs/site (open index.html)
PYTHON ?= python3
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check
COMPILE := .venv/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --build-deps-for editable \
  --no-emit-index-url --no-emit-options --no-emit-trusted-host --no-emit-find-links --no-header

.PHONY: run test check bench fuzz fit-cutter docs lock clean

run: $(READY)
	.venv/bin/textml run

test: $(READY_DEV)
	.venv/bin/python -m pytest -q

check: $(READY_DEV)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/codespell
	.venv/bin/validate-pyproject pyproject.toml
	.venv/bin/mypy
	$(MAKE) test

bench: $(READY_DEV)
	.venv/bin/python -m pytest -q -s -m bench tests/bench

SECONDS ?= 600
fuzz: $(READY_DEV)
	.venv/bin/python -m tests.fuzz.run $(SECONDS)

# Those of dumps first: what only printed pages tell is fitted on top of them.
fit-cutter: $(READY_DEV)
	.venv/bin/python -m tests.fitting.dumps
	.venv/bin/python -m tests.fitting.seams
	.venv/bin/python -m tests.fitting.printed
	.venv/bin/python -m tests.fitting.confidence

docs: $(READY_DEV)
	rm -rf .docs
	.venv/bin/python .ci/docs.py
	.venv/bin/zensical build --clean --strict
	@echo "documentation: .docs/site/index.html"

# What running needs. Installed again only when a dependency changed; otherwise nothing is asked of the network.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "textml needs Python 3.11 or newer, found: $$($(PYTHON) --version 2>&1). Use: make run PYTHON=python3.12" >&2; exit 2; }
	@echo "installing into .venv; the first time this takes a minute or so"
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# What tests, checks, documentation and clusters need on top.
$(READY_DEV): $(READY) requirements-dev.lock
	$(PIP) -r requirements-dev.lock
	@touch $@

# Pins every version anew; needs the network. Without --upgrade a version stays while it fits: make lock UPGRADE=
UPGRADE ?= --upgrade
lock: $(READY_DEV)
	$(PIP) pip-tools
	$(COMPILE) $(UPGRADE) --extra web --output-file requirements.lock pyproject.toml
	$(COMPILE) $(UPGRADE) --all-extras --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf .venv .docs .mypy_cache .ruff_cache .pytest_cache build dist
