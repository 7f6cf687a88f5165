#include "index_internal.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* -- short names ---------------------------------------------------------------- */

/* Count in `seen` how often each name or short name occurs in the table. */
static void count_names(const struct index_table *t, size_t short_names, struct map *seen, uint32_t *counts)
{
	for (uint32_t row = 0; row < t->n; row++) {
		struct str rest = index_column_text(&t->columns[short_names], row),
			   element = index_column_text(&t->columns[1], row);
		do {
			uint32_t slot = (uint32_t)seen->n;
			if (map_add(seen, element, &slot))
				counts[slot] = 0;
			counts[slot]++;
		} while (index_list_next(&rest, &element));
	}
}

/* Which of name and short names is the shortest of two characters or more (晋 is no name to read) that no other record has; the earlier one of equals. */
static uint16_t choose_short(
	const struct index_table *t, size_t short_names, uint32_t row, const struct map *seen, const uint32_t *counts)
{
	struct str name = index_column_text(&t->columns[1], row),
		   rest = index_column_text(&t->columns[short_names], row), element;
	size_t least = utf8_length(name);
	uint16_t choice = 0;
	for (uint16_t i = 1; i < UINT16_MAX && index_list_next(&rest, &element); i++) {
		uint32_t slot = 0;
		size_t length = utf8_length(element);
		if (length >= 2 && length < least && map_find(seen, element, &slot) && counts[slot] == 1) {
			least = length;
			choice = i;
		}
	}
	return choice;
}

static size_t count_elements(const struct index_table *t, size_t short_names)
{
	const struct index_column *c = &t->columns[short_names];
	size_t n = t->n * (size_t)2;
	for (uint32_t i = 0, end = t->n ? c->ends[t->n - 1] : 0; i < end; i++)
		n += c->bytes[i] == ';';
	return n;
}

static void make_short_choices(struct index *index, enum kind kind)
{
	struct index_table *t = &index->tables[kind];
	int short_names = field_find(kind, STR("short_names"));
	if (!kind_has_name(kind) || short_names < 0 || !t->n)
		return;
	/* Other words for an indicator or a sector are synonyms, not shorter names for it: 工业总产值 is not just any 总产值. */
	if (kind == KIND_INDICATOR || kind == KIND_SECTOR)
		return;
	struct map seen = {0};
	uint32_t *counts = xcalloc(count_elements(t, (size_t)short_names), sizeof *counts);
	count_names(t, (size_t)short_names, &seen, counts);
	t->short_choice = xmalloc(t->n * sizeof *t->short_choice);
	for (uint32_t row = 0; row < t->n; row++)
		t->short_choice[row] = choose_short(t, (size_t)short_names, row, &seen, counts);
	map_release(&seen);
	free(counts);
}

/* -- composed names ---------------------------------------------------------------- */

/* How the names of kinds without one are made: the first two parts with `middle` between them, the tail where there is one. */
static const struct composition {
	enum kind kind;
	const char *middle;
	const char *parts[3];
} compositions[] = {
	{KIND_LINK, " > ", {"from", "to", "product"}},
	{KIND_PLACEMENT, " > ", {"enterprise", "stage", NULL}},
	{KIND_FLOW, " > ", {"from", "to", "product"}},
	{KIND_MILESTONE, " ", {"project", "status", "date"}},
	{KIND_CLAIM, " ", {"subject", "indicator", "item"}},
	{KIND_IDENTITY, " = ", {"a", "b", NULL}},
};

static size_t part_fields(const struct composition *c, size_t fields[3])
{
	size_t n = 0;
	for (; n < 3 && c->parts[n]; n++)
		fields[n] = field_get(c->kind, c->parts[n]);
	return n;
}

/* The short name of a record that has one by now, else its id. */
static struct str part_name(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	return kind_has_name(ref_kind(ref)) || t->composed_ends ? index_short_name(index, ref) : index_id(index, ref);
}

static void add_part(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
{
	const struct field *f = &fields_of[ref_kind(ref)].v[field];
	if (f->type == FIELD_REF) {
		struct ref target = index_ref(index, ref, field);
		if (!ref_none(target))
			strbuf_add(out, part_name(index, target));
	} else if (f->type == FIELD_ENUM) {
		int64_t code = index_number(index, ref, field);
		if (code >= 0 && (uint64_t)code < enums[f->enumeration].n)
			strbuf_add_c(out, enums[f->enumeration].v[code].zh);
	} else {
		strbuf_add(out, index_text(index, ref, field));
	}
}

static void compose(struct index *index, const struct composition *c)
{
	struct index_table *t = &index->tables[c->kind];
	size_t fields[3], n = part_fields(c, fields);
	struct strbuf names = {0};
	uint32_t *ends = xmalloc(t->n * sizeof *ends);
	for (uint32_t row = 0; row < t->n; row++) {
		struct ref ref = ref_make(c->kind, row);
		add_part(index, ref, fields[0], &names);
		strbuf_add_c(&names, c->middle);
		add_part(index, ref, fields[1], &names);
		if (n > 2 && index_text(index, ref, fields[2]).n) {
			strbuf_add_byte(&names, ' ');
			add_part(index, ref, fields[2], &names);
		}
		ends[row] = (uint32_t)names.n;
	}
	t->composed = strbuf_detach(&names);
	t->composed_ends = ends;
}

void index_make_names(struct index *index)
{
	for (int k = 0; k < KIND_COUNT; k++)
		make_short_choices(index, (enum kind)k);
	for (size_t i = 0; i < sizeof compositions / sizeof *compositions; i++)
		compose(index, &compositions[i]);
}

/* -- order of names ----------------------------------------------------------------- */

/* A sort key whose first bytes stand beside it, so that most comparisons stay in one array. */
struct rank_key {
	uint64_t head;
	struct str key;
	uint32_t row;
};

static uint64_t head_of(struct str key)
{
	uint64_t head = 0;
	for (size_t i = 0; i < 8; i++)
		head = head << 8 | (i < key.n ? (unsigned char)key.p[i] : 0);
	return head;
}

static int by_key(const void *a, const void *b)
{
	const struct rank_key *x = a, *y = b;
	if (x->head != y->head)
		return x->head < y->head ? -1 : 1;
	int order = str_cmp(x->key, y->key);
	return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

/* Sort keys of short names, each made when it is first needed: composed names repeat a few of them often. */
struct part_keys {
	const struct index *index;
	struct strbuf bytes;
	uint32_t *starts, *lengths; /* by global row; a length of 0: not made */
};

static void add_key(struct part_keys *parts, struct ref ref, struct strbuf *out)
{
	uint32_t global = index_global(parts->index, ref);
	if (!parts->lengths[global]) {
		parts->starts[global] = (uint32_t)parts->bytes.n;
		pinyin_sort_key(index_short_name(parts->index, ref), &parts->bytes);
		parts->lengths[global] = (uint32_t)parts->bytes.n - parts->starts[global];
	}
	strbuf_add(out, str_sub(strbuf_str(&parts->bytes), parts->starts[global], parts->lengths[global]));
}

/* The key of a composed name from those of its parts: the name's own key but for readings that depend on the neighbour. */
static void add_composed_key(struct part_keys *parts, const struct composition *c, const size_t *fields, size_t n,
	uint32_t row, struct strbuf *out)
{
	const struct index_table *t = &parts->index->tables[c->kind];
	struct strbuf text = {0};
	for (size_t i = 0; i < n; i++) {
		const struct index_column *column = &t->columns[fields[i]];
		struct ref target = column->refs ? column->refs[row] : REF_NONE;
		if (i)
			pinyin_sort_key(str_from(i == 1 ? c->middle : " "), out);
		if (!ref_none(target) && ref_kind(target) != c->kind) {
			add_key(parts, target, out);
			continue;
		}
		strbuf_clear(&text);
		add_part(parts->index, ref_make(c->kind, row), fields[i], &text);
		pinyin_sort_key(strbuf_str(&text), out);
	}
	strbuf_release(&text);
}

static const struct composition *composition_of(enum kind kind)
{
	for (size_t i = 0; i < sizeof compositions / sizeof *compositions; i++)
		if (compositions[i].kind == kind)
			return &compositions[i];
	return NULL;
}

static void make_ranks(struct index *index, enum kind kind, struct part_keys *parts)
{
	struct index_table *t = &index->tables[kind];
	const struct composition *composition = composition_of(kind);
	size_t fields[3], n_fields = composition ? part_fields(composition, fields) : 0;
	struct strbuf bytes = {0};
	struct rank_key *keys = xmalloc(t->n * sizeof *keys);
	uint32_t *ends = xmalloc(t->n * sizeof *ends);
	for (uint32_t row = 0; row < t->n; row++) {
		if (composition)
			add_composed_key(parts, composition, fields, n_fields, row, &bytes);
		else
			pinyin_sort_key(index_name(index, ref_make(kind, row)), &bytes);
		ends[row] = (uint32_t)bytes.n;
	}
	for (uint32_t row = 0; row < t->n; row++) {
		uint32_t start = row ? ends[row - 1] : 0;
		struct str key = str_sub(strbuf_str(&bytes), start, ends[row] - start);
		keys[row] = (struct rank_key){head_of(key), key, row};
	}
	qsort(keys, t->n, sizeof *keys, by_key);
	t->by_name = xmalloc(t->n * sizeof *t->by_name);
	t->name_ranks = xmalloc(t->n * sizeof *t->name_ranks);
	for (uint32_t i = 0; i < t->n; i++) {
		t->by_name[i] = ref_make(kind, keys[i].row);
		t->name_ranks[keys[i].row] = i;
	}
	free(ends);
	free(keys);
	strbuf_release(&bytes);
}

void index_make_ranks(struct index *index)
{
	struct part_keys parts = {.index = index};
	parts.starts = xmalloc(((size_t)index->n_rows + 1) * sizeof *parts.starts);
	parts.lengths = xcalloc((size_t)index->n_rows + 1, sizeof *parts.lengths);
	for (int k = 0; k < KIND_COUNT; k++)
		make_ranks(index, (enum kind)k, &parts);
	strbuf_release(&parts.bytes);
	free(parts.starts);
	free(parts.lengths);
}
