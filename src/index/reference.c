/* What a command line's REF means, and words against texts that have no entry in the index. */
#include "index/lookup.h"

#include "index_internal.h"
#include "word_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"

#include <stdlib.h>

enum { CANDIDATES_MAX = 20 };

static const uint32_t reference_tables = 1u << KIND_REGION | 1u << KIND_SECTOR | 1u << KIND_INDICATOR;

/* How exactly a hit names its record: 0 not as a whole, else the higher the surer. */
static int exactness(const struct word_hit *hit)
{
	if (hit->place != LOOKUP_WHOLE && hit->place != LOOKUP_WHOLE_SHORT)
		return 0;
	if (hit->type == TEXT_ID)
		return PINYIN_LITERAL + 2;
	if (hit->type == TEXT_CODE)
		return PINYIN_LITERAL + 1;
	return (int)hit->how; /* PINYIN_RARE to PINYIN_LITERAL */
}

static void add_hit(const struct index *index, const struct word_hit *hit, struct lookup_hits *found)
{
	struct ref ref = search_ref(index, hit->row);
	found->counts[ref_kind(ref)]++;
	if (found->n < CANDIDATES_MAX)
		array_push(found,
			(struct lookup_hit){.ref = ref,
				.score = word_points((enum lookup_place)hit->place, (enum pinyin_how)hit->how),
				.how = (enum pinyin_how)hit->how,
				.place = (enum lookup_place)hit->place,
				.text = index_name(index, ref)});
}

typedef ARRAY(struct word_hit) word_hits;

static void check_row(const struct index *index, uint32_t row, struct str folded, word_hits *hits)
{
	struct word_hit hit;
	for (size_t i = 0; i < hits->n; i++)
		if (hits->v[i].row == row)
			return;
	if (word_check(index, row, folded, &hit) && exactness(&hit))
		array_push(hits, hit);
}

/* The best hits of a word on records that it names as a whole. */
static void find_wholes(const struct index *index, struct str folded, word_hits *hits)
{
	struct word_rows rows;
	word_find(index, folded, &rows);
	for (size_t i = 0; i < rows.others.n; i++)
		check_row(index, rows.others.v[i], folded, hits);
	for (size_t w = 0; w < rows.n_words; w++)
		for (uint64_t bits = rows.heads[w] ? rows.heads[w] & word_wholes(index, &rows, w) : 0; bits; bits &= bits - 1)
			check_row(index, (uint32_t)(w * 64 + bits_lowest(bits)), folded, hits);
	word_release(&rows);
}

/* The highest exactness among hits on the kinds asked for. */
static int highest(const struct index *index, const word_hits *hits, uint32_t kinds_asked)
{
	int top = 0;
	for (size_t i = 0; i < hits->n; i++) {
		int exact = exactness(&hits->v[i]);
		if (exact > top && kinds_asked >> ref_kind(search_ref(index, hits->v[i].row)) & 1)
			top = exact;
	}
	return top;
}

static int by_rank(const void *a, const void *b, void *context)
{
	const struct lookup_hit *x = a, *y = b;
	if (ref_kind(x->ref) != ref_kind(y->ref))
		return ref_kind(x->ref) < ref_kind(y->ref) ? -1 : 1;
	uint32_t p = index_name_rank(context, x->ref), q = index_name_rank(context, y->ref);
	return p < q ? -1 : p > q;
}

void lookup_reference(const struct index *index, struct str text, uint32_t kinds_asked, struct lookup_hits *found)
{
	struct strbuf folded = {0};
	word_hits hits = {0};
	*found = (struct lookup_hits){0};
	struct ref exact = index_find_id(index, str_trim(text));
	if (!ref_none(exact) && kinds_asked >> ref_kind(exact) & 1) {
		array_push(found,
			(struct lookup_hit){.ref = exact,
				.how = PINYIN_LITERAL,
				.place = LOOKUP_WHOLE_SHORT,
				.text = index_id(index, exact)});
		found->counts[ref_kind(exact)]++;
		return;
	}
	text_fold(text, &folded);
	find_wholes(index, strbuf_str(&folded), &hits);
	uint32_t asked = kinds_asked & ~reference_tables;
	int top = highest(index, &hits, asked), top_of_all = highest(index, &hits, kinds_asked);
	if (top < top_of_all && !(top >= PINYIN_LITERAL && top_of_all >= PINYIN_LITERAL)) {
		asked = kinds_asked;
		top = top_of_all;
	}
	for (size_t i = 0; top && i < hits.n; i++)
		if (exactness(&hits.v[i]) == top
			&& asked >> ref_kind(search_ref(index, hits.v[i].row)) & 1)
			add_hit(index, &hits.v[i], found);
	if (found->n)
		qsort_r(found->v, found->n, sizeof *found->v, by_rank, (void *)(uintptr_t)index);
	array_release(&hits);
	strbuf_release(&folded);
}

/* Match a word against a text without an entry; *length gets the characters of the folded text. */
static bool match_text(struct str text, struct str word, struct pinyin_hit *hit, size_t *length)
{
	struct strbuf a = {0}, b = {0};
	text_fold(text, &a);
	text_fold(word, &b);
	syllable *readings = xmalloc((a.n + 1) * sizeof *readings);
	*length = pinyin_text(strbuf_str(&a), readings);
	bool found = pinyin_match(strbuf_str(&a), readings, strbuf_str(&b), hit);
	free(readings);
	strbuf_release(&a);
	strbuf_release(&b);
	return found;
}

enum pinyin_how lookup_names(struct str text, struct str word, bool prefix)
{
	struct pinyin_hit hit;
	size_t length;
	if (!match_text(text, word, &hit, &length) || hit.start || (!prefix && hit.end != length))
		return PINYIN_NONE;
	return hit.how;
}

/* Printable ASCII without what parts syllables: it folds byte by byte, and nothing in it has a reading. */
static bool is_plain(struct str s)
{
	unsigned other = 0;
	for (size_t i = 0; i < s.n; i++)
		other |= (unsigned)((unsigned char)(s.p[i] - '!') > '~' - '!') | (unsigned)(s.p[i] == '\'');
	return !other;
}

/* A character between U+4000 and U+9FFF, which folds to another one of these if at all. */
static bool begins_han(struct str s)
{
	return s.n && (unsigned char)s.p[0] >= 0xE4 && (unsigned char)s.p[0] <= 0xE9;
}

static bool contains_plain(struct str text, struct str word)
{
	for (size_t i = 0; word.n && i + word.n <= text.n; i++) {
		size_t k = 1;
		if (fold_ascii(text.p[i]) != fold_ascii(word.p[0]))
			continue;
		while (k < word.n && fold_ascii(text.p[i + k]) == fold_ascii(word.p[k]))
			k++;
		if (k == word.n)
			return true;
	}
	return false;
}

bool lookup_contains(struct str text, struct str word)
{
	/* of ids and places there are millions, and a word is in them or not */
	if (is_plain(text) && (is_plain(word) || begins_han(word)))
		return contains_plain(text, word);
	struct pinyin_hit hit;
	size_t length;
	return match_text(text, word, &hit, &length)
		&& (hit.how >= PINYIN_FULL || (hit.how == PINYIN_INITIALS && !hit.start));
}
