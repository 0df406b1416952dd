# Two commands: `make site` builds the sample site, `make test` runs every check. Both set up what they need in this
# folder: uv (in .uv/, unless it is on the PATH) and the environment (.venv/). Nothing is installed system-wide.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
VENV := .venv/.ready

.PHONY: site serve test lint check clean constraints

site: $(VENV)
	.venv/bin/digest build

serve: $(VENV)
	.venv/bin/digest serve

test: lint
	.venv/bin/pytest

lint: $(VENV)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

$(VENV): pyproject.toml constraints.txt | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python .venv --require-hashes constraints.txt
	$(UV) pip install --quiet --python .venv --no-deps --editable .
	@touch $@

constraints: | $(UV)
	$(UV) export --quiet --upgrade --no-emit-project --all-groups --all-extras --no-header --no-annotate \
	  --format requirements.txt --output-file constraints.txt >/dev/null

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf public .digest .venv .uv
