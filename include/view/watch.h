/*
 * Descriptors that a terminal waits for beside its keys: a worker's pipe, inotify.
 */
#ifndef VIEW_WATCH_H
#define VIEW_WATCH_H

#include "view/event.h"

#include <poll.h>

enum { WATCH_MAX = 8 };

struct watch {
	int fd;
	enum event_type type;
};

struct watches {
	struct watch v[WATCH_MAX];
	size_t n;
};

bool watches_add(struct watches *watches, int fd, enum event_type type); /* false: full */

/* Fill in what to poll for; out has room for WATCH_MAX entries. Returns how many. */
size_t watches_poll(const struct watches *watches, struct pollfd *out);

/*
 * The event of the first descriptor that poll found ready, EVENT_NONE where none is. What could be read from it is
 * gone then; a descriptor that has ended is forgotten. polled is what watches_poll filled.
 */
enum event_type watches_take(struct watches *watches, const struct pollfd *polled);

#endif
