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
sed -i 's/——/一亿多/' 台账.csv
run 65 'a cell that says something else' y import --map map 台账.csv
has "$err" '台账.csv:5:18: found "一亿多", expected a plain number' 'a cell that says something else: place'

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
is 'many rows at fault: twenty' "$(grep -c 'expected a plain number' "$err")" 20
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
finish
