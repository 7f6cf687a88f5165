store_modules := batch_builder changes check gone graph identity ledger ledger_apart ledger_read ledger_write names page read record scan schema seeds sql stamp store writer writer_check
store_libs := -lsqlite3
store_cppflags := -Isrc
store_generated := $(B)/gen/store/schema.inc $(B)/gen/store/ledger.inc $(B)/gen/store/changes.inc

$(store_generated): $(B)/gen/store/%.inc: src/store/%.sql
	$(call quiet,GEN,$@)mkdir -p $(@D) && sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

# A rule in an included file must not become what plain `make` builds.
.DEFAULT_GOAL := all
