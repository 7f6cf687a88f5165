#include "cli/option.h"

#include "meant_internal.h"

#include "base/alloc.h"
#include "model/kind.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#define V(verb) (UINT32_C(1) << VERB_##verb)

static const char *const languages[] = {"zh", "en", NULL};
static const char *const ambis[] = {"1", "2", NULL};

const struct option_info option_table[OPTION_N] = {
	[OPTION_SORT] = {"sort", "F,-G", VALUE_COLUMNS, NULL, V(LIST), "按列排序,前加 - 为降序", "order by columns, - before one for descending"},
	[OPTION_LIMIT] = {"limit", "N", VALUE_COUNT, NULL, V(LIST) | V(FIND), "至多 N 行", "at most N rows"},
	[OPTION_COLUMNS] = {"columns", "A,B", VALUE_COLUMNS, NULL, V(LIST), "只要这些列", "these columns only"},
	[OPTION_BY] = {"by", "F[,G]", VALUE_FACETS, NULL, V(COUNT) | V(RENDER), "按列分组", "a row for each combination of these columns"},
	[OPTION_SUM] = {"sum", "FIELD", VALUE_FIGURE, NULL, V(COUNT) | V(RENDER), "合计一个数据列", "total a figure"},
	[OPTION_KIND] = {"kind", "KIND", VALUE_KIND, NULL, V(FIND) | V(EXPORT), "只要这一类记录", "this kind of record only"},
	[OPTION_SIZE] = {"size", "COLSxROWS", VALUE_TEXT, NULL, V(RENDER), "屏幕大小,默认 80x24", "size of the screen, 80x24 by default"},
	[OPTION_QUERY] = {"query", "Q", VALUE_TEXT, NULL, V(RENDER) | V(EXPORT), "筛选条件,或搜索的词", "filter, or the words to search for"},
	[OPTION_FORMAT] = {"format", "F", VALUE_FORMAT, NULL, V(LIST) | V(COUNT) | V(FIND) | V(SHOW) | V(GAPS) | V(SITE) | V(EXPORT) | V(CHECK), "输出格式", "output format"},
	[OPTION_OUT] = {"out", "FILE", VALUE_FILE, NULL, V(GAPS), "写入文件,由后缀决定格式(含 xlsx)", "write to a file whose ending decides the format, xlsx among them"},
	[OPTION_FORCE] = {"force", NULL, VALUE_NONE, NULL, V(GAPS) | V(EXPORT), "覆盖已有文件", "overwrite what exists"},
	[OPTION_EXCEL] = {"excel", NULL, VALUE_NONE, NULL, V(EXPORT), "CSV 供电子表格打开(BOM、CRLF、公式失效)", "CSV for spreadsheets: byte order mark, CRLF, no formulas"},
	[OPTION_MAP] = {"map", "FILE", VALUE_FILE, NULL, V(IMPORT), "对照文件:哪一列是哪个字段或数据,见 yuanlian-data(5)", "map file: which column is which field or figure, see yuanlian-data(5)"},
	[OPTION_DRY_RUN] = {"dry-run", NULL, VALUE_NONE, NULL, V(IMPORT), "只检查,不写入", "say what would happen, change nothing"},
	[OPTION_DB] = {"db", "FILE", VALUE_FILE, NULL, VERBS_ALL, "数据库文件", "the catalogue file"},
	[OPTION_SEEDS] = {"seeds", "DIR", VALUE_FOLDER, NULL, VERBS_ALL, "种子数据文件夹;none 为空库", "folder of the seeds; none: an empty catalogue"},
	[OPTION_SOURCES] = {"sources", "DIR", VALUE_FOLDER, NULL, VERBS_ALL, "自己的文章文件所在文件夹", "folder of your own article files"},
	[OPTION_LANG] = {"lang", "zh|en", VALUE_CHOICE, languages, VERBS_ALL, "界面语言", "language"},
	[OPTION_AMBI] = {"ambi", "1|2", VALUE_CHOICE, ambis, VERBS_ALL, "“ — … ℃ 等字符占几格", "cells of ambiguous characters such as “ — … ℃"},
	[OPTION_EXPLAIN] = {"explain", NULL, VALUE_NONE, NULL, VERBS_ALL, "在标准错误输出说明查询步骤", "tell the steps of a query on standard error"},
	[OPTION_TRACE] = {"trace", "WHAT", VALUE_TEXT, NULL, VERBS_ALL, "跟踪记录(key,draw,store,index,query,all[=FILE])", "write a trace (key,draw,store,index,query,all[=FILE])"},
	[OPTION_RECORD] = {"record", "FILE", VALUE_FILE, NULL, VERBS_ALL, "把按键记入文件", "write the keys typed in the browser to a file"},
	[OPTION_SCRIPT] = {"script", "FILE", VALUE_FILE, NULL, VERBS_ALL, "从文件重放按键", "replay keys from a file in the browser"},
	[OPTION_HELP] = {"help", NULL, VALUE_NONE, NULL, VERBS_ALL, "帮助", "help"},
	[OPTION_VERSION] = {"version", NULL, VALUE_NONE, NULL, VERBS_ALL, "版本", "version"},
};

bool word_error(struct err *err, enum err_code code, const struct word *word, const char *expected)
{
	return err_at(err, code, "argument", word->place, 1, "found \"%.*s\", expected %s", STR_ARG(word->text), expected);
}

bool option_error(struct err *err, const struct invocation *invocation, enum option_id id, const char *expected)
{
	return err_at(err, ERR_USAGE, "argument", invocation->places[id], 1, "found \"%s\" for --%s, expected %s",
		invocation->values[id], option_table[id].name, expected);
}

bool option_place(struct err *err, const struct invocation *invocation, enum option_id id)
{
	size_t column = err->where[0] && err->column ? err->column : 1;
	err->where[0] = '\0';
	return err_place(err, "argument", invocation->places[id], column);
}

/* -- options ------------------------------------------------------------------- */

/* An option by its name or a unique beginning of it; OPTION_N: none, or several. */
static enum option_id option_find(struct str name)
{
	enum option_id found = OPTION_N;
	size_t n_found = 0;
	for (int i = 0; i < OPTION_N; i++) {
		struct str whole = str_from(option_table[i].name);
		if (str_eq(whole, name))
			return (enum option_id)i;
		if (name.n && str_starts(whole, name)) {
			found = (enum option_id)i;
			n_found++;
		}
	}
	return n_found == 1 ? found : OPTION_N;
}

static bool is_choice(const char *const *choices, struct str value)
{
	for (; choices && *choices; choices++)
		if (str_eq_c(value, *choices))
			return true;
	return false;
}

/* --json is what other programs call --format json. */
static bool is_format(struct str name)
{
	for (int v = 0; v < VERB_N; v++)
		if (is_choice(verbs[v].formats, name))
			return true;
	return false;
}

static bool unknown_option(const struct word *word, struct str name, struct err *err)
{
	static const char expected[] = "an option; see yuanlian help";
	struct text_nearest nearest;
	text_nearest_init(&nearest, name);
	if (is_format(name))
		return err_at(err, ERR_USAGE, "argument", word->place, 1, "found \"%.*s\", expected --format %.*s", STR_ARG(word->text), STR_ARG(name));
	for (int i = 0; i < OPTION_N; i++)
		text_nearest_try(&nearest, str_from(option_table[i].name));
	struct strbuf meant = {0};
	if (nearest.name.n)
		strbuf_printf(&meant, "--%.*s", STR_ARG(nearest.name));
	meant_error(err, word, strbuf_str(&meant), expected);
	strbuf_release(&meant);
	return false;
}

/* Take the option at argv[*at], and its value from there or from the next argument. */
static bool take_option(int argc, char **argv, int *at, struct invocation *out, struct err *err)
{
	struct word word = {str_from(argv[*at]), (size_t)*at};
	struct str name = str_sub(word.text, 2, word.text.n);
	ptrdiff_t equals = str_find_byte(name, '=', 0);
	if (equals >= 0)
		name.n = (size_t)equals;
	enum option_id id = option_find(name);
	if (id == OPTION_N)
		return unknown_option(&word, name, err);
	const struct option_info *info = &option_table[id];
	out->options[id] = out->places[id] = word.place;
	if (!info->argument) {
		if (equals >= 0)
			return word_error(err, ERR_USAGE, &word, "no value for this option");
		out->values[id] = "";
		return true;
	}
	if (equals >= 0) {
		out->values[id] = argv[*at] + 2 + equals + 1;
		return true;
	}
	if (*at + 1 >= argc)
		return err_at(err, ERR_USAGE, "argument", word.place, 1, "found nothing after --%s, expected %s", info->name, info->argument);
	out->values[id] = argv[++*at];
	out->places[id]++;
	return true;
}

static void list_choices(const char *const *choices, struct strbuf *out)
{
	for (size_t i = 0; choices[i]; i++)
		strbuf_printf(out, "%s%s", i == 0 ? "" : choices[i + 1] ? ", " : " or ", choices[i]);
}

static bool check_choice(const struct invocation *invocation, enum option_id id, const char *const *choices, struct err *err)
{
	if (is_choice(choices, str_from(invocation->values[id])))
		return true;
	struct strbuf expected = {0};
	list_choices(choices, &expected);
	option_error(err, invocation, id, expected.p);
	strbuf_release(&expected);
	return false;
}

static bool check_count(const struct invocation *invocation, enum option_id id, struct err *err)
{
	const char *value = invocation->values[id];
	size_t n = strspn(value, "0123456789");
	return (n > 0 && n < 10 && !value[n]) || option_error(err, invocation, id, "a whole number");
}

static bool unknown_kind(const struct invocation *invocation, enum option_id id, struct err *err)
{
	struct meant meant;
	struct strbuf expected = {0};
	meant_init(&meant, str_from(invocation->values[id]));
	for (int k = 0; k < KIND_COUNT; k++)
		meant_try(&meant, str_from(kinds[k].plural));
	struct str name = meant_name(&meant);
	if (name.n)
		strbuf_printf(&expected, "\"%.*s\"? or ", STR_ARG(name));
	strbuf_add_c(&expected, "a kind such as zones; see yuanlian help");
	option_error(err, invocation, id, expected.p);
	strbuf_release(&expected);
	return false;
}

static bool check_option(const struct invocation *invocation, enum option_id id, struct err *err)
{
	const struct option_info *info = &option_table[id];
	const struct verb *verb = &verbs[invocation->verb];
	if (!(info->verbs & (UINT32_C(1) << invocation->verb)))
		return err_at(err, ERR_USAGE, "argument", invocation->options[id], 1,
			"found --%s, expected an option of %s; see yuanlian help %s", info->name,
			verb->name[0] ? verb->name : "the browser", verb->name);
	enum kind kind;
	switch (info->value) {
	case VALUE_CHOICE:
		return check_choice(invocation, id, info->choices, err);
	case VALUE_FORMAT:
		return check_choice(invocation, id, verb->formats, err);
	case VALUE_COUNT:
		return check_count(invocation, id, err);
	case VALUE_KIND:
		return kind_parse(str_from(invocation->values[id]), &kind) || unknown_kind(invocation, id, err);
	case VALUE_FILE:
	case VALUE_FOLDER:
		return invocation->values[id][0] || option_error(err, invocation, id, "a path");
	case VALUE_NONE:
	case VALUE_TEXT:
	case VALUE_COLUMNS:
	case VALUE_FACETS:
	case VALUE_FIGURE:
		break;
	}
	return true;
}

/* -- words ----------------------------------------------------------------------- */

static bool takes_terms(enum verb_id verb)
{
	return verb == VERB_BROWSE || verbs[verb].rest == WORD_QUERY || verbs[verb].rest == WORD_TEXT;
}

static bool take_word(struct invocation *out, struct word word, bool only_words, struct err *err)
{
	if (out->verb == VERB_N) {
		enum verb_id verb = only_words ? VERB_N : verb_find(word.text);
		out->verb = verb == VERB_N ? VERB_BROWSE : verb;
		if (verb != VERB_N)
			return true;
	}
	size_t bad;
	if (!utf8_check(word.text, &bad))
		return err_at(err, ERR_USAGE, "argument", word.place, utf8_length(str_sub(word.text, 0, bad)) + 1,
			"found a byte that is no UTF-8, expected UTF-8 text");
	out->words = xreallocarray(out->words, out->n_words + 1, sizeof *out->words);
	out->words[out->n_words++] = word;
	return true;
}

/* -h is help, but for where a term of a query or a text may begin. */
static bool is_help(const struct invocation *out, struct str word)
{
	bool term = out->verb != VERB_N && takes_terms(out->verb) && (out->n_words || verbs[out->verb].first == WORD_TEXT);
	return str_eq(word, STR("-h")) && !term;
}

static bool take_arguments(int argc, char **argv, struct invocation *out, struct err *err)
{
	bool only_words = false;
	for (int i = 1; i < argc; i++) {
		struct word word = {str_from(argv[i]), (size_t)i};
		bool dash = !only_words && word.text.n > 1 && word.text.p[0] == '-';
		if (dash && str_eq(word.text, STR("--"))) {
			only_words = true;
		} else if (dash && word.text.p[1] == '-') {
			if (!take_option(argc, argv, &i, out, err))
				return false;
		} else if (dash && is_help(out, word.text)) {
			out->values[OPTION_HELP] = "";
			out->options[OPTION_HELP] = out->places[OPTION_HELP] = word.place;
		} else if (dash && (out->verb == VERB_N || !takes_terms(out->verb))) {
			return word_error(err, ERR_USAGE, &word, "an option; see yuanlian help");
		} else if (!take_word(out, word, only_words, err)) {
			return false;
		}
	}
	return true;
}

static bool check_words(const struct invocation *invocation, struct err *err)
{
	const struct verb *verb = &verbs[invocation->verb];
	if (invocation->n_words < (size_t)verb->least)
		return err_at(err, ERR_USAGE, "argument", invocation->end, 1, "found nothing after %s, expected %s", verb->name,
			verb->arguments);
	if (verb->most != WORDS_ANY && invocation->n_words > (size_t)verb->most)
		return word_error(err, ERR_USAGE, &invocation->words[verb->most], verb->most ? "nothing more" : "no argument");
	return true;
}

bool invocation_parse(int argc, char **argv, struct invocation *out, struct err *err)
{
	*out = (struct invocation){.verb = VERB_N, .end = argc > 0 ? (size_t)argc : 1};
	bool ok = take_arguments(argc, argv, out, err);
	if (out->verb == VERB_N)
		out->verb = VERB_BROWSE;
	for (int i = 0; ok && i < OPTION_N; i++)
		if (out->values[i])
			ok = check_option(out, (enum option_id)i, err);
	if (ok && !out->values[OPTION_HELP] && !out->values[OPTION_VERSION])
		ok = check_words(out, err);
	if (!ok)
		invocation_release(out);
	return ok;
}

void invocation_release(struct invocation *invocation)
{
	free(invocation->words);
	invocation->words = NULL;
	invocation->n_words = 0;
}

bool option_given(const struct invocation *invocation, enum option_id id)
{
	return invocation->values[id] != NULL;
}

void invocation_join(const struct invocation *invocation, size_t first, struct strbuf *out)
{
	for (size_t i = first; i < invocation->n_words; i++) {
		if (i > first)
			strbuf_add_byte(out, ' ');
		strbuf_add(out, invocation->words[i].text);
	}
}

size_t option_count(const struct invocation *invocation, enum option_id id, size_t otherwise)
{
	return option_given(invocation, id) ? (size_t)strtoul(invocation->values[id], NULL, 10) : otherwise;
}
