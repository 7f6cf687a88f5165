store_modules := check graph identity read record schema seeds sql stamp store writer
store_libs := -lsqlite3
store_cppflags := -Isrc
store_generated := $(B)/gen/store/schema.inc

$(B)/gen/store/schema.inc: src/store/schema.sql
	$(call quiet,GEN,$@)mkdir -p $(@D) && sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

# A rule in an included file must not become what plain `make` builds.
.DEFAULT_GOAL := all
