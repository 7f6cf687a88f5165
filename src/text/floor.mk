text_modules := amount clean cut decimal figure fold nearest number period pinyin pinyin_match pinyin_order unit utf8 variants width width_table wrap
text_cppflags := -Isrc
text_libs := -lunistring
text_generated := $(B)/gen/text/pinyin_table.h

# The first target of all must stay the one of the main Makefile.
.DEFAULT_GOAL := all

# The pinyin tables are made while building, by a program that runs on this host: when cross-compiling give HOSTCC.
HOSTCC ?= $(CC)
HOSTCFLAGS ?= -O1
text_readings := src/text/pinyin_chars.tsv src/text/pinyin_words.tsv src/text/pinyin_places.tsv

$(B)/host/gen_pinyin: src/text/gen_pinyin.c
	$(call quiet,HOSTCC,$<)mkdir -p $(@D) && $(HOSTCC) -std=c17 $(WARN) $(HOSTCFLAGS) -o $@ $<

$(text_generated): $(B)/host/gen_pinyin $(text_readings)
	$(call quiet,GEN,$@)mkdir -p $(@D) && $(B)/host/gen_pinyin $(text_readings) > $@

# Committed tables, made from the Unicode data files (Debian: unicode-data 15.0.0); no part of the build.
UNICODE_DATA ?= /usr/share/unicode
.PHONY: tables
tables: ## make the committed Unicode tables again
	awk -f src/text/width_table.awk -v dir=$(UNICODE_DATA) > src/text/width_table.c.new
	mv src/text/width_table.c.new src/text/width_table.c
	bzcat $(UNICODE_DATA)/Unihan_Variants.txt.bz2 | awk -f src/text/variants.awk > src/text/variants.c.new
	mv src/text/variants.c.new src/text/variants.c
