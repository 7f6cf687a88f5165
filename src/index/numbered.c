#include "builder_internal.h"

#include "numbered_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* -- reading -------------------------------------------------------------------------- */

/* The last number of an id, or the one behind the first colon of a locator: digits as they are printed. */
static bool split(struct str text, bool last, size_t *start, size_t *end, int64_t *number)
{
	if (last) {
		*end = text.n;
		while (*end && (text.p[*end - 1] < '0' || text.p[*end - 1] > '9'))
			--*end;
		*start = *end;
		while (*start && text.p[*start - 1] >= '0' && text.p[*start - 1] <= '9')
			--*start;
	} else {
		*start = *end = (size_t)(str_find_byte(text, ':', 0) + 1);
		while (*end < text.n && text.p[*end] >= '0' && text.p[*end] <= '9')
			++*end;
	}
	if (*start == *end || *end - *start > 18 || (text.p[*start] == '0' && *end - *start > 1))
		return false;
	*number = 0;
	for (size_t i = *start; i < *end; i++)
		*number = *number * 10 + (text.p[i] - '0');
	return true;
}

void numbered_text(const struct index_column *c, uint32_t row, struct strbuf *out)
{
	uint64_t code = (uint64_t)section_number(&c->codes, row), patterns = (uint64_t)c->bytes.base;
	if (code >= patterns) {
		uint64_t i = code + patterns;
		strbuf_add(out, i >= code && i < c->ends.n ? section_text(&c->ends, &c->bytes, i) : STR(""));
	} else if (code < c->ends.n / 2) {
		strbuf_add(out, section_text(&c->ends, &c->bytes, code * 2));
		strbuf_printf(out, "%" PRId64, section_number(&c->numbers, row));
		strbuf_add(out, section_text(&c->ends, &c->bytes, code * 2 + 1));
	}
}

static bool has_number(const struct index_column *c, uint32_t row)
{
	return section_number(&c->codes, row) < c->bytes.base;
}

bool numbered_is_odd(const struct index_column *c, uint32_t row)
{
	return !has_number(c, row);
}

bool numbered_find(const struct index_column *c, struct str text, uint32_t *row)
{
	size_t start, end;
	int64_t number;
	uint64_t low = 0, high = c->numbers.n;
	if (!split(text, true, &start, &end, &number))
		return false;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		if (section_number(&c->numbers, middle) < number)
			low = middle + 1;
		else
			high = middle;
	}
	/* odd ones have the number of the row before them */
	while (low < c->numbers.n && section_number(&c->numbers, low) == number && !has_number(c, (uint32_t)low))
		low++;
	if (low == c->numbers.n || section_number(&c->numbers, low) != number || section_number(&c->codes, low) != 0)
		return false;
	*row = (uint32_t)low;
	return str_eq(str_sub(text, 0, start), section_text(&c->ends, &c->bytes, 0))
		&& str_eq(str_sub(text, end, text.n), section_text(&c->ends, &c->bytes, 1));
}

/* -- making ------------------------------------------------------------------------------ */

enum { PATTERNS_MAX = 16, ODD_ALWAYS = 64 };

struct pattern {
	struct str prefix, suffix;
};

struct numbering {
	struct pattern patterns[PATTERNS_MAX];
	size_t n_patterns, max_patterns, last;
	ARRAY(struct str) odd;
	int64_t *numbers, *codes; /* codes of odd texts: -1 - their number */
	size_t n;
};

static bool find_pattern(struct numbering *m, struct str prefix, struct str suffix)
{
	for (size_t tried = 0; tried < m->n_patterns; tried++) {
		const struct pattern *p = &m->patterns[m->last];
		if (str_eq(p->prefix, prefix) && str_eq(p->suffix, suffix))
			return true;
		m->last = (m->last + 1) % m->n_patterns;
	}
	if (m->n_patterns == m->max_patterns)
		return false;
	m->last = m->n_patterns;
	m->patterns[m->n_patterns++] = (struct pattern){prefix, suffix};
	return true;
}

static void add_text(struct numbering *m, struct str text, bool last)
{
	size_t start, end;
	int64_t number;
	if (split(text, last, &start, &end, &number) && find_pattern(m, str_sub(text, 0, start), str_sub(text, end, text.n))) {
		m->codes[m->n] = (int64_t)m->last;
		m->numbers[m->n] = number;
	} else {
		m->codes[m->n] = -1 - (int64_t)m->odd.n;
		m->numbers[m->n] = m->n ? m->numbers[m->n - 1] : 0;
		array_push(&m->odd, text);
	}
	m->n++;
}

static void keep_numbered(struct numbering *m, struct index_column *c)
{
	struct strbuf bytes = {0};
	ARRAY(int64_t) ends = {0};
	for (size_t i = 0; i < m->n; i++)
		if (m->codes[i] < 0)
			m->codes[i] = (int64_t)m->n_patterns + (-1 - m->codes[i]);
	for (size_t i = 0; i < m->n_patterns; i++) {
		strbuf_add(&bytes, m->patterns[i].prefix);
		array_push(&ends, (int64_t)bytes.n);
		strbuf_add(&bytes, m->patterns[i].suffix);
		array_push(&ends, (int64_t)bytes.n);
	}
	for (size_t i = 0; i < m->odd.n; i++) {
		strbuf_add(&bytes, m->odd.v[i]);
		array_push(&ends, (int64_t)bytes.n);
	}
	c->codes = section_pack(m->codes, m->n);
	c->numbers = section_pack(m->numbers, m->n);
	c->ends = section_pack(ends.v, ends.n);
	c->bytes = section_plain(bytes.p, bytes.n, 1);
	c->bytes.base = (int64_t)m->n_patterns;
	array_release(&ends);
}

bool numbered_make(struct index_column *c, const struct parts *parts, size_t f, bool ascending)
{
	enum { ROWS_LEAST = 1024 }; /* with fewer it is not worth it */
	struct numbering m = {.max_patterns = ascending ? 1 : PATTERNS_MAX};
	struct text_walk walk = {parts, f, 0, 0, 0};
	struct str text;
	if (parts->n_rows < ROWS_LEAST)
		return false;
	m.numbers = xmalloc(parts->n_rows * sizeof *m.numbers);
	m.codes = xmalloc(parts->n_rows * sizeof *m.codes);
	bool ok = true;
	while (ok && text_next(&walk, &text)) {
		int64_t before = m.n ? m.numbers[m.n - 1] : 0;
		add_text(&m, text, ascending);
		ok = m.odd.n <= ODD_ALWAYS + m.n / 8;
		/* twice the same number is twice the same id, or one that stands behind an odd one */
		ok = ok && (!ascending || m.codes[m.n - 1] < 0 || m.numbers[m.n - 1] > before || m.n == m.odd.n + 1);
	}
	if (ok)
		keep_numbered(&m, c);
	array_release(&m.odd);
	free(m.numbers);
	free(m.codes);
	return ok;
}

/* -- changing ------------------------------------------------------------------------------ */

/* The pattern of a column that a text fits, and its number; -1: none. */
static int64_t fit_pattern(const struct index_column *c, struct str text, bool last, int64_t *number)
{
	size_t start, end;
	if (!split(text, last, &start, &end, number))
		return -1;
	for (int64_t i = 0; i < c->bytes.base; i++)
		if (str_eq(section_text(&c->ends, &c->bytes, (uint64_t)i * 2), str_sub(text, 0, start))
			&& str_eq(section_text(&c->ends, &c->bytes, (uint64_t)i * 2 + 1), str_sub(text, end, text.n)))
			return i;
	return -1;
}

bool numbered_patch(const struct index_column *c, const struct changed_texts *t, uint64_t n_rows, bool ascending,
	struct index_column *out)
{
	int64_t *codes = xmalloc(t->n * sizeof *codes), *numbers = xmalloc(t->n * sizeof *numbers), *ends = xmalloc(t->n * sizeof *ends);
	uint32_t *places = xmalloc(t->n * sizeof *places);
	struct strbuf bytes = {0};
	size_t n_odd = 0;
	int64_t last = c->numbers.n ? section_number(&c->numbers, c->numbers.n - 1) : 0;
	strbuf_add(&bytes, (struct str){c->bytes.v, (size_t)c->bytes.n});
	for (size_t i = 0; i < t->n; i++) {
		codes[i] = fit_pattern(c, t->v[i], ascending, &numbers[i]);
		if (codes[i] < 0 || (ascending && numbers[i] <= last)) {
			codes[i] = (int64_t)(c->ends.n - (uint64_t)c->bytes.base + n_odd);
			numbers[i] = last;
			strbuf_add(&bytes, t->v[i]);
			places[n_odd] = (uint32_t)(c->ends.n + n_odd);
			ends[n_odd++] = (int64_t)bytes.n;
		}
		last = ascending ? numbers[i] : last;
	}
	bool ok = c->ends.n + n_odd <= ODD_ALWAYS * 2 + n_rows / 4;
	if (ok) {
		section_patch(&c->codes, t->rows, codes, t->n, n_rows, &out->codes);
		section_patch(&c->numbers, t->rows, numbers, t->n, n_rows, &out->numbers);
		section_patch(&c->ends, places, ends, n_odd, c->ends.n + n_odd, &out->ends);
		out->bytes = section_plain(bytes.p, bytes.n, 1);
		out->bytes.base = c->bytes.base;
	} else {
		strbuf_release(&bytes);
	}
	free(codes);
	free(numbers);
	free(ends);
	free(places);
	return ok;
}
