# What somebody means by a few keys stands among the first, over the shipped facts.
. tests/support/cli.sh
export YUANLIAN_DB="$work/facts.db"

# WORDS|PLACE|ID: one of the first PLACE hits is ID
while IFS='|' read -r words place id; do
	run 0 "find $words" "$YUANLIAN" --seeds "$SEEDS" find --format csv --limit "$place" -- $words
	has "$out" ",$id," "$words: $id is among the first $place"
done <<'ROWS'
兴县铝|1|chain:xingxian-lv
xxjkq|1|zone:xingxian
xingxianjkq|1|zone:xingxian
興縣 經開區|1|zone:xingxian
清徐 煤化工|1|stage:qingxu-yanshen-meihuagong
qingxu mhg|2|chain:qingxu-yanshen
zz sp|1|chain:zhangzi-shipin
zhonglv|5|enterprise:zhonglv-huarun
长子|1|zone:zhangzi
zhangzi|1|zone:zhangzi
hongtong|1|zone:hongtong
ht|1|zone:hongtong
铝 深加工|5|stage:xingxian-lv-lvjingshenjiagong
xx zcz|5|claim:000-1-215
zcz xx|5|claim:000-1-215
兴县 产值|5|claim:000-1-215
xx lv|1|chain:xingxian-lv
mimigigabyte|1|source:jingkaiqu-2025
djl xx|1|stage:xingxian-lv-dianjielv
dianjielv|5|project:zhonglv-huarun-dianjielv
晋城 光机电|2|chain:jincheng-guangjidian
lvl|1|zone:lvliang
ty jkq|1|zone:taiyuan
洪洞煤化工|2|chain:hongtong-meihuagong
氢能链|2|chain:jiaocheng-qing
清徐煤化工|1|stage:qingxu-yanshen-meihuagong
陆港物流|1|enterprise:changzhi-lugang
xinxgian|5|region:141123
dianjeilv|5|stage:xingxian-lv-dianjielv
hongtnog|1|zone:hongtong
qinxgu|1|zone:qingxu
zhnagzi|1|zone:zhangzi
xnigxian|1|zone:xingxian
taiyaunjkq|1|zone:taiyuan
xingxainjk|1|zone:xingxian
CHAGNZHIGX|1|zone:changzhi-gaoxin
hongtnogmhg|1|chain:hongtong-meihuagong
ROWS

# WORDS|TEXT: what is asked for does not exist, and the message says what was meant
while IFS='|' read -r words text; do
	run 1 "$words" "$YUANLIAN" --seeds "$SEEDS" $words
	has "$err" "$text" "$words: what was meant"
done <<'ROWS'
show zone:xingxain|expected the id, code or name of a record: zone:xingxian (兴县经济技术开发区)?
show chain:xingxian-lvv|chain:xingxian-lv (
show 兴县铝|chain:xingxian-lv (
show 兴现经开区|zone:xingxian (
show 000-1x|expected the id, code or name of a record
render zone zone:xingxain|expected the id, code or name of one of the zones: zone:xingxian (
render map chain:xingxian-lvv|chain:xingxian-lv (
render compare zone:xingxain zone:zhangzi|zone:xingxian (
gaps zone:zhangzii|zone:zhangzi (
gaps project:wenzhuo-lingbujian|expected the id, code or name of one of the zones or chains
ROWS

# WORDS|TEXT: a value is no word of any row
while IFS='|' read -r words text; do
	run 1 "$words" "$YUANLIAN" --seeds "$SEEDS" $words
	has "$err" "$text" "$words: the value that was meant"
done <<'ROWS'
count projects 投产|没有“投产”这个词;status:投产 有 20 条
count projects zone:兴县 tc|没有“tc”这个词;status:投产 有 13 条
list projects 铝合金 投产|没有“投产”这个词;status:投产 有 2 条
count enterprises 链主|classes:链主 有 6 条
count projects 兴县 5亿以上|没有“5亿以上”这个词;投资额:5亿以上 有 6 条
count projects 5-10亿|投资额:5-10亿 有 3 条
count projects 投资5亿以上|没有“投资5亿以上”这个词;投资:5亿以上 有 11 条
count projects 签约项目|没有“签约项目”这个词;status:签约 有 5 条
count projects 在谈|没有“在谈”这个词;status:洽谈 有 6 条
list projects 兴县投产|没有“兴县投产”这个词;兴县 status:投产 有 13 条
--lang en count claims 2023年 兴县实际|no row has the word "2023年 兴县实际"; period:2023年 兴县 modality:actual finds 19
--lang en count projects 50万吨以上|no row has the word "50万吨以上"; capacity:50万吨以上 finds 4
--lang en count projects 投产|no row has the word "投产"; status:producing finds 20
--lang en count projects status|no row has the word "status"; as a field it is written status:…
--lang en count projects 投资|no row has the word "投资"; as a field it is written 投资额:…
--lang en count projects xyzzy 状态|no row has the word "状态"; as a field it is written 状态:…
ROWS
# WORDS|TEXT: what other languages write between terms
while IFS='|' read -r words text; do
	run 1 "$words" "$YUANLIAN" --seeds "$SEEDS" count projects $words
	has "$err" "$text" "$words: what it is written as"
done <<'ROWS'
兴县 or 长子|“or”是当作词来查的；作连接词请写“|”
兴县 或者 长子|“或者”是当作词来查的；作连接词请写“|”
兴县 AND 铝|“AND”是当作词来查的；作连接词请写空格
--lang en not 兴县|"not" is looked for as a word; to join terms write "-" before the term
ROWS
run 0 'words that run together, in the browser' "$YUANLIAN" --seeds "$SEEDS" render search --query 洪洞煤化工
has "$out" '洪洞现代煤化工产业链' 'words that run together: the browser finds them, too'
run 0 'words that run together, of one kind' "$YUANLIAN" --seeds "$SEEDS" find 祁县玻璃 --kind chains --format csv
has "$out" ',chain:qixian-boliqimin,' 'words that run together: of the kind that is asked for'
run 1 'parts that nothing has together' "$YUANLIAN" --seeds "$SEEDS" find 没有这样的项目
run 1 'words of a query that run together' "$YUANLIAN" --seeds "$SEEDS" count projects 兴县电解铝
has "$err" '没有“兴县电解铝”，是不是“兴县 电解铝”？' 'words of a query that run together: what was meant'
run 1 'a query forgives no wrong letter' "$YUANLIAN" --seeds "$SEEDS" count zones taiyaunjkq
is 'a query forgives no wrong letter: nothing is said that finds nothing' "$(wc -c <"$err")" 0
run 1 'a phrase stays one' "$YUANLIAN" --seeds "$SEEDS" count projects '"兴县电解铝"'
is 'a phrase stays one: nothing is said' "$(wc -c <"$err")" 0
run 1 'a conjunction alone is a word' "$YUANLIAN" --seeds "$SEEDS" count projects or
is 'a conjunction alone: nothing is said' "$(wc -c <"$err")" 0
for terms in '兴县 & 铝' '兴县 ＆＆ 铝' '兴县 铝'; do
	"$YUANLIAN" --seeds "$SEEDS" count projects "$terms" 2>&1
done | uniq >"$work/and"
is '& and && say what a blank does' "$(cat "$work/and")" 15
for terms in '兴县 || 长子' '兴县｜长子'; do
	"$YUANLIAN" --seeds "$SEEDS" count projects "$terms" 2>&1
done | uniq >"$work/or"
is '|| says what | does' "$(cat "$work/or")" 56
run 2 'three bars' "$YUANLIAN" --seeds "$SEEDS" count projects '兴县 ||| 长子'

run 1 'nothing is near' "$YUANLIAN" --seeds "$SEEDS" count projects 没有这样的项目
is 'nothing is near: nothing is said' "$(wc -c <"$err")" 0
run 1 'blanks around an operator' "$YUANLIAN" --seeds "$SEEDS" count projects 'invest >= 5 亿 没有这样的项目'
is 'blanks around an operator: the field is no word' "$(wc -c <"$err")" 0
run 1 'a field without a value, and another behind it' "$YUANLIAN" --seeds "$SEEDS" list projects 'zone: status:producing'
run 1 'no value of a field with an operator' "$YUANLIAN" --seeds "$SEEDS" count projects status:停滞
is 'no value of a field with an operator: nothing is said' "$(wc -c <"$err")" 0

# WORDS|NOTE|ID: the first hit is ID by its sound, and the note says so; without one nothing is said
while IFS='|' read -r words note id; do
	run 0 "find $words" "$YUANLIAN" --seeds "$SEEDS" find --format csv -- $words
	has "$err" "$note" "$words: by sound, and said so"
	is "$words: what is meant" "$(sed -n 2p "$out" | cut -d, -f2)" "$id"
done <<'ROWS'
太远经开区|没有“太远经开区”;读音相同的(~太远经开区):|zone:taiyuan
合肥搞新区|没有“合肥搞新区”;读音相同的(~合肥搞新区):|zone:hefei-gx
洪同煤化工|读音相同的(~洪同 煤化工):|zone:hongtong
兴现 铝|读音相同的(~兴现 铝):|chain:xingxian-lv
ROWS
run 0 'by sound, in English' "$YUANLIAN" --seeds "$SEEDS" --lang en find 太远经开区
has "$err" 'nothing has "太远经开区"; what sounds alike (~太远经开区):' 'by sound, in English: it is said'
for words in 太原经开区 '~太远经开区' 洪洞煤化工; do
	run 0 "find $words" "$YUANLIAN" --seeds "$SEEDS" find -- "$words"
	is "$words: nothing is said" "$(wc -c <"$err")" 0
done
run 0 'something is found, of which nothing is asked for' "$YUANLIAN" --seeds "$SEEDS" find --limit 0 兴县
is 'something is found: nothing is said' "$(wc -c <"$err")" 0
run 1 'one character that nothing has' "$YUANLIAN" --seeds "$SEEDS" find 龘
is 'one character: what sounds like it is not meant' "$(wc -c <"$err")" 0
run 0 'unless it is asked so' "$YUANLIAN" --seeds "$SEEDS" find '~龘'
run 0 'sounds of one kind' "$YUANLIAN" --seeds "$SEEDS" find --kind regions --format csv 太远
has "$out" ',region:140100,' 'sounds of one kind: a region'
is 'sounds of one kind: no other' "$(sed 1d "$out" | grep -vc '^region,')" 0
run 1 'a query does not go by sound' "$YUANLIAN" --seeds "$SEEDS" count projects 洪同
has "$err" '没有“洪同”；读音相同的写作“~洪同”' 'a query: how it would'
run 0 'unless it is asked to' "$YUANLIAN" --seeds "$SEEDS" count projects '~洪同'
is 'by sound: as many as by the right character' "$(cat "$out")" "$("$YUANLIAN" --seeds "$SEEDS" count projects 洪洞)"
run 0 'by sound in the browser' "$YUANLIAN" --seeds "$SEEDS" render search --query 太远经开区
has "$out" '读音相同的: ~太远经开区' 'by sound in the browser: it is said'
has "$out" '太原经济技术开发区' 'by sound in the browser: it is found'

# Words that no text has are values: the lists that they mean are told, with what these then show
run 1 'a status in a search' "$YUANLIAN" --seeds "$SEEDS" find 长子 在建
has "$err" "yuanlian list projects '长子 status:在建'  7" 'a status in a search: the list'
is 'a status in a search: as many' "$("$YUANLIAN" --seeds "$SEEDS" count projects 长子 status:在建)" 7
run 1 'a status beside a wrong character' "$YUANLIAN" --seeds "$SEEDS" find 长仔 在建
has "$err" "yuanlian list projects '~长仔 status:在建'  7" 'a status beside a wrong character: the list of those that sound so'
run 1 'a status in an English search' "$YUANLIAN" --seeds "$SEEDS" --lang en find 长子 在建
has "$err" "yuanlian list projects '长子 status:building'  7" 'a status in an English search: the list'
comparisons() {
	for word in 不低于:'>=' 不小于:'>=' 不少于:'>=' 至少:'>=' 不超过:'<=' 不高于:'<=' 不大于:'<=' 不多于:'<=' 至多:'<=' \
		超过:'>' 大于:'>' 高于:'>' 多于:'>' 超:'>' 低于:'<' 小于:'<' 少于:'<' 不足:'<' 不到:'<'; do
		echo "投资${word%:*}5亿|投资${word#*:}5亿"
	done
}
for words in $(comparisons) '投资 超过5亿|投资>5亿' '超过5亿|投资额>5亿' '总投资不到5亿|总投资<5亿' \
	'没开工|status<开工' '兴县未投产|兴县 status<投产' '长子还没有开工|长子 status<开工' '签约未开工|status:签约 status<开工' \
	'清徐已投产|清徐 status>=投产' '尚未开工　|status<开工' '没有开工|status<开工' '已经投产|status>=投产'; do
	run 1 "${words%|*}" "$YUANLIAN" --seeds "$SEEDS" count projects "${words%|*}"
	n=$("$YUANLIAN" --seeds "$SEEDS" count projects "${words#*|}")
	has "$err" "${words#*|} 有 $n 条" "${words%|*}: what it means, and how many there are"
done
run 1 'a status in a search of another kind' "$YUANLIAN" --seeds "$SEEDS" find --kind zones 长子 在建
is 'a status in a search of another kind: nothing is said' "$(wc -c <"$err")" 0
run 0 'a status in the browser' "$YUANLIAN" --seeds "$SEEDS" render search --query '长子 在建'
has "$out" '长子 status:在建' 'a status in the browser: the list is offered'
run 0 'a wrong character in the browser' "$YUANLIAN" --seeds "$SEEDS" render search --query '长仔 在建'
has "$out" '~长仔 status:在建' 'a wrong character in the browser: the list of those that sound so'

# What stands in no field of its own
for by in province chain 省份 产业链; do
	run 0 "count --by $by" "$YUANLIAN" --seeds "$SEEDS" count projects --by "$by"
	is "count --by $by: no more than there are" "$(sed 1d "$out" | awk '{ n += $NF } END { print n }')" "$("$YUANLIAN" --seeds "$SEEDS" count projects)"
done
run 0 'count --by chain as a file' "$YUANLIAN" --seeds "$SEEDS" count projects --by chain,status --format csv
is 'count --by chain as a file: its columns' "$(sed -n 1p "$out" | tr -d '\r')" 'chain,chain_name,status,count'

finish
