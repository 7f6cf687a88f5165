#!/bin/sh
# Bookmarks outlive the session, and two sessions do not take each other's away.
. tests/support/pty_lib.sh

quit() {
	key Q && wait_for 'ready'
}

again() {
	type_text 'clear; y' && key Enter && wait_for '园链' && wait_gone '读取中'
}

next_day() {
	key 5 && wait_for '园链 > 项目' && key j && key m && key a && wait_for '已设书签' && quit && again &&
		wait_for "'a 项目" && key "'" && wait_for 'a 项目' && key a && wait_for '园链 > 项目' && key Enter && wait_for '泰山玻纤'
}
start 80x24
check "a bookmark is there the next day" next_day

# The file as another session has changed it meanwhile.
meanwhile() {
	kept=$case_dir/home/.local/share/yuanlian/bookmarks
	key 2 && wait_for '> 开发区' && key m && key a && wait_for '已设书签' &&
		printf 'b\tchains\ttitle=产业链\n' >> "$kept" && key 5 && wait_for '> 项目' && key m && key a && wait_for '已设书签' &&
		quit && [ "$(grep -c '^a' "$kept")" = 1 ] && again && wait_for "'a 项目" && wait_for "'b 产业链"
}
start 80x24
check "what another session has set stays" meanwhile

not_kept() {
	mkdir -p "$case_dir/home" && : > "$case_dir/home/.local" && key 5 && wait_for '> 项目' && key m && key a &&
		wait_for '书签只在本次有效' && key 2 && wait_for '> 开发区' && key "'" && key a && wait_for '> 项目'
}
start 80x24
check "without a place to keep it, it lasts for the session, and that is said" not_kept
