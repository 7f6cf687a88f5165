#include "view/command.h"

#include <assert.h>

/* One row a command. Keys: product.md section 4. */
const struct command commands[] = {
	[CMD_DOWN] = {"down", {"j", "Down"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "下一行", "next row", NULL, NULL},
	[CMD_UP] = {"up", {"k", "Up"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "上一行", "previous row", NULL, NULL},
	[CMD_LEFT] = {"left", {"h", "Left"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "左一格", "one cell to the left", NULL, NULL},
	[CMD_RIGHT] = {"right", {"l", "Right"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "右一格", "one cell to the right", NULL, NULL},
	[CMD_PAGE_DOWN] = {"page-down", {"PgDn", "^F"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "下一屏", "one screen down", NULL, NULL},
	[CMD_PAGE_UP] = {"page-up", {"PgUp", "^B"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "上一屏", "one screen up", NULL, NULL},
	[CMD_READ_ON] = {"read-on", {"Space"}, IN_PAGE, GROUP_MOVE, ARGUMENT_NONE, "页面:往下读", "pages: read on", NULL, NULL},
	[CMD_HALF_DOWN] = {"half-down", {"^D"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "下半屏", "half a screen down", NULL, NULL},
	[CMD_HALF_UP] = {"half-up", {"^U"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "上半屏", "half a screen up", NULL, NULL},
	[CMD_TOP] = {"top", {"g g", "Home"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "到首行", "first row", NULL, NULL},
	[CMD_BOTTOM] = {"bottom", {"G", "End"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "到末行", "last row", NULL, NULL},
	[CMD_SECTION_NEXT] = {"next-section", {"}"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "下一节、下一组", "next section or group", NULL, NULL},
	[CMD_SECTION_PREVIOUS] = {"previous-section", {"{"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "上一节、上一组", "previous section or group", NULL, NULL},
	[CMD_PANE_NEXT] = {"next-pane", {"Tab"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "下一节、下一类、下一列", "next section, kind or column", NULL, NULL},
	[CMD_PANE_PREVIOUS] = {"previous-pane", {"S-Tab"}, IN_ANY, GROUP_MOVE, ARGUMENT_NONE, "上一节、上一类、上一列", "previous section, kind or column", NULL, NULL},
	[CMD_ROW] = {"row", {NULL}, IN_LIST, GROUP_MOVE, ARGUMENT_TEXT, "到第几行:42 或 50%", "go to a row: 42 or 50%", NULL, NULL},
	[CMD_JUMP] = {"jump", {"g a"}, IN_LIST, GROUP_MOVE, ARGUMENT_TEXT, "跳到名称拼音以此开头的一行", "go to the first name whose pinyin begins so", NULL, NULL},

	[CMD_OPEN] = {"open", {"Enter"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "打开光标所在", "open what is under the cursor", "开", "open"},
	[CMD_BACK] = {"back", {"q", "Esc", "Backspace"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "返回", "back", "返回", "back"},
	[CMD_HISTORY_BACK] = {"history-back", {"H", "^O", "Alt-Left"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "历史:后退", "history: back", NULL, NULL},
	[CMD_HISTORY_FORWARD] = {"history-forward", {"L", "Alt-Right"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "历史:前进", "history: forward", NULL, NULL},
	[CMD_LAST_VIEW] = {"last-view", {"`"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "回到上一个画面,再按回来", "the view before this one and back again", NULL, NULL},
	[CMD_NEXT_RECORD] = {"next-record", {"J"}, IN_PAGE, GROUP_OPEN, ARGUMENT_NONE, "列表中的下一条", "next record of the list", NULL, NULL},
	[CMD_PREVIOUS_RECORD] = {"previous-record", {"K"}, IN_PAGE, GROUP_OPEN, ARGUMENT_NONE, "列表中的上一条", "previous record of the list", NULL, NULL},
	[CMD_MAP] = {"map", {"O"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "产业链图;在产业链页主线上 Enter 也到此", "the map of this chain, also Enter on its main line", "图", "map"},
	[CMD_GAPS] = {"gaps", {"x"}, IN_ANY, GROUP_OPEN, ARGUMENT_NONE, "缺口与候选:缺环、短缺、薄弱、外购、相邻", "gaps and who could fill them", "缺口", "gaps"},
	[CMD_UNFOLD] = {"unfold", {"+"}, IN_PAGE, GROUP_OPEN, ARGUMENT_NONE, "图:多展开一度", "map: one degree more around the stage", NULL, NULL},
	[CMD_FOLD] = {"fold", {"-"}, IN_PAGE, GROUP_OPEN, ARGUMENT_NONE, "图:少展开一度", "map: one degree less", NULL, NULL},
	[CMD_INPUTS] = {"inputs", {"r"}, IN_PAGE, GROUP_OPEN, ARGUMENT_NONE, "图:区内资源、水电汽、土地、厂房的显隐", "map: resources and utilities on or off", NULL, NULL},

	[CMD_HOME] = {"home", {"1", "g h"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "首页", "first screen", NULL, NULL},
	[CMD_ZONES] = {"zones", {"2", "g z"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "开发区 (g:本页的)", "zones (with g: of this page)", NULL, NULL},
	[CMD_CHAINS] = {"chains", {"3", "g l"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "产业链 (g:本页的)", "chains (with g: of this page)", NULL, NULL},
	[CMD_ENTERPRISES] = {"enterprises", {"4", "g e"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "企业 (g:本页的)", "enterprises (with g: of this page)", NULL, NULL},
	[CMD_PROJECTS] = {"projects", {"5", "g p"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "项目 (g:本页的)", "projects (with g: of this page)", NULL, NULL},
	[CMD_TARGETS] = {"targets", {"7", "g t"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "目标承诺:兑现、未见、落空", "promises: kept, unseen, missed", NULL, NULL},
	[CMD_SOURCES] = {"sources", {"8", "g s"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "来源", "sources", NULL, NULL},
	[CMD_IGNORANCE] = {"ignorance", {"g i"}, IN_ANY, GROUP_GO, ARGUMENT_NONE, "缺数图:哪个区缺哪些数", "map of ignorance: which zone lacks which figures", NULL, NULL},
	[CMD_LIST] = {"list", {NULL}, IN_ANY, GROUP_GO, ARGUMENT_TEXT, "任一种类的列表:list claims has:conflict", "the list of any kind: list claims has:conflict", NULL, NULL},

	[CMD_SEARCH] = {"search", {"f", "F3"}, IN_ANY, GROUP_FIND, ARGUMENT_NONE, "全局搜索:汉字、全拼、首字母", "search everything: characters, pinyin, initials", "搜", "search"},
	[CMD_SITE] = {"site", {NULL}, IN_ANY, GROUP_FIND, ARGUMENT_TEXT, "选址:site 厂房>=1万m2 蒸汽 铁路", "zones that offer: site 厂房>=1万m2 蒸汽 铁路", NULL, NULL},
	[CMD_FIND] = {"find", {"/"}, IN_ANY, GROUP_FIND, ARGUMENT_TEXT, "在本列表中找", "find in this list", "找", "find"},
	[CMD_FIND_NEXT] = {"find-next", {"n"}, IN_ANY, GROUP_FIND, ARGUMENT_NONE, "找下一个", "find the next one", NULL, NULL},
	[CMD_FIND_PREVIOUS] = {"find-previous", {"N"}, IN_ANY, GROUP_FIND, ARGUMENT_NONE, "找上一个", "find the one before", NULL, NULL},
	[CMD_FILTER] = {"filter", {"&", "F4"}, IN_LIST, GROUP_FIND, ARGUMENT_TEXT, "筛选:invest>=5亿 status:投产", "filter: invest>=5亿 status:producing", "筛", "filter"},
	[CMD_SAME_VALUE] = {"same-value", {","}, IN_LIST, GROUP_FIND, ARGUMENT_NONE, "只留此值", "keep rows with this value", "只留", "only"},
	[CMD_EXCLUDE_VALUE] = {"exclude-value", {";"}, IN_LIST, GROUP_FIND, ARGUMENT_NONE, "去掉此值", "drop rows with this value", "去掉", "drop"},
	[CMD_ONLY_CONFLICTS] = {"only-conflicts", {"!"}, IN_ANY, GROUP_FIND, ARGUMENT_NONE, "只看有矛盾的;页面:其有矛盾的数据", "only rows with conflicts; pages: their figures", "矛盾", "conflicts"},
	[CMD_FACETS] = {"facets", {"F"}, IN_LIST, GROUP_FIND, ARGUMENT_NONE, "分面:各值有多少条,回车作筛选;再按成组", "facets: how many rows have which value; again: groups", "分面", "facets"},
	[CMD_CROSSTAB] = {"crosstab", {"W"}, IN_LIST, GROUP_FIND, ARGUMENT_TEXT, "交叉表:crosstab status,zone", "crosstab: crosstab status,zone", "交叉", "crosstab"},
	[CMD_FIGURE] = {"figure", {"$"}, IN_LIST, GROUP_FIND, ARGUMENT_TEXT, "分组合计;在分组、交叉表中换另一项数据", "sums by group; in groups and crosstabs another figure", "合计", "sums"},

	[CMD_MARK] = {"mark", {"Space", "Insert"}, IN_LIST, GROUP_MARK, ARGUMENT_NONE, "标记", "mark", "标", "mark"},
	[CMD_MARK_RANGE] = {"mark-range", {"v"}, IN_LIST, GROUP_MARK, ARGUMENT_NONE, "标记一段:再按 v 结束", "mark a range: v again ends it", NULL, NULL},
	[CMD_MARK_MATCHING] = {"mark-matching", {"|"}, IN_LIST, GROUP_MARK, ARGUMENT_TEXT, "标记符合条件的", "mark matching rows", NULL, NULL},
	[CMD_UNMARK_MATCHING] = {"unmark-matching", {"\\"}, IN_LIST, GROUP_MARK, ARGUMENT_TEXT, "取消符合条件的标记", "unmark matching rows", NULL, NULL},
	[CMD_MARK_INVERT] = {"mark-invert", {"*"}, IN_LIST, GROUP_MARK, ARGUMENT_NONE, "反转标记", "invert marks", NULL, NULL},
	[CMD_ONLY_MARKED] = {"only-marked", {"\""}, IN_LIST, GROUP_MARK, ARGUMENT_NONE, "只看已标记的,再按全部", "only marked rows; again: all", NULL, NULL},
	[CMD_BOOKMARK] = {"bookmark", {"m"}, IN_ANY, GROUP_MARK, ARGUMENT_KEY, "设书签 (加一字母),下次还在", "set a bookmark (and a letter), kept for next time", NULL, NULL},
	[CMD_BOOKMARK_OPEN] = {"go-bookmark", {"'"}, IN_ANY, GROUP_MARK, ARGUMENT_KEY, "到书签 (加一字母)", "go to a bookmark (and a letter)", NULL, NULL},

	[CMD_SORT_UP] = {"sort-up", {"["}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "按此列升序,再按降序,三按取消", "sort up by this column; again: down; third: off", NULL, NULL},
	[CMD_SORT_DOWN] = {"sort-down", {"]"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "按此列降序,再按升序,三按取消", "sort down by this column; again: up; third: off", "排", "sort"},
	[CMD_SORT] = {"sort", {"F6"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_TEXT, "按字段排序:sort -投资,名称", "sort by fields: sort -invest,name", NULL, NULL},
	[CMD_NARROWER] = {"narrower", {"<"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "此列变窄", "make this column narrower", NULL, NULL},
	[CMD_WIDER] = {"wider", {">"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "此列变宽", "make this column wider", NULL, NULL},
	[CMD_FULL_WIDTH] = {"full-width", {"_"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "此列全宽", "this column in full width", NULL, NULL},
	[CMD_FREEZE] = {"freeze", {"z f"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "名称列固定或随动", "freeze the name column or let it scroll", NULL, NULL},
	[CMD_HIDE_COLUMN] = {"hide-column", {"z -"}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "隐藏此列", "hide this column", NULL, NULL},
	[CMD_SHOW_COLUMNS] = {"show-columns", {"z ="}, IN_LIST, GROUP_COLUMNS, ARGUMENT_NONE, "显示所有列", "show all columns", NULL, NULL},
	[CMD_CENTRE] = {"centre", {"z z"}, IN_ANY, GROUP_COLUMNS, ARGUMENT_NONE, "光标行居中", "centre the row", NULL, NULL},

	[CMD_EVIDENCE] = {"evidence", {"e"}, IN_ANY, GROUP_EVIDENCE, ARGUMENT_NONE, "此值的出处", "where this value comes from", "出处", "evidence"},
	[CMD_ALL_SOURCES] = {"all-sources", {"E"}, IN_ANY, GROUP_EVIDENCE, ARGUMENT_NONE, "此值的全部出处", "all sources of this value", NULL, NULL},
	[CMD_FORMULA] = {"formula", {"="}, IN_ANY, GROUP_EVIDENCE, ARGUMENT_NONE, "产能平衡的算式与规则", "the balance of capacities: formulas and rules", NULL, NULL},
	[CMD_PREVIEW] = {"preview", {"i"}, IN_ANY, GROUP_EVIDENCE, ARGUMENT_NONE, "侧栏开关", "side panel on or off", NULL, NULL},

	[CMD_COMPARE_ADD] = {"compare-add", {"c"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "放入比较,再按取出", "put aside for comparison; again: take back", "比", "compare"},
	[CMD_COMPARE] = {"compare", {"C", "F7"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "并排比较放入的,或标记的", "compare what is put aside, or marked", NULL, NULL},
	[CMD_COMPARE_CLEAR] = {"compare-clear", {NULL}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "清空比较:放入的全部取出", "take back all that is put aside for comparison", NULL, NULL},
	[CMD_COPY_ROW] = {"copy-row", {"y y"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "复制此行", "copy this row", NULL, NULL},
	[CMD_COPY_CELL] = {"copy-cell", {"y c"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "复制此值", "copy this value", NULL, NULL},
	[CMD_COPY_MARKED] = {"copy-marked", {"y m"}, IN_LIST, GROUP_COPY, ARGUMENT_NONE, "复制已标记的表", "copy the marked rows as a table", NULL, NULL},
	[CMD_COPY_CITATION] = {"copy-citation", {"y r"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "复制此值并带引文", "copy this value with its citation", NULL, NULL},
	[CMD_PRINT] = {"print", {"Y"}, IN_ANY, GROUP_COPY, ARGUMENT_NONE, "原样印出,供终端选取", "print plainly, for the terminal's own selection", NULL, NULL},
	[CMD_EXPORT] = {"export", {"F8"}, IN_LIST | IN_TABLE, GROUP_COPY, ARGUMENT_TEXT, "导出标记的、全部、此页:export a.csv", "export marked or all rows, this page: export a.csv", "导出", "export"},

	[CMD_HELP] = {"help", {"?", "F1"}, IN_ANY, GROUP_APP, ARGUMENT_NONE, "帮助", "help", "帮助", "help"},
	[CMD_PALETTE] = {"palette", {":", "F9"}, IN_ANY, GROUP_APP, ARGUMENT_NONE, "命令面板,:42 到行", "command palette; :42 goes to a row", "命令", "commands"},
	[CMD_UNDO] = {"undo", {"u"}, IN_LIST, GROUP_APP, ARGUMENT_NONE, "撤销筛选、排序、列的改动", "undo a change of filter, order or columns", NULL, NULL},
	[CMD_REDO] = {"redo", {"U"}, IN_LIST, GROUP_APP, ARGUMENT_NONE, "重做", "redo", NULL, NULL},
	[CMD_RELOAD] = {"reload", {"F5", "^R"}, IN_ANY, GROUP_APP, ARGUMENT_NONE, "重读数据", "read the catalogue again", NULL, NULL},
	[CMD_REDRAW] = {"redraw", {"^L"}, IN_ANY, GROUP_APP, ARGUMENT_NONE, "重画屏幕", "draw the screen again", NULL, NULL},
	[CMD_QUIT] = {"quit", {"Q", "F10"}, IN_ANY, GROUP_APP, ARGUMENT_NONE, "退出", "quit", "退出", "quit"},
};

static_assert(sizeof commands / sizeof *commands == CMD_COUNT, "a row for every command");

struct str command_group_title(enum command_group group, enum language language)
{
	static const enum message titles[GROUP_COUNT] = {
		[GROUP_MOVE] = MSG_GROUP_MOVE, [GROUP_OPEN] = MSG_GROUP_OPEN, [GROUP_GO] = MSG_GROUP_GO,
		[GROUP_FIND] = MSG_GROUP_FIND, [GROUP_MARK] = MSG_GROUP_MARK, [GROUP_COLUMNS] = MSG_GROUP_COLUMNS,
		[GROUP_EVIDENCE] = MSG_GROUP_EVIDENCE, [GROUP_COPY] = MSG_GROUP_COPY, [GROUP_APP] = MSG_GROUP_APP,
	};
	return message(titles[group], language);
}

/* Compare the typed keys with one written sequence. */
static enum key_state match_sequence(const char *sequence, const key *typed, size_t n, enum command_argument argument, key *last)
{
	struct str rest = str_from(sequence), part;
	size_t i = 0;
	while (str_split(&rest, ' ', &part)) {
		key wanted;
		bool valid = key_parse(part, &wanted);
		assert(valid);
		if (!valid)
			return KEY_UNKNOWN;
		if (i == n)
			return KEY_PREFIX;
		if (typed[i++] != wanted)
			return KEY_UNKNOWN;
	}
	if (argument == ARGUMENT_KEY) {
		if (i == n)
			return KEY_PREFIX;
		if (typed[i] <= ' ' || typed[i] >= KEY_NAMED)
			return KEY_UNKNOWN;
		*last = typed[i++];
	}
	return i == n ? KEY_COMMAND : KEY_UNKNOWN;
}

enum key_state command_find(const key *typed, size_t n, unsigned where, enum command_id *id, key *argument)
{
	enum key_state best = KEY_UNKNOWN;
	for (int c = 0; c < CMD_COUNT; c++) {
		if (!(commands[c].where & where))
			continue;
		for (size_t k = 0; k < 4 && commands[c].keys[k]; k++) {
			enum key_state state = match_sequence(commands[c].keys[k], typed, n, commands[c].argument, argument);
			if (state == KEY_COMMAND) {
				*id = (enum command_id)c;
				return KEY_COMMAND;
			}
			if (state == KEY_PREFIX)
				best = KEY_PREFIX;
		}
	}
	return best;
}

enum command_id command_by_name(struct str name)
{
	for (int c = 0; c < CMD_COUNT; c++)
		if (str_eq_c(name, commands[c].name))
			return (enum command_id)c;
	return CMD_NONE;
}

void command_keys(const struct command *command, struct strbuf *out)
{
	for (size_t k = 0; k < 4 && command->keys[k]; k++) {
		if (k)
			strbuf_add_c(out, ", ");
		struct str rest = str_from(command->keys[k]), part;
		while (str_split(&rest, ' ', &part))
			strbuf_add(out, part);
	}
}

void command_ways(const struct command *command, struct strbuf *out)
{
	command_keys(command, out);
	if (!command->keys[0])
		strbuf_printf(out, ":%s", command->name);
}
