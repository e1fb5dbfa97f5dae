# make run     the reading room over the sample archive
# make test    everything that is tested
# make check   formatting, lint, types, tests
# make test-pythons        the core of the tests on every other Python (3.11 to 3.14) of this machine
# make test-whoosh-2.7.4   the engine's tests with the Whoosh that the program could fall back to
# make benchmarks  this engine beside four others, and the whole program; see tests/benchmarks/README.md
# make soak    kills, damage, hostile requests and load, an hour and more; see tests/benchmarks/README.md
# make coverage   the tests again, and how much of store, query and pipeline they reach
# make lock       the lock files from pyproject.toml, at the versions they hold; UPGRADE=1 takes the newest
# make licences   docs/licences.md from the lock files; make sbom: build/sbom.json, what the program consists of

PYTHON ?= python3
VENV   ?= .venv
CORPUS ?= corpus
INDEX  ?= index
PORT   ?= 8000
BIN    := $(VENV)/bin
TOOLS  := $(VENV)-tools

# The locks name every package, so pip resolves nothing: pip before 23.3 fails on a lock with
# extras as soon as a newer release of such a package appears. "pip check" then looks for gaps.
LOCKED := --quiet --no-deps --require-hashes

ENGINE_TESTS := tests/engines
CORE_TESTS   := $(ENGINE_TESTS) tests/cleaning tests/formats tests/metadata tests/test_pages.py \
    tests/test_passages.py tests/store/test_generations.py tests/store/test_reader.py

.PHONY: run rebuild test test-core test-pythons test-whoosh-2.7.4 check lint coverage benchmarks \
    soak lock licences sbom screenshots clean

run: rebuild
	$(BIN)/webapp --index $(INDEX) --port $(PORT)

rebuild: $(VENV)/.installed
	$(BIN)/indexer rebuild $(CORPUS) --index $(INDEX)

test: $(VENV)/.installed-test
	tests/browser/need-chromium
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST)

test-core: $(VENV)/.installed-test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(CORE_TESTS)

test-pythons: $(VENV)/.created
	@set -e; tests/installation/other-pythons $(BIN)/python | while read -r version python; do \
	    $(MAKE) test-core PYTHON="$$python" VENV="build/pythons/$$version" </dev/null; done

# A folder in front of the environment rather than a second environment: both packages own the
# module "whoosh", and whichever was installed last would be found.
WHOOSH := $(CURDIR)/build/whoosh-2.7.4
test-whoosh-2.7.4: $(VENV)/.installed-test
	rm -rf $(WHOOSH)
	$(BIN)/pip install $(LOCKED) --target $(WHOOSH) -r requirements-whoosh-2.7.4.lock
	PYTHONPATH=$(WHOOSH) $(BIN)/python -c 'import sys, whoosh; sys.exit(whoosh.__version__ != (2, 7, 4))'
	PYTHONPATH=$(WHOOSH) $(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ENGINE_TESTS)

check: lint test

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

coverage: $(VENV)/.installed-test
	tests/browser/need-chromium
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report= $(PYTEST)
	$(BIN)/python -m coverage report --skip-covered
	$(BIN)/python -m coverage report --fail-under=95 \
	    --include='indexer/store/*,indexer/query/*,indexer/rebuilding/pipeline.py,indexer/rebuilding/changes.py'

# Passages and questions in the format of tests/benchmarks/README.md; invented ones if none are given.
PASSAGES      ?= build/benchmarks/$(SIZE)/passages.jsonl
QUERIES       ?= $(dir $(PASSAGES))queries.json
SIZE          ?= 100000
RESULTS       ?= tests/benchmarks/results
XAPIAN_PYTHON ?= /usr/bin/python3

benchmarks: $(VENV)/.installed-test
	$(BIN)/pip install $(LOCKED) -r requirements-bench.lock
	test -f $(PASSAGES) || $(BIN)/python -m tests.benchmarks.inventing $(SIZE) $(PASSAGES)
	$(BIN)/python -m tests.benchmarks.engines --passages $(PASSAGES) --queries $(QUERIES) \
	    --xapian-python $(XAPIAN_PYTHON) --json $(RESULTS)/engines-$(SIZE).json
	$(BIN)/python -m tests.benchmarks.program --passages $(PASSAGES) --queries $(QUERIES) \
	    --json $(RESULTS)/program-$(SIZE).json
	$(BIN)/python -m tests.benchmarks.report

# The lock files hold the exact versions and hashes of all that is installed, for every platform and
# Python from 3.11 on. What is locked stays as it is, unless pyproject.toml forbids it or UPGRADE is set.
COMPILE = $(TOOLS)/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
    --fork-strategy fewest --generate-hashes --no-strip-extras \
    --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: $(TOOLS)/.installed
	$(COMPILE) --extra build --extra test --output-file requirements-test.lock pyproject.toml
	$(COMPILE) --extra build --constraint requirements-test.lock --output-file requirements.lock pyproject.toml
	$(COMPILE) --group bench --output-file requirements-bench.lock
	$(COMPILE) --group tools --output-file requirements-tools.lock
	$(COMPILE) --group whoosh-2.7.4 --output-file requirements-whoosh-2.7.4.lock

licences: $(VENV)/.installed-test
	$(BIN)/python -m tests.installation.licences docs/licences.md

# Of the program alone: an environment without the tests' packages is read, not the lock, as
# licences and who needs whom are known of what is installed.
sbom: $(TOOLS)/.installed
	$(MAKE) build/sbom/.installed VENV=build/sbom
	$(TOOLS)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	    --output-format JSON --output-file build/sbom.json build/sbom

# Which experiments and how much of them: make soak SOAK='kills flips --set kills=50'
soak: $(VENV)/.installed-test
	$(BIN)/python -m tests.soak $(SOAK) --json $(RESULTS)/soak.json; \
	    failed=$$?; $(BIN)/python -m tests.benchmarks.report && exit $$failed

screenshots: $(VENV)/.installed-test
	tests/browser/need-chromium
	$(BIN)/python -m tests.browser.screenshots docs --only search-1280-light

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Pressmark needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
	    { echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	$(BIN)/pip install $(LOCKED) -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/pip check
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	$(BIN)/pip install $(LOCKED) -r requirements-test.lock
	$(BIN)/pip check
	@touch $@

$(TOOLS)/.installed: $(VENV)/.created requirements-tools.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install $(LOCKED) -r requirements-tools.lock
	$(TOOLS)/bin/pip check
	@touch $@

clean:
	rm -rf $(VENV) $(TOOLS) build *.egg-info .import_linter_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
