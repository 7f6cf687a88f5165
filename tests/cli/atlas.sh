# The chain atlas from the command line: map, balance, gaps; on the shipped facts.
. tests/support/cli.sh
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$SEEDS" "$@"; }

run 0 'render map' y render map chain:xingxian-lv --size 120x40
has "$out" '电解铝 <>' 'map: the lead is marked'
is 'map: as many lines as rows' "$(wc -l <"$out")" 40
run 0 'render map, wide' y render map chain:xingxian-lv --size 200x60
has "$out" '┄赤泥┄' 'map: a by-product on its line'
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
run 0 'render map with what the zone has' y render map chain:xingxian-lv --query inputs --size 120x40
has "$out" '( 煤炭      )' 'map: coal is had, not made'
has "$out" '藏2.33亿吨' 'map: bauxite is the stage that it is'
has "$out" '藏1.86亿吨 探明' 'map: and so is the other figure of it'
has "$out" '百万吨千亿级铝镁产业集群' 'map: what is promised of the cluster'
run 0 'render map without it' y render map chain:xingxian-lv --query no-inputs --size 120x40
run 1 'map without what the zone has' grep -q '461.54' "$out"
run 0 'render map, flows' y render map zone:qingxu --query flows --size 100x30
has "$out" '┄焦炉煤气┄>' 'flows: a by-product is dashed'
run 0 'render map, wide' y render map chain:xingxian-lv --size 200x60
has "$out" '缺口' 'map: gaps beside a wide one'
run 0 'show as mermaid' y show chain:xingxian-lv --format mermaid
has "$out" '-.->|"赤泥"|' 'mermaid: a by-product is dashed'
run 0 'show as dot' y show chain:xingxian-lv --format dot
has "$out" 'style=dashed' 'dot: a by-product is dashed'
has "$out" 'label="煤炭 461.54亿吨"' 'dot: what the zone has'
has "$out" 'label="铝土矿 66万吨 中 藏 2.33亿吨 / 1.86亿吨 (探明)"' 'dot: the figures that differ'
has "$out" 'label="电解铝 <> 50万吨 强"' 'dot: lead, capacity, strength'
has "$out" '510MW (计划)' 'dot: its words follow the language'

run 0 'show a chain' y show chain:xingxian-lv
has "$out" '产出副产 氧化铝 > 赤泥选铁 赤泥 = 200万吨 x 1.5 = 300万吨' 'show: the balance with its formulas'
has "$out" '电解铝 > 铝精深加工 铝水: 系数缺' 'show: what is missing for it'
has "$out" '高端智造: 没有产能数据' 'show: a stage without a figure says so'
has "$out" '铝土矿: 用量不知的下游 1/1' 'show: and one whose users are unknown'
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
is 'no gaps: the header' "$(wc -l <"$out")" 1
run 1 'no gaps as json' y gaps chain:template-lvmei --format json
is 'no gaps: an empty array' "$(json "$out" 'select count(*) from e')" 0
run 1 'gaps of an enterprise' y gaps enterprise:meijin
run 0 'render gaps' y render gaps chain:xingxian-lv
has "$out" '缺口' 'gaps as a screen'
run 0 'render site' y render site --query '厂房>=1万m2 蒸汽' --size 120x20
has "$out" '23.17万m²' 'site: the figure that meets the need'
has "$out" '不知' 'site: what is unknown is said'
mkdir -p "$work/units"
printf 'id,name\nindicator:capacity,产能\n' >"$work/units/indicators.csv"
printf 'id,name\nsource:s,甲报\n' >"$work/units/sources.csv"
printf 'id,name\nzone:a,甲区\n' >"$work/units/zones.csv"
printf 'id,name,zone\nchain:a,甲链,zone:a\n' >"$work/units/chains.csv"
printf 'id,name,chain,position\nstage:q,煤气,chain:a,1\nstage:y,氧化铝,chain:a,2\n' >"$work/units/stages.csv"
printf 'id,from,to,product,role,coefficient_numerator,coefficient_denominator,coefficient_low,coefficient_high,coefficient_source\nlink:a,stage:q,stage:y,煤气,input,430立方米,1吨,0.04万立方米/吨,500立方米/吨,source:s\n' >"$work/units/links.csv"
printf 'id,subject,indicator,item,value,unit,modality,scope,source,locator\nclaim:1,zone:a,indicator:capacity,氧化铝,20,万吨,capacity,月产,source:s,s:1:0-4\nclaim:2,zone:a,indicator:capacity,煤气,300,万方,capacity,日产;年340天,source:s,s:1:5-9\n' >"$work/units/claims.csv"
u() { y --db "$work/units.db" --seeds none "$@"; }
run 0 'import a coefficient with units' u import "$work/units"
run 0 'show its balance' u show chain:a
has "$out" '氧化铝 = 240万吨 x 400立方米/吨..500立方米/吨 = 9.6亿立方米..12亿立方米' 'units: from tons to cubic metres'
has "$out" '300万立方米/天 x 340天/年 = 10.2亿立方米' 'units: days to the year as printed'
has "$out" '年运行 340天/年  口径 日产;年340天' 'units: the leaf that says so'
has "$out" '20万吨/月 = 240万吨（单位换算）' 'units: months to the year'
run 0 'a coefficient with units as json' u list links --format json
is 'units: text in json' "$(json "$out" "select value ->> '$.coefficient.numerator' from e")" '430立方米'
run 0 'a coefficient with units by its number' u list links 'coefficient_high>=0.05万立方米/吨'
run 1 'and not in other units' u list links 'coefficient_high>=1吨/吨'
run 0 'export it' u export "$work/units-out"
has "$work/units-out/links.csv" '430立方米,1吨,0.04万立方米/吨,500立方米/吨' 'units: as they were'
printf 'id,from,to,role,coefficient_numerator,coefficient_denominator,coefficient_source\nlink:b,stage:q,stage:y,input,430立方米,1,source:s\n' >"$work/bad.csv"
run 65 'a unit on one side only' u import --dry-run "$work/bad.csv"
has "$err" 'bad.csv:2:' 'units: where the fault is'
has "$err" 'expected a unit behind it' 'units: what was expected'
run 0 'a chain beside its reference chain' y render compare chain:xingxian-lv chain:template-lvmei --size 120x40
has "$out" '逐环节对照 20' 'compare: stage by stage'
has "$out" '!没有此环节' 'compare: what the zone lacks'
has "$out" 'C3216 铝冶炼' 'compare: the code of the industry'
has "$out" '铝基新材料 强 3企 15万吨..30万吨; 铝精深加工 中 1企 38万吨' 'compare: what stands there'
run 0 'the same chain in three zones' y render compare chain:jiaocheng-qing chain:qingxu-qingneng chain:template-qingneng --size 160x40
has "$out" '逐环节对照' 'compare: three chains'
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
# Asked for twice, drawn once: stages, links and what the zone has.
for format in dot mermaid; do
	run 0 "once as $format" y show chain:xingxian-lv --format $format
	cp "$out" "$work/once"
	run 0 "twice as $format" y show chain:xingxian-lv chain:xingxian-lv --format $format
	same "$out" "$work/once" "twice as $format: as once"
done
# A need in a unit that the figures are not in: there, and why how much cannot be said.
run 0 'a need in another unit' y site '厂房>=1万吨'
has "$out" '有,多少不知(单位不同)' 'a need in another unit: said'
run 0 'a need in their unit' y site '厂房>=1万平方米'
hasnt "$out" '单位不同' 'a need in their unit: not said'
run 0 'the same in English' y --lang en site '厂房>=1万吨'
has "$out" 'there, how much is unknown (other unit)' 'the same in English: said'
run 0 'the same for programs' y site '厂房>=1万吨' --format csv
has "$out" ',there,' 'the same for programs: the code'
hasnt "$out" '单位' 'the same for programs: nothing else'
finish
