# Random ledgers: what a catalogue has of them, it has again after an export and an import, in every format.
# YUANLIAN_LONG=1: more of them. YUANLIAN_SEED=N repeats the one of that number.
. tests/support/cli.sh
mkdir -p "$work/seeds"
cp "$SEEDS/indicators.csv" "$work/seeds"
rounds=4
[ -z "${YUANLIAN_LONG:-}" ] || rounds=60
first=${YUANLIAN_SEED:-$(date +%s)}
[ -z "${YUANLIAN_SEED:-}" ] || rounds=1

# ledgers SEED: two of them and their map, in $work/book
ledgers() {
	rm -rf "$work/book"
	mkdir "$work/book"
	awk -v seed="$1" -v folder="$work/book" '
	function one_of(list, parts) { return parts[1 + int(rand() * split(list, parts, "|"))] }
	function quoted(text) { gsub(/"/, "\"\"", text); return "\"" text "\"" }
	BEGIN {
		srand(seed)
		map = folder "/map"
		for (f = 1; f <= 2; f++) {
			file = f == 1 ? "甲.csv" : "乙.csv"
			tame = rand() < 0.6 # a ledger that goes into the rows of an export, all of it
			n = split("投资,额|产\"能|面 积|2023|12|a:b|元|47-52%", columns, "|")
			printf "编号,名称,单位,签约" > (folder "/" file)
			printf "[%s projects]\nid = project:{编号}\nname = {名称}\nmilestone %s = {签约}\n", file, one_of("signed|started|full") > map
			for (c = 1; c <= n; c++) {
				printf ",%s", quoted(columns[c]) > (folder "/" file)
				if (rand() < 0.3)
					continue
				period = one_of("|2025|2025-06|../2025-12-04|2025-01/2025-09")
				printf "figure %s %s %s %s = {%s} %s\n", one_of("invest|capacity|area|jobs|tax"), one_of("actual|planned|target"), period,
					period == "" ? "" : one_of(tame ? "|规划|年产" : "|规划|规划;年产|a,b|\""), columns[c], one_of(tame ? "元|万元|公里|万吨/年|台" : "{单位}|元|万元|公里|万吨/年|5斤|-吨|.米|千;克|\"|") > map
			}
			printf "\n" > (folder "/" file)
			for (i = 1; i <= 6; i++) {
				if (rand() < 0.3)
					continue
				printf "p%d,项目%d,%s,%s", i, i, one_of("元|万元||吨"), one_of("|2025|2025/6/3|2025年6月") > (folder "/" file)
				for (c = 1; c <= n; c++)
					printf ",%s", quoted(one_of("|1|12.50|1,250|-7|000|0.000000001|999999999|１２|约5|10以上|5—6|1000余|不低于3亿|约2多|数十|一百二十|近5—6左右")) > (folder "/" file)
				printf "\n" > (folder "/" file)
			}
		}
	}'
}

# y SEEDS DB ARGUMENT…
y() {
	y_seeds=$1 y_db=$2
	shift 2
	"$YUANLIAN" --seeds "$y_seeds" --db "$y_db.db" "$@" >"$out" 2>"$err" || { head -3 "$err"; return 1; }
}

# all DB FOLDER: every record there is, those of ledgers apart
all() {
	y none "$1" export "$2" && y none "$1" export "$2/all-claims.csv" --kind claims && y none "$1" export "$2/all-milestones.csv" --kind milestones
}

round_trip() {
	rm -rf "$work"/*.db* "$work/x" "$work/one" "$work/two"
	ledgers "$1"
	y "$work/seeds" "$work/a" import --map "$work/book/map" "$work/book" && all "$work/a" "$work/one" || return 1
	for form in x x.json x.jsonl; do
		rm -rf "$work"/b.db* "$work/two"
		y none "$work/a" export "$work/$form" && y none "$work/b" import "$work/$form" && all "$work/b" "$work/two" || return 1
		diff -r "$work/one" "$work/two" || return 1
		rm -rf "$work/$form"
	done
}

for seed in $(seq "$first" $((first + rounds - 1))); do
	if round_trip "$seed" >"$work/log"; then ok "ledgers of seed $seed go through an export"; else not_ok "YUANLIAN_SEED=$seed" "$(head -c 900 "$work/log")"; fi
done
finish
