# yuanlian: `make help` lists the targets.

VERSION := 0.1.0
PREFIX ?= /usr/local
DESTDIR ?=
BINDIR = $(PREFIX)/bin
DATADIR = $(PREFIX)/share
MANDIR = $(DATADIR)/man

CC ?= cc
ifeq ($(origin CC),default)
CC := gcc
endif
AR ?= ar
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
LDFLAGS ?=

# Knobs: DEBUG=1  SANITIZE=address,undefined  WERROR=1  CC=clang  V=1
VARIANT := $(if $(findstring fuzzer,$(SANITIZE)),fuzz,$(if $(SANITIZE),sanitize,$(if $(DEBUG),debug,release)))$(if $(filter clang%,$(notdir $(CC))),-clang)
B := build/$(VARIANT)

.DEFAULT_GOAL := all

# -- what is needed --------------------------------------------------------------
# Debian's names: to build, then to test. Nothing here starts a service.
build_packages := gcc libc6-dev make libncurses-dev libsqlite3-dev libunistring-dev libcsv-dev libmd-dev libxlsxwriter-dev
test_packages := libcmocka-dev tmux man-db sqlite3 graphviz unzip
upstream_names := a C17 compiler, GNU make >= 4.3, ncurses (wide) >= 6.2, SQLite >= 3.37, libunistring >= 1.0, libcsv >= 3.0.3, libmd >= 1.0, libxlsxwriter >= 1.1.3; to test: cmocka >= 1.1.5, tmux >= 3.1, man, sqlite3, graphviz, unzip

# One archive that does not answer, somebody's own maybe, is no reason to install nothing.
apt_install = sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -qq || echo "make $@: not all lists of packages could be renewed" >&2; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.PHONY: deps
deps: ## install what building and testing need (Debian, Ubuntu)
	@if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then \
		echo "make deps: found no apt, expected Debian or Ubuntu. Install: $(upstream_names)" >&2; exit 1; fi; \
	missing=; for p in $(build_packages) $(test_packages); do \
		dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -z "$$missing" ]; then echo "make deps: everything is here"; exit 0; fi; \
	echo "make deps: installing$$missing"; \
	$(apt_install) $$missing

# Whoever names deps wants it done before anything else, also under -j: the other goals wait for a second make.
goals_after_deps := $(if $(filter deps,$(MAKECMDGOALS)),$(filter-out deps,$(MAKECMDGOALS)))
ifneq ($(goals_after_deps),)
.PHONY: $(goals_after_deps)
$(firstword $(goals_after_deps)): deps
	@$(MAKE) --no-print-directory $(goals_after_deps)
$(wordlist 2,$(words $(goals_after_deps)),$(goals_after_deps)): $(firstword $(goals_after_deps)) ; @:
else

FLOORS := base text model store index exchange query view tui cli
# Floors a floor may include and link, itself first; linking order.
below_base := base
below_text := text base
below_model := model text base
below_store := store model text base
below_index := index model text base
below_exchange := exchange model text base
below_query := query index model text base
below_view := view query index model text base
below_tui := tui view query index model text base
below_cli := cli tui view query exchange index store model text base

# Each floor lists its modules (and what it needs) in src/<floor>/floor.mk.
include $(foreach f,$(FLOORS),src/$(f)/floor.mk)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes $(if $(WERROR),-Werror)
SAN := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
ALL_CPPFLAGS = -D_GNU_SOURCE -Iinclude -I$(B)/gen -DYUANLIAN_VERSION='"$(VERSION)"' -DYUANLIAN_PREFIX='"$(PREFIX)"' $(CPPFLAGS)
ALL_CFLAGS = -std=c17 $(WARN) $(if $(DEBUG),-O0 -g -DDEBUG) -pthread $(SAN) $(CFLAGS)
ALL_LDFLAGS = -pthread $(SAN) $(LDFLAGS)

quiet = $(if $(V),,@printf '  %-7s %s\n' $(1) '$(2)';)

.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
.PHONY: all
all: $(B)/yuanlian ## build the program

.PHONY: run
run: $(B)/yuanlian ## build and open the program on the shipped facts (deps run: install what is needed first)
	@YUANLIAN_DB=$${YUANLIAN_DB:-$(CURDIR)/build/catalogue.db} $(B)/yuanlian $(ARGS)

# -- flags stamp: a change of flags rebuilds ----------------------------------
FLAGS_NOW := $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(B)/flags: FORCE
	@mkdir -p $(@D); printf '%s' '$(subst ','\'',$(FLAGS_NOW))' | cmp -s - $@ || printf '%s' '$(subst ','\'',$(FLAGS_NOW))' > $@
.PHONY: FORCE
FORCE:

# -- floors --------------------------------------------------------------------
define floor_rules
$(1)_objects := $$(patsubst %,$(B)/$(1)/%.o,$$($(1)_modules))
$(B)/lib$(1).a: $$($(1)_objects)
	$$(call quiet,AR,$$@)rm -f $$@ && $(AR) rcs $$@ $$^
$(B)/$(1)/%.o: src/$(1)/%.c $(B)/flags $$($(1)_generated)
	$$(call quiet,CC,$$<)mkdir -p $$(@D) && $(CC) $$(ALL_CPPFLAGS) -Isrc $$($(1)_cppflags) $$(ALL_CFLAGS) -MMD -MP -c -o $$@ $$<
endef
$(foreach f,$(FLOORS),$(eval $(call floor_rules,$(f))))

archives_of = $(foreach f,$(below_$(1)),$(B)/lib$(f).a)
libs_of = $(foreach f,$(below_$(1)),$($(f)_libs))

$(B)/yuanlian: $(call archives_of,cli)
	$(call quiet,LINK,$@)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LDFLAGS) $(call libs_of,cli)

# -- tests ---------------------------------------------------------------------
# tests/unit/<floor>/test_<module>.c becomes one program, linked with its floor and those below.
unit_sources := $(sort $(wildcard $(foreach f,$(FLOORS),tests/unit/$(f)/test_*.c)))
unit_programs := $(patsubst tests/unit/%.c,$(B)/unit/%,$(unit_sources))
define unit_rules
$(B)/unit/$(1)/%: tests/unit/$(1)/%.c $(call archives_of,$(1)) $(B)/flags
	$$(call quiet,TEST,$$@)mkdir -p $$(@D) && $(CC) $$(ALL_CPPFLAGS) -Itests $$($(1)_cppflags) $$(ALL_CFLAGS) -MMD -MP -o $$@ $$< $(call archives_of,$(1)) $$(ALL_LDFLAGS) $$(call libs_of,$(1)) -lcmocka
endef
$(foreach f,$(FLOORS),$(eval $(call unit_rules,$(f))))

TEST_ENV = env -u TERM -u YUANLIAN_DB -u YUANLIAN_LANG -u NO_COLOR LC_ALL=C.UTF-8 TZ=UTC HOME=$(abspath $(B))/home XDG_DATA_HOME= XDG_CACHE_HOME= ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=die_after_fork=0

# A second make runs the tests, each a target of its own: on all processors unless -j says how many, all
# of them even where one fails, the output of each whole. What it may not build beside the first is "all".
beside = --no-print-directory -k -Otarget $(if $(filter -j%,$(MAKEFLAGS)),,-j$$(getconf _NPROCESSORS_ONLN))
# The longest of the long run begin first, so that none is left alone at the end.
longest := $(addprefix $(B)/unit/cli/,test_load test_load_stages test_delta test_delta_front) $(addprefix $(B)/unit/,query/test_sort index/test_image query/test_capacity)
unit_runs := $(addsuffix .run,$(longest) $(filter-out $(longest),$(unit_programs)))
cli_runs := $(patsubst tests/%.sh,$(B)/%.run,$(wildcard tests/cli/*.sh))
pty_runs := $(patsubst tests/%.sh,$(B)/%.run,$(wildcard tests/pty/*.sh))
one_test = @$(TEST_ENV) YUANLIAN=$(abspath $(B))/yuanlian YUANLIAN_SEEDS=$(CURDIR)/seeds SEEDS=$(CURDIR)/seeds sh tests/support/one.sh
.PHONY: $(unit_runs) $(cli_runs) $(pty_runs)
$(unit_runs): %.run: %
	$(one_test) $* $(abspath $*) $*
$(cli_runs) $(pty_runs): $(B)/%.run: tests/%.sh
	$(one_test) $< $(abspath $(B))/$* sh $<

.PHONY: check-unit
check-unit: all ## unit and property tests, floor by floor
	@$(MAKE) $(beside) $(unit_runs)

-include $(patsubst %,$(B)/%/*.d,$(FLOORS)) $(wildcard $(B)/unit/*/*.d) $(wildcard $(B)/fuzz/*.d) $(wildcard $(B)/bench/shared/*.d)

.PHONY: check
check: all ## all tests
	@$(MAKE) $(beside) check-screens check-headers check-floors check-man check-facts $(pty_runs) $(cli_runs) $(unit_runs)
	@echo "all checks passed"

.PHONY: check-long
check-long: all ## what takes minutes: 100,000 random queries against the slow reference, hundreds of changed catalogues, 200 kills, many rows, images of 1 to 16 threads
	@YUANLIAN_LONG=1 $(MAKE) $(beside) $(pty_runs) $(cli_runs) $(unit_runs)
	@echo "all long checks passed"

.PHONY: check-floors
check-floors: ## no floor includes a floor above it or a foreign library behind another's door
	@sh tests/support/check_floors.sh '$(FLOORS)'

.PHONY: check-headers
check-headers: ## every header compiles alone
	@for h in $(wildcard include/*/*.h); do $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -fsyntax-only -x c $$h || exit 1; done

.PHONY: check-man
check-man: $(B)/yuanlian ## the manual agrees with the tables, and man accepts it
	@$(TEST_ENV) $(B)/yuanlian man > $(B)/yuanlian.1 && diff -u man/yuanlian.1 $(B)/yuanlian.1
	@for m in man/yuanlian.1 man/yuanlian-query.7 man/yuanlian-data.5; do \
		LC_ALL=C.UTF-8 MANROFFSEQ= man --warnings -E UTF-8 -l $$m 2>&1 >/dev/null | grep . && exit 1; done; true

man: $(B)/yuanlian ## write man/yuanlian.1 from the tables
	@$(TEST_ENV) $(B)/yuanlian man > man/yuanlian.1

# A catalogue made from the shipped seeds, for the tests that ask the whole program.
$(B)/seeds.db: $(B)/yuanlian $(wildcard seeds/*.csv)
	@rm -f $@ && $(TEST_ENV) $(B)/yuanlian --db $@ --seeds seeds count zones >/dev/null

.PHONY: check-cli
check-cli: all ## the command line contract, case by case
	@$(MAKE) $(beside) $(cli_runs)

.PHONY: check-screens
check-screens: $(B)/yuanlian ## replay key scripts and compare with the golden screens
	@$(TEST_ENV) YUANLIAN=$(abspath $(B))/yuanlian WORK=$(abspath $(B))/screens sh tests/support/screens.sh check

.PHONY: bless
bless: $(B)/yuanlian ## show what changed in CASE=screen/case and make it the golden screen
	@$(TEST_ENV) YUANLIAN=$(abspath $(B))/yuanlian WORK=$(abspath $(B))/screens sh tests/support/screens.sh bless $(CASE)

.PHONY: check-pty
check-pty: all ## what only a terminal shows, under tmux
	@$(MAKE) $(beside) $(pty_runs)

.PHONY: check-facts
check-facts: $(B)/seeds.db ## the shipped facts are consistent; with ARTICLES=DIR every value stands at its place
	@$(TEST_ENV) $(B)/yuanlian --db $(B)/seeds.db $(if $(ARTICLES),--sources $(ARTICLES)) check > $(B)/facts.log || { cat $(B)/facts.log; exit 1; }
	@$(if $(ARTICLES),,echo "  skipped values at their places: no ARTICLES=DIR given")

# -- fuzzing and benches -----------------------------------------------------------
# The first line of a fuzz target names the floors it links: /* floors: text base */
# The second may have options for libFuzzer: /* options: -max_len=520 */
# The third a variable with which the target runs once more: /* also with: NAME=1 */
fuzz_programs := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
$(B)/fuzz/%: tests/fuzz/%.c $(call archives_of,cli) $(B)/flags
	$(call quiet,FUZZ,$@)mkdir -p $(@D) && floors=$$(sed -n '1s|/\* floors: \(.*\) \*/|\1|p' $<) && \
	$(CC) $(ALL_CPPFLAGS) -Isrc $(ALL_CFLAGS) -fsanitize=fuzzer -MMD -MP -o $@ $< $$(for f in $$floors; do echo $(B)/lib$$f.a; done) $(ALL_LDFLAGS) $(call libs_of,cli)

.PHONY: fuzz
FUZZ_SECONDS ?= 30
fuzz: ## fuzz everything that reads bytes for FUZZ_SECONDS each (clang)
	@$(MAKE) --no-print-directory CC=clang SANITIZE=address,undefined,fuzzer-no-link fuzz-run

.PHONY: fuzz-run
fuzz-run: $(fuzz_programs)
	@for f in $(fuzz_programs); do name=$$(basename $$f); mkdir -p $(B)/corpus/$$name; \
		options=$$(sed -n '2s|/\* options: \(.*\) \*/|\1|p' tests/fuzz/$$name.c); seeds=; \
		[ ! -d tests/fuzz/corpus/$$name ] || seeds=tests/fuzz/corpus/$$name; \
		for mode in "" $$(sed -n '3s|/\* also with: \(.*\) \*/|\1|p' tests/fuzz/$$name.c); do \
			env $$mode $$f -max_total_time=$(FUZZ_SECONDS) $$options -close_fd_mask=1 -artifact_prefix=$(B)/fuzz/$$name- $(B)/corpus/$$name $$seeds \
				> $(B)/fuzz/$$name.log 2>&1 \
				&& printf '  %-7s %s (%s)\n' ok "tests/fuzz/$$name.c $$mode" "$$(tail -1 $(B)/fuzz/$$name.log)" \
				|| { cat $(B)/fuzz/$$name.log; printf '  %-7s %s\n' FAILED "tests/fuzz/$$name.c $$mode"; exit 1; }; \
		done; done

# What the benches share, in an archive, so that each takes what it uses.
bench_shared := measure figures terminal keys peers duckdb beside answers
$(B)/bench/shared/%.o: tests/bench/%.c $(wildcard tests/bench/*.h) $(B)/flags
	$(call quiet,BENCH,$<)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) -Isrc $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/bench/shared.a: $(bench_shared:%=$(B)/bench/shared/%.o)
	$(call quiet,AR,$@)rm -f $@ && $(AR) rcs $@ $^
$(B)/bench/%: tests/bench/%.c $(wildcard tests/bench/*.h) $(B)/bench/shared.a $(call archives_of,cli) $(B)/flags
	$(call quiet,BENCH,$@)mkdir -p $(@D) && $(CC) $(ALL_CPPFLAGS) -Isrc $(ALL_CFLAGS) -o $@ $< $(B)/bench/shared.a $(call archives_of,cli) $(ALL_LDFLAGS) $(call libs_of,cli) -lutil -lm -ldl

# A catalogue of N projects: from BENCH_GEN (make_catalogue.py), else from the small generator here.
N ?= 100000
OUT ?= $(B)/bench/$(N)$(if $(BENCH_GEN),-gen).db
.PHONY: bench-db
bench-db: $(B)/yuanlian $(B)/bench/gen_catalogue ## make a catalogue of N projects as OUT (BENCH_GEN=…/make_catalogue.py: from that generator)
	@mkdir -p $(B)/home $(B)/bench && csv=$$(mktemp -d $(B)/bench/csv.XXXXXX) && new='$(OUT).new' && rm -f "$$new" && \
	$(if $(BENCH_GEN),python3 '$(BENCH_GEN)' --projects $(N) --csv "$$csv",$(B)/bench/gen_catalogue $(N) "$$csv") && \
	$(TEST_ENV) $(B)/yuanlian --db "$$new" --seeds none import seeds/indicators.csv seeds/sources.csv && \
	$(TEST_ENV) $(B)/yuanlian --db "$$new" --seeds none import --map tests/bench/make_catalogue.map "$$csv" && \
	mv "$$new" '$(OUT)'; status=$$?; rm -rf "$$csv" '$(OUT).new'; exit $$status

# The sizes of a bench, 10 million only where asked for: N=10000000. DB=FILE: over that catalogue instead.
BENCH_SIZES ?= $(if $(filter command,$(firstword $(origin N))),$(N),10000 100000 1000000)
bench_programs := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/bench_*.c)) $(B)/bench/empty_ncurses $(B)/bench/fill_peers
# Figures over catalogues of one make stand in one folder, so that no table mixes them.
BENCH_FIGURES := $(B)/bench/$(if $(DB),given,$(if $(BENCH_GEN),generated,own))
BENCH_RUN = $(TEST_ENV) TERM=xterm-256color
bench_peer_files = rm -f '$(BENCH_FIGURES)/$(FOR).peers' '$(BENCH_FIGURES)/$(FOR).peers.names' '$(BENCH_FIGURES)/$(FOR).peers.tsv'

# bench-one: FOR=NAME of the catalogue OF. What a program measured is in NAME.PROGRAM.json.
.PHONY: bench-one
bench-one: $(bench_programs)
	@mkdir -p $(B)/home $(BENCH_FIGURES); b=$(abspath $(B)/bench); to=$(abspath $(BENCH_FIGURES))/$(FOR); \
	said() { printf '\n-- %s, %s: %s\n' '$(FOR)' "$$1" "$$(date +%T)"; }; \
	said life && $(BENCH_RUN) $$b/bench_life $(abspath $(B))/yuanlian $$b/empty_ncurses '$(OF)' $$to.life.json && \
	said changes && $(BENCH_RUN) $$b/bench_delta '$(OF)' $$to.delta.json && \
	said list && $(BENCH_RUN) $$b/bench_list $(abspath $(B))/yuanlian '$(OF)' $$to.list.json && \
	said 'rows for others' && $(BENCH_RUN) $$b/fill_peers '$(OF)' $$to.peers && \
	said look-ups && $(BENCH_RUN) $$b/bench_index '$(OF)' $$to.peers $$to.index.json && \
	said queries && $(BENCH_RUN) $$b/bench_query '$(OF)' $$to.peers $$to.query.json $$b && \
	said facets && $(BENCH_RUN) $$b/bench_facet '$(OF)' $$to.peers $$to.facet.json $$b && \
	said others && $(BENCH_RUN) $$b/bench_peers $$to.peers $$to.peers.json $$b; \
	status=$$?; $(bench_peer_files); exit $$status

.PHONY: bench
bench: $(B)/yuanlian $(bench_programs) ## measure everything over 10,000, 100,000 and 1,000,000 projects (N=…: over N; DB=FILE: over that catalogue)
	@mkdir -p $(B)/home $(BENCH_FIGURES) && $(BENCH_RUN) $(B)/bench/bench_browser $(abspath $(B))/yuanlian $(CURDIR)/seeds $(abspath $(B))/home $(B)/bench/shipped.browser.json && \
		$(BENCH_RUN) $(B)/bench/bench_layout $(B)/bench/shipped.layout.json
	@for n in $(if $(DB),db,$(BENCH_SIZES)); do \
		db='$(DB)'; [ "$$db" ] || { db=$(B)/bench/$$n$(if $(BENCH_GEN),-gen).db; test -f $$db || $(MAKE) --no-print-directory bench-db N=$$n OUT=$$db || exit 1; }; \
		$(MAKE) --no-print-directory bench-one OF="$$db" FOR=$$n || exit 1; done
	@$(MAKE) --no-print-directory bench-report

# Over whatever was measured: another size adds its column.
.PHONY: bench-report
bench-report:
	@sh tests/bench/report.sh $(BENCH_FIGURES) > $(B)/bench/report.md && echo && cat $(B)/bench/report.md

.PHONY: bench-readme
bench-readme: ## put the table of the last bench into the README
	@sh tests/bench/report.sh --readme README.md $(B)/bench/report.md

# A program that is there is left alone, wherever it came from. npm is asked for the library of DuckDB.
.PHONY: bench-peers
bench-peers: ## install what the bench compares with: less, fzf, fzy, VisiData (Debian), DuckDB (npm)
	@missing=; for p in less:less fzf:fzf fzy:fzy vd:visidata npm:npm; do command -v $${p%:*} >/dev/null || missing="$$missing $${p#*:}"; done; \
	[ -z "$$missing" ] || { $(apt_install) $$missing; }
	@mkdir -p $(B)/bench && npm install --silent --no-audit --no-fund --prefix $(B)/bench @duckdb/node-api

# -- installing ----------------------------------------------------------------------
SHARE = $(DATADIR)/yuanlian
DOC = $(DATADIR)/doc/yuanlian
.PHONY: install
install: $(B)/yuanlian ## install below DESTDIR/PREFIX
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(SHARE)/seeds $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(DOC)
	install -m 755 $(B)/yuanlian $(DESTDIR)$(BINDIR)/yuanlian
	install -m 644 seeds/*.csv seeds/README.md $(DESTDIR)$(SHARE)/seeds
	install -m 644 man/yuanlian.1 $(DESTDIR)$(MANDIR)/man1
	install -m 644 man/yuanlian-data.5 $(DESTDIR)$(MANDIR)/man5
	install -m 644 man/yuanlian-query.7 $(DESTDIR)$(MANDIR)/man7
	install -m 644 LICENSE README.md src/text/NOTICE src/text/UNICODE-LICENSE $(DESTDIR)$(DOC)
	install -d $(DESTDIR)$(DATADIR)/bash-completion/completions $(DESTDIR)$(DATADIR)/zsh/site-functions $(DESTDIR)$(DATADIR)/fish/vendor_completions.d
	$(B)/yuanlian completion bash > $(DESTDIR)$(DATADIR)/bash-completion/completions/yuanlian
	$(B)/yuanlian completion zsh > $(DESTDIR)$(DATADIR)/zsh/site-functions/_yuanlian
	$(B)/yuanlian completion fish > $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/yuanlian.fish

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(BINDIR)/yuanlian $(DESTDIR)$(MANDIR)/man1/yuanlian.1 $(DESTDIR)$(MANDIR)/man5/yuanlian-data.5 $(DESTDIR)$(MANDIR)/man7/yuanlian-query.7
	rm -f $(DESTDIR)$(DATADIR)/bash-completion/completions/yuanlian $(DESTDIR)$(DATADIR)/zsh/site-functions/_yuanlian $(DESTDIR)$(DATADIR)/fish/vendor_completions.d/yuanlian.fish
	rm -rf $(DESTDIR)$(SHARE) $(DESTDIR)$(DOC)

.PHONY: dist
dist: ## a source archive in build/
	@mkdir -p build && git archive --format=tar.gz --prefix=yuanlian-$(VERSION)/ -o build/yuanlian-$(VERSION).tar.gz HEAD && echo build/yuanlian-$(VERSION).tar.gz

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Knobs: DEBUG=1  SANITIZE=address,undefined  WERROR=1  CC=clang  V=1  PREFIX=$(PREFIX)  DESTDIR=  ARTICLES=DIR"

endif
