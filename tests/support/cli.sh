# What the scripts in tests/cli share. Each runs with YUANLIAN (the program), SEEDS (the shipped
# seeds) and an empty HOME of its own, from the checkout's root, and prints "ok NAME" or "not ok NAME".
#
#	run STATUS NAME command…   the command ends with STATUS; its output is in $out, its messages in $err
#	has FILE TEXT NAME         a line of the file holds the text
#	hasnt FILE TEXT NAME       no line does
#	same FILE FILE NAME        byte for byte
#	is NAME FOUND EXPECTED     two words are equal
#	finish                     exit 1 if anything was not ok

set -u
work=$HOME/work
out=$work/out
err=$work/err
failed=0
mkdir -p "$work"

ok() { printf 'ok %s\n' "$1"; }
not_ok() {
	printf 'not ok %s: %s\n' "$1" "$2"
	failed=1
}

run() {
	run_expected=$1 run_name=$2
	shift 2
	"$@" >"$out" 2>"$err" </dev/null
	run_status=$?
	if [ $run_status = "$run_expected" ]; then ok "$run_name"; else
		not_ok "$run_name" "status $run_status, expected $run_expected"
		head -5 "$err"
	fi
}

has() { if grep -qF -e "$2" "$1"; then ok "$3"; else not_ok "$3" "found no \"$2\" in $(head -c 600 "$1")"; fi; }
hasnt() { if grep -qF -e "$2" "$1"; then not_ok "$3" "found \"$2\" in $(head -c 600 "$1")"; else ok "$3"; fi; }
same() { if cmp -s "$1" "$2"; then ok "$3"; else not_ok "$3" "$(cmp "$1" "$2" 2>&1)"; fi; }
is() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "found \"$2\", expected \"$3\""; fi; }

# json FILE SQL: ask a JSON file by SQLite's functions; the rows of an array are e.value
json() { sqlite3 :memory: "with e as (select value from json_each(cast(readfile('$1') as text))) $2"; }

# A small catalogue of made-up facts that every test may know by heart.
small_seeds() {
	mkdir -p "$1"
	printf 'id,name,short_names,code,level,parent,source,locator\nregion:140000,山西省,山西,140000,province,,,\nregion:141123,兴县,,141123,county,region:140000,,\n' >"$1/regions.csv"
	printf 'id,name,short_names,unit,source,locator\nindicator:invest,投资额,投资,元,,\nindicator:total-output,工业总产值,总产值,元,,\nindicator:area,面积,,平方米,,\n' >"$1/indicators.csv"
	printf 'id,name,short_names,document,sha256,article,title,author,publication,date,date_basis,start,end,gist\nsource:001-1,测试一,,001_a.txt,%s,1,测试一,,,2025-12,printed,0,60,\nsource:002-1,测试二,,002_b.txt,,1,测试二,,,2024-06,printed,0,90,\n' "${2:-}" >"$1/sources.csv"
	printf 'id,name,short_names,code,class,level,region,source,locator\nzone:xingxian,兴县经济技术开发区,兴县经开区,,economic,provincial,region:141123,source:001-1,001-1:1:0-4\nzone:zhangzi,长子经济技术开发区,长子经开区,,economic,provincial,region:140000,source:001-1,\nzone:jinzhong,晋中高新技术产业开发区,晋中高新区,,hightech,national,region:140000,,\n' >"$1/zones.csv"
	printf 'id,name,zone,status,parent,source,locator\nproject:a,甲项目,zone:xingxian,producing,,source:001-1,\nproject:b,乙项目,zone:xingxian,signed,,source:001-1,\nproject:b2,乙项目二期,zone:xingxian,planned,project:b,source:001-1,\nproject:c,丙项目,zone:zhangzi,producing,,source:002-1,\n' >"$1/projects.csv"
	cat >"$1/claims.csv" <<'CSV'
id,subject,indicator,item,value,unit,qualifier,modality,scope,period,source,locator
claim:a,project:a,indicator:invest,,6,亿元,,planned,,,source:001-1,001-1:1:5-8
claim:b,project:b,indicator:invest,,4,亿元,余,planned,,,source:001-1,001-1:1:9-13
claim:c,project:c,indicator:invest,,2,亿元,,planned,,,source:002-1,002-1:1:5-8
claim:x1,zone:xingxian,indicator:total-output,,275,亿元,,actual,,2025,source:001-1,001-1:1:20-25
claim:x2,zone:xingxian,indicator:total-output,,388.33,亿元,,actual,,2025,source:002-1,002-1:1:20-28
CSV
	printf 'id,name,zone,focus,source,locator\npark:jia,甲项目,zone:xingxian,,,\n' >"$1/parks.csv"
	printf 'id,name,zone,region,lead,source,locator\nchain:lv,铝产业链,zone:xingxian,,,source:001-1,\n' >"$1/chains.csv"
	printf 'id,name,chain,position,products,source,locator\nstage:lv-1,氧化铝,chain:lv,1,氧化铝,source:001-1,\nstage:lv-2,电解铝,chain:lv,2,电解铝,source:001-1,\n' >"$1/stages.csv"
	printf 'id,from,to,product,role,source,locator\nlink:lv-1,stage:lv-1,stage:lv-2,氧化铝,input,source:001-1,\n' >"$1/links.csv"
}

finish() { exit $failed; }
