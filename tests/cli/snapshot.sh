# The snapshot beside a catalogue: whatever happens to it, the answers are those of the catalogue.
# YUANLIAN_LONG=1: kill more often.
. tests/support/cli.sh
[ "${YUANLIAN_LONG:-}" ] && kills=200 || kills=10
n=21000 # fewer rows have no snapshot
db=$work/big.db
snapshot=$db-index
y() { "$YUANLIAN" --db "$db" --seeds none "$@"; }

# projects WORD: n of them, one in seven named with the word.
projects() {
	awk -v n=$n -v word="$1" 'BEGIN {
		print "id,name,status,updated_on"
		split("planned negotiating signed building producing", status, " ")
		for (i = 1; i <= n; i++)
			printf "project:p%d,第%d号%s项目,%s,2025-%02d\n", i, i, i % 7 ? "储能" : word, status[i % 5 + 1], i % 12 + 1
	}' >"$work/projects.csv"
}

# What a wrong index would show: a count, the first rows of an order, a look-up.
answers() {
	y count projects "$1" && y list projects "$1" --sort -name --limit 5 --format csv && y find "$1" --limit 3 --format csv
}

run 1 'an empty catalogue' y count projects
projects 光伏
run 0 'many rows' y import "$work/projects.csv"
answers 光伏 >"$work/expected"
is 'a snapshot stands beside it' "$(ls "$snapshot")" "$snapshot"
cp "$snapshot" "$work/good"
is 'one in seven' "$(head -1 "$work/expected")" $((n / 7))
run 0 'mapped' env YUANLIAN_TRACE="index=$work/trace" "$YUANLIAN" --db "$db" --seeds none count projects 光伏
has "$work/trace" 'mapped in' 'it is mapped at the next start'
answers 光伏 >"$out"
same "$out" "$work/expected" 'mapped, it answers as the one that was built'

# spoiled NAME: with the snapshot as it is now the answers are right, and then it is as it was written first.
spoiled() {
	answers 光伏 >"$out"
	same "$out" "$work/expected" "$1: the answers"
	same "$snapshot" "$work/good" "$1: built again, the same byte for byte"
}
size=$(wc -c <"$work/good")

# byte AT: another byte at this place.
byte() {
	old=$(od -An -tu1 -j "$1" -N 1 "$snapshot" | tr -d ' ')
	printf "\\$(printf %o $(((old + 1) % 256)))" | dd of="$snapshot" bs=1 seek="$1" conv=notrunc 2>/dev/null
}

rm "$snapshot"
spoiled 'deleted'
: >"$snapshot"
spoiled 'empty'
head -c $((size / 2)) "$work/good" >"$snapshot"
spoiled 'cut in two'
{ cat "$work/good" && echo more; } >"$snapshot"
spoiled 'too long'
cp "$db" "$snapshot"
spoiled 'a foreign file'
for at in 0 8 12 16 24 32 40 48 56; do # magic, version, byte order, model, size, generation, changes, arrays, checksum
	cp "$work/good" "$snapshot"
	byte $at
	spoiled "another header, byte $at"
done
cp "$work/good" "$snapshot"
byte 70
spoiled 'another table of contents'
name=$(grep -o '第[0-9]*号' "$work/expected" | head -1)
sed "s/$name/$(printf %s "$name" | tr 0-9 1-90)/g" "$work/good" >"$snapshot"
spoiled 'a name that is not in the catalogue'
cp "$work/good" "$snapshot"
awk -v size="$size" 'BEGIN { srand(20261122); for (i = 0; i < 20; i++) print int(4096 + rand() * (size - 4096)) }' >"$work/places"
while read -r at; do byte "$at"; done <"$work/places"
spoiled 'twenty bytes anywhere'

# Another program's change, older contents, another catalogue's snapshot.
projects 氢能
run 0 'another state' y import "$work/projects.csv"
answers 氢能 >"$work/expected"
cp "$snapshot" "$work/newer"
cp "$work/good" "$snapshot"
answers 氢能 >"$out"
same "$out" "$work/expected" 'an older snapshot: the answers'
same "$snapshot" "$work/newer" 'an older snapshot: brought up to date'

# traced WORD: with the snapshot as it is, what the trace says of the index.
traced() {
	rm -f "$work/trace3"
	YUANLIAN_TRACE="index=$work/trace3" y count projects >/dev/null
	grep -q "^index: $1" "$work/trace3" && echo yes || cat "$work/trace3"
}
# A row that changed is read alone; what that gives is what reading all rows gives.
printf 'id,name,status\nproject:p3,第3号光伏改名项目,building\nproject:neu,光伏新项目,signed\n' >"$work/two.csv"
cp "$db" "$work/kept-db"
run 0 'one row changed, one is new' y import "$work/two.csv"
cp "$snapshot" "$work/stale"
is 'these two are read' "$(traced '2 changed rows')" yes
answers 光伏 >"$work/changed"
cp "$work/stale" "$snapshot"
byte $((size / 2))
is 'a damaged one is no ground to build on' "$(traced 'read and built')" yes
rm "$snapshot"
answers 光伏 >"$out"
same "$out" "$work/changed" 'the answers are those of an index that is built anew'
cp "$work/stale" "$snapshot"
sqlite3 "$db" "update projects set status = 'planned' where id = 'project:p4'"
is 'another program says not what it changed' "$(traced 'read and built')" yes
cp "$work/kept-db" "$db"
cp "$db" "$work/state"
sqlite3 "$db" "update projects set name = replace(name, '氢能', '光伏') where id = 'project:p7'"
run 0 'a program that is not this one' y list projects 光伏 --columns id --format csv
has "$out" project:p7 'its change is seen'
cp "$work/state" "$db"
answers 氢能 >"$out"
same "$out" "$work/expected" 'an older copy of the file'

# Who may be believed.
forged() {
	sed 's/第20993号/第66666号/g' "$work/newer" >"$snapshot"
}
cp "$work/state" "$db"
rm -f "$snapshot"
y count projects >/dev/null
cp "$snapshot" "$work/newer"
forged
chmod 666 "$snapshot"
run 0 'one that all may write' env YUANLIAN_TRACE="index=$work/trace2" "$YUANLIAN" --db "$db" --seeds none find 第20993号
has "$out" 第20993号 'is not believed'
has "$work/trace2" 'built' 'nor mapped'
is 'what replaces it is nobody else'"'"'s to write' "$(ls -l "$snapshot" | cut -c6,9)" '--'
mv "$snapshot" "$work/elsewhere"
ln -s "$work/elsewhere" "$snapshot"
rm -f "$work/trace2"
run 0 'a link' env YUANLIAN_TRACE="index=$work/trace2" "$YUANLIAN" --db "$db" --seeds none count projects
has "$work/trace2" 'built' 'is not followed'
if [ "$(id -u)" = 0 ]; then
	cp "$work/newer" "$snapshot" && rm -f "$snapshot" && cp "$work/newer" "$snapshot" && chown 12345 "$snapshot"
	rm -f "$work/trace2"
	run 0 'somebody else'"'"'s' env YUANLIAN_TRACE="index=$work/trace2" "$YUANLIAN" --db "$db" --seeds none count projects
	has "$work/trace2" 'built' 'is not believed either'
else
	echo 'skipped: the snapshot of somebody else (only root gives files away)'
fi

# Of a catalogue that has become small there is none any more; what is none of ours stays.
y count projects >/dev/null
run 1 'a small catalogue' "$YUANLIAN" --db "$work/small.db" --seeds none count projects
cp "$work/small.db" "$db"
run 1 'a small one in place of a large one' y count projects
is 'a small one: the snapshot of the large one is gone' "$(ls "$snapshot" 2>/dev/null)" ''
echo 'my own index' >"$snapshot"
run 1 'a file of the same name' y count projects
is 'a file of the same name: it stays' "$(cat "$snapshot")" 'my own index'
rm "$snapshot"
cp "$work/state" "$db"

# Killed at any moment, every other one as soon as it is seen to write.
rm -f "$snapshot"
start=$(date +%s%N)
y count projects 氢能 >"$work/number"
took=$((($(date +%s%N) - start) / 1000000))
seed=${YUANLIAN_SEED:-20261122}
echo "# seed $seed (YUANLIAN_SEED), of $took ms"
awk -v n=$kills -v seed="$seed" -v ms="$took" 'BEGIN {
	srand(seed)
	for (i = 0; i < n; i++) print i % 2 ? sprintf("%.4f", 1.1 * rand() * ms / 1000) : "writing"
}' >"$work/moments"
wrong=0 torn=0
while read -r moment; do
	rm -f "$snapshot"
	"$YUANLIAN" --db "$db" --seeds none count projects >/dev/null 2>&1 &
	victim=$!
	if [ "$moment" = writing ]; then
		rm -f "$snapshot.new"
		spins=0
		until [ -e "$snapshot.new" ] || [ -e "$snapshot" ] || [ $((spins += 1)) -gt 10000000 ]; do :; done
	else
		sleep "$moment"
	fi
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	[ -e "$snapshot.new" ] && torn=$((torn + 1))
	if [ -e "$snapshot" ] && ! cmp -s "$snapshot" "$work/newer"; then wrong=$((wrong + 1)); fi
	y count projects 氢能 | cmp -s - "$work/number" || wrong=$((wrong + 1))
done <"$work/moments"
echo "# $kills killed, $torn of them while writing"
is "killed $kills times: no wrong answer, no torn snapshot" $wrong 0
is 'some of them while writing' "$([ $torn -gt 0 ] && echo yes)" yes
answers 氢能 >"$out"
same "$out" "$work/expected" 'and what they left is in nobody'"'"'s way'
is 'nothing is left over' "$(ls "$snapshot.new" 2>/dev/null)" ''
finish
