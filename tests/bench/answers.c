#include "answers.h"

#include "cli/catalogue.h"
#include "measure.h"

#include <pthread.h>
#include <time.h>

struct making {
	const char *catalogue;
	struct index_stamp stamp;
	struct answers_made made;
};

/* A thread of its own, as that of a session: its time is that of the work. */
static void *make(void *context)
{
	struct making *m = context;
	struct index *index;
	struct timespec used;
	if (catalogue_make_answers(m->catalogue, m->stamp, &answers_usual, NULL, &index) != ANSWERS_READY)
		give_up(m->catalogue, "found no snapshot that can be given ready answers");
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	m->made.n_words = index_answers_n(index);
	m->made.processor_ms = (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
	index_free(index);
	return NULL;
}

struct answers_made answers_make(const char *catalogue)
{
	struct err err = ERR_INIT;
	struct index_request request = {.may_map = true};
	struct store *store = store_open(catalogue, STORE_READ, &err);
	struct index *index = store ? catalogue_index(store, &request, NULL, &err) : NULL;
	pthread_t thread;
	if (!index)
		give_up(catalogue, err.message);
	struct making m = {.catalogue = catalogue, .stamp = index_stamp_of(index), .made = {.n_words = index_answers_n(index)}};
	bool wants = index_wants_answers(index, &answers_usual);
	if (wants && request.origin != INDEX_MAPPED)
		catalogue_keep_index(catalogue, index);
	index_free(index);
	store_close(store);
	if (wants && pthread_create(&thread, NULL, make, &m) == 0)
		pthread_join(thread, NULL);
	return m.made;
}
