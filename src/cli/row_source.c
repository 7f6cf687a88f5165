#include "browse_internal.h"

#include "store/store.h"

#include <stdlib.h>

/* What cannot be read now is not shown; the worker, which reads the same file, says why. */
static size_t count_rows(void *self, enum kind kind)
{
	struct err err = ERR_INIT;
	size_t n = 0;
	return store_count(self, kind, &n, &err) ? n : 0;
}

struct page {
	struct store *store;
	struct str *out;
	size_t n, most;
	struct arena *arena;
};

static bool take_page(void *self, const struct batch *batch, struct err *err)
{
	struct page *page = self;
	bool named = kind_has_name(batch->kind);
	for (size_t row = 0; row < batch->n_rows && page->n < page->most; row++) {
		struct strbuf label = {0};
		struct str name;
		if (named)
			name = column_text(&batch->columns[field_get(batch->kind, "name")], row);
		else if (store_label(page->store, batch->keys[row], NULL, &label, err))
			name = strbuf_str(&label);
		else
			return false;
		page->out[page->n++] = arena_str(page->arena, name);
		strbuf_release(&label);
	}
	return true;
}

static size_t read_names(void *self, enum kind kind, size_t first, size_t n, struct str *out, struct arena *arena)
{
	struct err err = ERR_INIT;
	struct page page = {self, out, 0, n, arena};
	store_page(self, kind, first, n < STORE_BATCH_ROWS ? n : STORE_BATCH_ROWS,
		(struct batch_sink){take_page, &page}, &err);
	return page.n;
}

struct row_source *row_source_new(const char *path)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_READ, &err);
	if (!store)
		return NULL;
	struct row_source *source = xcalloc(1, sizeof *source);
	*source = (struct row_source){store, count_rows, read_names};
	return source;
}

void row_source_free(struct row_source *source)
{
	if (source)
		store_close(source->self);
	free(source);
}
