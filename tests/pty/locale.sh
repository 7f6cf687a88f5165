#!/bin/sh
# What the terminal takes: a plain SSH session names no locale and means UTF-8 and Chinese.
. tests/support/pty_lib.sh

ascii_only() {
	! screen | LC_ALL=C grep -q '[^ -~]'
}

no_byte_above() {
	! LC_ALL=C tr -d '\000-\177' < "$case_dir/bytes" | grep -q .
}

plain_c() {
	start 80x24 "LC_ALL=$1"
	key 2 j Enter
	wait_for 'Xing Xian Jing Ji Ji Shu Kai Fa Qu' && wait_for 'industries' && ascii_only && no_byte_above
}
check "LC_ALL=C: frames in ASCII, names in pinyin, messages in English" plain_c C
check "LC_ALL=POSIX likewise" plain_c POSIX

chinese() {
	start 80x24 "$@"
	wait_same 80x24
}
check "no locale at all: UTF-8 and Chinese" chinese LC_ALL= LC_CTYPE= LANG=
check "a UTF-8 locale that is not installed here" chinese LC_ALL=zh_CN.UTF-8

english() {
	start 80x24 LC_ALL= LANG="$1"
	wait_for 'where to go' && wait_for '长子经开区'
}
check "a locale named English" english en_US.UTF-8

typed_in_ascii() {
	start 80x24 LC_ALL=C
	key f
	type_text 兴县
	wait_for 'search> Xing Xian' && key Enter && wait_for 'provincial' && ascii_only
}
check "keys may come as UTF-8 even then" typed_in_ascii

# Of what was written since the start: characters of that set, as UTF-8.
written_in_gb18030() {
	LC_ALL=C iconv -c -f GB18030 -t UTF-8 "$case_dir/bytes" | grep -qF -- "$1"
}

type_in_gb18030() {
	printf '%s' "$1" | iconv -f UTF-8 -t GB18030 > "$case_dir/typed"
	tm load-buffer "$case_dir/typed" \; paste-buffer
}

gb18030() {
	start 80x24 "LOCPATH=$dir/locales" LC_ALL=zh_CN.GB18030 YUANLIAN_LANG=en &&
		until_true "names in GB18030" written_in_gb18030 '长子经开区' && key f && wait_for 'search>' || return 1
	type_in_gb18030 兴县
	wait_for 'zones 1 ' && key Enter &&
		until_true "the page of what 兴县 finds" written_in_gb18030 '兴县经济技术开发区' && is_drawn_in_ascii
}

# │ and ─ take two columns in such a terminal.
is_drawn_in_ascii() {
	! written_in_gb18030 '│' && ! written_in_gb18030 '─'
}

mkdir "$dir/locales"
if localedef -i zh_CN -f GB18030 "$dir/locales/zh_CN.GB18030" 2> /dev/null; then
	check "GB18030: written and read in that character set" gb18030
else
	echo "skipped locale: GB18030 (found no sources of it, which the package locales has)"
fi
