/*
 * Figures and dates of ledgers, packed (model/ledger.h). Each is a row of KIND_CLAIM or
 * KIND_MILESTONE behind the rows that have columns, ordered by owner, then as index_claims
 * orders them; but only what its ledger's column has not in common is kept of it:
 *
 *	heads   what all cells of a column have in common; beside the columns, one head for the
 *	        line in the file of each source
 *	shapes  which cells an owner has, and how they stand in its record: there are few
 *	codes   the shape of each row of a kind that owns cells; shape 0 has none
 *	blocks  by BLOCK_OWNERS rows: how many claims, milestones and bytes stand before them
 *	cells   the records, owner after owner: numbers of head.width bytes, the lowest first
 *	odd     texts of cells that are no number as it would be printed, by where they stand
 *
 * A number x of a cell says base + step * x: digits of a decimal of the head's scale; of a
 * date its first day and form (enum date_form); of a line what it is beyond the owner's row.
 */
#ifndef INDEX_LEDGER_INTERNAL_H
#define INDEX_LEDGER_INTERNAL_H

#include "index/order.h"
#include "model/ledger.h"
#include "section_internal.h"
#include "text/period.h"

#include <stdatomic.h>

struct index;
struct lenders;
struct refs;
struct sought;
struct strbuf;

enum ledger_sort { LEDGER_CLAIM, LEDGER_MILESTONE, LEDGER_LINE, LEDGER_SORTS };

struct ledger_head {
	int64_t factor;        /* digits; claims: what one is in the base unit */
	int64_t base, step;
	struct period period;  /* claims; first > last: none */
	uint32_t number;       /* of the column in the catalogue */
	uint32_t line;         /* head of its source's lines */
	uint32_t source, indicator; /* bits of struct ref */
	uint8_t sort;          /* enum ledger_sort */
	uint8_t code;          /* modality; status */
	uint8_t factor_scale, scale;
	uint8_t width;         /* bytes of a cell, 0 to 8 */
	uint8_t odd;           /* whether all ones mean an odd text */
	uint8_t unused[2];
};

/* Texts of a head, in this order. */
enum ledger_text { LEDGER_NAME, LEDGER_UNIT, LEDGER_BASE_UNIT, LEDGER_SCOPE, LEDGER_PERIOD, LEDGER_TEXTS };

struct ledger_shape {
	uint32_t first;             /* of its slots: claims, then milestones, then lines */
	uint32_t n[LEDGER_SORTS];
	uint32_t n_bytes;
	uint32_t n_owners;
};

struct ledger_slot {
	uint32_t head, at; /* at: of the record */
};

struct ledger_block {
	uint32_t n[2];    /* before it, by sort */
	uint64_t n_bytes;
};

enum { BLOCK_OWNERS = 32 };

#define LEDGER_DIGITS_END INT64_C(1000000000000000000) /* digits of a struct decimal are less */

struct index_ledger {
	struct section heads;
	struct section text_ends, text_bytes; /* packed, bytes: LEDGER_TEXTS of each head */
	struct section shapes, slots;
	struct section codes[KIND_COUNT];     /* packed, by row; none: no row owns a cell */
	struct section blocks;                /* of kinds with codes one after another, one more at the end */
	struct section cells;                 /* eight bytes more than the records have */
	struct section odd_at, odd_ends, odd_bytes; /* uint64_t: where in cells, ascending; packed; bytes */

	/* what follows from them */
	uint32_t first_block[KIND_COUNT + 1];
	uint32_t n[2];                        /* rows, by sort */
};

/* One cell. */
struct ledger_cell {
	struct ref owner;
	const struct ledger_shape *shape;
	const struct ledger_head *head;
	uint64_t record; /* where the owner's record starts */
	uint32_t at;     /* in the record */
	uint32_t first;  /* the owner's first row of this sort */
};

static inline enum kind ledger_kind(enum ledger_sort sort)
{
	return sort == LEDGER_CLAIM ? KIND_CLAIM : KIND_MILESTONE;
}

static inline bool ledger_sort_of(enum kind kind, enum ledger_sort *sort)
{
	*sort = kind == KIND_CLAIM ? LEDGER_CLAIM : LEDGER_MILESTONE;
	return kind == KIND_CLAIM || kind == KIND_MILESTONE;
}

/* -- where things stand -------------------------------------------------------------------- */

/* Fill what follows from the sections; they may be of any shape still. */
void ledger_plan(struct index_ledger *ledger);

/* Whether the sections fit each other; heads, shapes and slots are read, which are few. */
bool ledger_shape_fits(const struct index *index, const char **reason);

bool ledger_validate(const struct index *index, const char **reason);

/*
 * What an owner has: its shape, never NULL. *place gets its first row of each sort and where its record starts; a place of
 * the owner before, or one of zeros, comes in, and is left alone where the owner can have nothing.
 */
const struct ledger_shape *ledger_seek(const struct index_ledger *ledger, struct ref owner, struct index_place *place);

extern const struct ledger_shape ledger_no_cells;

/* The shape of a row of a kind that has codes; of an image that is wrong, which may have any code, one without cells. */
static inline const struct ledger_shape *ledger_shape_at(const struct index_ledger *ledger, enum kind kind, uint64_t row)
{
	uint64_t code = (uint64_t)section_number(&ledger->codes[kind], row);
	return code < ledger->shapes.n ? SECTION_V(struct ledger_shape, ledger->shapes) + code : &ledger_no_cells;
}

static inline const struct ledger_head *ledger_head_at(const struct index_ledger *ledger, uint64_t head)
{
	return SECTION_V(struct ledger_head, ledger->heads) + head;
}

/* The slots of a shape that are of one sort. */
const struct ledger_slot *ledger_slots(const struct index_ledger *ledger, const struct ledger_shape *shape, enum ledger_sort sort);

/* The cell that row number `row` of the packed ones of a sort is; false where an image that is wrong has none. */
bool ledger_cell_at(const struct index_ledger *ledger, enum ledger_sort sort, uint32_t row, struct ledger_cell *out);

/* How many rows of a sort the owner of a cell has, no more than there are behind its first one. */
static inline uint32_t ledger_owned(const struct index_ledger *ledger, enum ledger_sort sort, const struct ledger_cell *cell)
{
	uint32_t left = ledger->n[sort] - cell->first;
	return cell->shape->n[sort] < left ? cell->shape->n[sort] : left;
}

/* On to the next owner, of the next kind where this one has no more; head and at stay. False: no rows of the sort are behind. */
static inline bool ledger_next_owner(const struct index_ledger *ledger, enum ledger_sort sort, struct ledger_cell *cell)
{
	enum kind kind = ref_kind(cell->owner);
	uint64_t row = (uint64_t)ref_row(cell->owner) + 1;
	cell->first += cell->shape->n[sort];
	cell->record += cell->shape->n_bytes;
	for (; row >= ledger->codes[kind].n; row = 0)
		if (++kind == KIND_COUNT)
			return false;
	cell->shape = ledger_shape_at(ledger, kind, row);
	cell->owner = ref_make(kind, (uint32_t)row);
	return cell->first < ledger->n[sort];
}

/* Whether a cell has a number, which is *x; else its text is odd. */
bool ledger_number(const struct index_ledger *ledger, const struct ledger_cell *cell, int64_t *x);

struct str ledger_head_text(const struct index_ledger *ledger, const struct ledger_head *head, enum ledger_text text);

/* Which text of its head a field of a packed row shows; LEDGER_TEXTS: none, the field is empty. False: each row has its own. */
bool ledger_field_text(const struct index *index, enum kind kind, size_t field, enum ledger_text *text);

/* Where the number of a head stands among the heads of its sort; false: there is none. */
bool ledger_find_number(const struct index_ledger *ledger, enum ledger_sort sort, uint32_t number, uint32_t *head);

/* The packed row of a sort that an owner has under a head; false: none. */
bool ledger_find_row(const struct index_ledger *ledger, struct ref owner, enum ledger_sort sort, uint32_t head, uint32_t *row);

/* -- as records: what index.h promises of any record, for rows behind those with columns ------ */

struct ref ledger_find_id(const struct index *index, struct str id);
void ledger_add_id(const struct index *index, struct ref ref, struct strbuf *out);
bool ledger_column_text(const struct index *index, struct ref ref, size_t field, struct str *out); /* false: the cell has a text of its own */
void ledger_add_text(const struct index *index, struct ref ref, size_t field, struct strbuf *out);
int64_t ledger_number_of(const struct index *index, struct ref ref, size_t field);
struct ref ledger_ref_of(const struct index *index, struct ref ref, size_t field);
bool ledger_period_of(const struct index *index, struct ref ref, size_t field, struct period *out);
void ledger_cell_add_text(const struct index *index, const struct ledger_cell *cell, size_t field, struct strbuf *out);
void ledger_add_value(const struct index *index, struct ref ref, struct strbuf *out); /* of a claim as it was printed; appended */
struct figure ledger_figure(const struct index *index, struct ref claim);
struct figure ledger_cell_figure(const struct index_ledger *ledger, const struct ledger_cell *cell);

/*
 * The packed claim of a record and an indicator where there is exactly one; found from the record, without its row, or
 * from the record asked for before.
 */
bool ledger_sole_claim(const struct index *index, struct ref subject, struct ref indicator, struct index_place *place,
	struct ledger_cell *out);

/* -- lists -------------------------------------------------------------------------------------- */

/* index_back, index_claims_of and index_figures_of: `own` are those with columns; for ledger_figures there are none. */
struct refs ledger_back(const struct index *index, struct ref target, enum ledger_sort sort, size_t field, struct refs own);
size_t ledger_back_n(const struct index *index, struct ref target, enum ledger_sort sort, size_t field);
struct refs ledger_claims(const struct index *index, struct ref subject, struct refs own, struct ref *few, size_t n_few);
struct refs ledger_figures(const struct index *index, struct ref subject, struct ref indicator, struct ref *few, size_t n_few);

/* index_name_rank of a packed row, index_by_name of their kind. */
uint32_t ledger_name_rank(const struct index *index, struct ref ref);

/* Which of two packed rows of a kind has the lower of these, without what the ranks themselves ask to be kept. */
bool ledger_name_before(const struct index *index, struct ref a, struct ref b);

struct refs ledger_by_name(const struct index *index, enum ledger_sort sort, struct refs own);

/* Places of packed rows in it, counted without those with columns. */
void ledger_names_read(const struct index *index, enum ledger_sort sort, uint32_t from, size_t n, struct ref *out);

/* Add to the number of references to each record, by global row, those of packed rows. While the index is built. */
void ledger_count_degrees(const struct index *index, atomic_uint *degrees);

/* By head: whether a folded word stands in its scope; the caller frees it. NULL: in none. */
bool *ledger_scopes(const struct index *index, struct str word);

/* Set, among rows of the search, the bits of the packed claims of such heads. */
void ledger_add_scopes(const struct index *index, const bool *has, uint64_t *bits);

/* Packed claims that are a number that is sought, as bits by row of the search, the caller frees them; NULL: there are none. */
uint64_t *ledger_sought(const struct index *index, const struct sought *sought);

/* Set, among rows of the search, the bits of packed rows of the kinds asked for that belong to a lender (index_context_of). */
void ledger_lend(const struct index *index, const struct lenders *lenders, uint32_t kinds_asked, uint64_t *bits);

/* Characters of the folded name of a packed row, blanks not counted; near enough for ranking where it has a date. */
uint32_t ledger_name_length(const struct index *index, struct ref owner, const struct ledger_head *head);
uint32_t ledger_length(const struct index *index, struct ref ref); /* of the row itself */

/* Cells of packed rows of a sort, first … first + n, in their order; i counts from `first` on. */
void ledger_each_cell(const struct index *index, enum ledger_sort sort, uint32_t first, size_t n,
	void (*visit)(void *context, size_t i, const struct ledger_cell *cell), void *context);

/* The last day of the latest packed milestone of a project, found from the record asked for before; false: there is none. */
bool ledger_latest(const struct index *index, struct ref project, struct index_place *place, int32_t *day);

/* The sources of the packed claims about a record, maybe more than once. */
void ledger_each_source(const struct index *index, struct ref subject, struct index_place *place,
	void (*visit)(void *context, struct ref source), void *context);

/* -- dates ------------------------------------------------------------------------------------ */

/* A date's number is its first day times eight and this. */
enum date_form { DATE_DAY, DATE_MONTH, DATE_QUARTER, DATE_HALF, DATE_YEAR, DATE_FORMS };

bool ledger_cell_period(const struct index_ledger *ledger, const struct ledger_cell *cell, struct period *out);
bool ledger_date_number(struct str text, int64_t *number);

#endif
