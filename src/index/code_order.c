/* Rows in the order of their codes. */
#include "index_internal.h"

#include "base/array.h"
#include "base/parallel.h"
#include "base/parallel_sort.h"
#include "lettered_internal.h"
#include "text/fold.h"

#include <stdlib.h>

enum { ROWS_AT_ONCE = 1 << 14 };

/*
 * A code as numbers that sort as it does, each of as many of its bytes as fit: a byte is a digit, its rank among those that
 * occur at its place. Codes that begin alike are of one make, so places are counted by first byte: one number then says
 * nearly all of a code.
 */
enum { PLACES = 32, HEADS_MAX = PLACES + 1, HEAD_BITS = 56 };

struct alphabet {
	uint64_t seen[PLACES][4];   /* bits by byte */
	uint8_t rank[PLACES][256];  /* from 1 */
	uint16_t radix[PLACES];     /* one more than bytes occur: 0 is the end */
	uint8_t starts[HEADS_MAX];  /* by number: its first place; PLACES: behind all */
	size_t n_heads;             /* numbers that begin before PLACES */
	uint64_t first;             /* rank of the first byte itself, in front of number 0 */
};

/* Rows of one kind, so many at once. */
struct code_piece {
	enum kind kind;
	const struct index_column *column; /* its letters are looked at where they stand (lettered_is_plain); NULL: codes are made one by one */
	uint32_t first, end; /* rows of the search */
	uint32_t n, at;      /* how many of them have a code; where those stand among all */
	struct alphabet *alphabets[256]; /* by first byte; NULL: none of these begins with it */
};

struct coding {
	const struct index *index;
	ARRAY(struct code_piece) pieces;
	struct alphabet *alphabets[256]; /* of all pieces */
	struct radix_item *items;
	uint32_t *rows; /* in the order of their codes */
};

static void list_pieces(struct coding *c)
{
	const struct search_plan *plan = &c->index->plan;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		int k = plan->order[i];
		const struct searched_fields *fields = &c->index->searched[k];
		uint32_t n = fields->code ? c->index->tables[k].n : 0;
		const struct index_column *column = n ? &c->index->tables[k].columns[fields->v[fields->code - 1].field] : NULL;
		if (column && !lettered_is_plain(column, false))
			column = NULL;
		for (uint32_t row = 0; row < n; row += ROWS_AT_ONCE) {
			uint32_t end = n - row < ROWS_AT_ONCE ? n : row + ROWS_AT_ONCE;
			array_push(&c->pieces, (struct code_piece){.kind = (enum kind)k, .column = column, .first = plan->bases[k] + row,
				.end = plan->bases[k] + end});
		}
	}
}

static struct alphabet *alphabet_of(struct code_piece *piece, unsigned char first)
{
	struct alphabet **alphabet = &piece->alphabets[first];
	if (!*alphabet)
		*alphabet = xcalloc(1, sizeof **alphabet);
	return *alphabet;
}

static void see(struct alphabet *alphabet, size_t k, unsigned char byte)
{
	bits_set(alphabet->seen[k], byte);
}

static void look_through_codes(const struct coding *c, struct code_piece *piece)
{
	struct strbuf buffer = {0};
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct str code = search_code(c->index, row, &buffer);
		if (!code.n)
			continue;
		struct alphabet *alphabet = alphabet_of(piece, (unsigned char)code.p[0]);
		for (size_t k = 0; k < code.n && k < PLACES; k++)
			see(alphabet, k, (unsigned char)code.p[k]);
		piece->n++;
	}
	strbuf_release(&buffer);
}

static uint32_t row_of_kind(const struct coding *c, const struct code_piece *piece, uint32_t row)
{
	return row - c->index->plan.bases[piece->kind];
}

/* Which letters may stand at each place is known: behind any first letter perhaps more than do. */
static void look_through_letters(const struct coding *c, struct code_piece *piece)
{
	const struct place_letters *places = SECTION_V(struct place_letters, piece->column->letters);
	uint32_t firsts = 0;
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct lettered_walk walk = lettered_start(piece->column, row_of_kind(c, piece, row));
		size_t first = lettered_next(&walk, places[0].n_bits);
		firsts |= UINT32_C(1) << first;
		piece->n += places[0].letters[first] != 0;
	}
	for (size_t first = 0; first < sizeof places[0].letters; first++) {
		if (!(firsts >> first & 1) || !places[0].letters[first])
			continue;
		struct alphabet *alphabet = alphabet_of(piece, fold_ascii(places[0].letters[first]));
		for (size_t k = 0; k < piece->column->letters.n && k < PLACES; k++)
			for (size_t i = 0; i < sizeof places[k].letters; i++)
				if (places[k].letters[i])
					see(alphabet, k, fold_ascii(places[k].letters[i]));
	}
}

static void look_through(void *context, size_t i)
{
	struct coding *c = context;
	struct code_piece *piece = &c->pieces.v[i];
	(piece->column ? look_through_letters : look_through_codes)(c, piece);
}

/* Take over what a piece has seen. */
static void join_alphabets(struct coding *c, struct code_piece *piece)
{
	for (size_t first = 0; first < 256; first++) {
		struct alphabet *from = piece->alphabets[first], *to = c->alphabets[first];
		if (!to) {
			c->alphabets[first] = from;
			continue;
		}
		for (size_t k = 0; from && k < PLACES; k++)
			for (size_t w = 0; w < 4; w++)
				to->seen[k][w] |= from->seen[k][w];
		free(from);
	}
}

static void rank_bytes(struct alphabet *a)
{
	for (size_t k = 0; k < PLACES; k++) {
		a->radix[k] = 1;
		for (size_t byte = 0; byte < 256; byte++)
			if (bits_has(a->seen[k], byte))
				a->rank[k][byte] = (uint8_t)a->radix[k]++; /* 256 bytes never all occur: UTF-8 has no 0xFF */
	}
}

/* As many places to each number as fit. */
static void divide_places(struct alphabet *a)
{
	uint64_t product = UINT64_C(1) << HEAD_BITS; /* so that the first place begins a number */
	for (size_t k = 1; k < PLACES; k++) {
		if (a->n_heads && product * a->radix[k] <= UINT64_C(1) << HEAD_BITS) {
			product *= a->radix[k];
			continue;
		}
		a->starts[a->n_heads++] = (uint8_t)k;
		product = a->radix[k];
	}
}

static void make_alphabets(struct coding *c)
{
	uint64_t n = 0;
	for (size_t i = 0; i < c->pieces.n; i++)
		join_alphabets(c, &c->pieces.v[i]);
	for (size_t first = 0; first < 256; first++)
		if (c->alphabets[first]) {
			rank_bytes(c->alphabets[first]);
			divide_places(c->alphabets[first]);
			c->alphabets[first]->first = ++n;
		}
}

/* Places behind PLACES have seven bytes a number, each a digit by itself. */
static uint64_t far_head(struct str code, size_t i)
{
	enum { BYTES = 7 };
	uint64_t head = 0;
	for (size_t at = PLACES + i * BYTES, k = 0; k < BYTES; k++)
		head = head * 257 + (at + k < code.n ? (uint64_t)(unsigned char)code.p[at + k] + 1 : 0);
	return head;
}

static uint64_t head_of(const struct coding *c, struct str code, size_t i)
{
	if (!code.n)
		return 0;
	const struct alphabet *a = c->alphabets[(unsigned char)code.p[0]];
	if (i >= a->n_heads)
		return far_head(code, i - a->n_heads);
	size_t end = i + 1 < a->n_heads ? a->starts[i + 1] : PLACES;
	uint64_t head = 0;
	for (size_t k = a->starts[i]; k < end; k++)
		head = head * a->radix[k] + (k < code.n ? a->rank[k][(unsigned char)code.p[k]] : 0);
	return i ? head : a->first << HEAD_BITS | head;
}

static void code_heads(const void *context, struct radix_item *items, size_t n, size_t i)
{
	const struct coding *c = context;
	struct strbuf buffer = {0};
	for (size_t k = 0; k < n; k++)
		items[k].sort_key = head_of(c, search_code(c->index, items[k].row, &buffer), i);
	strbuf_release(&buffer);
}

/* What each letter of a column adds to number 0 of the codes with one first letter. */
struct letter_weights {
	uint64_t first;
	uint64_t of[PLACES][1 << LETTER_BITS];
};

static struct letter_weights *weigh_letters(const struct coding *c, const struct index_column *column, char first)
{
	const struct place_letters *places = SECTION_V(struct place_letters, column->letters);
	const struct alphabet *a = c->alphabets[fold_ascii(first)];
	struct letter_weights *w = xcalloc(1, sizeof *w);
	uint64_t weight = 1;
	w->first = a->first << HEAD_BITS;
	for (size_t k = a->n_heads > 1 ? a->starts[1] : PLACES; k-- > 1; weight *= a->radix[k])
		for (size_t i = 0; k < column->letters.n && i < sizeof places[k].letters; i++)
			if (places[k].letters[i])
				w->of[k][i] = weight * a->rank[k][fold_ascii(places[k].letters[i])];
	return w;
}

/* head_of number 0, from the letters as they stand. */
static uint64_t head_of_letters(const struct index_column *column, struct letter_weights *const *weights, uint32_t row)
{
	const struct place_letters *places = SECTION_V(struct place_letters, column->letters);
	size_t n = column->letters.n < PLACES ? (size_t)column->letters.n : PLACES;
	struct lettered_walk walk = lettered_start(column, row);
	const struct letter_weights *w = weights[lettered_next(&walk, places[0].n_bits)];
	if (!w)
		return 0;
	uint64_t head = w->first;
	for (size_t k = 1; k < n; k++) {
		size_t letter = lettered_next(&walk, places[k].n_bits);
		if (!places[k].letters[letter])
			break;
		head += w->of[k][letter];
	}
	return head;
}

static void make_items_of_letters(const struct coding *c, const struct code_piece *piece)
{
	const struct place_letters *places = SECTION_V(struct place_letters, piece->column->letters);
	struct letter_weights *weights[1 << LETTER_BITS] = {NULL};
	struct radix_item *item = c->items + piece->at;
	for (size_t i = 0; i < sizeof places[0].letters; i++)
		if (places[0].letters[i] && c->alphabets[fold_ascii(places[0].letters[i])])
			weights[i] = weigh_letters(c, piece->column, places[0].letters[i]);
	for (uint32_t row = piece->first; row < piece->end; row++) {
		uint64_t head = head_of_letters(piece->column, weights, row_of_kind(c, piece, row));
		if (head)
			*item++ = (struct radix_item){head, row};
	}
	for (size_t i = 0; i < sizeof places[0].letters; i++)
		free(weights[i]);
}

static void make_items_of_codes(const struct coding *c, const struct code_piece *piece)
{
	struct radix_item *item = c->items + piece->at;
	struct strbuf buffer = {0};
	for (uint32_t row = piece->first; row < piece->end; row++) {
		struct str code = search_code(c->index, row, &buffer);
		if (code.n)
			*item++ = (struct radix_item){head_of(c, code, 0), row};
	}
	strbuf_release(&buffer);
}

static void make_items(void *context, size_t i)
{
	struct coding *c = context;
	const struct code_piece *piece = &c->pieces.v[i];
	(piece->column ? make_items_of_letters : make_items_of_codes)(c, piece);
}

static void take_rows(void *context, size_t i)
{
	struct coding *c = context;
	const struct code_piece *piece = &c->pieces.v[i];
	for (uint32_t at = piece->at; at < piece->at + piece->n; at++)
		c->rows[at] = c->items[at].row;
}

void index_make_codes(struct index *index)
{
	struct coding c = {.index = index};
	uint32_t n = 0;
	list_pieces(&c);
	parallel_for(c.pieces.n, index->n_threads, look_through, &c);
	make_alphabets(&c);
	for (size_t i = 0; i < c.pieces.n; i++) {
		c.pieces.v[i].at = n;
		n += c.pieces.v[i].n;
	}
	c.items = parallel_room(n * sizeof *c.items, index->n_threads);
	parallel_for(c.pieces.n, index->n_threads, make_items, &c);
	parallel_sort(c.items, NULL, n, index->n_threads, (struct sort_keys){code_heads, &c});
	c.rows = parallel_room(n * sizeof *c.rows, index->n_threads);
	parallel_for(c.pieces.n, index->n_threads, take_rows, &c);
	index->search.codes = section_pack_rows(c.rows, n, index->n_rows);
	free(c.items);
	for (size_t first = 0; first < 256; first++)
		free(c.alphabets[first]);
	array_release(&c.pieces);
}
