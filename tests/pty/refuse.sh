#!/bin/sh
# A terminal that cannot show screens is refused in one line, with what to do instead; nothing else is written.
. tests/support/pty_lib.sh

refuses() {
	wait_for '[69]ready$' && shows 'list' && shows 'find' && [ "$(flag alternate_on)" = 0 ]
}

on_terminal() {
	open_shell 160x10 "$1"
	type_text y
	key Enter
	refuses
}
check "TERM=dumb" on_terminal TERM=dumb
check "an unknown TERM" on_terminal TERM=no-such-terminal
check "an empty TERM" on_terminal TERM=

# no_terminal REDIRECTION: both ends must be one.
no_terminal() {
	open_shell 160x10
	type_text "y $1"
	key Enter
	wait_for '[69]ready$' && [ ! -s "$case_dir/out" ]
}
check "input from nowhere" no_terminal '< /dev/null'
check "output into a file" no_terminal '> out'

one_line() {
	status=0
	(cd "$case_dir" && env -u TERM "$YUANLIAN" --db catalogue.db --seeds "$seeds" < /dev/null > out 2> err) || status=$?
	[ "$status $(wc -l < "$case_dir/err") $(wc -c < "$case_dir/out")" = "69 1 0" ] && grep -q 'yuanlian list' "$case_dir/err"
}
check "no terminal at all: one line on standard error" one_line
