#!/bin/sh
# What another process changes reaches the open screen by itself; the cursor stays where it was.
. tests/support/pty_lib.sh

# import FILE: as another user would.
import() {
	(cd "$case_dir" && "$YUANLIAN" --db catalogue.db --seeds "$seeds" import "$1" > import.log 2>&1) || {
		cat "$case_dir/import.log"
		return 1
	}
}

new_zone() {
	sed -n 1p tests/data/catalogue/zones.csv > "$case_dir/zones.csv"
	awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = NF }
		END { for (i = 1; i <= n; i++) $i = ""; $at["name"] = "安泰测试开发区"; $at["class"] = "other"; print }' \
		tests/data/catalogue/zones.csv | cut -d, -f"1-$(head -1 tests/data/catalogue/zones.csv | tr , '\n' | wc -l)" >> "$case_dir/zones.csv"
	import "$case_dir/zones.csv"
}

n_zones=$(($(wc -l < tests/data/catalogue/zones.csv) - 1))
reaches_list() {
	key 2 j j
	wait_for "3/$n_zones" || return 1
	before=$(cursor_line)
	new_zone && wait_for "/$((n_zones + 1))" && [ "$(cursor_line)" = "$before" ] && shows 安泰测试开发区
}

start 80x24
check "a new zone appears in the open list" reaches_list

# The selected record takes its new name along.
renamed() {
	start 80x24
	key 5
	type_text /冷冻真空
	key Enter
	wait_for '>  冷冻真空干燥食品项目' || return 1
	{
		sed -n 1p tests/data/catalogue/projects.csv
		grep '^project:xingmeng,' tests/data/catalogue/projects.csv | sed 's/冷冻真空干燥食品项目/真空冻干项目/g'
	} > "$case_dir/projects.csv"
	import "$case_dir/projects.csv" && wait_for 真空冻干项目 && cursor_line | grep -q 真空冻干项目
}
check "a changed record is shown anew, the cursor on it" renamed

# A figure on the open page.
on_a_page() {
	start 80x24
	key 2 j Enter Tab j j
	wait_for '*数据' && wait_for 11.17亿元 || return 1
	before=$(cursor_line)
	{
		sed -n 1p tests/data/catalogue/claims.csv
		grep '^claim:002-1-2502,' tests/data/catalogue/claims.csv | sed 's/11\.17/11.18/'
	} > "$case_dir/claims.csv"
	import "$case_dir/claims.csv" && wait_for 11.18亿元 && [ "$(cursor_line)" = "$before" ]
}
check "a page shows the new figure and keeps its place" on_a_page

# Another program writes for longer than a reader waits.
long_writer() {
	start 80x24
	key 2 j
	wait_for "2/$n_zones" || return 1
	before=$(cursor_line)
	mkfifo "$case_dir/lock"
	sqlite3 "$case_dir/catalogue.db" < "$case_dir/lock" > "$case_dir/writer" &
	exec 3> "$case_dir/lock"
	printf "begin exclusive;\nupdate zones set name = '安泰长写开发区' where id = (select max(id) from zones);\nupdate meta set generation = generation + 1;\n.print locked\n" >&3
	until_true "a lock" grep -q locked "$case_dir/writer" || return 1
	touch "$case_dir/catalogue.db"
	# The one thing that only time shows: a reader gives up after two seconds, and says nothing.
	sleep 2.5
	[ "$(cursor_line)" = "$before" ] && shows_not expected && shows_not busy && shows_not locked || return 1
	printf 'commit;\n' >&3
	exec 3>&-
	wait_for 安泰长写开发区 && [ "$(cursor_line)" = "$before" ]
}
check "who writes for long is waited for in silence" long_writer

# A backup is put back while somebody looks on: the file is empty or away for a moment, and nobody but its owner fills it.
restored_in_place() {
	start 80x24
	key 2 j
	wait_for "2/$n_zones" || return 1
	before=$(cursor_line)
	new_zone && mv "$case_dir/catalogue.db" "$case_dir/backup.db" && cp "$catalogue" "$case_dir/catalogue.db" || return 1
	: > "$case_dir/catalogue.db"
	wait_for 'found an empty file' && [ ! -s "$case_dir/catalogue.db" ] && [ "$(cursor_line)" = "$before" ] || return 1
	cat "$case_dir/backup.db" > "$case_dir/catalogue.db"
	wait_for "/$((n_zones + 1))" && [ "$(cursor_line)" = "$before" ] && shows_not 'found an empty file' || return 1
	cmp "$case_dir/catalogue.db" "$case_dir/backup.db"
}
check "a file that is filled again is left to who fills it" restored_in_place

away_for_a_while() {
	start 80x24
	key 2 j
	wait_for "2/$n_zones" || return 1
	before=$(cursor_line)
	cp "$case_dir/catalogue.db" "$case_dir/backup.db"
	rm "$case_dir/catalogue.db"
	wait_for 'No such file' && [ ! -e "$case_dir/catalogue.db" ] && [ "$(cursor_line)" = "$before" ] || return 1
	mv "$case_dir/backup.db" "$case_dir/catalogue.db"
	wait_gone 'No such file' && new_zone && wait_for "/$((n_zones + 1))" && [ "$(cursor_line)" = "$before" ]
}
check "a file that was away is read again when it is back" away_for_a_while
