# Everything a newcomer needs: `make demo`, then `make test`. `make` alone lists what can be made.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/.installed
FETCHED := node_modules/.fetched
FONTS := src/borgerpuls/reports/assets/.laid
WAVES := demo/waves/2023-pilot demo/waves/2024-spring
REALDATA ?= ../shared/realdata

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo examples test lint clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) $(FONTS) ## the environment in .venv, and the type family of the reports

demo: install ## two invented waves, their figures and all reports, in demo/
	@echo "Inventing the answers of two waves"
	@$(BIN)/python examples/demo/make.py demo/waves
	@$(BIN)/borgerpuls report $(WAVES) --out demo/reports
	@$(BIN)/borgerpuls look demo/waves/2024-spring 0101
	@echo "All reports, from the front page: demo/reports/index.html"

examples: install ## two real surveys from REALDATA=folder, their figures and reports, in build/examples/
	@$(BIN)/python examples/run.py $(REALDATA) build/examples

test: install ## the whole suite: rules of the house, types, references, reports
	@$(BIN)/pytest -n auto --dist loadfile

lint: $(INSTALLED) ## mend the form of the code, then say what is left
	@$(BIN)/ruff format && $(BIN)/ruff check --fix && $(BIN)/mypy src

clean: ## away with everything made, the environment too
	rm -rf .venv node_modules build demo src/borgerpuls/reports/assets

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Borgerpuls needs Python 3.11 or later")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(FETCHED): package.json package-lock.json
	npm ci --silent
	@touch $@

$(FONTS): tools/assets.py $(FETCHED) $(INSTALLED)
	$(BIN)/python tools/assets.py
	@touch $@
