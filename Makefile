# Two commands do everything on a fresh Debian machine with Swift: `make demo` and `make test`.

SWIFT ?= swift
KINDRED := .build/release/kindred
# The program that documents are made and tried with, where another one is built already.
PROGRAM = $(or $(KINDRED_PROGRAM),$(KINDRED))
PREFIX ?= /usr/local
export DESTDIR PREFIX

.PHONY: demo test test-server test-page test-blas test-postgres test-benchmarks test-scripts test-crash test-spark fuzz model \
	build serve install uninstall release lint format docs examples sbom coverage mutate bench \
	bench-encoding bench-peers bench-growth bench-service quality quality-baseline setup clean

## Build the release and show a dozen related lists of the demo corpus, and what became of all the others.
demo: build
	@scripts/demo $(KINDRED)

## Run all tests (debug build). COVERAGE=1 prints how much of each module they run.
test: setup
	$(if $(COVERAGE),SCRATCH=.build scripts/coverage,$(SWIFT) test $(if $(TRAITS),--traits $(TRAITS)))
	@echo "Done: all tests passed."

## Test the service as well, which takes some minutes to build the first time.
test-server: setup
	KINDRED_SERVER=1 $(SWIFT) test --filter ServerTests
	@echo "Done: the service's tests passed."

## Drive the service's page by a browser (Chromium with its driver and Python's pip).
test-page: build
	KINDRED_SERVER=1 $(SWIFT) build -c release --product kindred-server
	@scripts/test-page

## Test archives in PostgreSQL, with a server that is started for it (Debian: postgresql, libpq-dev).
test-postgres: setup
	scripts/install-libraries postgres
	scripts/with-postgres $(SWIFT) test --traits Postgres --scratch-path .build-postgres \
		--filter 'StorageTests|ArchiveTests|DatabaseIndexTests'
	@echo "Done: archives in PostgreSQL are like those in files."

## Test the kernels with float products by the system's CBLAS (libblas-dev; faster with OpenBLAS than without).
test-blas: setup
	scripts/install-libraries blas
	KINDRED_ONLY=KernelsTests $(SWIFT) test --traits BLAS --scratch-path .build-blas
	@echo "Done: the kernels agree with CBLAS."

## Test the Python of the benchmarks that decides what peers are measured with (no packages needed).
test-benchmarks:
	python3 -m unittest discover -s Benchmarks/Peers
	@echo "Done: each peer is measured with its fastest kernels."

## Kill kindred, let its system calls fail, at random instants and one after the other, cut its power, and see what is left:
## Linux only. SIZE=short: some minutes; SIZE=long: 1,000 kills, every call and 4,000 power cuts, hours. OLDER=path: an older
## kindred, whose index is upgraded.
test-crash: build
	$(SWIFT) build -c release --product ArchiveWriter
	python3 Tests/Crash/crash.py --kindred $(KINDRED) $(if $(OLDER),--older $(OLDER)) \
		$(if $(filter long,$(SIZE)),--kills 1000 --every 1,--kills 26 --every 50)
	python3 -m unittest discover -s Tests/Crash
	python3 Tests/Crash/power.py --kindred $(KINDRED) --cuts $(if $(filter long,$(SIZE)),4000,80)

## Give what reads files mutated inputs, TIME seconds each harness of Tests/Fuzz. ONLY="FrontMatter ListEditing" for some; ADDRESS=1
## looks for memory errors as well, in C too.
fuzz: setup
	@SWIFT="$(SWIFT)" ADDRESS="$(ADDRESS)" scripts/fuzz $(or $(TIME),60) $(ONLY)

## Test the nightly job on Spark: a master and two workers on loopback, one of which is killed (Java 17, Python's pip).
## ONLY=LocalTests for two threads alone.
test-spark: build
	@scripts/install-programs java:openjdk-17-jre-headless
	python3 -m venv .build/spark
	.build/spark/bin/pip install --quiet -r scripts/spark/requirements.txt
	KINDRED=$(KINDRED) .build/spark/bin/python -m unittest discover --verbose -s Tests/Spark $(if $(ONLY),-k $(ONLY))
	@echo "Done: lists by Spark are those of one machine."

## Fetch all-MiniLM-L6-v2 into models/, which ranks best; it becomes the default. NAME=multilingual-e5-small for that.
model:
	@scripts/fetch-model $(or $(NAME),all-MiniLM-L6-v2)

build: setup
	$(SWIFT) build -c release --product kindred

## Build the service and let it answer about the demo corpus: http://127.0.0.1:8080/
serve: build
	KINDRED_SERVER=1 $(SWIFT) build -c release --product kindred-server
	$(KINDRED) index corpus --index .build/serve/index.sqlite --config none
	.build/release/kindred-server --archive .build/serve

## Build the release and install it below PREFIX, with models, manual pages and completions; DESTDIR goes before PREFIX.
install: build
	@scripts/install $(KINDRED) "$$DESTDIR$$PREFIX"

## Remove what `make install` installed below PREFIX.
uninstall:
	@scripts/install --remove "$$DESTDIR$$PREFIX"

## Make .build/release-archive/kindred-VERSION-linux-x86_64.tar.gz, which runs without Swift and libraries.
release: setup
	@SWIFT="$(SWIFT)" scripts/make-release

## Lines and regions that tests run, by module. ONLY=LanguageTests builds and runs that test target alone.
coverage: setup
	@SWIFT="$(SWIFT)" scripts/coverage $(ONLY)

## Change the source in COUNT places, one at a time, and name the changes that no test notices:
## make mutate ONLY=CorpusTests PATHS=Sources/Corpus/Writing COUNT=40 SEED=1
mutate: setup
	@SWIFT="$(SWIFT)" scripts/mutate $(ONLY) $(PATHS) --count $(or $(COUNT),40) --seed $(or $(SEED),1)

## Check the formatting, without changing anything.
lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks
	scripts/check-sources
	scripts/make-sbom --check
	@echo "Done: formatting and source rules hold."

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests Benchmarks

## Write .build/kindred.cdx.json, a bill of materials of kindred in CycloneDX 1.5, and fail where other versions were
## resolved than scripts/components.json records.
sbom:
	scripts/make-sbom --check-versions
	scripts/make-sbom --traits "$(TRAITS)" .build/kindred.cdx.json
	@echo "Done: .build/kindred.cdx.json"

## Test the scripts that sites and releases use, with the built program.
test-scripts: $(if $(KINDRED_PROGRAM),,build)
	KINDRED_PROGRAM=$(PROGRAM) python3 -m unittest discover -s Tests/Scripts
	@echo "Done: the scripts keep what they promise."

## Build the library's reference into .build/docs, and with it the site of all documents into .build/site, which needs
## no server. A warning is an error, and so is a link that leads nowhere.
docs: setup
	SWIFT="$(SWIFT)" scripts/build-docs
	$(if $(KINDRED_PROGRAM),,$(SWIFT) build -c release --product kindred)
	@scripts/install-programs cmark-gfm
	@scripts/build-site --kindred $(PROGRAM)

## Run the commands that the documents show, and compare what they promise, and the examples of the commands' help.
examples: $(if $(KINDRED_PROGRAM),,build)
	@scripts/install-programs hugo jekyll git jq
	@scripts/check-examples --kindred $(PROGRAM)
	@scripts/check-help $(PROGRAM)

## Measure each phase on the demo corpus, or on CORPUS=path.
bench: setup
	$(SWIFT) run -c release SpeedBenchmark $(or $(CORPUS),corpus)

## Texts a second beside sentence-transformers and model2vec; takes some minutes and Python's pip.
## ARTICLES=file.jsonl.gz for other texts.
bench-encoding: setup model
	$(SWIFT) build -c release --product EncodingBenchmark
	python3 -m venv .build/encoding
	.build/encoding/bin/pip install --quiet -r Benchmarks/Encoding/requirements.txt
	.build/encoding/bin/python Benchmarks/Encoding/compare.py \
		$(if $(wildcard models/multilingual-e5-small),--multilingual models/multilingual-e5-small) \
		$(or $(ARTICLES),../shared/corpora/feed-2022/articles.jsonl.gz) models/all-MiniLM-L6-v2 \
		.build/release/EncodingBenchmark

## Related lists, encoding and the whole job beside what people use today (Benchmarks/Peers), each peer with the
## fastest kernels that the processor supports; an hour or more, Python's pip and, where it can be installed, Hugo.
## ARTICLES=file.jsonl.gz COUNT=100000 PAGES=20000 ROUNDS=3 CORES=2 (default all)
## ONLY=lexical,dense,clustered,encoding,site,query. The table is also in .build/peers/table.md.
bench-peers: setup model
	for product in kindred SpeedBenchmark EncodingBenchmark; do \
		$(SWIFT) build -c release --product $$product || exit 1; done
	@scripts/install-programs hugo
	python3 -m venv .build/peers/venv
	.build/peers/venv/bin/pip install --quiet -r Benchmarks/Peers/requirements.txt
	.build/peers/venv/bin/python Benchmarks/Peers/compare.py \
		$(or $(ARTICLES),../shared/corpora/feed-2022/articles.jsonl.gz) --products .build/release \
		--count $(or $(COUNT),100000) --pages $(or $(PAGES),20000) --rounds $(or $(ROUNDS),3) \
		$(if $(CORES),--cores $(CORES)) $(if $(ONLY),--only $(ONLY)) --work .build/peers

## Time, memory and index of `kindred relate` from 25,000 to a million articles; an hour or more, but no packages.
## ARTICLES=file.jsonl.gz SIZES=25000,50000 ROUNDS=1 CORES=2. The table is also in .build/growth/table.md.
bench-growth: build
	python3 Benchmarks/Peers/growth.py \
		$(or $(ARTICLES),../shared/corpora/feed-2022/articles.jsonl.gz) $(KINDRED) \
		--sizes $(or $(SIZES),25000,50000,100000,200000,1000000) --rounds $(or $(ROUNDS),1) \
		$(if $(CORES),--cores $(CORES)) --work .build/growth

## Requests a second of the service and how long its slow answers take; some minutes, no packages.
## ARTICLES=file.jsonl.gz COUNT=100000 MODEL=kindred-small PEERS="tantivy qdrant" (with Python's pip; default none)
bench-service: build
	KINDRED_SERVER=1 $(SWIFT) build -c release --product kindred-server
	$(if $(PEERS),python3 -m venv .build/service && .build/service/bin/pip install --quiet -r Benchmarks/Service/requirements.txt)
	$(if $(PEERS),.build/service/bin/)python3 Benchmarks/Service/load.py \
		$(or $(ARTICLES),../shared/corpora/feed-2022/articles.jsonl.gz) $(KINDRED) .build/release/kindred-server \
		--count $(or $(COUNT),100000) --model $(or $(MODEL),kindred-small) $(if $(PEERS),--peers $(PEERS))

## Measure the quality of all rankings, and fail where one fell below the committed baseline.
quality: build model
	$(SWIFT) run -c release QualityBenchmark $(KINDRED)

## Make what is measured now the baseline; say in the commit why.
quality-baseline: build model
	$(SWIFT) run -c release QualityBenchmark $(KINDRED) --write-baseline

## Install the C libraries that the build needs, where they are missing (Debian, Ubuntu).
setup:
	@scripts/install-libraries

clean:
	rm -rf .build
