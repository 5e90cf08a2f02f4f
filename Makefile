# Two commands: `make up` runs the product, `make test` proves it. The rest is for those who build it.
SHELL := /bin/bash
PORT ?= 8000
PY := .venv/bin/python
PYTHON ?= python3
# Bytecode is what makes the second start quick.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: up test test-full check install bench demo-reset lock messages clean

up: ## Install what is missing, then run web, workers and beat with embedded servers. PORT=8000
	@$(PYTHON) scripts/setup.py run
	@exec $(PY) manage.py up --port $(PORT)

install: ## Everything the tests and checks need
	@$(PYTHON) scripts/setup.py test

test: install ## Every test, with a seeded sample of the large matrices (aim: 12 minutes on 2 cores)
	$(PY) -m pytest -n 2 --dist loadgroup -m "not full" -q

test-full: install ## Every cell of every matrix, on the wheel's PostgreSQL and the system's
	FULL=1 $(PY) -m pytest -n 2 --dist loadgroup -q
	FULL=1 BIOLATTICE_POSTGRES=system $(PY) -m pytest -n 2 --dist loadgroup -q

check: install ## Style, types, storeys, migrations, schema, translations, deployment settings
	$(PY) scripts/check.py

bench: install ## One claim of speed: make bench B=bloom
	@test -n "$(B)" || { echo "Which? make bench B=name; there are: $$(ls bench | sed -n 's/\.py$$//p' | tr '\n' ' ')"; exit 2; }
	$(PY) -m bench.$(B)

demo-reset: ## Empty the database of a running `make up` and load the demo world again
	$(PY) manage.py load_demo --reset

messages: install ## Collect every visible string into locale/
	$(PY) scripts/messages.py collect

lock: ## Compile requirements/*.txt from pyproject.toml, with hashes
	$(PY) scripts/lock.py

clean: ## Remove what was built (not the data of `make up`)
	rm -rf .venv node_modules static/vendor staticfiles .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
