#!/bin/sh
# Copying reaches the clipboard of the user's own machine: OSC 52, wrapped where a multiplexer stands between.
. tests/support/pty_lib.sh
esc=$(printf '\033')
bell=$(printf '\007')

# What was sent between the two ends, decoded.
copied() {
	LC_ALL=C sed -n "s/.*$1]52;c;\([A-Za-z0-9+/=]*\)$2.*/\1/p" "$case_dir/bytes" | tail -1 | base64 -d
}

# The picture may be there before the copy of the bytes that is read here.
has_figure() {
	text=$(copied "$@")
	case $text in
	*兴县经济技术开发区*工业总产值*275亿元*2025-01/2025-09*聚“链”成势*第3段*215-220*) return 0 ;;
	esac
	return 1
}

figure() {
	key 2 j l l l l y r
	wait_for '已送往剪贴板' || return 1
	until_true "the figure, its period, its source and its place in the clipboard" has_figure "$@" || echo "found \"$text\""
	has_figure "$@"
}

start 80x24
check "a figure with its citation" figure "$esc" "$bell"

# Within tmux: DCS tmux; with every escape doubled.
start 80x24 TMUX=socket,1,0
check "within tmux" figure "${esc}Ptmux;$esc$esc" "$bell$esc"

row() {
	start 80x24
	key 2 y y
	wait_for '已送往剪贴板' && until_true "the row in the clipboard" has_row
}

has_row() {
	copied "$esc" "$bell" | grep -q '长子经济技术开发区.*省级'
}
check "a row" row

# Y prints plainly, for the terminal's own selection, and comes back.
printed() {
	start 80x24
	key 2 j
	wait_for '2/15' && key Y && wait_for '-- Enter --' && shows 兴县经济技术开发区 && [ "$(flag alternate_on)" = 0 ] && key Enter && wait_same 80x24 2 j
}
check "Y prints plainly" printed

# The keys that go back elsewhere go back here, and are no commands of the screen behind.
back_by() {
	start 80x24
	key 2 j
	wait_for '2/15' && key Y && wait_for '-- Enter --' && key "$1" && wait_same 80x24 2 j
}
check "Esc comes back from it" back_by Escape
check "q comes back from it" back_by q
