# Every target sets up what it needs, and is quick the second time.

PYTHON ?= python3
PIP_FLAGS ?=
WORKERS ?= 2
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: help install demo lint tests validate solutions test bench bench-cuda clean

help: ## show this list (the default)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile
	@echo "Options: PYTHON=python3.12, WORKERS=4 and PIP_FLAGS=... (handed to pip, for instance another package index)"

install: $(INSTALLED) ## make .venv and install torchgrade there, at the tested versions

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
		echo "torchgrade needs Python 3.10 or newer, and $(PYTHON) is not. Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "$(PYTHON) cannot make a venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install -q $(PIP_FLAGS) -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(INSTALLED) ## grade the example class and write its report to build/demo
	$(BIN)/torchgrade grade examples/ps1.toml examples/class --out build/demo --time-limit 2
	@echo "Open build/demo/index.html in a browser."

lint: $(INSTALLED) ## check style, format, types and translations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tools/translate_package.py --check
	$(BIN)/torchgrade translate --check

tests: $(INSTALLED) ## run the project's own tests
	$(BIN)/pytest tests -q -n $(WORKERS)

validate: $(INSTALLED) ## prove every exercise and its grader
	$(BIN)/torchgrade validate

solutions: $(INSTALLED) ## hold the solutions against the graders
	$(BIN)/pytest --submission solutions -q

test: $(INSTALLED) ## everything above from lint on, one after the other
	$(MAKE) lint
	$(MAKE) tests
	$(MAKE) validate
	$(MAKE) solutions

bench: $(INSTALLED) ## measure
	$(BIN)/python benchmarks/run.py

bench-cuda: $(INSTALLED) ## measure on a GPU, where there is one
	$(BIN)/python benchmarks/cuda.py

clean: ## remove what was built, but neither .venv nor anyone's results
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
