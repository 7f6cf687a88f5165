/*
 * The one table of options, and the command line taken apart by it.
 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "base/strbuf.h"
#include "cli/verb.h"

enum option_id {
	OPTION_SORT,
	OPTION_LIMIT,
	OPTION_COLUMNS,
	OPTION_BY,
	OPTION_SUM,
	OPTION_KIND,
	OPTION_SIZE,
	OPTION_QUERY,
	OPTION_FORMAT,
	OPTION_OUT,
	OPTION_FORCE,
	OPTION_EXCEL,
	OPTION_MAP,
	OPTION_DRY_RUN,
	OPTION_DB,
	OPTION_SEEDS,
	OPTION_SOURCES,
	OPTION_LANG,
	OPTION_AMBI,
	OPTION_EXPLAIN,
	OPTION_TRACE,
	OPTION_RECORD,
	OPTION_SCRIPT,
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_N
};

/* What an option's value is: for checking and for completion. */
enum value_type {
	VALUE_NONE,   /* no value */
	VALUE_TEXT,
	VALUE_FILE,
	VALUE_FOLDER,
	VALUE_COUNT,  /* a whole number */
	VALUE_KIND,
	VALUE_FORMAT, /* of the verb's formats */
	VALUE_CHOICE, /* of `choices` */
	VALUE_COLUMNS, /* fields and figures of the command's kind, joined by commas */
	VALUE_FACETS,  /* what its rows are told apart by, joined by commas */
	VALUE_FIGURE,  /* a figure of it */
};

struct option_info {
	const char *name;           /* "db" for --db */
	const char *argument;       /* "FILE"; NULL: no value */
	enum value_type value;
	const char *const *choices; /* NULL ends */
	uint32_t verbs;             /* bit v set: belongs to verb v */
	const char *zh, *en;        /* one line of help */
};

enum { VERBS_ALL = (1 << VERB_N) - 1 };

extern const struct option_info option_table[OPTION_N];

/* A word and the number of its argument, from 1. */
struct word {
	struct str text;
	size_t place;
};

/* A command line taken apart. Texts are borrowed from argv. */
struct invocation {
	enum verb_id verb;
	const char *values[OPTION_N]; /* NULL: not given; "" for an option without a value */
	size_t options[OPTION_N];     /* number of the argument with the option */
	size_t places[OPTION_N];      /* number of the argument with its value */
	struct word *words;           /* owned; the command's own name is not among them */
	size_t n_words;
	size_t end;                   /* number of the argument that would come next */
};

/*
 * Options stand anywhere before `--`, with their value behind a blank or a '='; a unique
 * beginning of a name is enough. A word that begins with one '-' is a term of a query
 * (`-status:signed`) where a query or a text goes on, else an unknown option. The first
 * word is a command where it equals one, unless `--` stands before it.
 *
 * --help and --version need no words: with them, how many there are is not checked.
 * Errors: ERR_USAGE with place argument:N:C; out is released.
 */
bool invocation_parse(int argc, char **argv, struct invocation *out, struct err *err);
void invocation_release(struct invocation *invocation);

bool option_given(const struct invocation *invocation, enum option_id id);

/* The words from `first` on, joined by blanks. Appended. */
void invocation_join(const struct invocation *invocation, size_t first, struct strbuf *out);

/* The value of a VALUE_COUNT option, already checked; otherwise where it was not given. */
size_t option_count(const struct invocation *invocation, enum option_id id, size_t otherwise);

/* "found X, expected Y" with the place of a word or of an option's value. Always false. */
bool word_error(struct err *err, enum err_code code, const struct word *word, const char *expected);
bool option_error(struct err *err, const struct invocation *invocation, enum option_id id, const char *expected);

/* Say of an error in an option's value where it is; its column stays, where it has one. Always false. */
bool option_place(struct err *err, const struct invocation *invocation, enum option_id id);

#endif
