#!/bin/sh
# A catalogue of many rows: what others change arrives without moving the cursor, a damaged snapshot is noticed while
# one looks at it; YUANLIAN_LONG=1, with a million rows on one processor: what is there before the index, how far
# the work is, and how it is stopped.
. tests/support/pty_lib.sh
[ -z "${YUANLIAN_LONG:-}" ] || deadline_s=120

y() {
	"$YUANLIAN" --db "$1" --seeds none import "$dir/projects.csv" > "$dir/import.log" 2>&1 || cat "$dir/import.log"
}

# rows FROM TO WORD: of a file for y
rows() {
	awk -v from="$1" -v to="$2" -v word="$3" 'BEGIN {
		print "id,name,status"
		for (i = from; i <= to; i++) printf "project:p%d,%s%06d号项目,signed\n", i, word, i
	}' > "$dir/projects.csv"
}

# many N: a catalogue of N projects
many() {
	catalogue=$dir/many.db
	rm -f "$catalogue" "$catalogue-index"
	"$YUANLIAN" --db "$catalogue" --seeds none count projects > "$dir/import.log"
	rows 1 "$1" 第
	y "$catalogue"
}

seeds=none
if [ "${YUANLIAN_LONG:-}" ]; then n=100000; else n=21000; fi
many $n

# In the middle of the order of names, so that rows come before and behind it.
at_its_row() {
	key 5
	wait_for "1/$n" || return 1
	type_text "/$(printf '第%06d号' $((n / 2)))"
	key Enter
	wait_for "$((n / 2))/$n" || return 1
	before=$(cursor_line) row=$(flag cursor_y)
	rows 0 0 第
	y "$case_dir/catalogue.db"
	wait_for "$((n / 2 + 1))/$((n + 1))" && [ "$(cursor_line)" = "$before" ] && [ "$(flag cursor_y)" = "$row" ] || return 1
	rows $((n / 2 - 1)) $((n / 2 - 1)) 第
	sed -i 's/号项目/号工程/' "$dir/projects.csv"
	y "$case_dir/catalogue.db"
	wait_for "$(printf '第%06d号工程' $((n / 2 - 1)))" && [ "$(cursor_line)" = "$before" ] || return 1
	# Both by the one row that changed: all rows were read for the first index alone.
	[ "$(grep -c '^index: 1 changed rows' "$case_dir/trace")" = 2 ] && [ "$(grep -c '^index: read and built' "$case_dir/trace")" = 1 ] || {
		cat "$case_dir/trace"
		return 1
	}
}
start 80x24 YUANLIAN_TRACE=index=trace
check "another's new row and new name arrive, the cursor stays on its record and in its place" at_its_row

# The name of the first row, wrong in the snapshot alone.
notices_damage() {
	"$YUANLIAN" --db "$catalogue" --seeds none count projects > /dev/null
	open_shell 80x24
	sed 's/第000001号/第999999号/g' "$catalogue-index" > "$case_dir/catalogue.db-index"
	cmp -s "$catalogue-index" "$case_dir/catalogue.db-index" && { echo "nothing was spoiled"; return 1; }
	type_text y
	key Enter
	wait_for 园链 && key 5 && wait_for "1/$n" && wait_for 第000001号 && shows_not 第999999号 || return 1
	until_true "a snapshot like the one that was spoiled" cmp -s "$catalogue-index" "$case_dir/catalogue.db-index"
}
check "a damaged snapshot is noticed, and what is shown asked again" notices_damage

# Another program shortens the file that is mapped: what is no longer there cannot be shown, but it is said why.
lost_pages() {
	if grep -aq __asan_init "$YUANLIAN"; then return 0; fi
	open_shell 80x24 YUANLIAN_TRACE=index=trace
	cp "$catalogue-index" "$case_dir/catalogue.db-index"
	type_text y
	key Enter
	wait_for 园链 && until_true "a mapped index" grep -q '^index: mapped' "$case_dir/trace" && key 5 && wait_for "1/$n" || return 1
	: > "$case_dir/catalogue.db-index"
	key G
	wait_for 'found the index file cut short' && is_restored 135 && [ "$(screen | grep -c '^yuanlian: ')" = 1 ]
}
check "a snapshot that is cut short in use ends the program with a word, the terminal as it was" lost_pages

# The first screen shows counts alone: what has changed is read beside it, by the thread that makes the next index.
lost_pages_elsewhere() {
	if grep -aq __asan_init "$YUANLIAN"; then return 0; fi
	open_shell 80x24 YUANLIAN_TRACE=index=trace
	cp "$catalogue-index" "$case_dir/catalogue.db-index"
	type_text y
	key Enter
	wait_for 园链 && until_true "a mapped index" grep -q '^index: mapped' "$case_dir/trace" || return 1
	: > "$case_dir/catalogue.db-index"
	rows 0 0 第
	y "$case_dir/catalogue.db"
	wait_for 'found the index file cut short' && is_restored 135 && [ "$(screen | grep -c '^yuanlian: ')" = 1 ]
}
check "so does one that another thread than that of the screen reads" lost_pages_elsewhere

# A key typed ahead is done behind it, and so takes its answer away.
# What is asked of a list before there is an index is told that it waits.
list_with_index() {
	key 5
	wait_for "1/$n" && until_true "an index" grep -q '^index: ' "$case_dir/trace"
}

export_typed_ahead() {
	list_with_index && key F8 && wait_for 'projects.csv' || return 1
	key Enter j j
	wait_for "3/$n" && until_true "all rows" [ "$(wc -l < "$case_dir/projects.csv")" = $((n + 1)) ]
}
start 80x24 YUANLIAN_TRACE=index=trace
check "keys typed while an export is written are done behind it" export_typed_ahead

export_in_a_file() {
	list_with_index && key F8 && wait_for 'projects.csv' && key C-u && type_text 'none/a.csv' && key Enter && wait_for '无法在此新建'
}
start 80x24 YUANLIAN_TRACE=index=trace
check "an export that cannot be written is told in the language of the screen" export_in_a_file

export_given_up() {
	list_with_index && ls "$case_dir" | grep -v index > "$case_dir/home/before" && key F8 && wait_for 'projects.csv' || return 1
	key C-u
	type_text a.xlsx
	wait_for 'a.xlsx' && key Enter Escape && wait_for '已放弃导出' || return 1
	ls "$case_dir" | grep -v index > "$case_dir/home/after" # the snapshot comes when it is made
	cmp "$case_dir/home/before" "$case_dir/home/after" && key j && wait_for "2/$n"
}

# Long texts, so that it takes a while on any machine.
awk -v n=$n 'BEGIN {
	print "id,name,team"
	for (i = 1; i <= n; i++) printf "project:p%d,第%06d号项目,%0999d%0999d\n", i, i, i * 7919, i * 104729
}' > "$dir/projects.csv"
catalogue=$dir/wide.db
rm -f "$catalogue" "$catalogue-index"
y "$catalogue"
start 80x24 YUANLIAN_TRACE=index=trace
check "Escape gives an export up, and nothing is left of it" export_given_up

# The end of a workbook, which takes as long as all its rows.
end_given_up() {
	list_with_index && ls "$case_dir" | grep -v index > "$case_dir/home/before" && key F8 && wait_for 'projects.csv' || return 1
	key C-u
	type_text a.xlsx
	wait_for 'a.xlsx' && key Enter && wait_for '正在写完文件' && key Escape && wait_for '已放弃导出' || return 1
	ls "$case_dir" | grep -v index > "$case_dir/home/after"
	cmp "$case_dir/home/before" "$case_dir/home/after" && key j && wait_for "2/$n"
}
start 80x24 YUANLIAN_TRACE=index=trace
check "Escape gives up the end of a workbook, too" end_given_up

# From the shell: how far it is on a terminal alone, and Ctrl-C.
export_from_shell() {
	open_shell 80x24
	type_text 'y export a.xlsx --kind projects 2> said; echo said $(wc -c < said) $(ls *.xlsx)'
	key Enter
	wait_for 'said 0 a.xlsx' && type_text 'clear; rm a.xlsx; y export b.xlsx --kind projects' && key Enter && wait_for '正在写完文件…' || return 1
	key C-c
	wait_for '[130]ready$' && type_text 'clear; ls *.xlsx' && key Enter && wait_for 'No such file' || return 1
	type_text 'clear; y export c.xlsx --kind projects; echo status $?'
	key Enter
	wait_for '正在导出 ' && wait_for 'status 0' && shows_not 正在
}
check "an export from the shell says how far it is; Ctrl-C leaves no file" export_from_shell

[ "${YUANLIAN_LONG:-}" ] || exit 0
if ! command -v taskset > /dev/null; then
	echo "skipped $test_name: a million rows (no taskset)"
	exit 0
fi
n=1000000
many $n

# Whoever looks at the screen goes first: on a busy machine the work must not be done before he has looked.
on_one_processor() {
	open_shell 80x24
	rm -f "$case_dir/catalogue.db-index"
	sed -i 's/^exec/exec nice -n 19 taskset -c 0/' "$case_dir/bin/y"
	type_text y
	key Enter
}

# A command says it, too, on a terminal alone, and takes it away.
command_waits() {
	on_one_processor
	wait_for '索引 ' && key Q && wait_for 'ready' || return 1
	rm -f "$case_dir/catalogue.db-index"
	type_text 'clear; y count projects'
	key Enter
	wait_for '索引 ' && wait_for "$n" && shows_not 索引 || return 1
	rm -f "$case_dir/catalogue.db-index"
	type_text 'clear; y count projects 2> said; echo said $(wc -c < said)'
	key Enter
	wait_for 'said 0'
}
check "a command that waits for the index says how far it is, on a terminal alone" command_waits

# Name lists, their end too, while the index is not there; the first line says how far it is.
before_the_index() {
	on_one_processor
	wait_for 项目 && key 5 && wait_for "1/$n" && wait_for 第000001号 && key G && wait_for "第$n号" && wait_for '索引 ' || return 1
	screen | grep -q '索引 [0-9]*%'
}
check "names and their end are there before the index, and how far it is" before_the_index

# Ctrl-C stops it, the list goes on; the key that it names begins again.
stopped() {
	on_one_processor
	wait_for '索引 ' && key C-c && wait_for '索引已停' && key 5 && wait_for 第000001号 && key G && wait_for "第$n号" || return 1
	key C-r
	wait_gone '索引已停' && wait_gone '%…' && type_text '&12345' && wait_for "/" && wait_for 第012345号
}
check "Ctrl-C stops the work and not the program; it can be begun again" stopped
