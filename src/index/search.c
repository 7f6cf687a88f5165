/* Building what look-ups run on, and going through the texts of a row. */
#include "index_internal.h"

#include "base/parallel.h"
#include "foremost_internal.h"
#include "lettered_internal.h"
#include "require_internal.h"
#include "scan_internal.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- searched fields ------------------------------------------------------------------ */

static enum text_type type_of(const char *field)
{
	return !strcmp(field, "name") ? TEXT_NAME : !strcmp(field, "short_names") ? TEXT_SHORT :
		!strcmp(field, "code") ? TEXT_CODE : TEXT_FIELD;
}

bool search_is_code(const struct field *field)
{
	return type_of(field->name) == TEXT_CODE;
}

static void make_order(const struct index *index, struct search_plan *plan)
{
	uint32_t n = 0;
	size_t n_kinds = 0;
	plan->named = 0;
	for (int without = 0; without < 2; without++) {
		for (int k = 0; k < KIND_COUNT; k++)
			if (kind_has_name((enum kind)k) == !without) {
				plan->order[n_kinds++] = (uint8_t)k;
				plan->bases[k] = n;
				n += index->tables[k].n;
				plan->named |= (uint32_t)!without << k;
			}
		if (!without)
			plan->n_named = n;
	}
}

uint32_t search_row(const struct index *index, struct ref ref)
{
	if (!index_is_packed(index, ref))
		return index->plan.bases[ref_kind(ref)] + ref_row(ref);
	/* what an image that is wrong refers to is a row of no set */
	return ref_row(ref) < index_count(index, ref_kind(ref)) ? index_global(index, ref) : index->n_all;
}

struct ref search_ref(const struct index *index, uint32_t row)
{
	const struct search_plan *plan = &index->plan;
	if (row >= index->n_rows)
		return index_ref_of_global(index, row);
	size_t low = 0, high = KIND_COUNT - 1; /* the last kind whose base is not behind */
	while (low < high) {
		size_t middle = (low + high + 1) / 2;
		if (plan->bases[plan->order[middle]] <= row)
			low = middle;
		else
			high = middle - 1;
	}
	return ref_make((enum kind)plan->order[low], row - plan->bases[plan->order[low]]);
}

void search_make_plan(struct index *index)
{
	make_order(index, &index->plan);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct searched_fields *s = &index->searched[k];
		s->n = s->code = 0;
		for (size_t f = 1; f < fields_of[k].n; f++) {
			const struct field *field = &fields_of[k].v[f];
			if (!(field->flags & FIELD_SEARCHED))
				continue;
			enum text_type type = type_of(field->name);
			s->v[s->n].field = (uint8_t)f;
			s->v[s->n].type = (uint8_t)type;
			s->v[s->n++].list = field->type == FIELD_LIST;
			if (type == TEXT_CODE)
				s->code = s->n;
		}
	}
}

/* -- the texts of a row --------------------------------------------------------------- */

bool search_is_changed(const struct index *index, uint32_t row)
{
	return row >= index->n_rows || bits_has(SECTION_V(uint64_t, index->search.changed), row);
}

void row_texts_start(struct row_texts *t, uint32_t row)
{
	row_texts_start_at(t, row, search_ref(t->index, row));
}

void row_texts_start_at(struct row_texts *t, uint32_t row, struct ref ref)
{
	t->ref = ref;
	t->at = 0;
	t->first = (struct str){0};
	t->in_list = false;
	t->changed = search_is_changed(t->index, row);
}

static struct str own_text(struct row_texts *t, const struct index_column *c)
{
	return lettered_is(c) ? lettered_text(c, ref_row(t->ref), t->code) : index_column_text(c, ref_row(t->ref));
}

bool row_texts_next_raw(struct row_texts *t, struct row_text *text)
{
	enum kind kind = ref_kind(t->ref);
	const struct searched_fields *fields = &t->index->searched[kind];
	for (;;) {
		if (t->in_list) {
			text->type = (enum text_type)fields->v[t->at - 1].type;
			if (index_list_next(&t->rest, &text->raw))
				return true;
			t->in_list = false;
		}
		if (t->at == fields->n || (t->names_only && fields->v[t->at].type > TEXT_SHORT))
			return false;
		if (t->at + 1u == fields->code && t->kinds_without_code >> kind & 1) {
			t->at++;
			continue;
		}
		struct str raw = !t->at && t->first.n ? t->first : index_is_packed(t->index, t->ref)
			? index_text(t->index, t->ref, fields->v[t->at].field)
			: own_text(t, &t->index->tables[kind].columns[fields->v[t->at].field]);
		text->type = (enum text_type)fields->v[t->at].type;
		if (fields->v[t->at++].list) {
			t->rest = raw;
			t->in_list = raw.n > 0;
		} else if (raw.n) {
			text->raw = raw;
			return true;
		}
	}
}

void row_texts_fold(struct row_texts *t, struct row_text *text)
{
	text->folded = text->raw;
	if (!t->changed)
		return;
	strbuf_clear(&t->folded);
	text_fold(text->raw, &t->folded);
	text->folded = strbuf_str(&t->folded);
}

bool row_texts_next(struct row_texts *t, struct row_text *text)
{
	while (row_texts_next_raw(t, text)) {
		row_texts_fold(t, text);
		if (text->folded.n)
			return true;
	}
	return false;
}

void row_texts_release(struct row_texts *t)
{
	strbuf_release(&t->folded);
	array_release(&t->chars);
}

struct str search_code(const struct index *index, uint32_t row, struct strbuf *buffer)
{
	struct ref ref = search_ref(index, row);
	const struct searched_fields *fields = &index->searched[ref_kind(ref)];
	if (!fields->code || index_is_packed(index, ref))
		return (struct str){"", 0};
	const struct index_column *c = &index->tables[ref_kind(ref)].columns[fields->v[fields->code - 1].field];
	char room[LETTERED_PLACES];
	struct str raw = lettered_is(c) ? lettered_text(c, ref_row(ref), room) : index_column_text(c, ref_row(ref));
	bool changed = search_is_changed(index, row);
	if (!changed && !lettered_is(c))
		return raw;
	strbuf_clear(buffer);
	if (changed)
		text_fold(raw, buffer);
	else
		strbuf_add(buffer, raw);
	return strbuf_str(buffer);
}

/* -- building --------------------------------------------------------------------------- */

struct making {
	struct index *index;
	uint8_t *lengths;
	uint64_t *changed, *brief, *single, *triples;
	struct gram_piece **names, **fields;
	size_t n_pieces;
	atomic_size_t next; /* piece that no thread has begun */
};

size_t search_length(const struct index *index, struct ref ref)
{
	struct strbuf folded = {0}, name = {0};
	size_t blanks = 0;
	names_add(index, ref, &name);
	text_fold(strbuf_str(&name), &folded);
	strbuf_release(&name);
	for (size_t i = 0; i < folded.n; i++)
		blanks += folded.p[i] == ' ';
	size_t n = scan_length(strbuf_str(&folded)) - blanks;
	strbuf_release(&folded);
	return n;
}

static uint8_t clipped(size_t n)
{
	return n < LENGTH_MAX ? (uint8_t)n : LENGTH_MAX;
}

/* Where the pairs of a row go: to a piece, or into a list. */
struct gram_target {
	struct gram_filling *filling;
	uint32_t row; /* of the piece */
	struct gram_keys *keys;
	uint64_t *triples; /* where those of names go; NULL: they are not asked for */
	struct triples_filling *triples_filling; /* where they go in place of that; NULL: there */
};

/* Each of some letters with the one behind it. */
static void put_pairs(const struct gram_target *to, const uint32_t *letters, size_t n)
{
	if (to->filling)
		gram_filling_add(to->filling, letters, n, to->row);
	for (size_t i = 1; !to->filling && i < n; i++)
		array_push(to->keys, gram_key(letters[i - 1], letters[i]));
}

static void drop_blanks(struct row_texts *texts)
{
	size_t n = 0;
	for (size_t i = 0; i < texts->chars.n; i++)
		if (texts->chars.v[i] != ' ')
			texts->chars.v[n++] = texts->chars.v[i];
	texts->chars.n = n;
}

/* The pairs of the folded text; of a name, from which blanks are dropped, also the one it begins with. */
static void add_text(const struct gram_target *to, struct row_texts *texts, bool name)
{
	if (name)
		drop_blanks(texts);
	uint32_t *letters = texts->chars.v;
	size_t n = texts->chars.n;
	if (!n)
		return;
	letters[n] = GRAM_END;
	put_pairs(to, letters, n + 1);
	if (name)
		put_pairs(to, (const uint32_t[]){letters[0], letters[1] | GRAM_START}, 2);
}

/* The folded text into texts->chars, with room for one more behind it. Whether folding changes it. */
static bool fold_chars(struct row_texts *texts, struct str raw)
{
	bool changed;
	array_reserve(&texts->chars, raw.n + 1);
	if (text_fold_plain(raw, texts->chars.v, &texts->chars.n, &changed))
		return changed;
	strbuf_clear(&texts->folded);
	text_fold(raw, &texts->folded);
	struct str folded = strbuf_str(&texts->folded);
	array_clear(&texts->chars);
	array_reserve(&texts->chars, folded.n + 1);
	for (size_t at = 0; at < folded.n;)
		texts->chars.v[texts->chars.n++] = utf8_next(folded, &at);
	return !str_eq(raw, folded);
}

/* search_length of a name: what stands between blanks folds by itself where it is plain. */
static size_t name_length(struct row_texts *texts, struct str name)
{
	struct str rest = name, part;
	bool changed;
	size_t n = 0;
	array_reserve(&texts->chars, name.n);
	while (str_split(&rest, ' ', &part)) {
		if (!text_fold_plain(part, texts->chars.v, &texts->chars.n, &changed))
			return search_length(texts->index, texts->ref);
		n += texts->chars.n;
	}
	return n;
}

static struct search_row read_row(struct row_texts *texts, uint32_t row, const struct gram_target *names, const struct gram_target *fields)
{
	const struct index *index = texts->index;
	struct search_row out = {0};
	struct row_text text;
	uint8_t short_length = LENGTH_MAX;
	bool named = false;
	row_texts_start(texts, row);
	while (row_texts_next_raw(texts, &text)) {
		out.changed |= fold_chars(texts, text.raw);
		if (text.type == TEXT_FIELD)
			add_text(fields, texts, false);
		if (text.type > TEXT_SHORT || row >= index->plan.n_named)
			continue;
		uint8_t *length = text.type == TEXT_NAME ? &out.length : &short_length;
		add_text(names, texts, true);
		size_t n = texts->chars.n; /* without blanks */
		if (names->triples_filling)
			triples_filling_add(names->triples_filling, texts->chars.v, texts->chars.n);
		else if (names->triples)
			triples_add(names->triples, (size_t)index->search.triples.n, texts->chars.v, texts->chars.n);
		if (n && (text.type == TEXT_NAME || n < *length))
			*length = clipped(n);
		named |= text.type == TEXT_NAME;
	}
	if (!named) {
		strbuf_clear(&texts->folded);
		names_add(index, texts->ref, &texts->folded);
		out.length = clipped(name_length(texts, strbuf_str(&texts->folded)));
	}
	uint8_t least = out.length < short_length ? out.length : short_length;
	out.brief = row < index->plan.n_named && least <= BRIEF;
	out.single = row < index->plan.n_named && least <= 1;
	return out;
}

struct search_row search_read_row(struct row_texts *texts, uint32_t row, struct gram_keys *names, struct gram_keys *fields,
	uint64_t *triples)
{
	return read_row(texts, row, &(struct gram_target){.keys = names, .triples = triples}, &(struct gram_target){.keys = fields});
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

void gram_keys_once(struct gram_keys *keys)
{
	size_t n = 0;
	if (keys->n)
		qsort(keys->v, keys->n, sizeof *keys->v, by_number);
	for (size_t i = 0; i < keys->n; i++)
		if (!n || keys->v[n - 1] != keys->v[i])
			keys->v[n++] = keys->v[i];
	keys->n = n;
}

static void make_row(struct making *m, struct row_texts *texts, const struct gram_target *names, const struct gram_target *fields,
	uint32_t row)
{
	struct search_row made = read_row(texts, row, names, fields);
	m->lengths[row] = made.length;
	bits_set_if(m->changed, row, made.changed);
	if (row >= m->index->plan.n_named)
		return;
	bits_set_if(m->brief, row, made.brief);
	bits_set_if(m->single, row, made.single);
}

static void make_piece(struct making *m, struct row_texts *texts, struct gram_target *names, struct gram_target *fields, size_t i)
{
	uint32_t first = (uint32_t)(i * GRAM_PIECE_ROWS), rest = m->index->n_rows - first;
	uint32_t end = first + (rest < GRAM_PIECE_ROWS ? rest : GRAM_PIECE_ROWS);
	for (uint32_t row = first; row < end && !index_stopped(m->index); row++) {
		names->row = fields->row = row - first;
		make_row(m, texts, names, fields, row);
	}
	m->names[i] = gram_filling_finish(names->filling);
	m->fields[i] = gram_filling_finish(fields->filling);
}

/* A code is in no posting: it is looked at only for whether folding changes it, and letters mostly say that of all of them. */
static uint32_t kinds_of_folded_codes(const struct index *index)
{
	uint32_t kinds_of = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct searched_fields *fields = &index->searched[k];
		if (fields->code && lettered_is_plain(&index->tables[k].columns[fields->v[fields->code - 1].field], true))
			kinds_of |= UINT32_C(1) << k;
	}
	return kinds_of;
}

/* One thread: pieces as long as there are some. */
static void make_pieces(void *context, size_t thread)
{
	struct making *m = context;
	struct row_texts texts = {.index = m->index, .kinds_without_code = kinds_of_folded_codes(m->index)};
	struct gram_target names = {.filling = gram_filling_new()}, fields = {.filling = gram_filling_new()};
	names.triples_filling = triples_filling_new(m->triples, (size_t)m->index->search.triples.n);
	(void)thread;
	for (size_t i; (i = atomic_fetch_add(&m->next, 1)) < m->n_pieces;)
		make_piece(m, &texts, &names, &fields, i);
	gram_filling_free(names.filling);
	gram_filling_free(fields.filling);
	triples_filling_free(names.triples_filling);
	row_texts_release(&texts);
}

/* -- readings ---------------------------------------------------------------------------- */

struct odd_rows {
	const struct postings *names;
	uint32_t n_rows;
	uint64_t *bits;
};

/* The rows that have the pair of a phrase that is least frequent: few more than have the phrase. */
static void add_odd(void *context, const uint16_t *chars, size_t n)
{
	const struct odd_rows *odd = context;
	int64_t least = gram_least(odd->names, chars, n);
	if (least >= 0)
		gram_add_rows(odd->names, (uint32_t)least, odd->n_rows, odd->bits);
}

static uint64_t *find_odd(const struct index *index)
{
	uint32_t n_rows = index->plan.n_named;
	struct odd_rows odd = {&index->search.names, n_rows, bits_new(n_rows)};
	pinyin_each_odd_phrase(add_odd, &odd);
	return odd.bits;
}

void search_make_odd(struct index *index)
{
	index->search.odd = section_plain(find_odd(index), bits_room(index->plan.n_named), sizeof(uint64_t));
}

void index_make_search(struct index *index)
{
	size_t n_pieces = index->n_rows / GRAM_PIECE_ROWS + 1, n = index->n_rows, n_words = bits_room(index->plan.n_named);
	struct making m = {
		.index = index,
		.lengths = xcalloc(n + 1, 1),
		.changed = bits_new(n),
		.brief = bits_new(index->plan.n_named),
		.single = bits_new(index->plan.n_named),
		.triples = xcalloc(triples_words(index->plan.n_named), sizeof(uint64_t)),
		.names = xcalloc(n_pieces, sizeof *m.names),
		.fields = xcalloc(n_pieces, sizeof *m.fields),
		.n_pieces = n_pieces,
	};
	index->search.changed = section_plain(m.changed, bits_room(n), sizeof *m.changed);
	index->search.triples = section_plain(m.triples, triples_words(index->plan.n_named), sizeof *m.triples);
	parallel_for(index->n_threads ? index->n_threads : 1, index->n_threads, make_pieces, &m);
	alloc_give_back();
	gram_join(m.names, n_pieces, index->plan.n_named, index->n_threads, &index->search.names);
	gram_join(m.fields, n_pieces, index->n_rows, index->n_threads, &index->search.fields);
	index->search.lengths = section_plain(m.lengths, n + 1, 1);
	index->search.brief = section_plain(m.brief, n_words, sizeof *m.brief);
	index->search.single = section_plain(m.single, n_words, sizeof *m.single);
	search_make_odd(index);
	index_make_codes(index);
	index_make_foremost(index);
	free(m.names);
	free(m.fields);
}

/* -- checking ------------------------------------------------------------------------------ */

bool search_shape(const struct index *index, const char **reason)
{
	const struct search *s = &index->search;
	uint64_t n = index->n_rows, n_words = bits_room(index->plan.n_named);
	REQUIRE(section_is_plain(&s->lengths, n + 1, 1) && section_is_plain(&s->changed, bits_room(n), sizeof(uint64_t)),
		"lengths of another number of rows");
	REQUIRE(s->codes.width <= 8, "codes of another width");
	REQUIRE(gram_shape(&s->names) && gram_shape(&s->fields), "postings of different length");
	REQUIRE(section_is_plain(&s->odd, n_words, sizeof(uint64_t)), "readings of another number of rows");
	REQUIRE(section_is_plain(&s->brief, n_words, sizeof(uint64_t)) && section_is_plain(&s->single, n_words, sizeof(uint64_t)),
		"brief names of another number of rows");
	REQUIRE(section_is_of(&s->triples, sizeof(uint64_t)), "characters in a row of another width");
	return true;
}

static bool validate_codes(const struct index *index, const char **reason)
{
	const struct section *codes = &index->search.codes;
	struct strbuf a = {0}, b = {0};
	bool ordered = true;
	for (uint64_t i = 0; i < codes->n; i++)
		REQUIRE((uint64_t)section_number(codes, i) < index->n_rows, "a code of no row");
	for (uint64_t i = 1; i < codes->n && ordered; i++)
		ordered = str_cmp(search_code(index, (uint32_t)section_number(codes, i - 1), &a),
			search_code(index, (uint32_t)section_number(codes, i), &b)) <= 0;
	strbuf_release(&a);
	strbuf_release(&b);
	REQUIRE(ordered, "codes out of order");
	return true;
}

static bool validate_odd(const struct index *index, const char **reason)
{
	uint64_t *found = find_odd(index);
	bool same = memcmp(found, index->search.odd.v, bits_room(index->plan.n_named) * sizeof *found) == 0;
	free(found);
	REQUIRE(same, "readings by phrases other than those of the names");
	return true;
}

static bool set_has(const struct section *set, uint32_t row)
{
	return bits_has(SECTION_V(uint64_t, *set), row);
}

static uint64_t take_digest(struct gram_keys *keys, uint32_t row)
{
	uint64_t sum = 0;
	gram_keys_once(keys);
	for (size_t i = 0; i < keys->n; i++)
		sum += gram_row_digest(keys->v[i], row);
	array_clear(keys);
	return sum;
}

/* What stands beside the rows, and which rows have which pairs, is what their texts say. */
static bool validate_rows(const struct index *index, const char **reason)
{
	const struct search *s = &index->search;
	struct row_texts texts = {.index = index};
	struct gram_keys names = {0}, fields = {0};
	uint64_t *triples = xcalloc((size_t)s->triples.n + 1, sizeof *triples), of_names = 0, of_fields = 0;
	bool same = true, known = true;
	for (uint32_t row = 0; same && row < index->n_rows; row++) {
		struct search_row made = search_read_row(&texts, row, &names, &fields, s->triples.n ? triples : NULL);
		bool named = row < index->plan.n_named;
		same = SECTION_V(uint8_t, s->lengths)[row] == made.length && set_has(&s->changed, row) == made.changed
			&& (!named || (set_has(&s->brief, row) == made.brief && set_has(&s->single, row) == made.single));
		of_names += take_digest(&names, row);
		of_fields += take_digest(&fields, row);
	}
	for (uint64_t i = 0; i < s->triples.n; i++)
		known &= !(triples[i] & ~SECTION_V(uint64_t, s->triples)[i]);
	free(triples);
	array_release(&names);
	array_release(&fields);
	row_texts_release(&texts);
	REQUIRE(same, "lengths other than those of the names");
	REQUIRE(of_names == gram_digest(&s->names, index->plan.n_named), "pairs of other names than the rows have");
	REQUIRE(of_fields == gram_digest(&s->fields, index->n_rows), "pairs of other texts than the rows have");
	REQUIRE(known, "characters in a row that no name is said to have");
	return true;
}

bool search_validate(const struct index *index, const char **reason)
{
	return gram_validate(&index->search.names, index->plan.n_named, reason)
		&& gram_validate(&index->search.fields, index->n_rows, reason)
		&& validate_odd(index, reason) && validate_rows(index, reason) && validate_codes(index, reason);
}
