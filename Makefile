# Two commands carry a new user: `make demo` and `make test`. Everything goes into .venv/.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
DEMO_DB := output/sparbar.db

.PHONY: demo test check bench format lock clean

demo: $(READY)
	@mkdir -p output
	$(BIN)/sparbar run corpus/documents --db $(DEMO_DB)
	$(BIN)/sparbar matrix --db $(DEMO_DB) -o output/matris.xlsx
	@$(BIN)/sparbar matrix --db $(DEMO_DB) -o output/matris.html

test: $(READY)
	$(BIN)/python -m pytest -n auto

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)
	$(BIN)/python bench/read.py corpus/documents

# Renew the lock after a change of pyproject.toml: resolve afresh in an empty environment.
lock:
	rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' hatchling editables
	.venv-lock/bin/python -m pip freeze --exclude-editable > requirements.lock
	rm -rf .venv-lock

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Spårbar kräver Python 3.11 eller senare")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf .venv .venv-lock output build dist *.egg-info
