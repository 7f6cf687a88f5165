#include "index_internal.h"

#include "base/strbuf.h"
#include "parallel_internal.h"
#include "scan_internal.h"

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
	enum entry_type type = hit->entry == UINT32_MAX ? ENTRY_NAME : (enum entry_type)search_entry(&index->search, hit->entry)->type;
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
	hit->end = clipped(scan_length(word));
	return true;
}

static bool check_field(struct str text, struct str word, struct word_hit *hit)
{
	ptrdiff_t at = word.n ? scan_find(text, word) : -1;
	if (at < 0)
		return false;
	hit->how = PINYIN_LITERAL;
	hit->place = LOOKUP_FIELD;
	hit->start = clipped(scan_length(str_sub(text, 0, (size_t)at)));
	hit->end = clipped(hit->start + scan_length(word));
	return true;
}

static void place_hit(const struct search *s, size_t n_characters, struct word_hit *hit)
{
	bool name = search_entry(s, hit->entry)->type == ENTRY_NAME;
	hit->length = name ? clipped(n_characters) : 0;
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
	uint8_t type = search_entry(s, entry)->type;
	hit->global = search_entry(s, entry)->owner;
	hit->length = 0;
	hit->entry = entry;
	if (type == ENTRY_CODE)
		return check_code(text, folded, hit);
	if (type == ENTRY_FIELD)
		return check_field(text, folded, hit);
	const syllable *readings = search_readings(s, entry, &n);
	ptrdiff_t at = folded.n ? scan_find(text, folded) : -1;
	if (at >= 0) { /* what pinyin_match says then */
		hit->how = PINYIN_LITERAL;
		hit->start = clipped(scan_length((struct str){text.p, (size_t)at}));
		hit->end = clipped(hit->start + scan_length(folded));
		place_hit(s, n, hit);
		return true;
	}
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
	struct str initials = search_initials(s, entry);
	ptrdiff_t at = str_find_byte(initials, 1, 0) < 0 ? scan_find(initials, word) : -1;
	if (at < 0)
		return false;
	*hit = (struct word_hit){search_entry(s, entry)->owner, entry, clipped((size_t)at), clipped((size_t)at + word.n), PINYIN_INITIALS, 0, 0};
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
	*hit = (struct word_hit){index_global(index, ref), UINT32_MAX, 0, clipped(id.n), PINYIN_LITERAL, LOOKUP_WHOLE_SHORT, 0};
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

/* -- searching ------------------------------------------------------------------------------ */

/* Bits of candidates that one thread checks at once. */
enum { WORDS_AT_ONCE = 1 << 9 };

struct searching {
	const struct index *index;
	struct str word;
	const uint64_t *candidates;
	size_t n_words;
	bool initials_only; /* each letter is one piece, the first one an initial */
	struct word_hits *pieces;
	const volatile bool *cancel;
};

/* Hits come by row: the better one of a row stays. */
static void keep(struct word_hits *hits, const struct word_hit *hit)
{
	struct word_hit *last = hits->n ? &hits->v[hits->n - 1] : NULL;
	if (!last || last->global != hit->global)
		array_push(hits, *hit);
	else if (word_better(hit, last))
		*last = *hit;
}

static void check_piece(void *context, size_t piece)
{
	struct searching *s = context;
	size_t start = piece * WORDS_AT_ONCE, end = start + WORDS_AT_ONCE < s->n_words ? start + WORDS_AT_ONCE : s->n_words;
	if (index_cancelled(s->cancel))
		return;
	for (size_t i = start; i < end; i++)
		for (uint64_t bits = s->candidates[i]; bits; bits &= bits - 1) {
			struct word_hit hit;
			uint32_t entry = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(bits));
			if ((s->initials_only && check_initials(s->index, entry, s->word, &hit))
				|| word_check_entry(s->index, entry, s->word, &hit))
				keep(&s->pieces[piece], &hit);
		}
}

/* Letters of which each can only be an initial: no two of them are one piece. */
static bool only_initials(const struct index *index, struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] < 'a' || word.p[i] > 'z')
			return false;
	for (uint32_t i = 1; i < index->n_syllables; i++) {
		struct str spelling = syllable_str((syllable)i);
		if (spelling.n == 1 && spelling.p[0] == word.p[0])
			return false;
		for (size_t at = 0; spelling.n > 1 && at + 1 < word.n; at++) {
			char second = word.p[at + 1] == 'v' ? 'u' : word.p[at + 1], letter = spelling.p[1] == 'v' ? 'u' : spelling.p[1];
			if (spelling.p[0] == word.p[at] && letter == second)
				return false;
		}
	}
	return true;
}

static void check_codes(const struct index *index, struct str word, struct word_hits *extra)
{
	const struct search *search = &index->search;
	const uint32_t *codes = SECTION_V(uint32_t, search->codes);
	struct word_hit hit;
	size_t low = 0, high = (size_t)search->codes.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_cmp(search_text(search, codes[middle]), word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < search->codes.n && str_starts(search_text(search, codes[low]), word); low++)
		if (word_check_entry(index, codes[low], word, &hit))
			array_push(extra, hit);
}

static void check_ids(const struct index *index, struct str word, struct word_hits *extra)
{
	struct word_hit hit;
	struct strbuf id = {0};
	struct ref whole = index_find_id(index, word);
	if (!ref_none(whole) && check_id(index, whole, word, &hit))
		array_push(extra, hit);
	for (int k = 0; k < KIND_COUNT; k++) {
		strbuf_clear(&id);
		strbuf_add_c(&id, kinds[k].singular);
		strbuf_add_byte(&id, ':');
		strbuf_add(&id, word);
		struct ref ref = index_find_id(index, strbuf_str(&id));
		if (!ref_none(ref) && check_id(index, ref, word, &hit))
			array_push(extra, hit);
	}
	strbuf_release(&id);
}

static int by_row(const void *a, const void *b)
{
	const struct word_hit *x = a, *y = b;
	if (x->global != y->global)
		return x->global < y->global ? -1 : 1;
	return word_better(x, y) ? -1 : word_better(y, x);
}

/* Join the pieces and what was found besides, by row. */
static void join(struct word_hits *pieces, size_t n, struct word_hits *extra, struct word_hits *out)
{
	size_t n_hits = extra->n, next = 0;
	for (size_t i = 0; i < n; i++)
		n_hits += pieces[i].n;
	array_reserve(out, n_hits + 1);
	if (extra->n)
		qsort(extra->v, extra->n, sizeof *extra->v, by_row);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < pieces[i].n; j++) {
			const struct word_hit *hit = &pieces[i].v[j];
			for (; next < extra->n && extra->v[next].global <= hit->global; next++)
				keep(out, &extra->v[next]);
			keep(out, hit);
		}
		free(pieces[i].v);
	}
	for (; next < extra->n; next++)
		keep(out, &extra->v[next]);
}

bool word_search(const struct index *index, struct str folded, struct word_hits *out, const volatile bool *cancel)
{
	*out = (struct word_hits){.n_rows = index->n_all};
	if (!folded.n || index_cancelled(cancel))
		return !index_cancelled(cancel);
	uint64_t *candidates = word_candidates(index, folded);
	struct searching s = {.index = index, .word = folded, .candidates = candidates,
		.n_words = (size_t)search_n(&index->search) / 64 + 1, .cancel = cancel};
	struct word_hits extra = {0};
	size_t n_pieces = (s.n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, n = 0;
	for (size_t i = 0; i < s.n_words; i++)
		n += (size_t)__builtin_popcountll(candidates[i]);
	s.initials_only = only_initials(index, folded);
	s.pieces = xcalloc(n_pieces, sizeof *s.pieces);
	/* starting threads takes longer than a few texts */
	parallel_for(n_pieces, n < 2048 ? 1 : parallel_threads(), check_piece, &s);
	check_codes(index, folded, &extra);
	check_ids(index, folded, &extra);
	join(s.pieces, n_pieces, &extra, out);
	free(s.pieces);
	free(extra.v);
	free(candidates);
	return !index_cancelled(cancel);
}

void word_find_by_row(struct word_hits *hits)
{
	if (hits->best)
		return;
	hits->best = xcalloc((size_t)hits->n_rows + 1, sizeof *hits->best);
	for (size_t i = 0; i < hits->n; i++)
		hits->best[hits->v[i].global] = (uint32_t)i + 1;
}

void word_release(struct word_hits *hits)
{
	free(hits->best);
	free(hits->v);
	*hits = (struct word_hits){0};
}
