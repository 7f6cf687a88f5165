#include "view/record.h"

#include "base/alloc.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct record {
	struct terminal terminal;
	struct terminal *inner;
	FILE *file;
	const char *path; /* borrowed */
	int fault;        /* why something could not be written; 0: nothing */
};

static struct record *record_of(struct terminal *terminal)
{
	return (struct record *)terminal;
}

/* At once, so that a crash loses nothing. */
static void flush(struct record *r)
{
	if (fflush(r->file) != 0)
		r->fault = errno;
}

static const char begins[] = "resize:";

static void write_size(struct record *r, int columns, int rows)
{
	fprintf(r->file, "%s%dx%d\n", begins, columns, rows);
}

static void write_key(struct record *r, key k)
{
	struct strbuf text = {0};
	if (k == '"' || k == '#')
		strbuf_printf(&text, k == '"' ? "\"\\\"\"" : "\"#\"");
	else
		key_format(k, &text);
	if (text.n)
		fprintf(r->file, "%s\n", text.p);
	strbuf_release(&text);
}

static void write_event(struct record *r, const struct event *event)
{
	switch (event->type) {
	case EVENT_KEY: write_key(r, event->key); break;
	case EVENT_RESIZE: write_size(r, event->columns, event->rows); break;
	case EVENT_INTERRUPT: write_key(r, 'C' - '@'); break;
	case EVENT_RESUMED: write_key(r, 'Z' - '@'); break;
	case EVENT_INDEX: fputs("wait\n", r->file); break;
	case EVENT_CHANGED: fputs("# the catalogue was changed here: wait:changed\n", r->file); break;
	case EVENT_NONE:
	case EVENT_PROGRESS:
	case EVENT_QUIT: break;
	}
	flush(r);
}

static void record_size(struct terminal *terminal, int *columns, int *rows)
{
	struct record *r = record_of(terminal);
	r->inner->ops->size(r->inner, columns, rows);
}

static struct event record_wait(struct terminal *terminal, int timeout_ms)
{
	struct record *r = record_of(terminal);
	struct event event = r->inner->ops->wait(r->inner, timeout_ms);
	write_event(r, &event);
	return event;
}

static bool record_pending(struct terminal *terminal)
{
	struct record *r = record_of(terminal);
	return r->inner->ops->pending(r->inner);
}

static void record_watch(struct terminal *terminal, int fd, enum event_type type)
{
	struct record *r = record_of(terminal);
	r->inner->ops->watch(r->inner, fd, type);
}

static void record_show(struct terminal *terminal, const struct grid *grid)
{
	struct record *r = record_of(terminal);
	r->inner->ops->show(r->inner, grid);
}

static void record_redraw(struct terminal *terminal)
{
	struct record *r = record_of(terminal);
	r->inner->ops->redraw(r->inner);
}

static void record_suspend(struct terminal *terminal)
{
	struct record *r = record_of(terminal);
	r->inner->ops->suspend(r->inner);
}

static bool record_copy(struct terminal *terminal, struct str text)
{
	struct record *r = record_of(terminal);
	return r->inner->ops->copy(r->inner, text);
}

static void record_print(struct terminal *terminal, struct str text)
{
	struct record *r = record_of(terminal);
	r->inner->ops->print(r->inner, text);
}

static void record_close(struct terminal *terminal)
{
	struct record *r = record_of(terminal);
	r->inner->ops->close(r->inner);
	if (r->file)
		fclose(r->file);
	free(r);
}

static const struct terminal_ops record_ops = {
	.size = record_size,
	.wait = record_wait,
	.pending = record_pending,
	.watch = record_watch,
	.show = record_show,
	.redraw = record_redraw,
	.suspend = record_suspend,
	.copy = record_copy,
	.print = record_print,
	.close = record_close,
};

/* A wrong name is soon given: nothing is written over but what was recorded before. */
static bool holds_other(const char *path)
{
	char first[sizeof begins - 1];
	struct stat st;
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || !st.st_size)
		return false;
	FILE *file = fopen(path, "re");
	bool recorded = file && fread(first, 1, sizeof first, file) == sizeof first && memcmp(first, begins, sizeof first) == 0;
	if (file)
		fclose(file);
	return !recorded;
}

struct terminal *record_new(struct terminal *inner, const char *path, struct err *err)
{
	struct record *r = xcalloc(1, sizeof *r);
	r->terminal.ops = &record_ops;
	r->inner = inner;
	r->path = path;
	if (holds_other(path))
		err_at(err, ERR_CREATE, path, 0, 0, "found a file that --record has not written, expected another name");
	else if (!(r->file = fopen(path, "we")))
		err_at(err, ERR_CREATE, path, 0, 0, "found no way to write it (%s), expected a file for --record", strerror(errno));
	if (!r->file) {
		record_close(&r->terminal);
		return NULL;
	}
	int columns, rows;
	record_size(&r->terminal, &columns, &rows);
	write_size(r, columns, rows);
	flush(r);
	return &r->terminal;
}

bool record_ok(const struct terminal *terminal, struct err *err)
{
	const struct record *r = (const struct record *)terminal;
	return !r->fault || err_at(err, ERR_WRITE, r->path, 0, 0, "found \"%s\", expected to write all that was typed", strerror(r->fault));
}
