/* Reading the texts of rows that may match a word. */
#ifndef INDEX_WORD_READ_INTERNAL_H
#define INDEX_WORD_READ_INTERNAL_H

#include "word_internal.h"

struct word_reading {
	const struct index *index;
	const struct lattice *lattice; /* NULL: the word is looked for literally */
	struct str word;               /* with a lattice: where it is characters alone, else empty */
	const uint64_t *candidates;
	struct word_rows *rows;
	bool fields;                   /* searched fields are read, not names */
};

/* Add the candidates that match to the sets of the rows, those that there are. */
void word_read(const struct word_reading *reading);

/* The sets that a match is told by. */
struct lattice_rows word_sets(const struct word_rows *rows);

#endif
