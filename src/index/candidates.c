/*
 * Which texts a word may match, from the postings: sets of entries as bits. What comes out
 * may be too much, never too little.
 *
 * A text contains a word literally only where it contains each two neighbours of it. By
 * pinyin the word is a run of pieces (text/pinyin.h), and from each piece to the next there
 * is a pair of initials. So going through the letters from the end,
 *
 *	match(i) = union, over the pieces from i to k, of
 *	           entries with a reading that the piece spells
 *	           and the pair of initials (letter i, letter k)
 *	           and match(k)
 */
#include "index_internal.h"

#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 64, SYLLABLE_MAX = 6 };

struct sets {
	const struct index *index;
	size_t n_words; /* 64 bits each */
};

static uint64_t *new_set(const struct sets *s)
{
	return xcalloc(s->n_words, sizeof(uint64_t));
}

static void add_posting(const struct sets *s, uint32_t key, uint64_t *set)
{
	struct posting p = search_posting(&s->index->search, key);
	for (uint32_t entry; search_posting_next(&p, &entry);)
		set[entry / 64] |= UINT64_C(1) << (entry % 64);
}

static void keep_common(const struct sets *s, uint64_t *set, const uint64_t *other)
{
	for (size_t i = 0; i < s->n_words; i++)
		set[i] &= other[i];
}

static void add_all(const struct sets *s, uint64_t *set, const uint64_t *other)
{
	for (size_t i = 0; i < s->n_words; i++)
		set[i] |= other[i];
}

/* Add the entries of `set` that stand in the posting to `to`. */
static void add_common(const struct sets *s, const uint64_t *set, uint32_t key, uint64_t *to)
{
	struct posting p = search_posting(&s->index->search, key);
	for (uint32_t entry; search_posting_next(&p, &entry);)
		to[entry / 64] |= set[entry / 64] & UINT64_C(1) << (entry % 64);
}

/* -- letters ------------------------------------------------------------------------------ */

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

static bool is_long_initial(const char *letters, size_t n)
{
	return n > 1 && letters[1] == 'h' && (letters[0] == 'z' || letters[0] == 'c' || letters[0] == 's');
}

static uint32_t pair_key(char a, char b)
{
	return search_pair_key(search_initial_class((unsigned char)a), search_initial_class((unsigned char)b));
}

/* Entries that may have the letters as a run of pieces from here on; NULL: nothing is known of them. */
static uint64_t *match_from(const struct sets *s, const char *letters, size_t n, uint64_t *const *later)
{
	uint64_t *out = new_set(s);
	const struct index *index = s->index;
	/* one letter, and two for zh ch sh */
	for (size_t k = 1; k <= 2 && k < n; k++) {
		if (k == 2 && !is_long_initial(letters, n))
			break;
		if (later[k])
			add_common(s, later[k], pair_key(letters[0], letters[k]), out);
		else
			add_posting(s, pair_key(letters[0], letters[k]), out);
	}
	uint64_t *spelled = new_set(s), *paired = new_set(s);
	for (uint32_t i = 1; i < index->n_syllables; i++) {
		struct str spelling = syllable_str((syllable)i);
		if (n <= SYLLABLE_MAX && begins(spelling, letters, n))
			add_posting(s, search_syllable_key(i), out);
		if (spelling.n < 2 || spelling.n >= n || !begins((struct str){letters, n}, spelling.p, spelling.n))
			continue;
		memset(spelled, 0, s->n_words * sizeof *spelled);
		memset(paired, 0, s->n_words * sizeof *paired);
		add_posting(s, pair_key(letters[0], letters[spelling.n]), spelled);
		if (later[spelling.n])
			keep_common(s, spelled, later[spelling.n]);
		add_common(s, spelled, search_syllable_key(i), paired);
		add_all(s, out, paired);
	}
	free(spelled);
	free(paired);
	return out;
}

/* Names that may have the letters, read by pinyin; the caller frees it. */
static uint64_t *match_letters(const struct sets *s, const char *letters, size_t n)
{
	uint64_t *later[LETTERS_MAX + 1] = {0}; /* what matches from each letter on */
	for (size_t i = n - 1; i-- > 0;)
		later[i] = match_from(s, letters + i, n - i, &later[i]);
	if (n == 1) {
		later[0] = new_set(s);
		for (uint32_t i = 1; i < s->index->n_syllables; i++)
			if (begins(syllable_str((syllable)i), letters, 1))
				add_posting(s, search_syllable_key(i), later[0]);
		add_posting(s, search_char_key((unsigned char)letters[0]), later[0]);
	}
	for (size_t i = 1; i < n; i++)
		free(later[i]);
	return later[0];
}

/* -- words --------------------------------------------------------------------------------- */

/* Leave in *set (NULL: all) what stands in the posting. */
static void narrow(const struct sets *s, uint32_t key, uint64_t **set)
{
	uint64_t *out = new_set(s);
	if (*set)
		add_common(s, *set, key, out);
	else
		add_posting(s, key, out);
	free(*set);
	*set = out;
}

/* Texts that may contain the word as it stands; with literal_only of it only the characters that no reading stands for. */
static uint64_t *containing(const struct sets *s, struct str word, bool literal_only)
{
	uint64_t *set = NULL;
	uint32_t last = 0;
	bool last_paired = false;
	for (size_t at = 0; at < word.n;) {
		uint32_t c = utf8_next(word, &at);
		bool skipped = c == ' ' || (literal_only && !is_literal(c)); /* blanks stand in no bigram */
		bool paired = last && !skipped;
		if (paired)
			narrow(s, search_bigram_key(s->index, last, c), &set);
		if (last && !paired && !last_paired)
			narrow(s, search_char_key(last), &set);
		last = skipped ? 0 : c;
		last_paired = paired;
	}
	if (last && !last_paired)
		narrow(s, search_char_key(last), &set);
	return set;
}

/* By its literal characters, and each run of letters between them. */
static uint64_t *reading(const struct sets *s, struct str word)
{
	uint64_t *set = containing(s, word, true);
	char letters[LETTERS_MAX];
	size_t n = 0;
	bool long_run = false;
	for (size_t at = 0, end = 0; end <= word.n; end = at) {
		uint32_t c = at < word.n ? utf8_next(word, &at) : (at++, U'。');
		if (is_separator(c))
			continue;
		if (!is_literal(c)) {
			long_run = n == LETTERS_MAX;
			if (!long_run)
				letters[n++] = c == 0xFC ? 'v' : (char)c;
			continue;
		}
		/* what a text contains of more letters is looked for literally only */
		if (n > 1 || (n == 1 && !set)) {
			uint64_t *names = match_letters(s, letters, n);
			if (set)
				keep_common(s, names, set);
			free(set);
			set = names;
		}
		n = 0;
	}
	return set;
}

uint64_t *word_candidates(const struct index *index, struct str folded)
{
	const struct sets s = {index, (size_t)search_n(&index->search) / 64 + 1};
	uint64_t *literal = containing(&s, folded, false), *read = reading(&s, folded);
	if (!literal)
		literal = new_set(&s);
	if (read)
		add_all(&s, literal, read);
	free(read);
	return literal;
}
