# The file: connection, versions, which contents it has.
store_modules := store sql schema stamp changes draft_database

# Reading: batches straight from the pages of the file, else by SQL; one record; whether the file is sound.
store_modules += read batch_builder scan page record check

# Writing: a transaction, rows known by id, name or what they say, what must hold at its end, the seeds.
store_modules += writer identity names writer_check graph gone seeds

# Rows of ledgers, whose figures stand packed beside the records.
store_modules += ledger ledger_read ledger_write ledger_apart

store_libs := -lsqlite3
store_cppflags := -Isrc
store_generated := $(B)/gen/store/schema.inc $(B)/gen/store/ledger.inc $(B)/gen/store/changes.inc

$(store_generated): $(B)/gen/store/%.inc: src/store/%.sql
	$(call quiet,GEN,$@)mkdir -p $(@D) && sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

# A rule in an included file must not become what plain `make` builds.
.DEFAULT_GOAL := all
