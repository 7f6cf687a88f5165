#include "answers_internal.h"

#include "base/bisect.h"
#include "base/parallel.h"
#include "index_internal.h"
#include "lookup_internal.h"
#include "rank_internal.h"
#include "require_internal.h"

#include <string.h>

const struct answers_rule answers_usual = {.least_rows = 100000, .share = 100, .rows_of_each = 512};

size_t index_answers_n(const struct index *index)
{
	return (size_t)index->answers.ends.n;
}

bool index_wants_answers(const struct index *index, const struct answers_rule *rule)
{
	return !index_answers_n(index) && index->plan.n_named >= rule->least_rows;
}

bool answers_is_word(struct str text)
{
	static const char wide_blank[] = "\xE3\x80\x80";
	bool is = text.n > 0 && text.p[0] != '-';
	for (size_t i = 0; is && i < text.n; i++)
		is = text.p[i] != ' ' && text.p[i] != '\t' && (text.n - i < 3 || memcmp(text.p + i, wide_blank, 3) != 0);
	return is;
}

/* -- finding --------------------------------------------------------------------------------------- */

static struct str word_of(const struct answers *a, size_t i)
{
	return section_text(&a->ends, &a->texts, i);
}

static bool find_word(const struct answers *a, struct str word, size_t *at)
{
	*at = 0;
	bisect(*at, (size_t)a->ends.n, i, str_cmp(word_of(a, i), word) < 0);
	return *at < a->ends.n && str_eq(word_of(a, *at), word);
}

/* Hit i of all. False where an image that is wrong says what cannot be. */
static bool read_hit(const struct index *index, struct str word, size_t i, struct found *out)
{
	const struct answers *a = &index->answers;
	struct ref ref = SECTION_V(struct ref, a->refs)[i];
	uint32_t row = SECTION_V(uint32_t, a->rows)[i];
	*out = (struct found){.ref = ref, .score = SECTION_V(uint16_t, a->scores)[i]};
	if (!index_stands(index, ref, ALL_KINDS) || row >= index->n_all)
		return false;
	out->matched.lent = row != search_row(index, ref);
	return word_check(index, row, word, &out->matched.hit);
}

static bool read_counts(const struct index *index, size_t word, size_t counts[KIND_COUNT])
{
	const uint32_t *v = SECTION_V(uint32_t, index->answers.counts) + word * KIND_COUNT;
	bool stand = true;
	for (int k = 0; k < KIND_COUNT; k++) {
		counts[k] = v[k];
		stand &= counts[k] <= index_count(index, (enum kind)k);
	}
	return stand;
}

bool answers_find(const struct index *index, struct str folded, struct best *best, size_t counts[KIND_COUNT])
{
	size_t word;
	if (best->limit > ANSWER_HITS || !find_word(&index->answers, folded, &word))
		return false;
	bool stands = read_counts(index, word, counts);
	for (size_t i = 0; stands && i < best->limit; i++) {
		struct found found;
		stands = read_hit(index, folded, word * ANSWER_HITS + i, &found);
		array_push(best, found);
	}
	if (!stands) {
		memset(counts, 0, KIND_COUNT * sizeof *counts);
		array_clear(best);
	}
	return stands;
}

/* -- making ---------------------------------------------------------------------------------------- */

struct making {
	const struct index *index;
	uint32_t kinds; /* that have rows */
	struct strbuf texts, folded;
	ARRAY(uint32_t) ends;
	ARRAY(uint32_t) counts;
	ARRAY(struct ref) refs;
	ARRAY(uint32_t) rows;
	ARRAY(uint16_t) scores;
};

/* What a word finds; false where that is not worth keeping, or the word is not one that somebody can ask for. */
static bool find_answer(struct making *m, struct str word, struct best *best, size_t counts[KIND_COUNT])
{
	strbuf_clear(&m->folded);
	if (!answers_is_word(word))
		return false;
	lookup_find_best(m->index, word, m->kinds, best, counts, &m->folded);
	bool found = best->n == ANSWER_HITS && str_eq(strbuf_str(&m->folded), word);
	for (size_t i = 0; found && i < best->n; i++) /* how a near hit matches is not kept, and word_check would not find it */
		found = !best->v[i].matched.near;
	return found;
}

static void make_answer(struct making *m, struct str word)
{
	struct best best = {.index = m->index, .limit = ANSWER_HITS};
	size_t counts[KIND_COUNT] = {0};
	if (find_answer(m, word, &best, counts)) {
		strbuf_add(&m->texts, word);
		array_push(&m->ends, (uint32_t)m->texts.n);
		for (int k = 0; k < KIND_COUNT; k++)
			array_push(&m->counts, (uint32_t)counts[k]);
		for (size_t i = 0; i < best.n; i++) {
			array_push(&m->refs, best.v[i].ref);
			array_push(&m->rows, best.v[i].matched.hit.row);
			array_push(&m->scores, (uint16_t)best.v[i].score);
		}
	}
	array_release(&best);
}

static struct section held_section(void *v, size_t n, size_t width)
{
	struct section section = section_plain(v, n, width);
	section.held = held_elements(v, n * width);
	return section;
}

/* As in a delta: each array holds a share of the memory that it stands in. */
static void hold(void *index, uint32_t id, struct section *section)
{
	(void)id;
	section->held = section->n ? held_share(((const struct index *)index)->image.held) : NULL;
}

/* From then on its arrays stand in several pieces of memory. */
static void take_over(struct index *index, struct making *m)
{
	image_each_section(index, hold, index);
	index->answers = (struct answers){
		.texts = held_section(m->texts.p, m->texts.n, 1),
		.ends = held_section(m->ends.v, m->ends.n, sizeof *m->ends.v),
		.counts = held_section(m->counts.v, m->counts.n, sizeof *m->counts.v),
		.refs = held_section(m->refs.v, m->refs.n, sizeof *m->refs.v),
		.rows = held_section(m->rows.v, m->rows.n, sizeof *m->rows.v),
		.scores = held_section(m->scores.v, m->scores.n, sizeof *m->scores.v),
	};
	index->image.delta = true;
}

bool index_make_answers(struct index *index, const struct answers_rule *rule, const atomic_bool *cancel)
{
	struct making m = {.index = index, .kinds = lookup_kinds(index, ALL_KINDS)};
	struct frequent_words frequent = {0};
	bool ok = index_wants_answers(index, rule) && !index->image.delta;
	if (ok)
		frequent_words_find(index, rule, &frequent);
	for (size_t i = 0; ok && i < frequent.words.n; i++) {
		make_answer(&m, frequent.words.v[i]);
		ok = !(cancel && atomic_load(cancel));
	}
	frequent_words_release(&frequent);
	strbuf_release(&m.folded);
	if (ok && m.ends.n) {
		take_over(index, &m);
		return true;
	}
	strbuf_release(&m.texts);
	array_release(&m.ends);
	array_release(&m.counts);
	array_release(&m.refs);
	array_release(&m.rows);
	array_release(&m.scores);
	return false;
}

/* -- checking -------------------------------------------------------------------------------------- */

bool answers_shape(const struct index *index, const char **reason)
{
	const struct answers *a = &index->answers;
	uint64_t n = a->ends.n;
	REQUIRE(section_is_of(&a->texts, 1) && section_is_of(&a->ends, sizeof(uint32_t)) && a->ends.base == 0 && a->ends.slope == 0,
		"words of ready answers of another width");
	REQUIRE(section_is_plain(&a->counts, n * KIND_COUNT, sizeof(uint32_t)) && section_is_plain(&a->refs, n * ANSWER_HITS, sizeof(struct ref))
			&& section_is_plain(&a->rows, n * ANSWER_HITS, sizeof(uint32_t)) && section_is_plain(&a->scores, n * ANSWER_HITS, sizeof(uint16_t)),
		"another number of ready answers than words");
	return true;
}

/* Whether an answer is what a look-up finds. */
static bool is_found(const struct index *index, size_t word)
{
	const struct answers *a = &index->answers;
	struct best best = {.index = index, .limit = ANSWER_HITS};
	size_t counts[KIND_COUNT] = {0}, kept[KIND_COUNT];
	struct strbuf folded = {0};
	lookup_find_best(index, word_of(a, word), lookup_kinds(index, ALL_KINDS), &best, counts, &folded);
	bool same = read_counts(index, word, kept) && !memcmp(counts, kept, sizeof counts) && best.n == ANSWER_HITS
		&& str_eq(strbuf_str(&folded), word_of(a, word));
	for (size_t i = 0; same && i < best.n; i++) {
		size_t at = word * ANSWER_HITS + i;
		same = ref_eq(SECTION_V(struct ref, a->refs)[at], best.v[i].ref) && SECTION_V(uint16_t, a->scores)[at] == best.v[i].score
			&& SECTION_V(uint32_t, a->rows)[at] == best.v[i].matched.hit.row;
	}
	strbuf_release(&folded);
	array_release(&best);
	return same;
}

static bool words_stand(const struct answers *a)
{
	bool stand = true;
	for (size_t i = 0; stand && i < a->ends.n; i++)
		stand = answers_is_word(word_of(a, i)) && (!i || str_cmp(word_of(a, i - 1), word_of(a, i)) < 0);
	return stand;
}

/* As many as a few processors compare in a second or two: all of an index of a million rows, some of one of ten million. */
size_t index_answers_compared(const struct index *index)
{
	const uint64_t most = UINT64_C(1) << 31; /* rows that are asked for a word, in all */
	uint64_t n = most / (index->plan.n_named ? index->plan.n_named : 1);
	return n < index->answers.ends.n ? (size_t)n : (size_t)index->answers.ends.n;
}

struct comparing {
	const struct index *index;
	size_t n, n_compared;
	atomic_bool differ;
};

/* One of those that are spread over all. */
static void compare_one(void *context, size_t i)
{
	struct comparing *c = context;
	if (!atomic_load(&c->differ) && !is_found(c->index, (size_t)((uint64_t)i * c->n / c->n_compared)))
		atomic_store(&c->differ, true);
}

bool answers_validate(const struct index *index, const char **reason)
{
	const struct answers *a = &index->answers;
	struct comparing c = {.index = index, .n = (size_t)a->ends.n, .n_compared = index_answers_compared(index)};
	bool stand = words_stand(a);
	REQUIRE(stand, "words of ready answers out of order");
	for (size_t i = 0; stand && i < a->refs.n; i++)
		stand = index_stands(index, SECTION_V(struct ref, a->refs)[i], ALL_KINDS) && SECTION_V(uint32_t, a->rows)[i] < index->n_all;
	REQUIRE(stand, "a ready answer of no record");
	parallel_for(c.n_compared, parallel_threads(), compare_one, &c);
	REQUIRE(!atomic_load(&c.differ), "a ready answer that look-ups do not give");
	return true;
}
