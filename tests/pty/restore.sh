#!/bin/sh
# On every way out the terminal is as it was: line settings, screen, cursor, keypad.
. tests/support/pty_lib.sh

# leave_by STATUS COMMAND…
leave_by() {
	status=$1
	shift
	start 80x24 && key 2 && wait_for '长子经济技术开发区' && "$@" && is_restored "$status"
}

send() {
	kill -"$1" "$(cat "$case_dir/pid")"
}

interrupt_twice() {
	key C-c
	wait_for 'Ctrl-C'
	key C-c
}

check "Q" leave_by 0 key Q
check "F10" leave_by 0 key F10
check "SIGTERM" leave_by 143 send TERM
check "SIGHUP" leave_by 129 send HUP
check "Ctrl-C twice" leave_by 0 interrupt_twice
check "SIGQUIT" leave_by 131 send QUIT
check "SIGXCPU" leave_by 152 send XCPU
check "SIGUSR1" leave_by 138 send USR1


# A sanitizer ends the program with a report and a status of its own.
segv_status=139
! grep -aq __asan_init "$YUANLIAN" || segv_status=1
check "SIGSEGV" leave_by "$segv_status" send SEGV
check "SIGABRT" leave_by 134 send ABRT

# Without another screen to go back to the prompt stands where the last line was.
plain_terminal() {
	start 80x24 TERM=vt100 && shows 'Enter' && key Q && wait_for '[0]ready' \
		&& ! screen | grep '\]ready' | grep -q '帮助'
}
check "the last line is empty for the prompt" plain_terminal

first_q() {
	start 80x24
	key q
	wait_for Q && shows '园链 > 首页' && kill -0 "$(cat "$case_dir/pid")"
}
check "q on the first screen only says how to quit" first_q

once() {
	key C-c
	key 2
	wait_for '长子经济技术开发区'
}
check "Ctrl-C once does not quit" once

hang_up() {
	start 80x24
	pid=$(cat "$case_dir/pid")
	tm kill-server
	until_true "the end of the program" sh -c "! kill -0 $pid 2> /dev/null"
	result=$?
	socket=
	return $result
}
check "the terminal goes away" hang_up
