#include "view/watch.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool watches_add(struct watches *watches, int fd, enum event_type type)
{
	if (watches->n == WATCH_MAX)
		return false;
	watches->v[watches->n++] = (struct watch){fd, type};
	return true;
}

size_t watches_poll(const struct watches *watches, struct pollfd *out)
{
	for (size_t i = 0; i < watches->n; i++)
		out[i] = (struct pollfd){.fd = watches->v[i].fd, .events = POLLIN};
	return watches->n;
}

/* Read once: a descriptor that is still full makes the next poll return at once. False: it has ended. */
static bool drain(int fd)
{
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof bytes);
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

enum event_type watches_take(struct watches *watches, const struct pollfd *polled)
{
	for (size_t i = 0; i < watches->n; i++) {
		if (!polled[i].revents)
			continue;
		enum event_type type = watches->v[i].type;
		bool readable = polled[i].revents & POLLIN;
		if (!readable || !drain(watches->v[i].fd)) {
			watches->n--;
			memmove(&watches->v[i], &watches->v[i + 1], (watches->n - i) * sizeof *watches->v);
		}
		return readable ? type : EVENT_NONE;
	}
	return EVENT_NONE;
}
