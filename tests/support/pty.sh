#!/bin/sh
# What only a terminal shows: every tests/pty/*.sh runs the program under tmux servers of its own.
#
#   pty.sh [NAME…]    all, or tests/pty/NAME.sh
#
# A test prints a line for each case: "ok …", "FAILED …" or "skipped …". Environment: YUANLIAN the program,
# WORK a folder that may be emptied, YUANLIAN_REQUIRE_SSHD=1 where the run through sshd must not be skipped.
set -eu
cd "$(dirname "$0")/../.."
rm -rf "$WORK"
mkdir -p "$WORK"
command -v tmux > /dev/null || { echo "pty.sh: found no tmux, expected tmux >= 3.1" >&2; exit 1; }
# Relative: the first screen shows this path.
"$YUANLIAN" --db "$WORK/catalogue.db" --seeds tests/data/catalogue count zones > /dev/null

[ $# -gt 0 ] || set -- $(ls tests/pty | sed -n 's/\.sh$//p')
at_once=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# The rest of xargs' input would be the terminal's.
printf '%s\n' "$@" | xargs -P "$at_once" -I{} sh -c 'sh tests/pty/{}.sh > "$WORK/{}.log" 2>&1 < /dev/null || echo "FAILED {}: status $?" >> "$WORK/{}.log"'
failed=0
for name; do
	log=$WORK/$name.log
	if grep -q '^FAILED ' "$log" || ! grep -q '^\(ok\|skipped\) ' "$log"; then
		failed=1
		cat "$log"
		printf '  %-7s %s\n' FAILED "tests/pty/$name.sh"
	else
		sed -n 's/^skipped /  skipped /p' "$log"
		printf '  %-7s %s (%s)\n' ok "tests/pty/$name.sh" "$(grep -c '^ok ' "$log")"
	fi
done
exit $failed
