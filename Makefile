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

# Clones share the target folder. Cargo tells their own crates apart by the age of files only: where another clone built
# last, ours count as changed.
$(shell mkdir -p "$(CARGO_TARGET_DIR)"; [ "$$(cat "$(CARGO_TARGET_DIR)/.clone" 2>/dev/null)" = "$(CURDIR)" ] || { \
  find crates src-tauri tests examples icons Cargo.toml tauri.conf.json -type f -exec touch {} + ; \
  echo "$(CURDIR)" > "$(CARGO_TARGET_DIR)/.clone"; })

EXAMPLE := examples/hello-service/pipeline.json
UI_SOURCES := $(shell find ui/src ui/index.html ui/vite.config.ts ui/package.json icons/icon.svg -type f 2>/dev/null)

WINDOW := $(CARGO_TARGET_DIR)/debug/pipesmith-desktop
E2E := npm --prefix ui exec --no -- vitest run --config ui/e2e/vitest.config.ts

.PHONY: run test check test-ui test-rust test-cli test-browser test-window bench screenshots dev bundle cli window generate clean

## Opens the app on the example; without a display, runs the example in the terminal.
run:
	if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname)" = Darwin ]; then
	  scripts/setup window
	  $(MAKE) window
	  exec "$(WINDOW)" $(EXAMPLE)
	fi
	scripts/setup build
	cargo run -q -p cli -- run $(EXAMPLE)

## Every test there is, from a clean clone.
test:
	scripts/setup test
	$(MAKE) check test-rust test-browser test-window

## Formatting, lints and types.
check: ui/dist/index.html
	cargo fmt --all --check
	cargo clippy -q --workspace --all-targets -- -D warnings
	npm --prefix ui run --silent check

test-ui: ui/node_modules/.installed
	npm --prefix ui test --silent

test-rust: cli
	cargo test -q

## The command line's journeys alone, with the AWS CLI, boto3 and a keyring.
test-cli: cli
	scripts/setup test
	cargo test -q -p tests

## The whole program in Chromium. Writes pictures of the main views into screenshots/.
test-browser: cli
	$(E2E) browser design journey

## The real window under a virtual display.
test-window: window
	xvfb-run -a -s "-screen 0 1440x900x24" dbus-run-session -- $(E2E) window

## What the engine, the endpoint, the window and its board cost, in release builds. Prints a table, judges nothing.
bench: ui/dist/index.html
	scripts/setup test
	cargo build -q --release -p cli
	cargo build -q --release -p pipesmith-desktop --features custom-protocol
	cargo run -q --release -p engine --example bench
	cargo run -q --release -p api --example wire
	PIPESMITH_BUILD=release xvfb-run -a -s "-screen 0 1440x900x24" dbus-run-session -- $(E2E) --silent=false window -t "opens a definition" | grep "the board stood"
	PIPESMITH_BUILD=release xvfb-run -a -s "-screen 0 1440x900x24" dbus-run-session -- $(E2E) --disable-console-intercept --reporter=dot speed | grep -E "^(The board|In )|goal|Pss"

## Pictures of the main views, light and dark, in screenshots/.
screenshots:
	scripts/setup test
	$(MAKE) test-browser test-window

## The window over the development server: the UI follows every change.
dev: ui/node_modules/.installed
	scripts/setup window
	ui/node_modules/.bin/tauri dev --no-watch -- -p pipesmith-desktop

## Packages for Debian and Fedora, in the target folder under release/bundle.
bundle: ui/node_modules/.installed
	scripts/setup window
	ui/node_modules/.bin/tauri build --bundles deb,rpm -- -p pipesmith-desktop

cli: ui/dist/index.html
	cargo build -q -p cli

window: ui/dist/index.html
	cargo build -q -p pipesmith-desktop --features custom-protocol

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
