#!/bin/sh
# What stands on a real terminal is what the grid says, cell by cell: so wide characters line up.
. tests/support/pty_lib.sh

same_as_grid() {
	wait_same 80x24 && key f && type_text xx && wait_same 80x24 'f "xx"' && key Enter && wait_same 80x24 'f "xx" Enter' &&
		key 5 && wait_same 80x24 'f "xx" Enter 5' && key Space j Space && wait_same 80x24 'f "xx" Enter 5 Space j Space' &&
		key e && wait_same 80x24 'f "xx" Enter 5 Space j Space e'
}

start 80x24
check "the screens are the grids" same_as_grid

cursor_on_row() {
	row=$(screen | grep -n '^>' | cut -d: -f1)
	[ "$(flag cursor_y) $(flag cursor_flag)" = "$((row - 1)) 1" ]
}
check "the terminal's cursor stands on the selected row, for screen readers" cursor_on_row

cold_start() {
	open_shell 120x40
	rm "$case_dir/catalogue.db"
	type_text y
	key Enter
	wait_same 120x40
}
check "the first start makes the catalogue" cold_start

words_start() {
	start 80x24 -- 兴县 铝土矿
	wait_for '搜> 兴县 铝土矿'
}
check "words on the command line are searched for" words_start
