#include "text/nearest.h"

#include "text/utf8.h"

enum { CHARACTERS_MAX = 64, EDITS_MAX = 2 };

static size_t decode(struct str s, uint32_t out[CHARACTERS_MAX])
{
	size_t n = 0;
	for (size_t at = 0; at < s.n && n < CHARACTERS_MAX;)
		out[n++] = utf8_next(s, &at);
	return n;
}

/* Edits from x to y: row by row of the table of all their beginnings. */
static size_t count_edits(const uint32_t *x, size_t m, const uint32_t *y, size_t n)
{
	size_t rows[3][CHARACTERS_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= n; j++)
		before[j] = last[j] = j;
	for (size_t i = 1; i <= m; i++) {
		now[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t least = last[j - 1] + (x[i - 1] != y[j - 1]);
			least = last[j] + 1 < least ? last[j] + 1 : least;
			least = now[j - 1] + 1 < least ? now[j - 1] + 1 : least;
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] && before[j - 2] + 1 < least)
				least = before[j - 2] + 1;
			now[j] = least;
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[n];
}

/* What two texts begin and end with alike needs no edit: of ids in their thousands little is left to compare. */
static size_t distance(struct str a, struct str b)
{
	uint32_t x[CHARACTERS_MAX], y[CHARACTERS_MAX];
	size_t m = decode(a, x), n = decode(b, y), start = 0;
	while (start < m && start < n && x[start] == y[start])
		start++;
	while (m > start && n > start && x[m - 1] == y[n - 1]) {
		m--;
		n--;
	}
	return count_edits(x + start, m - start, y + start, n - start);
}

void text_nearest_init(struct text_nearest *nearest, struct str word)
{
	*nearest = (struct text_nearest){.word = word, .edits = EDITS_MAX + 1};
}

void text_nearest_try(struct text_nearest *nearest, struct str name)
{
	size_t length = utf8_length(nearest->word), other = utf8_length(name), longer = length < other ? other : length;
	/* a name of two or three characters is near to little else */
	size_t allowed = longer > 3 ? EDITS_MAX : 1;
	if (!name.n || longer > CHARACTERS_MAX || longer - (length < other ? length : other) > allowed)
		return;
	size_t edits = distance(nearest->word, name);
	if (edits <= allowed && edits < length && edits < nearest->edits) {
		nearest->edits = edits;
		nearest->name = name;
	}
}
