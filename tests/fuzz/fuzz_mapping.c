/* floors: exchange model text base */
/*
 * Any bytes as a map file, a line of hyphens, and any bytes as the file that it maps: refused
 * with a place, or read. Cells of the rows lie inside of what was given or of arenas.
 */
#include "exchange/encoding.h"
#include "exchange/mapping.h"
#include "text/utf8.h"

#include <stdlib.h>

static void demand(bool condition)
{
	if (!condition)
		abort();
}

static bool look(void *self, const struct row *row, struct err *err)
{
	size_t *n = self;
	(void)err;
	++*n;
	for (size_t f = 0; f < fields_of[row->kind].n; f++)
		demand(utf8_check(row->cells[f], NULL));
	for (size_t i = 0; row->ledger && i < row->ledger->n; i++) {
		const struct row_cell *c = &row->ledger->cells[i];
		demand(c->value.n > 0 && c->line > 0 && c->at > 0 && (c->indicator.n > 0) != (c->status.n > 0));
		demand(utf8_check(c->value, NULL) && utf8_check(c->unit, NULL) && utf8_check(c->column, NULL));
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct strbuf bytes = {0};
	struct err err = ERR_INIT;
	const char *encoding;
	strbuf_add(&bytes, (struct str){(const char *)data, n});
	if (encoding_to_utf8(&bytes, &encoding, &err)) {
		struct str text = strbuf_str(&bytes);
		ptrdiff_t bar = str_find(text, STR("\n---\n"), 0);
		struct str map = str_sub(text, 0, bar < 0 ? text.n : (size_t)bar), file = str_sub(text, bar < 0 ? text.n : (size_t)bar + 5, text.n);
		struct mapping *mapping = mapping_parse(map, "fuzz.map", &err);
		size_t rows = 0;
		demand(mapping || (err.code == ERR_DATA && err.line > 0));
		if (mapping && !mapping_text(mapping, file, "t.csv", (struct row_sink){look, &rows}, &err))
			demand(err.code == ERR_DATA && err.line > 0);
		mapping_free(mapping);
	}
	strbuf_release(&bytes);
	return 0;
}
