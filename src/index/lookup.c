#include "index/lookup.h"

#include "index_internal.h"

#include "base/strbuf.h"
#include "parallel_internal.h"
#include "scan_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 16 };

/* -- weights ------------------------------------------------------------------------- */

/* What people mean more often weighs more; reference tables and kinds without names come last. */
static const uint8_t kind_points[KIND_COUNT] = {
	[KIND_ZONE] = 30,
	[KIND_CHAIN] = 26,
	[KIND_STAGE] = 22,
	[KIND_ENTERPRISE] = 24,
	[KIND_PARK] = 22,
	[KIND_PROJECT] = 22,
	[KIND_SOURCE] = 20,
	[KIND_FACILITY] = 16,
	[KIND_MEASURE] = 16,
	[KIND_PERSON] = 16,
	[KIND_EVENT] = 16,
	[KIND_REQUEST] = 16,
	[KIND_TARGET] = 14,
	[KIND_ASSESSMENT] = 14,
	[KIND_INDICATOR] = 10,
	[KIND_REGION] = 8,
	[KIND_SECTOR] = 4,
	[KIND_DOUBT] = 6,
	[KIND_LINK] = 0,
	[KIND_PLACEMENT] = 0,
	[KIND_FLOW] = 0,
	[KIND_MILESTONE] = 0,
	[KIND_CLAIM] = 0,
	[KIND_IDENTITY] = 0,
};

static bool has_names(const struct index *index, enum kind kind)
{
	(void)index;
	return kind_has_name(kind);
}

/* -- words of a text -------------------------------------------------------------------- */

struct words {
	struct word_hits hits[WORDS_MAX];
	bool excludes[WORDS_MAX];
	size_t n, n_wanted;
};

static void words_release(struct words *words)
{
	for (size_t i = 0; i < words->n; i++)
		word_release(&words->hits[i]);
	words->n = 0;
}

static bool words_search(const struct index *index, struct str text, struct words *words, const volatile bool *cancel)
{
	struct strbuf folded = {0};
	struct str rest, word;
	bool ok = true;
	strbuf_reserve(&folded, text.n);
	for (size_t i = 0; i < text.n;) {
		/* an ideographic blank parts words as well */
		bool wide = text.n - i >= 3 && !memcmp(text.p + i, "\xE3\x80\x80", 3);
		strbuf_add_byte(&folded, wide || text.p[i] == '\t' ? ' ' : text.p[i]);
		i += wide ? 3 : 1;
	}
	rest = strbuf_str(&folded);
	struct strbuf one = {0};
	while (ok && words->n < WORDS_MAX && str_split(&rest, ' ', &word)) {
		bool excludes = word.n > 1 && word.p[0] == '-';
		strbuf_clear(&one);
		text_fold(str_sub(word, excludes, word.n), &one);
		if (!one.n)
			continue;
		words->excludes[words->n] = excludes;
		words->n_wanted += !excludes;
		ok = word_search(index, strbuf_str(&one), &words->hits[words->n++], cancel);
	}
	strbuf_release(&one);
	strbuf_release(&folded);
	return ok;
}

/* -- one record -------------------------------------------------------------------------- */

static const struct word_hit *own_hit(const struct word_hits *hits, uint32_t global)
{
	return word_hit_of(hits, global);
}

/* The best hit on what lends the record its names. */
static const struct word_hit *lent_hit(const struct index *index, const struct word_hits *hits, const struct ref *context, size_t n)
{
	const struct word_hit *best = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct word_hit *h = own_hit(hits, index_global(index, context[i]));
		if (h && word_lends(index, h) && (!best || word_better(h, best)))
			best = h;
	}
	return best;
}

struct found {
	struct ref ref;
	uint32_t score;
	const struct word_hit *first; /* of the first word that is wanted */
	bool first_lent;
};

static bool match_record(const struct index *index, const struct words *words, struct ref ref, struct found *out)
{
	struct ref context[CONTEXT_MAX];
	uint32_t global = index_global(index, ref), points = 0;
	size_t n_direct = 0, n = 0;
	bool own = !has_names(index, ref_kind(ref)), context_known = false;
	*out = (struct found){.ref = ref};
	for (size_t i = 0; i < words->n; i++) {
		const struct word_hit *h = own_hit(&words->hits[i], global);
		bool lent = !h;
		if (!h && !context_known) {
			n = index_context_of(index, ref, context, &n_direct);
			context_known = true;
		}
		if (!h)
			h = lent_hit(index, &words->hits[i], context, n);
		if (words->excludes[i] ? h != NULL : h == NULL)
			return false;
		if (words->excludes[i])
			continue;
		own |= !lent;
		points += lent ? word_points(h) / 4 : word_points(h);
		if (!out->first) {
			out->first = h;
			out->first_lent = lent;
		}
	}
	out->score = (kind_points[ref_kind(ref)] + index_renown(index, global)) * 16u
		+ points * 16 / (uint32_t)words->n_wanted;
	return own;
}

/* -- the best of all ------------------------------------------------------------------------- */

/* Characters of the name, folded: of a row's entries the name is the first. */
static size_t name_length(const struct index *index, const struct found *f)
{
	if (f->first && !f->first_lent && f->first->length)
		return f->first->length;
	const struct search *s = &index->search;
	uint32_t global = index_global(index, f->ref), entry = search_row_start(s, global);
	if (entry < search_row_start(s, global + 1) && search_entry(s, entry)->type == ENTRY_NAME)
		return search_initials(s, entry).n;
	return scan_length(index_name(index, f->ref));
}

static bool ranks_before(const struct index *index, const struct found *a, const struct found *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	size_t m = name_length(index, a), n = name_length(index, b);
	if (m != n)
		return m < n;
	if (ref_kind(a->ref) != ref_kind(b->ref))
		return ref_kind(a->ref) < ref_kind(b->ref);
	return index_name_rank(index, a->ref) < index_name_rank(index, b->ref);
}

/* The best `limit` so far as a heap whose top is the worst of them. */
struct best {
	const struct index *index;
	struct found *v;
	size_t n, cap, limit;
	size_t *counts;
};

static void sift_down(struct best *b, size_t n)
{
	for (size_t i = 0;;) {
		size_t worst = i, left = 2 * i + 1;
		for (size_t child = left; child < left + 2 && child < n; child++)
			if (ranks_before(b->index, &b->v[worst], &b->v[child]))
				worst = child;
		if (worst == i)
			return;
		struct found swap = b->v[i];
		b->v[i] = b->v[worst];
		b->v[worst] = swap;
		i = worst;
	}
}

static void offer(struct best *b, const struct found *f)
{
	b->counts[ref_kind(f->ref)]++;
	if (b->n < b->limit) {
		size_t i = b->n;
		array_push(b, *f);
		for (; i && ranks_before(b->index, &b->v[(i - 1) / 2], &b->v[i]); i = (i - 1) / 2) {
			struct found swap = b->v[i];
			b->v[i] = b->v[(i - 1) / 2];
			b->v[(i - 1) / 2] = swap;
		}
	} else if (b->limit && ranks_before(b->index, f, &b->v[0])) {
		b->v[0] = *f;
		sift_down(b, b->n);
	}
}

static void sort_best(struct best *b)
{
	for (size_t n = b->n; n > 1; n--) {
		struct found swap = b->v[0];
		b->v[0] = b->v[n - 1];
		b->v[n - 1] = swap;
		sift_down(b, n - 1);
	}
}

/* -- hits as they are handed out ----------------------------------------------------------------- */

/* The raw text of an entry, and of an id. */
static struct str raw_text(const struct index *index, const struct word_hit *hit)
{
	struct ref owner = index_ref_of_global(index, hit->global);
	const struct search *s = &index->search;
	if (hit->entry == UINT32_MAX)
		return index_id(index, owner);
	const struct section *bytes = &index->tables[ref_kind(owner)].columns[search_entry(s, hit->entry)->field].bytes;
	int64_t start = section_number(&s->raw_starts, hit->entry);
	return section_str(bytes, start, start + section_number(&s->raw_bytes, hit->entry));
}

/* Folding drops and replaces characters: where the folded range stands in the raw text, character by character. */
static void raw_range(struct str raw, struct str folded, struct lookup_hit *hit, const struct word_hit *from)
{
	size_t i = 0, j = 0, start = SIZE_MAX, end = 0, index = 0;
	while (i < raw.n && j < folded.n && end == 0) {
		size_t next = j;
		uint32_t want = utf8_next(folded, &next), c = fold_char(utf8_next(raw, &i));
		if (c == want || want == ' ') {
			if (index == from->start)
				start = hit->start;
			if (++index == from->end)
				end = (size_t)hit->start + 1;
			j = next;
		}
		hit->start++;
	}
	hit->end = (uint16_t)(end ? end : hit->start);
	hit->start = start == SIZE_MAX ? hit->end : (uint16_t)start;
}

static struct lookup_hit hand_out(const struct index *index, const struct found *f)
{
	struct lookup_hit hit = {
		.ref = f->ref, .score = f->score, .how = (enum pinyin_how)f->first->how,
		.place = f->first_lent ? LOOKUP_FIELD : (enum lookup_place)f->first->place,
		.text = raw_text(index, f->first),
	};
	if (f->first->entry == UINT32_MAX)
		hit.end = f->first->end;
	else
		raw_range(hit.text, search_text(&index->search, f->first->entry), &hit, f->first);
	return hit;
}

/* Hits of one word that one thread weighs at once. */
enum { HITS_AT_ONCE = 1 << 13 };

struct weighing {
	const struct index *index;
	const struct word_hits *hits;
	uint32_t mask;
	struct best *pieces;
	size_t (*counts)[KIND_COUNT];
};

static void weigh_piece(void *context, size_t piece)
{
	struct weighing *w = context;
	size_t start = piece * HITS_AT_ONCE, end = start + HITS_AT_ONCE < w->hits->n ? start + HITS_AT_ONCE : w->hits->n;
	struct best *best = &w->pieces[piece];
	best->counts = w->counts[piece];
	for (size_t i = start; i < end; i++) {
		const struct word_hit *hit = &w->hits->v[i];
		struct ref ref = index_ref_of_global(w->index, hit->global);
		if (!(w->mask >> ref_kind(ref) & 1) || !has_names(w->index, ref_kind(ref)))
			continue;
		uint32_t renown = index_renown(w->index, hit->global);
		offer(best, &(struct found){ref, (kind_points[ref_kind(ref)] + renown) * 16u + word_points(hit) * 16, hit, false});
	}
}

/* What offer_all does for records with names and one word, which all match. */
static void offer_one(const struct index *index, const struct word_hits *hits, uint32_t mask, struct best *best)
{
	size_t n_pieces = hits->n / HITS_AT_ONCE + 1;
	struct weighing w = {index, hits, mask, xcalloc(n_pieces, sizeof *w.pieces), xcalloc(n_pieces, sizeof *w.counts)};
	for (size_t i = 0; i < n_pieces; i++)
		w.pieces[i] = (struct best){.index = index, .limit = best->limit};
	parallel_for(n_pieces, parallel_threads(), weigh_piece, &w);
	size_t counts[KIND_COUNT] = {0};
	for (size_t i = 0; i < n_pieces; i++) {
		for (int k = 0; k < KIND_COUNT; k++)
			counts[k] += w.counts[i][k];
		for (size_t j = 0; j < w.pieces[i].n; j++)
			offer(best, &w.pieces[i].v[j]);
		array_release(&w.pieces[i]);
	}
	memcpy(best->counts, counts, sizeof counts);
	free(w.pieces);
	free(w.counts);
}

/* Records that a wanted word hits. */
static bool offer_hits(const struct index *index, const struct words *words, uint32_t mask, struct best *best,
	const volatile bool *cancel)
{
	struct found f;
	for (size_t i = 0; i < words->n; i++)
		for (size_t j = 0; !words->excludes[i] && j < words->hits[i].n; j++) {
			uint32_t global = words->hits[i].v[j].global;
			bool earlier = false;
			for (size_t k = 0; k < i && !earlier; k++)
				earlier = !words->excludes[k] && words->hits[k].best[global];
			struct ref ref = earlier ? REF_NONE : index_ref_of_global(index, global);
			if (!earlier && mask >> ref_kind(ref) & 1 && has_names(index, ref_kind(ref))
				&& match_record(index, words, ref, &f))
				offer(best, &f);
			if (j % 4096 == 4095 && index_cancelled(cancel))
				return false;
		}
	return true;
}

/* Records to look at: those that a wanted word hits, and all of kinds that go by what they refer to. */
static bool offer_all(const struct index *index, struct words *words, uint32_t mask, struct best *best,
	const volatile bool *cancel)
{
	struct found f;
	uint32_t by_row = 0; /* kinds without names that have rows */
	for (int k = 0; k < KIND_COUNT; k++)
		by_row |= (uint32_t)(mask >> k & 1 && !has_names(index, (enum kind)k) && index_count(index, (enum kind)k)) << k;
	for (size_t i = 0; i < words->n && (by_row || words->n > 1); i++)
		word_find_by_row(&words->hits[i]);
	if (words->n == 1)
		offer_one(index, &words->hits[0], mask, best);
	else if (!offer_hits(index, words, mask, best, cancel))
		return false;
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; by_row >> k & 1 && row < index_count(index, (enum kind)k); row++) {
			if (match_record(index, words, ref_make((enum kind)k, row), &f))
				offer(best, &f);
			if (row % 4096 == 4095 && index_cancelled(cancel))
				return false;
		}
	return true;
}

bool lookup_run(const struct index *index, struct str text, uint32_t mask, size_t limit, struct lookup_hits *out,
	const volatile bool *cancel)
{
	struct words words = {0};
	*out = (struct lookup_hits){0};
	struct best best = {.index = index, .limit = limit, .counts = out->counts};
	bool ok = words_search(index, text, &words, cancel);
	if (ok && words.n_wanted)
		ok = offer_all(index, &words, mask, &best, cancel);
	if (ok) {
		sort_best(&best);
		for (size_t i = 0; i < best.n; i++)
			array_push(out, hand_out(index, &best.v[i]));
	} else {
		*out = (struct lookup_hits){0};
	}
	array_release(&best);
	words_release(&words);
	return ok;
}

void lookup_release(struct lookup_hits *hits)
{
	free(hits->v);
	*hits = (struct lookup_hits){0};
}

/* -- one word, one record ------------------------------------------------------------------------ */

bool lookup_matches(const struct index *index, struct ref ref, struct str word)
{
	struct strbuf folded = {0};
	struct ref context[CONTEXT_MAX];
	struct word_hit hit;
	size_t n_direct;
	text_fold(word, &folded);
	bool matches = word_check_record(index, ref, strbuf_str(&folded), &hit);
	size_t n = matches ? 0 : index_context_of(index, ref, context, &n_direct);
	for (size_t i = 0; i < n && !matches; i++)
		matches = word_check_record(index, context[i], strbuf_str(&folded), &hit) && word_lends(index, &hit);
	strbuf_release(&folded);
	return matches;
}

/* -- one word, the rows of a kind -------------------------------------------------------------------- */

static unsigned place_of_hit(const struct index *index, const struct word_hit *hit)
{
	static const unsigned places[] = {
		[ENTRY_NAME] = LOOKUP_IN_NAMES,
		[ENTRY_SHORT] = LOOKUP_IN_NAMES,
		[ENTRY_CODE] = LOOKUP_IN_CODES,
		[ENTRY_FIELD] = LOOKUP_IN_FIELDS,
	};
	return hit->entry == UINT32_MAX ? LOOKUP_IN_CODES : places[search_entry(&index->search, hit->entry)->type];
}

/* The best hit of a record hides its other ones: where only some places count, look again. */
static bool row_has(const struct index *index, const struct word_hit *best, struct str folded, unsigned where, bool rare)
{
	uint32_t global = best->global;
	if ((where & LOOKUP_EVERYWHERE) == LOOKUP_EVERYWHERE && !(where & LOOKUP_SURE))
		return true;
	if (best->entry == UINT32_MAX && where & LOOKUP_IN_CODES)
		return true;
	for (uint32_t e = search_row_start(&index->search, global), end = search_row_start(&index->search, global + 1); e < end; e++) {
		struct word_hit hit;
		if (!word_check_entry(index, e, folded, &hit) || !(place_of_hit(index, &hit) & where))
			continue;
		bool sure = hit.how >= PINYIN_FULL || hit.place != LOOKUP_INSIDE;
		if (!(where & LOOKUP_SURE) || (sure && (rare || hit.how != PINYIN_RARE)))
			return true;
	}
	return false;
}

static void set_bit(struct lookup_rows *rows, uint32_t row)
{
	uint64_t bit = UINT64_C(1) << (row % 64);
	rows->n += !(rows->bits[row / 64] & bit);
	rows->bits[row / 64] |= bit;
}

static void set_own(const struct index *index, const struct word_hits *hits, struct str folded, enum kind kind,
	unsigned where, bool rare, struct lookup_rows *out)
{
	for (size_t i = 0; i < hits->n; i++) {
		struct ref ref = index_ref_of_global(index, hits->v[i].global);
		if (ref_kind(ref) == kind && row_has(index, &hits->v[i], folded, where, rare))
			set_bit(out, ref_row(ref));
	}
}

static void set_lent(const struct index *index, const struct word_hits *hits, enum kind kind, struct lookup_rows *out)
{
	struct ref context[CONTEXT_MAX];
	size_t n_direct;
	if (!hits->n)
		return;
	for (uint32_t row = 0; row < index_count(index, kind); row++) {
		size_t n = index_context_of(index, ref_make(kind, row), context, &n_direct);
		if (lent_hit(index, hits, context, n))
			set_bit(out, row);
	}
}

bool lookup_find_rows(const struct index *index, struct str word, enum kind kind, unsigned where,
	struct lookup_rows *out, const volatile bool *cancel)
{
	struct strbuf folded = {0};
	struct word_hits hits;
	text_fold(word, &folded);
	*out = (struct lookup_rows){.n_rows = index_count(index, kind)};
	out->bits = xcalloc(out->n_rows / 64 + 1, sizeof *out->bits);
	bool ok = word_search(index, strbuf_str(&folded), &hits, cancel);
	if (ok) {
		set_own(index, &hits, strbuf_str(&folded), kind, where, false, out);
		if (!out->n && where & LOOKUP_SURE)
			set_own(index, &hits, strbuf_str(&folded), kind, where, true, out);
		if (where & LOOKUP_IN_OTHERS) {
			word_find_by_row(&hits);
			set_lent(index, &hits, kind, out);
		}
	} else {
		lookup_rows_release(out);
	}
	word_release(&hits);
	strbuf_release(&folded);
	return ok;
}

void lookup_rows_release(struct lookup_rows *rows)
{
	free(rows->bits);
	*rows = (struct lookup_rows){0};
}
