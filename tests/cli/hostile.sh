# Files that cannot be right: each is refused by one line that says where and what, and nothing of it is written.
. tests/support/cli.sh
small_seeds "$work/seeds"
mkdir -p "$work/in"
cd "$work/in" || exit 1
y() { "$YUANLIAN" --db "$work/a.db" --seeds "$work/seeds" --lang en "$@"; }
run 0 'a catalogue' y count zones
before=$(sqlite3 "$work/a.db" 'select generation from meta')
cat >map <<'MAP'
[l.csv projects]
id = project:{编号}
name = {名称}
status = {状态}
figure invest planned = {投资(万元)} 万元
figure area actual = {面积} {单位}
milestone signed = {签约}
MAP

# refused NAME TEXT ARGUMENT…: the import is, with that line
refused() {
	refused_name=$1 refused_text=$2
	shift 2
	run 65 "$refused_name" y import "$@"
	has "$err" "$refused_text" "$refused_name: what is said"
	is "$refused_name: in one line" "$(wc -l <"$err")" 1
	is "$refused_name: nothing is written" "$(sqlite3 "$work/a.db" 'select generation from meta')" "$before"
}

# NAME|TEXT OF zones.csv, for printf|LINE
while IFS='|' read -r name text said; do
	# shellcheck disable=SC2059
	printf "$text" >zones.csv
	refused "$name" "$said" zones.csv
done <<'ROWS'
a mark in the middle|id,name\nzone:a,甲\n\357\273\277zone:b,乙\n|zones.csv:3:1: found a byte order mark inside the file
two marks|\357\273\277\357\273\277id,name\nzone:a,甲\n|zones.csv:1:1: found a byte order mark inside the file
a mark in an id|name,id\n甲,\357\273\277zone:a\n|zones.csv:2:3: found
NUL|id,name\nzone:a,甲\000乙\n|zones.csv:2:9: found a NUL byte
line ends of three sorts|id,name\r\nzone:a,甲\nzone:b,乙\rzone:c\r\n|zones.csv:4:1: found 1 cells, expected 2
a quote without an end|id,name\nzone:a,"甲\nzone:b,乙\n|zones.csv:2:8: found the end of the file in a quoted cell
a quote inside|id,name\nzone:a,甲"乙\n|zones.csv:2:9: found a quote that does not fit
text behind a quote|id,name\nzone:a,"甲"乙\n|zones.csv:2:11: found a quote that does not fit
no such day|id,name,approved_on\nzone:a,甲,2025-13-40\n|zones.csv:2:10: found "2025-13-40", expected a period
no such day of February|id,name,approved_on\nzone:a,甲,2025-02-30\n|zones.csv:2:10: found "2025-02-30", expected a period
a column twice|id,name,name\nzone:a,甲,乙\n|zones.csv:1:9: found the column "name" again
a column without a name|id,,name\nzone:a,x,甲\n|zones.csv:1:4: found the column ""
more cells than names|id,name\nzone:a,甲,丙\n|zones.csv:2:10: found 3 cells, expected 2
fewer cells than names|id,name\nzone:a\n|zones.csv:2:1: found 1 cells, expected 2
a row twice|name\n甲\n甲\n|zones.csv:3:1: found "zone:jia" again, expected it once
no column for a name|id\nzone:a\n|zones.csv:2:1: found nothing, expected a value for name
nothing at all||zones.csv:1:1: found an empty file
semicolons for commas|id;name\nzone:a;甲\n|zones.csv:1:1: found columns parted by ";", expected by commas
tabs for commas|id\tname\nzone:a\t甲\n|zones.csv:1:1: found columns parted by tabs
no characters|id,name\nzone:a,\377\376\n|zones.csv:2:8: found bytes that are no characters
UTF-16|\377\376i\000d\000|zones.csv:1:1: found UTF-16 text, expected text in UTF-8 or GB18030 (a spreadsheet saves a sheet so as CSV)
a workbook|PK\003\004\024\000|zones.csv:1:1: found a compressed file such as XLSX, expected text in UTF-8 or GB18030 (a spreadsheet
an old workbook|\320\317\021\340|zones.csv:1:1: found a file such as XLS, expected text
ROWS
{ printf 'id,name\nzone:a,'; head -c 9000000 /dev/zero | tr '\0' x; } >zones.csv
refused 'a line without end' 'zones.csv:2:8: found more than 2097155 bytes in a cell, expected at most 1048576' zones.csv
rm zones.csv

while IFS='|' read -r name text said; do
	# shellcheck disable=SC2059
	printf "$text" >zones.json
	refused "JSON: $name" "$said" zones.json
done <<'ROWS'
an unknown member|{"zones":[{"id":"zone:a","name":"甲","zonk":[1]}]}|zones.json:1:37: found the key "zonk", expected one of id name
an unknown member with objects|{"zones":[{"id":"zone:a","name":"甲","zonk":[{"value":1}]}]}|zones.json:1:37: found the key "zonk", expected one of id name
an unknown kind|{"zonk":[{"id":"zone:a"}],"zones":[]}|zones.json:1:2: found the key "zonk"
a key that is missing|{"zones":[{"id":"zone:a","name":"甲"}, {"id":"zone:b"}]}|zones.json:1:39: found nothing, expected a value for name
a comma too many|[{"id":"zone:a","name":"甲"},]|zones.json:1:29: found "]", expected a record
an object in a field|[{"id":"zone:a","name":{"a":1}}]|zones.json:1:17: found an object for the key "name"
no number|[{"id":"zone:a","name":NaN}]|zones.json:1:24: found "N", expected a value
a mark in the middle|[{"id":"zone:a","name":"甲"},\357\273\277{"id":"zone:b","name":"乙"}]|zones.json:1:29: found the character U+FEFF
cut off|[{"id":"zone:a","name":"甲"|zones.json:1:27: found the end of the text
ROWS

# NAME|LINE of l.csv below its names|LINE
while IFS='|' read -r name text said; do
	printf '编号,名称,状态,投资(万元),面积,单位,签约\n%s\n' "$text" >l.csv
	refused "a ledger: $name" "$said" --map map l.csv
done <<'ROWS'
an area below 0|p1,甲,signed,1,-5,亩,2025|l.csv:2:15: found "-5" in 亩, expected an area not below 0
a year of two digits|p1,甲,signed,１２３,５,亩,２５年６月|l.csv:2:21: found "２５年６月", expected a date
points between thousands|p1,甲,signed,1.234.567,5,亩,2025|l.csv:2:13: found "1.234.567", expected a number such as
points between thousands and a comma|p1,甲,signed,"1.234,5",5,亩,2025|l.csv:2:13: found "1.234,5", expected a number such as
commas not between thousands|p1,甲,signed,"1,23,456",5,亩,2025|l.csv:2:13: found "1,23,456", expected a number such as
a blank between thousands|p1,甲,signed,1 234,5,亩,2025|l.csv:2:13: found "1 234", expected a number such as
an exponent|p1,甲,signed,1.2e3,5,亩,2025|l.csv:2:13: found "1.2e3", expected a number such as
other money than its column counts|p1,甲,signed,5亿美元,5,亩,2025|l.csv:2:13: found "5亿美元", expected a number such as
another measure than its column counts|p1,甲,signed,5,约5吨,亩,2025|l.csv:2:15: found "约5吨", expected a number such as
a multiplier that the unit has|p1,甲,signed,约3万,5,亩,2025|l.csv:2:13: found "约3万", expected a number such as
two multipliers|p1,甲,signed,5亿万元,5,亩,2025|l.csv:2:13: found "5亿万元", expected a number such as
a multiplier smaller than that of the unit|p1,甲,signed,5千,5,亩,2025|l.csv:2:13: found "5千", expected a number such as
a word for much|p1,甲,signed,百亿元,5,亩,2025|l.csv:2:13: found "百亿元", expected a number such as
a month|p1,甲,signed,2025-06,5,亩,2025|l.csv:2:13: found "2025-06", expected a number such as
a telephone number|p1,甲,signed,0351-4044000,5,亩,2025|l.csv:2:13: found "0351-4044000", expected a number such as
a part|p1,甲,signed,1/3,5,亩,2025|l.csv:2:13: found "1/3", expected a number such as
words and no number|p1,甲,signed,约,5,亩,2025|l.csv:2:13: found "约", expected a number such as
a figure and its parts|p1,甲,signed,5亿（一期2亿）,5,亩,2025|l.csv:2:13: found "5亿（一期2亿）", expected a number such as
an area about below 0|p1,甲,signed,1,约-5,亩,2025|l.csv:2:15: found "-5" in 亩, expected an area not below 0
words|p1,甲,signed,abc,5,亩,2025|l.csv:2:13: found "abc", expected a number such as
an error of a spreadsheet|p1,甲,signed,#DIV/0!,5,亩,2025|l.csv:2:13: found "#DIV/0!", expected a number such as
no such day|p1,甲,signed,5,5,亩,2025-13-40|l.csv:2:19: found "2025-13-40", expected a date
a day as a spreadsheet counts it|p1,甲,signed,5,5,亩,45678|l.csv:2:19: found "45678", expected a date such as 2025-06-30 or 2025-06: have the spreadsheet show its days as dates
no year|p1,甲,signed,5,5,亩,12345|l.csv:2:19: found "12345", expected a date such as 2025-06-30 or 2025-06
a number in brackets|p1,甲,signed,(500),5,亩,2025|l.csv:2:13: found "(500)", expected a number such as
five of a size|p1,甲,signed,5个亿级,5,亩,2025|l.csv:2:13: found "5个亿级", expected a number such as
the end of a year|p1,甲,signed,5,5,亩,2025年底|l.csv:2:19: found "2025年底", expected a date
a formula|p1,甲,signed,=1+1,5,亩,2025|l.csv:2:13: found "=1+1", expected a number such as
an unknown code|p1,甲,搁置,5,5,亩,2025|l.csv:2:6: found "搁置", expected one of planned
ROWS
printf '编号,名称,状态,投资(万元),投资(万元),面积,单位,签约\np1,甲,signed,1,1,5,亩,2025\n' >l.csv
refused 'a ledger: a column twice' 'l.csv:1:17: found the column "投资(万元)" again' --map map l.csv
printf '编号,名称,状态,投资(万元) ,面积,单位,签约\np1,甲,signed,1,5,亩,2025\n' >l.csv
refused 'a ledger: a name with a blank' '"投资(万元) "' --map map l.csv
printf '2025年台账,,,,,,\n编号甲,名称甲,,,,,\n' >l.csv
refused 'a ledger: a title and no names' 'map:2:15: found the column "编号", expected one of l.csv: 2025年台账' --map map l.csv
{ seq -f '%g,,,,,,' 12; printf '编号,名称,状态,投资(万元),面积,单位,签约\n'; } >l.csv
refused 'a ledger: names far below' 'map:2:15: found the column "编号", expected one of l.csv: 1' --map map l.csv

# What is no file, or none that ends: a line, no waiting, no memory.
mkfifo pipe
mkdir folder.csv
printf '[zero projects]\nname = {名称}\n' >zero.map
# A sanitizer needs more room than there is.
room=2000000
! grep -aq __asan_init "$YUANLIAN" || room=unlimited
bounded() { (ulimit -v $room && timeout 60 "$YUANLIAN" --db "$work/a.db" --seeds "$work/seeds" --lang en import "$@"); }
while IFS='|' read -r status name said arguments; do
	# shellcheck disable=SC2086
	run "$status" "no file: $name" bounded $arguments
	has "$err" "$said" "no file: $name: what is said"
	is "no file: $name: in one line" "$(wc -l <"$err")" 1
done <<'ROWS'
66|a map without end|/dev/zero: found more than 256 MB, expected less to read|--map /dev/zero l.csv
66|a ledger without end|/dev/zero: found more than 256 MB, expected less to read|--map zero.map /dev/zero
66|a pipe that nobody writes|pipe: found a pipe that nobody writes, expected a file to read|--map pipe l.csv
66|a folder as a map|folder.csv: found "Is a directory", expected a file to read|--map folder.csv l.csv
66|a folder as a file|folder.csv: found no KIND.csv|folder.csv
2|another name|/dev/null: found a file that no section of map names|--map map /dev/null
ROWS
finish
