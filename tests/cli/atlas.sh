# The chain atlas from the command line: map, balance, gaps; on the shipped facts.
. tests/support/cli.sh
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$SEEDS" "$@"; }

run 0 'render map' y render map chain:xingxian-lv --size 120x40
has "$out" '电解铝 <>' 'map: the lead is marked'
has "$out" '─赤泥─' 'map: a by-product on its line'
is 'map: as many lines as rows' "$(wc -l <"$out")" 40
run 0 'render map by name' y render map 铝系产业链
has "$out" '[ 电解铝 <>' 'map: boxes without frames where there is little room'
run 0 'render map of a zone' y render map zone:qingxu --size 120x60
has "$out" '针状焦' 'map: all chains of a zone'
run 0 'render map as an outline' y render map chain:xingxian-lv --size 60x30
has "$out" '-> 氧化铝' 'outline'
run 1 'render map of a source' y render map source:000-1
run 0 'render map, balance' y render map chain:xingxian-lv --query balance --size 140x60
has "$out" '= 200万吨 x 1.5 = 300万吨' 'balance: red mud by its printed coefficient'
has "$out" '50万吨    38万吨..68万吨' 'balance: the claim of 50 beside 38 printed elsewhere'
run 0 'show as mermaid' y show chain:xingxian-lv --format mermaid
has "$out" '-.->|"赤泥"|' 'mermaid: a by-product is dashed'
run 0 'show as dot' y show chain:xingxian-lv --format dot
has "$out" 'style=dashed' 'dot: a by-product is dashed'

run 0 'show a chain' y show chain:xingxian-lv
has "$out" '产出副产 氧化铝 > 赤泥选铁 赤泥 = 200万吨 x 1.5 = 300万吨' 'show: the balance with its formulas'
has "$out" '电解铝 > 铝精深加工 铝水: 系数缺' 'show: what is missing for it'
run 0 'show a chain in English' y --lang en show chain:xingxian-lv
has "$out" 'coefficient missing' 'show: in English'

run 0 'gaps' y gaps chain:xingxian-lv
has "$out" '缺环' 'gaps: what is missing'
run 0 'gaps as csv' y gaps zone:qingxu --format csv
is 'gaps: header' "$(head -1 "$out")" 'types,stage,stage_name,chain,chain_name,ground,candidate,candidate_name,zone,zone_name,weight,reasons,records,records_name,sources,sources_name'
has "$out" 'enterprise:meijin' 'gaps: a candidate from another zone'
run 0 'gaps as json' y gaps zone:qingxu --format json
is 'gaps: every reason has a record' "$(json "$out" "select count(*) from e where value ->> 'reasons' is not null and value ->> 'records' is null")" 0
cp "$out" "$work/zh.json"
run 0 'gaps as json in English' y --lang en gaps zone:qingxu --format json
same "$out" "$work/zh.json" 'json does not change with the language'
mkdir -p "$work/hostile"
printf 'id,name,source\nzone:a,甲区,source:s\nzone:b,乙区,source:s\n' >"$work/hostile/zones.csv"
printf 'id,name\nsource:s,甲;乙报\nsource:ss,丙报\n' >"$work/hostile/sources.csv"
printf 'id,name,zone\nchain:a,甲链,zone:a\nchain:b,乙;链,zone:b\n' >"$work/hostile/chains.csv"
printf 'id,name,chain\nstage:a,铝杆,chain:a\nstage:b,铝杆,chain:b\n' >"$work/hostile/stages.csv"
printf 'id,name,zone,products,source\nenterprise:b,丙厂,zone:b,铝杆,source:s\n' >"$work/hostile/enterprises.csv"
printf 'id,name,stage,status,owner,source\nproject:b,铝杆;二期,stage:b,signed,enterprise:b,source:ss\n' >"$work/hostile/projects.csv"
printf 'id,enterprise,stage,source\nplacement:b,enterprise:b,stage:b,source:s\n' >"$work/hostile/placements.csv"
run 0 'import names that hold ;' y --db "$work/hostile.db" --seeds none import "$work/hostile"
run 0 'gaps with such names' y --db "$work/hostile.db" --seeds none gaps chain:a --format json
is 'json: as many reasons as there are' "$(json "$out" "select json_array_length(value, '$.reasons') from e")" 3
is 'json: the reason in one piece' "$(json "$out" "select value ->> '$.reasons[0]' from e")" '在谈在建项目: 铝杆；二期 (签约)'
is 'json: a name for each record' "$(json "$out" "select json_array_length(value, '$.records') = json_array_length(value, '$.records_name') and json_array_length(value, '$.sources') = json_array_length(value, '$.sources_name') from e")" 1
is 'json: an id that another begins with is no duplicate' "$(json "$out" "select value ->> '$.sources' from e")" '["source:ss","source:s"]'
run 0 'the same as csv' y --db "$work/hostile.db" --seeds none gaps chain:a --format csv
is 'csv: three reasons' "$(tail -1 "$out" | cut -d, -f12 | tr ';' '\n' | wc -l)" 3
run 0 'gaps as md' y gaps zone:qingxu --format md
has "$out" '|---' 'md: a table'
run 1 'gaps of a reference chain' y gaps chain:template-lvmei --format csv
run 1 'gaps of an enterprise' y gaps enterprise:meijin
run 0 'render gaps' y render gaps chain:xingxian-lv
has "$out" '缺口' 'gaps as a screen'
run 0 'render site' y render site --query '厂房>=1万m2 蒸汽' --size 120x20
has "$out" '23.17万m²' 'site: the figure that meets the need'
has "$out" '不知' 'site: what is unknown is said'
run 0 'count chains' y count chains
is 'count: every record' "$(cat "$out")" 37
has "$err" '8 条属参照链' 'count: how many of them are reference chains'
run 0 'count without reference chains' y count chains -is:reference
is 'count: the chains that somebody has' "$(cat "$out")" 29
is 'count: nothing to say' "$(wc -c <"$err")" 0
run 0 'count only reference chains' y count chains is:reference --format json
is 'count: json says nothing beside' "$(wc -c <"$err")" 0
run 0 'show a stage that a reference chain has as well' y show 电解铝
has "$out" 'stage:xingxian-lv-dianjielv' 'show: the one that somebody has'
run 0 'render the record of a stage' y render record 电解铝
run 2 'show a stage of two chains' y show 氧化铝
has "$err" 'stage:template-lvmei-yanghualv' 'show: the reference stage is among the candidates'
run 0 'show a stage that only a reference chain has' y show 炭素阳极
run 0 'home' y render home
has "$out" '3 产业链 29 ' 'home: the chains that somebody has'
has "$out" '参照链 8' 'home: and the reference chains'
run 0 'site' y site '厂房>=1万m2 蒸汽 铁路'
has "$out" '23.17万m²' 'site: the figure'
has "$out" '(在建)' 'site: what is being built is told so'
has "$err" '个区没有这方面的记载' 'site: how many zones nothing is recorded of'
run 0 'site as csv' y site '厂房>=1万m2' 蒸汽 --format csv
is 'site: header' "$(head -1 "$out")" 'zone,zone_name,need,answer,record,record_name,figure,claims,source,source_name,locator'
is 'site: a zone that meets both comes first' "$(cut -d, -f1,3,4 "$out" | sed -n '2,3p' | tr '\n' ' ')" 'zone:zhangzi,厂房>=1万m2,met zone:zhangzi,蒸汽,met '
has "$out" 'zone:hongtong,洪洞经济技术开发区,蒸汽,unknown,,,,,,,' 'site: what is unknown is a row of its own'
is 'site: nothing but the rows' "$(wc -c <"$err")" 0
run 0 'site as json' y site '厂房>=1万m2' 蒸汽 --format json
cp "$out" "$work/zh.json"
is 'site: every answer but unknown has a record' "$(json "$out" "select count(*) from e where (value ->> 'answer' = 'unknown') <> (value ->> 'record' is null)")" 0
is 'site: the place of the figure' "$(json "$out" "select value ->> 'locator' from e limit 1")" '000-2:34:3804-3812'
run 0 'site as json in English' y --lang en site '厂房>=1万m2' 蒸汽 --format json
same "$out" "$work/zh.json" 'site: json does not change with the language'
run 0 'site as md' y site 蒸汽 --format md
has "$out" '|---' 'site: md'
run 1 'site: too little everywhere' y site '蒸汽>=1000t/h' --format csv
has "$out" ',not_met,' 'site: and the figures that say so'
run 1 'site: nothing is recorded' y site 码头
run 2 'site: a bad amount' y site '厂房>=许多'
has "$err" 'query:1:5: found' 'site: where the fault is'
run 2 'site: no need' y site ' '
run 2 'site: no word' y site
y completion bash >"$work/bash" && has "$work/bash" ' site ' 'site: completed'
finish
