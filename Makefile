# make demo    set everything up and read an example          make test    all checks that need no benchmark data
# make score   the quality figures, on the benchmarks' data   make bench   the speed figures (an hour; bench-read, bench-store,
#                                                              bench-kills, bench-flips are its parts);
#                                                              make bench-site SITE_ARGS="--store FILE" how fast the site's pages are
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
# The first Python of at least 3.11 on the path; `make PYTHON=/path/to/python3.12 demo` names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

EXAMPLE ?= examples/valdrin-courier/2031-03-14-call.html
# What pip does for packages that are not editable: without it, whoever writes no bytecode compiles Sayso at every start, .15 s each.
COMPILED = $(BIN)/python -m compileall -q src
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test fuzz fuzz-site checkers check lint types picture score bench bench-read bench-store bench-site bench-kills bench-flips compiled lock clean

demo: $(VENV)/ready  ## read an example article into its statements
	@$(BIN)/sayso read $(EXAMPLE)
	@printf '\n%s\n%s\n%s\n' "That was: sayso read $(EXAMPLE)" "As a page to look at: add  --format html --output page.html" \
	  "To type it yourself, first: source $(BIN)/activate" >&2

# A process a core, each with its files of the tests, and a PostgreSQL server of its own; TESTS="-n 0 -k drip" runs them otherwise.
TESTS ?= -n auto --dist loadfile --no-loadscope-reorder
# Bytecode is kept even where the shell says otherwise: the tests start some hundreds of Pythons, and each process rewrites all asserts.
test: lint types compiled  ## style, types, tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q $(TESTS)

# Each time other examples; what fails is printed with the line that makes it fail again, and goes into its test as an @example.
ROUNDS ?= 5
fuzz: compiled  ## the properties, ROUNDS times over, each with examples of its own
	@cd tests && files=$$(grep -rl "^@given" --include='test_*.py' .) && for round in $$(seq $(ROUNDS)); do \
	  PYTHONDONTWRITEBYTECODE= ../$(BIN)/python -m pytest -q $(TESTS) --hypothesis-profile fuzz $$files || exit 1; done

# Half an hour of requests to a running server, of the edges of each value too; SCHEMATHESIS="--phases fuzzing -n 50" others.
SCHEMATHESIS ?= --phases coverage,fuzzing,stateful --max-examples 30 --workers 2
fuzz-site: compiled  ## the site against its description, by Schemathesis
	@SAYSO_SCHEMATHESIS="$(SCHEMATHESIS)" $(BIN)/python -m pytest -q -s tests/web/test_described.py

# The Nu checker and axe-core, beside Python's packages; from then on `make test` has every page judged by them (Java, Chromium).
checkers: $(VENV)/ready-dev
	@npm install --prefix $(VENV)/node --no-save --no-fund --no-audit --ignore-scripts axe-core@4.14.1 vnu-jar@26.9.27

lint: $(VENV)/ready-dev
	@$(BIN)/ruff check .

types: $(VENV)/ready-dev
	@$(BIN)/mypy

check: test

picture: $(VENV)/ready-dev  ## draw the README's picture of the terminal anew
	@PYTHONPATH=tests $(BIN)/python tests/test_picture.py

score: $(VENV)/ready-dev  ## SAYSO_DATA names the folder of the benchmarks (default ../shared)
	@$(BIN)/python benchmarks/score.py $(ARGS)

bench: bench-read bench-store bench-kills bench-flips

compiled: $(VENV)/ready-dev
	@$(COMPILED)

bench-read: compiled  ## how fast pages are read
	@$(BIN)/python benchmarks/bench.py $(ARGS)

bench-store: compiled  ## how fast a store of 100,000 articles answers and takes in, and how big it is
	@$(BIN)/python benchmarks/bench_store.py --warc 300 $(STORE_ARGS)

bench-site: compiled  ## how fast the pages of the site are over a store: SITE_ARGS="--store FILE"
	@$(BIN)/python benchmarks/bench_site.py $(SITE_ARGS)

bench-kills: compiled  ## whether a store survives 200 SIGKILLs
	@$(BIN)/python benchmarks/kills.py $(KILLS_ARGS)

bench-flips: $(VENV)/ready-dev  ## whether verify finds 5,000 flipped bytes
	@$(BIN)/python benchmarks/flips.py $(FLIPS_ARGS)

# What is locked stays at its version where pyproject.toml still allows it; UPGRADE=--upgrade takes the newest of all.
UPGRADE ?=
lock: ## write the lock files anew from what pyproject.toml allows today: for every Python and system, with the hashes of all files
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(PYTHON) -m venv "$$folder" && \
	"$$folder/bin/python" -m pip --disable-pip-version-check --quiet install 'uv>=0.9,<1' && \
	printf 'hatchling\neditables\n' > "$$folder/build.in" && \
	for file in requirements.lock requirements-dev.lock requirements-ftm.lock; do \
	  case $$file in requirements.lock) extra= ;; requirements-dev.lock) extra='--extra dev --constraint requirements.lock' ;; \
	    *) extra='--extra dev --extra ftm --constraint requirements-dev.lock' ;; esac; \
	  cp $$file "$$folder/locked" && \
	  "$$folder/bin/uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	    $(UPGRADE) $$extra pyproject.toml "$$folder/build.in" --output-file "$$folder/locked" > /dev/null && \
	  { echo '# What `make` installs, and nothing else: versions and hashes, for Python 3.11 and later. Written by `make lock`.'; \
	    cat "$$folder/locked"; } > "$$folder/$$file" && mv "$$folder/$$file" $$file || exit 1; \
	done

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Sayso needs Python 3.11 or later on the path (or make PYTHON=...)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "No virtual environment could be made; on Debian: apt-get install python3-venv." >&2; exit 1; }

# With hashes (a package that somebody has changed since is refused), then Sayso itself without asking for anything else.
OURSELVES = $(PIP) install --no-deps --no-build-isolation --editable .

$(VENV)/ready: pyproject.toml requirements.lock | $(VENV)/bin/python
	@echo "Setting up $(VENV) ..." >&2
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(OURSELVES)
	@$(COMPILED)
	@touch $@

$(VENV)/ready-dev: pyproject.toml requirements-dev.lock | $(VENV)/bin/python
	@echo "Setting up $(VENV) for development ..." >&2
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(OURSELVES)
	@$(COMPILED)
	@touch $(VENV)/ready $@

# FollowTheMoney's own package, which checks our export: its pyicu is built here, and needs a compiler and ICU (Debian's libicu-dev).
$(VENV)/ready-ftm: requirements-ftm.lock $(VENV)/ready-dev
	@$(PIP) install --require-hashes --requirement requirements-ftm.lock
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
