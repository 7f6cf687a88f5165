#!/bin/sh
# A pasted text is text: its line breaks launch nothing, its letters are no commands.
. tests/support/pty_lib.sh

# paste TEXT: from the clipboard, told from keys where the program has asked for that.
paste() {
	tm set-buffer -- "$1" && tm paste-buffer -p
}

lines=$(printf '兴县经开区\nQ\n')

into_the_search() {
	key f && wait_for '搜>' && paste "$lines" && wait_same 80x24 f '"兴县经开区 Q"' && shows_not '概况'
}
start 80x24
check "lines in the search become one" into_the_search

into_a_filter() {
	key Escape && key 5 && wait_for '> 项目' && key '&' && wait_for '筛>' && paste "$(printf '状态:投产\ninvest>=5亿\n')" &&
		wait_for '筛> 状态:投产 invest>=5亿' && wait_for '1/2(62)'
}
check "lines in a filter become one" into_a_filter

# 5 would be the list of projects, Q the end.
where_no_line_is_open() {
	key 2 && wait_for '> 开发区' && paste '5亿 Q' && wait_for '搜> 5亿 Q' && [ "$(flag alternate_on)" = 1 ]
}
start 80x24
check "where no line is open the search takes it" where_no_line_is_open

# The shell behind gets its pastes as it wants them.
left_as_it_was() {
	key Escape && wait_gone '搜>' && key Q && is_restored 0 && paste 'echo a' && wait_for '[0]ready$ echo a' && ! grep -q '200~echo' "$case_dir/bytes"
}
check "behind the program nothing of it is left" left_as_it_was
