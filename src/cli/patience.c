#include "patience_internal.h"

#include "base/alloc.h"
#include "base/clock.h"
#include "base/halt.h"
#include "base/thread.h"
#include "view/paint.h"

#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { LOOK_MS = 50 };

struct patience {
	struct terminal *screen;
	struct str word;
	int timer;
	pthread_t thread;
	pthread_mutex_t lock;
	const struct grid *shown; /* from here on under the lock; NULL: nobody waits */
	int64_t since_ms;
	bool said; /* the word, of this answer */
	bool stop;
	struct halt halt; /* of this answer */
	struct grid grid; /* the thread's own */
};

static void set_timer(const struct patience *p, long ms)
{
	timerfd_settime(p->timer, 0, &(struct itimerspec){.it_value = {.tv_nsec = ms * 1000000}}, NULL);
}

/* What is shown stays, so that one sees what the answer is about. */
static void say(struct patience *p)
{
	const struct grid *shown = p->shown;
	p->grid.ambi = shown->ambi;
	p->grid.ascii = shown->ascii;
	grid_resize(&p->grid, shown->columns, shown->rows);
	grid_copy(&p->grid, 0, 0, shown);
	grid_blank(grid_row(&p->grid, shown->rows - 1), ROLE_TEXT);
	paint(grid_row(&p->grid, shown->rows - 1), p->word, ROLE_HEADING);
	p->grid.cursor_column = shown->cursor_column;
	p->grid.cursor_row = shown->cursor_row;
	p->screen->ops->show(p->screen, &p->grid);
}

/* Say so once, then look whether it is still wanted. */
static void attend(struct patience *p)
{
	const struct terminal_ops *ops = p->screen->ops;
	bool first = !p->said;
	if (first)
		say(p);
	p->said = true;
	if (!ops->stops)
		return;
	if (ops->stops(p->screen, first))
		atomic_store(&p->halt.wanted, true);
	set_timer(p, LOOK_MS);
}

static void *watch(void *context)
{
	struct patience *p = context;
	uint64_t times;
	bool stop = false;
	while (!stop) {
		bool rung = read(p->timer, &times, sizeof times) > 0;
		pthread_mutex_lock(&p->lock);
		stop = p->stop;
		/* it may have rung for an answer before this one */
		if (rung && !stop && p->shown && clock_ms() - p->since_ms >= PATIENCE_MS)
			attend(p);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

static void release(struct patience *p)
{
	pthread_mutex_destroy(&p->lock);
	grid_release(&p->grid);
	close(p->timer);
	free(p);
}

struct patience *patience_new(struct terminal *screen, struct str word)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	if (timer < 0)
		return NULL;
	struct patience *p = xcalloc(1, sizeof *p);
	*p = (struct patience){.screen = screen, .word = word, .timer = timer};
	pthread_mutex_init(&p->lock, NULL);
	grid_init(&p->grid, 1, 1, AMBI_NARROW, false);
	if (thread_start(&p->thread, NULL, watch, p) == 0)
		return p;
	release(p);
	return NULL;
}

void patience_free(struct patience *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->stop = true;
	pthread_mutex_unlock(&p->lock);
	set_timer(p, 1);
	pthread_join(p->thread, NULL);
	release(p);
}

void patience_begin(struct patience *p, const struct grid *shown)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->shown = shown;
	p->since_ms = clock_ms();
	p->said = false;
	atomic_store(&p->halt.wanted, false);
	atomic_store(&p->halt.heeded, false);
	pthread_mutex_unlock(&p->lock);
	set_timer(p, PATIENCE_MS + 1); /* both clocks count in steps of their own */
	halt_by(&p->halt);
}

bool patience_end(struct patience *p)
{
	if (!p)
		return false;
	halt_by(NULL);
	pthread_mutex_lock(&p->lock);
	p->shown = NULL;
	pthread_mutex_unlock(&p->lock);
	set_timer(p, 0);
	return atomic_load(&p->halt.heeded);
}
