# What there is to run. The work is in .ci/ and in the programs it calls.

PORT ?= 8080
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 16

serve: dist ## build the page and serve it on http://localhost:8080 (or PORT=…)
	@node tests/e2e/lib/server.js dist $(PORT)

test: ## run every check: format, lints, tests, weight, browser
	@.ci/test

dist: ## build the page into dist/, ready to be put on any static host
	@.ci/setup
	@.ci/build

shots: ## take pictures of the built page in its states, sizes, themes and languages
	@. .ci/env && node tests/e2e/shots.js

fuzz: ## fuzz each target for 75 s (MAILPRISM_FUZZ_SECONDS=…); needs a nightly compiler
	@tests/fuzz/run

interop: ## compare with dkimpy, pyspf and mail-auth; each difference has to be explained
	@tests/interop/run

.PHONY: help serve test dist shots fuzz interop
