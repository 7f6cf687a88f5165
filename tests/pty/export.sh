#!/bin/sh
# Where an export went is told so that it can be fetched; what was refused can be mended.
. tests/support/pty_lib.sh

# Long folder names are cut at the screen's edge: a short one.
told_whole() {
	key 5 && wait_for '> 项目' && key F8 && wait_for 'projects.csv' && key Enter && wait_for "条到 $case_dir/projects.csv" &&
		[ -s "$case_dir/projects.csv" ]
}
start 200x24
check "the whole path of a file is told" told_whole

folder_told() {
	key F8 && wait_for 'projects.csv' && key C-u && type_text 名单 && key Enter && wait_for "$case_dir/名单/projects.csv" &&
		[ -s "$case_dir/名单/projects.csv" ]
}
check "a name without an ending is a folder, and the file in it is told" folder_told

mended() {
	key F8 && wait_for 'projects.csv' && key Enter && wait_for '没有覆盖' && key C-u && key F8 && key C-u &&
		type_text projects.docx && key Enter && wait_for '后缀应为' && key F8 && wait_for 'projects.docx' &&
		key BSpace BSpace BSpace BSpace && type_text tsv && key Enter && wait_for '已导出' && [ -s "$case_dir/projects.tsv" ] &&
		key F8 && wait_for 'projects.csv'
}
check "a name that was refused is there to be mended" mended

# A page takes its figures along as rows, or all that is known as text.
page_told() {
	key Escape && key 2 && wait_for '> 开发区' && key Enter && wait_for '长子经开区' && key F8 && wait_for 'txt 全文' && wait_for 'zhangzi.csv' &&
		key Enter && wait_for '已导出 47 条' && grep -q '^claim:.*,zone:zhangzi,indicator:area,,7.1381,平方公里,' "$case_dir/zhangzi.csv" &&
		key F8 && wait_for 'zhangzi.csv' && key BSpace BSpace BSpace && type_text txt && key Enter && wait_for '行到' &&
		"$YUANLIAN" --db "$case_dir/catalogue.db" --seeds none show zone:zhangzi | cmp - "$case_dir/zhangzi.txt"
}
check "a page is taken along, as rows or as text" page_told

compared() {
	key Escape && key 2 && wait_for '> 开发区' && key c j c C && wait_for '比较' && key F8 && wait_for 'compare.csv' && key Enter &&
		wait_for '已导出' && grep -q '^概况,名称,' "$case_dir/compare.csv"
}
check "a comparison is a table" compared

# The picture as the table of its links, the balance as it stands there.
map_told() {
	key Escape && type_text f && wait_for '搜>' && type_text 铝系 && wait_for '铝系产业链' && key Enter && wait_for '概况' && key O &&
		wait_for '本链' && key F8 && wait_for 'map.csv' && key Enter && wait_for '已导出' && grep -q '^环节之间,.*氧化铝' "$case_dir/map.csv" &&
		key = && wait_for '*平衡*' && wait_for 'F8导出' && key F8 && wait_for 'map.csv' && key C-u && type_text balance.csv && key Enter &&
		wait_for '已导出' && grep -q '^产能平衡,氧化铝' "$case_dir/balance.csv"
}
check "a map is taken along as its tables" map_told
