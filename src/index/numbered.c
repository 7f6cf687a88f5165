#include "builder_internal.h"

#include "base/bisect.h"
#include "numbered_internal.h"

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
		strbuf_add_number(out, section_number(&c->numbers, row));
		strbuf_add(out, section_text(&c->ends, &c->bytes, code * 2 + 1));
	}
}

static bool has_number(const struct index_column *c, uint32_t row)
{
	return section_number(&c->codes, row) < c->bytes.base;
}

/* Codes at once: those without an odd one are passed over without a branch by row. */
enum { CODES_AT_ONCE = 256 };

static uint32_t next_block_with(const uint8_t *codes, uint64_t n, uint32_t row, uint8_t least)
{
	for (; row + CODES_AT_ONCE <= n; row += CODES_AT_ONCE) {
		unsigned any = 0;
		for (uint32_t i = 0; i < CODES_AT_ONCE; i++)
			any |= codes[row + i] >= least;
		if (any)
			break;
	}
	return row;
}

uint32_t numbered_next_odd(const struct index_column *c, uint32_t row)
{
	const struct section *s = &c->codes;
	int64_t least = c->bytes.base - s->base;
	if (!s->width && !s->slope && least > 0)
		return (uint32_t)s->n;
	while (row < s->n && has_number(c, row)) {
		uint32_t next = row + 1;
		bool plain = s->width == 1 && !s->slope && least > 0 && least < UINT8_MAX;
		row = plain ? next_block_with(SECTION_V(uint8_t, *s), s->n, next, (uint8_t)least) : next;
	}
	return row;
}

bool numbered_find(const struct index_column *c, struct str text, uint32_t *row)
{
	size_t start, end;
	int64_t number;
	size_t low = 0;
	if (!split(text, true, &start, &end, &number))
		return false;
	bisect(low, (size_t)c->numbers.n, i, section_number(&c->numbers, i) < number);
	/* odd ones have the number of the row before them */
	while (low < c->numbers.n && section_number(&c->numbers, low) == number && !has_number(c, (uint32_t)low))
		low++;
	if (low == c->numbers.n || section_number(&c->numbers, low) != number || section_number(&c->codes, low) != 0)
		return false;
	*row = (uint32_t)low;
	return str_eq(str_sub(text, 0, start), section_text(&c->ends, &c->bytes, 0))
		&& str_eq(str_sub(text, end, text.n), section_text(&c->ends, &c->bytes, 1));
}

/* -- parts -------------------------------------------------------------------------------- */

/* The number between a prefix and a suffix, as it is printed. */
static bool number_between(struct str text, size_t n_prefix, struct str prefix, struct str suffix, int64_t *number)
{
	if (text.n <= n_prefix + suffix.n || memcmp(text.p, prefix.p, n_prefix) != 0
		|| memcmp(text.p + text.n - suffix.n, suffix.p, suffix.n) != 0)
		return false;
	size_t end = text.n - suffix.n;
	if (end - n_prefix > 18 || (text.p[n_prefix] == '0' && end - n_prefix > 1))
		return false;
	*number = 0;
	for (size_t i = n_prefix; i < end; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		*number = *number * 10 + (text.p[i] - '0');
	}
	return true;
}

bool part_number(struct part_column *to, const struct column *from, size_t n_rows, bool last, int64_t *numbers)
{
	enum { ROWS_LEAST = 1024 }; /* with fewer it is not worth it */
	size_t start, end;
	if (n_rows < ROWS_LEAST)
		return false;
	struct str first = column_text(from, 0);
	if (!split(first, last, &start, &end, numbers))
		return false;
	struct str prefix = str_sub(first, 0, start), suffix = str_sub(first, end, first.n);
	for (size_t row = 1; row < n_rows; row++)
		if (!number_between(column_text(from, row), prefix.n, prefix, suffix, &numbers[row]))
			return false;
	*to = (struct part_column){.numbers = section_pack(numbers, n_rows), .bytes = xmalloc(prefix.n + suffix.n + 1),
		.n_bytes = prefix.n + suffix.n, .n_prefix = prefix.n, .numbered = true};
	memcpy(to->bytes, prefix.p, prefix.n);
	memcpy(to->bytes + prefix.n, suffix.p, suffix.n);
	return true;
}

static struct str part_prefix(const struct part_column *c)
{
	return (struct str){c->bytes, c->n_prefix};
}

static struct str part_suffix(const struct part_column *c)
{
	return (struct str){c->bytes + c->n_prefix, c->n_bytes - c->n_prefix};
}

static void add_numbered(const struct part_column *c, size_t row, struct strbuf *out)
{
	strbuf_add(out, part_prefix(c));
	strbuf_add_number(out, section_number(&c->numbers, row));
	strbuf_add(out, part_suffix(c));
}

void part_add_text(const struct part *part, size_t f, size_t row, struct strbuf *out)
{
	const struct part_column *c = &part->columns[f];
	size_t start = 0;
	if (c->numbered) {
		add_numbered(c, row, out);
		return;
	}
	for (size_t i = 0; i < row; i++)
		start += (size_t)section_number(&c->lengths, i);
	strbuf_add(out, (struct str){c->bytes + start, (size_t)section_number(&c->lengths, row)});
}

static void spell(struct part_column *c)
{
	struct strbuf bytes = {0};
	size_t n = (size_t)c->numbers.n;
	int64_t *lengths = xmalloc(n * sizeof *lengths);
	for (size_t row = 0; row < n; row++) {
		size_t before = bytes.n;
		add_numbered(c, row, &bytes);
		lengths[row] = (int64_t)(bytes.n - before);
	}
	section_free(&c->numbers);
	free(c->bytes);
	*c = (struct part_column){.lengths = section_pack(lengths, n), .bytes = bytes.p, .n_bytes = bytes.n};
	free(lengths);
}

void parts_spell(const struct parts *parts, size_t f)
{
	for (size_t i = 0; i < parts->n; i++)
		if (parts->v[i]->columns[f].numbered)
			spell(&parts->v[i]->columns[f]);
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

static void add_number(struct numbering *m, int64_t number)
{
	m->codes[m->n] = (int64_t)m->last;
	m->numbers[m->n++] = number;
}

static void add_odd(struct numbering *m, struct str text)
{
	m->codes[m->n] = -1 - (int64_t)m->odd.n;
	m->numbers[m->n] = m->n ? m->numbers[m->n - 1] : 0;
	array_push(&m->odd, text);
	m->n++;
}

static void add_text(struct numbering *m, struct str text, bool last)
{
	size_t start, end;
	int64_t number;
	if (split(text, last, &start, &end, &number) && find_pattern(m, str_sub(text, 0, start), str_sub(text, end, text.n)))
		add_number(m, number);
	else
		add_odd(m, text);
}

/* Whether the row that came last may stand so. */
static bool fits(const struct numbering *m, bool ascending)
{
	int64_t before = m->n > 1 ? m->numbers[m->n - 2] : 0;
	if (m->odd.n > ODD_ALWAYS + m->n / 8)
		return false;
	/* twice the same number is twice the same id, or one that stands behind an odd one */
	return !ascending || m->codes[m->n - 1] < 0 || m->numbers[m->n - 1] > before || m->n == m->odd.n + 1;
}

static bool add_part(struct numbering *m, struct part *part, size_t f, bool ascending)
{
	struct part_column *c = &part->columns[f];
	bool known = c->numbered && find_pattern(m, part_prefix(c), part_suffix(c)), ok = true;
	size_t at = 0;
	if (c->numbered && !known) /* its texts are odd */
		spell(c);
	for (size_t row = 0; ok && row < part->keys.n; row++) {
		if (known) {
			add_number(m, section_number(&c->numbers, row));
		} else {
			struct str text = {c->bytes + at, (size_t)section_number(&c->lengths, row)};
			at += text.n;
			add_text(m, text, ascending);
		}
		ok = fits(m, ascending);
	}
	return ok;
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

bool numbered_make(struct index_column *c, const struct parts *parts, size_t f, bool ascending, struct column_room *room)
{
	enum { ROWS_LEAST = 1024 }; /* with fewer it is not worth it */
	struct numbering m = {.max_patterns = ascending ? 1 : PATTERNS_MAX};
	if (parts->n_rows < ROWS_LEAST)
		return false;
	array_reserve(&room->first, parts->n_rows);
	array_reserve(&room->second, parts->n_rows);
	m.numbers = room->first.v;
	m.codes = room->second.v;
	bool ok = true;
	for (size_t i = 0; ok && i < parts->n; i++)
		ok = add_part(&m, parts->v[i], f, ascending);
	if (ok)
		keep_numbered(&m, c);
	array_release(&m.odd);
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
	unsigned n_threads, struct index_column *out)
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
		section_patch(&c->codes, &(struct section_changes){t->rows, codes, t->n, n_rows}, n_threads, &out->codes);
		section_patch(&c->numbers, &(struct section_changes){t->rows, numbers, t->n, n_rows}, n_threads, &out->numbers);
		section_patch(&c->ends, &(struct section_changes){places, ends, n_odd, c->ends.n + n_odd}, n_threads, &out->ends);
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
