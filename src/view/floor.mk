# The frame around the screens: events, history, commands, messages.
view_modules := app app_prompt app_copy app_effect app_draw app_pending app_mark app_bookmark app_compare app_list app_stop command message place screen scroll
# Lists and what finds things.
view_modules += pick counts panel panel_draw cross cross_command groups crosstab crosstab_draw table list list_rows list_columns list_cell list_term list_command list_sort completer list_complete list_jump list_group list_lines list_mark list_draw search search_draw search_query palette help
# Cells, keys, terminals without a screen.
view_modules += edit grid key paint record script watch
view_cppflags := -Isrc
# Pages of records, the first screen, comparison, evidence.
view_modules += page page_find page_table page_layout page_draw figure article evidence dossier record_page record_fields record_figures record_chain record_project record_source record_promise home home_side home_news compare compare_stages
# What is known of which zone.
view_modules += ignorance ignorance_draw record_province
# The graph of a chain: where boxes and lines stand, and the drawing.
view_modules += layout layout_rank layout_order layout_ports layout_rows layout_route layout_outline map_size map_draw map_window map_outline
# The screens of the chain atlas.
view_modules += app_map map_graph map_text map_about map_gaps map_strip map_page map_frame map_screen gap_list gap_screen record_pull site_screen
