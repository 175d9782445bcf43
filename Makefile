# Everything runs in .venv of this checkout; `make demo` and `make test` need only python3 (3.11 or newer) and make.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
CPU_COUNT := $(shell nproc 2>/dev/null || echo 2)

.PHONY: help demo serve test lint types bench bench-live format clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.installed ## simulate a short live show, localize it, name its report
	.venv/bin/fashion-focus demo

serve: .venv/.installed-serve ## serve the pages with a demo show; prints the link to open
	.venv/bin/fashion-focus serve --demo

test: .venv/.installed-dev ## install what the tests need and run them all
	bash scripts/system-packages espeak-ng chromium libatomic1 nginx libnginx-mod-rtmp ffmpeg
	$(PY) -m pytest

lint: .venv/.installed-dev ## style and the arrows between rooms
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache

types: .venv/.installed-dev ## static types, strict
	.venv/bin/mypy

bench: .venv/.installed-dev ## speed of every part on this machine
	$(PY) -m bench.speed

bench-live: .venv/.installed-dev ## latency, streams held and drops of the streaming engine on this machine
	$(PY) -m bench.live

format: .venv/.installed-dev ## rewrite the sources in our style
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

.venv/.installed: pyproject.toml
	bash scripts/environment demo
	@touch $@

.venv/.installed-serve: pyproject.toml
	bash scripts/environment serve
	@touch $@ .venv/.installed

.venv/.installed-dev: pyproject.toml
	bash scripts/environment dev
	@touch $@ .venv/.installed .venv/.installed-serve

clean: ## remove the environment and what the commands made
	rm -rf .venv out work .mypy_cache .ruff_cache .pytest_cache
