#include "word_read_internal.h"

#include "base/parallel.h"
#include "index_internal.h"
#include "row_refs_internal.h"
#include "scan_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Below so many texts one thread is as quick as several. */
enum { FEW = 1 << 10 };

struct lattice_rows word_sets(const struct word_rows *rows)
{
	if (rows->fulls == rows->names || !rows->fulls)
		return (struct lattice_rows){.all = {rows->names}, .heads = {rows->heads}};
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
 * folded it may begin with it nevertheless, if that is asked.
 */
static bool match_raw(const struct word_reading *r, struct str raw, bool changed, struct lattice_match *match)
{
	size_t first = 0, wanted = 0;
	ptrdiff_t at = r->word.n ? scan_find(raw, r->word) : -1;
	if (at < 0)
		return false;
	if (at == 0) {
		*match = literal_match(raw, r->word);
		match->complete |= changed || raw.p[raw.n - 1] == ' ';
		return true;
	}
	uint32_t c = r->rows->heads ? utf8_next(raw, &first) : 0;
	if (r->rows->heads && (!word_is_han(fold_char(c)) || fold_char(c) == utf8_next(r->word, &wanted)))
		return false;
	*match = (struct lattice_match){.all = EVERY_HOW};
	return true;
}

/* Whether a text has some of the characters that most of those that match have. */
static bool has_chain(const struct lattice *l, struct str raw)
{
	bool has = false;
	for (size_t i = 0; !has && i < l->n_chains; i++)
		has = scan_find(raw, (struct str){l->chains[i].text, l->chains[i].n}) >= 0;
	return has;
}

static struct lattice_match match_text(const struct word_reading *r, struct row_texts *texts, struct row_text *text)
{
	struct lattice_match match = {0};
	if (r->lattice && match_raw(r, text->raw, texts->changed, &match))
		return match;
	if (r->lattice && has_chain(r->lattice, text->raw))
		return (struct lattice_match){.all = EVERY_HOW};
	row_texts_fold(texts, text);
	if (r->lattice)
		return lattice_check(r->lattice, text->folded);
	if (scan_find(text->folded, r->word) >= 0)
		match = literal_match(text->folded, r->word);
	return match;
}

static void note_match(const struct word_reading *r, const struct lattice_rows *sets, uint32_t row, struct lattice_match match)
{
	size_t at = row / 64;
	uint64_t bit = bits_at(row);
	for (int how = 0; how < LATTICE_HOWS; how++) {
		if (sets->all[how])
			sets->all[how][at] |= match.all >> how & 1 ? bit : 0;
		if (sets->heads[how])
			sets->heads[how][at] |= match.heads >> how & 1 ? bit : 0;
	}
	if (sets->certain)
		sets->certain[at] |= match.certain ? bit : 0;
	if (r->rows->completes)
		r->rows->completes[at] |= match.complete ? bit : 0;
}

static void read_names(const struct word_reading *r, struct row_texts *texts, uint32_t row)
{
	struct lattice_rows sets = word_sets(r->rows);
	struct row_text text;
	while (row_texts_next_raw(texts, &text)) {
		struct lattice_match match = match_text(r, texts, &text);
		if (!match.all)
			continue;
		note_match(r, &sets, row, match);
		if (!sets.heads[LATTICE_ANY]) /* another name says no more */
			return;
	}
}

static void read_fields(const struct word_reading *r, struct row_texts *texts, uint32_t row)
{
	struct row_text text;
	while (row_texts_next(texts, &text))
		if (text.type == TEXT_FIELD && scan_find(text.folded, r->word) >= 0) {
			bits_set(r->rows->fields, row);
			return;
		}
}

static size_t words_of(const struct word_reading *r)
{
	return r->fields ? r->rows->n_all : r->rows->n_words;
}

static void read_part(void *context, size_t part)
{
	const struct word_reading *r = context;
	struct row_texts texts = {.index = r->index, .names_only = !r->fields};
	size_t n = words_of(r), at = part * row_refs_part(n), end = at + row_refs_part(n) < n ? at + row_refs_part(n) : n;
	struct row_refs rows;
	while (at < end) {
		at = row_refs_read(r->index, r->candidates, at, end, &rows);
		for (size_t i = 0; i < rows.n; i++) {
			row_refs_start(&rows, i, &texts);
			(r->fields ? read_fields : read_names)(r, &texts, rows.rows[i]);
		}
	}
	row_texts_release(&texts);
}

void word_read(const struct word_reading *r)
{
	size_t n_words = words_of(r), n_at_once = row_refs_part(n_words), n = bits_total(r->candidates, n_words);
	struct word_reading reading = *r;
	if (n && !r->fields && r->rows->heads && !r->rows->completes)
		r->rows->completes = bits_new_words(n_words);
	if (n)
		parallel_for((n_words + n_at_once - 1) / n_at_once, n < FEW ? 1 : parallel_threads(), read_part, &reading);
}
