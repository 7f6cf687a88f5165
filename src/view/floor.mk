view_modules := scroll
# Cells, keys, terminals without a screen.
view_modules += edit grid key paint record script watch
