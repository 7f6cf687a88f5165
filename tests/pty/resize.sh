#!/bin/sh
# Every size is drawn whole; the row under the cursor stays the one it was.
. tests/support/pty_lib.sh

size() {
	tm resize-window -x "${1%x*}" -y "${1#*x}"
}

# How far a list is scrolled depends on the sizes before: the script goes the same way.
sizes() {
	way='5 j j'
	for size in "$@"; do
		size "$size"
		way="$way resize:$size"
		wait_same 80x24 "$way" || return 1
	done
}

# Nothing to compare in one cell: the program lives, and the row is kept.
one_cell() {
	size 1x1
	key j
	size 80x24
	wait_same 80x24 "$way resize:1x1 j resize:80x24"
}

start 80x24
key 5 j j
check "smaller and larger windows" sizes 40x12 120x40 20x6 200x60 79x24 80x15 80x24
check "a window of one cell and back" one_cell

start_in_one_cell() {
	open_shell 80x24
	size 1x1
	type_text y
	key Enter
	until_true "the program" [ -s "$case_dir/pid" ]
	size 80x24
	wait_same 80x24
}
check "started in a window of one cell" start_in_one_cell
