# Two commands: `make site` builds the sample site, `make test` runs every check. Both set up what they need in this
# folder: uv (in .uv/, unless it is on the PATH) and the environment (.venv/). Nothing is installed system-wide.

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
VENV := .venv/.ready

.PHONY: site serve test lint check clean

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

$(VENV): pyproject.toml | $(UV)
	$(UV) sync --quiet --all-groups --all-extras --python $(PYTHON)
	@touch $@

.uv/bin/uv:
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv

clean:
	rm -rf public .digest .venv .uv
