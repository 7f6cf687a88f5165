#include "gram_internal.h"

#include "base/bisect.h"
#include "base/bits.h"
#include "require_internal.h"

#include <string.h>

/* The first of v from low to high that is not below x. */
static uint32_t lower_bound(const uint32_t *v, uint32_t low, uint32_t high, uint32_t x)
{
	size_t at = low;
	bisect(at, high, i, v[i] < x);
	return (uint32_t)at;
}

struct gram_span gram_span(const struct postings *p, uint32_t i)
{
	const uint32_t *spans = SECTION_V(uint32_t, p->spans);
	uint32_t n = (uint32_t)p->seconds.n, end = spans[i + 1] < n ? spans[i + 1] : n;
	return (struct gram_span){spans[i] < end ? spans[i] : end, end};
}

int64_t gram_first(const struct postings *p, uint32_t c)
{
	const uint32_t *firsts = SECTION_V(uint32_t, p->firsts);
	uint32_t n = (uint32_t)p->firsts.n, i = lower_bound(firsts, 0, n, c);
	return i < n && firsts[i] == c ? (int64_t)i : -1;
}

int64_t gram_find(const struct postings *p, uint32_t first, uint32_t second)
{
	int64_t i = gram_first(p, first);
	if (i < 0)
		return -1;
	struct gram_span span = gram_span(p, (uint32_t)i);
	uint32_t gram = lower_bound(SECTION_V(uint32_t, p->seconds), span.first, span.end, second);
	return gram < span.end && gram_second(p, gram) == second ? (int64_t)gram : -1;
}

int64_t gram_least(const struct postings *p, const uint16_t *characters, size_t n)
{
	int64_t least = -1;
	for (size_t i = 1; i < n; i++) {
		int64_t gram = gram_find(p, characters[i - 1], characters[i]);
		if (gram < 0)
			return -1;
		if (least < 0 || gram_count(p, (uint32_t)gram) < gram_count(p, (uint32_t)least))
			least = gram;
	}
	return least;
}

struct gram_span gram_span_starting(const struct postings *p, struct gram_span span)
{
	return (struct gram_span){lower_bound(SECTION_V(uint32_t, p->seconds), span.first, span.end, GRAM_START), span.end};
}

struct gram_span gram_span_anywhere(const struct postings *p, struct gram_span span)
{
	return (struct gram_span){span.first, gram_span_starting(p, span).first};
}

/* -- rows ------------------------------------------------------------------------------ */

/* Add the rows of a bitmap to the words from `first` to before `end`. */
static void add_bitmap(const uint8_t *bytes, uint32_t n_rows, size_t first, size_t end, uint64_t *bits)
{
	size_t n = n_rows / 64, rest = ((size_t)n_rows + 7) / 8 - n * 8;
	for (size_t i = first; i < end && i < n; i++) {
		uint64_t word;
		memcpy(&word, bytes + i * 8, 8);
		bits[i] |= word;
	}
	if (end <= n)
		return;
	for (size_t i = 0; i < rest; i++)
		bits[n] |= (uint64_t)bytes[n * 8 + i] << (i * 8);
	if (n_rows % 64)
		bits[n] &= bits_below(n_rows % 64);
}

void gram_add_dense(const struct postings *p, uint32_t gram, uint32_t n_rows, size_t first, size_t end, uint64_t *bits)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	uint64_t n_bytes = ((uint64_t)n_rows + 7) / 8;
	if (starts[gram] <= starts[gram + 1] && starts[gram + 1] <= p->bytes.n && starts[gram + 1] - starts[gram] == n_bytes)
		add_bitmap(SECTION_V(uint8_t, p->bytes) + starts[gram], n_rows, first, end, bits);
}

/* The rows of any gram; those from end_row on may be left out. */
static void add_rows_below(const struct postings *p, uint32_t gram, uint32_t n_rows, uint32_t end_row, uint64_t *bits)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	const uint8_t *bytes = SECTION_V(uint8_t, p->bytes);
	if (gram_is_dense(gram_count(p, gram), n_rows)) {
		gram_add_dense(p, gram, n_rows, 0, bits_room(n_rows), bits);
		return;
	}
	if (starts[gram] >= starts[gram + 1] || starts[gram + 1] > p->bytes.n)
		return;
	const uint8_t *at = bytes + starts[gram], *end = bytes + starts[gram + 1];
	uint32_t next = 0, difference; /* 1 + the last row */
	while ((difference = gram_next_difference(&at, end)) != 0 && difference <= end_row - next) {
		next += difference;
		bits_set(bits, next - 1);
	}
}

void gram_add_rows(const struct postings *p, uint32_t gram, uint32_t n_rows, uint64_t *bits)
{
	add_rows_below(p, gram, n_rows, n_rows, bits);
}

/*
 * Two lists at once. Differences that are of one byte as often as of two come in no order, so a branch that asks which
 * one is would be wrong most times; without it each row waits for the one before, but not for those of the other list.
 */
struct list {
	const uint8_t *at, *end;
	uint32_t next; /* 1 + the last row */
};

/* False: the list is at its end, and is not to be asked again. */
static inline bool list_step(struct list *l, uint32_t end_row, uint64_t *bits)
{
	const uint8_t *at = l->at;
	uint32_t difference;
	if (l->end - at >= 2 && !(at[0] & at[1] & 0x80)) {
		uint32_t more = at[0] >> 7;
		difference = (at[0] & 0x7Fu) | (at[1] & (0u - more)) << 7;
		l->at = at + 1 + more;
	} else {
		difference = gram_next_difference(&l->at, l->end);
	}
	if (difference - 1 >= end_row - l->next) /* 0, too, which is none */
		return false;
	l->next += difference;
	bits_set(bits, l->next - 1);
	return true;
}

static void add_rest(struct list l, uint32_t end_row, uint64_t *bits)
{
	while (list_step(&l, end_row, bits))
		;
}

static void add_both(struct list a, struct list b, uint32_t end_row, uint64_t *bits)
{
	for (;;) {
		if (!list_step(&a, end_row, bits)) {
			add_rest(b, end_row, bits);
			return;
		}
		if (!list_step(&b, end_row, bits)) {
			add_rest(a, end_row, bits);
			return;
		}
	}
}

/* Whether the differences of a list are of one byte as well as of two. */
static bool is_mixed(uint32_t count, uint32_t n_rows)
{
	return count < n_rows / 64 && count > n_rows / 4096;
}

void gram_add_lists(const struct postings *p, const uint32_t *grams, size_t n, uint32_t n_rows, uint32_t end_row, uint64_t *bits)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	struct list before = {NULL, NULL, 0};
	for (size_t i = 0; i < n; i++) {
		uint32_t count = gram_count(p, grams[i]);
		uint64_t start = starts[grams[i]], end = starts[grams[i] + 1];
		if (gram_is_dense(count, n_rows) || start >= end || end > p->bytes.n)
			continue;
		struct list list = {SECTION_V(uint8_t, p->bytes) + start, SECTION_V(uint8_t, p->bytes) + end, 0};
		if (!is_mixed(count, n_rows)) {
			add_rows_below(p, grams[i], n_rows, end_row, bits);
		} else if (before.at) {
			add_both(before, list, end_row, bits);
			before.at = NULL;
		} else {
			before = list;
		}
	}
	if (before.at)
		add_rest(before, end_row, bits);
}

/* -- checking --------------------------------------------------------------------------- */

/* First characters ascend, and so do the starts of their grams: following them visits no gram twice. */
static bool firsts_ascend(const struct postings *p)
{
	const uint32_t *spans = SECTION_V(uint32_t, p->spans), *firsts = SECTION_V(uint32_t, p->firsts);
	for (uint64_t i = 0; i < p->firsts.n; i++)
		if (firsts[i] > 0x10FFFF || (i && firsts[i - 1] >= firsts[i]) || spans[i] > spans[i + 1])
			return false;
	return true;
}

bool gram_shape(const struct postings *p)
{
	uint64_t n = p->seconds.n;
	return n < UINT32_MAX && section_is_of(&p->firsts, sizeof(uint32_t))
		&& section_is_plain(&p->spans, p->firsts.n + 1, sizeof(uint32_t))
		&& section_is_plain(&p->seconds, n, sizeof(uint32_t)) && section_is_plain(&p->counts, n, sizeof(uint32_t))
		&& section_is_plain(&p->starts, n + 1, sizeof(uint64_t)) && section_is_of(&p->bytes, 1)
		&& firsts_ascend(p);
}

static bool validate_order(const struct postings *p, const char **reason)
{
	const uint32_t *spans = SECTION_V(uint32_t, p->spans);
	REQUIRE(spans[0] == 0 && spans[p->firsts.n] == p->seconds.n, "pairs of no character");
	for (uint64_t i = 0; i < p->firsts.n; i++) {
		REQUIRE(spans[i] < spans[i + 1] && spans[i + 1] <= p->seconds.n, "a character without pairs");
		for (uint32_t g = spans[i] + 1; g < spans[i + 1]; g++)
			REQUIRE(gram_second(p, g - 1) < gram_second(p, g), "pairs out of order");
	}
	return true;
}

bool gram_validate(const struct postings *p, uint32_t n_rows, const char **reason)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	if (!validate_order(p, reason))
		return false;
	REQUIRE(starts[0] == 0 && starts[p->seconds.n] == p->bytes.n, "postings of no pair");
	for (uint32_t g = 0; g < p->seconds.n; g++) {
		REQUIRE(starts[g] < starts[g + 1] && starts[g + 1] <= p->bytes.n, "the starts of postings go back");
		const uint8_t *at = SECTION_V(uint8_t, p->bytes) + starts[g], *end = SECTION_V(uint8_t, p->bytes) + starts[g + 1];
		uint64_t n = 0, next = 0;
		if (gram_is_dense(gram_count(p, g), n_rows)) {
			REQUIRE((uint64_t)(end - at) == ((uint64_t)n_rows + 7) / 8, "a bitmap of another number of rows");
			REQUIRE(n_rows % 8 == 0 || !(end[-1] >> n_rows % 8), "a bitmap of rows that are none");
			for (; at < end; at++)
				n += (uint64_t)__builtin_popcount(*at);
		} else {
			uint32_t difference;
			while ((difference = gram_next_difference(&at, end)) != 0) {
				next += difference;
				n++;
			}
			REQUIRE(at == end && next <= n_rows, "a posting of no row");
		}
		REQUIRE(n == gram_count(p, g), "more or fewer postings than counted");
	}
	return true;
}

static uint64_t digest_list(uint64_t key, const uint8_t *at, const uint8_t *end)
{
	uint64_t sum = 0;
	uint32_t next = 0, difference;
	while ((difference = gram_next_difference(&at, end)) != 0)
		sum += gram_row_digest(key, (next += difference) - 1);
	return sum;
}

static uint64_t digest_bitmap(uint64_t key, const uint8_t *bitmap, uint32_t n_rows)
{
	uint64_t sum = 0;
	for (uint32_t row = 0; row < n_rows; row++)
		if (bitmap[row / 8] >> row % 8 & 1)
			sum += gram_row_digest(key, row);
	return sum;
}

uint64_t gram_digest(const struct postings *p, uint32_t n_rows)
{
	const uint64_t *starts = SECTION_V(uint64_t, p->starts);
	const uint8_t *bytes = SECTION_V(uint8_t, p->bytes);
	uint64_t sum = 0;
	for (uint32_t i = 0; i < p->firsts.n; i++)
		for (struct gram_span span = gram_span(p, i); span.first < span.end; span.first++) {
			uint32_t g = span.first;
			uint64_t key = gram_key(SECTION_V(uint32_t, p->firsts)[i], gram_second(p, g));
			sum += gram_is_dense(gram_count(p, g), n_rows) ? digest_bitmap(key, bytes + starts[g], n_rows)
								       : digest_list(key, bytes + starts[g], bytes + starts[g + 1]);
		}
	return sum;
}
