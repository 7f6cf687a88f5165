#include "meant_internal.h"
#include "verb_internal.h"

#include "text/width.h"

/* Help is a page of the tables in verb.h and option.h; nothing is written twice. */

enum { NAME_CELLS = 30 };

/* What one can type behind the name, quoted as shells want it. */
static const char *const examples[VERB_N] = {
	[VERB_LIST] = "projects 储能 region:长治 'invest>=1亿'",
	[VERB_COUNT] = "projects 储能 region:长治 --by zone --sum invest",
	[VERB_FIND] = "zzjkq",
	[VERB_SHOW] = "兴县经开区",
	[VERB_GAPS] = "chain:xingxian-lv",
	[VERB_SITE] = "'厂房>=1万m2 蒸汽 铁路'",
	[VERB_RENDER] = "crosstab projects --by status,zone --sum invest",
	[VERB_EXPORT] = "a.xlsx --kind projects --query '储能 region:长治'",
	[VERB_IMPORT] = "a.csv --map a.map --dry-run",
};

static void add_row(struct str name, const char *summary, struct strbuf *out)
{
	size_t width = width_str(name, AMBI_NARROW);
	strbuf_add_c(out, "  ");
	strbuf_add(out, name);
	if (width + 2 > NAME_CELLS) {
		strbuf_add_byte(out, '\n');
		strbuf_add_repeat(out, ' ', NAME_CELLS + 2);
	} else {
		strbuf_add_repeat(out, ' ', NAME_CELLS - width);
	}
	strbuf_add_c(out, summary);
	strbuf_add_byte(out, '\n');
}

static void add_option(enum option_id id, bool chinese, struct strbuf *out)
{
	const struct option_info *info = &option_table[id];
	struct strbuf name = {0};
	strbuf_printf(&name, "--%s%s%s", info->name, info->argument ? " " : "", info->argument ? info->argument : "");
	add_row(strbuf_str(&name), chinese ? info->zh : info->en, out);
	strbuf_release(&name);
}

static void add_options(enum verb_id verb, bool common, bool chinese, struct strbuf *out)
{
	for (int i = 0; i < OPTION_N; i++) {
		bool everywhere = option_table[i].verbs == VERBS_ALL;
		if (everywhere == common && (common || (option_table[i].verbs & (UINT32_C(1) << verb))))
			add_option((enum option_id)i, chinese, out);
	}
}

/* The line before rows. */
static void add_title(enum message id, bool chinese, struct strbuf *out)
{
	strbuf_printf(out, "\n%s\n", message(id, message_language(chinese)).p);
}

static void add_list(const char *title, const char *const *words, struct strbuf *out)
{
	strbuf_printf(out, "\n%s:", title);
	for (; *words; words++)
		strbuf_printf(out, " %s", *words);
	strbuf_add_byte(out, '\n');
}

static void add_kinds(bool chinese, struct strbuf *out)
{
	add_title(MSG_USAGE_KIND, chinese, out);
	strbuf_add_byte(out, ' ');
	for (int k = 0, at = 1; k < KIND_COUNT; k++) {
		struct strbuf word = {0};
		strbuf_printf(&word, chinese ? " %s(%s)" : " %s", kinds[k].plural, kinds[k].zh);
		size_t width = width_str(strbuf_str(&word), AMBI_NARROW);
		if ((size_t)at + width > 79) {
			strbuf_add_c(out, "\n ");
			at = 1;
		}
		strbuf_add(out, strbuf_str(&word));
		at += (int)width;
		strbuf_release(&word);
	}
	strbuf_add_byte(out, '\n');
}

static void add_example(enum verb_id id, struct strbuf *out)
{
	if (examples[id])
		strbuf_printf(out, "  yuanlian %s %s\n", verbs[id].name, examples[id]);
}

static void help_all(bool chinese, struct strbuf *out)
{
	strbuf_add(out, message(MSG_USAGE_ABOUT, message_language(chinese)));
	strbuf_add_byte(out, '\n');
	add_title(MSG_USAGE, chinese, out);
	for (int v = 0; v < VERB_N; v++) {
		struct strbuf name = {0};
		strbuf_printf(&name, "yuanlian%s%s%s%s", verbs[v].name[0] ? " " : "", verbs[v].name,
			verbs[v].arguments[0] ? " " : "", verbs[v].arguments);
		add_row(strbuf_str(&name), chinese ? verbs[v].zh : verbs[v].en, out);
		strbuf_release(&name);
	}
	add_title(MSG_USAGE_EXAMPLES, chinese, out);
	for (int v = 0; v < VERB_N; v++)
		add_example((enum verb_id)v, out);
	add_title(MSG_USAGE_COMMON, chinese, out);
	add_options(VERB_BROWSE, true, chinese, out);
	add_kinds(chinese, out);
	strbuf_printf(out, "\n%s\n", message(MSG_USAGE_MORE, message_language(chinese)).p);
}

void help_text(enum verb_id id, bool chinese, struct strbuf *out)
{
	const struct verb *verb = &verbs[id];
	if (id == VERB_BROWSE) {
		help_all(chinese, out);
		return;
	}
	strbuf_printf(out, "%s yuanlian %s%s%s\n\n%s\n", message(MSG_USAGE, message_language(chinese)).p, verb->name,
		verb->arguments[0] ? " " : "", verb->arguments, chinese ? verb->zh : verb->en);
	if (examples[id]) {
		add_title(MSG_USAGE_EXAMPLES, chinese, out);
		add_example(id, out);
	}
	struct strbuf options = {0};
	add_options(id, false, chinese, &options);
	if (options.n) {
		add_title(MSG_USAGE_OPTIONS, chinese, out);
		strbuf_add(out, strbuf_str(&options));
	}
	strbuf_release(&options);
	if (verb->formats)
		add_list(message(MSG_USAGE_FORMATS, message_language(chinese)).p, verb->formats, out);
	if (verb->first == WORD_KIND)
		add_kinds(chinese, out);
	add_title(MSG_USAGE_COMMON, chinese, out);
	add_options(id, true, chinese, out);
}

static bool unknown_verb(const struct word *word, struct err *err)
{
	struct meant meant;
	meant_init(&meant, word->text);
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++)
		meant_try(&meant, str_from(verbs[v].name));
	return meant_error(err, word, meant_name(&meant), "a command; see yuanlian help");
}

bool cmd_help(struct session *session, struct err *err)
{
	const struct invocation *invocation = session->invocation;
	enum verb_id id = invocation->n_words ? verb_find(invocation->words[0].text) : VERB_BROWSE;
	if (id == VERB_N)
		return unknown_verb(&invocation->words[0], err);
	struct strbuf text = {0};
	help_text(id, session->chinese, &text);
	return session_print_made(&text, err);
}
