/* floors: text base */
/*
 * Any bytes through the text floor. The first byte chooses columns and modes; the rest is the text, a '\t' parts it
 * into fields where a function wants several.
 */
#include "text/figure.h"
#include "text/clean.h"
#include "text/cut.h"
#include "text/fold.h"
#include "text/period.h"
#include "text/pinyin.h"
#include "text/utf8.h"
#include "text/wrap.h"

#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EXPECT(condition)                                                                  \
	do {                                                                               \
		if (!(condition)) {                                                        \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);    \
			abort();                                                           \
		}                                                                          \
	} while (0)

struct limit {
	size_t columns;
	enum ambi ambi;
};

static void expect_fits(void *context, struct str line)
{
	const struct limit *limit = context;
	EXPECT(text_fit(line, SIZE_MAX, limit->ambi).columns <= limit->columns);
}

static void try_screen_text(struct str raw, struct limit limit)
{
	struct strbuf once = {0}, twice = {0}, cut = {0};
	text_clean_lines(raw, &once);
	struct str text = strbuf_str(&once);
	EXPECT(utf8_check(text, NULL));
	text_clean_lines(text, &twice);
	EXPECT(str_eq(text, strbuf_str(&twice)));
	text_wrap(text, limit.columns, limit.ambi, expect_fits, &limit);
	strbuf_clear(&once);
	strbuf_clear(&twice);
	text_clean(raw, &once);
	text_clean(strbuf_str(&once), &twice);
	EXPECT(str_eq(strbuf_str(&once), strbuf_str(&twice)));
	EXPECT(width_str(strbuf_str(&once), AMBI_WIDE) <= CLEAN_CELLS_MAX);
	for (int mode = CUT_END; mode <= CUT_MIDDLE; mode++) {
		strbuf_clear(&cut);
		size_t used = text_truncate(strbuf_str(&once), limit.columns, (enum cut)mode, limit.ambi, &cut);
		EXPECT(used <= limit.columns && utf8_check(strbuf_str(&cut), NULL));
	}
	strbuf_release(&once);
	strbuf_release(&twice);
	strbuf_release(&cut);
}

static void try_search_text(struct str name, struct str query)
{
	struct strbuf folded = {0}, again = {0}, typed = {0}, made = {0};
	text_fold(name, &folded);
	text_fold(strbuf_str(&folded), &again);
	EXPECT(str_eq(strbuf_str(&folded), strbuf_str(&again)));
	text_fold(query, &typed);
	size_t n = utf8_length(strbuf_str(&folded));
	syllable *readings = xreallocarray(NULL, n, sizeof *readings);
	EXPECT(pinyin_text(strbuf_str(&folded), readings) == n);
	struct pinyin_hit hit;
	bool found = pinyin_match(strbuf_str(&folded), readings, strbuf_str(&typed), &hit);
	EXPECT(found == (hit.how != PINYIN_NONE) && hit.start <= hit.end && hit.end <= n);
	pinyin_ascii(strbuf_str(&folded), &made);
	for (size_t i = 0; i < made.n; i++)
		EXPECT(made.p[i] > 0);
	pinyin_slug(strbuf_str(&folded), &made);
	strbuf_clear(&made);
	pinyin_sort_key(strbuf_str(&folded), &made);
	EXPECT(utf8_check(strbuf_str(&made), NULL));
	free(readings);
	strbuf_release(&folded);
	strbuf_release(&again);
	strbuf_release(&typed);
	strbuf_release(&made);
}

static void try_numbers(struct str value, struct str unit, struct str qualifiers)
{
	struct figure figure;
	struct period period;
	struct decimal d;
	struct str base;
	struct err err = ERR_INIT;
	if (figure_read(value, unit, qualifiers, &figure) && figure.has_low && figure.has_high)
		EXPECT(figure.has_base || decimal_cmp(figure.low, figure.high) <= 0);
	if (period_parse(value, &period))
		EXPECT(period.first <= period.last);
	if (amount_parse(value, &d, &base, &err)) {
		struct strbuf shown = {0};
		int order;
		amount_format(d, base, &shown);
		EXPECT(amount_compare(d, base, d, base, &order) && order == 0);
		strbuf_release(&shown);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct limit limit = {2 + data[0] / 2 % 40, data[0] & 1 ? AMBI_WIDE : AMBI_NARROW};
	struct str raw = {(const char *)data + 1, size - 1}, rest = raw, fields[3] = {{NULL, 0}};
	try_screen_text(raw, limit);
	for (size_t i = 0; i < 3 && str_split(&rest, '\t', &fields[i]);)
		i++;
	try_search_text(fields[0], fields[1]);
	if (utf8_check(raw, NULL))
		try_numbers(fields[0], fields[1], fields[2]);
	return 0;
}
