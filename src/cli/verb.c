#include "cli/verb.h"

#include "verb_internal.h"

static const char *const row_formats[] = {"table", "csv", "tsv", "json", "jsonl", "md", NULL};
static const char *const sheet_formats[] = {"table", "csv", "tsv", "json", "jsonl", "md", "xlsx", NULL};
static const char *const page_formats[] = {"text", "json", "dot", "mermaid", NULL};
static const char *const file_formats[] = {"csv", "tsv", "json", "jsonl", "md", "xlsx", "sqlite", NULL};

const struct verb verbs[VERB_N] = {
	[VERB_BROWSE] = {"", "[WORD...]", 0, WORDS_ANY, WORD_TEXT, WORD_TEXT, NULL,
		"浏览;有词时从搜索结果开始", "browse; with words, begin at their search result",
		"Its keys stand in\n.BR KEYS .\n", cmd_browse},
	[VERB_LIST] = {"list", "KIND [QUERY...]", 1, WORDS_ANY, WORD_KIND, WORD_QUERY, row_formats,
		"列出一类记录中符合条件的", "list the records of a kind that match a query",
		"Records that match for certain and those that perhaps do, told apart by the column\n.IR match .\n"
		"Without\n.B \\-\\-columns\na table shows the columns of the browser's list; the other formats give every field.\n"
		"A figure\n.I X\ncomes as printed, with\n.I X_low\nand\n.I X_high\nin its base unit beside it,\nempty where it is unbounded or printed in several units;\nin JSON it is an array of claims.\n", cmd_list},
	[VERB_COUNT] = {"count", "KIND [QUERY...]", 1, WORDS_ANY, WORD_KIND, WORD_QUERY, row_formats,
		"统计条数,可分组、合计", "count records; group and total them",
		"Prints how many records match, those included that perhaps do; how many of these there are goes to\n"
		"standard error, or into\n.I perhaps\nin JSON.\n"
		"With\n.B \\-\\-sum\nthere are\n.IR low ,\n.I high\nand\n.I median\nfor each modality, never added up across modalities,\nin the unit that stands last: the indicator's own, or another that converts where an amount is no decimal of it (1 亩 of 平方米).\nThe median is that of the least bounds; 近4亿, which has only an upper one, counts in it as 4亿.\n", cmd_count},
	[VERB_FIND] = {"find", "TEXT...", 1, WORDS_ANY, WORD_TEXT, WORD_TEXT, row_formats,
		"查找:汉字、全拼、首字母、混合", "find by characters, pinyin, initials or a mix of them",
		"Looks through all kinds, the best hit first, 50 at most unless\n.B \\-\\-limit\nsays otherwise.\n"
		"A word of five letters or more may have one wrong, one too many, one too few or two in the wrong order\n"
		"where at most three records match it as it is.\n"
		"Chinese characters that nothing has as one word are looked for as two (洪洞煤化工: 洪洞 and 煤化工),\n"
		"letters as such a word and two to four initials behind it (taiyaunjkq: 太原经开区).\n"
		"Where still nothing is found, words that are a status, an amount with a limit (5亿以上) or a year are told as the\n"
		".B list\nthat they mean, with its number of rows; else a word of two characters or more that nothing has goes by\n"
		"its sound (太远经开区: 太原经开区), in any reading of its characters, and standard error says so;\nso does one beside a status (太远 在建).\nA word that begins with\n.B ~\ngoes by its sound at once.\n", cmd_find},
	[VERB_SHOW] = {"show", "REF...", 1, WORDS_ANY, WORD_REF, WORD_REF, page_formats,
		"显示记录的全部内容与出处", "show all of a record, with sources",
		"JSON is an array of the records, each with its\n.IR claims .\n.B dot\nand\n.B mermaid\n"
		"draw chains and the flows of enterprises.\n", cmd_show},
	[VERB_GAPS] = {"gaps", "REF", 1, 1, WORD_REF, WORD_NONE, sheet_formats,
		"一条产业链或一个开发区的缺口与候选", "what a chain or a zone lacks, and who could fill it",
		"A row for each candidate, with the reasons and where each of them was printed: stages that are missing, short by the\n"
		"balance of capacities, dependent on outside supply, thin, or one step from what the zone has.\n"
		"A ; inside a reason or a name comes as the full\\-width one: the items of a list part at ; alone.\n"
		"xlsx, a workbook with names and a line for each reason and source, needs\n.BR \\-\\-out .\n", cmd_gaps},
	[VERB_SITE] = {"site", "NEED...", 1, WORDS_ANY, WORD_TEXT, WORD_TEXT, row_formats,
		"选址:哪些开发区有所需的厂房、蒸汽、铁路、土地", "which zones have the workshops, steam, railways or land that are needed",
		"A need is a word, or a word with an amount\n.RB ( \\(aq厂房>=1万m2\\ 蒸汽\\ 铁路\\(aq ).\n"
		"A row for each need of each zone of which anything is recorded: met, perhaps, there (how much is unknown), unknown or\n"
		"not_met, with the figure that says so and where it was printed; what is planned or being built is perhaps.\n"
		"Zones with a need that is not met come last.\n"
		"The status is 1 where no zone has something of every need.\n", cmd_site},
	[VERB_RENDER] = {"render", "SCREEN [REF...]", 1, 1 + 4, WORD_SCREEN, WORD_REF, NULL,
		"以纯文本输出任一屏幕", "print any screen as plain text",
		"Exactly as many lines as the size has rows, trailing blanks cut. The clock is\n.B SOURCE_DATE_EPOCH\nwhere it is set.\n", cmd_render},
	[VERB_EXPORT] = {"export", "FILE|DIR", 1, 1, WORD_FILE, WORD_NONE, file_formats,
		"导出到文件或文件夹", "export to a file or a folder",
		"The file's ending decides the format; a name without one, or a folder, gets one CSV file for each kind.\n"
		"xlsx is a workbook with a sheet for each kind, see\n.BR yuanlian\\-data (5).\n"
		"All files are written or, where that fails or is ended, none; with\n.B \\-\\-force\nthe older ones stay as they were then.\n", cmd_export},
	[VERB_IMPORT] = {"import", "FILE|DIR...", 1, WORDS_ANY, WORD_FILE, WORD_FILE, NULL,
		"导入 CSV、JSON 或文件夹", "import CSV, JSON or a folder",
		"A row with a known id replaces that row, a row without one is new unless an equal one is there; nothing is deleted.\n"
		"All files go in together or not at all. One in which there are no rows is named on standard error.\n", cmd_import},
	[VERB_CHECK] = {"check", "", 0, 0, WORD_NONE, WORD_NONE, row_formats,
		"检查数据库、规则与矛盾", "check the catalogue, its rules and its contradictions",
		"Contradictions between sources and doubts are information and no fault. With\n.B \\-\\-sources\n"
		"each figure is looked up in the article that it comes from.\n", cmd_check},
	[VERB_HELP] = {"help", "[COMMAND]", 0, 1, WORD_VERB, WORD_NONE, NULL,
		"帮助", "help", NULL, cmd_help},
	[VERB_MAN] = {"man", "", 0, 0, WORD_NONE, WORD_NONE, NULL,
		"输出手册页源文(yuanlian man | man -l -)", "print the manual page (yuanlian man | man -l -)", NULL, cmd_man},
	[VERB_COMPLETION] = {"completion", "bash|zsh|fish", 1, 1, WORD_SHELL, WORD_NONE, NULL,
		"输出命令行补全脚本", "print a completion script for a shell", NULL, cmd_completion},
};

enum verb_id verb_find(struct str name)
{
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++)
		if (str_eq_c(name, verbs[v].name))
			return (enum verb_id)v;
	return VERB_N;
}
