# make run    the main job on seeds/ (makes .venv first)
# make test   every test
# make check  lint, types, tests
PYTHON ?= python3
READY := .venv/.ready

.PHONY: run test check bench lock clean

run: $(READY)
	.venv/bin/textml run

test: $(READY)
	.venv/bin/python -m pytest -q

check: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(MAKE) test

bench: $(READY)
	.venv/bin/python -m pytest -q -s -m bench tests/bench

# Installed again only when a dependency changed; otherwise nothing is asked of the network.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "textml needs Python 3.11 or newer, found: $$($(PYTHON) --version 2>&1). Use: make run PYTHON=python3.12" >&2; exit 2; }
	@echo "installing into .venv, which takes a minute or some the first time"
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Pins every version anew; needs the network.
lock: $(READY)
	.venv/bin/python -m pip install --quiet pip-tools
	.venv/bin/pip-compile --quiet --upgrade --all-extras --strip-extras --generate-hashes --allow-unsafe \
	  --no-emit-index-url --no-emit-options --no-emit-trusted-host --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build dist
