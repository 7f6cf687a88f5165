#include "verb_internal.h"

#include "query/complete.h"
#include "query/facet.h"
#include "view/place.h"

/*
 * Completion scripts from the tables. Each shell gets the commands, the options of the
 * command at hand, and the words that an option or the command's first word may be.
 */

static void add_words(const char *const *words, const char *separator, struct strbuf *out)
{
	for (size_t i = 0; words[i]; i++)
		strbuf_printf(out, "%s%s", i ? separator : "", words[i]);
}

static void add_kind_words(const char *separator, struct strbuf *out)
{
	for (int k = 0; k < KIND_COUNT; k++)
		strbuf_printf(out, "%s%s", k ? separator : "", kinds[k].plural);
}

static void add_screen_words(const char *separator, struct strbuf *out)
{
	for (size_t i = 0; place_nth_name(i); i++)
		strbuf_printf(out, "%s%s", i ? separator : "", place_nth_name(i));
}

static void add_verb_words(const char *separator, struct strbuf *out)
{
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++)
		strbuf_printf(out, "%s%s", v > VERB_BROWSE + 1 ? separator : "", verbs[v].name);
}

static const char *const shells[] = {"bash", "zsh", "fish", NULL};

/* The words that the first word of a command may be; false: free text or a file. */
static bool first_words(const struct verb *verb, struct strbuf *out)
{
	switch (verb->first) {
	case WORD_KIND: add_kind_words(" ", out); return true;
	case WORD_SCREEN: add_screen_words(" ", out); return true;
	case WORD_VERB: add_verb_words(" ", out); return true;
	case WORD_SHELL: add_words(shells, " ", out); return true;
	default: return false;
	}
}

/* The words that an option's value may be, for a command; false: free text, a file or a folder. */
static bool value_words(const struct option_info *info, const struct verb *verb, struct strbuf *out)
{
	switch (info->value) {
	case VALUE_KIND: add_kind_words(" ", out); return true;
	case VALUE_CHOICE: add_words(info->choices, " ", out); return true;
	case VALUE_FORMAT:
		if (verb->formats)
			add_words(verb->formats, " ", out);
		return verb->formats != NULL;
	default: return false;
	}
}

static bool belongs(const struct option_info *info, int verb)
{
	return info->verbs & (UINT32_C(1) << verb);
}

static bool is_path(const struct option_info *info)
{
	return info->value == VALUE_FILE || info->value == VALUE_FOLDER;
}

/* -- fields of a kind ------------------------------------------------------------------------------ */

static bool is_fields(const struct option_info *info)
{
	return info->value == VALUE_COLUMNS || info->value == VALUE_FACETS || info->value == VALUE_FIGURE;
}

static void add_field_word(struct str name, struct strbuf *out)
{
	strbuf_printf(out, "%s%.*s", out->n ? " " : "", STR_ARG(name));
}

/* The fields of a kind that an option takes: those that need no catalogue, as completing opens none. */
static void field_words(enum value_type type, enum kind kind, struct strbuf *out)
{
	const struct fields *fields = &fields_of[kind];
	struct facet facets[FACETS_MAX];
	size_t n_facets = type == VALUE_FACETS ? facets_of(kind, facets) : 0;
	for (size_t i = 0; i < n_facets; i++)
		add_field_word(facet_name(&facets[i]), out);
	for (size_t f = 0; type == VALUE_COLUMNS && f < fields->n; f++)
		if (!(fields->v[f].flags & FIELD_HIDDEN))
			add_field_word(str_from(fields->v[f].name), out);
	for (const char *const *code = kind_figures[kind]; type != VALUE_FACETS && *code; code++)
		add_field_word(str_from(*code), out);
}

/* The options of a type of value as patterns of a shell, with the kind behind each. */
static void add_patterns(enum value_type type, enum kind kind, const char *separator, struct strbuf *out)
{
	for (int i = 0, n = 0; i < OPTION_N; i++)
		if (option_table[i].value == type)
			strbuf_printf(out, "%s--%s:%s", n++ ? separator : "", option_table[i].name, kinds[kind].plural);
}

/* A line of a shell's case for each type of value and kind: `before`, the patterns, `between`, the fields, `behind`. */
static void add_field_cases(const char *separator, const char *before, const char *between, const char *behind, struct strbuf *out)
{
	for (int type = VALUE_COLUMNS; type <= VALUE_FIGURE; type++)
		for (int k = 0; k < KIND_COUNT; k++) {
			struct strbuf words = {0};
			field_words((enum value_type)type, (enum kind)k, &words);
			if (words.n) {
				strbuf_add_c(out, before);
				add_patterns((enum value_type)type, (enum kind)k, separator, out);
				strbuf_printf(out, "%s%.*s%s", between, STR_ARG(strbuf_str(&words)), behind);
			}
			strbuf_release(&words);
		}
}

/* For bash and zsh: sets `fields` to those that an option takes, for the first kind among the words of the line. */
static void add_fields_function(struct strbuf *out)
{
	strbuf_add_c(out, "_yuanlian_fields() {\n\tlocal option=$1 word\n\tshift\n\tfor word; do\n\t\tcase $option:$word in\n");
	add_field_cases("|", "\t\t", ") fields='", "'; return ;;\n", out);
	strbuf_add_c(out, "\t\tesac\n\tdone\n}\n");
}

/* -- bash --------------------------------------------------------------------------------------- */

static void bash_values(struct strbuf *out)
{
	strbuf_add_c(out, "\tcase $verb:$before in\n");
	for (int v = 0; v < VERB_N; v++)
		for (int i = 0; i < OPTION_N; i++) {
			struct strbuf words = {0};
			bool everywhere = option_table[i].verbs == VERBS_ALL;
			if (belongs(&option_table[i], v) && !everywhere &&
				value_words(&option_table[i], &verbs[v], &words))
				strbuf_printf(out, "\t%s:--%s) words='%s' ;;\n", verbs[v].name, option_table[i].name,
					words.p);
			strbuf_release(&words);
		}
	for (int i = 0; i < OPTION_N; i++) {
		struct strbuf words = {0};
		if (value_words(&option_table[i], &verbs[VERB_BROWSE], &words) && option_table[i].verbs == VERBS_ALL)
			strbuf_printf(out, "\t*:--%s) words='%s' ;;\n", option_table[i].name, words.p);
		else if (is_path(&option_table[i]))
			strbuf_printf(out, "\t*:--%s) COMPREPLY=($(compgen -%c -- \"$word\")); return ;;\n",
				option_table[i].name, option_table[i].value == VALUE_FOLDER ? 'd' : 'f');
		else if (option_table[i].argument && option_table[i].value != VALUE_KIND &&
			 option_table[i].value != VALUE_FORMAT && !is_fields(&option_table[i]))
			strbuf_printf(out, "\t*:--%s) return ;;\n", option_table[i].name);
		strbuf_release(&words);
	}
	strbuf_add_c(out, "\tesac\n");
}

/* Of a list the last field is completed, with a minus before it or not. */
static void bash_fields(struct strbuf *out)
{
	strbuf_add_c(out, "\tcase $before in ");
	for (int i = 0, n = 0; i < OPTION_N; i++)
		if (is_fields(&option_table[i]))
			strbuf_printf(out, "%s--%s", n++ ? "|" : "", option_table[i].name);
	strbuf_add_c(out,
		")\n\t\t_yuanlian_fields $before \"${COMP_WORDS[@]}\"\n\t\tlast=${word##*,} last=${last#-}\n"
		"\t\tCOMPREPLY=($(compgen -P \"${word%\"$last\"}\" -W \"$fields\" -- \"$last\"))\n\t\treturn ;;\n\tesac\n");
}

static void bash_first(struct strbuf *out)
{
	strbuf_add_c(out, "\tcase $verb in\n\t'') words='");
	add_verb_words(" ", out);
	strbuf_add_c(out, "' ;;\n");
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++) {
		struct strbuf words = {0};
		if (first_words(&verbs[v], &words))
			strbuf_printf(out, "\t%s) [ $n = 1 ] && words='%s' ;;\n", verbs[v].name, words.p);
		else if (verbs[v].first == WORD_FILE)
			strbuf_printf(out, "\t%s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n", verbs[v].name);
		strbuf_release(&words);
	}
	strbuf_add_c(out, "\tesac\n");
}

/*
 * The words of a query behind the kind. Bash takes a colon for the end of a word: the whole one is read from the line,
 * and what stands before its last colon is not given back.
 */
static void bash_query(struct strbuf *out)
{
	strbuf_add_c(out, "\tcase $verb:$word in list:-*|count:-*) ;; list:*|count:*)\n\t\tcase $kind in\n");
	for (int k = 0; k < KIND_COUNT; k++) {
		struct strbuf words = {0};
		query_words((enum kind)k, &words);
		strbuf_printf(out, "\t\t%s) words='%s' ;;\n", kinds[k].plural, words.p);
		strbuf_release(&words);
	}
	strbuf_add_c(out,
		"\t\tesac\n"
		"\t\tif [ -n \"$kind\" ] && [ $n -ge 2 ]; then\n"
		"\t\t\tword=${COMP_LINE:0:COMP_POINT}\n\t\t\tword=${word##* }\n"
		"\t\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
		"\t\t\tCOMPREPLY=(\"${COMPREPLY[@]#\"${word%\"${word##*:}\"}\"}\")\n"
		"\t\t\t[[ ${COMPREPLY[0]} = *: ]] && compopt -o nospace\n"
		"\t\t\treturn\n\t\tfi\n\t\twords='' ;;\n\tesac\n");
}

static void bash_options(struct strbuf *out)
{
	strbuf_add_c(out, "\t\tcase $verb in\n");
	for (int v = 0; v < VERB_N; v++) {
		strbuf_printf(out, "\t\t%s) words='", verbs[v].name[0] ? verbs[v].name : "''");
		for (int i = 0, n = 0; i < OPTION_N; i++)
			if (belongs(&option_table[i], v))
				strbuf_printf(out, "%s--%s", n++ ? " " : "", option_table[i].name);
		strbuf_add_c(out, "' ;;\n");
	}
	strbuf_add_c(out, "\t\tesac\n");
}

static void bash_script(struct strbuf *out)
{
	strbuf_add_c(out, "# bash completion for yuanlian\n");
	add_fields_function(out);
	/* Bash takes a = for a word of its own. */
	strbuf_add_c(out,
		"_yuanlian() {\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb='' kind='' words='' fields='' last n=0 i\n"
		"\tCOMPREPLY=()\n"
		"\t[ \"$word\" = = ] && word='' || { [ \"$before\" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}; }\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tcase ${COMP_WORDS[i]} in\n\t\t");
	for (int i = 0, n = 0; i < OPTION_N; i++)
		if (option_table[i].argument)
			strbuf_printf(out, "%s--%s", n++ ? "|" : "", option_table[i].name);
	strbuf_add_c(out, ") ((i++)); [ \"${COMP_WORDS[i]}\" = = ] && ((i++)) ;;\n\t\t-*) ;;\n\t\t*) ((n++)); [ $n = 1 ] && case ${COMP_WORDS[i]} in ");
	add_verb_words("|", out);
	strbuf_add_c(out, ") verb=${COMP_WORDS[i]} ;; esac\n\t\t\t[ $n = 2 ] && kind=${COMP_WORDS[i]} ;;\n\t\tesac\n\tdone\n");
	bash_fields(out);
	bash_values(out);
	strbuf_add_c(out, "\tif [ -z \"$words\" ]; then\n");
	bash_query(out);
	strbuf_add_c(out, "\tfi\n\tif [ -z \"$words\" ]; then\n\t\tcase $word in\n\t\t-*)\n");
	bash_options(out);
	strbuf_add_c(out, "\t\t;;\n\t\t*)\n");
	bash_first(out);
	strbuf_add_c(out,
		"\t\t;;\n\t\tesac\n\tfi\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\ncomplete -F _yuanlian yuanlian\n");
}

/* -- zsh ---------------------------------------------------------------------------------------- */

/* A help line inside single quotes and inside the brackets of _arguments. */
static void add_zsh_text(const char *text, struct strbuf *out)
{
	for (; *text; text++) {
		if (*text == '\'')
			strbuf_add_c(out, "'\\''");
		else if (*text == '[' || *text == ']' || *text == ':')
			strbuf_printf(out, "\\%c", *text);
		else
			strbuf_add_byte(out, *text);
	}
}

static void zsh_option(const struct option_info *info, const struct verb *verb, struct strbuf *out)
{
	struct strbuf words = {0};
	strbuf_printf(out, "\t\t'--%s[", info->name);
	add_zsh_text(info->en, out);
	strbuf_add_byte(out, ']');
	if (info->argument) {
		strbuf_add_byte(out, ':');
		add_zsh_text(info->argument, out);
		strbuf_add_byte(out, ':');
		if (value_words(info, verb, &words))
			strbuf_printf(out, "(%s)", words.p);
		else if (is_fields(info))
			strbuf_printf(out, " _yuanlian_list --%s", info->name);
		else if (is_path(info))
			strbuf_add_c(out, info->value == VALUE_FOLDER ? "_files -/" : "_files");
	}
	strbuf_add_c(out, "'\n");
	strbuf_release(&words);
}

static void zsh_verb(int v, struct strbuf *out)
{
	struct strbuf words = {0};
	const struct verb *verb = &verbs[v];
	strbuf_printf(out, "\t%s) options=(\n", verb->name[0] ? verb->name : "''");
	for (int i = 0; i < OPTION_N; i++)
		if (belongs(&option_table[i], v))
			zsh_option(&option_table[i], verb, out);
	strbuf_add_c(out, "\t\t'1:command:->command'\n");
	if (first_words(verb, &words))
		strbuf_printf(out, "\t\t'2:word:(%s)'\n", words.p);
	/* An empty list, not an empty action: that would be shown as a message in place of the option that is meant. */
	strbuf_add_c(out, verb->first == WORD_FILE ? "\t\t'*:file:_files'\n\t) ;;\n" : "\t\t'*:word:()'\n\t) ;;\n");
	strbuf_release(&words);
}

static void zsh_script(struct strbuf *out)
{
	strbuf_add_c(out, "#compdef yuanlian\n");
	add_fields_function(out);
	strbuf_add_c(out,
		"_yuanlian_list() {\n\tlocal fields=''\n\t_yuanlian_fields $1 $words\n\tcompset -P '*,'\n\tcompset -P -\n"
		"\tcompadd -S ' ' -r ', ' -- ${=fields}\n}\n"
		"_yuanlian() {\n\tlocal context state state_descr line verb='' word\n\tlocal -a options commands\n\tlocal -A opt_args\n\tcommands=(\n");
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++) {
		strbuf_printf(out, "\t\t'%s:", verbs[v].name);
		add_zsh_text(verbs[v].en, out);
		strbuf_add_c(out, "'\n");
	}
	strbuf_add_c(out, "\t)\n\tfor word in ${words[2,CURRENT-1]}; do\n\t\tcase $word in\n\t\t");
	add_verb_words("|", out);
	strbuf_add_c(out, ") verb=$word; break ;;\n\t\tesac\n\tdone\n\tcase $verb in\n");
	for (int v = 0; v < VERB_N; v++)
		zsh_verb(v, out);
	strbuf_add_c(out,
		"\tesac\n\t_arguments $options && return\n\t[[ $state = command ]] && _describe command commands\n}\n_yuanlian \"$@\"\n");
}

/* -- fish ---------------------------------------------------------------------------------------- */

static void add_fish_text(const char *text, struct strbuf *out)
{
	strbuf_add_byte(out, '\'');
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			strbuf_add_byte(out, '\\');
		strbuf_add_byte(out, *text);
	}
	strbuf_add_byte(out, '\'');
}

static void fish_option(const struct option_info *info, const struct verb *verb, struct strbuf *out)
{
	struct strbuf words = {0};
	strbuf_add_c(out, "complete -c yuanlian");
	if (info->verbs != VERBS_ALL)
		strbuf_printf(out, " -n '__fish_seen_subcommand_from %s'", verb->name);
	strbuf_printf(out, " -l %s", info->name);
	if (value_words(info, verb, &words))
		strbuf_printf(out, " -xa '%s'", words.p);
	else if (is_fields(info))
		strbuf_printf(out, " -xa '(__yuanlian_fields --%s)'", info->name);
	else if (info->value == VALUE_FOLDER)
		strbuf_add_c(out, " -xa '(__fish_complete_directories (commandline -ct) \"\")'");
	else if (info->argument)
		strbuf_add_c(out, is_path(info) ? " -rF" : " -x");
	strbuf_add_c(out, " -d ");
	add_fish_text(info->en, out);
	strbuf_add_byte(out, '\n');
	strbuf_release(&words);
}

/* Of a list the last field is completed, with a minus before it or not. */
static void fish_fields(struct strbuf *out)
{
	strbuf_add_c(out,
		"function __yuanlian_fields\n\tset -l typed (string replace -r -- '^--[a-z]+=' '' (commandline -ct))\n"
		"\tset -l before (string replace -r -- '[^,]*$' '' $typed)\n"
		"\tstring match -qr -- '(^|,)-[^,]*$' $typed; and set before $before-\n"
		"\tfor word in (commandline -opc)\n\t\tswitch $argv[1]:$word\n");
	add_field_cases(" ", "\t\tcase ", "\n\t\t\tprintf '%s\\n' $before(string split ' ' '", "')\n\t\t\treturn\n", out);
	strbuf_add_c(out, "\t\tend\n\tend\nend\n");
}

static void fish_script(struct strbuf *out)
{
	strbuf_add_c(out, "# fish completion for yuanlian\ncomplete -c yuanlian -f\n");
	fish_fields(out);
	for (int v = VERB_BROWSE + 1; v < VERB_N; v++) {
		struct strbuf words = {0};
		strbuf_printf(out, "complete -c yuanlian -n __fish_use_subcommand -a %s -d ", verbs[v].name);
		add_fish_text(verbs[v].en, out);
		strbuf_add_byte(out, '\n');
		if (first_words(&verbs[v], &words))
			strbuf_printf(out, "complete -c yuanlian -n '__fish_seen_subcommand_from %s' -a '%s'\n",
				verbs[v].name, words.p);
		else if (verbs[v].first == WORD_FILE)
			strbuf_printf(
				out, "complete -c yuanlian -n '__fish_seen_subcommand_from %s' -F\n", verbs[v].name);
		strbuf_release(&words);
	}
	for (int i = 0; i < OPTION_N; i++)
		for (int v = 0; v < VERB_N; v++)
			if (belongs(&option_table[i], v)) {
				fish_option(&option_table[i], &verbs[v], out);
				if (option_table[i].verbs == VERBS_ALL)
					break;
			}
}

bool cmd_completion(struct session *session, struct err *err)
{
	static void (*const scripts[])(struct strbuf *) = {bash_script, zsh_script, fish_script};
	const struct word *shell = &session->invocation->words[0];
	for (size_t i = 0; shells[i]; i++)
		if (str_eq_c(shell->text, shells[i])) {
			struct strbuf text = {0};
			scripts[i](&text);
			return session_print_made(&text, err);
		}
	return word_error(err, ERR_USAGE, shell, "bash, zsh or fish");
}
