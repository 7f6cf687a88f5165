#include "tui/shift.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

/* Enough to find rows by; what they cost is then counted cell by cell. */
static uint64_t row_hash(const struct grid *grid, int row)
{
	const struct cell *cells = grid_at(grid, row, 0);
	uint64_t hash = 0xcbf29ce484222325u;
	for (int column = 0; column < grid->columns; column++) {
		uint64_t parts[sizeof *cells / sizeof(uint64_t)];
		memcpy(parts, &cells[column], sizeof parts);
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			hash = (hash ^ parts[i]) * 0x100000001b3u;
	}
	return hash;
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
		if (new[row] == old[row] || is_empty(wanted, row))
			continue;
		for (int from = 0; from < rows; from++) {
			if (old[from] != new[row])
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

bool shift_find(const struct grid *shown, const struct grid *wanted, struct shift *shift)
{
	/* The last row stays: its last cell is never written, and would not be right anywhere else. */
	int rows = shown->rows - 1, by = most_common(shown, wanted, rows);
	int first = by < 0 ? -by : 0, last = by < 0 ? rows : rows - by; /* rows that have one to come from */
	int spared = 0, most = 0, begin = first;
	if (!by)
		return false;
	/* The run of rows that together spare most. */
	for (int row = first; row < last; row++) {
		int gain = bytes_between(shown, row, wanted, row) - bytes_between(shown, row + by, wanted, row);
		if (spared <= 0) {
			spared = 0;
			begin = row;
		}
		spared += gain;
		if (spared <= most)
			continue;
		most = spared;
		*shift = (struct shift){.by = by, .top = begin + (by < 0 ? by : 0), .bottom = row + (by > 0 ? by : 0)};
	}
	return most > 0;
}

void shift_apply(struct grid *grid, const struct shift *shift)
{
	size_t row_bytes = (size_t)grid->columns * sizeof *grid->cells;
	int n = shift->by > 0 ? shift->by : -shift->by, kept = shift->bottom - shift->top + 1 - n;
	int from = shift->by > 0 ? shift->top + n : shift->top, to = shift->by > 0 ? shift->top : shift->top + n;
	memmove(grid->cells + (size_t)to * (size_t)grid->columns, grid->cells + (size_t)from * (size_t)grid->columns,
		(size_t)kept * row_bytes);
	for (int i = 0; i < n; i++)
		grid_blank(grid, shift->by > 0 ? shift->bottom - i : shift->top + i, 0, grid->columns, ROLE_TEXT);
}
