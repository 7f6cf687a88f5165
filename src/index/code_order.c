/* Rows in the order of their codes. */
#include "index_internal.h"

#include "base/array.h"
#include "parallel_internal.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 14 };

/* The bytes that occur in codes, by rank: so that many of a code fit into a number that sorts as it does. */
struct code_bytes {
	uint8_t rank[256]; /* from 1; 0: does not occur */
	unsigned bits;     /* of a rank */
};

/* Rows of one kind, so many at once. */
struct code_piece {
	uint32_t first, end; /* rows of the search */
	uint32_t n, at;      /* how many of them have a code; where those stand among all */
	bool bytes[256];     /* that occur in these */
};

struct coding {
	const struct index *index;
	ARRAY(struct code_piece) pieces;
	struct code_bytes bytes;
	struct radix_item *items;
};

static void list_pieces(struct coding *c)
{
	const struct search_plan *plan = &c->index->plan;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		int k = plan->order[i];
		uint32_t n = c->index->searched[k].code ? c->index->tables[k].n : 0;
		for (uint32_t row = 0; row < n; row += ROWS_AT_ONCE) {
			uint32_t end = n - row < ROWS_AT_ONCE ? n : row + ROWS_AT_ONCE;
			array_push(&c->pieces, (struct code_piece){.first = plan->bases[k] + row, .end = plan->bases[k] + end});
		}
	}
}

static void look_through(void *context, size_t i)
{
	struct coding *c = context;
	struct code_piece *piece = &c->pieces.v[i];
	struct strbuf buffer = {0};
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct str code = search_code(c->index, row, &buffer);
		piece->n += code.n > 0;
		for (size_t k = 0; k < code.n; k++)
			piece->bytes[(unsigned char)code.p[k]] = true;
	}
	strbuf_release(&buffer);
}

static void rank_bytes(struct coding *c)
{
	unsigned n = 0;
	for (size_t b = 0; b < 256; b++) {
		bool occurs = false;
		for (size_t i = 0; i < c->pieces.n; i++)
			occurs |= c->pieces.v[i].bytes[b];
		if (occurs)
			c->bytes.rank[b] = (uint8_t)++n; /* 256 bytes never all occur: UTF-8 has no 0xFF */
	}
	for (c->bytes.bits = 1; n >> c->bytes.bits; c->bytes.bits++) {}
}

/* As many bytes as fit, the i-th so many of a text; what is behind the end is less than all. */
static uint64_t head_of(const struct code_bytes *bytes, struct str text, size_t i)
{
	uint64_t head = 0;
	size_t n = 64 / bytes->bits;
	for (size_t at = i * n; at < (i + 1) * n; at++)
		head = head << bytes->bits | (at < text.n ? bytes->rank[(unsigned char)text.p[at]] : 0);
	return head;
}

static uint64_t code_head(const void *context, uint32_t row, size_t i)
{
	const struct coding *c = context;
	struct strbuf buffer = {0};
	uint64_t head = head_of(&c->bytes, search_code(c->index, row, &buffer), i);
	strbuf_release(&buffer);
	return head;
}

static void make_items(void *context, size_t i)
{
	struct coding *c = context;
	const struct code_piece *piece = &c->pieces.v[i];
	struct radix_item *item = c->items + piece->at;
	struct strbuf buffer = {0};
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct str code = search_code(c->index, row, &buffer);
		if (code.n)
			*item++ = (struct radix_item){head_of(&c->bytes, code, 0), row};
	}
	strbuf_release(&buffer);
}

void index_make_codes(struct index *index)
{
	struct coding c = {.index = index};
	uint32_t n = 0;
	list_pieces(&c);
	parallel_for(c.pieces.n, index->n_threads, look_through, &c);
	rank_bytes(&c);
	for (size_t i = 0; i < c.pieces.n; i++) {
		c.pieces.v[i].at = n;
		n += c.pieces.v[i].n;
	}
	c.items = xmalloc(n * sizeof *c.items);
	parallel_for(c.pieces.n, index->n_threads, make_items, &c);
	parallel_sort(c.items, NULL, n, index->n_threads, (struct sort_keys){code_head, &c});
	uint32_t *codes = xmalloc(n * sizeof *codes);
	for (uint32_t i = 0; i < n; i++)
		codes[i] = c.items[i].row;
	index->search.codes = section_plain(codes, n, sizeof *codes);
	free(c.items);
	array_release(&c.pieces);
}
