#!/bin/sh
# The numbers of an article file that no locator of the catalogue covers, and how many there are: what is left
# should be page furniture, telephone numbers and labels. Usage:
#
#	uncovered.sh FILE PROGRAM [OPTIONS]     such as: uncovered.sh article.txt yuanlian --db catalogue.db
#
# Prints one line a number: characters START-END, and the text around it; then "covered N of M". A number is a run of
# digits (points and commas inside), or of Han numerals that a counting word or unit follows. Always ends with
# status 0: what is left is for people to judge. Needs sha256sum, iconv, od and awk.
set -eu
if [ $# -lt 2 ] || [ ! -r "$1" ]; then
	echo "uncovered.sh: found $# arguments, expected FILE (a readable article file) and PROGRAM" >&2
	exit 2
fi
file=$1
shift
hash=$(sha256sum "$file" | cut -d' ' -f1)
kinds='zones parks chains stages links enterprises placements flows projects milestones claims facilities measures requests persons targets events doubts identities assessments'
work=$(mktemp -d "${TMPDIR:-/tmp}/uncovered.XXXXXX")
trap 'rm -rf "$work"' EXIT

slugs=$("$@" list sources --columns id,sha256 --format tsv | awk -v hash="$hash" '$2 == hash { sub(/^source:/, "", $1); print $1 }')
if [ -z "$slugs" ]; then
	echo "uncovered.sh: found no source with the hash of $file, expected one in the catalogue" >&2
	exit 1
fi

# Ranges of this file's articles: START END
for kind in $kinds; do
	"$@" list "$kind" --columns locator --format tsv 2>/dev/null || true
done | tr ';' '\n' | awk -F: -v slugs="$slugs" '
	BEGIN { n = split(slugs, list, "\n"); for (i = 1; i <= n; i++) known[list[i]] = 1 }
	$1 in known && split($3, range, "-") == 2 { print range[1], range[2] }' >"$work/ranges"

# One code point a line, so that any awk can count characters.
iconv -f UTF-8 -t UTF-32LE "$file" | od -An -v -tu4 -w4 >"$work/points"
printf '一二三四五六七八九十百千万亿两半零〇几数' | iconv -f UTF-8 -t UTF-32LE | od -An -v -tu4 -w4 >"$work/numerals"
printf '个家户项条件宗座名人位台套只辆次种亿万吨年月天小米亩元％%%倍成大期批园区链级强类层幢栋间岗公平立千兆届所企' |
	iconv -f UTF-8 -t UTF-32LE | od -An -v -tu4 -w4 >"$work/counters"

awk -v ranges="$work/ranges" -v numerals="$work/numerals" -v counters="$work/counters" '
	function digit(c) { return (c >= 48 && c <= 57) || (c >= 65296 && c <= 65305) }
	function joint(c) { return c == 46 || c == 44 || c == 65294 || c == 65292 }
	function taken(from, to,  i) { for (i = from; i < to; i++) if (!(i in covered)) return 0; return 1 }
	function shows(c) { return c < 32 || c == 12288 ? 32 : c }
	BEGIN {
		while ((getline line < ranges) > 0) { split(line, r, " "); for (i = r[1]; i < r[2]; i++) covered[i] = 1 }
		while ((getline line < numerals) > 0) numeral[line + 0] = 1
		while ((getline line < counters) > 0) counter[line + 0] = 1
	}
	{ point[NR - 1] = $1 + 0 }
	END {
		for (at = 0; at < NR; at = to) {
			to = at + 1
			if (digit(point[at])) {
				while (to < NR && (digit(point[to]) || (joint(point[to]) && digit(point[to + 1])))) to++
				while (to < NR && numeral[point[to]]) to++
			} else if (numeral[point[at]]) {
				while (to < NR && numeral[point[to]]) to++
				if (!counter[point[to]]) continue
			} else continue
			total++
			if (taken(at, to)) { n++; continue }
			printf "%d-%d", at, to
			for (i = at - 12; i < to + 12; i++) if (i >= 0 && i < NR) printf " %d", shows(point[i])
			printf "\n"
		}
		printf "covered %d of %d\n", n, total
	}' "$work/points" >"$work/left"

# Code points back to text.
while read -r place rest; do
	if [ "$place" = covered ]; then
		echo "$place $rest"
		continue
	fi
	printf '%s\t' "$place"
	for c in $rest; do
		printf "\\$(printf %03o $((c & 255)))\\$(printf %03o $((c >> 8 & 255)))\\$(printf %03o $((c >> 16 & 255)))\\000"
	done | iconv -f UTF-32LE -t UTF-8
	printf '\n'
done <"$work/left"
