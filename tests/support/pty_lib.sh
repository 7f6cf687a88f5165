# For tests/pty/*.sh, which read this file first: a shell in a tmux of its own, in which the program is started.
# Each runs with YUANLIAN (the program) and an empty HOME, from the checkout's root, and prints a line for each case: "ok …",
# "FAILED …" or "skipped …". YUANLIAN_REQUIRE_SSHD=1: the run through sshd must not be skipped.
#
# The tmux has no status line and a size that nothing but `size` changes. Nothing here sleeps for a while and hopes:
# what is to come is waited for, with a deadline.
set -u
test_name=$(basename "$0" .sh)
dir=$HOME
catalogue=$HOME/catalogue.db
seeds=$PWD/tests/data/catalogue
deadline_s=20
SOURCE_DATE_EPOCH=1795305600
export SOURCE_DATE_EPOCH
n_cases=0 socket=
# Sockets only: their names may have about a hundred bytes, and the build folder may lie deep.
TMUX_TMPDIR=$(mktemp -d)
export TMUX_TMPDIR
command -v tmux >/dev/null || { echo "FAILED $test_name: found no tmux, expected tmux >= 3.1"; exit 1; }
"$YUANLIAN" --db "$catalogue" --seeds "$seeds" count zones >/dev/null

ok() {
	echo "ok $test_name: $1"
}

# fail WHAT [SEEN]: the case has failed; what stands on the screen is told with it.
fail() {
	echo "FAILED $test_name: $1"
	[ $# -lt 2 ] || printf '%s\n' "$2"
	if [ -n "$socket" ]; then
		echo "--- the screen"
		screen
		echo "---"
	fi
}

tm() {
	tmux -u -L "$socket" -f /dev/null "$@"
}

# open_shell COLSxROWS [NAME=VALUE…]: a shell, with nothing but these in its environment.
# TERM and LC_ALL have the usual values unless given; LC_ALL= takes the locale away.
open_shell() {
	close_shell
	n_cases=$((n_cases + 1))
	case_dir=$dir/$n_cases
	mkdir -p "$case_dir/bin" "$case_dir/home"
	cp "$catalogue" "$case_dir/catalogue.db"
	socket=yuanlian-$$-$n_cases
	shell_columns=${1%x*} shell_rows=${1#*x}
	shift
	write_shell "$@"
	# tmux gives its panes a login shell's environment; the launcher throws that away.
	tm new-session -d -x "$shell_columns" -y "$shell_rows" "exec sh $case_dir/shell" \
		\; set -g status off \; set -g escape-time 0 \; set -g focus-events off
	tm pipe-pane "cat > $case_dir/bytes"
	# The prompt tells the last status: 9 is nobody's, so that a later 0 is the program's.
	wait_for 'ready$' && type_text 'stty -g > before; clear; (exit 9)' && key Enter && wait_for '[9]ready$'
}

# The launcher of the shell, and the program under the name y: in the folder of the case, its process id in the file pid.
write_shell() {
	cat > "$case_dir/bin/y" <<-END
		#!/bin/sh
		echo \$\$ > $case_dir/pid
		exec $YUANLIAN --db catalogue.db --seeds $seeds "\$@"
	END
	chmod +x "$case_dir/bin/y"
	{
		printf 'cd %s\nexec env -i ' "$case_dir"
		printf "'%s' " "PATH=$case_dir/bin:$PATH" "HOME=$case_dir/home" TERM=tmux-256color LC_ALL=C.UTF-8 TZ=UTC \
			"SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" "PS1=[\$?]ready\$ " "ASAN_OPTIONS=${ASAN_OPTIONS:-}" "UBSAN_OPTIONS=${UBSAN_OPTIONS:-}" "$@"
		echo 'sh -i'
	} > "$case_dir/shell"
}

close_shell() {
	[ -z "$socket" ] || tm kill-server 2> /dev/null
	socket=
}

clean_up() {
	close_shell
	rm -rf "$TMUX_TMPDIR"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

# start COLSxROWS [NAME=VALUE…] [-- ARGUMENT…]: the program in a new shell, its index read.
start() {
	variables=
	start_size=$1
	shift
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		variables="$variables $1"
		shift
	done
	[ $# -eq 0 ] || shift
	# shellcheck disable=SC2086 # words are meant
	open_shell "$start_size" $variables
	type_text "y $*"
	key Enter
	wait_for_either '园链' 'yuanlian >' && wait_gone '读取中' && wait_gone 'reading'
}

type_text() {
	tm send-keys -l "$1"
}

# key NAME…: as tmux calls them.
key() {
	tm send-keys "$@"
}

screen() {
	tm capture-pane -p
}

flag() {
	tm display-message -p "#{$1}"
}

# until_true WHAT COMMAND…: false and a failure where it does not come true in time.
until_true() {
	awaited=$1
	shift
	end=$(($(date +%s) + deadline_s))
	until "$@"; do
		if [ "$(date +%s)" -gt "$end" ]; then
			fail "found nothing within $deadline_s s, expected $awaited"
			return 1
		fi
		sleep 0.02
	done
}

shows() {
	screen | grep -qF -- "$1"
}

shows_not() {
	! shows "$1"
}

shows_either() {
	shows "$1" || shows "$2"
}

wait_for() {
	until_true "\"$1\" on the screen" shows "$1"
}

wait_gone() {
	until_true "no \"$1\" on the screen" shows_not "$1"
}

wait_for_either() {
	until_true "\"$1\" on the screen" shows_either "$1" "$2"
}

# The line with the cursor's mark.
cursor_line() {
	screen | grep '^>'
}

# check WHAT COMMAND…: a case of one test.
check() {
	checked=$1
	shift
	if "$@"; then ok "$checked"; else fail "$checked"; fi
}

# dump COLSxROWS KEYS…: the screen as the script terminal has it, for comparison.
dump() {
	dump_size=$1
	shift
	printf '%s\n' "resize:$dump_size wait" "$@" > "$case_dir/keys"
	(cd "$case_dir" && env LC_ALL=C.UTF-8 "$YUANLIAN" --db catalogue.db --seeds "$seeds" --script keys < /dev/null)
}

# tmux leaves out blanks at a line's end, as the dump does, and blank lines at the end.
same_screen() {
	screen > "$case_dir/screen"
	[ "$(cat "$case_dir/screen")" = "$(cat "$case_dir/dump")" ]
}

# wait_same COLSxROWS KEYS…: until the terminal shows what the dump says.
wait_same() {
	dump "$@" > "$case_dir/dump"
	until_true "$(printf 'the screen\n%s' "$(cat "$case_dir/dump")")" same_screen
}

# is_restored STATUS: the program has ended with this status, and the terminal is as it was.
is_restored() {
	wait_for "[$1]ready\$" || return 1
	type_text 'stty -g > after'
	key Enter
	until_true "the shell's answer" [ -s "$case_dir/after" ] || return 1
	cmp "$case_dir/before" "$case_dir/after" || return 1
	[ "$(flag alternate_on)" = 0 ] || { echo "the alternate screen is still on"; return 1; }
	[ "$(flag cursor_flag)" = 1 ] || { echo "the cursor is still hidden"; return 1; }
	[ "$(flag keypad_flag)$(flag keypad_cursor_flag)" = 00 ] || { echo "the keypad is still in application mode"; return 1; }
	! screen | grep -q '开发区\|Enter' || { echo "the program's screen is still there"; return 1; }
}
