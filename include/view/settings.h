/*
 * What stays the same while the program runs, and what its screens may read.
 */
#ifndef VIEW_SETTINGS_H
#define VIEW_SETTINGS_H

#include "index/index.h"
#include "view/grid.h"
#include "view/message.h"

struct row_name {
	struct str id, name;
};

/*
 * Rows straight from the store, for lists while the index is not ready yet. Wired by cli.
 */
struct row_source {
	void *self;
	size_t (*count)(void *self, enum kind kind);
	/* Rows first … first + n of a kind in the order of keys; texts in arena. Returns how many. */
	size_t (*names)(void *self, enum kind kind, size_t first, size_t n, struct row_name *out, struct arena *arena);
};

/*
 * The user's own copies of the articles, for the reader. Wired by cli; NULL: none.
 * text     the whole raw file that a source's sha256 names; borrowed for the program's life; n = 0: not at hand
 */
struct articles {
	void *self;
	struct str (*text)(void *self, struct str sha256);
};

struct settings {
	enum language language;
	enum ambi ambi;
	bool ascii;                  /* ASCII frames, names in pinyin */
	int32_t today;               /* days since 1970-01-01: the injected clock */
	struct str catalogue;        /* path, shown on the first screen */
	bool read_only;
	struct row_source *rows;     /* may be NULL */
	struct articles *articles;   /* may be NULL */
};

#endif
