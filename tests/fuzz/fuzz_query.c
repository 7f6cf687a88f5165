/* floors: query index model text base */
/*
 * Queries, look-ups, references, columns and sort orders of any valid UTF-8 against a small index: none crashes,
 * every fault has a place inside the text, every answer is the same row by row. What is said of a slip and what a search
 * may have meant is UTF-8 that finds what it is said to find.
 */
#include "index/lookup.h"
#include "query/column.h"
#include "query/complete.h"
#include "query/query.h"
#include "query/reword.h"
#include "query/sort.h"
#include "small_index.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* What says which rows are meant says the same alone, and in parentheses. */
static void check_parts(const struct query *query, const struct index *index, enum kind kind, size_t n)
{
	struct strbuf terms = {0}, order = {0}, top = {0}, all = {0};
	struct err err = ERR_INIT;
	struct query_set set;
	query_parts(query, &terms, &order, &top);
	/* a value may have a NUL in it, at which a format ends */
	if (terms.n)
		query_group(strbuf_str(&terms), &all);
	strbuf_add_byte(&all, ' ');
	strbuf_add(&all, strbuf_str(&order));
	strbuf_add_byte(&all, ' ');
	strbuf_add(&all, strbuf_str(&top));
	struct query *again = query_parse(strbuf_str(&all), kind, index, &err);
	/* one level more may be one too many */
	if (!again && !strstr(err.message, "levels"))
		abort();
	if (again) {
		query_select(again, &set);
		if (set.n != n)
			abort();
		query_set_release(&set);
	}
	query_free(again);
	strbuf_release(&terms);
	strbuf_release(&order);
	strbuf_release(&top);
	strbuf_release(&all);
}

static void check_slip(const struct query *query)
{
	for (int chinese = 0; chinese < 2; chinese++) {
		struct strbuf out = {0};
		if (query_slip(query, chinese, &out) != (out.n > 0) || !utf8_check(strbuf_str(&out), NULL))
			abort();
		strbuf_release(&out);
	}
}

static void check_query(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct query_rows rows;
	struct strbuf out = {0};
	struct query *query = query_parse(text, kind, index, &err);
	if (!query) {
		if (err.code != ERR_USAGE || err.column < 1 || err.column > utf8_length(text) + 1)
			abort();
		return;
	}
	struct query_set set;
	const struct query_form *form = query_form(query);
	query_run(query, &rows);
	query_select(query, &set);
	if (set.n != rows.n || set.n_perhaps != rows.n_perhaps)
		abort();
	struct ref *sorted = xmalloc((set.n + 1) * sizeof *sorted);
	struct sort_key keys[QUERY_ORDER_KEYS];
	if (sort_set(index, kind, &set, keys, query_order(form, keys), form->top ? form->top : SIZE_MAX, sorted)
		!= (form->top && form->top < set.n ? form->top : set.n))
		abort();
	free(sorted);
	query_without_order(query, &out);
	strbuf_clear(&out);
	check_parts(query, index, kind, set.n);
	query_set_release(&set);
	for (size_t i = 0; i < rows.n; i++)
		if (query_answer(query, rows.v[i]) != (enum answer)rows.answers[i])
			abort();
	query_explain(query, &out);
	check_slip(query);
	strbuf_release(&out);
	query_rows_release(&rows);
	query_free(query);
}

/*
 * Completion at the end and at one character of eight, which ones the length tells (each counts rows for what it
 * offers: at every character few texts would be tried): what is replaced lies in the text, and what is offered is UTF-8.
 */
static void check_completion(const struct index *index, enum kind kind, struct str text)
{
	for (size_t at = 0; at <= text.n;) {
		struct completions found;
		if (at < text.n && (at > 80 || (at + text.n) % 8)) {
			utf8_next(text, &at);
			continue;
		}
		query_complete(text, at, &(struct completion_scope){index, kind, NULL, at % 2}, 8, &found);
		if (found.start > found.end || found.end > text.n || found.n > 8)
			abort();
		for (size_t i = 0; i < found.n; i++)
			if (!utf8_check(found.v[i].text, NULL))
				abort();
		completions_release(&found);
		if (at == text.n)
			break;
		utf8_next(text, &at);
	}
}

static void check_sort(const struct index *index, enum kind kind, struct str text)
{
	struct err err = ERR_INIT;
	struct sort_key keys[4];
	struct ref refs[2] = {ref_make(kind, 0), ref_make(kind, 1)};
	size_t n = sort_parse(text, kind, index, keys, 4, &err);
	if (n && index_count(index, kind) >= 2)
		sort_rows(index, refs, 2, keys, n);
}

/* Words that are values: the query that they become lets through as many rows as is said. */
static void check_words(const struct index *index, enum kind kind, struct str text)
{
	for (int chinese = 0; chinese < 2; chinese++) {
		struct strbuf out = {0};
		size_t n = query_of_words(text, &(struct completion_scope){index, kind, NULL, chinese}, &out);
		if ((n > 0) != (out.n > 0) || (n && query_count(strbuf_str(&out), kind, index) != n))
			abort();
		strbuf_release(&out);
	}
}

/* What a text that finds nothing may have meant finds something. */
static void check_reworded(const struct index *index, struct str text)
{
	const uint32_t all = (UINT32_C(1) << KIND_COUNT) - 1;
	struct strbuf reworded = {0};
	struct lookup_hits hits;
	lookup_run(index, text, all, 1, &hits);
	bool exact = hits.n > 0;
	for (int sound = 0; !exact && sound < 2; sound++) {
		bool found = (sound ? reword_sound : reword_parted)(index, text, all, 5, &reworded, &hits);
		if (found != (hits.n > 0) || found != (reworded.n > 0) || !utf8_check(strbuf_str(&reworded), NULL))
			abort();
	}
	lookup_release(&hits);
	strbuf_release(&reworded);
}

static void check_lookups(const struct index *index, struct str text)
{
	struct lookup_hits hits;
	struct lookup_rows rows;
	lookup_run(index, text, UINT32_MAX, 5, &hits);
	for (size_t i = 0; i < hits.n; i++)
		if (hits.v[i].start > hits.v[i].end || hits.v[i].end > utf8_length(hits.v[i].text))
			abort();
	lookup_release(&hits);
	lookup_reference(index, text, UINT32_MAX, &hits);
	lookup_release(&hits);
	lookup_find_rows(index, text, KIND_ZONE, LOOKUP_EVERYWHERE, &rows);
	for (uint32_t i = 0; i < rows.n_rows; i++)
		if (lookup_rows_has(&rows, ref_make(KIND_ZONE, i)) != lookup_matches(index, ref_make(KIND_ZONE, i), text))
			abort();
	lookup_rows_release(&rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const enum kind asked[] = {KIND_PROJECT, KIND_ZONE, KIND_SOURCE};
	struct str text = {(const char *)bytes, n};
	if (!utf8_check(text, NULL) || n > 2000)
		return 0;
	static struct index *index; /* made once: it does not change */
	if (!index)
		index = small_index();
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		check_query(index, asked[i], text);
		check_sort(index, asked[i], text);
		check_completion(index, asked[i], text);
		check_words(index, asked[i], text);
	}
	check_lookups(index, text);
	check_reworded(index, text);
	return 0;
}
