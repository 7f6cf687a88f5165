/*
 * A place: everything that says what a screen shows, as text, so that it survives a new
 * index, a new start and a copy into somebody else's session.
 */
#ifndef VIEW_PLACE_H
#define VIEW_PLACE_H

#include "base/strbuf.h"
#include "model/kind.h"

enum screen {
	SCREEN_HOME,
	SCREEN_LIST,    /* every kind: zones, parks, chains … */
	SCREEN_RECORD,  /* every kind: zone, chain, enterprise, project, source … */
	SCREEN_SEARCH,
	SCREEN_COMPARE,
	SCREEN_MAP,     /* of a chain, of a zone's chains, of an enterprise's flows */
	SCREEN_GAPS,    /* what a chain or a zone lacks, and who could fill it */
	SCREEN_SITE,    /* zones that offer what the query needs */
	SCREEN_IGNORANCE, /* zones against indicators */
	SCREEN_FACETS,    /* what the rows of a list have, counted */
	SCREEN_GROUPS,    /* the rows of a list put together by one facet */
	SCREEN_CROSSTAB,  /* by two of them */
	SCREEN_HELP,
	SCREEN_PALETTE,
	SCREEN_COUNT
};

enum { PLACE_REFS = 4 };

struct place {
	enum screen screen;
	enum kind kind;              /* of a list or a record */
	char *ids[PLACE_REFS];       /* the record; two to four for a comparison; NULL where unused */
	char *query;                 /* filter of a list, text of a search; never NULL */
	char *sort;                  /* "-invest,name"; never NULL */
	char *by;                    /* facets, groups, crosstab: "status" or "status,zone"; never NULL */
	char *figure;                /* what they sum: "invest" or "invest/planned"; empty: rows are counted; never NULL */
	char *hidden;                /* what was done to the columns: "unit,name:30,~" hides unit, widens name, lets it scroll; never NULL */
	char *selected;              /* id of the row under the cursor; NULL: the first */
	char *find;                  /* what n and N look for in a list; never NULL */
	char *anchor;                /* id of the row where a range of marks was begun; NULL: none was */
	size_t row;                  /* the row under the cursor where it has no id */
	size_t cell, top;            /* column under the cursor, first row shown */
	bool only_marked, only_conflicts;
	bool typed_before;           /* the text of a search is one of an earlier visit */
};

void place_init(struct place *place, enum screen screen, enum kind kind);
void place_release(struct place *place);
void place_copy(struct place *to, const struct place *from); /* `to` is initialised by this */
void place_set(char **slot, struct str text);                /* replace an owned text */

/* Whether a screen is one of a kind's rows under a filter: those take `kind` and `query`. */
bool place_counts(enum screen screen);

/* Whether both show the same thing; cursor and scrolling do not count. */
bool place_same(const struct place *a, const struct place *b);

/*
 * The contract's SCREEN names: "home" "zones" "zone" "record" "search" "compare" …
 * Returns false for a name that is no screen of this program.
 */
bool place_parse(struct str screen, struct place *out);

/* The name that place_parse takes. */
const char *place_name(const struct place *place);

/*
 * A place as one line, and back: the screen's name, then what differs from a new place as name=value, parted by tabs
 * ("projects	query=invest>=5亿	row=3"). What only a session knows is left out: marks, a range begun, a text looked for.
 * place_line_read ignores names that it does not know; false, nothing to release: it is no place.
 */
void place_line_add(const struct place *place, struct strbuf *out);
bool place_line_read(struct str line, struct place *out);

/* Every screen name, from 0 on, for completion and messages; NULL behind the last. */
const char *place_nth_name(size_t i);

#endif
