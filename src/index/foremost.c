#include "foremost_internal.h"

#include "base/parallel.h"
#include "first_rows_internal.h"
#include "index_internal.h"
#include "require_internal.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* So many are kept of a kind; of one with few rows none: there one looks at all. */
enum { KEPT = 1 << 16, FEW_ROWS = 1 << 12 };

/* Classes of renown and length, the better ones first. */
enum { CLASSES = (RENOWN_MAX + 1) << 8 };

static uint32_t class_of(const struct index *index, enum kind kind, uint32_t row)
{
	uint32_t renown = index_renown(index, index->tables[kind].base + row);
	uint8_t length = SECTION_V(uint8_t, index->search.lengths)[index->plan.bases[kind] + row];
	return (renown < RENOWN_MAX ? RENOWN_MAX - renown : 0) << 8 | length;
}

/* Where the rows of each class start among those kept; CLASSES classes and one more. */
static void find_starts(const struct index *index, enum kind kind, uint32_t starts[CLASSES + 1])
{
	uint32_t sum = 0;
	memset(starts, 0, (CLASSES + 1) * sizeof *starts);
	for (uint32_t row = 0; row < index->tables[kind].n; row++)
		starts[class_of(index, kind, row)]++;
	for (uint32_t c = 0; c <= CLASSES; c++) {
		/* LENGTH_MAX stands for all longer names as well, whose order is not known here: the list ends before them */
		bool last = c < CLASSES && (c & LENGTH_MAX) == LENGTH_MAX && starts[c];
		uint32_t n = c < CLASSES && !last ? starts[c] : 0;
		starts[c] = sum;
		sum = sum + n < KEPT ? sum + n : KEPT;
		if (last) {
			for (; c <= CLASSES; c++)
				starts[c] = sum;
			return;
		}
	}
}

static uint32_t *find_foremost(const struct index *index, enum kind kind, size_t *n)
{
	const struct index_table *t = &index->tables[kind];
	const struct ref *by_name = SECTION_V(struct ref, t->by_name);
	uint32_t *starts = xmalloc((CLASSES + 1) * sizeof *starts), *ends = xmalloc(CLASSES * sizeof *ends), *rows;
	find_starts(index, kind, starts);
	memcpy(ends, starts + 1, CLASSES * sizeof *ends);
	*n = starts[CLASSES];
	rows = xcalloc(*n, sizeof *rows); /* some stay 0 where an order of names that is wrong leaves some out */
	/* Few rows are of a class that has a place: a set of them fits into a cache, whatever row a name leads to. */
	uint64_t *wanted = bits_new(t->n);
	for (uint32_t row = 0; row < t->n; row++) {
		uint32_t class = class_of(index, kind, row);
		bits_set_if(wanted, row, starts[class] < ends[class]);
	}
	for (uint32_t i = 0; i < t->n; i++) {
		uint32_t row = ref_row(by_name[i]);
		if (row >= t->n || !bits_has(wanted, row))
			continue;
		uint32_t class = class_of(index, kind, row);
		if (starts[class] < ends[class])
			rows[starts[class]++] = row;
	}
	free(wanted);
	free(starts);
	free(ends);
	return rows;
}

static bool has_foremost(const struct index *index, enum kind kind)
{
	return index->plan.named >> kind & 1 && index->tables[kind].n >= FEW_ROWS;
}

static void make_one(void *context, size_t kind)
{
	struct index *index = context;
	size_t n;
	if (!has_foremost(index, (enum kind)kind) || index_stopped(index))
		return;
	uint32_t *rows = find_foremost(index, (enum kind)kind, &n);
	index->tables[kind].foremost = section_plain(rows, n, sizeof *rows);
}

void index_make_foremost(struct index *index)
{
	parallel_for(KIND_COUNT, index->n_threads, make_one, index);
}

/* -- changing ------------------------------------------------------------------------------ */

struct changing {
	const struct index *index;
	enum kind kind;
};

static bool key_of(const void *context, uint32_t row, struct row_key *out)
{
	const struct changing *c = context;
	*out = (struct row_key){class_of(c->index, c->kind, row), index_own_rank(c->index, c->kind, row), row};
	return true;
}

/* Whether a list may end where one of some rows stands. */
static bool any_ends(const struct index *index, enum kind kind, const uint32_t *rows, size_t n)
{
	bool any = false;
	for (size_t i = 0; i < n; i++)
		any |= (class_of(index, kind, rows[i]) & LENGTH_MAX) == LENGTH_MAX;
	return any;
}

/*
 * A list of all rows of a kind, or of KEPT, is known to hold the first ones. Which rows follow the KEPT is not known: where
 * fewer than these are left no list can be made from it.
 */
bool foremost_patch(const struct index *base, struct index *index, enum kind kind, const uint32_t *rows, size_t n)
{
	const struct section *from = &base->tables[kind].foremost;
	bool all = from->n == base->tables[kind].n;
	size_t n_out;
	if (!has_foremost(base, kind) || !has_foremost(index, kind) || (!all && from->n != KEPT) || any_ends(index, kind, rows, n))
		return false;
	uint32_t *out = xmalloc(((size_t)from->n + n) * sizeof *out);
	const struct first_rows old = {SECTION_V(uint32_t, *from), (size_t)from->n, all, base->tables[kind].n, rows, n, key_of,
		&(struct changing){index, kind}};
	bool ok = first_rows_patch(&old, out, &n_out) && (all || n_out >= KEPT);
	if (ok)
		index->tables[kind].foremost = section_plain(out, n_out < KEPT ? n_out : KEPT, sizeof *out);
	else
		free(out);
	return ok;
}

void foremost_make(struct index *index, enum kind kind)
{
	make_one(index, (size_t)kind);
}

/* -- asking -------------------------------------------------------------------------------- */

bool foremost_row(const struct index *index, enum kind kind, size_t i, uint32_t *row)
{
	const struct section *s = &index->tables[kind].foremost;
	if (i >= s->n || SECTION_V(uint32_t, *s)[i] >= index->tables[kind].n)
		return false;
	*row = SECTION_V(uint32_t, *s)[i];
	return true;
}

bool foremost_shape(const struct index *index, const char **reason)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct section *s = &index->tables[k].foremost;
		REQUIRE(section_is_of(s, sizeof(uint32_t)) && s->n <= index->tables[k].n && (!s->n || has_foremost(index, (enum kind)k)),
			"foremost rows of another width or number");
	}
	return true;
}

bool foremost_validate(const struct index *index, const char **reason)
{
	bool same = true;
	for (int k = 0; k < KIND_COUNT && same; k++) {
		const struct section *s = &index->tables[k].foremost;
		size_t n = 0;
		uint32_t *rows = has_foremost(index, (enum kind)k) ? find_foremost(index, (enum kind)k, &n) : NULL;
		same = n == s->n && (!n || !memcmp(rows, s->v, n * sizeof *rows));
		free(rows);
	}
	REQUIRE(same, "foremost rows other than those by renown and length");
	return true;
}
