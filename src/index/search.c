/*
 * Building what look-ups run on: the folded texts with their readings, and postings over
 * them that give the candidates for a word. Candidates are always checked against the text
 * itself, so a posting may list too many entries, never too few.
 *
 *	characters  the character itself, of names, short names and searched fields
 *	syllables   every reading of every character, of names and short names
 *	pairs       of neighbours: the class of the first letter (any reading) of one
 *	            character and of the next, of names and short names
 *	bigrams     two characters side by side (in names also with a blank between them)
 *
 * Rows are taken in pieces of fixed size, by as many threads as there are; the pieces are
 * joined in order.
 */
#include "index_internal.h"

#include "base/strbuf.h"
#include "parallel_internal.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 1 << 14, KEYS_AT_ONCE = 1 << 8 };

/* -- entries ------------------------------------------------------------------------- */

/* The entries of a posting that one piece has: the first as it is, the others as differences. */
struct run {
	uint32_t key, n, first, last; /* entries of the piece */
	size_t start, end;            /* of the differences, in bytes of the piece */
};

struct posted {
	uint32_t key, entry;
};

struct piece {
	struct index *index;
	uint32_t first_entry; /* of all entries; known when all pieces are made */
	ARRAY(int64_t) row_starts;
	ARRAY(uint32_t) owners;
	ARRAY(uint8_t) types;
	ARRAY(uint8_t) fields;
	ARRAY(int64_t) raw_starts;
	ARRAY(int64_t) raw_bytes;
	ARRAY(int64_t) text_ends;
	ARRAY(int64_t) reading_ends;
	ARRAY(syllable) readings;
	ARRAY(char) initials;
	struct strbuf text;
	ARRAY(struct posted) posted;
	ARRAY(struct run) runs;
	ARRAY(uint8_t) bytes;
};

/* text_fold, short for texts of Han characters and printable ASCII or its full forms without blanks. */
static void fold(struct str raw, struct strbuf *out)
{
	size_t before = out->n;
	for (size_t at = 0; at < raw.n;) {
		uint32_t c = utf8_next(raw, &at);
		bool plain = (c > 0x20 && c < 0x7F) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xFF01 && c <= 0xFF5E);
		if (!plain) {
			strbuf_truncate(out, before);
			text_fold(raw, out);
			return;
		}
		char bytes[4];
		strbuf_add(out, (struct str){bytes, utf8_put(fold_char(c), bytes)});
	}
}

/* The first letters of a name's readings: struct search, initials. */
static void make_initials(struct str text, const syllable *readings, char *out)
{
	for (size_t at = 0, i = 0; at < text.n; i++) {
		uint32_t c = utf8_next(text, &at);
		bool latin = c == ' ' || (c >= 'a' && c <= 'z');
		out[i] = readings[i] ? syllable_str(readings[i]).p[0] : latin ? 1 : 2;
	}
}

/* -- postings --------------------------------------------------------------------------- */

static inline void post(struct piece *p, uint32_t key, uint32_t entry)
{
	array_push(&p->posted, (struct posted){key, entry});
}

/* The distinct initial classes of a character read as `reading` here: at most 8. */
struct classes {
	uint8_t v[8];
	size_t n;
};

static void add_class(struct classes *classes, uint32_t class)
{
	for (size_t i = 0; i < classes->n; i++)
		if (classes->v[i] == class)
			return;
	if (classes->n < sizeof classes->v)
		classes->v[classes->n++] = (uint8_t)class;
}

static void post_reading(struct piece *p, syllable s, uint32_t entry, struct classes *classes)
{
	if (!s)
		return;
	add_class(classes, search_initial_class((unsigned char)syllable_str(s).p[0]));
	post(p, search_syllable_key(s), entry);
}

static void post_name(struct piece *p, struct str text, const syllable *readings, uint32_t entry)
{
	struct classes before = {0};
	uint32_t last = 0;
	for (size_t at = 0, i = 0; at < text.n; i++) {
		const syllable *all;
		struct classes classes = {0};
		uint32_t c = utf8_next(text, &at);
		size_t n_all = pinyin_char(c, &all);
		post(p, search_char_key(c), entry);
		if (c == ' ')
			continue; /* matching by pinyin passes over blanks */
		if (last)
			post(p, search_bigram_key(p->index, last, c), entry);
		last = c;
		post_reading(p, readings[i], entry, &classes);
		for (size_t j = 0; j < n_all; j++)
			if (all[j] != readings[i])
				post_reading(p, all[j], entry, &classes);
		if (!classes.n)
			add_class(&classes, search_initial_class(c));
		for (size_t a = 0; a < before.n; a++)
			for (size_t b = 0; b < classes.n; b++)
				post(p, search_pair_key(before.v[a], classes.v[b]), entry);
		before = classes;
	}
}

static void add_number(uint8_t **at, uint32_t number)
{
	for (; number >= 0x80; number >>= 7)
		*(*at)++ = (uint8_t)(number | 0x80);
	*(*at)++ = (uint8_t)number;
}

static size_t number_width(uint32_t number)
{
	size_t n = 1;
	for (; number >= 0x80; number >>= 7)
		n++;
	return n;
}

enum { NUMBER_BYTES_MAX = 5 };

static void end_run(struct piece *p, const struct posted *sorted, size_t n)
{
	struct run run = {.key = sorted[0].key, .n = 1, .first = sorted[0].entry, .last = sorted[0].entry, .start = p->bytes.n};
	array_reserve(&p->bytes, p->bytes.n + n * NUMBER_BYTES_MAX);
	uint8_t *at = p->bytes.v + p->bytes.n;
	for (size_t i = 1; i < n; i++)
		if (sorted[i].entry != run.last) { /* an entry stands once */
			add_number(&at, sorted[i].entry - run.last);
			run.last = sorted[i].entry;
			run.n++;
		}
	p->bytes.n = run.end = (size_t)(at - p->bytes.v);
	array_push(&p->runs, run);
}

/* By counting: entries come in order, and stay so within a key. */
static void make_runs(struct piece *p)
{
	uint32_t n_keys = search_keys(p->index);
	uint32_t *at = xcalloc((size_t)n_keys + 1, sizeof *at);
	struct posted *sorted = xmalloc(p->posted.n * sizeof *sorted);
	for (size_t i = 0; i < p->posted.n; i++)
		at[p->posted.v[i].key + 1]++;
	for (uint32_t k = 0; k < n_keys; k++)
		at[k + 1] += at[k];
	for (size_t i = 0; i < p->posted.n; i++)
		sorted[at[p->posted.v[i].key]++] = p->posted.v[i];
	for (size_t i = 0, start = 0; i < p->posted.n; i++)
		if (i + 1 == p->posted.n || sorted[i + 1].key != sorted[i].key) {
			end_run(p, sorted + start, i + 1 - start);
			start = i + 1;
		}
	free(sorted);
	free(at);
	array_release(&p->posted);
}

/* -- gathering ----------------------------------------------------------------------------- */

static void add_entry(struct piece *p, uint32_t owner, enum entry_type type, size_t field, const char *column, struct str raw)
{
	size_t before = p->text.n;
	fold(raw, &p->text);
	struct str folded = str_sub(strbuf_str(&p->text), before, p->text.n - before);
	if (!folded.n)
		return;
	uint32_t entry = (uint32_t)p->owners.n;
	array_push(&p->owners, owner);
	array_push(&p->types, (uint8_t)type);
	array_push(&p->fields, (uint8_t)field);
	array_push(&p->raw_starts, raw.p - column);
	array_push(&p->raw_bytes, (int64_t)raw.n);
	array_push(&p->text_ends, (int64_t)p->text.n);
	if (type == ENTRY_NAME || type == ENTRY_SHORT) {
		array_reserve(&p->readings, p->readings.n + folded.n);
		array_reserve(&p->initials, p->initials.n + folded.n);
		syllable *readings = p->readings.v + p->readings.n;
		size_t n = pinyin_text(folded, readings);
		make_initials(folded, readings, p->initials.v + p->initials.n);
		post_name(p, folded, readings, entry);
		p->readings.n += n;
		p->initials.n += n;
	} else if (type == ENTRY_FIELD) {
		uint32_t last = 0;
		for (size_t at = 0; at < folded.n;) {
			uint32_t c = utf8_next(folded, &at);
			post(p, search_char_key(c), entry);
			if (last)
				post(p, search_bigram_key(p->index, last, c), entry);
			last = c;
		}
	}
	array_push(&p->reading_ends, (int64_t)p->readings.n);
}

struct searched_field {
	size_t field;
	enum entry_type type;
	bool list;
};

static size_t searched_fields(enum kind kind, struct searched_field out[FIELDS_MAX])
{
	size_t n = 0;
	for (size_t f = 1; f < fields_of[kind].n; f++) {
		const struct field *field = &fields_of[kind].v[f];
		if (!(field->flags & FIELD_SEARCHED))
			continue;
		struct str name = str_from(field->name);
		enum entry_type type = str_eq_c(name, "name") ? ENTRY_NAME : str_eq_c(name, "short_names") ? ENTRY_SHORT :
			str_eq_c(name, "code") ? ENTRY_CODE : ENTRY_FIELD;
		out[n++] = (struct searched_field){f, type, field->type == FIELD_LIST};
	}
	return n;
}

static void gather_row(
	struct piece *p, const struct index_table *t, uint32_t row, const struct searched_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct index_column *c = &t->columns[fields[i].field];
		struct str rest = index_column_text(c, row), element;
		if (!rest.n)
			continue;
		if (!fields[i].list)
			add_entry(p, t->base + row, fields[i].type, fields[i].field, SECTION_V(char, c->bytes), rest);
		else
			while (index_list_next(&rest, &element))
				add_entry(p, t->base + row, fields[i].type, fields[i].field, SECTION_V(char, c->bytes), element);
	}
}

struct making {
	struct index *index;
	struct piece *pieces;
	size_t n_pieces;
	uint64_t *sizes; /* of postings in bytes, by key; then where they start */
	uint32_t *counts;
	uint8_t *bytes;
};

static void make_piece(void *context, size_t i)
{
	struct making *m = context;
	struct piece *p = &m->pieces[i];
	struct searched_field fields[FIELDS_MAX];
	uint32_t global = (uint32_t)(i * ROWS_AT_ONCE), end = global + ROWS_AT_ONCE;
	p->index = m->index;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &m->index->tables[k];
		size_t n = searched_fields((enum kind)k, fields);
		for (; global < end && global < t->base + t->n; global++) {
			array_push(&p->row_starts, (int64_t)p->owners.n);
			gather_row(p, t, global - t->base, fields, n);
		}
	}
	make_runs(p);
}

/* -- joining ------------------------------------------------------------------------------------ */

static const struct run *first_run(const struct piece *p, uint32_t key)
{
	size_t low = 0, high = p->runs.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (p->runs.v[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return p->runs.v + low;
}

/* Go through the runs of some keys, piece after piece: with `bytes` they are written, else measured. */
static void join_keys(struct making *m, size_t block, bool write)
{
	uint32_t first = (uint32_t)(block * KEYS_AT_ONCE), n_keys = search_keys(m->index);
	uint32_t end = first + KEYS_AT_ONCE < n_keys ? first + KEYS_AT_ONCE : n_keys;
	uint32_t next[KEYS_AT_ONCE] = {0}; /* by key: 1 + the last entry */
	uint64_t at[KEYS_AT_ONCE];
	for (uint32_t k = first; k < end; k++)
		at[k - first] = write ? m->sizes[k] : 0;
	for (size_t i = 0; i < m->n_pieces; i++) {
		const struct piece *p = &m->pieces[i];
		if (!p->runs.n)
			continue;
		for (const struct run *r = first_run(p, first); r < p->runs.v + p->runs.n && r->key < end; r++) {
			uint32_t difference = p->first_entry + r->first + 1 - next[r->key - first];
			uint64_t *to = &at[r->key - first];
			if (write) {
				uint8_t *out = m->bytes + *to;
				add_number(&out, difference);
				memcpy(out, p->bytes.v + r->start, r->end - r->start);
			} else {
				m->counts[r->key] += r->n;
			}
			*to += number_width(difference) + (r->end - r->start);
			next[r->key - first] = p->first_entry + r->last + 1;
		}
	}
	for (uint32_t k = first; k < end && !write; k++)
		m->sizes[k] = at[k - first];
}

static void measure_keys(void *context, size_t block)
{
	join_keys(context, block, false);
}

static void write_keys(void *context, size_t block)
{
	join_keys(context, block, true);
}

static void join_postings(struct making *m)
{
	uint32_t n_keys = search_keys(m->index);
	struct postings *out = &m->index->search.postings;
	m->sizes = xcalloc((size_t)n_keys + 1, sizeof *m->sizes);
	m->counts = xcalloc(n_keys, sizeof *m->counts);
	parallel_for((n_keys + KEYS_AT_ONCE - 1) / KEYS_AT_ONCE, m->index->n_threads, measure_keys, m);
	uint64_t sum = 0;
	for (uint32_t k = 0; k <= n_keys; k++) {
		uint64_t size = m->sizes[k];
		m->sizes[k] = sum;
		sum += size;
	}
	m->bytes = xmalloc((size_t)sum);
	parallel_for((n_keys + KEYS_AT_ONCE - 1) / KEYS_AT_ONCE, m->index->n_threads, write_keys, m);
	out->bytes = section_plain(m->bytes, (size_t)sum, 1);
	out->starts = section_plain(m->sizes, (size_t)n_keys + 1, sizeof *m->sizes);
	out->counts = section_plain(m->counts, n_keys, sizeof *m->counts);
}

/* Join one array of all pieces, each element plus what `offset` of its piece says. */
#define JOIN_NUMBERS(m, member, offset, tail, out)                                                \
	do {                                                                                      \
		size_t join_n_ = 0;                                                               \
		for (size_t i = 0; i < (m)->n_pieces; i++)                                        \
			join_n_ += (m)->pieces[i].member.n;                                       \
		int64_t *join_v_ = xmalloc((join_n_ + 1) * sizeof *join_v_), join_plus_ = 0;      \
		join_n_ = 0;                                                                      \
		for (size_t i = 0; i < (m)->n_pieces; i++) {                                      \
			struct piece *p = &(m)->pieces[i];                                        \
			for (size_t j = 0; j < p->member.n; j++)                                  \
				join_v_[join_n_++] = p->member.v[j] + join_plus_;                 \
			join_plus_ += (int64_t)(offset);                                          \
			array_release(&p->member);                                                \
		}                                                                                 \
		if (tail)                                                                         \
			join_v_[join_n_++] = join_plus_;                                          \
		*(out) = section_pack(join_v_, join_n_);                                          \
		free(join_v_);                                                                    \
	} while (0)

/* Join one array of all pieces as it is. */
#define JOIN_PLAIN(m, member, out)                                                                \
	do {                                                                                      \
		size_t join_n_ = 0, join_size_ = sizeof *(m)->pieces[0].member.v;                 \
		for (size_t i = 0; i < (m)->n_pieces; i++)                                        \
			join_n_ += (m)->pieces[i].member.n;                                       \
		char *join_v_ = xmalloc(join_n_ * join_size_);                                    \
		join_n_ = 0;                                                                      \
		for (size_t i = 0; i < (m)->n_pieces; i++) {                                      \
			struct piece *p = &(m)->pieces[i];                                        \
			if (p->member.n)                                                          \
				memcpy(join_v_ + join_n_ * join_size_, p->member.v, p->member.n * join_size_); \
			join_n_ += p->member.n;                                                   \
			array_release(&p->member);                                                \
		}                                                                                 \
		*(out) = section_plain(join_v_, join_n_, join_size_);                             \
	} while (0)

static void join_text(struct making *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->n_pieces; i++)
		n += m->pieces[i].text.n;
	char *text = xmalloc(n);
	n = 0;
	for (size_t i = 0; i < m->n_pieces; i++) {
		struct strbuf *from = &m->pieces[i].text;
		if (from->n)
			memcpy(text + n, from->p, from->n);
		n += from->n;
		strbuf_release(from);
	}
	m->index->search.text = section_plain(text, n, 1);
}

static struct search_entry make_entry(uint32_t owner, uint8_t type, uint8_t field, uint64_t text, uint64_t reading)
{
	return (struct search_entry){.owner = owner, .type = type, .field = field, .text_low = (uint32_t)text,
		.text_high = (uint8_t)(text >> 32), .reading_low = (uint32_t)reading, .reading_high = (uint8_t)(reading >> 32)};
}

static void join_entries(struct making *m, size_t n)
{
	struct search_entry *entries = xmalloc((n + 1) * sizeof *entries);
	uint64_t text = 0, reading = 0;
	n = 0;
	for (size_t i = 0; i < m->n_pieces; i++) {
		struct piece *p = &m->pieces[i];
		for (size_t e = 0; e < p->owners.n; e++)
			entries[n++] = make_entry(p->owners.v[e], p->types.v[e], p->fields.v[e],
				text + (uint64_t)(e ? p->text_ends.v[e - 1] : 0), reading + (uint64_t)(e ? p->reading_ends.v[e - 1] : 0));
		text += p->text.n;
		reading += p->readings.n;
		array_release(&p->types);
		array_release(&p->fields);
		array_release(&p->text_ends);
		array_release(&p->reading_ends);
	}
	entries[n++] = make_entry(0, 0, 0, text, reading);
	m->index->search.entries = section_plain(entries, n * 2, sizeof *entries / 2);
}

static void join(struct making *m)
{
	struct search *s = &m->index->search;
	uint32_t n = 0;
	for (size_t i = 0; i < m->n_pieces; i++) {
		m->pieces[i].first_entry = n;
		n += (uint32_t)m->pieces[i].owners.n;
	}
	join_entries(m, n);
	join_postings(m);
	for (size_t i = 0; i < m->n_pieces; i++) {
		array_release(&m->pieces[i].runs);
		array_release(&m->pieces[i].bytes);
	}
	JOIN_NUMBERS(m, row_starts, p->owners.n, true, &s->row_starts);
	JOIN_NUMBERS(m, raw_starts, 0, false, &s->raw_starts);
	JOIN_NUMBERS(m, raw_bytes, 0, false, &s->raw_bytes);
	join_text(m);
	JOIN_PLAIN(m, readings, &s->readings);
	JOIN_PLAIN(m, initials, &s->initials);
	for (size_t i = 0; i < m->n_pieces; i++)
		array_release(&m->pieces[i].owners);
}

/* -- codes ---------------------------------------------------------------------------------- */

static uint64_t head_of(struct str text)
{
	uint64_t head = 0;
	for (size_t i = 0; i < 8; i++)
		head = head << 8 | (i < text.n ? (unsigned char)text.p[i] : 0);
	return head;
}

static int by_text(void *context, uint32_t x, uint32_t y)
{
	int order = str_cmp(search_text(context, x), search_text(context, y));
	return order ? order : x < y ? -1 : 1;
}

static void make_codes(struct index *index)
{
	struct search *s = &index->search;
	ARRAY(struct sort_item) items = {0};
	for (uint32_t e = 0; e < search_n(s); e++)
		if (search_entry(s, e)->type == ENTRY_CODE) {
			struct str text = search_text(s, e);
			array_push(&items, (struct sort_item){head_of(text), head_of(str_sub(text, 8, text.n)), e});
		}
	if (items.n)
		parallel_sort(items.v, items.n, index->n_threads, by_text, s);
	uint32_t *codes = xmalloc(items.n * sizeof *codes);
	for (size_t i = 0; i < items.n; i++)
		codes[i] = items.v[i].row;
	s->codes = section_plain(codes, items.n, sizeof *codes);
	array_release(&items);
}

/* -- context ----------------------------------------------------------------------------------- */

size_t index_context_of(const struct index *index, struct ref ref, struct ref out[CONTEXT_MAX], size_t *n_direct)
{
	enum kind kind = ref_kind(ref);
	size_t n = 0;
	for (size_t i = 0; i < index->n_context[kind]; i++) {
		struct ref r = index_ref(index, ref, index->context[kind][i]);
		if (!ref_none(r))
			out[n++] = r;
	}
	*n_direct = n;
	bool has_zone = false;
	for (size_t i = 0; i < *n_direct; i++)
		has_zone |= ref_kind(out[i]) == KIND_ZONE;
	for (size_t i = 0; i < *n_direct; i++) {
		enum kind k = ref_kind(out[i]);
		if (k == KIND_ZONE || k == KIND_REGION)
			continue;
		for (size_t j = 0; j < index->n_context[k] && n < CONTEXT_MAX; j++) {
			struct ref r = index_ref(index, out[i], index->context[k][j]);
			if (!ref_none(r) && (ref_kind(r) == KIND_CHAIN || (ref_kind(r) == KIND_ZONE && !has_zone)))
				out[n++] = r;
		}
	}
	return n;
}

/* -- all of it ------------------------------------------------------------------------------------ */

void index_make_search(struct index *index)
{
	struct making m = {.index = index, .n_pieces = index->n_rows / ROWS_AT_ONCE + 1};
	m.pieces = xcalloc(m.n_pieces, sizeof *m.pieces);
	parallel_for(m.n_pieces, index->n_threads, make_piece, &m);
	join(&m);
	make_codes(index);
	free(m.pieces);
}
