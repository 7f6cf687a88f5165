#!/bin/sh
# Who does nothing costs nothing: no output, no wake-up, no time.
. tests/support/pty_lib.sh

used() {
	# utime and stime in ticks, and how often the program was woken: none of its threads counts less.
	cut -d' ' -f14,15 "/proc/$pid/stat"
	sed -n 's/^[a-z]*voluntary_ctxt_switches://p' "/proc/$pid"/task/*/status
	wc -c < "$case_dir/bytes"
}

# The one place that waits for a time: that nothing happens can be seen in no other way.
rests() {
	pid=$(cat "$case_dir/pid")
	used > "$case_dir/used"
	sleep 2
	used | diff "$case_dir/used" -
}

settled() {
	start 80x24
	key 2 j Enter e
	wait_same 80x24 2 j Enter e
	pid=$(cat "$case_dir/pid")
	until_true "a program that has come to rest" resting
}

# Freeing the old index, the pipe of the pane, threads that wait 0.3 seconds for the next call before they end: for a
# moment something may still go on.
resting() {
	used > "$case_dir/used"
	sleep 0.5
	used | cmp -s "$case_dir/used" -
}

if [ -r /proc/self/stat ]; then
	settled && check "no output, no wake-up, no time" rests
else
	echo "skipped $test_name: no /proc"
fi

# A neighbour of the catalogue file is no change of it.
neighbour() {
	used > "$case_dir/used"
	touch "$case_dir/neighbour"
	sleep 0.3
	used | diff "$case_dir/used" -
}
[ ! -r /proc/self/stat ] || check "what others do beside the catalogue wakes nobody" neighbour
