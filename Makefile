# Two commands do all: `make run` (the app) and `make test`. Each builds what it needs, once, in .venv.
# `make run` needs what the app runs on; everything else also needs what it is made with (.venv/.dev), torch among it.
PYTHON ?= python3
PY := .venv/bin/python
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run setup test check bench wheel format screenshots examples sheet train clean
help:
	@echo "make run [ARGS=page.ink]  the app"
	@echo "make test                 the tests"
	@echo "make check                lint, format, strict types, the import contracts"
	@echo "make bench                how fast the network writes, and how long a person waits"
	@echo "make wheel                dist/*.whl, built, installed in an empty environment and used"
	@echo "make setup                all that developers need, in .venv"
	@echo "make screenshots | examples | sheet | train | format | clean"

run: .venv/.run
	@$(PY) main.py $(ARGS)

setup: .venv/.run .venv/.dev

test: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(ARGS)

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo

bench: .venv/.dev
	$(PY) -m bench.sampler
	$(PY) -m bench.first_ink
	$(PY) -m bench.canvas
	$(PY) -m bench.window
	$(PY) -m bench.inspector
	$(PY) -m bench.full_page

wheel: .venv/.dev
	$(PY) -m tools.try_wheel

format: .venv/.dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

screenshots: .venv/.dev
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.screenshots docs/pictures
	$(PY) -m tools.how_it_works docs

examples: .venv/.run
	$(PY) -m tools.synthetic.examples

sheet: .venv/.dev
	$(PY) -m lab.measure.sheet $(ARGS)

train: .venv/.dev
	@test -n "$(DATA)" || { echo "make train DATA=DIR [RECIPE=live/1]: DIR holds IAM-OnDB's archives, or their folders"; exit 1; }
	$(PY) -m training.train training/recipes/$(or $(RECIPE),live/1).toml --data $(DATA)

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# -- what the commands need: a stamp for each, older than nothing it was made from ----------------------------------

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed. On Debian, as root: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is `$(PYTHON) --version`. Another: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian, as root: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv

.venv/.run: pyproject.toml | $(PY)
	@echo "Setting up the app in .venv (about 100 MB to download, once)"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip
	$(PY) -m pip install -q -e .
	@$(PY) tools/libraries.py window
	@touch $@

.venv/.dev: pyproject.toml | $(PY)
	@echo "Setting up the workshop in .venv (with torch: some 300 MB to several GB to download, once)"
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip
	$(PY) -m pip install -q -e '.[dev]'
	@$(PY) tools/libraries.py offscreen
	@touch $@
