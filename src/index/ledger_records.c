/* The records of ledgers: which shape a row has, where its record starts, the numbers in it. */
#include "ledger_build_internal.h"

#include "base/parallel.h"

#include <stdlib.h>

static void make_code_arrays(struct ledger_making *m)
{
	uint64_t n = m->ledger->shapes.n;
	uint32_t width = n < UINT8_MAX ? 1 : n < UINT16_MAX ? 2 : 4, used = 0;
	for (size_t i = 0; i < m->n_parts; i++)
		for (size_t o = 0; o < m->work[i].owners.n; o++)
			used |= UINT32_C(1) << ref_kind(m->work[i].owners.v[o].ref);
	for (int k = 0; k < KIND_COUNT; k++)
		if (used >> k & 1) {
			m->codes[k] = xcalloc(m->rows[k].n, width);
			m->ledger->codes[k] = section_plain(m->codes[k], m->rows[k].n, width);
		}
}

static void put_codes(void *context, size_t i)
{
	struct ledger_making *m = context;
	const struct ledger_work *w = &m->work[i];
	for (size_t o = 0; o < w->owners.n; o++) {
		enum kind kind = ref_kind(w->owners.v[o].ref);
		uint32_t row = ref_row(w->owners.v[o].ref), code = w->global.v[w->owners.v[o].shape];
		switch (m->ledger->codes[kind].width) {
		case 1:
			((uint8_t *)m->codes[kind])[row] = (uint8_t)code;
			break;
		case 2:
			((uint16_t *)m->codes[kind])[row] = (uint16_t)code;
			break;
		default:
			((uint32_t *)m->codes[kind])[row] = code;
		}
	}
}

static bool make_blocks(struct ledger_making *m, struct err *err)
{
	struct index_ledger *l = m->ledger;
	uint64_t n[2] = {0}, n_bytes = 0;
	size_t at = 0;
	ledger_plan(l);
	m->blocks = xcalloc((size_t)l->first_block[KIND_COUNT] + 1, sizeof *m->blocks);
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint64_t row = 0; l->codes[k].n && row <= l->codes[k].n; row++) {
			if (row % BLOCK_OWNERS == 0)
				m->blocks[at++] = (struct ledger_block){{(uint32_t)n[0], (uint32_t)n[1]}, n_bytes};
			if (row == l->codes[k].n)
				break;
			const struct ledger_shape *s = ledger_shape_at(l, (enum kind)k, row);
			n[0] += s->n[0];
			n[1] += s->n[1];
			n_bytes += s->n_bytes;
		}
	m->blocks[at] = (struct ledger_block){{(uint32_t)n[0], (uint32_t)n[1]}, n_bytes};
	for (int s = 0; s < 2; s++)
		if (n[s] + m->rows[ledger_kind((enum ledger_sort)s)].n >= (UINT32_C(1) << REF_ROW_BITS) - 1)
			return err_set(err, ERR_DATA, "found more than %u %s, expected less", 1u << REF_ROW_BITS,
				kinds[ledger_kind((enum ledger_sort)s)].plural);
	l->blocks = section_plain(m->blocks, at + 1, sizeof *m->blocks);
	ledger_plan(l);
	m->cells = xcalloc((size_t)n_bytes + 8, 1);
	l->cells = section_plain(m->cells, (size_t)n_bytes + 8, 1);
	return true;
}

static void put_number(uint8_t *to, uint32_t width, uint64_t bits)
{
	for (uint32_t b = 0; b < width; b++)
		to[b] = (uint8_t)(bits >> b * 8);
}

static void put_records(void *context, size_t i)
{
	struct ledger_making *m = context;
	struct ledger_work *w = &m->work[i];
	ledger_items items = {0};
	struct index_place place = {0};
	for (size_t o = 0; o < w->owners.n; o++) {
		ledger_seek(m->ledger, w->owners.v[o].ref, &place);
		uint64_t record = place.at;
		ledger_gather(m, w, o, &items);
		for (size_t j = 0; j < items.n; j++) {
			const struct ledger_item *item = &items.v[j];
			const struct ledger_head *head = &m->heads[item->head];
			uint64_t bits = item->odd ? UINT64_MAX : ((uint64_t)item->number - (uint64_t)head->base) / (uint64_t)head->step;
			put_number(m->cells + record, head->width, bits);
			if (item->odd) {
				uint64_t length = (uint64_t)item->number & bits_below(ODD_LENGTH_BITS);
				struct str text = {w->part->odd.p + ((uint64_t)item->number >> ODD_LENGTH_BITS), (size_t)length};
				array_push(&w->odd, (struct ledger_odd){record, text});
			}
			record += head->width;
		}
	}
	ledger_part_empty(w->part); /* what was read and what it becomes do not stand side by side */
	array_release(&items);
}

static int by_at(const void *a, const void *b)
{
	uint64_t x = ((const struct ledger_odd *)a)->at, y = ((const struct ledger_odd *)b)->at;
	return x < y ? -1 : x > y;
}

static void join_odd(struct ledger_making *m)
{
	ARRAY(struct ledger_odd) all = {0};
	for (size_t i = 0; i < m->n_parts; i++)
		for (size_t j = 0; j < m->work[i].odd.n; j++)
			array_push(&all, m->work[i].odd.v[j]);
	if (!all.n)
		return;
	qsort(all.v, all.n, sizeof *all.v, by_at);
	uint64_t *at = xmalloc(all.n * sizeof *at);
	int64_t *ends = xmalloc(all.n * sizeof *ends);
	struct strbuf bytes = {0};
	for (size_t i = 0; i < all.n; i++) {
		at[i] = all.v[i].at;
		strbuf_add(&bytes, all.v[i].text);
		ends[i] = (int64_t)bytes.n;
	}
	m->ledger->odd_at = section_plain(at, all.n, sizeof *at);
	m->ledger->odd_ends = section_pack(ends, all.n);
	m->ledger->odd_bytes = section_plain(bytes.p, bytes.n, 1);
	free(ends);
	array_release(&all);
}

bool ledger_make_records(struct ledger_making *m, struct err *err)
{
	make_code_arrays(m);
	parallel_for(m->n_parts, m->index->n_threads, put_codes, m);
	if (!make_blocks(m, err))
		return false;
	parallel_for(m->n_parts, m->index->n_threads, put_records, m);
	join_odd(m);
	return true;
}
