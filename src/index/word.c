#include "index_internal.h"

#include "base/strbuf.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- how good a hit is ------------------------------------------------------------------ */

unsigned word_points(const struct word_hit *hit)
{
	static const uint8_t places[] = {
		[LOOKUP_FIELD] = 0,
		[LOOKUP_INSIDE] = 10,
		[LOOKUP_SHORT] = 30,
		[LOOKUP_PREFIX] = 35,
		[LOOKUP_WHOLE_SHORT] = 45,
		[LOOKUP_WHOLE] = 50,
	};
	static const uint8_t hows[] = {
		[PINYIN_NONE] = 0, [PINYIN_RARE] = 0, [PINYIN_INITIALS] = 8, [PINYIN_FULL] = 20, [PINYIN_LITERAL] = 26,
	};
	return (unsigned)places[hit->place] + hows[hit->how];
}

bool word_better(const struct word_hit *a, const struct word_hit *b)
{
	unsigned p = word_points(a), q = word_points(b);
	if (p != q)
		return p > q;
	if (a->start != b->start)
		return a->start < b->start;
	return a->entry < b->entry;
}

bool word_lends(const struct index *index, const struct word_hit *hit)
{
	enum entry_type type = hit->entry == UINT32_MAX ? ENTRY_NAME : (enum entry_type)SECTION_V(uint8_t, index->search.types)[hit->entry];
	if (type == ENTRY_CODE || type == ENTRY_FIELD || hit->how == PINYIN_RARE)
		return false;
	return hit->how >= PINYIN_FULL || hit->place != LOOKUP_INSIDE;
}

/* -- checking one text ------------------------------------------------------------------- */

static uint16_t clipped(size_t n)
{
	return n < UINT16_MAX ? (uint16_t)n : UINT16_MAX;
}

static bool check_code(struct str text, struct str word, struct word_hit *hit)
{
	if (!word.n || !str_starts(text, word))
		return false;
	hit->how = PINYIN_LITERAL;
	hit->place = text.n == word.n ? LOOKUP_WHOLE_SHORT : LOOKUP_SHORT;
	hit->start = 0;
	hit->end = clipped(utf8_length(word));
	return true;
}

static bool check_field(struct str text, struct str word, struct word_hit *hit)
{
	ptrdiff_t at = word.n ? str_find(text, word, 0) : -1;
	if (at < 0)
		return false;
	hit->how = PINYIN_LITERAL;
	hit->place = LOOKUP_FIELD;
	hit->start = clipped(utf8_length(str_sub(text, 0, (size_t)at)));
	hit->end = clipped(hit->start + utf8_length(word));
	return true;
}

static void place_hit(const struct search *s, size_t n_characters, struct word_hit *hit)
{
	bool name = SECTION_V(uint8_t, s->types)[hit->entry] == ENTRY_NAME;
	if (hit->start)
		hit->place = LOOKUP_INSIDE;
	else if (hit->end == n_characters)
		hit->place = name ? LOOKUP_WHOLE : LOOKUP_WHOLE_SHORT;
	else
		hit->place = name ? LOOKUP_PREFIX : LOOKUP_SHORT;
}

bool word_check_entry(const struct index *index, uint32_t entry, struct str folded, struct word_hit *hit)
{
	const struct search *s = &index->search;
	struct str text = search_text(s, entry);
	struct pinyin_hit found;
	size_t n;
	uint8_t type = SECTION_V(uint8_t, s->types)[entry];
	hit->global = SECTION_V(uint32_t, s->owners)[entry];
	hit->entry = entry;
	if (type == ENTRY_CODE)
		return check_code(text, folded, hit);
	if (type == ENTRY_FIELD)
		return check_field(text, folded, hit);
	const syllable *readings = search_readings(s, entry, &n);
	if (!pinyin_match(text, readings, folded, &found))
		return false;
	hit->how = (uint8_t)found.how;
	hit->start = clipped(found.start);
	hit->end = clipped(found.end);
	place_hit(s, n, hit);
	return true;
}

/*
 * What pinyin_match would find for a word of initials only, where that is certain: no Latin
 * letter or blank in the name, and the initials of its readings contain the word.
 */
static bool check_initials(const struct index *index, uint32_t entry, struct str word, struct word_hit *hit)
{
	const struct search *s = &index->search;
	struct str initials = section_text(&s->reading_ends, &s->initials, entry);
	ptrdiff_t at = str_find_byte(initials, 1, 0) < 0 ? str_find(initials, word, 0) : -1;
	if (at < 0)
		return false;
	*hit = (struct word_hit){SECTION_V(uint32_t, s->owners)[entry], entry, clipped((size_t)at), clipped((size_t)at + word.n), PINYIN_INITIALS, 0};
	place_hit(s, initials.n, hit);
	return true;
}

/* A whole id, or the part of it behind the colon. */
static bool check_id(const struct index *index, struct ref ref, struct str folded, struct word_hit *hit)
{
	struct str id = index_id(index, ref);
	size_t slug = (size_t)(str_find_byte(id, ':', 0) + 1);
	if (!folded.n || !(str_eq(id, folded) || str_eq(str_sub(id, slug, id.n), folded)))
		return false;
	*hit = (struct word_hit){index_global(index, ref), UINT32_MAX, 0, clipped(id.n), PINYIN_LITERAL, LOOKUP_WHOLE_SHORT};
	return true;
}

bool word_check_record(const struct index *index, struct ref ref, struct str folded, struct word_hit *best)
{
	uint32_t global = index_global(index, ref);
	struct word_hit hit;
	bool found = check_id(index, ref, folded, best);
	for (uint32_t e = search_row_start(&index->search, global), end = search_row_start(&index->search, global + 1); e < end; e++)
		if (word_check_entry(index, e, folded, &hit) && (!found || word_better(&hit, best))) {
			*best = hit;
			found = true;
		}
	return found;
}

/* -- candidates ----------------------------------------------------------------------------- */

struct searching {
	const struct index *index;
	struct str word;
	struct word_hits *hits;
	uint64_t *seen; /* a bit per entry */
	const volatile bool *cancel;
	size_t n_checked;
	bool cancelled;
	bool initials_only; /* each letter is one piece, the first one an initial */
};

static void keep(struct word_hits *hits, const struct word_hit *hit)
{
	uint32_t at = hits->best[hit->global];
	if (!at) {
		array_push(hits, *hit);
		hits->best[hit->global] = (uint32_t)hits->n;
	} else if (word_better(hit, &hits->v[at - 1])) {
		hits->v[at - 1] = *hit;
	}
}

static void check(struct searching *s, uint32_t entry)
{
	struct word_hit hit;
	uint64_t bit = UINT64_C(1) << (entry % 64);
	if (s->cancelled || s->seen[entry / 64] & bit)
		return;
	s->seen[entry / 64] |= bit;
	if (++s->n_checked % 1024 == 0)
		s->cancelled = index_cancelled(s->cancel);
	if ((s->initials_only && check_initials(s->index, entry, s->word, &hit))
		|| word_check_entry(s->index, entry, s->word, &hit))
		keep(s->hits, &hit);
}

static void check_posting(struct searching *s, uint32_t key)
{
	struct posting p = search_posting(&s->index->search, key);
	for (uint32_t entry; search_posting_next(&p, &entry);)
		check(s, entry);
}

static void check_fields_of_posting(struct searching *s, uint32_t key)
{
	struct posting p = search_posting(&s->index->search, key);
	for (uint32_t entry; search_posting_next(&p, &entry);)
		if (SECTION_V(uint8_t, s->index->search.types)[entry] == ENTRY_FIELD)
			check(s, entry);
}

/* What parts syllables in a query and stands for nothing itself: text/pinyin.h. */
static bool is_separator(uint32_t c)
{
	return c == ' ' || c == '\'' || c == 0x2019;
}

/* A character that a reading cannot stand for: whoever matches contains it. */
static bool is_literal(uint32_t c)
{
	return !(c >= 'a' && c <= 'z') && !is_separator(c) && c != 0xFC;
}

/* The character of the word that fewest texts contain, among all or only literal ones; false where there is none. */
static bool rarest(const struct search *s, struct str word, bool literal_only, uint32_t *key)
{
	size_t least = SIZE_MAX;
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at), k = search_char_key(c);
		size_t n = search_count(s, k);
		if (n >= least || (literal_only && !is_literal(c)))
			continue;
		least = n;
		*key = k;
	}
	return least != SIZE_MAX;
}

enum { LETTERS_MAX = 64, SYLLABLE_MAX = 6 };

/* The letters of a word without apostrophes and blanks, ü as v; 0 where there are more than LETTERS_MAX. */
static size_t letters_of(struct str word, char out[LETTERS_MAX])
{
	size_t n = 0;
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);
		if (is_separator(c))
			continue;
		if (n == LETTERS_MAX)
			return 0;
		out[n++] = c == 0xFC ? 'v' : (char)c;
	}
	return n;
}

/* Whether s begins with the letters; people write u for v (ü) and the other way round. */
static bool begins(struct str s, const char *letters, size_t n)
{
	if (n > s.n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char a = s.p[i] == 'v' ? 'u' : s.p[i], b = letters[i] == 'v' ? 'u' : letters[i];
		if (a != b)
			return false;
	}
	return true;
}

/* Whether a spelling, its double initial or its beginning can be a piece of two letters or more at the start of the letters. */
static bool is_long_piece(struct str spelling, const char *letters, size_t n)
{
	if (n < 2 || spelling.n < 2)
		return false;
	bool double_initial = spelling.p[1] == 'h' && begins((struct str){letters, n}, spelling.p, 2);
	return double_initial || begins((struct str){letters, n}, spelling.p, spelling.n) || begins(spelling, letters, n);
}

/* Whether the first letter can only be an initial and no two letters can be one piece. */
static bool only_initials(const struct index *index, const char *letters, size_t n)
{
	for (uint32_t i = 1; i < index->n_syllables; i++) {
		struct str spelling = syllable_str((uint16_t)i);
		if (spelling.n == 1 && begins((struct str){letters, n}, spelling.p, 1))
			return false;
		for (size_t at = 0; at < n; at++)
			if (is_long_piece(spelling, letters + at, n - at))
				return false;
	}
	return true;
}

/* Names that a word of letters may match: by every length that the first piece can have, what the next piece begins with. */
static void check_letters(struct searching *s, const char *letters, size_t n)
{
	bool ends[SYLLABLE_MAX + 1] = {[1] = true};
	ends[2] = n > 1 && letters[1] == 'h' && (letters[0] == 'z' || letters[0] == 'c' || letters[0] == 's');
	for (uint32_t i = 1; i < s->index->n_syllables; i++) {
		struct str spelling = syllable_str((uint16_t)i);
		if (n <= SYLLABLE_MAX && begins(spelling, letters, n))
			check_posting(s, search_syllable_key(i));
		if (spelling.n <= SYLLABLE_MAX && spelling.n < n
			&& begins((struct str){letters, n}, spelling.p, spelling.n))
			ends[spelling.n] = true;
	}
	if (n == 1)
		check_posting(s, search_char_key((unsigned char)letters[0]));
	uint32_t first = search_initial_class((unsigned char)letters[0]);
	for (size_t k = 1; k <= SYLLABLE_MAX && k < n; k++)
		if (ends[k])
			check_posting(s, search_pair_key(first, search_initial_class((unsigned char)letters[k])));
}

static void check_codes(struct searching *s)
{
	const struct search *search = &s->index->search;
	const uint32_t *codes = SECTION_V(uint32_t, search->codes);
	size_t low = 0, high = (size_t)search->codes.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_cmp(search_text(search, codes[middle]), s->word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < search->codes.n && str_starts(search_text(search, codes[low]), s->word); low++)
		check(s, codes[low]);
}

static void check_ids(struct searching *s)
{
	struct word_hit hit;
	struct strbuf id = {0};
	struct ref whole = index_find_id(s->index, s->word);
	if (!ref_none(whole) && check_id(s->index, whole, s->word, &hit))
		keep(s->hits, &hit);
	for (int k = 0; k < KIND_COUNT; k++) {
		strbuf_clear(&id);
		strbuf_add_c(&id, kinds[k].singular);
		strbuf_add_byte(&id, ':');
		strbuf_add(&id, s->word);
		struct ref ref = index_find_id(s->index, strbuf_str(&id));
		if (!ref_none(ref) && check_id(s->index, ref, s->word, &hit))
			keep(s->hits, &hit);
	}
	strbuf_release(&id);
}

bool word_search(const struct index *index, struct str folded, struct word_hits *out, const volatile bool *cancel)
{
	const struct search *search = &index->search;
	*out = (struct word_hits){.best = xcalloc((size_t)index->n_rows + 1, sizeof *out->best)};
	if (!folded.n)
		return true;
	struct searching s = {index, folded, out, xcalloc((size_t)search->types.n / 64 + 1, sizeof(uint64_t)), cancel, 0,
		index_cancelled(cancel), false};
	uint32_t key = 0;
	if (rarest(search, folded, true, &key)) {
		check_posting(&s, key);
	} else {
		char letters[LETTERS_MAX];
		size_t n = letters_of(folded, letters);
		bool other = n != folded.n; /* blanks, apostrophes or too long: a name may contain it as it stands */
		s.initials_only = n && !other && only_initials(index, letters, n);
		if (n)
			check_letters(&s, letters, n);
		if (rarest(search, folded, false, &key) && other)
			check_posting(&s, key);
		else
			check_fields_of_posting(&s, key);
	}
	check_codes(&s);
	check_ids(&s);
	free(s.seen);
	return !s.cancelled;
}

void word_release(struct word_hits *hits)
{
	free(hits->best);
	free(hits->v);
	*hits = (struct word_hits){0};
}
