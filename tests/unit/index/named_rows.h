/* Names of characters with several readings, and rows that a word finds against the records one by one. */
#ifndef UNIT_INDEX_NAMED_ROWS_H
#define UNIT_INDEX_NAMED_ROWS_H

#include "support/catalogue.h"
#include "support/hits.h"

#include "text/fold.h"
#include "text/pinyin.h"

/* Characters with one and several readings, simplified and not, letters, digits, marks and blanks. */
static const char *const alphabet[] = {
	"长", "子", "治", "兴", "县", "長", "縣", "铝", "吕", "梁", "乐", "重", "庆", "行", "业", "安", "西", "山", "绿", "女", "俄", "阿", "A", "b", "C", "5", "2", "（", "）", "-", "·", " ", "'",
};

static inline void random_name(struct test_random *r, size_t most, struct strbuf *out)
{
	size_t n = 1 + test_random_below(r, (uint32_t)most);
	strbuf_add_c(out, alphabet[test_random_below(r, 26)]);
	for (size_t i = 1; i < n; i++)
		strbuf_add_c(out, alphabet[test_random_below(r, sizeof alphabet / sizeof *alphabet)]);
}

/* What pinyin_match says of the text that a hit names. */
static inline enum pinyin_how how_of(struct str raw, struct str word)
{
	struct strbuf folded = {0};
	syllable readings[256];
	struct pinyin_hit hit;
	text_fold(raw, &folded);
	pinyin_text(strbuf_str(&folded), readings);
	pinyin_match(strbuf_str(&folded), readings, word, &hit);
	strbuf_release(&folded);
	return hit.how;
}

/* Whether a word is in one of a record's names, at least so well. */
static inline bool slow_named(const struct index *index, struct ref ref, struct str word, enum pinyin_how least)
{
	for (size_t f = 1; f < fields_of[ref_kind(ref)].n; f++) {
		const struct field *field = &fields_of[ref_kind(ref)].v[f];
		if (strcmp(field->name, "name") != 0 && strcmp(field->name, "short_names") != 0)
			continue;
		struct str rest = index_text(index, ref, f), element;
		while (rest.n && str_split(&rest, field->type == FIELD_LIST ? ';' : '\0', &element))
			if (how_of(element, word) >= least)
				return true;
	}
	return false;
}

/* The rows whose names a word is in, where nothing else is asked. */
static inline void names_against_records(const struct index *index, enum kind kind, struct str word)
{
	struct lookup_rows rows;
	struct strbuf folded = {0};
	size_t n = 0;
	text_fold(word, &folded);
	lookup_find_rows(index, word, kind, LOOKUP_IN_NAMES, &rows);
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		struct ref ref = ref_make(kind, row);
		bool matches = slow_named(index, ref, strbuf_str(&folded), PINYIN_RARE);
		n += matches;
		if (matches != lookup_rows_has(&rows, ref))
			fail_msg("\"%.*s\" and the names of %.*s: one by one says %d", STR_ARG(word), STR_ARG(index_name(index, ref)), matches);
	}
	assert_int_equal(n, rows.n);
	lookup_rows_release(&rows);
	strbuf_release(&folded);
}

/* Rows of a kind that a word finds, against the records one by one; how many. */
static inline size_t rows_against_records(const struct index *index, enum kind kind, struct str word)
{
	struct lookup_rows rows;
	size_t n = 0;
	lookup_find_rows(index, word, kind, LOOKUP_EVERYWHERE, &rows);
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		struct ref ref = ref_make(kind, row);
		bool matches = lookup_matches(index, ref, word);
		n += matches;
		if (matches != lookup_rows_has(&rows, ref))
			fail_msg("\"%.*s\" and %.*s: one by one says %d", STR_ARG(word), STR_ARG(index_name(index, ref)), matches);
	}
	assert_int_equal(n, rows.n);
	lookup_rows_release(&rows);
	names_against_records(index, kind, word);
	return n;
}

#endif
