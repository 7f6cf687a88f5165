#!/bin/sh
# The figures of the benches as a Markdown table, one column a size that was measured.
#
#   report.sh FOLDER                FOLDER/SIZE.PROGRAM.json: whichever are there
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

cd "$1"
sizes=$(for f in *.life.json; do [ ! -f "$f" ] || echo "${f%.life.json}"; done | sort -n)
[ "$sizes" ] || { echo "report.sh: $1: found no figures, expected SIZE.life.json (make bench)" >&2; exit 1; }
printf 'Measured on %s, %s processors, %s' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" "$(nproc)" "$(uname -s)"
printf ', load %s' "$(cut -d' ' -f2 /proc/loadavg)" # above the number of processors others worked, too
for size in $sizes; do
	printf '; %s on %s' "$size" "$(date -r "$size.life.json" +%F)"
done
printf '. In parentheses: hits.\n\n'
files=
for size in $sizes; do
	for program in life delta list index query facet peers; do
		[ ! -f "$size.$program.json" ] || files="$files $size.$program.json"
	done
done
# shellcheck disable=SC2086 # names without blanks
awk -f "$OLDPWD/tests/bench/report.awk" -v sizes="$(echo $sizes)" $files
