view_modules := scroll
# Lists and what finds things.
view_modules += table list list_rows list_columns list_cell list_command list_draw search palette help
# Cells, keys, terminals without a screen.
view_modules += edit grid key paint record script watch
