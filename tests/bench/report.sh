#!/bin/sh
# The figures of a bench as a Markdown table, one column a size, the last one the growth from the first to the last.
#
#   report.sh FOLDER N…             FOLDER/N.index.json, N.life.json, N.peers.json: whichever are there
#   report.sh --readme FILE TABLE   put a table between the markers <!-- bench --> and <!-- /bench --> of a file
set -eu

if [ "$1" = --readme ]; then
	awk -v table="$3" '
		/^<!-- bench -->$/ { print; while ((getline line < table) > 0) print line; inside = 1; found++ }
		/^<!-- \/bench -->$/ { inside = 0 }
		!inside && !/^<!-- bench -->$/ { print }
		END { exit found != 1 }' "$2" > "$2.new" && mv "$2.new" "$2" && exit
	rm -f "$2.new"
	echo "report.sh: $2: found no line <!-- bench -->, expected one" >&2
	exit 1
fi

folder=$1
shift
# A line for every figure, in the order of the table: file, key, what it is, unit.
rows() {
	cat <<-'END'
		life|scan_ms|bare scan: one thread, `column_text` of 10 columns|ms
		life|build_4_ms|cold build, every look-up answers, 4 processors|ms
		life|build_4_scans|… by the bare scan, 4 processors|×
		life|build_2_scans|… 2 processors|×
		life|build_1_scans|… 1 processor|×
		life|mapped_ms|every look-up answers, from the snapshot|ms
		life|empty_ms|first screen of an empty ncurses program|ms
		life|first_screen_cold_ms|first screen, no snapshot|ms
		life|first_screen_ratio|… by the empty program's|×
		life|search_p50_ms|a key in the search to the last byte of its answer, p50|ms
		life|search_p99_ms|… p99|ms
		index|lookup_p50_ms|the look-up alone: all counted, 50 ranked, p50 of 36 words|ms
		index|lookup_slowest_ms|… the slowest|ms
		peers|fzf_ready_ms|fzf: all names read|ms
		peers|fzf_key_p50_ms|fzf: key to last byte, p50|ms
		peers|fzf_key_p95_ms|… p95|ms
		peers|fzy_key_p50_ms|fzy: key to last byte, p50 (other hits)|ms
		peers|visidata_ready_ms|VisiData: all names read|ms
		peers|duckdb_count_ms|DuckDB: count of 电解|ms
		peers|duckdb_filter_sort_ms|DuckDB: filter and sort, first 50|ms
		index|status_first_50_by_invest_ms|SQLite with its best index: filter, first 50 by investment|ms
		index|like_ms|SQLite: LIKE %电解%|ms
		life|move_p50_ms|a move in the list of projects, p50|ms
		life|move_p99_ms|… p99|ms
		life|move_bytes|… bytes at 120×40|
		life|page_bytes|a page, bytes at 120×40|
		life|search_bytes|a key in the search, bytes at 120×40|
		life|ready_bytes|memory of the index, for a project|bytes
		life|peak_bytes|… at the peak of building|bytes
		life|private_start_mib|private memory of a session on a mapped snapshot|MiB
		life|rest_ticks|at rest for two seconds: processor time|ticks
	END
}

# value FILE KEY: the first number of this key; nothing where there is none.
value() {
	[ ! -f "$1" ] || grep -o "\"$2\": [0-9.]*" "$1" | head -1 | sed 's/.*: //'
}

title='| what |' rule='|---|'
for n; do
	title="$title $n |" rule="$rule--:|"
done
printf '%s growth |\n%s--:|\n' "$title" "$rule"
rows | while IFS='|' read -r file key what unit; do
	values=
	for n; do
		values="$values $(value "$folder/$n.$file.json" "$key" | grep . || echo -)"
	done
	echo "$values" | awk -v what="$what" -v unit="$unit" '
		function shown(x) { return x >= 100 ? sprintf("%.0f", x) : x >= 10 ? sprintf("%.1f", x) : sprintf("%.2f", x) }
		{
			for (i = 1; i <= NF; i++) any = any || $i != "-"
			if (!any) exit
			printf "| %s%s |", what, unit == "" ? "" : ", " unit
			for (i = 1; i <= NF; i++) printf " %s |", $i == "-" ? "–" : shown($i)
			grows = NF > 1 && $1 != "-" && $NF != "-" && $1 > 0
			printf " %s |\n", grows ? "× " shown($NF / $1) : "–"
		}'
done
