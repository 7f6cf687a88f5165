cli_modules := articles bookmarks browse catalogue cli cmd_check cmd_completion cmd_count cmd_export cmd_find cmd_gaps cmd_help cmd_import cmd_list cmd_man \
	cmd_render cmd_show cmd_site effects export findings gaps graph ledgers listing load main meant meter option own_folder passage patience progress report row_source rows session snapshot verb worker
cli_libs := -lmd
cli_cppflags := -Isrc
cli_generated := $(B)/gen/cli/yuanlian.1.inc

$(B)/gen/cli/yuanlian.1.inc: man/yuanlian.1.in
	$(call quiet,GEN,$@)mkdir -p $(@D) && sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

# A rule in an included file must not become what plain `make` builds.
.DEFAULT_GOAL := all
