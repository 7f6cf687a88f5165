text_modules := amount clean cut decimal figure fold number period unit utf8 variants width width_table wrap
text_libs := -lunistring

# The first target of all must stay the one of the main Makefile.
.DEFAULT_GOAL := all

# Committed tables, made from the Unicode data files (Debian: unicode-data 15.0.0); no part of the build.
UNICODE_DATA ?= /usr/share/unicode
.PHONY: tables
tables: ## make the committed Unicode tables again
	awk -f src/text/width_table.awk -v dir=$(UNICODE_DATA) > src/text/width_table.c.new
	mv src/text/width_table.c.new src/text/width_table.c
	bzcat $(UNICODE_DATA)/Unihan_Variants.txt.bz2 | awk -f src/text/variants.awk > src/text/variants.c.new
	mv src/text/variants.c.new src/text/variants.c
