# Where the catalogue lies, how it is made and renewed; check.
. tests/support/cli.sh
small_seeds "$work/seeds"
y() { "$YUANLIAN" --seeds "$work/seeds" "$@"; }

run 0 'made at the first need' y count zones
is 'in the home folder' "$(ls "$HOME/.local/share/yuanlian/catalogue.db")" "$HOME/.local/share/yuanlian/catalogue.db"
run 0 'XDG_DATA_HOME' env XDG_DATA_HOME="$work/data" "$YUANLIAN" --seeds "$work/seeds" count zones
is 'in the folder that it names' "$(ls "$work/data/yuanlian/catalogue.db")" "$work/data/yuanlian/catalogue.db"
run 0 'YUANLIAN_DB' env YUANLIAN_DB="$work/env.db" "$YUANLIAN" --seeds "$work/seeds" count zones
run 0 '--db' y --db "$work/option.db" count zones
is 'both files are there' "$(ls "$work/env.db" "$work/option.db" | wc -l)" 2
is 'few rows need no snapshot' "$(ls "$work"/*-index 2>/dev/null)" ''
run 66 '--db in a missing folder' y --db "$work/none/x.db" count zones
run 66 '--db below a file' y --db "$work/seeds/zones.csv/x.db" count zones
has "$err" 'zones.csv, expected an existing folder' '--db below a file: why'
mkfifo "$work/pipe"
run 66 '--db with a pipe that nobody writes' timeout 20 "$YUANLIAN" --seeds "$work/seeds" --db "$work/pipe" count zones
run 65 '--db with something else' y --db "$work/seeds/zones.csv" count zones
run 66 '--seeds that is not there' "$YUANLIAN" --db "$work/new.db" --seeds "$work/none" count zones
: >"$work/zero.db"
run 0 'an empty file becomes a catalogue' y --db "$work/zero.db" count zones
run 1 '--seeds none' "$YUANLIAN" --db "$work/none.db" --seeds none count zones
run 0 'seeds of the program' "$YUANLIAN" --db "$work/own.db" count zones
run 0 'the shipped facts are checked' "$YUANLIAN" --db "$work/own.db" --lang en check --format json
is 'check: of two figures the other is named' "$(json "$out" "select sum(value ->> 'rule' = 'comparison') = sum(value ->> 'rule' = 'comparison' and value ->> 'message' like '%(claim:%') from e")" 1
is 'check: a figure by itself is not compared with itself' "$(json "$out" "select count(*) from e where instr(value ->> 'message', '(' || (value ->> 'ref') || ')')")" 0
is 'check: a rule names the other figure' "$(json "$out" "select count(*) > 0 from e where value ->> 'rule' = 'same_amount' and value ->> 'message' like 'by rule: %(claim:%'")" 1
run 0 'the shipped zones' "$YUANLIAN" --db "$work/own.db" count zones
is 'the shipped zones' "$(cat "$out")" "$(sqlite3 "$work/own.db" 'select count(*) from zones')"

mkdir -p "$work/moved/bin" "$work/moved/share/yuanlian"
cp "$YUANLIAN" "$work/moved/bin/yuanlian"
cp -r "$work/seeds" "$work/moved/share/yuanlian/seeds"
run 0 'an installed tree that was moved' "$work/moved/bin/yuanlian" --db "$work/moved.db" count zones
is 'it finds its own seeds' "$(cat "$out")" 3

cp -r "$work/seeds" "$work/bad"
printf 'zone:bad,坏,,,nonsense,,,,\n' >>"$work/bad/zones.csv"
run 65 'bad seeds' "$YUANLIAN" --db "$work/bad.db" --seeds "$work/bad" count zones
has "$err" 'zones.csv:5:' 'bad seeds: line'
is 'no file is left' "$(ls "$work/bad.db" 2>/dev/null)" ''

# Room for the tables, none for the seeds.
cp -r "$work/seeds" "$work/large"
seq -f "project:p%g,名称很长很长很长很长很长很长很长很长很长很长很长的项目,,,,," 20000 >>"$work/large/projects.csv"
limited() { (ulimit -f "$1" && "$YUANLIAN" --db "$work/full.db" --seeds "$work/large" count zones); }
run 74 'no room for the seeds' limited 1600
run 74 'no room for the seeds, again: no catalogue without any' limited 1600
run 74 'no room for the tables' limited 1
is 'no room: no file is left' "$(ls "$work" | grep -c full)" 0

export YUANLIAN_DB="$work/sync.db"
run 0 'a catalogue' y count zones
printf 'id,name,zone,status\nproject:a,甲改,zone:xingxian,full\n' >"$work/edit.csv"
run 0 'an edited row' y import "$work/edit.csv"
sed -i -e 's/丙项目/丙项目新/' -e 's/甲项目/甲项目新/' -e '/project:b2/d' "$work/seeds/projects.csv"
run 0 'changed seeds are loaded' y show project:c
has "$out" 丙项目新 'an untouched row is replaced'
run 0 'the edited row stays' y show project:a
has "$out" 甲改 'as it was edited'
run 1 'a row that is gone from the seeds is gone' y show project:b2
run 0 'check lists the edited row' y check --format json
is 'check: kept' "$(json "$out" "select value ->> 'ref' from e where value ->> 'rule' = 'kept'")" project:a
is 'check: a contradiction is information' "$(json "$out" "select distinct value ->> 'severity' || ' ' || (value ->> 'verdict') from e where value ->> 'rule' = 'contradiction'")" 'info conflict'
is 'check: every row has all keys' "$(json "$out" "select count(*) from e where json_type(value, '$.source') is null or json_type(value, '$.verdict') is null")" 0
run 0 'check in a table' y check
is 'check does not change a file' "$(sqlite3 "$work/sync.db" 'pragma integrity_check')" ok

printf '兴县开发 6亿元 4余亿元\n' >"$work/article.txt"
hash=$(sha256sum "$work/article.txt" | cut -d' ' -f1)
mkdir -p "$work/articles"
cp "$work/article.txt" "$work/articles/001_a.txt"
small_seeds "$work/located" "$hash"
run 65 'check with the articles' "$YUANLIAN" --db "$work/located.db" --seeds "$work/located" --sources "$work/articles" check --format json
is 'check: a figure that does not stand at its place' "$(json "$out" "select group_concat(value ->> 'ref') from e where value ->> 'rule' = 'passage'")" claim:x1
run 66 'check without the folder' y --sources "$work/none" check

sqlite3 "$work/sync.db" "pragma foreign_keys = off; delete from zones where id = 'zone:xingxian'" 2>/dev/null
run 65 'a damaged catalogue' y check --format csv
has "$out" 'error,' 'a damaged catalogue: errors'

# as_other COMMAND…: as somebody who is not root.
if [ "$(id -u)" != 0 ]; then
	as_other() { "$@"; }
else
	as_other() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
fi
other() { as_other "$YUANLIAN" --seeds "$work/seeds" --lang en "$@"; }
mkdir "$work/open"
y --db "$work/open/readonly.db" count zones >/dev/null
y --db "$work/open/loose.db" count zones >/dev/null
chmod 444 "$work/open/readonly.db"
chmod 666 "$work/open/loose.db"
chmod 777 "$work/open"
ln -s "open/loose.db" "$work/link.db"
if as_other test -x "$YUANLIAN" -a -r "$work/open/readonly.db" 2>/dev/null; then
	run 0 'a catalogue one may only read' other --db "$work/open/readonly.db" count zones
	run 74 'cannot be imported into' other --db "$work/open/readonly.db" import "$work/edit.csv"
	has "$err" 'readonly.db: found "Permission denied", expected a catalogue to write' 'cannot be imported into: why'
	# What a crash leaves: the files as they are in the midst of a change.
	y --db "$work/half.db" count zones >/dev/null
	{ printf 'pragma cache_size = 2;\nbegin;\ncreate table t (a);\ninsert into t values (zeroblob(900000));\ndelete from zones;\n'
		printf '.system cp %s %s-journal %s\n' "$work/half.db" "$work/half.db" "$work/open"; } | sqlite3 "$work/half.db"
	cp "$work/half.db" "$work/open/older.db"
	sqlite3 "$work/open/older.db" 'pragma user_version = 1'
	chmod 444 "$work/open"/half.db* "$work/open/older.db"
	run 74 'a change broken off' other --db "$work/open/half.db" count zones
	has "$err" 'half.db: found a change that was broken off half-way, expected somebody who may write it and its folder to open it once' 'a change broken off: why'
	chmod 644 "$work/open"/half.db*
	run 0 'by somebody who may' y --db "$work/open/half.db" count zones
	is 'by somebody who may: as before' "$(cat "$out")" 3
	run 74 'an older version' other --db "$work/open/older.db" count zones
	has "$err" 'older.db: found a catalogue of an older version, expected somebody' 'an older version: why'
	y --db "$work/open/wal.db" count zones >/dev/null
	sqlite3 "$work/open/wal.db" 'pragma journal_mode = wal' >/dev/null
	chmod 444 "$work/open/wal.db"
	chmod 555 "$work/open"
	run 74 'a catalogue in WAL mode' other --db "$work/open/wal.db" count zones
	has "$err" 'wal.db: found WAL mode, in which readers must write the folder, too, expected rollback mode' 'a catalogue in WAL mode: why'
	chmod 777 "$work/open"
	chmod 555 "$work"
	run 0 'a link to a catalogue in a folder one may write' other --db "$work/link.db" import "$work/edit.csv"
	chmod 755 "$work"
	chmod 555 "$work/open"
	run 0 'a catalogue in a folder one may only read' other --db "$work/open/loose.db" count zones
	run 74 'its folder must be written as well' other --db "$work/open/loose.db" import "$work/edit.csv"
	has "$err" 'loose.db: found "Permission denied", expected to write in its folder as well' 'its folder must be written as well: why'
	run 73 'a home that cannot be written' as_other env -u YUANLIAN_DB HOME="$work/open/none" XDG_DATA_HOME= "$YUANLIAN" --lang en count zones
	has "$err" '(--db FILE names another place)' 'a home that cannot be written: what to do'
	chmod 777 "$work/open"
	if [ "$(id -u)" = 0 ]; then
		run 73 'a home that is no absolute path' as_other env -u YUANLIAN_DB HOME=home XDG_DATA_HOME=data "$YUANLIAN" --lang en count zones
		has "$err" "yuanlian: $(getent passwd 65534 | cut -d: -f6)/.local/share/yuanlian: found" 'a home that is no absolute path: the one of the list of users'
	fi
else
	echo 'skipped: a catalogue one may only read (root may write everything, and nobody else reaches it)'
fi

y --db "$work/busy.db" count zones >/dev/null
mkfifo "$work/lock"
sqlite3 "$work/busy.db" <"$work/lock" >"$work/locked" &
exec 3>"$work/lock"
# ask WORD SQL: of that sqlite3, which says the word when it is done.
ask() {
	printf '%s;\n.print %s\n' "$2" "$1" >&3
	tries=0
	while ! grep -q "$1" "$work/locked" && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.05; done
}
ask writing 'begin immediate'
run 0 'changed seeds of a catalogue that somebody else writes' "$YUANLIAN" --db "$work/busy.db" --seeds "$work/located" count zones
ask emptied "commit; update meta set seeds = ''; begin immediate"
run 75 'one without seeds that somebody else writes: nothing is no answer' "$YUANLIAN" --db "$work/busy.db" --seeds "$work/located" count zones
ask locked "rollback; update meta set seeds = 'some'; begin exclusive"
run 75 'a busy catalogue' y --db "$work/busy.db" count zones
exec 3>&-
wait
run 0 'changed seeds where no file may grow' sh -c 'ulimit -f 1; exec "$YUANLIAN" --db "$0/busy.db" --seeds "$0/located" count zones' "$work"

run 0 'a trace' y --db "$work/option.db" --trace "index=$work/trace" count zones
has "$work/trace" 'index: ' 'a trace: lines with their topic'
"$YUANLIAN" --db "$work/option.db" --trace "index=$work/trace3" count zones 'zonk:1' 2>&-
is 'a closed standard error: a wrong query' $? 2
has "$work/trace3" 'index: ' 'a closed standard error: the trace is there'
hasnt "$work/trace3" 'zonk' 'a closed standard error: no other file takes what is said there'
run 74 'a closed standard output' sh -c '"$YUANLIAN" --db "$0" count zones >&-' "$work/option.db"
has "$err" 'yuanlian: standard output: found "Bad file descriptor", expected to write it all' 'a closed standard output: what is said'
run 74 'a table where nothing fits' sh -c '"$YUANLIAN" --db "$0" list zones >/dev/full' "$work/option.db"
has "$err" 'yuanlian: standard output: found "No space left on device", expected to write it all' 'a table where nothing fits: what is said'
run 73 'a trace in no folder' y --db "$work/option.db" --trace "index=$work/none/trace" count zones
has "$err" "$work/none/trace: found \"No such file or directory\", expected a file for the trace" 'a trace in no folder: what is said'
echo j >"$work/keys"
run 74 'keys recorded where nothing fits' y --db "$work/option.db" --script "$work/keys" --record /dev/full
has "$err" '/dev/full: found "No space left on device", expected to write all that was typed' 'keys recorded where nothing fits: what is said'
"$YUANLIAN" --db "$work/own.db" list regions --format csv 2>"$err" | head -1 >"$out"
is 'a closed pipe ends quietly' "$(wc -c <"$err")" 0
finish
