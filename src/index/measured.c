#include "measured_internal.h"

#include "require_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

static size_t blocks_of(uint64_t n_rows)
{
	return (size_t)((n_rows + MEASURED_BLOCK - 1) / MEASURED_BLOCK);
}

/* -- checking ------------------------------------------------------------------------- */

bool measured_shape(const struct index_column *c, uint64_t n_rows)
{
	uint64_t n_blocks = blocks_of(n_rows);
	return section_is_plain(&c->lengths, n_blocks * MEASURED_BLOCK, 1) && section_is_packed(&c->starts, n_blocks)
		&& section_is_of(&c->bytes, 1) && !c->codes.n && !c->ends.n && !c->numbers.n && !c->periods.n;
}

bool measured_fits(const struct index_column *c)
{
	const uint8_t *lengths = SECTION_V(uint8_t, c->lengths);
	uint64_t at = 0;
	for (uint64_t i = 0; i < c->lengths.n; i++) {
		if (i % MEASURED_BLOCK == 0 && (uint64_t)section_number(&c->starts, i / MEASURED_BLOCK) != at)
			return false;
		at += lengths[i];
	}
	return at == c->bytes.n;
}

/* -- making ----------------------------------------------------------------------------- */

/* Lengths, which it takes over, and the starts of their blocks. */
static void keep_measured(struct index_column *c, uint8_t *lengths, size_t n_rows, struct section bytes)
{
	size_t n_blocks = blocks_of(n_rows);
	int64_t *starts = xmalloc(n_blocks * sizeof *starts), at = 0;
	for (size_t b = 0; b < n_blocks; b++) {
		starts[b] = at;
		for (size_t i = 0; i < MEASURED_BLOCK; i++)
			at += lengths[b * MEASURED_BLOCK + i];
	}
	c->lengths = section_plain(lengths, n_blocks * MEASURED_BLOCK, 1);
	c->starts = section_pack(starts, n_blocks);
	c->bytes = bytes;
	free(starts);
}

bool measured_make(struct index_column *c, const int64_t *ends, size_t n, struct section bytes)
{
	int64_t most = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t length = ends[i] - (i ? ends[i - 1] : 0);
		most = length > most ? length : most;
	}
	if (most > UINT8_MAX || !bytes.n)
		return false;
	uint8_t *lengths = xcalloc(blocks_of(n), MEASURED_BLOCK);
	for (size_t i = 0; i < n; i++)
		lengths[i] = (uint8_t)(ends[i] - (i ? ends[i - 1] : 0));
	keep_measured(c, lengths, n, bytes);
	return true;
}

/* -- changing ------------------------------------------------------------------------------ */

/* Rows that stay, from `first` to before `end`: their lengths, and their bytes at once. *left: no more than there are, whatever starts say. */
static void copy_rows(const struct index_column *c, uint64_t first, uint64_t end, uint8_t *lengths, struct strbuf *bytes, size_t *left)
{
	end = end < c->lengths.n ? end : c->lengths.n;
	if (first >= end)
		return;
	uint64_t stop = end < c->lengths.n ? measured_start(c, end) : c->bytes.n;
	struct str same = section_str(&c->bytes, (int64_t)measured_start(c, first), (int64_t)stop);
	memcpy(lengths + first, SECTION_V(uint8_t, c->lengths) + first, (size_t)(end - first));
	if (same.n > *left)
		return;
	strbuf_add(bytes, same);
	*left -= same.n;
}

bool measured_patch(const struct index_column *c, const struct changed_texts *t, uint32_t n_rows, struct index_column *out)
{
	struct strbuf bytes = {0};
	size_t left = (size_t)c->bytes.n, n_new = 0;
	for (size_t i = 0; i < t->n; i++) {
		n_new += t->v[i].n;
		if (t->v[i].n > UINT8_MAX)
			return false;
	}
	uint8_t *lengths = xcalloc(blocks_of(n_rows), MEASURED_BLOCK);
	strbuf_reserve(&bytes, left + n_new);
	pages_ready(bytes.p, left + n_new);
	uint64_t row = 0;
	for (size_t i = 0; i < t->n; row = (uint64_t)t->rows[i++] + 1) {
		copy_rows(c, row, t->rows[i], lengths, &bytes, &left);
		lengths[t->rows[i]] = (uint8_t)t->v[i].n;
		strbuf_add(&bytes, t->v[i]);
	}
	copy_rows(c, row, n_rows, lengths, &bytes, &left);
	keep_measured(out, lengths, n_rows, section_plain(bytes.p, bytes.n, 1));
	return true;
}
