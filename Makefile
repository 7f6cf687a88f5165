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
VARIANT := $(if $(SANITIZE),sanitize,$(if $(DEBUG),debug,release))$(if $(filter clang%,$(notdir $(CC))),-clang)
B := build/$(VARIANT)

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

WARN := -Wall -Wextra -Wshadow -Wconversion $(if $(WERROR),-Werror)
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

-include src/packages.mk

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
	$$(call quiet,CC,$$<)mkdir -p $$(@D) && $(CC) $$(ALL_CPPFLAGS) $$($(1)_cppflags) $$(ALL_CFLAGS) -MMD -MP -c -o $$@ $$<
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

TEST_ENV = env -u TERM -u YUANLIAN_DB -u YUANLIAN_LANG -u NO_COLOR LC_ALL=C.UTF-8 TZ=UTC HOME=$(abspath $(B))/home XDG_DATA_HOME= XDG_CACHE_HOME= ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1

.PHONY: check-unit
check-unit: $(unit_programs) ## unit and property tests, floor by floor
	@mkdir -p $(B)/home; failed=0; for t in $(unit_programs); do \
		if $(TEST_ENV) YUANLIAN_SEEDS=$(CURDIR)/seeds $$t > $$t.log 2>&1; then printf '  %-7s %s (%s)\n' ok "$$t" "$$(sed -n 's/^\[==========\] \([a-z0-9_/]*: \)\{0,1\}\([0-9]*\) test(s) run.*/\2/p' $$t.log | tail -1)"; \
		else failed=1; cat $$t.log; printf '  %-7s %s\n' FAILED "$$t"; fi; done; exit $$failed

-include $(patsubst %,$(B)/%/*.d,$(FLOORS)) $(wildcard $(B)/unit/*/*.d)

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
