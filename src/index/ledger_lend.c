/* Packed rows go by the names of what they belong to, as those with columns do (lend.c). */
#include "ledger_lend_internal.h"

#include "base/parallel.h"
#include "index_internal.h"
#include "text/utf8.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* -- what heads name ------------------------------------------------------------------------- */

static uint16_t named_by(const struct lent_words *words, const struct ledger_head *head, const struct index *index)
{
	uint16_t mask = 0;
	for (size_t i = 0; head->sort == LEDGER_CLAIM && i < words->n; i++)
		mask = (uint16_t)(mask | lenders_has(words->v[i].lenders, search_row(index, (struct ref){head->indicator})) << i);
	return mask;
}

static uint16_t class_of_mask(struct ledger_lending *l, uint16_t mask)
{
	uint16_t class = 0;
	while (class < l->n_classes && l->masks[class] != mask)
		class++;
	if (class == l->n_classes)
		l->masks[l->n_classes++] = mask;
	return class;
}

bool ledger_lending_init(struct ledger_lending *l, const struct index *index, const struct lent_words *words, uint32_t kinds_asked)
{
	const struct index_ledger *ledger = &index->ledger;
	bool lent = true;
	*l = (struct ledger_lending){.index = index, .words = words, .n_words = bits_room(index->n_rows), .n_classes = 1};
	for (int sort = 0; sort < 2; sort++)
		l->asked[sort] = ledger->n[sort] && kinds_asked >> ledger_kind((enum ledger_sort)sort) & 1;
	for (size_t i = 0; i < words->n; i++) {
		lent &= words->v[i].excludes || words->v[i].lenders->bits;
		l->excluded = (uint16_t)(l->excluded | words->v[i].excludes << i);
	}
	if (!lent || (!l->asked[0] && !l->asked[1]))
		return false;
	l->class_of = xcalloc((size_t)ledger->heads.n + 1, sizeof *l->class_of);
	l->masks = xcalloc((size_t)ledger->heads.n + 1, sizeof *l->masks);
	for (uint64_t i = 0; i < ledger->heads.n; i++)
		l->class_of[i] = class_of_mask(l, named_by(words, ledger_head_at(ledger, i), index));
	return true;
}

void ledger_lending_release(struct ledger_lending *l)
{
	free(l->class_of);
	free(l->masks);
	free(l->owners);
}

struct keeping {
	const struct ledger_lending *lending;
	uint16_t named; /* words by the heads of the class */
};

/* Leave of some words the owners that lend a word or go by the name of their zone or chain; or do not. */
static void keep_lending(const struct lenders *from, bool excludes, size_t first, size_t n, uint64_t *restrict owners)
{
	const uint64_t *bits = from->bits + first, *by_zone = from->by_zone ? from->by_zone + first : bits,
		       *by_chain = from->by_chain ? from->by_chain + first : bits, flip = excludes ? UINT64_MAX : 0;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) /* a number of steps that compilers make some at once of */
		for (size_t k = i; k < i + 8; k++)
			owners[k] &= (bits[k] | by_zone[k] | by_chain[k]) ^ flip;
	for (; i < n; i++)
		owners[i] &= (bits[i] | by_zone[i] | by_chain[i]) ^ flip;
}

/* The same of each word that the heads of a class do not name. */
static void keep_owners(void *context, size_t first, size_t end)
{
	const struct keeping *k = context;
	const struct ledger_lending *l = k->lending;
	memset(l->owners + first, k->named & l->excluded ? 0 : 0xFF, (end - first) * sizeof *l->owners);
	for (size_t i = 0; i < l->words->n; i++) {
		const struct lenders *from = l->words->v[i].lenders;
		bool excludes = l->excluded >> i & 1;
		if (!(k->named >> i & 1) && from->bits)
			keep_lending(from, excludes, first, end - first, l->owners + first);
		else if (!(k->named >> i & 1) && !excludes)
			memset(l->owners + first, 0, (end - first) * sizeof *l->owners);
	}
}

const uint64_t *ledger_lending_owners(struct ledger_lending *l, size_t class)
{
	const struct lenders *first = l->words->v[0].lenders;
	uint16_t named = l->masks[class];
	if (l->words->n == 1 && !named && !l->excluded && !first->by_zone && !first->by_chain)
		return first->bits;
	if (!l->owners)
		l->owners = xmalloc(l->n_words * sizeof *l->owners);
	bits_pass(l->n_words, 2 * l->words->n, keep_owners, &(struct keeping){l, named});
	return l->owners;
}

/* Whether all owners are: words that all must lend are named by the head, and none is excluded. */
static bool is_of_all(const struct ledger_lending *l, size_t class)
{
	return !l->excluded && l->masks[class] == (UINT32_C(1) << l->words->n) - 1;
}

/* -- which rows --------------------------------------------------------------------------------- */

struct lending {
	struct ledger_lending by;
	const uint64_t *owners; /* of the class that is asked for */
	enum kind kind;         /* of these owners */
	uint64_t *bits;
};

/* Bits of rows one after another: a word is written when it is left. */
struct writer {
	uint64_t *bits;
	uint64_t word;
	uint32_t at, end; /* end: rows from there on are none */
};

static void flush(struct writer *w)
{
	if (w->word)
		__atomic_fetch_or(&w->bits[w->at / 64], w->word, __ATOMIC_RELAXED);
	w->word = 0;
}

/* n rows that are all set, or all not. */
static void write_run(struct writer *w, bool bit, uint32_t n)
{
	for (n = n < w->end - w->at ? n : w->end - w->at; n;) {
		uint32_t place = w->at % 64, some = 64 - place < n ? 64 - place : n;
		if (bit)
			w->word |= bits_below(some) << place;
		if (place + some == 64)
			flush(w);
		w->at += some;
		n -= some;
	}
}

static struct writer writer_at(const struct lending *l, enum ledger_sort sort, uint32_t row)
{
	const struct index_table *t = &l->by.index->tables[ledger_kind(sort)];
	uint32_t end = t->packed_base + t->packed;
	return (struct writer){l->bits, 0, row < t->packed ? t->packed_base + row : end, end};
}

static void write_owner(const struct lending *l, const struct ledger_shape *shape, enum ledger_sort sort, bool owner, struct writer *w)
{
	if (owner || sort == LEDGER_MILESTONE || l->by.n_classes == 1) {
		write_run(w, owner, shape->n[sort]);
		return;
	}
	const struct ledger_slot *slots = ledger_slots(&l->by.index->ledger, shape, sort);
	for (uint32_t i = 0; i < shape->n[sort]; i++)
		write_run(w, l->by.class_of[slots[i].head] != 0, 1);
}

/* -- all owners ------------------------------------------------------------------------------ */

enum { BLOCKS_AT_ONCE = 512 };

/* Which of 64 owners, from owner `row` on, have rows that match. */
static inline uint64_t owners_from(const struct lending *l, uint64_t row)
{
	uint64_t n = l->by.index->ledger.codes[l->kind].n - row;
	return bits_from(l->owners, l->by.n_words, l->by.index->plan.bases[l->kind] + row) & bits_below(n);
}

static void ask_block(const struct lending *l, const struct ledger_block *block, uint64_t row, uint32_t owners)
{
	const struct index_ledger *ledger = &l->by.index->ledger;
	const struct section *codes = &ledger->codes[l->kind];
	struct writer writers[2] = {writer_at(l, LEDGER_CLAIM, block->n[0]), writer_at(l, LEDGER_MILESTONE, block->n[1])};
	uint64_t end = row + BLOCK_OWNERS < codes->n ? row + BLOCK_OWNERS : codes->n;
	for (; row < end; row++, owners >>= 1) {
		uint64_t code = (uint64_t)section_number(codes, row);
		if (!code || code >= ledger->shapes.n)
			continue;
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, ledger->shapes) + code;
		for (int sort = 0; sort < 2; sort++)
			if (l->by.asked[sort])
				write_owner(l, shape, (enum ledger_sort)sort, owners & 1, &writers[sort]);
	}
	flush(&writers[0]);
	flush(&writers[1]);
}

static void ask_piece(void *context, size_t piece)
{
	const struct lending *l = context;
	const struct index_ledger *ledger = &l->by.index->ledger;
	const struct ledger_block *blocks = SECTION_V(struct ledger_block, ledger->blocks) + ledger->first_block[l->kind];
	uint64_t end = (piece + 1) * BLOCKS_AT_ONCE, n = (ledger->codes[l->kind].n + BLOCK_OWNERS - 1) / BLOCK_OWNERS;
	for (uint64_t b = (uint64_t)piece * BLOCKS_AT_ONCE; b < end && b < n; b++) {
		uint32_t owners = (uint32_t)owners_from(l, b * BLOCK_OWNERS);
		if (owners || l->by.n_classes > 1)
			ask_block(l, &blocks[b], b * BLOCK_OWNERS, owners);
	}
}

void ledger_lend(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits)
{
	const struct index_ledger *ledger = &index->ledger;
	struct lent_words words = {{{lenders, false}}, 1};
	struct lending l = {.bits = bits};
	if (!ledger_lending_init(&l.by, index, &words, kinds_asked))
		return;
	l.owners = ledger_lending_owners(&l.by, 0);
	for (int k = 0; k < KIND_COUNT; k++) {
		l.kind = (enum kind)k;
		parallel_for(((size_t)ledger->codes[k].n + BLOCKS_AT_ONCE * BLOCK_OWNERS - 1) / (BLOCKS_AT_ONCE * BLOCK_OWNERS), parallel_threads(),
			ask_piece, &l);
	}
	ledger_lending_release(&l.by);
}

/* -- how many -------------------------------------------------------------------------------------- */

/* Rows of both sorts, milestones in the upper half: both are added up at once. */
enum { MILESTONES_SHIFT = 32, COUNTED_AT_ONCE = 1 << 11, MANY_OWNERS = 1 << 14, OWNERS_AT_ONCE = 1 << 10 };

struct counting {
	struct lending l;
	size_t class;
	uint64_t *worth; /* by shape: rows of the class that an owner has */
	atomic_ullong n;
};

/* What shapes are worth to a class; how much all owners of them are. */
static uint64_t weigh_shapes(struct counting *c)
{
	const struct ledger_lending *by = &c->l.by;
	const struct index_ledger *ledger = &by->index->ledger;
	uint64_t n = 0;
	for (uint64_t s = 0; s < ledger->shapes.n; s++) {
		const struct ledger_shape *shape = SECTION_V(struct ledger_shape, ledger->shapes) + s;
		const struct ledger_slot *slots = ledger_slots(ledger, shape, LEDGER_CLAIM);
		uint64_t worth = !c->class && by->asked[LEDGER_MILESTONE] ? (uint64_t)shape->n[LEDGER_MILESTONE] << MILESTONES_SHIFT : 0;
		for (uint32_t i = 0; by->asked[LEDGER_CLAIM] && i < shape->n[LEDGER_CLAIM]; i++)
			worth += by->class_of[slots[i].head] == c->class;
		c->worth[s] = worth;
		n += worth * shape->n_owners;
	}
	return n;
}

/* Owners whose worth is added up in one go: which they are is found without looking at what they have. */
struct owners {
	uint32_t rows[OWNERS_AT_ONCE + BITS_ROWS_SPARE];
	size_t n;
	uint64_t sum;
};

static void add_up(const struct counting *c, const struct section *codes, struct owners *owners)
{
	uint64_t n_shapes = c->l.by.index->ledger.shapes.n, sum = 0;
	bool short_codes = codes->width == 2 && !codes->slope && !codes->base && n_shapes <= UINT16_MAX;
	for (size_t i = 0; short_codes && i < owners->n; i++) {
		uint16_t code = SECTION_V(uint16_t, *codes)[owners->rows[i]];
		sum += code < n_shapes ? c->worth[code] : 0;
	}
	for (size_t i = 0; !short_codes && i < owners->n; i++) {
		uint64_t code = (uint64_t)section_number(codes, owners->rows[i]);
		sum += code < n_shapes ? c->worth[code] : 0;
	}
	owners->sum += sum;
	owners->n = 0;
}

static inline void add_owners(const struct counting *c, const struct section *codes, uint64_t row, uint64_t bits, size_t n,
	struct owners *to)
{
	bits_rows(bits, n, (uint32_t)row, to->rows + to->n);
	to->n += n;
	if (to->n >= OWNERS_AT_ONCE)
		add_up(c, codes, to);
}

/* Two blocks of owners at once; where they are most of these all are counted but the others. */
static void count_piece(void *context, size_t piece)
{
	struct counting *c = context;
	const struct lending *l = &c->l;
	const struct index_ledger *ledger = &l->by.index->ledger;
	const struct section *codes = &ledger->codes[l->kind];
	const struct ledger_block *blocks = SECTION_V(struct ledger_block, ledger->blocks) + ledger->first_block[l->kind];
	struct owners counted, others;
	uint64_t n = 0, first = (uint64_t)piece * COUNTED_AT_ONCE, end = (codes->n + BLOCK_OWNERS - 1) / BLOCK_OWNERS;
	counted.n = others.n = 0;
	counted.sum = others.sum = 0;
	end = end < first + COUNTED_AT_ONCE ? end : first + COUNTED_AT_ONCE;
	for (uint64_t b = first; b < end; b += 2) {
		uint64_t row = b * BLOCK_OWNERS, owners = owners_from(l, row);
		if (!owners)
			continue;
		size_t n_owners = bits_count(owners);
		if (l->by.n_classes > 1 || n_owners <= BLOCK_OWNERS || row + 2 * BLOCK_OWNERS > codes->n) {
			add_owners(c, codes, row, owners, n_owners, &counted);
			continue;
		}
		n += (l->by.asked[0] ? blocks[b + 2].n[0] - blocks[b].n[0] : 0)
			+ (l->by.asked[1] ? (uint64_t)(blocks[b + 2].n[1] - blocks[b].n[1]) << MILESTONES_SHIFT : 0);
		if (n_owners < 2 * BLOCK_OWNERS)
			add_owners(c, codes, row, ~owners, 2 * BLOCK_OWNERS - n_owners, &others);
	}
	add_up(c, codes, &counted);
	add_up(c, codes, &others);
	atomic_fetch_add(&c->n, n + counted.sum - others.sum);
}

/* How many records some word lends by, about. */
static size_t count_lenders(const struct lent_words *words)
{
	size_t n = 0;
	for (size_t i = 0; i < words->n; i++) {
		const struct lenders *from = words->v[i].lenders;
		n += from->bits ? bits_total(from->bits, from->n_words) : 0;
		n += from->by_zone ? bits_total(from->by_zone, from->n_words) : 0;
		n += from->by_chain ? bits_total(from->by_chain, from->n_words) : 0;
	}
	return n;
}

void ledger_count_lent(const struct index *index, const struct lent_words *words, uint32_t kinds_asked, size_t n[2])
{
	const struct index_ledger *ledger = &index->ledger;
	struct counting c = {.class = 0};
	n[0] = n[1] = 0;
	if (!ledger_lending_init(&c.l.by, index, words, kinds_asked))
		return;
	c.worth = xcalloc((size_t)ledger->shapes.n + 1, sizeof *c.worth);
	unsigned n_threads = count_lenders(words) < MANY_OWNERS ? 1 : parallel_threads();
	atomic_init(&c.n, 0);
	for (; c.class < c.l.by.n_classes; c.class++) {
		uint64_t all = weigh_shapes(&c);
		if (is_of_all(&c.l.by, c.class)) {
			atomic_fetch_add(&c.n, all);
			continue;
		}
		c.l.owners = ledger_lending_owners(&c.l.by, c.class);
		for (int k = 0; all && k < KIND_COUNT; k++) {
			c.l.kind = (enum kind)k;
			parallel_for((size_t)((ledger->codes[k].n + COUNTED_AT_ONCE * BLOCK_OWNERS - 1) / (COUNTED_AT_ONCE * BLOCK_OWNERS)), n_threads,
				count_piece, &c);
		}
	}
	n[LEDGER_CLAIM] = (size_t)(c.n & UINT32_MAX);
	n[LEDGER_MILESTONE] = (size_t)(c.n >> MILESTONES_SHIFT);
	free(c.worth);
	ledger_lending_release(&c.l.by);
}

/* -- ranking ----------------------------------------------------------------------------------------- */

static uint32_t short_length(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	bool is_short = t->short_choice.n && section_number(&t->short_choice, ref_row(ref)) > 0;
	uint8_t length = SECTION_V(uint8_t, index->search.lengths)[search_row(index, ref)];
	if (!is_short && length < LENGTH_MAX)
		return length;
	struct str name = index_short_name(index, ref);
	return (uint32_t)utf8_length(name);
}

uint32_t ledger_name_length(const struct index *index, struct ref owner, const struct ledger_head *head)
{
	uint32_t length = short_length(index, owner);
	if (head->sort == LEDGER_CLAIM)
		return length + short_length(index, (struct ref){head->indicator});
	enum { DATE_LENGTH = 10 };
	return length + (uint32_t)utf8_length(str_from(enums[ENUM_STATUS].v[head->code].zh)) + DATE_LENGTH;
}

uint32_t ledger_length(const struct index *index, struct ref ref)
{
	struct ledger_cell cell;
	enum ledger_sort sort;
	bool is = ledger_sort_of(ref_kind(ref), &sort) && ledger_cell_at(&index->ledger, sort, ref_row(ref) - index->tables[ref_kind(ref)].n, &cell);
	return is ? ledger_name_length(index, cell.owner, cell.head) : 0;
}
