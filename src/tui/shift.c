#include "tui/shift.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

enum {
	ERASE_BYTES = 4,  /* however many blanks there are */
	WIPE_LEAST = 40,  /* bytes spared: two sequences that set the rows that scroll, one that scrolls, a move or two */
};

/* Of some cells of a row, enough to tell most rows that differ apart. No product waits for another. */
static uint64_t row_hash(const struct grid *grid, int row)
{
	enum { TAKEN = 16 };
	const struct cell *cells = grid_at(grid, row, 0);
	int step = grid->columns / TAKEN + 1;
	uint64_t hash = 0, place = 0;
	for (int column = 0; column < grid->columns; column += step) {
		uint64_t parts[2];
		_Static_assert(sizeof parts == sizeof *cells, "all of a cell counts");
		memcpy(parts, &cells[column], sizeof parts);
		place += UINT64_C(0x9e3779b97f4a7c15);
		hash += (parts[0] ^ place) * ((parts[1] << 1) + (place | 1));
	}
	return hash;
}

static bool is_same(const struct grid *a, int row_a, const struct grid *b, int row_b)
{
	return memcmp(grid_at(a, row_a, 0), grid_at(b, row_b, 0), (size_t)a->columns * sizeof *a->cells) == 0;
}

static bool is_empty(const struct grid *grid, int row)
{
	for (int column = 0; column < grid->columns; column++) {
		const struct cell *cell = grid_at(grid, row, column);
		if (cell->n != 1 || cell->bytes[0] != ' ')
			return false;
	}
	return true;
}

/* By how much most rows that are not where they were have moved up; 0: none have. */
static int most_common(const struct grid *shown, const struct grid *wanted, int rows)
{
	int best = 0;
	uint64_t *old = xreallocarray(NULL, (size_t)rows * 2 + 1, sizeof *old), *new = old + rows;
	int *votes = xcalloc((size_t)rows * 2 + 1, sizeof *votes);
	for (int row = 0; row < rows; row++) {
		old[row] = row_hash(shown, row);
		new[row] = row_hash(wanted, row);
	}
	for (int row = 0; row < rows; row++) {
		if ((new[row] == old[row] && is_same(shown, row, wanted, row)) || is_empty(wanted, row))
			continue;
		for (int from = 0; from < rows; from++) {
			if (old[from] != new[row] || !is_same(shown, from, wanted, row))
				continue;
			votes[from - row + rows]++;
			if (votes[from - row + rows] > (best ? votes[best + rows] : 0))
				best = from - row;
		}
	}
	free(old);
	free(votes);
	return best;
}

/* About what it takes to make a row of one out of a row of the other. */
static int bytes_between(const struct grid *shown, int from, const struct grid *wanted, int row)
{
	const struct cell *is = grid_at(shown, from, 0), *as = grid_at(wanted, row, 0);
	int bytes = 0;
	for (int column = 0; column < shown->columns; column++)
		if (memcmp(&is[column], &as[column], sizeof *is) != 0)
			bytes += as[column].n;
	return bytes;
}

/* Goes over rows in turn and keeps the run of them that together spare most. */
struct run {
	int spared, begin;     /* since where it was worth to begin */
	int most, first, last; /* of the best so far */
};

static void run_add(struct run *run, int row, int gain)
{
	if (run->spared <= 0) {
		run->spared = 0;
		run->begin = row;
	}
	run->spared += gain;
	if (run->spared <= run->most)
		return;
	run->most = run->spared;
	run->first = run->begin;
	run->last = row;
}

bool shift_find(const struct grid *shown, const struct grid *wanted, struct shift *shift)
{
	/* The last row stays: its last cell is never written, and would not be right anywhere else. */
	int rows = shown->rows - 1, by = most_common(shown, wanted, rows);
	int first = by < 0 ? -by : 0, last = by < 0 ? rows : rows - by; /* rows that have one to come from */
	struct run run = {0};
	if (!by)
		return false;
	for (int row = first; row < last; row++)
		run_add(&run, row, bytes_between(shown, row, wanted, row) - bytes_between(shown, row + by, wanted, row));
	*shift = (struct shift){.by = by, .top = run.first + (by < 0 ? by : 0), .bottom = run.last + (by > 0 ? by : 0)};
	return run.most > 0;
}

/* What it would spare if a row were blank: what is to be erased in it, less what stands there rightly. */
static int gain_of_blank(const struct grid *shown, const struct grid *wanted, int row)
{
	const struct cell *is = grid_at(shown, row, 0), *as = grid_at(wanted, row, 0);
	int gain = 0, erased = 0;
	for (int column = 0; column < shown->columns; column++) {
		bool blank = as[column].n == 1 && as[column].bytes[0] == ' ', same = memcmp(&is[column], &as[column], sizeof *is) == 0;
		erased = blank ? erased + !same : 0;
		gain += blank ? !same && erased <= ERASE_BYTES : same ? -as[column].n : 0;
	}
	return gain;
}

bool shift_find_wipe(const struct grid *shown, const struct grid *wanted, struct shift *shift)
{
	struct run run = {0};
	for (int row = 0; row < shown->rows - 1; row++)
		run_add(&run, row, gain_of_blank(shown, wanted, row));
	*shift = (struct shift){.by = run.last - run.first + 1, .top = run.first, .bottom = run.last};
	return run.most > WIPE_LEAST && run.last > run.first;
}

void shift_apply(struct grid *grid, const struct shift *shift)
{
	size_t row_bytes = (size_t)grid->columns * sizeof *grid->cells;
	int n = shift->by > 0 ? shift->by : -shift->by, kept = shift->bottom - shift->top + 1 - n;
	int from = shift->by > 0 ? shift->top + n : shift->top, to = shift->by > 0 ? shift->top : shift->top + n;
	memmove(grid->cells + (size_t)to * (size_t)grid->columns, grid->cells + (size_t)from * (size_t)grid->columns,
		(size_t)kept * row_bytes);
	for (int i = 0; i < n; i++)
		grid_blank(grid_row(grid, shift->by > 0 ? shift->bottom - i : shift->top + i), ROLE_TEXT);
}
