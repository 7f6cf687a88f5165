#include "bits_internal.h"

#include "parallel_internal.h"

/* Below so many words of all sets one thread is as quick as several. */
enum { MANY_WORDS = 1 << 18, WORDS_AT_ONCE = 1 << 11 };

struct passing {
	size_t n_words;
	void (*pass)(void *context, size_t first, size_t end);
	void *context;
};

static void pass_part(void *context, size_t part)
{
	const struct passing *p = context;
	size_t first = part * WORDS_AT_ONCE, end = first + WORDS_AT_ONCE;
	p->pass(p->context, first, end < p->n_words ? end : p->n_words);
}

void bits_pass(size_t n_words, size_t n_sets, void (*pass)(void *context, size_t first, size_t end), void *context)
{
	struct passing p = {n_words, pass, context};
	if (n_words * n_sets < MANY_WORDS)
		pass(context, 0, n_words);
	else
		parallel_for((n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, parallel_threads(), pass_part, &p);
}
