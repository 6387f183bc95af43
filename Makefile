PYTHON ?= python3
Q ?= What did Mattis say about the sanctions?
# Where torch comes from: empty is the ordinary package index. On Linux that brings CUDA, several gigabytes; the CPU
# build is enough: make ask TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=

BIN := .venv/bin
# What is used is compiled when it is first used: to compile all that is installed takes nearly as long as the rest.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
# What is compiled is kept, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE
TORCH := $(shell grep '^torch==' constraints.txt)
# A process for each core, four at most: each loads torch. The tests of a file share what takes long to make.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.PHONY: help ask chat run index doctor test test-fast check format torture bench bench-news bench-quotes bench-serving bench-longest bench-peers clean

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 14

ask: .venv/.installed  ## answer a question: make ask Q="What did Tillerson say?"
	@$(BIN)/pullquote ask -- "$$Q"

chat: .venv/.installed  ## ask one question after another
	@$(BIN)/pullquote chat

run: .venv/.installed  ## the bot on Discord; needs PULLQUOTE_TOKEN, in the environment or in .env
	@$(BIN)/pullquote run

index: .venv/.installed  ## index corpus/articles anew
	@$(BIN)/pullquote index

doctor: .venv/.installed  ## what is set up, what is missing, what to do
	@$(BIN)/pullquote doctor

test: .venv/.installed-dev  ## the tests and the import contracts
	$(BIN)/lint-imports
	$(PYTEST)

test-fast: .venv/.installed-dev  ## the tests that are quick, for every save
	$(PYTEST) -m "not slow"

check: .venv/.installed-dev  ## lint, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.installed-dev  ## format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

torture: .venv/.installed-dev  ## what must not break: kills, failing and full disks, flipped bits, other people's articles
	$(BIN)/python -m tests.torture

bench: .venv/.installed-dev  ## measure answers and speed: make bench DATA=folder NEWS=folder (see benchmarks/README.md)
	$(BIN)/python benchmarks/ranker.py "$(DATA)" $(if $(NEWS),"$(NEWS)") --only-measure --result benchmarks/results/ranking-tune.json
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/speed.py "$(DATA)" --result benchmarks/results/speed.json

bench-news: .venv/.installed-dev  ## ask our own questions over news: make bench-news DATA=polnear_train.jsonl
	$(BIN)/python benchmarks/news.py "$(DATA)" --result benchmarks/results/news.json

bench-quotes: .venv/.installed-dev  ## measure quotes and speakers: make bench-quotes DATA=file.jsonl
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/quotes.py "$(DATA)" "$(or $(OUT),/dev/null)" --result benchmarks/results/quotes-dev.json

bench-serving: .venv/.installed-dev  ## measure how long fifty askers wait: make bench-serving DATA=folder
	OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/serving.py "$(DATA)" --result benchmarks/results/serving.json

bench-longest: .venv/.installed-dev  ## measure what the longest questions, claims and messages cost
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/longest_input.py --result benchmarks/results/longest-input.json

bench-peers: .venv/.installed-dev  ## measure other programs beside Pullquote: make bench-peers DATA=folder
	$(BIN)/python benchmarks/peers.py "$(DATA)" --result benchmarks/results/peers.json

clean:  ## remove the environment and the index
	rm -rf .venv .pullquote

# The question travels through the environment, unexpanded: quotation marks and dollar signs in it stay what they are.
override Q := $(value Q)
export Q

.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pullquote needs Python 3.11 or later; say which with make PYTHON=python3.12")'
	@echo "Setting up .venv, once; this takes a few minutes …" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH)
	@$(PIP) -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@$(PIP) -e '.[dev]'
	@touch $@
