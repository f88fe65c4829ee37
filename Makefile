# Two commands do all: `make run` (the app) and `make test`. Each builds what it needs, once.
PYTHON ?= python3
PY := .venv/bin/python
export OMP_NUM_THREADS ?= 1

.PHONY: setup test check bench
setup: .venv/.dev

.venv/.dev: pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install -q -e '.[dev]'
	touch $@

test: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: .venv/.dev
	$(PY) -m model.bench
	$(PY) -m inkapp.live.bench
