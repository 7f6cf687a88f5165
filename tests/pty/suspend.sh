#!/bin/sh
# Ctrl-Z gives the shell its terminal back, fg the program its screen.
. tests/support/pty_lib.sh

suspended() {
	wait_for 'ready$' && until_true "the main screen" [ "$(flag alternate_on)" = 0 ] && shows_not '开发区' && shows_not '│'
}

# The shell's own line editing differs from what was before the program: only the flags that matter to a person.
usable() {
	type_text 'stty -g > stopped'
	key Enter
	until_true "the shell's answer" [ -s "$case_dir/stopped" ] && cmp "$case_dir/before" "$case_dir/stopped"
}

back() {
	type_text fg
	key Enter
	wait_same 80x24 2 j && [ "$(flag alternate_on)" = 1 ]
}

another_size() {
	key C-z
	suspended || return 1
	tm resize-window -x 40 -y 12
	type_text fg
	key Enter
	wait_same 40x12 2 j
}

keys_work() {
	key j
	wait_same 40x12 2 j j
}

start 80x24
key 2 j
wait_same 80x24 2 j
key C-z
check "Ctrl-Z shows the shell" suspended
check "the line settings are the shell's" usable
check "fg shows the screen as it was" back
check "resized while suspended" another_size
check "keys work again" keys_work

# The line settings are the program's then: Enter alone ends no line of this shell.
stopped_unseen() {
	start 80x24
	kill -STOP "$(cat "$case_dir/pid")"
	wait_for 'ready$'
	type_text fg
	key C-j
	wait_same 80x24 && key 2 && wait_same 80x24 2
}
check "stopped by SIGSTOP, which nobody sees, and continued" stopped_unseen
