# One obvious command for each thing a person does. Everything here is safe to run twice.

BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo doctor dashboard test check lint format types imports unit coverage bench bench-speed bench-workers soak-jobs docs constraints clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1	\2/' | expand -t 20

setup: ## install all that is needed, in this folder where that can be (again: under a second)
	@python=$$(tools/find-python) && $$python -m tools.prepare

setup-tests:
	@python=$$(tools/find-python) && $$python -m tools.prepare --tests

demo: setup ## audit the fictional councils in tests/sites twice and open the dashboard on them
	@$(BIN)/usability demo

doctor: setup ## say what is found, what is missing, and the command that mends it
	@$(BIN)/usability doctor

dashboard: setup ## open the dashboard on the database of your own crawls
	@$(BIN)/usability dashboard

test: setup-tests ## run every check and every test, as CI does
	@$(MAKE) --no-print-directory check unit

check: lint types imports

lint: setup ## ruff: style and likely defects
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: setup ## ruff: mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: setup ## mypy, strict
	$(BIN)/mypy

imports: setup ## import-linter: which room may know which
	$(BIN)/lint-imports

unit: setup-tests ## pytest, four files at a time (much of it is waiting)
	$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder --durations=40

coverage: setup-tests ## the same, with the coverage of the code; a fifth slower
	$(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder --cov --cov-report=term

bench: setup ## what an audit costs, beside a bare browser; SITES="folder folder" measures others
	$(BIN)/python -m bench $(SITES)

bench-speed: setup ## how well the speed score repeats, beside lighthouse, in an hour; SITES=folder adds real sites
	$(BIN)/python -m bench.speed $(if $(SITES),--sites $(SITES)) $(OPTIONS)

bench-workers: setup-tests ## two and four workers on one PostgreSQL, in half an hour
	$(BIN)/python -m bench.workers $(OPTIONS)

soak-jobs: setup-tests ## crawls disturbed at 25 random moments, against one that nobody disturbed
	$(BIN)/python -m bench.soak_jobs $(OPTIONS)

docs: setup ## write docs/ again from the code: commands, settings, methodology
	$(BIN)/python -m tools.documents
	$(BIN)/python -m crawler.scoring.document

constraints: ## pin the newest versions that pyproject.toml allows
	@python=$$(tools/find-python) && $$python -m tools.constraints

clean: ## remove all that set-up and tests made; data/ stays
	rm -rf .venv node_modules build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage* *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
