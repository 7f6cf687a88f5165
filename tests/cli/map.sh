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

mkdir -p "$work/more"
printf 'id,subject,indicator,value,unit,modality,source,locator\nclaim:own,project:xm-001,indicator:invest,1.3,亿元,planned,source:001-1,001-1:1:5-8\n' >"$work/more/claims.csv"
printf 'id,name,about,rule,note\ndoubt:d,疑,claim:project.xm-001.1,unclear,存疑\n' >"$work/more/doubts.csv"

run 0 'a dry run' y import --dry-run --map "$work/book.map" "$work/book"
has "$out" '3 added, 0 replaced' 'a dry run: counts'
run 0 'a folder' y import --map "$work/book.map" "$work/book"
mkdir "$work/other" && sed 's/XM_/XN_/' "$work/book/台账.csv" >"$work/other/台账.csv"
for other in "$work/other/台账.csv" "$work/other" "$work/book"; do
	run 2 'two files of one name' y import --map "$work/book.map" "$work/book/台账.csv" "$other"
	has "$err" "$other: found a file name that $work/book/台账.csv has as well" 'two files of one name: which'
done
is 'two files of one name: nothing is imported' "$(y count projects code:xn 2>/dev/null; y count projects source:台账)" "$(printf '0\n2')"
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
run 0 'a claim of its own beside them' y import "$work/more"
run 0 'export' y export "$work/first"
has "$work/first/projects.csv" ',12500万元,planned,' 'a figure stands in the row'
has "$work/first/projects.csv" ',2025-06-03,' 'a date stands in the row'
is 'and is no claim' "$(grep -c . "$work/first/claims.csv")" 7
hasnt "$work/first/claims.csv" 'claim:project.' 'and is no claim: no such id'
hasnt "$work/first/milestones.csv" 'milestone:project.' 'and no milestone'
run 0 'one kind has the figures, too' y export "$work/one.csv" --kind projects
same "$work/one.csv" "$work/first/projects.csv" 'one kind: as in the folder'
run 0 'claims alone are all of them' y export "$work/claims.csv" --kind claims
has "$work/claims.csv" 'claim:project.xm-001.1' 'claims alone: with those of ledgers'
"$YUANLIAN" --db "$work/b.db" --seeds none import "$work/first" >/dev/null
"$YUANLIAN" --db "$work/b.db" --seeds none export "$work/again" >/dev/null
for file in "$work"/first/*.csv; do same "$file" "$work/again/${file##*/}" "what a ledger holds goes through an export: ${file##*/}"; done
run 0 'its claims keep their ids' "$YUANLIAN" --db "$work/b.db" export "$work/b-claims.csv" --kind claims
same "$work/claims.csv" "$work/b-claims.csv" 'its claims keep their ids: all'
has "$work/again/doubts.csv" 'claim:project.xm-001.1' 'what refers to them does'
is 'and are kept packed' "$(sqlite3 "$work/b.db" 'select count(*) from ledger_rows')" "$(sqlite3 "$YUANLIAN_DB" 'select count(*) from ledger_rows')"
run 0 'json' y export "$work/all.json"
"$YUANLIAN" --db "$work/c.db" --seeds none import "$work/all.json" >/dev/null
"$YUANLIAN" --db "$work/c.db" --seeds none export "$work/third" >/dev/null
for file in "$work"/first/*.csv; do same "$file" "$work/third/${file##*/}" "through json: ${file##*/}"; done
run 0 'xlsx' y export "$work/all.xlsx"
unzip -p "$work/all.xlsx" xl/worksheets/sheet10.xml >"$out"
has "$out" '<v>125000000</v>' 'xlsx: the figure in its base unit is a number'
run 0 'the ledger itself is still the same' "$YUANLIAN" --db "$work/b.db" --lang en import --map "$work/book.map" "$work/book"
has "$out" '0 added, 0 replaced, 3 unchanged' 'the ledger itself is still the same: counts'
run 0 'an export is no other value' y import "$work/first"
has "$out" '0 added, 0 replaced' 'an export is no other value: counts'

# A ledger whose scope has a semicolon goes out as records, all of it.
sed 's/^figure invest planned = /figure invest planned 2025 规划;核定 = /' "$work/book.map" >"$work/semi.map"
run 0 'a scope with a semicolon' "$YUANLIAN" --db "$work/d.db" --seeds "$work/seeds" import --map "$work/semi.map" "$work/book"
run 0 'a scope with a semicolon: export' "$YUANLIAN" --db "$work/d.db" export "$work/semi"
has "$work/semi/claims.csv" '规划;核定' 'a scope with a semicolon: a claim'
hasnt "$work/semi/projects.csv" 'invest' 'a scope with a semicolon: not in the row'
has "$work/semi/milestones.csv" 'milestone:project.xm-001' 'a scope with a semicolon: its dates, too'
run 0 'a scope with a semicolon: again' "$YUANLIAN" --db "$work/d.db" --lang en import "$work/semi"
has "$out" '0 added, 0 replaced' 'a scope with a semicolon: nothing new'

# A project that stands in two ledgers: the second has the last word, each time.
mkdir -p "$work/two"
printf '编号,名称,投资\np1,项目1,5\np2,项目2,6\n' >"$work/two/甲.csv"
printf '编号,名称,产能\np1,项目一,7\np3,项目3,6\n' >"$work/two/乙.csv"
printf '[甲.csv projects]\nid = project:{编号}\nname = {名称}\nfigure invest actual = {投资} 万元\n[乙.csv projects]\nid = project:{编号}\nname = {名称}\nfigure area actual = {产能} 亩\n' >"$work/two.map"
run 0 'two ledgers' "$YUANLIAN" --db "$work/g.db" --seeds "$work/seeds" import --map "$work/two.map" "$work/two"
generation=$(sqlite3 "$work/g.db" 'select generation from meta')
run 0 'two ledgers again' "$YUANLIAN" --db "$work/g.db" --seeds "$work/seeds" --lang en import --map "$work/two.map" "$work/two"
has "$out" '0 added, 0 replaced, 6 unchanged' 'two ledgers again: nothing changed'
is 'two ledgers again: not even the generation' "$(sqlite3 "$work/g.db" 'select generation from meta')" "$generation"
cp "$work/g.db" "$work/h.db"
sqlite3 "$work/h.db" "PRAGMA foreign_keys = OFF; DELETE FROM projects WHERE id = 'project:p1'"
run 65 'a project of a ledger that another program took out' "$YUANLIAN" --db "$work/h.db" --seeds none count projects
has "$err" "$work/h.db: found a row of a ledger about nothing" 'a project that is gone: which file'

# Columns called by their years.
mkdir -p "$work/years"
printf '编号,开发区,2023,2024\nz1,甲开发区,"1,250",１３００\nz2,乙开发区,,7\n' >"$work/years/产值.csv"
printf '[产值.csv zones]\nid = zone:{编号}\nname = {开发区}\nfigure total-output actual 2023 = {2023} 亿元\nfigure total-output actual 2024 = {2024} 亿元\n' >"$work/years.map"
run 0 'columns called by their years' "$YUANLIAN" --db "$work/e.db" --seeds "$work/seeds" import --map "$work/years.map" "$work/years"
run 0 'columns called by their years: export' "$YUANLIAN" --db "$work/e.db" export "$work/years-1"
has "$work/years-1/zones.csv" '1250亿元;1300亿元' 'columns called by their years: in the row'
run 0 'columns called by their years: read back' "$YUANLIAN" --db "$work/f.db" --seeds none import "$work/years-1"
run 0 'columns called by their years: export again' "$YUANLIAN" --db "$work/f.db" --seeds none export "$work/years-2"
same "$work/years-1/zones.csv" "$work/years-2/zones.csv" 'columns called by their years: the same'

sed 's/12,500/12,50/' "$work/book/台账.csv" >"$work/台账.csv"
run 65 'a number that is none' y import --map "$work/book.map" "$work/台账.csv"
has "$err" '台账.csv:2:22: found "12,50", expected a number such as' 'a number that is none: place'
run 65 'a column that is not there' y import --map /dev/stdin "$work/book"
printf '[台账.csv projects]\nname = {名称}\n' >"$work/bad.map"
run 65 'a column that is not there' y import --map "$work/bad.map" "$work/book"
has "$err" 'bad.map:2:9: found the column "名称", expected one of' 'a column that is not there: place'
printf '[台账.csv projects]\nname = 项目名称\nzone = {所属开发区}\n' >"$work/bad.map"
run 65 'a column without its braces' y import --dry-run --map "$work/bad.map" "$work/book"
has "$err" "bad.map:2:8: found \"项目名称\", which is a column of $work/book/台账.csv, expected {项目名称}" 'a column without its braces: place'
printf '[台账.csv projects]\nname = {项目名称}\nphase = 项目名称\n' >"$work/bad.map"
run 0 'a word that a column is called, too' y import --dry-run --map "$work/bad.map" "$work/book"
printf '[台账.csv projects]\nname = {项目名称}\nfigure investment planned = {总投资（万元）} 万元\n' >"$work/bad.map"
run 65 'an indicator that is none' y import --dry-run --map "$work/bad.map" "$work/book"
has "$err" 'found "indicator:investment", expected the id of a record (yuanlian list indicators)' 'an indicator that is none: where they stand'
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
