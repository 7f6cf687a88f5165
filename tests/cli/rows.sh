# list, count, find, show, render on a small catalogue.
. tests/support/cli.sh
small_seeds "$work/seeds"
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$work/seeds" "$@"; }

run 0 'list csv' y list zones --format csv
has "$out" 'id,name,short_names,code,class,level,region,region_name,' 'csv: every field, and names of references'
has "$out" 'zone:xingxian,兴县经济技术开发区,兴县经开区,,economic,provincial,region:141123,兴县,' 'csv: codes and ids'
has "$out" '275亿元;388.33亿元,27500000000,38833000000' 'csv: a figure as printed with its bounds'
has "$out" ',match' 'csv: match'
run 0 'list json' y list zones --format json
is 'json: codes' "$(json "$out" "select value ->> 'class' from e where value ->> 'id' = 'zone:xingxian'")" economic
is 'json: a figure is an array of claims' "$(json "$out" "select json_array_length(value, '$.total-output') from e where value ->> 'id' = 'zone:xingxian'")" 2
is 'json: with their sources' "$(json "$out" "select value ->> '$.total-output[0].source' from e where value ->> 'id' = 'zone:xingxian'")" source:001-1
is 'json: kind' "$(json "$out" "select distinct value ->> 'kind' from e")" zone
is 'json: numbers are numbers' "$(json "$out" "select json_type(value, '$.total-output[0].value_base') from e where value ->> 'id' = 'zone:xingxian'")" integer
cp "$out" "$work/zh.json"
run 0 'a claim in json' y list claims id:claim:b --format json
is 'json: the qualifier is the word' "$(json "$out" "select value ->> 'qualifier' from e where value ->> 'id' = 'claim:b'")" 余
run 0 'list json in English' y --lang en list zones --format json
same "$out" "$work/zh.json" 'json does not change with the language'
run 0 'list jsonl' y list zones --format jsonl
is 'jsonl: a line a record' "$(wc -l <"$out")" 3
run 0 'list table' y list zones
has "$out" '经济技术' 'table: labels'
has "$out" '!' 'table: a conflict is marked'
hasnt "$out" "$(printf '\033')" 'table: no escape sequence in a pipe'
run 0 'list table in English' y --lang en list zones
has "$out" 'economic' 'table: English labels'
run 0 'list md' y list zones --format md
has "$out" '|---' 'md: a table'
run 0 'columns' y list zones --columns id,name --format csv
is 'columns: exactly these' "$(head -1 "$out")" id,name
run 0 'Chinese column names' y list zones --columns 名称,类别 --format csv
is 'Chinese column names are accepted, English ones come out' "$(head -1 "$out")" name,class

run 0 'sort down by a figure' y list projects --sort -invest --columns id --format csv
is 'sort: greatest first, absent last' "$(tr '\n' ' ' <"$out")" 'id project:a project:b project:c project:b2 '
run 0 'sort up' y list projects --sort invest --columns id --format csv
is 'sort: least first, absent last' "$(tr '\n' ' ' <"$out")" 'id project:c project:b project:a project:b2 '
run 0 'limit' y list projects --sort -invest --limit 1 --columns id --format csv
is 'limit: the first of the order' "$(tail -1 "$out")" project:a

run 0 'the query says the order' y list projects sort:-invest --columns id --format csv
is 'sort: in the query' "$(tr '\n' ' ' <"$out")" 'id project:a project:b project:c project:b2 '
run 0 'top of the order' y list projects sort:-invest top:2 --columns id --format csv
is 'top: the first of the order' "$(tr '\n' ' ' <"$out")" 'id project:a project:b '
run 0 'the lesser of top and limit' y list projects top:3 --limit 1 --columns id --format csv
is 'top and limit' "$(wc -l <"$out")" 2
run 0 'the lesser of limit and top' y list projects top:1 --limit 3 --columns id --format csv
is 'limit and top' "$(wc -l <"$out")" 2
run 0 'an option goes before the query' y list projects sort:-invest --sort invest --columns id --format csv
is '--sort before sort:' "$(sed -n 2p "$out")" project:c
run 0 'groups stand together' y list projects by:status sort:-invest --columns id --format csv
is 'by: of a list' "$(tr '\n' ' ' <"$out")" 'id project:b2 project:b project:a project:c '
run 0 'groups are counted' y count projects 分组：状态 --format csv
is 'by: of a count' "$(tr '\n' ' ' <"$out")" 'status,count planned,1 signed,1 producing,2 '
run 0 'one of several without shell characters' y list projects status:签约,谋划 --columns id --format csv
is 'alternatives of a value' "$(tail -n +2 "$out" | sort | tr '\n' ' ')" 'project:b project:b2 '
run 0 'a range of stages without shell characters' y list projects status:签约.. --columns id --format csv
is 'range of codes' "$(tail -n +2 "$out" | sort | tr '\n' ' ')" 'project:a project:b project:c '
run 0 'as another record' y list projects same:project:c --columns id --format csv
is 'same' "$(tail -n +2 "$out" | tr '\n' ' ')" 'project:c '
run 0 'a kind one step away' y list zones project:乙项目 --columns id --format csv
is 'zones of projects' "$(tail -n +2 "$out" | tr '\n' ' ')" 'zone:xingxian '
run 2 'a range the wrong way round' y list projects invest:5亿..2亿
has "$err" 'query:1:12: found "2亿", expected not less than 5亿' 'where the range goes back'
run 2 'a mistyped value' y list projects status:prodcing
has "$err" 'expected "producing"?' 'the nearest value'
run 2 'an operator of another language' y list projects 'invest=>5亿'
has "$err" 'query:1:7: found "=>", expected ">="' 'the operator that is meant'
run 2 'how the answer stands is no condition' y list projects '-sort:name'
has "$err" 'inside another term' 'sort: stands beside all others'

run 0 'a bound is perhaps more' y list projects 'invest>=5亿' --format csv
is 'match column' "$(grep -c 'perhaps$' "$out")" 1
run 0 'answers stay with their rows when they are sorted' y list projects 'invest>=5亿' --sort invest --columns id,match --format csv
is 'sorted answers' "$(tr '\n' ' ' <"$out")" 'id,match project:b,perhaps project:a,yes '
run 0 'a query without shell characters' y list projects invest:5亿.. status:投产 --columns id --format csv
is 'range and label' "$(tail -1 "$out")" project:a
run 0 'codes as a Chinese sentence lists them' y list projects status:签约、谋划 --columns id --format csv
is 'codes parted by 、' "$(tail -n +2 "$out" | sort | tr '\n' ' ')" 'project:b project:b2 '
while IFS='|' read -r limit ids; do
	run 0 "$limit" y list projects "$limit" --columns id,match --format csv
	is "a limit as people write it: $limit" "$(tail -n +2 "$out" | sort | tr '\n' ' ')" "$ids"
done <<'ROWS'
invest:2亿以下|project:c,yes 
投资：2亿元以内|project:c,yes 
投资:5亿以上|project:a,yes project:b,perhaps 
ROWS
run 0 'pinyin in a query' y list projects zone:xingxian zhuangtai:touchan --columns id --format csv
is 'pinyin of field and label' "$(tail -1 "$out")" project:a
run 0 'perhaps without the column is said' y list projects 'invest>=5亿' --columns id
is 'perhaps: a line on standard error' "$(wc -l <"$err")" 1
run 1 'nothing matches' y list projects name:没有
is 'nothing matches: silent' "$(wc -c <"$err")" 0
run 0 'explain' y list projects 'invest>=5亿' --explain
is 'explain: on standard error' "$(test -s "$err" && echo yes)" yes

run 0 'count' y count projects
is 'count: the number' "$(cat "$out")" 4
run 0 'count with perhaps' y count projects 'invest>=5亿'
is 'count: yes and perhaps' "$(cat "$out")" 2
has "$err" 1 'count: perhaps on standard error'
run 0 'count json' y count projects 'invest>=5亿' --format json
is 'count json' "$(json "$out" "select value ->> 'count', value ->> 'perhaps' from e")" '2|1'
run 1 'count of nothing' y count projects name:没有
is 'count of nothing is printed' "$(cat "$out")" 0
run 0 'count by' y count projects --by zone,status --format csv
has "$out" 'zone:xingxian,兴县经济技术开发区,producing,1' 'count by: a row a combination'
is 'count by: combinations' "$(wc -l <"$out")" 5
run 0 'sum' y count projects --by zone --sum invest --format json
is 'sum: low, open high' "$(json "$out" "select value ->> '$.planned.low', value ->> '$.planned.high' from e where value ->> 'zone' = 'zone:xingxian'")" '1000000000|'
is 'sum: closed' "$(json "$out" "select value ->> '$.planned.low', value ->> '$.planned.high', value ->> '$.planned.median' from e where value ->> 'zone' = 'zone:zhangzi'")" '200000000|200000000|200000000'
is 'sum: an open bound is null' "$(json "$out" "select json_type(value, '$.planned.high') from e where value ->> 'zone' = 'zone:xingxian'")" null
run 0 'count by what some do not have' y count projects --by parent --format json
is 'count by: the key stands in every row' "$(json "$out" "select group_concat(json_type(value, '$.parent')) from e")" text,null
run 2 'sum of what is no figure' y count projects --sum name
run 0 'cells' y count claims --by subject,indicator --format csv
has "$out" 'zone:xingxian,兴县经济技术开发区,indicator:total-output,工业总产值,2,2,conflict' 'cell: conflict'
has "$out" 'project:a,甲项目,indicator:invest,投资额,1,1,one' 'cell: one source'
has "$out" 'zone:zhangzi,长子经济技术开发区,indicator:total-output,工业总产值,0,0,none' 'cell: empty'

run 0 'find by initials' y find xxjkq --format csv
is 'find: columns' "$(head -1 "$out")" kind,id,name,match
is 'find: best first' "$(sed -n 2p "$out")" zone,zone:xingxian,兴县经济技术开发区,兴县经开区
run 0 'find with a polyphone' y find zz --format csv --limit 1
has "$out" zone:zhangzi 'find: zz is 长子'
run 0 'find a kind' y find xingxian --kind regions --format csv
hasnt "$out" zone: 'find: only that kind'
run 1 'find nothing' y find qqqq

run 0 'show' y show zone:xingxian
has "$out" '275亿元' 'show: figures'
has "$out" '388.33亿元' 'show: both of two'
has "$out" '甲项目' 'show: what refers to it'
run 0 'show in English' y --lang en show zone:xingxian
has "$out" '兴县经济技术开发区  zone  zone:xingxian' 'show in English: one zone is a zone'
run 0 'show by short name' y show 兴县经开区
run 0 'show by pinyin' y show zhangzijingkaiqu
run 0 'show json' y show zone:xingxian --format json
is 'show json: claims' "$(json "$out" "select json_array_length(value, '$.claims') from e")" 2
run 1 'show what is not there' y show nothing-here
has "$err" 'argument:4:1: found "nothing-here", expected the id' 'show what is not there: message'
run 2 'an ambiguous name' y show 甲项目
has "$err" 'park:jia' 'an ambiguous name: candidates'
has "$err" 'project:a' 'an ambiguous name: all of them'
run 0 'dot' y show chain:lv --format dot
has "$out" '"stage:lv-1" -> "stage:lv-2"' 'dot: ids name the boxes'
has "$out" '[label="氧化铝"]' 'dot: labels'
has "$out" '->' 'dot: edges'
run 0 'mermaid' y show chain:lv --format mermaid
has "$out" 'flowchart' 'mermaid'
run 2 'dot of what has no graph' y show zone:xingxian --format dot

for screen in home zones parks chains enterprises projects sources search help palette; do
	run 0 "render $screen" y render $screen --size 60x20
	is "render $screen: rows" "$(wc -l <"$out")" 20
done
run 0 'render a record' y render zone 兴县经开区
is 'render: 24 rows' "$(wc -l <"$out")" 24
has "$out" '兴县' 'render: the record'
run 0 'render record of another kind' y render record claim:a
run 0 'render compare' y render compare zone:xingxian zone:zhangzi
run 1 'a record of another kind' y render zone project:a
has "$err" 'one of the zones' 'a record of another kind: message'
run 2 'compare needs two' y render compare zone:xingxian
run 2 'a list takes no record' y render zones zone:xingxian
run 0 'render a filtered list' y render projects --query status:投产
hasnt "$out" '乙项目' 'render: the filter counts'
run 2 'render a list of what cannot be asked' y render projects --query 'status:飞行'
has "$err" 'query:1:8: found' 'render: where the query is wrong'
run 0 'a tiny screen' y render home --size 1x1
is 'a tiny screen: one row' "$(wc -l <"$out")" 1
SOURCE_DATE_EPOCH=1764547200 "$YUANLIAN" --seeds "$work/seeds" render home >"$work/day1"
SOURCE_DATE_EPOCH=1764547200 "$YUANLIAN" --seeds "$work/seeds" render home >"$work/day2"
same "$work/day1" "$work/day2" 'the same clock, the same screen'

printf 'wait f "xxjkq" Enter\n' >"$work/script.keys"
run 0 'a script without a terminal' y --script "$work/script.keys"
is 'a script prints the last screen' "$(wc -l <"$out")" 24
has "$out" '兴县经开区' 'a script: where it went'
printf 'resize:40x12 wait NoSuchKey\n' >"$work/bad.keys"
run 65 'a bad script' y --script "$work/bad.keys"
has "$err" 'bad.keys:1:19: found "NoSuchKey"' 'a bad script: where'
run 66 'no script' y --script "$work/none.keys"

printf 'id,name,chain,position\nstage:hostile,"a & `b` \\n <c> ""d"" #e",chain:lv,3\n' >"$work/stages.csv"
run 0 'a name of signs' y import "$work/stages.csv"
run 0 'mermaid: a name of signs' y show chain:lv --format mermaid
has "$out" '"a #38; #96;b#96; #92;n #60;c#62; #34;d#34; #35;e' 'mermaid: signs are text'
printf '项目名称,总投资\n甲,1\n' >"$work/台账.csv"
run 65 "a spreadsheet of one's own" y import "$work/台账.csv"
has "$err" 'or a map of its columns (--map)' "a spreadsheet of one's own: what it takes"

# Yes and no, and several references: codes for programs, words for people
s() { "$YUANLIAN" --db "$work/shipped.db" --seeds "$SEEDS" "$@"; }
for said in zh:是 en:yes; do
	run 0 'yes in a table' s --lang ${said%:*} list milestones inferred:yes --limit 1 --columns inferred
	is "yes in a table: $said" "$(tail -n +2 "$out")" "${said#*:}"
	run 0 'yes in groups' s --lang ${said%:*} count milestones inferred:yes --by inferred
	is "yes in groups: $said" "$(sed -n '2s/ .*//p' "$out")" "${said#*:}"
done
run 0 'yes in a file' s list milestones inferred:yes --limit 1 --columns inferred --format csv
is 'yes in a file' "$(tail -n +2 "$out")" true
run 0 'several references in a file' s list events has:projects --limit 1 --format json
is 'several references: as many names as ids' "$(json "$out" "select json_array_length(value, '$.projects') > 1 and json_array_length(value, '$.projects') = json_array_length(value, '$.projects_name') from e")" 1
is 'several references: names are none of their ids' "$(json "$out" "select instr(value ->> 'projects_name', 'project:') from e")" 0

finish
