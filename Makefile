# Everything a newcomer needs: `make demo`, then `make test`. `make` alone lists what can be made.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/.installed
FETCHED := node_modules/.fetched
FONTS := src/borgerpuls/reports/assets/.laid
WORDS := $(shell find src -name '*.po')
REALDATA ?= ../shared/realdata

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo stop examples digests test lint words docs simulations mutants clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) $(FONTS) ## the environment in .venv, the type family, the design system

demo: install ## two invented waves and all their reports, and a site with a programme in mid-field, in demo/
	@$(BIN)/python examples/demo/run.py demo

stop: ## end the demo's site
	@$(BIN)/python examples/demo/run.py --stop demo

examples: install ## two real surveys from REALDATA=folder, their figures and reports, in build/examples/
	@$(BIN)/python examples/run.py $(REALDATA) build/examples

digests: install ## digests of all figures and reports in build/digests/; BEFORE=folder says what differs from that run
	@$(BIN)/python tools/digests.py $(if $(BEFORE),compare $(BEFORE),write build/digests) --realdata $(REALDATA)

test: install ## the whole suite: rules of the house, types, references, reports
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

mutants: install ## small faults in the results and the freeze, and which of them no test sees: docs/mutants.md
	@$(BIN)/python tools/planted_faults.py
	@$(BIN)/python tools/mutants.py --each 1 --seconds 8

lint: $(INSTALLED) ## mend the form of the code, then say what is left
	@$(BIN)/ruff format && $(BIN)/ruff check --fix && BORGERPULS_HOME=build/lint $(BIN)/mypy src

words: $(INSTALLED) ## the catalogues of words in step with the code; tells what is not translated
	@$(BIN)/python tools/words.py

simulations: $(INSTALLED) ## what intervals, marks and sentences keep of their promises: four tables in bench/, an hour
	@for one in coverage simulations sentences nonresponse; do $(BIN)/python bench/$$one.py > bench/$$one.new && mv bench/$$one.new bench/$$one.md; done

docs: $(INSTALLED) ## the table of statistics in docs/figures.md, from their declarations
	@$(BIN)/python tools/figures_docs.py

clean: ## away with everything made, the environment too
	@test ! -x $(BIN)/python || $(MAKE) --silent stop
	rm -rf .venv node_modules build demo src/borgerpuls/reports/assets src/borgerpuls/web/assets

$(INSTALLED): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Borgerpuls needs Python 3.11 or later")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(FETCHED): package.json package-lock.json
	npm ci --silent
	@touch $@

$(FONTS): tools/assets.py tools/words.py $(FETCHED) $(INSTALLED) $(WORDS)
	$(BIN)/python tools/assets.py
	@touch $@
