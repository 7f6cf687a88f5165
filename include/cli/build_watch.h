/*
 * Who waits for an index while it is built.
 */
#ifndef CLI_BUILD_WATCH_H
#define CLI_BUILD_WATCH_H

#include <stdatomic.h>
#include <stdbool.h>

/* Whoever has an index built beside other work: may stop it, and hears how far it is, from any thread, now and then. */
struct build_watch {
	const atomic_bool *cancel; /* NULL: never */
	void (*progress)(void *context, unsigned percent); /* NULL: nobody listens */
	void *context;
};

#endif
