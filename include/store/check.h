/*
 * Whether a catalogue is sound: SQLite's own checks, then the rules of the model that
 * a file changed by other hands may break.
 */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "store/store.h"

enum finding_severity { FINDING_ERROR, FINDING_WARNING, FINDING_INFO };

/*
 * rule is one of
 *   integrity     error    SQLite finds the file damaged
 *   reference     error    a reference to no record, or to a record of a wrong kind
 *   value         error    a value that field_check refuses, a text that is no UTF-8
 *   cycle         error    parents or input links in a circle, also one that leads through several chains
 *   locator       error    a place outside its article, or in an article that is no source
 *   coefficient   error    a link's coefficient that coefficient_read refuses
 *   figure        warning  the given base value, bounds or unit differ from the words
 *   kept          info     a row changed here while the seeds say something else, or gone from the seeds
 */
struct finding {
	enum finding_severity severity;
	const char *rule;
	struct str ref;     /* id; empty where the finding is about the file */
	struct str message;
	struct str source, locator; /* of the record, where it has them */
};

struct finding_sink {
	void (*take)(void *self, const struct finding *finding); /* borrowed for the call */
	void *self;
};

/* Returns false only where the check itself could not go on; findings are no failure. */
bool store_check(struct store *store, struct finding_sink sink, struct err *err);

#endif
