#include "word_internal.h"

#include "index_internal.h"
#include "parallel_internal.h"
#include "scan_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- rows that are read one after another ---------------------------------------------- */

/* How many words of a set are read at once, at most; and how many texts ahead of them memory is asked for. */
enum { WORDS_AT_ONCE = 1 << 6, AHEAD = 8 };

struct row_refs {
	uint32_t rows[WORDS_AT_ONCE * 64];
	struct ref refs[WORDS_AT_ONCE * 64];
	size_t n;
};

static void row_refs_read(const struct index *index, const uint64_t *set, size_t first, size_t end, struct row_refs *out)
{
	size_t n = 0;
	for (size_t i = first; i < end; i++)
		for (uint64_t bits = set[i]; bits; bits &= bits - 1) {
			out->rows[n] = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(bits));
			out->refs[n] = search_ref_behind(index, out->rows[n], n ? out->refs[n - 1] : REF_NONE);
			n++;
		}
	out->n = n;
}

/* Ask memory for what is read soon after number i. */
static void row_refs_prefetch(const struct index *index, const struct row_refs *rows, size_t i)
{
	if (i + 2 * AHEAD < rows->n)
		row_texts_prefetch_place(index, rows->rows[i + 2 * AHEAD], rows->refs[i + 2 * AHEAD]);
	if (i + AHEAD < rows->n)
		row_texts_prefetch(index, rows->refs[i + AHEAD]);
}

/* -- keeping those that a word names ------------------------------------------------------ */

struct keeping {
	const struct index *index;
	struct str word;
	enum naming naming;
	const struct pinyin_query *query;
	const uint64_t *unsure, *fulls;
	size_t n_words;
	uint64_t *bits;
};

enum { FEW_KEPT = 1 << 8, BEGINNINGS = 1 << 4, HAN_FIRST = 0x4E00, HAN_LAST = 0x9FFF };

/* What many names begin with: two characters, which alone say whether these begin with the word. */
struct beginning {
	uint32_t first, second;
	bool sure; /* they do; else it takes reading */
};

/* What a thread keeps names with. */
struct keeper {
	struct row_texts texts;
	struct beginning last[BEGINNINGS]; /* some that were met */
};

static bool is_folded(uint32_t c)
{
	return c >= HAN_FIRST && c <= HAN_LAST && fold_char(c) == c;
}

/* Whether a name as it is printed begins so. Two characters that folding leaves as they are, most, are all that it takes. */
static bool begins_surely(const struct keeping *k, struct str raw, struct keeper *keeper)
{
	size_t at = 0;
	uint32_t first = utf8_next(raw, &at), second = at < raw.n ? utf8_next(raw, &at) : 0;
	struct beginning *last = &keeper->last[(first * 31 + second) % BEGINNINGS];
	if (first != last->first || second != last->second)
		*last = (struct beginning){first, second,
			is_folded(first) && is_folded(second) && pinyin_start_settled(first, second)
				&& pinyin_match_start(str_sub(raw, 0, at), k->query) >= PINYIN_INITIALS};
	return last->sure;
}

/* Whether one of the names of a row begins with the word in the way of NAMING_SURE. */
static bool begins(const struct keeping *k, struct keeper *keeper, uint32_t row, struct ref ref)
{
	struct row_text text;
	bool begins = false;
	for (row_texts_start_at(&keeper->texts, row, ref); !begins && row_texts_next_raw(&keeper->texts, &text);) {
		if (text.raw.n && begins_surely(k, text.raw, keeper))
			return true;
		row_texts_fold(&keeper->texts, &text);
		begins = text.folded.n && pinyin_match_start(text.folded, k->query) >= PINYIN_INITIALS;
	}
	return begins;
}

static bool is_kept(const struct keeping *k, struct keeper *keeper, uint32_t row, struct ref ref)
{
	if (k->naming == NAMING_SURE && begins(k, keeper, row, ref))
		return true;
	return (k->naming == NAMING_RARE || bits_has(k->fulls, row)) && word_names(k->index, row, k->word, k->naming);
}

static void keep_part(void *context, size_t part)
{
	const struct keeping *k = context;
	size_t start = part * WORDS_AT_ONCE, end = start + WORDS_AT_ONCE < k->n_words ? start + WORDS_AT_ONCE : k->n_words;
	struct keeper keeper = {.texts = {.index = k->index, .names_only = true}};
	struct row_refs rows;
	row_refs_read(k->index, k->unsure, start, end, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		row_refs_prefetch(k->index, &rows, i);
		if (!is_kept(k, &keeper, rows.rows[i], rows.refs[i]))
			k->bits[rows.rows[i] / 64] &= ~(UINT64_C(1) << rows.rows[i] % 64);
	}
	row_texts_release(&keeper.texts);
}

void word_keep_named(const struct index *index, struct str folded, enum naming naming, const struct word_rows *rows, uint64_t *bits)
{
	const uint64_t *odd = SECTION_V(uint64_t, index->search.odd);
	if (rows->fulls == rows->names) { /* a word without letters: there is no other way to match */
		for (size_t i = 0; i < rows->n_words; i++)
			bits[i] &= rows->names[i];
		return;
	}
	uint64_t *unsure = xcalloc(rows->n_words, sizeof *unsure);
	struct pinyin_query query;
	struct keeping k = {index, folded, naming, &query, unsure, rows->fulls, rows->n_words, bits};
	size_t n = 0;
	pinyin_query_read(folded, &query); /* as it was when the rows were found */
	for (size_t i = 0; i < rows->n_words; i++) {
		uint64_t named = rows->fulls[i] | (naming == NAMING_FULL ? 0 : rows->plain_heads[i]);
		unsure[i] = bits[i] & ((odd[i] & ~rows->certain[i]) | (naming == NAMING_RARE ? ~named : 0));
		bits[i] &= named | unsure[i];
		n += bits_count(unsure[i]);
	}
	if (n)
		parallel_for((rows->n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, n < FEW_KEPT ? 1 : parallel_threads(), keep_part, &k);
	free(unsure);
}

/* -- characters ------------------------------------------------------------------------------ */

static uint64_t *new_bits(size_t n_words)
{
	return xcalloc(n_words, sizeof(uint64_t));
}

/*
 * Rows that have each two neighbours of the word (of names: blanks left out) in a text; NULL: there are none.
 * *exact: those are all the same as have the word.
 */
static uint64_t *containing(const struct index *index, const struct postings *p, struct str word, bool name, bool *exact)
{
	uint32_t n_rows = name ? index->plan.n_named : index->n_rows;
	size_t n_words = (size_t)n_rows / 64 + 1, n_pairs = 0;
	uint64_t *bits = NULL, *other = NULL;
	uint32_t last = 0;
	*exact = true;
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);
		if (name && c == ' ') {
			*exact = false;
			continue;
		}
		int64_t gram = last ? gram_find(p, last, c) : -1;
		if (last && gram < 0) {
			n_pairs = 0;
			break;
		}
		if (last && n_pairs++ == 0) {
			bits = xcalloc(n_words, sizeof *bits);
			gram_add_rows(p, (uint32_t)gram, n_rows, bits);
		} else if (last) {
			other = other ? memset(other, 0, n_words * sizeof *other) : xcalloc(n_words, sizeof *other);
			gram_add_rows(p, (uint32_t)gram, n_rows, other);
			for (size_t i = 0; i < n_words; i++)
				bits[i] &= other[i];
			*exact = false;
		}
		last = c;
		if (at == word.n && !n_pairs && gram_first(p, c) >= 0) { /* a word of one character */
			struct gram_span span = gram_span_anywhere(p, gram_span(p, (uint32_t)gram_first(p, c)));
			bits = xcalloc(n_words, sizeof *bits);
			for (uint32_t g = span.first; g < span.end; g++)
				gram_add_rows(p, g, n_rows, bits);
			n_pairs = 1;
		}
	}
	free(other);
	if (n_pairs)
		return bits;
	free(bits);
	return NULL;
}

/* -- reading texts ----------------------------------------------------------------------------- */

/* Below so many texts one thread is as quick as several. */
enum { FEW = 1 << 10 };

struct reading {
	const struct index *index;
	const struct lattice *lattice; /* NULL: the word is looked for literally */
	struct str word;               /* with a lattice: where it is characters alone, else empty */
	const uint64_t *candidates;
	struct word_rows *rows;
	bool fields;
	const volatile bool *cancel;
};

/* The sets that a match is told by, where the word has no letters the same ones again and again. */
static struct lattice_rows sets_of(struct word_rows *rows)
{
	return (struct lattice_rows){{rows->names, rows->wholes, rows->plains, rows->fulls},
		{rows->heads, rows->whole_heads, rows->plain_heads, rows->full_heads}, rows->certain, false};
}

static struct lattice_match literal_match(struct str text, struct str word)
{
	bool head = str_starts(text, word);
	return (struct lattice_match){EVERY_HOW, head ? EVERY_HOW : 0, true, head && text.n == word.n};
}

/*
 * Whether a text has a word of characters alone as it is printed: then it need not be folded nor read. False too where
 * folded it may begin with it nevertheless.
 */
static bool match_raw(struct str raw, struct str word, bool changed, struct lattice_match *match)
{
	size_t first = 0, wanted = 0;
	ptrdiff_t at = word.n ? scan_find(raw, word) : -1;
	if (at < 0)
		return false;
	if (at == 0) {
		*match = literal_match(raw, word);
		match->complete |= changed || raw.p[raw.n - 1] == ' ';
		return true;
	}
	uint32_t c = fold_char(utf8_next(raw, &first));
	if (c < HAN_FIRST || c > HAN_LAST || c == utf8_next(word, &wanted))
		return false;
	*match = (struct lattice_match){.all = EVERY_HOW};
	return true;
}

static struct lattice_match match_text(const struct reading *r, struct row_texts *texts, struct row_text *text)
{
	struct lattice_match match = {0};
	if (r->lattice && match_raw(text->raw, r->word, texts->changed, &match))
		return match;
	row_texts_fold(texts, text);
	if (r->lattice)
		return lattice_check(r->lattice, text->folded);
	if (scan_find(text->folded, r->word) >= 0)
		match = literal_match(text->folded, r->word);
	return match;
}

static void read_names(const struct reading *r, struct row_texts *texts, uint32_t row, struct ref ref)
{
	struct lattice_rows found = sets_of(r->rows);
	struct row_text text;
	size_t at = row / 64;
	uint64_t bit = UINT64_C(1) << (row % 64);
	int n_hows = r->rows->fulls == r->rows->names ? 1 : LATTICE_HOWS; /* without letters all stand in one set */
	for (row_texts_start_at(texts, row, ref); row_texts_next_raw(texts, &text);) {
		struct lattice_match match = match_text(r, texts, &text);
		if (!match.all)
			continue;
		for (int how = 0; how < n_hows; how++) {
			found.all[how][at] |= match.all >> how & 1 ? bit : 0;
			found.heads[how][at] |= match.heads >> how & 1 ? bit : 0;
		}
		if (found.certain)
			found.certain[at] |= match.certain ? bit : 0;
		r->rows->completes[at] |= match.complete ? bit : 0;
	}
}

static void read_fields(const struct reading *r, struct row_texts *texts, uint32_t row, struct ref ref)
{
	struct row_text text;
	for (row_texts_start_at(texts, row, ref); row_texts_next(texts, &text);)
		if (text.type == TEXT_FIELD && scan_find(text.folded, r->word) >= 0) {
			bits_set(r->rows->fields, row);
			return;
		}
}

static void read_part(void *context, size_t part)
{
	const struct reading *r = context;
	struct row_texts texts = {.index = r->index, .names_only = !r->fields};
	size_t n = r->fields ? r->rows->n_all : r->rows->n_words, start = part * WORDS_AT_ONCE;
	size_t end = start + WORDS_AT_ONCE < n ? start + WORDS_AT_ONCE : n;
	struct row_refs rows;
	row_refs_read(r->index, r->candidates, start, index_cancelled(r->cancel) ? start : end, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		row_refs_prefetch(r->index, &rows, i);
		(r->fields ? read_fields : read_names)(r, &texts, rows.rows[i], rows.refs[i]);
	}
	row_texts_release(&texts);
}

static void read_all(struct reading *r)
{
	size_t n = 0, n_words = r->fields ? r->rows->n_all : r->rows->n_words;
	for (size_t i = 0; i < n_words; i++)
		n += bits_count(r->candidates[i]);
	if (n && !r->fields && !r->rows->completes)
		r->rows->completes = new_bits(n_words);
	if (n)
		parallel_for((n_words + WORDS_AT_ONCE - 1) / WORDS_AT_ONCE, n < FEW ? 1 : parallel_threads(), read_part, r);
}

uint64_t word_wholes(const struct index *index, const struct word_rows *rows, size_t w)
{
	return SECTION_V(uint64_t, index->search.brief)[w] | (rows->completes ? rows->completes[w] : 0);
}

/* -- finding --------------------------------------------------------------------------------------- */

/* Whether the word may stand in a name as it is and yet not be read so. */
static bool is_only_literal(struct str word)
{
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);
		if (c == ' ' || c == '\'' || c == 0x2019 || c == 0xFC)
			return true;
	}
	return false;
}

/* A word that is found as it stands, or not at all. */
static void set_literal(struct word_rows *rows)
{
	rows->wholes = rows->plains = rows->fulls = rows->literals = rows->names;
	rows->whole_heads = rows->plain_heads = rows->full_heads = rows->literal_heads = rows->heads;
}

/* Rows of which a name may begin with the word as it stands: it does with its first two characters. */
static uint64_t *beginning(const struct index *index, struct str word)
{
	const struct postings *p = &index->search.names;
	uint64_t *bits = new_bits((size_t)index->plan.n_named / 64 + 1);
	uint32_t c[2] = {0};
	size_t n = 0;
	for (size_t at = 0; at < word.n && n < 2;) {
		c[n] = utf8_next(word, &at);
		n += c[n] != ' ';
	}
	int64_t first = gram_first(p, c[0]), head = n == 2 ? gram_find(p, c[0], c[1] | GRAM_START) : -1;
	struct gram_span span = n == 1 && first >= 0 ? gram_span_starting(p, gram_span(p, (uint32_t)first)) : (struct gram_span){0, 0};
	for (uint32_t g = span.first; g < span.end; g++)
		gram_add_rows(p, g, index->plan.n_named, bits);
	if (head >= 0)
		gram_add_rows(p, (uint32_t)head, index->plan.n_named, bits);
	return bits;
}

/* Rows that a phrase reads in its own way may match in any way. */
struct adding_odd {
	const uint64_t *odd;
	struct word_rows *rows;
};

static void add_odd(void *context, size_t first, size_t end)
{
	const struct adding_odd *a = context;
	const uint64_t *odd = a->odd;
	struct word_rows *rows = a->rows;
	for (size_t i = first; i < end; i++) {
		rows->plains[i] |= rows->names[i] & odd[i];
		rows->fulls[i] |= rows->wholes[i] & odd[i];
		rows->plain_heads[i] |= rows->heads[i] & odd[i];
		rows->full_heads[i] |= rows->whole_heads[i] & odd[i];
	}
}

/* Names that are read as the query. */
static void find_read(const struct index *index, struct str word, const struct pinyin_query *query, bool whole, struct word_rows *rows,
	const volatile bool *cancel)
{
	struct lattice lattice;
	lattice_init(&lattice, &index->search.names, query, whole);
	if (lattice.letters && !rows->fulls) {
		uint64_t **sets[] = {&rows->wholes, &rows->whole_heads, &rows->plains, &rows->plain_heads, &rows->fulls, &rows->full_heads, &rows->certain};
		for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
			*sets[i] = new_bits(rows->n_words);
	} else if (!rows->fulls) {
		set_literal(rows);
	}
	struct lattice_rows found = sets_of(rows);
	uint64_t *perhaps = lattice_find(&lattice, index->plan.n_named, &found);
	struct str characters = lattice.letters || is_only_literal(word) ? (struct str){0} : word;
	if (perhaps)
		read_all(&(struct reading){index, &lattice, characters, perhaps, rows, false, cancel});
	if (lattice.letters && (found.any || perhaps))
		bits_pass(rows->n_words, 9, add_odd, &(struct adding_odd){SECTION_V(uint64_t, index->search.odd), rows});
	free(perhaps);
	lattice_release(&lattice);
}

static void find_names(const struct index *index, struct str word, struct word_rows *rows, const volatile bool *cancel)
{
	struct pinyin_query query;
	bool read = pinyin_query_read(word, &query), exact;
	rows->names = new_bits(rows->n_words);
	rows->heads = new_bits(rows->n_words);
	if (read)
		find_read(index, word, &query, false, rows, cancel);
	else
		set_literal(rows);
	if (rows->literals != rows->names) {
		rows->literals = containing(index, &index->search.names, word, true, &exact);
		rows->literal_heads = rows->literals ? beginning(index, word) : NULL;
	}
	if (read && !is_only_literal(word))
		return;
	uint64_t *literal = rows->literals;
	if (literal == rows->names)
		literal = containing(index, &index->search.names, word, true, &exact);
	if (literal)
		read_all(&(struct reading){index, NULL, word, literal, rows, false, cancel});
	if (literal != rows->literals)
		free(literal);
}

void word_find_whole(const struct index *index, struct str folded, struct word_rows *rows, const volatile bool *cancel)
{
	struct pinyin_query query;
	if (!rows->names) {
		*rows = (struct word_rows){.n_words = (size_t)index->plan.n_named / 64 + 1, .n_all = (size_t)index->n_rows / 64 + 1};
		rows->names = new_bits(rows->n_words);
		rows->heads = new_bits(rows->n_words);
	}
	if (pinyin_query_read(folded, &query))
		find_read(index, folded, &query, true, rows, cancel);
}

static void find_fields(const struct index *index, struct str word, struct word_rows *rows, const volatile bool *cancel)
{
	bool exact;
	uint64_t *found = containing(index, &index->search.fields, word, false, &exact);
	if (!found || exact) {
		rows->fields = found;
	} else {
		rows->fields = new_bits(rows->n_all);
		read_all(&(struct reading){index, NULL, word, found, rows, true, cancel});
		free(found);
	}
	rows->scopes = ledger_scopes(index, word);
}

/* The first code that is not below the word, or, with `behind`, does not even begin with it. */
static size_t code_bound(const struct index *index, struct str word, bool behind, struct strbuf *buffer)
{
	size_t low = 0, high = (size_t)index->search.codes.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint32_t row = (uint32_t)section_number(&index->search.codes, middle);
		struct str code = row < index->n_rows ? search_code(index, row, buffer) : STR("");
		int order = str_cmp(behind ? str_sub(code, 0, word.n) : code, word);
		if (order < 0 || (behind && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_codes(const struct index *index, struct str word, struct word_rows *rows)
{
	const struct section *codes = &index->search.codes;
	struct strbuf buffer = {0};
	size_t first = code_bound(index, word, false, &buffer), end = code_bound(index, word, true, &buffer);
	for (size_t i = first; i < end; i++) {
		uint32_t row = (uint32_t)section_number(codes, i);
		if (row >= index->n_rows || !str_eq(search_code(index, row, &buffer), word))
			break;
		array_push(&rows->others, row);
	}
	if (first < end)
		rows->codes = new_bits(rows->n_all);
	for (size_t i = first; i < end; i++) {
		uint32_t row = (uint32_t)section_number(codes, i);
		if (row < index->n_rows)
			bits_set(rows->codes, row);
	}
	strbuf_release(&buffer);
}

static void find_ids(const struct index *index, struct str word, struct word_rows *rows)
{
	struct word_hit hit;
	struct strbuf id = {0};
	strbuf_add(&id, word);
	for (int k = -1; k < KIND_COUNT; k++) {
		if (k >= 0) {
			strbuf_clear(&id);
			strbuf_add_c(&id, kinds[k].singular);
			strbuf_add_byte(&id, ':');
			strbuf_add(&id, word);
		}
		struct ref ref = index_find_id(index, strbuf_str(&id));
		if (!ref_none(ref) && word_is_id(index, search_row(index, ref), word, &hit))
			array_push(&rows->others, hit.row);
	}
	strbuf_release(&id);
}

bool word_find(const struct index *index, struct str folded, struct word_rows *rows, const volatile bool *cancel)
{
	*rows = (struct word_rows){.n_words = (size_t)index->plan.n_named / 64 + 1, .n_all = (size_t)index->n_rows / 64 + 1};
	if (!folded.n || index_cancelled(cancel)) {
		rows->names = new_bits(rows->n_words);
		rows->heads = new_bits(rows->n_words);
		set_literal(rows);
		return !index_cancelled(cancel);
	}
	find_names(index, folded, rows, cancel);
	find_fields(index, folded, rows, cancel);
	find_codes(index, folded, rows);
	find_ids(index, folded, rows);
	return !index_cancelled(cancel);
}

bool word_has_packed(const struct index *index, const struct word_rows *rows)
{
	bool any = rows->scopes != NULL;
	for (size_t i = 0; i < rows->others.n; i++)
		any |= rows->others.v[i] >= index->n_rows;
	return any;
}

/* A set of more rows. */
static uint64_t *grown(uint64_t *bits, size_t n, size_t n_words)
{
	bits = xrealloc(bits, n_words * sizeof *bits);
	memset(bits + n, 0, (n_words - n) * sizeof *bits);
	return bits;
}

void word_reach_packed(const struct index *index, struct word_rows *rows)
{
	size_t n = rows->n_all, n_words = (size_t)index->n_all / 64 + 1;
	if (rows->codes)
		rows->codes = grown(rows->codes, n, n_words);
	if (rows->fields)
		rows->fields = grown(rows->fields, n, n_words);
	else if (rows->scopes)
		rows->fields = new_bits(n_words);
	if (rows->scopes)
		ledger_add_scopes(index, rows->scopes, rows->fields);
	rows->n_all = n_words;
}

void word_release(struct word_rows *rows)
{
	if (rows->fulls != rows->names) {
		free(rows->wholes);
		free(rows->whole_heads);
		free(rows->plains);
		free(rows->plain_heads);
		free(rows->fulls);
		free(rows->full_heads);
	}
	if (rows->literals != rows->names) {
		free(rows->literals);
		free(rows->literal_heads);
	}
	free(rows->completes);
	free(rows->certain);
	free(rows->names);
	free(rows->heads);
	free(rows->fields);
	free(rows->codes);
	free(rows->scopes);
	array_release(&rows->others);
	*rows = (struct word_rows){0};
}
