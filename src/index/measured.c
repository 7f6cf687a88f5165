#include "measured_internal.h"

#include "require_internal.h"

#include "base/alloc.h"
#include "base/parallel.h"

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

struct patching {
	const struct index_column *c;
	uint8_t *lengths;
	char *bytes;
	size_t n, left; /* bytes so far; left: of the column, of which no more are copied, whatever starts say */
	unsigned n_threads;
};

/* Rows that stay, from `first` to before `end`: their lengths, and their bytes at once. */
static void copy_rows(struct patching *p, uint64_t first, uint64_t end)
{
	const struct index_column *c = p->c;
	end = end < c->lengths.n ? end : c->lengths.n;
	if (first >= end)
		return;
	uint64_t stop = end < c->lengths.n ? measured_start(c, end) : c->bytes.n;
	struct str same = section_str(&c->bytes, (int64_t)measured_start(c, first), (int64_t)stop);
	memcpy(p->lengths + first, SECTION_V(uint8_t, c->lengths) + first, (size_t)(end - first));
	if (same.n > p->left)
		return;
	parallel_copy(p->bytes + p->n, same.p, same.n, p->n_threads);
	p->n += same.n;
	p->left -= same.n;
}

static void put_text(struct patching *p, uint32_t row, struct str text)
{
	p->lengths[row] = (uint8_t)text.n;
	if (text.n)
		memcpy(p->bytes + p->n, text.p, text.n);
	p->n += text.n;
}

bool measured_patch(const struct index_column *c, const struct changed_texts *t, uint32_t n_rows, unsigned n_threads,
	struct index_column *out)
{
	struct patching p = {.c = c, .left = (size_t)c->bytes.n, .n_threads = n_threads};
	size_t n_new = 0;
	for (size_t i = 0; i < t->n; i++) {
		n_new += t->v[i].n;
		if (t->v[i].n > UINT8_MAX)
			return false;
	}
	p.lengths = xcalloc(blocks_of(n_rows), MEASURED_BLOCK);
	p.bytes = xmalloc(p.left + n_new);
	uint64_t row = 0;
	for (size_t i = 0; i < t->n; row = (uint64_t)t->rows[i++] + 1) {
		copy_rows(&p, row, t->rows[i]);
		put_text(&p, t->rows[i], t->v[i]);
	}
	copy_rows(&p, row, n_rows);
	keep_measured(out, p.lengths, n_rows, section_plain(p.bytes, p.n, 1));
	return true;
}
