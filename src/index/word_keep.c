/* Of rows that match a word those that it names in some way. */
#include "word_internal.h"

#include "base/parallel.h"
#include "index_internal.h"
#include "row_refs_internal.h"
#include "text/utf8.h"

#include <stdlib.h>

struct keeping {
	const struct index *index;
	struct str word;
	enum naming naming;
	const struct pinyin_query *query;
	const struct word_rows *rows;
	uint64_t *unsure, *bits;
};

enum { FEW_KEPT = 1 << 8, BEGINNINGS = 1 << 4 };

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

/* Whether a name as it is printed begins so. Two characters that folding leaves as they are, most, are all that it takes. */
static bool begins_surely(const struct keeping *k, struct str raw, struct keeper *keeper)
{
	size_t at = 0;
	uint32_t first = utf8_next(raw, &at), second = at < raw.n ? utf8_next(raw, &at) : 0;
	struct beginning *last = &keeper->last[(first * 31 + second) % BEGINNINGS];
	if (first != last->first || second != last->second)
		*last = (struct beginning){first, second,
			word_is_folded(first) && word_is_folded(second) && pinyin_start_settled(first, second)
				&& pinyin_match_start(str_sub(raw, 0, at), k->query) >= PINYIN_INITIALS};
	return last->sure;
}

/* Whether one of the names of a row begins with the word in the way of NAMING_SURE. */
static bool begins(const struct keeping *k, struct keeper *keeper, const struct row_refs *rows, size_t i)
{
	struct row_text text;
	bool begins = false;
	for (row_refs_start(rows, i, &keeper->texts); !begins && row_texts_next_raw(&keeper->texts, &text);) {
		if (text.raw.n && begins_surely(k, text.raw, keeper))
			return true;
		row_texts_fold(&keeper->texts, &text);
		begins = text.folded.n && pinyin_match_start(text.folded, k->query) >= PINYIN_INITIALS;
	}
	return begins;
}

static bool is_kept(const struct keeping *k, struct keeper *keeper, const struct row_refs *rows, size_t i)
{
	uint32_t row = rows->rows[i];
	if (k->naming == NAMING_SURE && begins(k, keeper, rows, i))
		return true;
	return (k->naming == NAMING_RARE || bits_has(k->rows->fulls, row)) && word_names(k->index, row, k->word, k->naming);
}

static void keep_part(void *context, size_t part)
{
	const struct keeping *k = context;
	size_t n_words = k->rows->n_words, n = row_refs_part(n_words), at = part * n, end = at + n < n_words ? at + n : n_words;
	struct keeper keeper = {.texts = {.index = k->index, .names_only = true}};
	struct row_refs rows;
	while (at < end) {
		at = row_refs_read(k->index, k->unsure, at, end, &rows);
		for (size_t i = 0; i < rows.n; i++)
			if (!is_kept(k, &keeper, &rows, i))
				bits_clear(k->bits, rows.rows[i]);
	}
	row_texts_release(&keeper.texts);
}

/* What the sets tell of some words; the others of their rows are unsure. */
static void keep_words(void *context, size_t first, size_t end)
{
	const struct keeping *k = context;
	const struct word_rows *rows = k->rows;
	const uint64_t *odd = SECTION_V(uint64_t, k->index->search.odd);
	for (size_t i = first; i < end; i++) {
		uint64_t named = rows->fulls[i] | (k->naming == NAMING_FULL ? 0 : rows->plain_heads[i]);
		k->unsure[i] = k->bits[i] & ((odd[i] & ~rows->certain[i]) | (k->naming == NAMING_RARE ? ~named : 0));
		k->bits[i] &= named | k->unsure[i];
	}
}

void word_keep_named(const struct index *index, struct str folded, enum naming naming, const struct word_rows *rows, uint64_t *bits)
{
	if (rows->fulls == rows->names) { /* a word without letters: there is no other way to match */
		bits_keep(bits, rows->names, rows->n_words);
		return;
	}
	uint64_t *unsure = xmalloc(rows->n_words * sizeof *unsure);
	struct pinyin_query query;
	struct keeping k = {index, folded, naming, &query, rows, unsure, bits};
	pinyin_query_read(folded, &query); /* as it was when the rows were found */
	bits_pass(rows->n_words, 6, keep_words, &k);
	size_t n_at_once = row_refs_part(rows->n_words), n = bits_total(unsure, rows->n_words);
	if (n)
		parallel_for((rows->n_words + n_at_once - 1) / n_at_once, n < FEW_KEPT ? 1 : parallel_threads(), keep_part, &k);
	free(unsure);
}
