# Every target is one script in scripts/; no target needs another to have been run first.
.PHONY: help run dev test e2e fuzz storm check bench build setup clean
.DEFAULT_GOAL := help

run:   ## install what is missing, build, start PostgreSQL and the sandbox carrier, seed the demo, serve on PORT (3000)
	@scripts/run.sh
dev:   ## the same, and rebuild and restart on change
	@scripts/run.sh --watch
test:  ## the whole test suite, browser journeys included
	@scripts/test.sh
e2e:   ## the browser journeys in headless Chromium, against a freshly seeded server
	@scripts/e2e.sh
fuzz:  ## an independent fuzzer over the REST interface, against a freshly seeded server
	@scripts/fuzz-api.sh
storm: ## random operations of 32 workers with the vendors misbehaving, fifty kills, then the proof
	@scripts/storm.sh
check: ## rustfmt, clippy -D warnings, .sqlx up to date
	@scripts/check.sh
bench: ## the benchmarks, as tables
	@scripts/bench.sh
build: ## the optimised server (target/release/clouddail) and its site (target/site)
	@scripts/setup.sh run
	@scripts/build.sh release
setup: ## install all that run, test and bench need
	@scripts/setup.sh test
clean: ## remove what was built; data in var/ stays
	@scripts/clean.sh
help:  ## this list
	@sed -n 's/^\([a-z0-9]*\): *## /  make \1\t/p' Makefile | expand -t 16
