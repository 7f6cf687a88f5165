#include "builder_internal.h"

#include "base/map.h"
#include "parallel_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* -- heads -------------------------------------------------------------------------------------- */

/* How the numbers under a head spread. */
struct spread {
	int64_t one, least, most; /* one: any of them */
	uint64_t gcd;             /* of all differences; 0: there is none */
	bool any, odd;
	uint8_t scale;
};

struct owner {
	struct ref ref;
	uint32_t first_row; /* of the part; the next owner's ends them */
	uint32_t shape;
};

struct odd_text {
	uint64_t at;
	struct str text;
};

/* What a thread makes of one part. */
struct work {
	struct ledger_part *part;
	ARRAY(struct owner) owners;
	struct spread *spreads;         /* by head */
	struct map shapes;              /* lists of heads, as bytes in the arena, to numbers of this part */
	ARRAY(struct str) lists;        /* by number */
	ARRAY(uint32_t) counts;         /* owners by number */
	ARRAY(uint32_t) global;         /* by number: of all parts */
	ARRAY(struct odd_text) odd;
	struct arena arena;
	struct err err;
};

struct making {
	struct index *index;
	struct index_ledger *ledger;
	const struct ledger_columns *columns;
	const struct key_rows *rows;
	struct ledger_head *heads;
	uint32_t n_heads;
	uint32_t *head_of; /* by column number */
	struct work *work;
	size_t n_parts;
	void *codes[KIND_COUNT];
	struct ledger_block *blocks;
	uint8_t *cells;
};

static bool resolve_column(const struct making *m, const struct ledger_column *c, struct ledger_head *head, struct err *err)
{
	struct ref source, indicator = REF_NONE;
	bool claim = c->kind == KIND_CLAIM;
	if (!key_rows_resolve(m->rows, UINT32_C(1) << KIND_SOURCE, c->source, &source)
		|| (claim && !key_rows_resolve(m->rows, UINT32_C(1) << KIND_INDICATOR, c->indicator, &indicator)))
		return err_set(err, ERR_DATA, "found column \"%.*s\" of a ledger with a reference to nothing, expected a source and an indicator",
			STR_ARG(c->name));
	*head = (struct ledger_head){.sort = claim ? LEDGER_CLAIM : LEDGER_MILESTONE, .number = (uint32_t)(c - m->columns->v),
		.code = (uint8_t)(claim ? c->modality : c->status), .source = source.bits, .indicator = indicator.bits,
		.factor = c->factor.digits, .factor_scale = c->factor.scale, .period = {1, 0}};
	period_parse(c->period, &head->period);
	return true;
}

static int compare(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* As index_claims orders them; milestones by number; lines by source. */
static int by_place(const void *a, const void *b, void *context)
{
	const struct ledger_head *x = a, *y = b;
	const struct making *m = context;
	if (x->sort != y->sort || x->sort == LEDGER_LINE)
		return x->sort != y->sort ? compare(x->sort, y->sort) : compare(x->source, y->source);
	int order = 0;
	if (x->sort == LEDGER_CLAIM) {
		order = compare(x->indicator, y->indicator);
		order = order ? order : str_cmp(m->columns->v[x->number].scope, m->columns->v[y->number].scope);
		order = order ? order : compare(x->period.first, y->period.first);
		order = order ? order : compare(x->period.last, y->period.last);
	}
	return order ? order : compare(x->number, y->number);
}

static void add_lines(struct making *m)
{
	uint32_t n = m->n_heads;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t line = n;
		while (line < m->n_heads && m->heads[line].source != m->heads[i].source)
			line++;
		if (line == m->n_heads)
			m->heads[m->n_heads++] = (struct ledger_head){.sort = LEDGER_LINE, .source = m->heads[i].source, .period = {1, 0},
				.indicator = UINT32_MAX};
	}
}

static bool make_heads(struct making *m, struct err *err)
{
	m->heads = xcalloc(m->columns->n * 2 + 1, sizeof *m->heads);
	m->head_of = xmalloc((m->columns->n + 1) * sizeof *m->head_of);
	for (size_t i = 0; i < m->columns->n; i++)
		if (m->columns->v[i].kind != KIND_COUNT && !resolve_column(m, &m->columns->v[i], &m->heads[m->n_heads++], err))
			return false;
	add_lines(m);
	qsort_r(m->heads, m->n_heads, sizeof *m->heads, by_place, m);
	for (uint32_t i = 0; i < m->n_heads; i++) {
		struct ledger_head *head = &m->heads[i];
		if (head->sort != LEDGER_LINE)
			m->head_of[head->number] = i;
		for (uint32_t line = m->n_heads; line-- > 0 && m->heads[line].sort == LEDGER_LINE;)
			if (m->heads[line].source == head->source)
				head->line = line;
	}
	return true;
}

static void make_head_texts(struct making *m)
{
	struct strbuf bytes = {0};
	int64_t *ends = xmalloc(m->n_heads * (size_t)LEDGER_TEXTS * sizeof *ends);
	size_t n = 0;
	for (uint32_t i = 0; i < m->n_heads; i++) {
		static const struct ledger_column none;
		const struct ledger_column *c = m->heads[i].sort == LEDGER_LINE ? &none : &m->columns->v[m->heads[i].number];
		const struct str texts[LEDGER_TEXTS] = {c->name, c->unit, c->base_unit, c->scope, c->period};
		for (int t = 0; t < LEDGER_TEXTS; t++) {
			strbuf_add(&bytes, texts[t]);
			ends[n++] = (int64_t)bytes.n;
		}
	}
	m->ledger->text_ends = section_pack(ends, n);
	m->ledger->text_bytes = section_plain(bytes.p, bytes.n, 1);
	free(ends);
}

/* -- owners --------------------------------------------------------------------------------------- */

/* Owners of a part, and how many digits behind the point its numbers have. */
static void make_owners(void *context, size_t i)
{
	struct making *m = context;
	struct work *w = &m->work[i];
	const struct ledger_part *p = w->part;
	w->spreads = xcalloc(m->n_heads, sizeof *w->spreads);
	for (size_t row = 0; row < p->owners.n; row++) {
		struct ref ref;
		if (row && p->owners.v[row] == p->owners.v[row - 1])
			continue;
		if (!key_rows_resolve(m->rows, (UINT32_C(1) << KIND_COUNT) - 1, p->owners.v[row], &ref)) {
			err_set(&w->err, ERR_DATA, "found a row of a ledger about nothing (key %" PRId64 "), expected a record", p->owners.v[row]);
			return;
		}
		array_push(&w->owners, (struct owner){ref, (uint32_t)row, 0});
	}
	for (size_t c = 0; c < p->columns.n; c++) {
		struct spread *s = &w->spreads[m->head_of[p->columns.v[c]]];
		if (p->scales.v[c] != SCALE_ODD && p->scales.v[c] > s->scale)
			s->scale = p->scales.v[c];
	}
}

static void join_scales(struct making *m)
{
	for (uint32_t h = 0; h < m->n_heads; h++)
		for (size_t i = 0; i < m->n_parts; i++)
			if (m->work[i].spreads[h].scale > m->heads[h].scale)
				m->heads[h].scale = m->work[i].spreads[h].scale;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static void widen(struct spread *s, int64_t number)
{
	if (!s->any) {
		s->any = true;
		s->one = s->least = s->most = number;
		return;
	}
	s->least = number < s->least ? number : s->least;
	s->most = number > s->most ? number : s->most;
	if (s->gcd != 1)
		s->gcd = gcd((uint64_t)(number > s->one ? number - s->one : s->one - number), s->gcd);
}

static bool shift_digits(int64_t *digits, unsigned places)
{
	for (; places; places--) {
		if (*digits <= -LEDGER_DIGITS_END / 10 || *digits >= LEDGER_DIGITS_END / 10)
			return false;
		*digits *= 10;
	}
	return true;
}

/* Bring a cell to its head's scale; what does not fit then becomes a text. */
static void scale_cell(struct ledger_part *p, size_t c, uint8_t scale)
{
	int64_t digits = p->digits.v[c];
	if (shift_digits(&digits, scale - p->scales.v[c])) {
		p->digits.v[c] = digits;
		return;
	}
	struct strbuf text = {0};
	decimal_format((struct decimal){p->digits.v[c], p->scales.v[c]}, &text);
	ledger_keep_odd(p, strbuf_str(&text), &p->digits.v[c], &p->scales.v[c]);
	strbuf_release(&text);
}

/* What an owner has under one head. */
struct item {
	uint32_t head;
	bool odd;
	int64_t number; /* odd: place and length of the text */
};

static int by_head(const void *a, const void *b)
{
	return compare(((const struct item *)a)->head, ((const struct item *)b)->head);
}

static void sort_items(struct item *items, size_t n)
{
	if (n > 64) {
		qsort(items, n, sizeof *items, by_head);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct item item = items[i];
		size_t j = i;
		for (; j && items[j - 1].head > item.head; j--)
			items[j] = items[j - 1];
		items[j] = item;
	}
}

typedef ARRAY(struct item) item_array;

/* All items of owner number `o` in the order of heads; false: the same head twice. */
static bool gather(const struct making *m, const struct work *w, size_t o, item_array *items)
{
	const struct ledger_part *p = w->part;
	size_t end = o + 1 < w->owners.n ? w->owners.v[o + 1].first_row : p->owners.n;
	array_clear(items);
	for (size_t row = w->owners.v[o].first_row; row < end; row++) {
		uint32_t line = UINT32_MAX;
		for (size_t c = row ? p->ends.v[row - 1] : 0; c < p->ends.v[row]; c++) {
			uint32_t head = m->head_of[p->columns.v[c]];
			array_push(items, (struct item){head, p->scales.v[c] == SCALE_ODD, p->digits.v[c]});
			if (m->heads[head].line == line)
				continue;
			line = m->heads[head].line;
			array_push(items, (struct item){line, false, (int64_t)p->lines.v[row] - ref_row(w->owners.v[o].ref)});
		}
	}
	sort_items(items->v, items->n);
	for (size_t i = 1; i < items->n; i++)
		if (items->v[i].head == items->v[i - 1].head)
			return false;
	return true;
}

/* -- shapes ----------------------------------------------------------------------------------------- */

static uint32_t shape_number(struct work *w, const uint32_t *heads, size_t n)
{
	struct str list = {(const char *)heads, n * sizeof *heads};
	uint32_t number = (uint32_t)w->lists.n;
	if (!map_find(&w->shapes, list, &number)) {
		char *kept = arena_alloc(&w->arena, list.n + 1);
		memcpy(kept, list.p, list.n);
		list.p = kept;
		map_add(&w->shapes, list, &number);
		array_push(&w->lists, list);
		array_push(&w->counts, 0);
	}
	w->counts.v[number]++;
	return number;
}

static bool owner_allowed(const struct making *m, struct ref owner, uint32_t head, struct work *w)
{
	bool claim = m->heads[head].sort == LEDGER_CLAIM;
	uint32_t kinds_allowed = fields_of[claim ? KIND_CLAIM : KIND_MILESTONE].v[claim ? m->index->claim.subject : m->index->milestone.project].kinds;
	return kinds_allowed >> ref_kind(owner) & 1
		|| err_set(&w->err, ERR_DATA, "found a milestone of a ledger at one of %s, expected at a project", kinds[ref_kind(owner)].plural);
}

static void make_shapes(void *context, size_t i)
{
	struct making *m = context;
	struct work *w = &m->work[i];
	item_array items = {0};
	ARRAY(uint32_t) heads = {0};
	for (size_t c = 0; c < w->part->columns.n; c++)
		if (w->part->scales.v[c] != SCALE_ODD)
			scale_cell(w->part, c, m->heads[m->head_of[w->part->columns.v[c]]].scale);
	for (size_t o = 0; !w->err.code && o < w->owners.n; o++) {
		if (!gather(m, w, o, &items))
			err_set(&w->err, ERR_DATA, "found two cells of one column of a ledger at key %" PRId64 ", expected one",
				w->part->owners.v[w->owners.v[o].first_row]);
		array_clear(&heads);
		for (size_t j = 0; !w->err.code && j < items.n; j++) {
			const struct item *item = &items.v[j];
			struct spread *s = &w->spreads[item->head];
			array_push(&heads, item->head);
			if (m->heads[item->head].sort != LEDGER_LINE && !owner_allowed(m, w->owners.v[o].ref, item->head, w))
				break;
			if (item->odd)
				s->odd = true;
			else
				widen(s, item->number);
		}
		w->owners.v[o].shape = shape_number(w, heads.v, heads.n);
	}
	array_release(&items);
	array_release(&heads);
}

static void join_spreads(struct making *m)
{
	for (uint32_t h = 0; h < m->n_heads; h++) {
		struct spread all = {0};
		for (size_t i = 0; i < m->n_parts; i++) {
			const struct spread *s = &m->work[i].spreads[h];
			all.odd |= s->odd;
			if (!s->any)
				continue;
			widen(&all, s->one);
			widen(&all, s->least);
			widen(&all, s->most);
			all.gcd = gcd(all.gcd, s->gcd);
		}
		struct ledger_head *head = &m->heads[h];
		head->odd = all.odd;
		head->base = all.any ? all.least : 0;
		head->step = all.gcd ? (int64_t)all.gcd : 1;
		uint64_t most = all.any ? ((uint64_t)all.most - (uint64_t)all.least) / (uint64_t)head->step + head->odd : head->odd;
		while (head->width < 8 && most >> head->width * 8)
			head->width++;
	}
}

/* Number the shapes of all parts in the order in which owners have them. */
static void join_shapes(struct making *m)
{
	struct map seen = {0};
	ARRAY(struct ledger_shape) shapes = {0};
	ARRAY(struct ledger_slot) slots = {0};
	array_push(&shapes, (struct ledger_shape){0});
	for (size_t i = 0; i < m->n_parts; i++) {
		struct work *w = &m->work[i];
		for (size_t s = 0; s < w->lists.n; s++) {
			uint32_t number = (uint32_t)shapes.n;
			const uint32_t *heads = (const void *)w->lists.v[s].p;
			if (map_add(&seen, w->lists.v[s], &number)) {
				struct ledger_shape shape = {.first = (uint32_t)slots.n};
				for (size_t h = 0; h < w->lists.v[s].n / sizeof *heads; h++) {
					array_push(&slots, (struct ledger_slot){heads[h], shape.n_bytes});
					shape.n_bytes += m->heads[heads[h]].width;
					shape.n[m->heads[heads[h]].sort]++;
				}
				array_push(&shapes, shape);
			}
			shapes.v[number].n_owners += w->counts.v[s];
			array_push(&w->global, number);
		}
	}
	map_release(&seen);
	m->ledger->shapes = section_plain(shapes.v, shapes.n, sizeof *shapes.v);
	m->ledger->slots = section_plain(slots.v, slots.n, sizeof *slots.v);
}

/* -- records ------------------------------------------------------------------------------------------ */

static void make_code_arrays(struct making *m)
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
	struct making *m = context;
	const struct work *w = &m->work[i];
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

static bool make_blocks(struct making *m, struct err *err)
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
			const struct ledger_shape *s = SECTION_V(struct ledger_shape, l->shapes) + section_number(&l->codes[k], row);
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
	struct making *m = context;
	struct work *w = &m->work[i];
	item_array items = {0};
	for (size_t o = 0; o < w->owners.n; o++) {
		uint32_t first[2];
		uint64_t record;
		ledger_of(m->ledger, w->owners.v[o].ref, first, &record);
		gather(m, w, o, &items);
		for (size_t j = 0; j < items.n; j++) {
			const struct item *item = &items.v[j];
			const struct ledger_head *head = &m->heads[item->head];
			uint64_t bits = item->odd ? UINT64_MAX : ((uint64_t)item->number - (uint64_t)head->base) / (uint64_t)head->step;
			put_number(m->cells + record, head->width, bits);
			if (item->odd) {
				uint64_t length = (uint64_t)item->number & ((UINT64_C(1) << ODD_LENGTH_BITS) - 1);
				struct str text = {w->part->odd.p + ((uint64_t)item->number >> ODD_LENGTH_BITS), (size_t)length};
				array_push(&w->odd, (struct odd_text){record, text});
			}
			record += head->width;
		}
	}
	array_release(&items);
}

static int by_at(const void *a, const void *b)
{
	uint64_t x = ((const struct odd_text *)a)->at, y = ((const struct odd_text *)b)->at;
	return x < y ? -1 : x > y;
}

static void join_odd(struct making *m)
{
	ARRAY(struct odd_text) all = {0};
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

/* -- all of it ------------------------------------------------------------------------------------------ */

static int by_first_owner(const void *a, const void *b)
{
	const struct ledger_part *x = *(struct ledger_part *const *)a, *y = *(struct ledger_part *const *)b;
	return compare(x->owners.n ? x->owners.v[0] : 0, y->owners.n ? y->owners.v[0] : 0);
}

static bool order_parts(struct ledger_reading *reading, struct err *err)
{
	if (reading->parts.n)
		qsort(reading->parts.v, reading->parts.n, sizeof *reading->parts.v, by_first_owner);
	for (size_t i = 1; i < reading->parts.n; i++) {
		const struct ledger_part *before = reading->parts.v[i - 1], *part = reading->parts.v[i];
		if (before->owners.n && part->owners.n && part->owners.v[0] <= before->owners.v[before->owners.n - 1])
			return err_set(err, ERR_INTERNAL, "found owner %" PRId64 " of rows of ledgers twice, expected ranges that do not overlap",
				part->owners.v[0]);
	}
	return true;
}

/* False, too, where nobody waits any more. */
static bool all_is_well(const struct making *m, struct err *err)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->work[i].err.code) {
			*err = m->work[i].err;
			return false;
		}
	return !index_stopped(m->index);
}

static void making_release(struct making *m)
{
	for (size_t i = 0; m->work && i < m->n_parts; i++) {
		struct work *w = &m->work[i];
		array_release(&w->owners);
		free(w->spreads);
		map_release(&w->shapes);
		array_release(&w->lists);
		array_release(&w->counts);
		array_release(&w->global);
		array_release(&w->odd);
		arena_release(&w->arena);
	}
	free(m->work);
	free(m->head_of);
}

bool ledger_make(struct index *index, struct ledger_reading *reading, const struct key_rows rows[KIND_COUNT], struct err *err)
{
	struct making m = {.index = index, .ledger = &index->ledger, .columns = &reading->columns, .rows = rows, .n_parts = reading->parts.n};
	if (!reading->columns.n)
		return true;
	bool ok = order_parts(reading, err) && make_heads(&m, err);
	m.work = xcalloc(m.n_parts + 1, sizeof *m.work);
	for (size_t i = 0; i < m.n_parts; i++)
		m.work[i].part = reading->parts.v[i];
	if (ok) {
		parallel_for(m.n_parts, index->n_threads, make_owners, &m);
		ok = all_is_well(&m, err);
	}
	if (ok) {
		join_scales(&m);
		parallel_for(m.n_parts, index->n_threads, make_shapes, &m);
		ok = all_is_well(&m, err);
	}
	if (ok) {
		join_spreads(&m);
		join_shapes(&m);
		make_head_texts(&m);
		make_code_arrays(&m);
		parallel_for(m.n_parts, index->n_threads, put_codes, &m);
		ok = make_blocks(&m, err);
	}
	if (ok) {
		parallel_for(m.n_parts, index->n_threads, put_records, &m);
		join_odd(&m);
	}
	index->ledger.heads = section_plain(m.heads, m.n_heads, sizeof *m.heads);
	making_release(&m);
	ledger_reading_release(reading);
	return ok;
}
