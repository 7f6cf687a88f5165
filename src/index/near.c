/* Words with one letter wrong: each that they may be meant as is looked for, where it can stand in a name at all. */
#include "index_internal.h"
#include "word_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
	LETTERS_LEAST = 5,
	LETTERS_MOST = 32,
	SYLLABLE_MOST = 6,
	SLOTS = 4096, /* several times the number of spellings */
};

/* Spellings of syllables, five bits a letter. */
struct spellings {
	uint32_t slots[SLOTS]; /* 0: free */
};

static uint32_t pack(const char *letters, size_t n)
{
	uint32_t packed = 0;
	for (size_t i = 0; i < n; i++)
		packed = packed << 5 | (uint32_t)(letters[i] - 'a' + 1);
	return packed;
}

static size_t slot_of(uint32_t packed)
{
	return (packed * UINT32_C(0x9E3779B1)) >> 20;
}

static void add_spelling(struct spellings *s, uint32_t packed)
{
	size_t i = slot_of(packed);
	while (s->slots[i] && s->slots[i] != packed)
		i = (i + 1) % SLOTS;
	s->slots[i] = packed;
}

static bool is_spelling(const struct spellings *s, uint32_t packed)
{
	size_t i = slot_of(packed);
	while (s->slots[i] && s->slots[i] != packed)
		i = (i + 1) % SLOTS;
	return s->slots[i] != 0;
}

/* ü is typed as v or as u. */
static void make_spellings(struct spellings *s)
{
	memset(s, 0, sizeof *s);
	for (syllable i = 1; syllable_str(i).n; i++) {
		struct str name = syllable_str(i);
		char typed[SYLLABLE_MOST];
		if (name.n > SYLLABLE_MOST)
			continue;
		for (size_t k = 0; k < name.n; k++)
			typed[k] = name.p[k] == 'v' ? 'u' : name.p[k];
		add_spelling(s, pack(name.p, name.n));
		add_spelling(s, pack(typed, name.n));
	}
}

/* Whether the letters are syllables one after another. */
static bool is_spelled(const struct spellings *s, const struct near_word *word)
{
	uint64_t ends = 1; /* places where a syllable may end */
	for (size_t at = 0; at < word->n; at++)
		for (size_t n = 1; ends >> at & 1 && n <= SYLLABLE_MOST && at + n <= word->n; n++)
			if (is_spelling(s, pack(word->letters + at, n)))
				ends |= UINT64_C(1) << (at + n);
	return ends >> word->n & 1;
}

/* Whether each two neighbours stand side by side in some name, as they do where the word does. */
static bool is_written(const struct postings *p, const struct near_word *word)
{
	for (size_t i = 1; i < word->n; i++)
		if (gram_find(p, (unsigned char)word->letters[i - 1], (unsigned char)word->letters[i]) < 0)
			return false;
	return true;
}

struct trying {
	const struct index *index;
	const struct spellings *spellings;
	struct near_rows *near;
	struct word_rows rows;
};

/* The rows that are left, if any, have the word. */
static void add_near(struct trying *t, const struct near_word *word)
{
	if (!bits_any(t->rows.names, t->rows.n_words))
		return;
	if (!t->near->rows) {
		t->near->rows = bits_new_words(t->rows.n_words);
		t->near->heads = bits_new_words(t->rows.n_words);
	}
	bits_add(t->near->rows, t->rows.names, t->rows.n_words);
	bits_add(t->near->heads, t->rows.heads, t->rows.n_words);
	array_push(&t->near->words, *word);
}

static void try_word(struct trying *t, const struct near_word *word)
{
	if (!is_spelled(t->spellings, word) && !is_written(&t->index->search.names, word))
		return;
	struct str letters = {word->letters, word->n};
	word_find_whole(t->index, letters, &t->rows);
	if (!bits_any(t->rows.names, t->rows.n_words))
		return; /* most words: their sets serve the next one */
	word_keep_named(t->index, letters, NAMING_FULL, &t->rows, t->rows.names);
	add_near(t, word);
	word_release(&t->rows);
}

/* The word with n letters from `at` on left out and others put there. */
static struct near_word changed(struct str word, size_t at, size_t n, const char *others, size_t n_others)
{
	struct near_word out = {.n = word.n - n + n_others};
	memcpy(out.letters, word.p, at);
	memcpy(out.letters + at, others, n_others);
	memcpy(out.letters + at + n_others, word.p + at + n, word.n - at - n);
	return out;
}

/* Each word once: a letter is not put behind one like it, nor left out behind one like it. */
static void try_all(struct trying *t, struct str word)
{
	for (size_t at = 0; at <= word.n; at++) {
		struct near_word w;
		if (at < word.n && (!at || word.p[at - 1] != word.p[at])) {
			w = changed(word, at, 1, "", 0);
			try_word(t, &w);
		}
		if (at + 1 < word.n && word.p[at] != word.p[at + 1]) {
			const char swapped[] = {word.p[at + 1], word.p[at]};
			w = changed(word, at, 2, swapped, 2);
			try_word(t, &w);
		}
		for (char c = 'a'; c <= 'z'; c++) {
			if (!at || word.p[at - 1] != c) {
				w = changed(word, at, 0, &c, 1);
				try_word(t, &w);
			}
			if (at < word.n && word.p[at] != c) {
				w = changed(word, at, 1, &c, 1);
				try_word(t, &w);
			}
		}
	}
}

bool near_possible(struct str folded)
{
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] < 'a' || folded.p[i] > 'z')
			return false;
	return folded.n >= LETTERS_LEAST && folded.n <= LETTERS_MOST;
}

void near_find(const struct index *index, struct str folded, struct near_rows *near)
{
	*near = (struct near_rows){0};
	if (!near_possible(folded))
		return;
	struct spellings *spellings = xmalloc(sizeof *spellings);
	make_spellings(spellings);
	struct trying t = {.index = index, .spellings = spellings, .near = near};
	try_all(&t, folded);
	word_release(&t.rows);
	free(spellings);
}

void near_release(struct near_rows *near)
{
	free(near->rows);
	free(near->heads);
	array_release(&near->words);
	*near = (struct near_rows){0};
}

bool near_check(const struct index *index, uint32_t row, const struct near_rows *near, struct word_hit *best)
{
	bool found = false;
	for (size_t i = 0; i < near->words.n; i++) {
		const struct near_word *word = &near->words.v[i];
		struct word_hit hit;
		if (!word_check_names(index, row, (struct str){word->letters, word->n}, PINYIN_FULL, &hit))
			continue;
		hit.how = PINYIN_NEAR;
		if (!found || hit.place > best->place)
			*best = hit;
		found = true;
	}
	return found;
}
