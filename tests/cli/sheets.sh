# import --map: sheets as offices keep them, with dashes where nothing is known, units in cells and empty lines below.
. tests/support/cli.sh
small_seeds "$work/seeds"
cd "$work" || exit 1
y() { "$YUANLIAN" --db "$work/a.db" --seeds "$work/seeds" --lang en "$@"; }
cat >map <<'MAP'
[台账.csv projects]
id = project:{编号}
name = {名称}
zone = {开发区}
leader = {领导}
status = {进度}
status: 已签约 = signed
figure invest planned = {总投资} 元
figure area actual = {面积} 亩
milestone signed = {签约}
updated_on = {更新}
MAP
names='编号,名称,开发区,领导,进度,总投资,面积,签约,更新'
cat >台账.csv <<CSV
,,,,,,,,
$names
p1,甲,兴县经开区,—,已签约,—,无,－,暂无
p2,乙,无,张,/,"12,500 ",N/A,2025年6月3日,２０２５／６
p3,丙,长子经开区,李,已签约,1.2亿,３０亩,2025.6.3,2025.6
 , ,,,,,,,
$names
p4,丁,长子经开区,王,已签约,3000万元,"1,234.5",2025/6/3 0:00,2025年

,,,,,,,,
CSV
run 0 'a sheet' y import --map map 台账.csv
has "$out" '5 added' 'a sheet: its four lines and its source'
has "$err" '台账.csv (projects): cells such as - or 无 were read as empty: 开发区 1, 进度 1, 总投资 1, 面积 2, 签约 1, 更新 1' 'a sheet: what it does not say is counted'
is 'a sheet: said once' "$(wc -l <"$err")" 1
run 0 'its figures' y list claims source:台账 --format csv --columns subject,value,unit,value_base,base_unit,locator
cut -d, -f1,3- "$out" >figures
cat >expected <<'CSV'
subject,value,unit,value_base,base_unit,locator
project:p2,12500,元,12500,元,ledger-taizhang:4:总投资
project:p3,1.2,亿元,120000000,元,ledger-taizhang:5:总投资
project:p3,30,亩,30,亩,ledger-taizhang:5:面积
project:p4,3000,万元,30000000,元,ledger-taizhang:8:总投资
project:p4,1234.5,亩,1234.5,亩,ledger-taizhang:8:面积
CSV
same figures expected 'its figures: no other ones'
run 0 'its dates' y list milestones source:台账 --format csv --columns project,date
is 'its dates: no other ones' "$(cut -d, -f1,3 "$out" | tr '\n' ' ')" 'project,date project:p2,2025-06-03 project:p3,2025-06-03 project:p4,2025-06-03 '
run 0 'its records' y list projects source:台账 --format csv --columns id,zone,status,leader,updated_on
is 'its records: all' "$(cut -d, -f1,2,4- "$out" | tr '\n' ' ')" 'id,zone,status,leader,updated_on project:p3,zone:zhangzi,signed,李,2025-06 project:p4,zone:zhangzi,signed,王,2025 project:p1,zone:xingxian,signed,—, project:p2,,,张,2025-06 '
run 0 'the sheet again' y import --map map 台账.csv
has "$out" '0 added, 0 replaced, 5 unchanged' 'the sheet again: nothing changes'

# A figure that is no longer stated is gone.
sed -i 's/1.2亿/——/' 台账.csv
run 0 'a figure that goes' y import --map map 台账.csv
is 'a figure that goes: is gone' "$(y count claims source:台账)" 4
sed -i 's/——/若干/' 台账.csv
run 65 'a cell that says something else' y import --map map 台账.csv
has "$err" '台账.csv:5:18: found "若干", expected a number such as' 'a cell that says something else: place'

# All that is wrong with a sheet at once, row by row; what is wrong for that alone is not told.
cat >坏.map <<'MAP'
[坏.csv enterprises]
name = {业主}
zone = {开发区}
[坏.csv projects]
name = {名称}
owner = {业主}
figure invest planned = {总投资} 元
MAP
cat >坏.csv <<'CSV'
名称,业主,开发区,总投资
子,甲公司,无此区,1
丑,乙公司,"没
有",abc
寅,丙公司,兴县经开区,2
卯,,兴县经开区,3
CSV
before=$(sqlite3 a.db 'select generation from meta')
run 65 'rows at fault' y import --map 坏.map 坏.csv
cat >expected <<'TEXT'
yuanlian: 坏.csv:2:7: found "无此区", which no record is called, expected a name or an id for zone
yuanlian: 坏.csv:3:7: found "没 有", which no record is called, expected a name or an id for zone
yuanlian: 坏.csv:6:3: found nothing, expected a value for name
TEXT
same "$err" expected 'rows at fault: each with its place'
sed -i -e 's/无此区/兴县经开区/' -e 's/^卯,,/卯,丁公司,/' 坏.csv
sed -i '/^丑/,/^有/d' 坏.csv
awk 'BEGIN { for (i = 0; i < 30; i++) printf "辰%d,丁公司,兴县经开区,%s\n", i, i < 25 ? "x" : 1 }' >>坏.csv
run 65 'many rows at fault' y import --map 坏.map 坏.csv
is 'many rows at fault: twenty' "$(grep -c 'expected a number such as' "$err")" 20
is 'many rows at fault: and that there may be more' "$(tail -1 "$err")" 'yuanlian: found 20 rows at fault, the rest was not looked at'
is 'rows at fault: nothing is written' "$(sqlite3 a.db 'select generation from meta')" "$before"

# The owner of several projects stands in several lines.
cat >业主.map <<'MAP'
[业主.csv enterprises]
name = {业主}
zone = {开发区}
products = {产品}
[业主.csv projects]
name = {名称}
owner = {业主}
MAP
printf '名称,业主,开发区,产品\n子,丁公司,兴县经开区,铝\n丑,丁公司,,铝\n寅,戊公司,,\n卯,丁公司,兴县经开区,—\n' >业主.csv
run 0 'an owner of several projects' y import --map 业主.map 业主.csv
has "$out" '7 added, 0 replaced, 0 unchanged' 'an owner of several projects: two owners'
run 0 'an owner of several projects again' y import --map 业主.map 业主.csv
has "$out" '0 added, 0 replaced, 7 unchanged' 'an owner of several projects again: nothing changes'
is 'an owner of several projects: his place is the first line' "$(y list enterprises name:丁公司 --format csv --columns locator | tail -1 | cut -d, -f2)" 'ledger-yezhu:2:业主'
sed -i 's/^卯,丁公司,兴县经开区/卯,丁公司,长子经开区/' 业主.csv
run 65 'an owner in two zones' y import --map 业主.map 业主.csv
has "$err" '业主.csv:5:7: found another zone for enterprise:dinggongsi, expected what line 2 says' 'an owner in two zones: place'
sed -i 's/^卯.*/卯,戊公司,长子经开区,/' 业主.csv
run 65 'said in a later line alone' y import --map 业主.map 业主.csv
has "$err" '业主.csv:5:7: found another zone for enterprise:wugongsi, expected what line 4 says' 'said in a later line alone: place'
sed -i -e '/^卯/d' -e 's/{业主}$/{业主}\nfigure invest planned = {产品} 元/' 业主.map 业主.csv
sed -i -e 's/铝/5/' 业主.csv
run 65 'a figure in each of them' y import --map 业主.map 业主.csv
has "$err" '业主.csv:3' 'a figure in each of them: place'
has "$err" 'found "enterprise:dinggongsi" again, expected it once (it stands in line 2 already)' 'a figure in each of them: what'

# Figures as people print them: about, at least, from … to.
q() { "$YUANLIAN" --db q.db --seeds "$work/seeds" --lang en "$@"; }
cat >约.map <<'MAP'
[约.csv projects]
id = project:{编号}
name = {名称}
figure invest planned = {总投资（万元）} 万元
figure area actual = {面积} 亩
milestone signed = {签约}
MAP
cat >约.csv <<'CSV'
编号,名称,总投资（万元）,面积,签约
q1,约子,约5亿,1000余,2025-06
q2,约丑,10亿以上,12,
q3,约寅,5—6亿,3万余亩,2025
q4,约卯,"12,500",不低于30亩,
q5,约辰,,,
CSV
run 0 'figures in words' q import --map 约.map 约.csv
q list claims source:约 --format csv --columns id,value,unit,qualifier,value_base,value_low,value_high,locator | sort >figures
cat >expected <<'CSV'
claim:project.q1.1,5,亿元,约,500000000,,,ledger-yue:2:总投资（万元）
claim:project.q1.2,1000,亩,余,1000,1000,,ledger-yue:2:面积
claim:project.q2.1,10,亿元,以上,1000000000,1000000000,,ledger-yue:3:总投资（万元）
claim:project.q2.2,12,亩,,12,,,ledger-yue:3:面积
claim:project.q3.1,5—6,亿元,,,500000000,600000000,ledger-yue:4:总投资（万元）
claim:project.q3.2,3万,亩,余,30000,30000,,ledger-yue:4:面积
claim:project.q4.2,30,亩,不低于,30,30,,ledger-yue:5:面积
claim:project.q4.4,12500,万元,,125000000,,,ledger-yue:5:总投资（万元）
id,value,unit,qualifier,value_base,value_low,value_high,locator
CSV
same figures expected 'figures in words: as they were printed, with their bounds and places'
run 0 'figures in words: on the page' q show project:q1
has "$out" '约5亿元  planned' 'figures in words: on the page as printed'
has "$out" 'line 2, column 总投资（万元）' 'figures in words: on the page with their place'
run 0 'figures in words: asked' q list projects source:约 'invest>=5.5亿' --format csv --columns id,invest --sort id
is 'figures in words: one surely, one perhaps' "$(cut -d, -f1,2 "$out" | tail -n +2 | tr '\n' ' ')" 'project:q2,10亿元以上 project:q3,5—6亿元 '
has "$err" 'of 2 rows 1 only perhaps match' 'figures in words: which is said'
run 0 'figures in words: summed' q count projects source:约 --sum invest --format csv
has "$out" '5,2125000000,,' 'figures in words: their sum has the least bounds and no upper one'
run 0 'figures in words: checked' q check
hasnt "$out" error 'figures in words: nothing is wrong with them'
run 0 'figures in words again' q import --map 约.map 约.csv
has "$out" '0 added, 0 replaced, 6 unchanged' 'figures in words again: nothing changes'
q export one >"$out" && q export one.json >"$out"
has one/projects.csv ',约5亿元,planned,ledger-yue:2:总投资（万元）,claim:project.q1.1,1000余亩,' 'figures in words: an export has them in their row'
hasnt one/claims.csv 'claim:project.q1' 'figures in words: and not apart'
run 0 'figures in words: the export is no news' q import one
has "$out" '0 added, 0 replaced' 'figures in words: the export is no news: counts'
for form in one one.json; do
	rm -rf b.db two
	"$YUANLIAN" --db b.db --seeds none import "$form" >"$out" && "$YUANLIAN" --db b.db export two >"$out"
	for file in one/*.csv; do same "$file" "two/${file##*/}" "figures in words go through $form: ${file##*/}"; done
	run 0 "figures in words: the sheet behind $form" "$YUANLIAN" --db b.db --lang en import --map 约.map 约.csv
	has "$out" '0 added, 0 replaced, 6 unchanged' "figures in words: the sheet behind $form is no news"
done
# The next version of the sheet: words to a number, a number to words; a doubt stays with its figure.
printf 'id,name,about,rule\ndoubt:p,疑,claim:project.q1.1,unclear\ndoubt:q,疑,claim:project.q4.4,unclear\n' >doubts.csv
q import doubts.csv >"$out"
cp 约.csv 旧.csv
sed -i -e 's/约5亿,1000余/5.2亿,1000/' -e 's/"12,500"/约12500/' -e 's/10亿以上/—/' 约.csv
run 0 'another version of a sheet' q import --map 约.map 约.csv
is 'another version of a sheet: its figures alone' "$(q list projects source:约 --format csv --columns invest,area --sort id | cut -d, -f1,4 | tail -n +2 | tr '\n' ' ')" '5.2亿元,1000亩 ,12亩 5—6亿元,3万余亩 约12500万元,不低于30亩 , '
is 'another version of a sheet: the doubts are about them' "$(q list doubts rule:unclear --format csv --columns about --sort id | cut -d, -f1 | tail -n +2 | tr '\n' ' ')" 'claim:project.q1.1 claim:project.q4.4 '
cp 旧.csv 约.csv
run 0 'the version before' q import --map 约.map 约.csv
q list claims source:约 --format csv --columns id,value,unit,qualifier,value_base,value_low,value_high,locator | sort >figures
same figures expected 'the version before: all is as it was'
sed -i 's/约5亿,/—,/' 约.csv
run 65 'a figure that a doubt is about goes' q import --map 约.map 约.csv
has "$err" '约.csv:2: found no claim:project.q1.1 any more, which doubt:p refers to' 'a figure that a doubt is about goes: place'
run 0 'a figure that a doubt is about goes: nothing is written' q check
sed -i 's/q2,约丑,10亿以上,12,/q2,约丑,,,/' 旧.csv && cp 旧.csv 约.csv
run 0 'a figure in words that goes' q import --map 约.map 约.csv
is 'a figure in words that goes: is gone' "$(q count claims subject:q2)" 0

# A sheet that is slow to come keeps nobody from writing.
mkfifo slow
printf '[slow projects]\nname = {名称}\n' >slow.map
y import --map slow.map slow >slow.out 2>&1 &
exec 3>slow
printf '名称\n' >&3
printf 'id,name\nproject:eile,急项目\n' >projects.csv
run 0 'while another sheet comes' y import projects.csv
printf '慢项目\n' >&3
exec 3>&-
wait
has slow.out '2 added' 'the sheet that was slow'

# A column that the map forgets is not lost in silence.
cat >left.map <<'MAP'
[左.csv projects]
id = project:{编号}
name = {名称}
MAP
printf '编号,名称,备注,建设内容\nl1,左,急,厂房\n' >左.csv
run 0 'columns that the map does not take' y import --map left.map 左.csv
has "$err" '左.csv: columns that the map does not take: 备注, 建设内容' 'columns that the map does not take: named'
is 'columns that the map does not take: said once' "$(wc -l <"$err")" 1
finish
