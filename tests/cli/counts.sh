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

# 亩 and 平方米 convert: what stands in both is added up in the one in which nothing has to be rounded, the parts as the whole.
small_seeds "$work/small"
cat >>"$work/small/claims.csv" <<'CSV'
claim:m1,project:a,indicator:area,,1,亩,,actual,,,source:001-1,001-1:1:30-32
claim:m2,project:b,indicator:area,,650,平方米,,actual,,,source:001-1,001-1:1:33-38
claim:m3,project:c,indicator:area,,2000,平方米,,actual,,,source:001-1,001-1:1:40-45
claim:m4,project:a,indicator:area,,600,平方米,,actual,,,source:001-1,001-1:1:46-50
CSV
z() { "$YUANLIAN" --db "$work/small.db" --seeds "$work/small" --lang zh "$@"; }
run 0 'count of two units' z count projects --sum area --format csv
has "$out" '4,4.875,4.975,0.975,亩' 'count of two units: low, high, median'
hasnt "$err" '别的单位' 'count of two units: nothing is left out'
run 0 'count of one unit' z count projects 'status:签约' --sum area --format csv
has "$out" '1,650,650,650,平方米' 'count of one unit: it stays'
run 0 'count by groups of two units' z count projects --by status --sum area --format csv
has "$out" 'signed,1,0.975,0.975,0.975,亩' 'count by groups of two units: one for all'
run 0 'groups of two units' z render groups projects --by status --sum area --size 160x12
has "$out" '0.975亩' 'groups of two units: one for all'
run 0 'order of two units' z list projects sort:area --columns id,area,match --format csv
is 'order of two units: by how much it is' "$(cut -d, -f1,2 "$out" | paste -sd' ')" 'id,area project:a,1亩;600平方米 project:b,650平方米 project:c,2000平方米 project:b2,'
is 'bounds of two units: empty' "$(z list projects area:1亩..2亩 --columns id,area --format csv | paste -sd' ')" 'id,area,area_low,area_high project:a,1亩;600平方米,,'

finish
