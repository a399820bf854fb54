# Everything a newcomer types. `make` alone shows this list.
PYTHON3 ?= python3
# A Python that was named is taken as it is; else the system's own, where that is clearly quicker.
CHOICE := $(if $(filter file,$(origin PYTHON3)),quickest)
CREATE = $(PYTHON3) marketplace/demo/environment.py
# With PYTHON given, that environment is used as it is and nothing is installed.
ifeq ($(origin PYTHON), undefined)
PYTHON := .venv/bin/python
LOCAL := $(CREATE) local $(CHOICE)
DEV := $(CREATE) dev $(CHOICE)
BENCH := $(CREATE) bench $(CHOICE)
MUTANTS := $(CREATE) mutants $(CHOICE)
else
LOCAL := @true
DEV := @true
BENCH := @true
MUTANTS := @true
endif
# A journey waits while another test computes: on two cores three are quickest.
WORKERS ?= 3
SEED ?= 7
ORDERS ?= 60
SAMPLE ?= 0

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test test-all check books bench mutants pages states messages simulate lock

help: ## Show this help.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Start the whole site here, filled with shops and orders (PORT=8700 STATE_DIR=.state).
	@$(LOCAL)
	@exec $(PYTHON) -m marketplace.demo.run

demo-reset: ## Forget the demo's data; the next `make demo` starts over.
	@$(LOCAL)
	@$(PYTHON) -m marketplace.demo.run reset

test: ## Run the tests, unit tests to browser journeys (eight to ten minutes on two cores).
	@$(DEV)
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

test-all: ## Run the tests with everything that takes long (at most 80 minutes).
	@$(DEV)
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal --long $(TESTS)

check: ## Look at the code without running it: style, types, layers, templates, migrations, deployment.
	@$(DEV)
	@PYTHON=$(PYTHON) .ci/check

books: ## Print the trial balance, cover and every invariant of the demo's books; fail if one is broken.
	@$(LOCAL)
	@$(PYTHON) -m marketplace.demo.run manage books

bench: ## Measure how fast money moves, against pgbench and django-hordak on the same machine.
	@$(BENCH)
	@$(PYTHON) -m benchmarks.run

mutants: ## Change the books' code in small ways and see that a test fails each time (all; SAMPLE=300 SEED=7 for some).
	@$(MUTANTS)
	@$(PYTHON) -m tests.mutants --sample $(SAMPLE) --seed $(SEED)

pages: ## Measure the weight and speed of every page in a browser; fail if one passes its budget.
	@$(DEV)
	@$(PYTHON) -m benchmarks.pages

simulate: ## Let a small world live twenty days under faults and check every cent (SEED=7 ORDERS=60).
	@$(LOCAL)
	@$(PYTHON) manage.py simulate --seed $(SEED) --days 20 --buyers 40 --shops 8 --orders $(ORDERS) --faults all

states: ## Write docs/states.md from the tables of states and deadlines, docs/money.md from the moves.
	@$(DEV)
	@$(PYTHON) manage.py states
	@$(PYTHON) manage.py money

messages: ## Collect the strings to translate into locale/ and compile them.
	@$(DEV)
	@$(PYTHON) -m marketplace.demo.messages collect

lock: ## Resolve requirements/*.in to hashed requirements/*.txt.
	@$(DEV)
	@sh requirements/lock.sh
