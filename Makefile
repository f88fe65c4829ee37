# `make run` (the app) and `make test` do all. start.py sets up what each needs, once, in .venv; it works without make, too.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
export OMP_NUM_THREADS ?= 1
START = @command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed. On Debian, as root: apt install python3 python3-venv"; exit 1; }; \
	$(PYTHON) start.py

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run setup test test-fast coverage check bench soak wheel release format lock hooks screenshots examples sheet train clean
help:
	@echo "make run [ARGS=page.ink]  the app"
	@echo "make test                 the tests"
	@echo "make test-fast            those that take under a minute together: no torch, no lab, no processes"
	@echo "make check                lint, format, strict types, the import contracts"
	@echo "make bench                how fast the network writes, and how long a person waits"
	@echo "make soak                 what takes minutes: kills while it writes, damaged files, odd events"
	@echo "make wheel                dist/*.whl, built, installed in an empty environment and used"
	@echo "make setup                all that developers need, in .venv"
	@echo "make hooks                checks at every commit"
	@echo "make screenshots | examples | sheet | train | format | lock | release | clean"

run:
	$(START) run $(ARGS)

setup:
	$(START) setup

test:
	$(START) test $(ARGS)

test-fast:
	$(START) test -m "not (torch or lab or process or slow)" --hypothesis-profile fast $(addprefix --ignore=tests/,agreement lab training) $(ARGS)

# No limit is set: what the tests leave out is for people to judge
coverage:
	$(START) test --cov --cov-report=term:skip-covered $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: setup
	$(PY) -m bench.sampler
	$(PY) -m bench.writer
	$(PY) -m bench.reading
	$(PY) -m bench.first_ink
	$(PY) -m bench.first_ink --neighbour --window
	$(PY) -m bench.words
	$(PY) -m bench.typed_text
	$(PY) -m bench.canvas
	$(PY) -m bench.window
	$(PY) -m bench.inspector
	$(PY) -m bench.full_page

soak: setup
	$(PY) -m tools.kill_while_writing --times 100
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.soak
	$(PY) -m tools.slow_files

wheel: setup
	$(PY) -m tools.try_built_wheel

release: setup
	$(PY) -m tools.release

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pins the newest versions that fit together, for every system and Python that pyproject.toml allows
lock: setup
	$(PY) -m pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --universal --no-annotate --custom-compile-command "make lock" \
		--python-version 3.11 --extra dev pyproject.toml -o constraints.txt

hooks: setup
	$(BIN)/pre-commit install --hook-type pre-commit --hook-type commit-msg

screenshots: setup
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.screenshots docs/pictures
	$(PY) -m tools.how_it_works docs

examples: setup
	$(PY) -m tools.synthetic.examples

sheet: setup
	$(PY) -m lab.measure.sample_sheet $(ARGS)

STAGES = training/recipes/$(or $(RECIPE),live)

train: setup
	@test -n "$(DATA)" || { echo "make train DATA=DIR [RECIPE=live|live/1|graves]: DIR holds IAM-OnDB's archives, or their folders"; exit 1; }
	$(PY) -m training.train $(or $(wildcard $(STAGES).toml),$(STAGES)) --data $(DATA)

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
