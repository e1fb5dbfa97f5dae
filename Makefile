# make run     the reading room over the sample archive
# make test    everything that is tested
# make check   formatting, lint, types, tests
# make benchmarks  this engine beside four others, and the whole program; see tests/benchmarks/README.md
# make soak    kills, damage, hostile requests and load, an hour and more; see tests/benchmarks/README.md
# make coverage   the tests again, and how much of store, query and pipeline they reach

PYTHON ?= python3
VENV   ?= .venv
CORPUS ?= corpus
INDEX  ?= index
PORT   ?= 8000
BIN    := $(VENV)/bin

.PHONY: run rebuild test check lint coverage benchmarks soak lock screenshots clean

run: rebuild
	$(BIN)/webapp --index $(INDEX) --port $(PORT)

rebuild: $(VENV)/.installed
	$(BIN)/indexer rebuild $(CORPUS) --index $(INDEX)

test: $(VENV)/.installed-test
	tests/browser/need-chromium
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST)

check: lint test

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

coverage: $(VENV)/.installed-test
	tests/browser/need-chromium
	$(BIN)/python -m coverage erase
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report= $(PYTEST)
	$(BIN)/python -m coverage report --skip-covered
	$(BIN)/python -m coverage report --fail-under=95 \
	    --include='indexer/store.py,indexer/draft.py,indexer/manifest.py,indexer/archive.py,indexer/query.py,indexer/grammar.py,indexer/pipeline.py,indexer/changes.py'

# Passages and questions in the format of tests/benchmarks/README.md; invented ones if none are given.
PASSAGES      ?= build/benchmarks/$(SIZE)/passages.jsonl
QUERIES       ?= $(dir $(PASSAGES))queries.json
SIZE          ?= 100000
RESULTS       ?= tests/benchmarks/results
XAPIAN_PYTHON ?= /usr/bin/python3

benchmarks: $(VENV)/.installed-test
	$(BIN)/pip install --quiet --no-build-isolation --editable '.[bench]'
	test -f $(PASSAGES) || $(BIN)/python -m tests.benchmarks.inventing $(SIZE) $(PASSAGES)
	$(BIN)/python -m tests.benchmarks.engines --passages $(PASSAGES) --queries $(QUERIES) \
	    --xapian-python $(XAPIAN_PYTHON) --json $(RESULTS)/engines-$(SIZE).json
	$(BIN)/python -m tests.benchmarks.program --passages $(PASSAGES) --queries $(QUERIES) \
	    --json $(RESULTS)/program-$(SIZE).json
	$(BIN)/python -m tests.benchmarks.report

# Which experiments and how much of them: make soak SOAK='kills flips --set kills=50'
soak: $(VENV)/.installed-test
	$(BIN)/python -m tests.soak $(SOAK) --json $(RESULTS)/soak.json; \
	    failed=$$?; $(BIN)/python -m tests.benchmarks.report && exit $$failed

# The lock files hold the exact versions and hashes of all that is installed.
lock: $(VENV)/.installed-test
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-find-links --no-emit-index-url --extra build --output-file requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	    --no-emit-find-links --no-emit-index-url --extra build --extra test --constraint requirements.lock \
	    --output-file requirements-test.lock pyproject.toml

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
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
