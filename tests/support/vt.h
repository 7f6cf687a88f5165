/*
 * A small terminal of the xterm kind for tests: takes the bytes that a program sends and
 * keeps what would be seen. Knows what terminfo's "xterm-256color" makes ncurses send,
 * and fails the test on anything else. Ambiguous characters take as many cells as told,
 * whatever the program believes.
 */
#ifndef TESTS_SUPPORT_VT_H
#define TESTS_SUPPORT_VT_H

#include "support/test.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tui/theme.h"

enum { VT_SIDE = 200 };

struct vt_style {
	bool bold, underline, reverse;
	int colour; /* of the palette; 0: the terminal's own, which is not told from black */
};

struct vt {
	int columns, rows;
	enum ambi ambi;
	int row, column;
	int top, bottom; /* the rows that scroll */
	bool wrap_next; /* the last column was written: the next character goes to the next row */
	bool alternate; /* the other screen is shown */
	struct vt_style style; /* as SGR has it */
	struct vt_cell {
		char bytes[16]; /* "" behind a wide character */
		struct vt_style style;
	} cells[VT_SIDE][VT_SIDE];
};

static inline void vt_erase(struct vt *vt, int row, int from, int to)
{
	for (int column = from; column < to; column++) {
		snprintf(vt->cells[row][column].bytes, sizeof vt->cells[row][column].bytes, " ");
		vt->cells[row][column].style = (struct vt_style){0};
	}
}

static inline void vt_init(struct vt *vt, int columns, int rows, enum ambi ambi)
{
	*vt = (struct vt){.columns = columns, .rows = rows, .bottom = rows - 1, .ambi = ambi};
	for (int row = 0; row < rows; row++)
		vt_erase(vt, row, 0, columns);
}

static inline void vt_scroll_up(struct vt *vt)
{
	memmove(vt->cells[vt->top], vt->cells[vt->top + 1], (size_t)(vt->bottom - vt->top) * sizeof vt->cells[0]);
	vt_erase(vt, vt->bottom, 0, vt->columns);
}

/* Down one row; at the end of what scrolls, that moves up. */
static inline void vt_next_row(struct vt *vt)
{
	vt->wrap_next = false;
	if (vt->row != vt->bottom) {
		vt->row += vt->row + 1 < vt->rows;
		return;
	}
	/* The whole screen scrolls only by mistake: something was written into its corner. */
	if (vt->top == 0 && vt->bottom == vt->rows - 1)
		fail_msg("the screen scrolled");
	vt_scroll_up(vt);
}

static inline void vt_previous_row(struct vt *vt)
{
	vt->wrap_next = false;
	if (vt->row != vt->top) {
		vt->row -= vt->row > 0;
		return;
	}
	memmove(vt->cells[vt->top + 1], vt->cells[vt->top], (size_t)(vt->bottom - vt->top) * sizeof vt->cells[0]);
	vt_erase(vt, vt->top, 0, vt->columns);
}

static inline void vt_put(struct vt *vt, struct str character, uint32_t c)
{
	int width = width_char(c, vt->ambi);
	if (width == 0) {
		int column = vt->column > 0 && !vt->wrap_next ? vt->column - 1 : vt->column;
		size_t n = strlen(vt->cells[vt->row][column].bytes);
		snprintf(vt->cells[vt->row][column].bytes + n, sizeof vt->cells[0][0].bytes - n, "%.*s", STR_ARG(character));
		return;
	}
	if (vt->wrap_next || vt->column + width > vt->columns) {
		vt_next_row(vt);
		vt->column = 0;
	}
	if (!vt->cells[vt->row][vt->column].bytes[0] && vt->column > 0)
		vt_erase(vt, vt->row, vt->column - 1, vt->column);
	int end = vt->column + width;
	if (end < vt->columns && !vt->cells[vt->row][end].bytes[0])
		vt_erase(vt, vt->row, end, end + 1);
	for (int i = 0; i < width; i++) {
		snprintf(vt->cells[vt->row][vt->column + i].bytes, sizeof vt->cells[0][0].bytes, "%.*s", i ? 0 : (int)character.n, character.p);
		vt->cells[vt->row][vt->column + i].style = vt->style;
	}
	vt->wrap_next = end >= vt->columns;
	vt->column = vt->wrap_next ? vt->columns - 1 : end;
}

static inline void vt_sgr(struct vt *vt, const int *n, int count)
{
	for (int i = 0; i < count; i++) {
		switch (n[i]) {
		case 0: vt->style = (struct vt_style){0}; break;
		case 1: vt->style.bold = true; break;
		case 4: vt->style.underline = true; break;
		case 7: vt->style.reverse = true; break;
		case 38:
			assert_true(i + 2 < count && n[i + 1] == 5);
			vt->style.colour = n[i + 2];
			i += 2;
			break;
		default:
			if (n[i] >= 30 && n[i] <= 37)
				vt->style.colour = n[i] - 30;
			else if (n[i] >= 90 && n[i] <= 97)
				vt->style.colour = n[i] - 90 + 8;
			else if (n[i] != 39 && n[i] != 49)
				fail_msg("unknown attribute %d", n[i]);
		}
	}
}

static inline void vt_csi(struct vt *vt, struct str parameters, char final)
{
	int n[8] = {0}, count = 1;
	bool private = parameters.n && parameters.p[0] == '?';
	for (size_t i = private; i < parameters.n; i++) {
		if (parameters.p[i] == ';' && count < 8)
			count++;
		else
			n[count - 1] = n[count - 1] * 10 + (parameters.p[i] - '0');
	}
	int first = n[0] ? n[0] : 1;
	bool moves = true;
	switch (final) {
	case 'H': vt->row = first - 1, vt->column = (n[1] ? n[1] : 1) - 1; break;
	case 'd': vt->row = first - 1; break;
	case 'G': vt->column = first - 1; break;
	case 'A': vt->row -= first; break;
	case 'B': vt->row += first; break;
	case 'C': vt->column += first; break;
	case 'D': vt->column -= first; break;
	case 'J':
		vt_erase(vt, vt->row, n[0] == 2 ? 0 : vt->column, vt->columns);
		for (int row = n[0] == 2 ? 0 : vt->row + 1; row < vt->rows; row++)
			vt_erase(vt, row, 0, vt->columns);
		break;
	case 'K': vt_erase(vt, vt->row, n[0] == 1 ? 0 : vt->column, n[0] == 1 ? vt->column + 1 : vt->columns); break;
	case 'X': vt_erase(vt, vt->row, vt->column, vt->column + first < vt->columns ? vt->column + first : vt->columns); break;
	case 'b': fail_msg("REP, which mosh does not know"); break;
	case 'm': vt_sgr(vt, n, count); moves = false; break;
	case 'h':
	case 'l':
		if (private && n[0] == 1049)
			vt->alternate = final == 'h';
		moves = false;
		break;
	case 'r':
		vt->top = first - 1;
		vt->bottom = (n[1] ? n[1] : vt->rows) - 1;
		vt->row = vt->column = 0;
		break;
	case 'S':
	case 'T':
		for (int i = 0, row = vt->row; i < first; i++, vt->row = row) {
			vt->row = final == 'S' ? vt->bottom : vt->top;
			(final == 'S' ? vt_next_row : vt_previous_row)(vt);
		}
		break;
	case 'L':
	case 'M':
		/* Insert, delete lines: a scroll of what is below. */
		for (int i = 0, row = vt->row, top = vt->top; i < first; i++, vt->top = top, vt->row = row) {
			vt->top = row;
			vt->row = final == 'M' ? vt->bottom : row;
			(final == 'M' ? vt_scroll_up : vt_previous_row)(vt);
		}
		vt->column = 0;
		break;
	case 't': moves = false; break;
	default: fail_msg("unknown sequence CSI %.*s%c", STR_ARG(parameters), final);
	}
	if (moves)
		vt->wrap_next = false;
	if (vt->row < 0 || vt->row >= vt->rows || vt->column < 0 || vt->column >= vt->columns)
		fail_msg("moved to %d, %d", vt->row, vt->column);
}

static inline size_t vt_escape(struct vt *vt, struct str bytes, size_t at)
{
	char kind = bytes.p[at + 1];
	if (kind == '(' || kind == ')')
		return at + 3;
	if (kind == '=' || kind == '>')
		return at + 2;
	if (kind == 'M') {
		vt_previous_row(vt);
		return at + 2;
	}
	if (kind != '[')
		fail_msg("unknown sequence ESC %.*s", STR_ARG(str_sub(bytes, at + 1, 20)));
	size_t end = at + 2;
	while (end < bytes.n && !(bytes.p[end] >= 0x40 && bytes.p[end] <= 0x7E))
		end++;
	assert_true(end < bytes.n);
	vt_csi(vt, str_sub(bytes, at + 2, end - at - 2), bytes.p[end]);
	return end + 1;
}

static inline void vt_feed(struct vt *vt, struct str bytes)
{
	assert_true(utf8_check(bytes, NULL));
	for (size_t at = 0; at < bytes.n;) {
		size_t start = at;
		uint32_t c = utf8_next(bytes, &at);
		if (c == 0x1B) {
			at = vt_escape(vt, bytes, start);
		} else if (c == '\r' || c == '\b') {
			vt->column = c == '\r' ? 0 : vt->column > 0 ? vt->column - 1 : 0;
			vt->wrap_next = false;
		} else if (c == '\n') {
			vt_next_row(vt);
		} else if (c == 0x0F) {
			continue; /* the usual character set, which nobody has left */
		} else if (c < 0x20 || c == 0x7F) {
			fail_msg("control character %02x", c);
		} else {
			vt_put(vt, str_sub(bytes, start, at - start), c);
		}
	}
}

/* What can be seen of a style: on a blank neither its colour nor whether it is bold. */
static inline bool vt_looks_as(struct vt_style seen, enum role role, int depth, bool blank)
{
	struct style style = theme_style(role, depth);
	bool inked = seen.bold == style.bold && seen.colour == (style.colour < 0 ? 0 : style.colour);
	return seen.underline == style.underline && seen.reverse == style.reverse &&
		(inked || (blank && !style.reverse && !style.underline));
}

/* What is seen is what the grid holds, in the styles for so many colours; but for the corner, which is never written. */
static inline void vt_expect(const struct vt *vt, const struct grid *grid, int depth)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = grid_at(grid, row, column);
			const struct vt_cell *seen = &vt->cells[row][column];
			if (row == grid->rows - 1 && column + (cell->width == 2) >= grid->columns - 1)
				break;
			struct str expected = {cell->bytes, cell->n};
			if (!str_eq_c(expected, seen->bytes))
				fail_msg("row %d, column %d: found \"%s\", expected \"%.*s\"", row, column, seen->bytes, STR_ARG(expected));
			if (cell->width > 0 && !vt_looks_as(seen->style, (enum role)cell->role, depth, str_eq_c(expected, " ")))
				fail_msg("row %d, column %d, \"%.*s\": found another style than that of role %d", row, column,
					STR_ARG(expected), cell->role);
		}
	}
	assert_string_equal(vt->cells[vt->rows - 1][vt->columns - 1].bytes, " ");
	assert_int_equal(vt->row, grid->cursor_row);
	assert_int_equal(vt->column, grid->cursor_column);
}

#endif
