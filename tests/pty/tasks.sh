#!/bin/sh
# Ten tasks of an officer, from the first screen, each with 8 keys at most, answered by what stands on the screen.
#   tasks.sh          do them under tmux at 80x24, and all of them again in a 40x12 window: the tenth
#   tasks.sh --list   the tasks and their keys as a Markdown table, for the README
# A key is a word; every character of a text is one.

# task NAME KEYS EXPECTED…: what must stand on the screen; "80x24:…" only there, "-…" must not.
tasks() {
	task "find 长子经开区 and open the largest project it has signed" \
		'f z z Enter g p Enter' '浙江同景新能源集团冷冻真空干燥' '长子经济技术开发区' '80x24:2022-04  签约' '80x24:25.6亿元'
	task "see the place behind 兴县's total output" \
		'2 j l l l l e' '工业总产值 275亿元' '兴县经济技术开发区' '第3段 字符215-220' '2025-01/2025-09'
	task "list what is in production with more than 5亿元 invested" \
		'5 l j , Space Space "' '泰山玻纤项目' '弘博污水处理厂' '36亿元' '-星萌' '80x24:筛 status:投产' '80x24:7亿元'
	task "find who makes 电解铝" \
		'f d j l Enter Tab' '中铝华润' '50万吨'
	task "compare the figures of two zones" \
		'2 c j c C Tab' '签约金额' '206.65亿元' '22.22亿元' '口径不同'
	task "mark three projects, read their total, export them as CSV" \
		'5 Space Space Space F8 Enter' '标3' '约359.9亿元' '已导出 3 条'
	task "go back to where you were" \
		'2 j Enter Tab j 1 `' '兴县经开区' '> 产能 氧化铝' '200万吨'
	task "copy a figure with its citation" \
		'2 j l l l l y r' '已送往剪贴板' '80x24:兴县经济技术开发区 工业总产值 275亿元（2025-01/2025-09；《聚“链”'
	task "search while the input method is on" \
		'兴 县 经 开 区 Enter' '兴县经济技术开发区' '主导产业'
}

each_key() {
	printf '%s\n' "$1" | tr ' ' '\n'
}

if [ "${1:-}" = --list ]; then
	n=0
	task() {
		n=$((n + 1))
		count=$(each_key "$2" | wc -l)
		# A backquote cannot stand in a Markdown code span of one backquote.
		case $2 in *'`'*) keys="\`\` $2 \`\`" ;; *) keys="\`$2\`" ;; esac
		printf '| %d | %s | %s | %d |\n' "$n" "$1" "$keys" "$count"
	}
	echo '| | task | keys | how many |'
	echo '|--|--|--|--|'
	tasks
	echo "| $((n + 1)) | all of these in a 40×12 window | the same | |"
	exit
fi

. tests/support/pty_lib.sh

# Keys by tmux's names; the rest are characters.
press_all() {
	each_key "$1" > "$case_dir/each"
	while read -r k; do
		case $k in
		Enter | Tab | Space | F8) key "$k" ;;
		*) type_text "$k" ;;
		esac
	done < "$case_dir/each"
}

# stands EXPECTED…
stands() {
	for expected; do
		case $expected in
		80x24:*) [ "$size" != 80x24 ] || wait_for "${expected#80x24:}" || return 1 ;;
		-*) wait_gone "${expected#-}" || return 1 ;;
		*) wait_for "$expected" || return 1 ;;
		esac
	done
}

task() {
	name=$1 keys=$2
	shift 2
	count=$(each_key "$keys" | wc -l)
	start "$size" && press_all "$keys" && stands "$@" && also || return
	if [ "$count" -le 8 ]; then ok "$size $name ($count keys)"; else fail "$size $name: $count keys, expected 8 at most"; fi
}

# What stands elsewhere than on the screen.
also() {
	case $name in
	*export*) until_true "three projects in a file" sh -c "[ \"\$(wc -l < $case_dir/projects.csv)\" = 4 ]" ;;
	*copy*) base64_of_citation | base64 -d | grep -q '275亿元.*2025-01/2025-09.*聚“链”成势.*215-220' ;;
	esac
}

base64_of_citation() {
	LC_ALL=C sed -n 's/.*]52;c;\([A-Za-z0-9+/=]*\).*/\1/p' "$case_dir/bytes" | tail -1
}

for size in 80x24 40x12; do
	tasks
done
