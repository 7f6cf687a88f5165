#!/bin/sh
# Colours by what the terminal has; none where NO_COLOR says so. Never what some terminals misread.
. tests/support/pty_lib.sh
esc=$(printf '\033')

# Everything that shows in colours: links, marks, warnings, a conflict, a fault.
walk() {
	start 80x24 "$@"
	key 2 Space j Enter
	wait_same 80x24 2 Space j Enter && type_text '/铝土矿' && key Enter e && wait_same 80x24 2 Space j Enter / '"铝土矿"' Enter e &&
		key Q && wait_for '[0]ready$' && until_true "the last bytes" ends
}

# The pipe of the pane comes after the pane.
ends() {
	tail -c 200 "$case_dir/bytes" | grep -qF '[0]ready$'
}

# 39 and 49 are no colours, but none.
coloured() {
	grep -q "$esc\[[0-9;]*\(3[0-8]\|4[0-8]\|9[0-7]\|10[0-7]\)[;m]" "$case_dir/bytes"
}

colours() {
	walk && coloured
}
no_colours() {
	walk NO_COLOR=1 && ! coloured && grep -q "$esc\[[0-9;]*[1247][;m]" "$case_dir/bytes"
}
# 38;2 is true colour, 4:3 a curly underline.
nothing_risky() {
	! grep -q "$esc\[[0-9;]*\(38;2\|48;2\|4:\)" "$case_dir/bytes" && ! grep -q "$esc\]" "$case_dir/bytes"
}
check "256 colours" colours
check "no true colour, no curly underline, no OSC unasked" nothing_risky
check "NO_COLOR: bold, underline and reverse only" no_colours

eight() {
	walk TERM=linux && coloured && ! grep -q "$esc\[[0-9;]*38;5" "$case_dir/bytes"
}
check "8 colours" eight

monochrome() {
	walk TERM=vt100 && ! coloured
}
check "none at all" monochrome
