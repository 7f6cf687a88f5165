/*
 * What the outside world tells a screen.
 */
#ifndef VIEW_EVENT_H
#define VIEW_EVENT_H

#include "view/key.h"

#include <stdbool.h>

enum event_type {
	EVENT_NONE,      /* a wait ended without anything */
	EVENT_KEY,       /* key */
	EVENT_RESIZE,    /* columns, rows */
	EVENT_INTERRUPT, /* Ctrl-C: cancels work; the second within a second quits */
	EVENT_INDEX,     /* the index is ready, or a newer one */
	EVENT_CHANGED,   /* another process changed the catalogue */
	EVENT_PROGRESS,  /* what works in the background has come further */
	EVENT_RESUMED,   /* back from suspension: draw everything */
	EVENT_QUIT,      /* SIGTERM, SIGHUP, the terminal is gone */
};

struct event {
	enum event_type type;
	key key;
	bool more; /* a character, and the next event is one as well: a line of text asks behind the last of them */
	int columns, rows;
};

#endif
