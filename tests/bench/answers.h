/* Ready answers (index/answers.h) as a session that stays quiet makes them, without waiting for that. */
#ifndef TESTS_BENCH_ANSWERS_H
#define TESTS_BENCH_ANSWERS_H

#include <stddef.h>

struct answers_made {
	size_t n_words;
	double processor_ms; /* of the thread that made them and wrote the snapshot; 0: they were there */
};

/* Give the snapshot of a catalogue ready answers where it is to have some and has none. */
struct answers_made answers_make(const char *catalogue);

#endif
