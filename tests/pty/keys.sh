#!/bin/sh
# Keys as terminals and input methods send them.
. tests/support/pty_lib.sh

# Escape is also the beginning of other keys: no terminal library may wait a second for the rest.
# A loaded machine may be late once; the best of five counts.
escape_at_once() {
	best=100000
	for i in 1 2 3 4 5; do
		key f
		wait_for '搜>' || return 1
		from=$(date +%s%N)
		key Escape
		wait_gone '搜>' || return 1
		took=$((($(date +%s%N) - from) / 1000000))
		[ "$took" -ge "$best" ] || best=$took
	done
	[ "$best" -lt 400 ] || { echo "found $best ms, expected less than 400"; return 1; }
}
start 80x24
check "Esc answers at once" escape_at_once

# As a slow line delivers them: in one piece.
escape_with_the_next_key() {
	key 5 && wait_for '> 项目' && key '&' && type_text xyz && wait_for '没有符合' && tm send-keys -H 1b 32 && wait_for '> 开发区' &&
		wait_gone '没有这个键'
}
start 80x24
check "Esc and the key behind it, arriving together, are two keys" escape_with_the_next_key

history() {
	key 2 && wait_same 80x24 2 && key Enter && wait_same 80x24 2 Enter && key M-Left && wait_same 80x24 2 Enter Alt-Left &&
		key M-Right && wait_same 80x24 2 Enter Alt-Left Alt-Right
}
start 80x24
check "Alt-Left and Alt-Right go through the history" history

# press NAME [NAME…]: keys by tmux's names, then by the script's, if they differ; each on its own.
keys=
press() {
	key "$1"
	keys="$keys ${2:-$1}"
	wait_same 80x24 "$keys"
}

named() {
	press 5 && press NPage PgDn && press Home && press End && press PPage PgUp && press F3 && press z '"z"' && press Tab &&
		press BTab S-Tab && press BSpace Backspace && press Escape Esc && press C-d ^D && press Right && press Left && press F1
}
start 80x24
check "named keys" named

input_method() {
	type_text 兴县经开区 && wait_same 80x24 '"兴县经开区"' && wait_for '搜> 兴县经开区' && key Enter && wait_for '园链 > 首页 > 搜索 兴县经开区 > 兴县经开区'
}
start 80x24
check "characters in command mode open the search" input_method

full_width() {
	keys=
	press ？ '?' && press Escape Esc && press ： : && press Escape Esc && press ２ 2 && press ／ / && press 太原 '"太原"' &&
		press Enter && press ｎ n
}
start 80x24
check "full-width keys are their narrow ones" full_width

# More than one read can hold, cut anywhere.
pasted() {
	key f
	wait_for '搜>'
	text=$(printf '铝土矿%.0s' 1 2 3 4 5 6 7 8 9 10)
	type_text "$text"
	wait_same 80x24 f "\"$text\""
}
start 80x24
check "much text at once" pasted

# Keys faster than the screen is drawn end where the same keys end one by one.
typed_ahead() {
	start 40x12
	key f d j l Enter Tab
	wait_same 40x12 'f "djl" Enter Tab' && key 5 NPage && wait_same 40x12 'f "djl" Enter Tab 5 PgDn'
}
check "typed ahead" typed_ahead

recorded() {
	start 80x24 -- --record keys.rec
	key 2 j Enter
	type_text ／
	type_text 电解铝
	key Enter e
	wait_same 80x24 2 j Enter / '"电解铝"' Enter e
	key Q
	wait_for '[0]ready$' || return 1
	type_text 'y --script keys.rec < /dev/null > replayed'
	key Enter
	until_true "the same screen from the replay" cmp -s "$case_dir/dump" "$case_dir/replayed"
}
check "what --record wrote, --script replays" recorded
