#!/bin/sh
# An answer that takes long is given up when somebody wants that, and nothing of it is shown.
. tests/support/pty_lib.sh

# A filter of hundreds of terms over many figures: on one processor it takes seconds, and is a small file.
awk 'BEGIN { print "id,name,invest"; for (i = 0; i < 60000; i++) print i ",项目" i "," i % 97 + 1 }' > "$dir/projects.csv"
printf '%s\n' '[projects.csv projects]' 'source.id = source:ledger' 'id = project:p{id}' 'name = {name}' \
	'figure invest planned = {invest} 亿元' > "$dir/ledger.map"
"$YUANLIAN" --db "$catalogue" --seeds "$seeds" import --map "$dir/ledger.map" "$dir/projects.csv" > /dev/null
terms=$(awk 'BEGIN { for (i = 0; i < 400; i++) printf "has:conflict | " }')has:conflict
one=$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//')

# The long filter takes the place of a short one in a bookmark.
begin() {
	kept=$case_dir/home/.local/share/yuanlian/bookmarks
	key : && type_text 'list claims has:conflict' && key Enter && wait_for '筛 has:conflict' && key m && key a && wait_for '已设书签' &&
		key Q && wait_for 'ready' && sed "s/has:conflict/$terms/" "$kept" > "$kept.long" && mv "$kept.long" "$kept" &&
		type_text "clear; taskset -c $one y" && key Enter && wait_for "'a 数据" && wait_gone '读取中' && wait_gone '索引 '
}

by_escape() {
	begin && key "'" && wait_for 'a 数据' && key a && wait_for '计算中' && key Escape && wait_for '已停止' && shows_not '筛 has' &&
		key q && wait_for "'a 数据" && wait_gone '已停止'
}
start 80x24
check "Esc gives up what takes long, and q goes back" by_escape

by_interrupt() {
	key "'" && wait_for 'a 数据' && key a && wait_for '计算中' && key j 5 C-c && wait_for '已停止' && wait_for '已取消' &&
		key Enter && wait_for '计算中' && key Escape && wait_gone '计算中' && wait_for '已停止' &&
		key 2 && wait_for '> 开发区' && key Q && is_restored 0
}
check "Ctrl-C does so, too; what was typed before is not done, and it can be asked again" by_interrupt
