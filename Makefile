# The two that a newcomer needs are `make demo` and `make test`; both set up what is missing first.
.DEFAULT_GOAL := help
.PHONY: help demo test check-style set-up lock bench mutants clean

BIN := .venv/bin
WORKERS ?= 2

# Where it is set, every start would compile bpo's own files again.
unexport PYTHONDONTWRITEBYTECODE

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.ready ## bill the sample month of every example contract into build/demo
	@$(BIN)/bpo demo build/demo

test: check-style ## check style and types, run every test
	$(BIN)/pytest -n $(WORKERS)

check-style: .venv/.ready ## ruff and mypy alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

set-up: .venv/.ready ## only set up: system libraries, .venv, locked packages

.venv/.ready: scripts/set-up requirements.lock pyproject.toml
	@scripts/set-up

lock: .venv/.ready ## bring requirements.lock in line with pyproject.toml; UPGRADE=1 takes the newest of everything
	$(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) \
		--output-file requirements.lock pyproject.toml

bench: .venv/.ready ## run every benchmark
	@set -e; for benchmark in benchmarks/[a-z]*.py; do echo "== $$benchmark"; $(BIN)/python "$$benchmark"; done

mutants: .venv/.ready ## change the code of money, tax and counting piece by piece: which changes does no test see? ONLY=name* for some
	$(BIN)/uv pip install --quiet --group mutants
	PATH="$(CURDIR)/$(BIN):$$PATH" HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run --max-children $(WORKERS) $(ONLY)
	$(BIN)/python scripts/mutants.py

clean: ## remove what was built or cached; .venv stays
	rm -rf build dist mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bpo tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} +
