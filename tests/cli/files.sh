# export and import.
. tests/support/cli.sh
small_seeds "$work/seeds"
export YUANLIAN_DB="$work/a.db"
y() { "$YUANLIAN" --seeds "$work/seeds" "$@"; }
empty() { "$YUANLIAN" --db "$work/empty.db" --seeds none "$@"; }

run 0 'export a folder' y export "$work/one"
run 0 'import it into an empty catalogue' empty import "$work/one"
run 0 'export that' empty export "$work/two"
for file in "$work"/one/*.csv; do same "$file" "$work/two/${file##*/}" "round trip: ${file##*/}"; done
run 0 'import again' empty --lang en import "$work/one"
has "$out" '0 added, 0 replaced' 'importing again changes nothing'
run 0 'a catalogue made empty stays without seeds' "$YUANLIAN" --db "$work/empty.db" count zones
is 'it has what was imported' "$(cat "$out")" 3

run 73 'an existing folder is refused' y export "$work/one"
run 73 'and with a slash behind it' y export "$work/one/"
has "$err" "$work/one/regions.csv: found an existing file" 'a path has no slash twice'
run 0 'unless forced' y export "$work/one" --force
run 0 'one file' y export "$work/projects.csv" --kind projects
same "$work/projects.csv" "$work/one/projects.csv" 'one file is what the folder has'
run 73 'an existing file is refused' y export "$work/projects.csv" --kind projects
has "$err" 'found an existing file, expected another name or --force' 'an existing file: message'
for force in '' --force; do
	run 73 "a folder for one file $force" y export "$work/one" --format json $force
	has "$err" 'found a folder, expected the name of a file' "a folder for one file $force: message"
done
run 2 'one csv file needs a kind' y export "$work/all.csv"
run 2 'standard output' y export - --kind projects
has "$err" 'found "-", expected a file or a folder' 'no folder is made of it'
run 2 'no name at all' y export ''
has "$err" 'argument:4:1: found "", expected a file or a folder' 'no name at all: where'
run 2 'an unknown ending' y export "$work/all.doc"
run 0 'xlsx' y export "$work/all.xlsx"
run 73 'a missing folder' y export "$work/none/all.json"
run 0 'json' y export "$work/all.json"
has "$work/all.json" '"region":"region:141123","region_name":"兴县"' 'json: a reference comes with its name'
has "$work/all.json" '"kind":"claim","name":"' 'json: so does a record whose name is composed'
is 'json: a record with its own name has it once' "$(grep -c '"kind":"zone","name":"[^}]*"name":' "$work/all.json")" 0
hasnt "$work/one/zones.csv" region_name 'a csv file that is read back has no names of references'
is 'json: a key a kind' "$(sqlite3 :memory: "select count(*) from json_each(cast(readfile('$work/all.json') as text))")" 24
rm -f "$work/empty.db"
limited() { (ulimit -f 1 && y "$@"); }
run 74 'a file that may not grow so far' limited --lang en export "$work/limited.json"
has "$err" 'found "File too large"' 'and it is said'
cp "$work/a.db" "$work/wide.db"
sqlite3 "$work/wide.db" 'create table wide (a); insert into wide values (zeroblob(4000000))'
run 74 'a copy that may not grow so far' sh -c 'ulimit -f 100; exec "$YUANLIAN" --db "$0/wide.db" --seeds "$0/seeds" export "$0/limited.sqlite"' "$work"
is 'nothing is left of them' "$(ls "$work" | grep -c limited)" 0
# A folder: all of its files or none.
empty export "$work/older"
cp -r "$work/older" "$work/kept"
run 74 'a folder of which one file may not grow so far' limited export "$work/older" --force
run 0 'its older files stay' diff -r "$work/kept" "$work/older"
rm "$work/older/zones.csv" && mkdir "$work/older/zones.csv"
cp -r "$work/older" "$work/kept2"
run 73 'a folder with another one where a file is to be' y export "$work/older" --force
has "$err" "$work/older/zones.csv: found \"Is a directory\"" 'it is said which'
run 0 'its files stay' diff -r "$work/kept2" "$work/older"
printf 'mine' >"$work/kept/mine.txt"
run 0 "other people's files in it" y export "$work/kept" --force
is "other people's files in it stay" "$(cat "$work/kept/mine.txt")" mine
run 0 'and all of ours are new' diff -r -x mine.txt "$work/one" "$work/kept"
run 74 'a new folder of which one file may not grow so far' limited export "$work/limited"
is 'it is not there then' "$(ls -d "$work/limited" 2>/dev/null)" ''
# The catalogue is never written over, by whatever name.
cp "$work/a.db" "$work/before.db"
ln -s a.db "$work/zones.link.csv"
run 73 'over the catalogue itself' y export "$work/a.db" --force
has "$err" "$work/a.db: found the catalogue itself, expected another file" 'over the catalogue itself: it is said'
run 73 'over it as csv' y export "$work/a.db" --force --format csv --kind zones
run 73 'over it by a link' y export "$work/zones.link.csv" --force --kind zones
run 73 'over it by another command' y gaps zone:xingxian --out "$work/zones.link.csv" --force
run 73 'over it by what is typed' y --record "$work/a.db" --script /dev/null
same "$work/a.db" "$work/before.db" 'it is as it was'
run 0 'json is read back' empty import "$work/all.json"
run 0 'export that as csv' empty export "$work/three"
for file in "$work"/one/*.csv; do same "$file" "$work/three/${file##*/}" "round trip by json: ${file##*/}"; done
run 0 'jsonl' y export "$work/all.jsonl"
rm -f "$work/empty.db"
run 0 'jsonl is read back' empty import "$work/all.jsonl"
run 0 'sqlite' y export "$work/copy.sqlite"
run 0 'a copy is a catalogue' "$YUANLIAN" --db "$work/copy.sqlite" --seeds "$work/seeds" count zones
run 0 'a query exports some' y export "$work/some.csv" --kind projects --query status:投产
is 'a query exports some: rows' "$(wc -l <"$work/some.csv")" 3
run 1 'a query that finds nothing' y --lang en export "$work/no.csv" --kind projects --query name:没有
has "$err" 'nothing matches, no file was written' 'a query that finds nothing: it is said'
is 'nothing is written then' "$(ls "$work/no.csv" 2>/dev/null)" ''
run 2 'a query needs a kind' y export "$work/x.json" --query name:没有
run 0 'excel' y export "$work/excel.csv" --kind projects --excel
is 'excel: a byte order mark' "$(head -c 3 "$work/excel.csv" | od -An -tx1 | tr -d ' ')" efbbbf
run 0 'excel is read back' y import "$work/excel.csv" --dry-run
run 0 'markdown' y export "$work/zones.md" --kind zones
run 0 'tsv' y export "$work/zones.tsv" --kind zones

mkdir "$work/loud" && printf 'id,name\nzone:loud,大写区\n' >"$work/loud/zones.CSV"
run 0 'a folder with a file in capitals' y --lang en import "$work/loud" --dry-run
has "$out" '1 added' 'a folder with a file in capitals: it is read'
cp "$work/loud/zones.CSV" "$work/loud/zones.csv"
run 65 'two files of a kind in a folder' y import "$work/loud" --dry-run
has "$err" 'found a second file of zones, expected one' 'two files of a kind: what is said'
printf 'id,name,zone,status\n' >"$work/projects.csv"
run 0 'a file without rows' y --lang en import "$work/projects.csv"
has "$err" "$work/projects.csv: there are no rows in it" 'a file without rows: it is said'
printf '[台账.csv projects]\nsource.name = 台账\nid = project:{编号}\nname = {名称}\n' >"$work/map"
printf '编号,名称\n' >"$work/台账.csv"
run 0 'a sheet without rows' y --lang en import --map "$work/map" "$work/台账.csv" --dry-run
has "$err" 'there are no rows in it' 'a sheet without rows: it is said'
printf 'id,name,zone,status\n,新项目,zone:zhangzi,签约\nproject:a,甲项目,zone:xingxian,full\n' >"$work/projects.csv"
run 0 'dry run' y --lang en import "$work/projects.csv" --dry-run
hasnt "$err" 'no rows' 'dry run: there are rows'
has "$out" '1 added, 1 replaced' 'dry run: what would happen'
run 0 'nothing has happened' y count projects
is 'nothing has happened: rows' "$(cat "$out")" 4
run 0 'import' y --lang en import "$work/projects.csv"
run 0 'a new id from pinyin' y show project:xinxiangmu --format json
is 'a label became a code' "$(json "$out" "select value ->> 'status' from e")" signed
run 0 'importing again changes nothing' y --lang en import "$work/projects.csv"
has "$out" '0 added, 0 replaced, 2 unchanged' 'importing again: counts'
printf 'id,name\nproject:a,%s\n' "$(printf '甲项目' | iconv -f UTF-8 -t GBK)" >"$work/gbk.csv"
run 0 'a GBK file' y --lang en import "$work/gbk.csv"
has "$err" GB18030 'a GBK file is said'
printf 'id,name,zone,status\nproject:a,甲项目,zone:xingxian,nosuch\n' >"$work/bad-projects.csv"
run 65 'a bad value' y import "$work/bad-projects.csv"
has "$err" 'bad-projects.csv:2:29: found "nosuch"' 'a bad value: where'
printf 'id,name,zone\nproject:z,子,zone:nowhere\n' >"$work/ref.csv"
run 65 'a reference to nothing' y import "$work/ref.csv"
run 1 'all or nothing' y show project:z
run 66 'a missing file' y import "$work/none.csv"
run 66 'a missing file of no known kind' y import "$work/none"
has "$err" "$work/none: found \"No such file or directory\"" 'a missing file of no known kind: what is said'
run 0 'an ending as Windows writes it' y export "$work/projects.CSV" --kind projects
run 0 'and read' y --lang en import "$work/projects.CSV"
has "$out" '0 added, 0 replaced' 'an ending as Windows writes it: the same rows'
run 2 'another kind of file' y import "$work/seeds/../out"

# Ended in the midst: nothing of it is there, and it can be done again.
awk 'BEGIN { print "id,name,zone"; for (i = 1; i <= 30000; i++) printf "project:k%d,项目%d,zone:xingxian\n", i, i }' >"$work/projects.csv"
for round in 1 2 3 4 5; do
	"$YUANLIAN" --seeds "$work/seeds" import "$work/projects.csv" >/dev/null 2>&1 &
	tries=0
	while [ ! -e "$work/a.db-journal" ] && kill -0 $! 2>/dev/null && [ $tries -lt 400 ]; do tries=$((tries + 1)); sleep 0.01; done
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	is "killed in an import, $round: all or nothing" "$(y count projects)" 5
	is "killed in an import, $round: sound" "$(sqlite3 "$work/a.db" 'pragma integrity_check')" ok
	rm -f "$work/a.db-journal" # nothing to roll back by now
done
run 74 'an import that finds no room' limited --lang en import "$work/projects.csv"
is 'an import that finds no room: one line' "$(wc -l <"$err")" 1
is 'an import that finds no room: all or nothing' "$(y count projects)" 5
run 0 'and again' y --lang en import "$work/projects.csv"
has "$out" '30000 added' 'and again: all'
# Two zones of one name, each a column of a crosstab.
mkdir "$work/names"
printf 'id,name,short_names\nzone:n1,高新区,\nzone:n2,高新区,\n' >"$work/names/zones.csv"
printf 'id,name,zone,status\nproject:n1,一,zone:n1,signed\nproject:n2,二,zone:n2,signed\n' >"$work/names/projects.csv"
names() { "$YUANLIAN" --db "$work/names.db" --seeds none "$@"; }
run 0 'namesakes' names import "$work/names"
printf 'wait 5 : "crosstab status,zone" Enter F8 ^U "%s" Enter\n' "$work/names.json" >"$work/keys"
run 0 'namesakes in a crosstab' names --script "$work/keys"
has "$work/names.json" '{"status/zone":"签约","高新区":1,"高新区 (2)":1,"合计":2}' 'namesakes in a crosstab: a key each'
finish
