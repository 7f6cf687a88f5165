# xlsx: export of records, and of gaps and candidates.
. tests/support/cli.sh
small_seeds "$work/seeds"
# What a spreadsheet would run, and what XML cannot hold.
printf 'enterprise:evil,"=HYPERLINK(""http://example.org"")",,,,zone:xingxian,,,,\nenterprise:bell,a\033b_x0041_,,,,zone:xingxian,,,,\n' >"$work/rows"
{ echo 'id,name,short_names,code,region,zone,park,classes,products,source'; cat "$work/rows"; } >"$work/seeds/enterprises.csv"
export YUANLIAN_DB="$work/a.db"
unset SOURCE_DATE_EPOCH
y() { "$YUANLIAN" --seeds "$work/seeds" "$@"; }
inside() { unzip -p "$1" "$2"; }
sheet_names() { inside "$1" xl/workbook.xml | grep -o '<sheet name="[^"]*"' | sed 's/.*name="//; s/"//' | tr '\n' ' '; }
# cells FILE SHEET: the sheet as lines of cells with | between them
cells() { inside "$1" "xl/worksheets/sheet$2.xml" | sed '1d; s:</row>:\n:g' | sed 's:</c>:|:g; s:<[^>]*>::g'; }

run 0 'all kinds' y export "$work/all.xlsx"
is 'a sheet a kind' "$(sheet_names "$work/all.xlsx")" 'regions zones parks chains stages links enterprises placements flows projects milestones claims indicators sources facilities measures requests persons targets events doubts identities assessments sectors '
run 0 'again' y export "$work/again.xlsx"
same "$work/all.xlsx" "$work/again.xlsx" 'the same catalogue gives the same bytes'
run 0 'another clock' env SOURCE_DATE_EPOCH=1700000000 "$YUANLIAN" --seeds "$work/seeds" export "$work/dated.xlsx"
inside "$work/dated.xlsx" docProps/core.xml >"$out"
has "$out" '2023-11-14T22:13:20Z' 'the clock is SOURCE_DATE_EPOCH'
run 73 'an existing file is refused' y export "$work/all.xlsx"
same "$work/all.xlsx" "$work/again.xlsx" 'and stays'
run 0 'unless forced' y export "$work/all.xlsx" --force
run 2 '--excel is for csv' y export "$work/x.xlsx" --excel

run 0 'one kind' y export "$work/claims.xlsx" --kind claims
is 'one kind: its sheet' "$(sheet_names "$work/claims.xlsx")" 'claims '
inside "$work/claims.xlsx" xl/worksheets/sheet1.xml >"$out"
has "$out" '<v>38833000000</v>' 'value_base is a number'
has "$out" '<t>388.33</t>' 'the value as printed is a text'
has "$out" 'state="frozen"' 'the header is frozen'
has "$out" '<autoFilter ref="A1:' 'the header has a filter'
inside "$work/all.xlsx" xl/worksheets/sheet2.xml >"$out"
has "$out" '<t>region_name</t>' 'the name beside a reference'
run 0 'a query' y export "$work/some.xlsx" --kind projects --query status:投产
is 'a query: rows' "$(cells "$work/some.xlsx" 1 | grep -c '^project:')" 2
run 1 'a query that finds nothing' y export "$work/no.xlsx" --kind projects --query name:没有
is 'nothing is written then' "$(ls "$work/no.xlsx" 2>/dev/null)" ''
run 0 'by format' y export "$work/book" --kind zones --format xlsx
unzip -tq "$work/book" >"$out" 2>&1
has "$out" 'No errors' 'by format: a workbook'
cells "$work/all.xlsx" 7 >"$out"
has "$out" 'enterprise:evil|=HYPERLINK("http://example.org")|' 'a formula is text'
has "$out" 'a_x001B_b_x005F_x0041_' 'what XML cannot hold is escaped'
inside "$work/all.xlsx" xl/worksheets/sheet7.xml >"$out"
hasnt "$out" '<f>' 'no formula'
hasnt "$out" '<hyperlink' 'no link'

awk 'BEGIN { printf "id,zone,gist\nmeasure:long,zone:xingxian,"; for (i = 0; i < 40000; i++) printf "x"; print "" }' >"$work/measures.csv"
sed -i 's/^id,zone,gist/id,name,zone,gist/; s/^measure:long,/measure:long,长,/' "$work/measures.csv"
run 0 'a long text comes in' y import "$work/measures.csv"
run 0 'a long text is cut' y export "$work/long.xlsx" --kind measures
has "$err" 'long.xlsx: found 40000 characters in gist of measure:long, expected at most 32767 in a cell' 'a long text: said'
cells "$work/long.xlsx" 1 >"$out"
has "$out" 'x…[截断 cut]|' 'a long text: marked'

# Where there is no room for temporary files nothing is left behind.
run 74 'no room' sh -c "trap '' XFSZ; ulimit -f 1; exec \"\$0\" --db '$YUANLIAN_DB' export '$work/full.xlsx'" "$YUANLIAN"
is 'no room: no file' "$(ls "$work" | grep -c full)" 0
run 74 'nowhere for temporary files' env TMPDIR="$work/none" "$YUANLIAN" export "$work/full.xlsx"
run 74 'a full device' y export /dev/full --force --format xlsx --kind zones

# Gaps and candidates, on the shipped facts.
export YUANLIAN_DB="$work/b.db"
z() { "$YUANLIAN" --seeds "$SEEDS" "$@"; }
run 0 'gaps' z gaps zone:qingxu --out "$work/gaps.xlsx"
is 'gaps: nothing on the terminal' "$(cat "$out")" ''
cells "$work/gaps.xlsx" 1 >"$out"
is 'gaps: titles' "$(head -1 "$out")" '缺口|环节|产业链|依据|候选|所在|分量|理由|凭据|来源|编号|'
has "$out" '资源: 兴县 煤炭 461.54亿吨|兴县 储量 煤炭|聚“链”成势' 'gaps: reasons and sources'
inside "$work/gaps.xlsx" xl/worksheets/sheet1.xml >"$out"
has "$out" '<v>1</v>' 'gaps: the weight is a number'
run 0 'gaps in English' z --lang en gaps zone:qingxu --out "$work/en.xlsx"
is 'gaps in English: titles' "$(cells "$work/en.xlsx" 1 | head -1)" 'gap|stage|chain|ground|candidate|zone|weight|reasons|records|sources|id|'
run 73 'gaps: an existing file is refused' z gaps zone:qingxu --out "$work/gaps.xlsx"
run 0 'gaps: unless forced' z gaps zone:qingxu --out "$work/gaps.xlsx" --force
run 0 'gaps to csv' z gaps zone:qingxu --out "$work/gaps.csv"
z gaps zone:qingxu --format csv >"$out"
same "$work/gaps.csv" "$out" 'gaps to csv: as on the terminal'
run 2 'gaps: xlsx is for a file' z gaps zone:qingxu --format xlsx
run 2 'gaps: another ending' z gaps zone:qingxu --out "$work/gaps.doc"
run 2 'gaps: --force without --out' z gaps zone:qingxu --force
run 1 'gaps: none' z gaps chain:template-lvmei --out "$work/none.xlsx"
has "$err" '没有符合的,没有写文件' 'gaps: none: it is said'
is 'gaps: none, no file' "$(ls "$work/none.xlsx" 2>/dev/null)" ''
# The browser's export key: the rows on the screen, filtered and marked.
printf 'wait 3 & "兴县 铝" Enter x & "电线" Enter F8 ^U "%s" Enter & ^U Enter Space F8 ^U "%s" Enter\n' "$work/shown.xlsx" "$work/marked.xlsx" >"$work/keys"
run 0 'the export key' z --script "$work/keys"
is 'the export key: what the filter leaves' "$(cells "$work/shown.xlsx" 1 | grep -c '|电线电缆|')" 3
is 'the export key: nothing else' "$(cells "$work/shown.xlsx" 1 | grep -c '|')" 4
is 'the export key: what is marked' "$(cells "$work/marked.xlsx" 1 | grep -c '|')" 2
# One candidate of three gaps, chosen for the second of them: in every format that row, also when the filter is gone; without
# marks what is shown.
printf 'wait 3 & "兴县 铝" Enter x & "宝马" Enter j Space F8 ^U "%s" Enter F8 ^U "%s" Enter F8 ^U "%s" Enter' \
	"$work/pair.xlsx" "$work/pair.csv" "$work/pair.md" >"$work/keys"
printf ' & ^U Enter F8 ^U "%s" Enter & "宝马" Enter g g j Space F8 ^U "%s" Enter\n' "$work/pair2.xlsx" "$work/none.xlsx" >>"$work/keys"
run 0 'a candidate of several gaps' z --script "$work/keys"
for book in pair pair2; do
	is "one pair, $book: rows" "$(cells "$work/$book.xlsx" 1 | grep -c '|')" 2
	is "one pair, $book: the gap" "$(cells "$work/$book.xlsx" 1 | grep -c '|高端智造|.*|宝马|')" 1
done
is 'one pair in csv' "$(tail -n +2 "$work/pair.csv" | grep -c 'stage:xingxian-lv-gaoduanzhizao.*enterprise:baoma')/$(wc -l <"$work/pair.csv")" 1/2
is 'one pair in md' "$(grep -c '| 高端智造 .*| 宝马 ' "$work/pair.md")/$(wc -l <"$work/pair.md")" 1/3
is 'no mark: what the filter leaves' "$(cells "$work/none.xlsx" 1 | grep -c '|宝马|')/$(cells "$work/none.xlsx" 1 | grep -c '|')" 3/4
printf 'wait 5 Space j Space F8 ^U "%s" Enter\n' "$work/list.xlsx" >"$work/keys"
run 0 'the export key of a list' z --script "$work/keys"
is 'the export key of a list: rows' "$(cells "$work/list.xlsx" 1 | grep -c '^project:')" 2
run 2 'list has no xlsx' z list zones --format xlsx
finish
