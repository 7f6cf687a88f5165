/*
 * Which words are frequent: what somebody may type to mean a piece of a name is counted in some of the names. A piece
 * begins at any character; it is typed as characters, as initials, or as pinyin in full, of which the last syllable
 * may be a beginning.
 */
#include "answers_internal.h"

#include "base/map.h"
#include "base/radix.h"
#include "index_internal.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>

/* Rows that are looked at; the longest words; as much of a text as is looked at. */
enum { SAMPLE = 1 << 11, CHARACTERS_MAX = 4, INITIALS_MAX = 5, LETTERS_MAX = 7, TEXT_MAX = 128 };

struct frequency {
	struct str word;
	uint32_t n_rows, last; /* last: 1 + the row that had it last */
};

struct counting {
	struct arena *arena;
	struct map numbers; /* of words in v */
	ARRAY(struct frequency) v;
	uint32_t row;
};

/* A folded text: its characters but for blanks, where they stand, and how they are read. */
struct spelling {
	struct str folded;
	size_t n, starts[TEXT_MAX], ends[TEXT_MAX];
	syllable readings[TEXT_MAX];
};

static void count(struct counting *c, struct str word)
{
	uint32_t number = (uint32_t)c->v.n;
	if (!map_find(&c->numbers, word, &number)) {
		word = arena_str(c->arena, word);
		map_add(&c->numbers, word, &number);
		array_push(&c->v, (struct frequency){.word = word});
	}
	struct frequency *f = &c->v.v[number];
	f->n_rows += f->last != c->row + 1;
	f->last = c->row + 1;
}

static void spell(struct str folded, struct spelling *out)
{
	syllable readings[TEXT_MAX];
	size_t n_read = pinyin_text_start(folded, readings, TEXT_MAX);
	*out = (struct spelling){.folded = folded};
	for (size_t at = 0, i = 0; at < folded.n && i < n_read; i++) {
		size_t start = at;
		if (utf8_next(folded, &at) == ' ')
			continue;
		out->starts[out->n] = start;
		out->ends[out->n] = at;
		out->readings[out->n++] = readings[i];
	}
}

/* The letters of a character: those of its reading, or itself where it is ASCII; none of others. */
static struct str letters_of(const struct spelling *s, size_t i)
{
	struct str character = str_sub(s->folded, s->starts[i], s->ends[i] - s->starts[i]);
	return s->readings[i] ? syllable_str(s->readings[i]) : str_sub(character, 0, character.n == 1);
}

static void count_characters(struct counting *c, const struct spelling *s, size_t start)
{
	for (size_t i = start; i < s->n && i < start + CHARACTERS_MAX; i++) {
		if (i > start && s->starts[i] != s->ends[i - 1]) /* a word has no blank */
			return;
		count(c, str_sub(s->folded, s->starts[start], s->ends[i] - s->starts[start]));
	}
}

static void count_initials(struct counting *c, const struct spelling *s, size_t start)
{
	char initials[INITIALS_MAX];
	for (size_t i = start, n = 0; i < s->n && n < INITIALS_MAX && letters_of(s, i).n; i++) {
		initials[n++] = letters_of(s, i).p[0];
		count(c, (struct str){initials, n});
	}
}

static void count_pinyin(struct counting *c, const struct spelling *s, size_t start)
{
	char typed[LETTERS_MAX];
	for (size_t i = start, n = 0; i < s->n && n < LETTERS_MAX && letters_of(s, i).n; i++) {
		struct str letters = letters_of(s, i);
		for (size_t j = 0; j < letters.n && n < LETTERS_MAX; j++) {
			typed[n++] = letters.p[j];
			count(c, (struct str){typed, n});
		}
	}
}

static void count_row(struct counting *c, struct row_texts *texts, uint32_t row)
{
	struct row_text text;
	struct spelling spelling;
	c->row = row;
	for (row_texts_start(texts, row); row_texts_next(texts, &text);) {
		if (text.type == TEXT_CODE)
			continue;
		spell(text.folded, &spelling);
		for (size_t i = 0; i < spelling.n; i++) {
			count_characters(c, &spelling, i);
			if (text.type == TEXT_FIELD) /* found by its characters alone */
				continue;
			count_initials(c, &spelling, i);
			count_pinyin(c, &spelling, i);
		}
	}
}

/* -- choosing -------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The most frequent words, at most so many, of those that `least` rows have. */
static void choose(const struct counting *c, uint32_t least, size_t most, struct frequent_words *out)
{
	ARRAY(struct radix_item) items = {0};
	for (size_t i = 0; i < c->v.n; i++)
		if (c->v.v[i].n_rows >= least)
			array_push(&items, (struct radix_item){UINT32_MAX - c->v.v[i].n_rows, (uint32_t)i});
	radix_sort(items.v, items.n);
	for (size_t i = 0; i < items.n && i < most; i++)
		array_push(&out->words, c->v.v[items.v[i].row].word);
	if (out->words.n)
		qsort(out->words.v, out->words.n, sizeof *out->words.v, by_bytes);
	array_release(&items);
}

void frequent_words_find(const struct index *index, const struct answers_rule *rule, struct frequent_words *out)
{
	uint32_t n_named = index->plan.n_named, n = n_named < SAMPLE ? n_named : SAMPLE;
	struct row_texts texts = {.index = index};
	struct counting c = {.arena = &out->arena};
	for (uint32_t i = 0; i < n; i++)
		count_row(&c, &texts, (uint32_t)((uint64_t)i * n_named / n));
	choose(&c, (n + rule->share - 1) / rule->share, n_named / rule->rows_of_each, out);
	row_texts_release(&texts);
	map_release(&c.numbers);
	array_release(&c.v);
}

void frequent_words_release(struct frequent_words *words)
{
	array_release(&words->words);
	arena_release(&words->arena);
}
