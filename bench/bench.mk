# Benchmarks: each writes bench/results/NAME.json and prints the same.
# BROADSHEET_BENCH_HOME keeps the generated paper for the next time;
# BROADSHEET_BENCH_POSTGRES=postgres://… measures PostgreSQL.
.PHONY: bench-articles bench-search bench-edition

bench-articles: $(VENV)/.tests  ## Time the newsroom's list of 100,000 articles
	$(BIN)/python -m bench.articles

bench-search: $(VENV)/.tests  ## Time the readers' search over 100,000 articles
	$(BIN)/python -m bench.search

bench-edition: $(VENV)/.tests  ## Time serving, baking and changing 10,000 pages beside nginx
	$(BIN)/python -m bench.edition

.PHONY: bench-counting
bench-counting: $(VENV)/.tests  ## Time what counting views costs the edge (seconds)
	$(BIN)/python -m bench.counting

.PHONY: eval-moderation
eval-moderation: $(VENV)/.tests  ## Measure the comment pipeline on held-out comments
	$(BIN)/python -m bench.moderation

.PHONY: bench-talk
bench-talk: $(VENV)/.tests  ## Time comments beside Isso: taken, read, moderated
	$(BIN)/python -m bench.talk

.PHONY: bench-topics eval-topics
bench-topics: $(VENV)/.tests  ## Time finding 100,000 names in a text
	$(BIN)/python -m bench.topics.speed

eval-topics: $(VENV)/.tests  ## Measure what is found in labelled stories of three languages
	$(BIN)/python -m bench.topics
.PHONY: bench-wire
bench-wire: $(VENV)/.tests  ## Time agency copy, moving in and out, looks at sources (BROADSHEET_BENCH_LONG=1: 200,000 articles)
	$(BIN)/python -m bench.wire

.PHONY: bench-newsletter
bench-newsletter: $(VENV)/.tests  ## Time a newsletter to 100,000 readers beside Django's own way
	$(BIN)/python -m bench.newsletter

.PHONY: bench-wire-sources
bench-wire-sources: $(VENV)/.tests  ## Time looks at sources, and finding what is alike among a million stories (minutes)
	$(BIN)/python -m bench.wire_sources

.PHONY: bench-print
bench-print: $(VENV)/.tests  ## Time setting articles, share cards and a newspaper of forty stories
	$(BIN)/python -m bench.print

.PHONY: bench-embargo
bench-embargo: $(VENV)/.tests  ## Time how exactly what is scheduled comes out, across a crash
	$(BIN)/python -m bench.embargo

.PHONY: bench-service
bench-service: $(VENV)/.tests  ## Time the read API over 100,000 articles
	$(BIN)/python -m bench.service
