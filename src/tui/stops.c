#include "tui/stops.h"

enum {
	OFTEN = 10, /* moves that pay for a stop: it takes seven bytes, and each of them spares three or so */
	IDLE_MOST = 1, /* stops that tabs only pass, and that may stay beside new ones */
	FIRST = 2, /* columns before it are as near from the edge */
	USUAL = 8,
};

static bool has(const struct stops *stops, int column)
{
	for (int i = 0; i < stops->n; i++)
		if (stops->at[i] == column)
			return true;
	return false;
}

/* The column to which most moves lead that is no stop yet; -1: none is worth one. */
static int next_best(const struct stops *stops, const int *moves, int columns)
{
	int best = -1;
	for (int column = FIRST; column < columns && column < STOPS_COLUMNS; column++)
		if (moves[column] >= OFTEN && (best < 0 || moves[column] > moves[best]) && !has(stops, column))
			best = column;
	return best;
}

static void insert(struct stops *stops, int column)
{
	int i = stops->n++;
	for (; i > 0 && stops->at[i - 1] > column; i--)
		stops->at[i] = stops->at[i - 1];
	stops->at[i] = column;
}

/* Stops to which hardly a move leads: tabs only pass them. */
static int idle(const struct stops *stops, const int *moves)
{
	int n = 0;
	for (int i = 0; i < stops->n; i++)
		n += moves[stops->at[i]] < OFTEN;
	return n;
}

int stops_give(struct stops *stops, const int *moves, int columns, struct strbuf *out)
{
	struct stops before = *stops;
	int last = -1, column = next_best(stops, moves, columns);
	if (column < 0)
		return -1;
	if (before.n == 0 || before.n == STOPS_MOST || idle(stops, moves) > IDLE_MOST) {
		strbuf_add_c(out, "\033[3g");
		before.n = stops->n = 0;
		stops->given = true;
		column = next_best(stops, moves, columns);
	}
	for (; column >= 0 && stops->n < STOPS_MOST; column = next_best(stops, moves, columns))
		insert(stops, column);
	for (int i = 0; i < stops->n; i++) {
		if (has(&before, stops->at[i]))
			continue;
		last = stops->at[i];
		strbuf_printf(out, "\033[%dG\033H", last + 1);
	}
	return last;
}

void stops_add_usual(int columns, struct strbuf *out)
{
	strbuf_add_c(out, "\033[3g\r");
	for (int column = USUAL; column < columns; column += USUAL)
		strbuf_printf(out, "\033[%dC\033H", USUAL);
	/* DECST8C, where it is known: xterm keeps stops beyond its window, too. */
	strbuf_add_c(out, "\033[?5W");
}
