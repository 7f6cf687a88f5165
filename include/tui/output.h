/*
 * Bytes on their way to the terminal. Nothing here waits for it: what it does not take
 * now stays in the buffer, and the caller polls for POLLOUT. A terminal that is stopped
 * (Ctrl-S) or slow therefore never keeps the program from reading keys and signals.
 *
 * The terminal is opened a second time for writing without blocking, so that the
 * description shared with the shell keeps its mode. Where that is refused (after su),
 * bytes go out in small pieces, each after poll has promised room.
 */
#ifndef TUI_OUTPUT_H
#define TUI_OUTPUT_H

#include "base/strbuf.h"

struct output {
	int fd;
	bool own;    /* a second opening, without blocking */
	bool broken; /* the terminal is gone */
	struct strbuf bytes;
	size_t sent;  /* of these bytes */
};

void output_open(struct output *output, int fd);
void output_close(struct output *output); /* what was not sent is thrown away */
void output_add(struct output *output, struct str bytes);
bool output_waiting(const struct output *output);

/* Send what the terminal takes now. Whether all is sent (or the terminal is gone). */
bool output_flush(struct output *output);

/* The same for at most timeout_ms. */
bool output_drain(struct output *output, int timeout_ms);

#endif
