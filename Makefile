# Two commands: `make site` builds the sample site, `make test` runs every check. Both set up what they need in this
# folder: uv (in .uv/, unless it is on the PATH) and the environment (.venv/), to which `make test` adds the tools of the
# tests. Nothing is installed system-wide.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
SITE := .venv/.site
TEST := .venv/.test

.PHONY: site serve test lint clean constraints

site: $(SITE)
	.venv/bin/digest build

serve: $(SITE)
	.venv/bin/digest serve

test: lint
	.venv/bin/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: $(TEST)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

# A stamp stands for the environment with what its file names. Where PYTHON is too old, uv looks for another, and gets
# one where there is none.
$(SITE): pyproject.toml constraints.txt Makefile | $(UV)
	@python=$(PYTHON); \
	if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  echo "$(PYTHON) is not Python 3.11 or later: uv looks for one, or gets it"; \
	  python='>=3.11'; \
	fi; \
	$(UV) venv --quiet --allow-existing --python "$$python" .venv
	$(UV) pip sync --quiet --python .venv --require-hashes constraints.txt
	$(UV) pip install --quiet --python .venv --no-deps --editable .
	@touch $@

$(TEST): constraints-test.txt $(SITE)
	$(UV) pip install --quiet --python .venv --require-hashes --requirement constraints-test.txt
	@touch $@

# Both files come from one resolution, so that the tests run with what the site is built with.
EXPORT = $(UV) export --quiet --no-emit-project --no-header --no-annotate --format requirements.txt
constraints: | $(UV)
	$(EXPORT) --upgrade --no-default-groups --output-file constraints.txt >/dev/null
	$(EXPORT) --all-groups --all-extras --output-file constraints-test.txt >/dev/null

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf public .digest .venv .uv
