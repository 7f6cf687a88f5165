# Facets, groups and crosstabs on the shipped facts: what the screens show is what count --by says; and figures by their number.
. tests/support/cli.sh

y() { "$YUANLIAN" --db "$work/seeds.db" --seeds "$SEEDS" --lang zh "$@"; }

run 0 'render facets' y render facets projects
has "$out" '[状态]' 'facets: the first one'
run 0 'render facets by' y render facets projects --by zone --size 120x40
has "$out" '[开发区]' 'facets: the one that was asked for'
run 0 'render facets under a filter' y render facets projects --query 'status:投产' --by zone
run 0 'render groups' y render groups projects --by status --sum invest --size 200x40
cp "$out" "$work/groups"
run 0 'render crosstab' y render crosstab projects --by status,zone --size 200x40
cp "$out" "$work/crosstab"
run 0 'render crosstab with sums' y render crosstab projects --by zone,status --sum invest/planned --size 200x40
has "$out" '投资额 计划' 'crosstab: which figure, which modality'
run 0 'in English' y --lang en render crosstab projects --by status,zone
has "$out" 'status \ zone' 'crosstab: in English'

run 2 'facets want a kind' y render facets
has "$err" 'expected one such as projects' 'facets: which word is missing'
run 2 'one kind' y render facets projects zones
run 2 'a kind that is none' y render facets nothings
run 2 'by what is no field' y render crosstab projects --by statsu,zone
has "$err" 'status' 'crosstab: the nearest name'
run 2 'by a figure' y render groups projects --by invest
run 2 'sum of no figure' y render groups projects --by status --sum zone
run 2 'sum of no modality' y render groups projects --by status --sum invest/plan
has "$err" 'found "invest/plan" for --sum' 'groups: which part is wrong'
run 2 'facets of what cannot be asked' y render facets projects --query 'statsu:投产'
has "$err" 'query:1:1: found "statsu", expected a field of projects: "status"?' 'facets: where the query is wrong'
run 2 'by on another screen' y render projects --by status

# Every row of count --by stands in the crosstab, and every sum in the groups.
y count projects --by status --sum invest --format csv | tail -n +2 >"$work/sums"
y count projects --by status --format table | sed 1d | while read -r label n; do
	[ -n "$n" ] || { n=$label label='(无)'; }
	grep -q " $label  *$n  " "$work/groups" && echo "ok groups: $label $n" || echo "not ok groups: $label $n"
done >"$work/groups.ok"
cat "$work/groups.ok"
grep -q '^not ok' "$work/groups.ok" && failed=1
is 'groups: as many as count says' "$(grep -c '^ok' "$work/groups.ok")" "$(wc -l <"$work/sums" | tr -d ' ')"

# cell STATUS ZONE: the number in the crosstab where the row and the column of that name meet.
# Zone names have no blanks, so fields are columns: label, total, then zones in the order of the titles (long ones cut by ~).
cell() {
	awk -v row="$1" -v column="$2" 'NR == 3 { for (i = 1; i <= NF; i++) { split($i, part, "~")
			if ($i == column || (index($i, "~") && index(column, part[1]) == 1)) at = i - 3 + 1 } }
		NR > 3 && ($1 == row || $2 == row && $1 == ">") { print $(at + ($1 == ">") ) }' "$work/crosstab"
}
y count projects --by status,zone --format csv | tail -n +2 >"$work/cells"
y count projects --by status,zone --format table | sed 1d | awk 'NF == 3' >"$work/rows"
is 'crosstab: rows to compare' "$([ "$(wc -l <"$work/rows")" -gt 10 ] && echo many)" many
while read -r status zone n; do
	is "crosstab: $status x $zone" "$(cell "$status" "$zone")" "$n"
done <"$work/rows"

# A number in hand: where it was printed, however it is typed.
for number in 206.65 206.65亿元 '206.65 亿元' ２０６．６５亿 2066500万元 约206.65亿元 206.65yi; do
	run 0 "find $number" y find "$number" --kind claim
	has "$out" 'claim:000-2-5066' "find $number: the figure that it is"
	run 0 "count $number" y count claims "$number"
	is "count $number: this one alone" "$(cat "$out")" 1
done
run 1 'another unit' y count claims 206.65亿吨
run 1 'the beginning of a number' y count claims 206.6
run 0 'a number in a name' y find 年产50万吨
has "$out" 'project:zhonglv-huarun-dianjielv' 'a number in a name: the name'

# Figures stand in order by how much they are, not as texts.
y list claims indicator:投资额 sort:-value top:2 --columns value --format csv >"$work/values"
is 'the largest figures' "$(paste -sd' ' "$work/values")" 'value 297.8 36'

finish
