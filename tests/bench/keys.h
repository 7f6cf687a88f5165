/* Keys pressed in turn, each of which changes the screen: down and up again, a letter and its removal. */
#ifndef TESTS_BENCH_KEYS_H
#define TESTS_BENCH_KEYS_H

#include "figures.h"
#include "terminal.h"

/* Medians of those that were answered. */
struct keys_timed {
	double p50_ms, p99_ms, bytes;
	size_t n; /* answered */
};

struct keys_timed keys_press(struct run r, const char *const *keys, size_t n_keys, size_t times);

/* As the figures KEY_p50_ms, KEY_p99_ms, KEY_bytes; a line says where few of `times` keys were answered. */
void keys_say(struct figures *figures, const char *key, const char *what, struct keys_timed timed, size_t times);

/* Medians of few answers are not those of all. */
void keys_note_unanswered(struct keys_timed timed, size_t times);

#endif
