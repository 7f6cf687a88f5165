#include "word_internal.h"

#include "index_internal.h"
#include "base/bisect.h"
#include "word_read_internal.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- characters ------------------------------------------------------------------------------ */

/*
 * Rows that have each two neighbours of the word (of names: blanks left out) in a text; NULL: there are none.
 * *exact: those are all the same as have the word.
 */
static uint64_t *containing(const struct index *index, const struct postings *p, struct str word, bool name, bool *exact)
{
	uint32_t n_rows = name ? index->plan.n_named : index->n_rows;
	size_t n_words = bits_room(n_rows), n_pairs = 0;
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
			bits = bits_new_words(n_words);
			gram_add_rows(p, (uint32_t)gram, n_rows, bits);
		} else if (last) {
			other = other ? memset(other, 0, n_words * sizeof *other) : bits_new_words(n_words);
			gram_add_rows(p, (uint32_t)gram, n_rows, other);
			bits_keep(bits, other, n_words);
			*exact = false;
		}
		last = c;
		if (at == word.n && !n_pairs && gram_first(p, c) >= 0) { /* a word of one character */
			struct gram_span span = gram_span_anywhere(p, gram_span(p, (uint32_t)gram_first(p, c)));
			bits = bits_new_words(n_words);
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

uint64_t word_wholes(const struct index *index, const struct word_rows *rows, size_t w)
{
	return SECTION_V(uint64_t, index->search.brief)[w] | (rows->completes ? rows->completes[w] : 0);
}

/* -- finding --------------------------------------------------------------------------------------- */

/* Whether the word may stand in a name as it is and yet not be read so. */
static bool is_only_literal(struct str word)
{
	if (pinyin_asks_sound(word))
		return true;
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
	uint64_t *bits = bits_new_words(bits_room(index->plan.n_named));
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

/* What names are looked for by, and where: outside of these rows some may be missed. */
struct finding {
	const struct index *index;
	struct str word;
	uint64_t start, end;
	struct word_rows *rows;
};

/* Read names of some rows; without a lattice they are looked through for the word as it stands. */
static void read_names(const struct finding *f, const struct lattice *lattice, uint64_t *candidates)
{
	bool characters = lattice && !lattice->letters && !is_only_literal(f->word);
	struct str word = !lattice || characters ? f->word : (struct str){0};
	bits_keep_range(candidates, f->rows->n_words, f->start, f->end);
	word_read(&(struct word_reading){f->index, lattice, word, candidates, f->rows, false});
}

/* The sets that a word of letters has beside names and heads. */
static void make_sets(struct word_rows *rows)
{
	uint64_t **sets[] = {&rows->wholes, &rows->whole_heads, &rows->plains, &rows->plain_heads, &rows->fulls, &rows->full_heads, &rows->certain};
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		*sets[i] = bits_new_words(rows->n_words);
}

/* Names that are read as the query. */
static void find_read(const struct finding *f, const struct pinyin_query *query, bool whole)
{
	const struct index *index = f->index;
	struct word_rows *rows = f->rows;
	struct lattice lattice;
	lattice_init(&lattice, &index->search.names, &index->search.triples, query, whole);
	if (rows->heads && !rows->fulls) {
		if (lattice.letters)
			make_sets(rows);
		else
			set_literal(rows);
	}
	struct lattice_rows found = word_sets(rows);
	uint64_t *perhaps = lattice_find(&lattice, index->plan.n_named, &found);
	if (perhaps)
		read_names(f, &lattice, perhaps);
	if (found.certain && (found.any || perhaps))
		bits_pass(rows->n_words, 9, add_odd, &(struct adding_odd){SECTION_V(uint64_t, index->search.odd), rows});
	free(perhaps);
	lattice_release(&lattice);
}

/* Names, and how they match where heads are there. */
static void find_names(const struct finding *f)
{
	const struct postings *p = &f->index->search.names;
	struct word_rows *rows = f->rows;
	struct pinyin_query query;
	bool read = pinyin_query_read(f->word, &query), exact;
	if (read)
		find_read(f, &query, false);
	else if (rows->heads)
		set_literal(rows);
	if (rows->heads && rows->literals != rows->names) {
		rows->literals = containing(f->index, p, f->word, true, &exact);
		rows->literal_heads = rows->literals ? beginning(f->index, f->word) : NULL;
	}
	if (read && !is_only_literal(f->word))
		return;
	uint64_t *literal = containing(f->index, p, f->word, true, &exact);
	if (literal)
		read_names(f, NULL, literal);
	free(literal);
}

/* Sets of names without rows. */
static void make_named(const struct index *index, bool heads, struct word_rows *rows)
{
	*rows = (struct word_rows){.n_words = bits_room(index->plan.n_named), .n_all = bits_room(index->n_rows)};
	rows->names = bits_new_words(rows->n_words);
	rows->heads = heads ? bits_new_words(rows->n_words) : NULL;
}

void word_find_whole(const struct index *index, struct str folded, struct word_rows *rows)
{
	struct pinyin_query query;
	if (!rows->names)
		make_named(index, true, rows);
	if (pinyin_query_read(folded, &query))
		find_read(&(struct finding){index, folded, 0, index->plan.n_named, rows}, &query, true);
}

void word_find_named(const struct index *index, struct str folded, uint64_t start, uint64_t end, struct word_rows *rows)
{
	make_named(index, false, rows);
	if (folded.n && start < end)
		find_names(&(struct finding){index, folded, start, end, rows});
}

static void find_fields(const struct index *index, struct str word, struct word_rows *rows)
{
	bool exact;
	uint64_t *found = containing(index, &index->search.fields, word, false, &exact);
	if (!found || exact) {
		rows->fields = found;
	} else {
		rows->fields = bits_new_words(rows->n_all);
		word_read(&(struct word_reading){index, NULL, word, found, rows, true});
		free(found);
	}
	rows->scopes = ledger_scopes(index, word);
}

/* Whether a code is below the word, or, with `behind`, begins with it. */
static bool is_before(const struct index *index, size_t at, struct str word, bool behind, struct strbuf *buffer)
{
	uint32_t row = (uint32_t)section_number(&index->search.codes, at);
	struct str code = row < index->n_rows ? search_code(index, row, buffer) : STR("");
	int order = str_cmp(behind ? str_sub(code, 0, word.n) : code, word);
	return order < 0 || (behind && order == 0);
}

/* The first code that is not. */
static size_t code_bound(const struct index *index, struct str word, bool behind, struct strbuf *buffer)
{
	size_t at = 0;
	bisect(at, (size_t)index->search.codes.n, i, is_before(index, i, word, behind, buffer));
	return at;
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
		rows->codes = bits_new_words(rows->n_all);
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

void word_find_codes(const struct index *index, struct str folded, struct word_rows *rows)
{
	find_codes(index, folded, rows);
	find_ids(index, folded, rows);
}

void word_find(const struct index *index, struct str folded, struct word_rows *rows)
{
	make_named(index, true, rows);
	if (!folded.n) {
		set_literal(rows);
		return;
	}
	find_names(&(struct finding){index, folded, 0, index->plan.n_named, rows});
	find_fields(index, folded, rows);
	word_find_values(index, folded, rows);
	word_find_codes(index, folded, rows);
}

bool word_has_packed(const struct index *index, const struct word_rows *rows)
{
	bool any = rows->scopes || rows->values;
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
	size_t n = rows->n_all, n_words = bits_room(index->n_all);
	if (rows->codes)
		rows->codes = grown(rows->codes, n, n_words);
	if (rows->fields)
		rows->fields = grown(rows->fields, n, n_words);
	else if (rows->scopes || rows->values)
		rows->fields = bits_new_words(n_words);
	if (rows->values)
		bits_add(rows->fields, rows->values, n_words);
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
	free(rows->values);
	free(rows->scopes);
	array_release(&rows->others);
	*rows = (struct word_rows){0};
}
