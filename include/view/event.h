/*
 * What the outside world tells a screen.
 */
#ifndef VIEW_EVENT_H
#define VIEW_EVENT_H

#include "view/key.h"

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
	int columns, rows;
};

#endif
