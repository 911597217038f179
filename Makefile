# The front door: `make run` and `make test` set up what is missing and do the rest. See README.md.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:

# Caches live outside the clone, so that a second clone is cheap. PIPESMITH_CACHE moves them.
PIPESMITH_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/pipesmith
CARGO_TARGET_DIR ?= $(PIPESMITH_CACHE)/target
export PIPESMITH_CACHE CARGO_TARGET_DIR
export npm_config_cache ?= $(PIPESMITH_CACHE)/npm
export npm_config_fund = false
export npm_config_audit = false
export npm_config_update_notifier = false

EXAMPLE := examples/hello-service/pipeline.json
UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/package.json -type f 2>/dev/null)

.PHONY: run test test-ui test-rust test-cli check generate clean

## Runs the example pipeline in the terminal. The window has no UI to show yet, see README.md.
run:
	scripts/setup build
	cargo run -q -p cli -- run $(EXAMPLE)

## Every test there is, from a clean clone. Tests in a browser and of the window are not written yet.
test:
	scripts/setup build
	$(MAKE) check test-rust

## Formatting, lints and types.
check: ui/node_modules/.installed
	cargo fmt --all --check
	cargo clippy -q --workspace --all-targets -- -D warnings
	npm --prefix ui run --silent check

test-ui: ui/node_modules/.installed
	npm --prefix ui test --silent

test-rust:
	cargo build -q -p cli
	cargo test -q --workspace

## The command line's journeys alone.
test-cli:
	cargo build -q -p cli
	cargo test -q -p tests

## The committed files that are made from the service model and from the UI's contract.
generate:
	cargo run -q -p generate
	PIPESMITH_WRITE_GENERATED=1 cargo test -q -p studio contract

ui/node_modules/.installed: ui/package.json ui/package-lock.json
	npm --prefix ui ci --silent
	touch $@

ui/dist/index.html: ui/node_modules/.installed $(UI_SOURCES)
	npm --prefix ui run --silent build

clean:
	rm -rf ui/dist ui/node_modules
