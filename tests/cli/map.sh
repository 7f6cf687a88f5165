# import --map: files with foreign columns.
. tests/support/cli.sh
small_seeds "$work/seeds"
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$work/seeds" --lang en "$@"; }
mkdir -p "$work/book"
printf '编号,项目名称,所属开发区,总投资（万元）,年产,单位,进度,签约日期\r\nXM_001,新能源电池项目,兴县经开区,"12,500",3,万吨,已签约,2025/6/3\r\nXM_002,光伏支架项目,长子经开区,,,,谋划中,\r\n' >"$work/book/台账.csv"
cat >"$work/book.map" <<'MAP'
# 我的台账
[台账.csv projects]
source.name = 2025年项目台账
source.date = 2025-06
id = project:{编号}
name = {项目名称}
zone = {所属开发区}
status = {进度}
status: 已签约 = signed
status: 谋划中 = planned
figure invest planned = {总投资（万元）} 万元
milestone signed = {签约日期}
MAP

run 0 'a dry run' y import --dry-run --map "$work/book.map" "$work/book"
has "$out" '3 added, 0 replaced' 'a dry run: counts'
run 0 'a folder' y import --map "$work/book.map" "$work/book"
run 0 'importing again' y import --map "$work/book.map" "$work/book/台账.csv"
has "$out" '0 added, 0 replaced, 3 unchanged' 'importing again changes nothing'
run 0 'the figure answers' y list projects 'invest>=1.2亿' --format csv --columns id,zone,invest
has "$out" 'project:xm-001' 'the figure answers: row'
has "$out" '12500万元' 'the figure answers: as printed'
run 0 'the milestone' y list milestones project:project:xm-001 --format csv
has "$out" '2025-06-03' 'the date is a milestone'
run 0 'the claim' y list claims subject:project:xm-001 --format csv --columns id,value_base,source,locator
has "$out" '125000000' 'the claim in its base unit'
has "$out" ':2:总投资（万元）' 'the claim says line and column'
run 0 'since looks at milestones' y count projects since:2025-06
run 0 'check finds no error' y check
run 0 'export' y export "$work/first"
"$YUANLIAN" --db "$work/b.db" --seeds none import "$work/first" >/dev/null
"$YUANLIAN" --db "$work/b.db" --seeds none export "$work/again" >/dev/null
for kind in projects claims milestones; do
	sort "$work/first/$kind.csv" >"$work/one.txt" && sort "$work/again/$kind.csv" >"$work/two.txt"
	same "$work/one.txt" "$work/two.txt" "what a ledger holds goes through an export: $kind"
done
run 0 'an export is no other value' y import "$work/first"
has "$out" '0 added, 0 replaced' 'an export is no other value: counts'

sed 's/12,500/12,50/' "$work/book/台账.csv" >"$work/台账.csv"
run 65 'a number that is none' y import --map "$work/book.map" "$work/台账.csv"
has "$err" '台账.csv:2:22: found "12,50", expected a plain number' 'a number that is none: place'
run 65 'a column that is not there' y import --map /dev/stdin "$work/book"
printf '[台账.csv projects]\nname = {名称}\n' >"$work/bad.map"
run 65 'a column that is not there' y import --map "$work/bad.map" "$work/book"
has "$err" 'bad.map:2:9: found the column "名称", expected one of' 'a column that is not there: place'
run 66 'a missing map' y import --map "$work/none.map" "$work/book"
run 66 'a missing file' y import --map "$work/book.map" "$work/seeds"
run 2 'a file that no section names' y import --map "$work/book.map" "$work/seeds/zones.csv"
sed 's/长子经开区/某开发区/' "$work/book/台账.csv" >"$work/台账.csv"
run 65 'an unknown name' y import --map "$work/book.map" "$work/台账.csv"
has "$err" ':3:15: found "某开发区", which no record is called' 'an unknown name: place'
run 0 'a GBK file' sh -c "iconv -f UTF-8 -t GB18030 '$work/book/台账.csv' >'$work/台账.csv'"
run 0 'is read' y import --map "$work/book.map" "$work/台账.csv"
has "$err" 'GB18030' 'and said'
has "$out" '0 added, 0 replaced' 'and the same'
finish
