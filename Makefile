# Two commands do everything on a fresh Debian machine with Swift: `make demo` and `make test`.

SWIFT ?= swift
KINDRED := .build/release/kindred

.PHONY: demo test build lint format bench quality quality-baseline setup clean

## Build the release and show the related lists of the demo corpus.
demo: build
	@$(KINDRED) relate corpus
	@echo
	@echo "The article that started the project, before and after (the Tau paper must go):"
	@$(KINDRED) relate corpus/2021-03-02-law-on-collection-of-facial-recognition-data-to-be-proposed-at-two-sessions.md \
		--corpus corpus --diff --quiet | grep -E '^[-+ ] +- title' || true
	@echo
	@echo "Done: read corpus/, ranked every article against the others and printed the lists above."
	@echo "No file was changed. Next: $(KINDRED) --help"

## Run all tests (debug build).
test: setup
	$(SWIFT) test
	@echo "Done: all tests passed."

build: setup
	$(SWIFT) build -c release --product kindred

## Check the formatting, without changing anything.
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks
	scripts/check-sources
	@echo "Done: formatting and source rules hold."

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

## Measure each phase on the demo corpus, or on CORPUS=path.
bench: setup
	$(SWIFT) run -c release SpeedBenchmark $(or $(CORPUS),corpus)

## Measure the quality of all rankings, and fail where one fell below the committed baseline.
quality: build
	$(SWIFT) run -c release QualityBenchmark $(KINDRED)

## Make what is measured now the baseline; say in the commit why.
quality-baseline: build
	$(SWIFT) run -c release QualityBenchmark $(KINDRED) --write-baseline

## Install the C libraries that the build needs, where they are missing (Debian, Ubuntu).
setup:
	@scripts/install-libraries

clean:
	rm -rf .build
