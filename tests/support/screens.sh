#!/bin/sh
# Golden screens: replay tests/screens/SCREEN/CASE.keys without a terminal and compare what stands
# there at the end with SCREEN/CASE@COLSxROWS.screen, byte for byte (the dump cuts trailing blanks).
#
#   screens.sh check [CASE]     compare everything, or what CASE names: home, zones/filter, zones/filter@80x24
#   screens.sh bless CASE|all   show the difference and make what stands there the golden screen; never in CI
#
# The keys are a script as view/script.h describes it. Comments of this form at its beginning say how it is run:
#   # sizes: 80x24 40x12      where not 80x24 120x40 200x60 40x12
#   # options: --lang en      options of the program
#   # env: LC_ALL=C           variables
#   # seeds: none             another catalogue than tests/data/catalogue
# Every case is run at 20x6 and 1x1 as well: nothing is compared there, but nothing may break.
# Environment: YUANLIAN the program, WORK a folder that may be emptied.
set -eu
cd "$(dirname "$0")/../.."
cases=tests/screens
SOURCE_DATE_EPOCH=1795305600
export SOURCE_DATE_EPOCH

header() {
	sed -n "s/^# $1: //p" "$2" | head -1
}

# program SEEDS ARGUMENT…: run it in WORK, so that the first screen shows the same path everywhere.
program() (
	case $1 in none) seeds=none ;; *) seeds=$PWD/$1 ;; esac
	catalogue=$(basename "$1").db
	shift
	cd "$WORK"
	exec "$YUANLIAN" --db "$catalogue" --seeds "$seeds" "$@"
)

# play KEYS SIZE OUT: what stands on the screen at the end, and in OUT.fault what was said.
play() {
	seeds=$(header seeds "$1") options=$(header options "$1") variables=$(header env "$1")
	{ echo "resize:$2"; cat "$1"; } > "$3.keys"
	# shellcheck disable=SC2086 # words are meant
	(
		[ -z "$variables" ] || export $variables
		program "${seeds:-tests/data/catalogue}" $options --script "$3.keys" > "$3" 2> "$3.fault" < /dev/null
	)
}

sizes_of() {
	sizes=$(header sizes "$1")
	echo "${sizes:-80x24 120x40 200x60 40x12}"
}

# selected CASE@SIZE: does the argument name it?
selected() {
	case $only in
	''|all) return 0 ;;
	*) case $1 in "$only"|"$only"@*|"$only"/*) return 0 ;; esac ;;
	esac
	return 1
}

# one CASE SIZE: one line; FAILED in it where it is not as it was.
one() {
	keys=$cases/$1.keys golden=$cases/$1@$2.screen
	out=$WORK/$(echo "$1" | tr / -)@$2
	if ! play "$keys" "$2" "$out"; then
		echo "FAILED $1@$2: exit status not 0"
		cat "$out.fault"
	elif [ "$(wc -l < "$out")" != "${2#*x}" ]; then
		echo "FAILED $1@$2: $(wc -l < "$out") lines, expected ${2#*x}"
	elif [ "$2" = 20x6 ] || [ "$2" = 1x1 ]; then
		echo "ok $1@$2"
	elif [ "$mode" = bless ]; then
		if cmp -s "$golden" "$out"; then
			echo "same $1@$2"
		else
			diff -u "$golden" "$out" 2>/dev/null || [ -e "$golden" ] || cat "$out"
			cp "$out" "$golden"
			echo "blessed $1@$2"
		fi
	elif [ ! -e "$golden" ]; then
		echo "FAILED $1@$2: no golden screen; look at it and make bless CASE=$1@$2"
	elif cmp -s "$golden" "$out"; then
		echo "ok $1@$2"
	else
		echo "FAILED $1@$2"
		diff -u "$golden" "$out" || true
	fi
}

# Golden screens that no case and size makes any more.
orphans() {
	find "$cases" -name '*.screen' | sort | while read -r golden; do
		name=${golden#"$cases"/} name=${name%.screen}
		keys=$cases/${name%@*}.keys
		case " $([ -e "$keys" ] && sizes_of "$keys") " in
		*" ${name##*@} "*) ;;
		*) echo "FAILED $name: a golden screen without a case" ;;
		esac
	done
}

prepare() {
	rm -rf "$WORK"
	mkdir -p "$WORK"
	find "$cases" -name '*.keys' -exec sed -n 's/^# seeds: //p' {} + | cat - /dev/null | { cat; echo tests/data/catalogue; } | sort -u |
		while read -r seeds; do
			# Status 1: the catalogue is made, and empty.
			program "$seeds" count zones > /dev/null || [ $? = 1 ]
		done
}

# jobs: "CASE SIZE" a line, of what is selected.
jobs_of() {
	find "$cases" -name '*.keys' | sort | while read -r keys; do
		case=${keys#"$cases"/} case=${case%.keys}
		for size in $(sizes_of "$keys") 20x6 1x1; do
			! selected "$case@$size" || echo "$case $size"
		done
	done
}

mode=${1:-check} only=${2:-}
case $mode in
one)
	mode=$2
	one "$3" "$4"
	exit ;;
check) ;;
bless)
	[ -z "${CI:-}" ] || { echo "screens.sh: found CI, expected a person who looks at what is blessed" >&2; exit 2; }
	[ -n "$only" ] || { echo "screens.sh: found no case, expected CASE=screen/case (or all)" >&2; exit 2; } ;;
*)
	echo "screens.sh: found \"$mode\", expected check or bless" >&2
	exit 2 ;;
esac
prepare
jobs_of > "$WORK/jobs"
[ -s "$WORK/jobs" ] || { echo "screens.sh: found no case \"$only\" in $cases" >&2; exit 2; }
at_once=1
[ "$mode" = bless ] || at_once=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
# A log of its own for each job: lines of neighbours do not mix.
nl -ba -w1 -s' ' "$WORK/jobs" | xargs -P "$at_once" -L1 sh -c \
	'sh tests/support/screens.sh one "$0" "$2" "$3" > "$WORK/log-$1" 2>&1 || true' "$mode"
n=$(wc -l < "$WORK/jobs")
seq "$n" | while read -r i; do cat "$WORK/log-$i"; done > "$WORK/log"
[ -n "$only" ] || orphans >> "$WORK/log"
if [ "$mode" = bless ]; then
	grep -v '^ok ' "$WORK/log"
else
	grep -v '^ok ' "$WORK/log" || echo "  ok      $cases ($(grep -c '^ok ' "$WORK/log"))"
fi
! grep -q '^FAILED ' "$WORK/log"
