#include "verb_internal.h"

#include "view/command.h"
#include "view/place.h"

/*
 * man/yuanlian.1: the frame man/yuanlian.1.in, embedded by the build, with its lines
 * @COMMANDS@, @OPTIONS@, @KINDS@, @SCREENS@ and @KEYS@ replaced from the tables.
 */

static const char frame[] =
#include "cli/yuanlian.1.inc"
	;

/* -- roff --------------------------------------------------------------------------------------- */

/* Plain text as roff: '-' is a minus that can be copied, a backslash is one, no line begins a request. */
static void add_roff(struct str text, struct strbuf *out)
{
	if (text.n && (text.p[0] == '.' || text.p[0] == '\''))
		strbuf_add_c(out, "\\&");
	for (size_t i = 0; i < text.n; i++)
		switch (text.p[i]) {
		case '\\': strbuf_add_c(out, "\\e"); break;
		case '-': strbuf_add_c(out, "\\-"); break;
		case '"': strbuf_add_c(out, "\\(dq"); break;
		case '\'': strbuf_add_c(out, "\\(aq"); break;
		case '`': strbuf_add_c(out, "\\(ga"); break;
		case '^': strbuf_add_c(out, "\\(ha"); break;
		case '~': strbuf_add_c(out, "\\(ti"); break;
		default: strbuf_add_byte(out, text.p[i]);
		}
}

static void add_roff_c(const char *text, struct strbuf *out)
{
	add_roff(str_from(text), out);
}

/* Words in upper case are for the user to replace: in italics, the rest as it is. */
static void add_arguments(const char *arguments, struct strbuf *out)
{
	bool italic = false;
	for (const char *at = arguments; *at; at++) {
		bool upper = *at >= 'A' && *at <= 'Z';
		if (upper != italic)
			strbuf_add_c(out, upper ? "\\fI" : "\\fR");
		italic = upper;
		add_roff((struct str){at, 1}, out);
	}
	if (italic)
		strbuf_add_c(out, "\\fR");
}

/* -- sections ------------------------------------------------------------------------------------ */

static void add_option(enum option_id id, struct strbuf *out)
{
	const struct option_info *info = &option_table[id];
	strbuf_add_c(out, ".TP\n\\fB\\-\\-");
	add_roff_c(info->name, out);
	strbuf_add_c(out, "\\fR");
	if (info->argument) {
		strbuf_add_byte(out, ' ');
		add_arguments(info->argument, out);
	}
	strbuf_add_byte(out, '\n');
	add_roff_c(info->en, out);
	strbuf_add_c(out, ".\n");
}

static void add_formats(const char *const *formats, struct strbuf *out)
{
	strbuf_add_c(out, "Formats:");
	for (size_t i = 0; formats[i]; i++)
		strbuf_printf(out, " %s%s", formats[i], formats[i + 1] ? "," : ".\n");
}

static void add_commands(struct strbuf *out)
{
	for (int v = VERB_BROWSE; v < VERB_N; v++) {
		const struct verb *verb = &verbs[v];
		bool first = true;
		strbuf_add_c(out, ".SS yuanlian");
		if (verb->name[0])
			strbuf_printf(out, " %s", verb->name);
		if (verb->arguments[0])
			strbuf_add_byte(out, ' ');
		add_arguments(verb->arguments, out);
		strbuf_add_byte(out, '\n');
		/* A summary is a line of help: here it becomes a sentence. */
		strbuf_add_byte(out, (char)(verb->en[0] - 'a' + 'A'));
		add_roff_c(verb->en + 1, out);
		strbuf_add_c(out, ".\n");
		if (verb->more)
			strbuf_add_c(out, verb->more);
		if (verb->formats)
			add_formats(verb->formats, out);
		for (int i = 0; i < OPTION_N; i++)
			if (option_table[i].verbs != VERBS_ALL && (option_table[i].verbs & (UINT32_C(1) << v))) {
				strbuf_add_c(out, first ? ".RS 4\n" : "");
				first = false;
				add_option((enum option_id)i, out);
			}
		strbuf_add_c(out, first ? "" : ".RE\n");
	}
}

static void add_common_options(struct strbuf *out)
{
	for (int i = 0; i < OPTION_N; i++)
		if (option_table[i].verbs == VERBS_ALL)
			add_option((enum option_id)i, out);
}

static void add_kinds(struct strbuf *out)
{
	for (int k = 0; k < KIND_COUNT; k++)
		strbuf_printf(out, "%s (%s)%s\n", kinds[k].plural, kinds[k].zh, k + 1 < KIND_COUNT ? "," : ".");
}

static void add_screens(struct strbuf *out)
{
	for (size_t i = 0; place_nth_name(i); i++)
		strbuf_printf(out, ".BR %s%s\n", place_nth_name(i), place_nth_name(i + 1) ? " ," : " .");
}

static void add_keys(struct strbuf *out)
{
	for (int g = 0; g < GROUP_COUNT; g++) {
		struct str title = command_group_title((enum command_group)g, LANGUAGE_EN);
		strbuf_add_c(out, ".SS ");
		if (title.n && title.p[0] >= 'a' && title.p[0] <= 'z') {
			strbuf_add_byte(out, (char)(title.p[0] - 'a' + 'A'));
			title = str_sub(title, 1, title.n);
		}
		add_roff(title, out);
		strbuf_add_byte(out, '\n');
		for (int c = 0; c < CMD_COUNT; c++) {
			if (commands[c].group != (enum command_group)g)
				continue;
			struct strbuf keys = {0};
			command_ways(&commands[c], &keys);
			strbuf_add_c(out, ".TP\n\\fB");
			add_roff(strbuf_str(&keys), out);
			strbuf_add_c(out, "\\fR\n");
			add_roff_c(commands[c].en, out);
			strbuf_add_c(out, " (");
			add_roff_c(commands[c].name, out);
			strbuf_add_c(out, ")\n");
			strbuf_release(&keys);
		}
	}
}

static const struct {
	const char *mark;
	void (*add)(struct strbuf *out);
} sections[] = {
	{"@COMMANDS@", add_commands},
	{"@OPTIONS@", add_common_options},
	{"@KINDS@", add_kinds},
	{"@SCREENS@", add_screens},
	{"@KEYS@", add_keys},
};

static void add_line(struct str line, struct strbuf *out)
{
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (str_eq_c(line, sections[i].mark)) {
			sections[i].add(out);
			return;
		}
	const struct str version = STR("@VERSION@");
	ptrdiff_t at = str_find(line, version, 0);
	if (at >= 0) {
		strbuf_add(out, str_sub(line, 0, (size_t)at));
		strbuf_add_c(out, YUANLIAN_VERSION);
		line = str_sub(line, (size_t)at + version.n, line.n);
	}
	strbuf_add(out, line);
	strbuf_add_byte(out, '\n');
}

bool cmd_man(struct session *session, struct err *err)
{
	(void)session;
	struct strbuf page = {0};
	struct str rest = {frame, sizeof frame - 1}, line;
	while (str_split(&rest, '\n', &line))
		if (rest.p || line.n)
			add_line(line, &page);
	bool ok = session_print(strbuf_str(&page), err);
	strbuf_release(&page);
	return ok;
}
