#include "index_internal.h"

#include "base/array.h"
#include "base/map.h"
#include "base/parallel.h"
#include "lettered_internal.h"
#include "numbered_internal.h"

#include <assert.h>
#include <stdlib.h>

size_t index_count(const struct index *index, enum kind kind)
{
	return (size_t)index->tables[kind].n + index->tables[kind].packed;
}

struct ref index_ref_of_global(const struct index *index, uint32_t global)
{
	if (global >= index->n_rows) {
		enum kind kind = global < index->tables[KIND_CLAIM].packed_base ? KIND_MILESTONE : KIND_CLAIM;
		return index_packed_ref(index, kind, global - index->tables[kind].packed_base);
	}
	int low = 0, high = KIND_COUNT - 1; /* the last kind whose base is not behind */
	while (low < high) {
		int middle = (low + high + 1) / 2;
		if (index->tables[middle].base <= global)
			low = middle;
		else
			high = middle - 1;
	}
	return ref_make((enum kind)low, global - index->tables[low].base);
}

/* -- plan ------------------------------------------------------------------------ */

static void make_context(struct index *index)
{
	static const char *const lending[] = {"zone", "park", "chain", "stage", "owner", "project", "enterprise", "subject",
		"indicator", "from", "to", "a", "b", "region", "lead", "claim", "about"};
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t i = 0; i < sizeof lending / sizeof *lending; i++) {
			int f = field_find((enum kind)k, str_from(lending[i]));
			if (f >= 0 && fields_of[k].v[f].type == FIELD_REF && index->n_context[k] < CONTEXT_FIELDS_MAX)
				index->context[k][index->n_context[k]++] = (uint8_t)f;
		}
}

static struct claim_fields claim_fields(void)
{
	return (struct claim_fields){
		.subject = field_get(KIND_CLAIM, "subject"),
		.indicator = field_get(KIND_CLAIM, "indicator"),
		.item = field_get(KIND_CLAIM, "item"),
		.value = field_get(KIND_CLAIM, "value"),
		.unit = field_get(KIND_CLAIM, "unit"),
		.qualifier = field_get(KIND_CLAIM, "qualifier"),
		.modality = field_get(KIND_CLAIM, "modality"),
		.scope = field_get(KIND_CLAIM, "scope"),
		.period = field_get(KIND_CLAIM, "period"),
		.value_base = field_get(KIND_CLAIM, "value_base"),
		.base_unit = field_get(KIND_CLAIM, "base_unit"),
		.value_low = field_get(KIND_CLAIM, "value_low"),
		.value_high = field_get(KIND_CLAIM, "value_high"),
		.source = field_get(KIND_CLAIM, "source"),
		.locator = field_get(KIND_CLAIM, "locator"),
	};
}

static struct milestone_fields milestone_fields(void)
{
	return (struct milestone_fields){
		.project = field_get(KIND_MILESTONE, "project"),
		.status = field_get(KIND_MILESTONE, "status"),
		.date = field_get(KIND_MILESTONE, "date"),
		.source = field_get(KIND_MILESTONE, "source"),
		.locator = field_get(KIND_MILESTONE, "locator"),
	};
}

static struct chain_fields chain_fields(void)
{
	return (struct chain_fields){.of_stage = field_get(KIND_STAGE, "chain"),
		.owners = {field_get(KIND_CHAIN, "zone"), field_get(KIND_CHAIN, "region"), field_get(KIND_CHAIN, "lead")}};
}

void index_plan_fields(struct index *index)
{
	index->claim = claim_fields();
	index->milestone = milestone_fields();
	index->chain = chain_fields();
	index->source_date = field_get(KIND_SOURCE, "date");
	for (int k = 0; k < KIND_COUNT; k++)
		index->source_of[k] = (int8_t)field_find((enum kind)k, STR("source"));
}

void index_make_plan(struct index *index)
{
	for (int k = 0; k < TABLES; k++) {
		struct index_table *t = &index->tables[k];
		t->n = (uint32_t)t->keys.n;
		t->base = index->n_rows;
		index->n_rows += t->n;
	}
	index_plan_fields(index);
	ledger_plan(&index->ledger);
	static const enum ledger_sort sorts[] = {LEDGER_MILESTONE, LEDGER_CLAIM};
	index->n_all = index->n_rows;
	for (size_t i = 0; i < 2; i++) {
		struct index_table *t = &index->tables[ledger_kind(sorts[i])];
		t->packed = index->ledger.n[sorts[i]];
		t->packed_base = index->n_all;
		index->n_all += t->packed;
	}
	index->memo = memo_new();
	make_context(index);
	search_make_plan(index);
}

/* -- ids ------------------------------------------------------------------------- */

/* As many buckets as a power of two has room for, about two ids in each. */
static uint32_t id_bucket(uint64_t n_buckets, struct str id)
{
	return (uint32_t)(hash_bytes(id.p, id.n, 0) & (n_buckets - 1));
}

struct hashing {
	const struct index *index;
	const struct ref *refs; /* whose ids are hashed */
	size_t n;
	uint32_t *buckets;      /* beside them */
	uint64_t n_buckets;
};

enum { HASHED_AT_ONCE = 1 << 14 };

static void hash_some(void *context, size_t i)
{
	struct hashing *h = context;
	size_t end = (i + 1) * HASHED_AT_ONCE;
	struct strbuf id = {0};
	for (size_t at = i * HASHED_AT_ONCE; at < end && at < h->n; at++) {
		strbuf_clear(&id);
		index_add_id(h->index, h->refs[at], &id);
		h->buckets[at] = id_bucket(h->n_buckets, strbuf_str(&id));
	}
	strbuf_release(&id);
}

/* Records whose id no number tells (numbered_internal.h), all kinds one after another. */
static struct ref *ids_to_hash(const struct index *index, size_t *n)
{
	ARRAY(struct ref) refs = {0};
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &index->tables[k];
		const struct index_column *ids = &t->columns[0];
		bool numbered = numbered_is(ids);
		array_reserve(&refs, refs.n + (numbered ? 0 : t->n));
		for (uint32_t row = 0; row < t->n; row++) {
			if (numbered && (row = numbered_next_odd(ids, row)) >= t->n)
				break;
			array_push(&refs, ref_make((enum kind)k, row));
		}
	}
	*n = refs.n;
	return refs.v;
}

void index_make_ids(struct index *index)
{
	struct hashing h = {.index = index, .n_buckets = 16};
	h.refs = ids_to_hash(index, &h.n);
	while (h.n_buckets < h.n / 2)
		h.n_buckets *= 2;
	h.buckets = xmalloc(h.n * sizeof *h.buckets);
	parallel_for(h.n / HASHED_AT_ONCE + 1, index->n_threads, hash_some, &h);
	uint32_t *starts = xcalloc((size_t)h.n_buckets + 1, sizeof *starts);
	struct ref *refs = xmalloc(h.n * sizeof *refs);
	for (size_t i = 0; i < h.n; i++)
		starts[h.buckets[i]]++;
	for (uint64_t i = 0, sum = 0; i <= h.n_buckets; i++) {
		sum += starts[i];
		starts[i] = (uint32_t)sum;
	}
	for (size_t i = h.n; i-- > 0;)
		refs[--starts[h.buckets[i]]] = h.refs[i];
	index->id_starts = section_plain(starts, (size_t)h.n_buckets + 1, sizeof *starts);
	index->id_refs = section_plain(refs, h.n, sizeof *refs);
	free((void *)(uintptr_t)h.refs);
	free(h.buckets);
}

static bool has_id(const struct index *index, struct ref ref, struct str id, struct strbuf *buffer)
{
	strbuf_clear(buffer);
	index_add_id(index, ref, buffer);
	return str_eq(strbuf_str(buffer), id);
}

struct ref index_find_id(const struct index *index, struct str id)
{
	struct refs bucket = index_part(&index->id_starts, &index->id_refs, id_bucket(index->id_starts.n - 1, id));
	struct ref found = REF_NONE;
	struct strbuf buffer = {0};
	enum kind kind;
	uint32_t row;
	for (size_t i = 0; id.n && i < bucket.n && ref_none(found); i++)
		if (index_stands(index, bucket.v[i], UINT32_MAX) && has_id(index, bucket.v[i], id, &buffer))
			found = bucket.v[i];
	strbuf_release(&buffer);
	if (!ref_none(found) || !kind_of_id(id, &kind))
		return found;
	const struct index_column *ids = &index->tables[kind].columns[0];
	return numbered_is(ids) && numbered_find(ids, id, &row) ? ref_make(kind, row) : ledger_find_id(index, id);
}

void index_add_id(const struct index *index, struct ref ref, struct strbuf *out)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	if (ref_row(ref) >= t->n)
		ledger_add_id(index, ref, out);
	else if (numbered_is(&t->columns[0]))
		numbered_text(&t->columns[0], ref_row(ref), out);
	else
		strbuf_add(out, index_column_text(&t->columns[0], ref_row(ref)));
}

/* Whether a column has no texts of its own to show. */
static bool is_made(const struct index_column *c)
{
	return numbered_is(c) || lettered_is(c);
}

static void add_made(const struct index_column *c, uint32_t row, struct strbuf *out)
{
	char room[LETTERED_PLACES];
	if (numbered_is(c))
		numbered_text(c, row, out);
	else
		strbuf_add(out, lettered_text(c, row, room));
}

/* A text that stands nowhere, or (MEMO_NAME) the name of a kind without a column for it: made once. */
static struct str made_text(const struct index *index, struct ref ref, size_t what)
{
	uint64_t key = memo_key(ref, what);
	const void *bytes;
	size_t n;
	if (!memo_find(index->memo, key, &bytes, &n)) {
		struct strbuf text = {0};
		if (what == MEMO_NAME)
			names_add(index, ref, &text);
		else
			index_add_text(index, ref, what, &text);
		bytes = memo_keep(index->memo, key, text.p, text.n, &n);
		strbuf_release(&text);
	}
	return (struct str){bytes, n};
}

struct str index_id(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	bool made = ref_row(ref) >= t->n || numbered_is(&t->columns[0]);
	return made ? made_text(index, ref, 0) : index_column_text(&t->columns[0], ref_row(ref));
}

/* -- values ------------------------------------------------------------------------ */

static const struct index_column *column_of(const struct index *index, struct ref ref, size_t field)
{
	assert(field < fields_of[ref_kind(ref)].n && ref_row(ref) < index->tables[ref_kind(ref)].n);
	return &index->tables[ref_kind(ref)].columns[field];
}

struct str index_text(const struct index *index, struct ref ref, size_t field)
{
	if (ref_none(ref))
		return STR("");
	assert(column_shape(fields_of[ref_kind(ref)].v[field].type) == COLUMN_TEXTS);
	struct str text;
	if (index_is_packed(index, ref))
		return ledger_column_text(index, ref, field, &text) ? text : made_text(index, ref, field);
	const struct index_column *c = column_of(index, ref, field);
	return is_made(c) ? made_text(index, ref, field) : index_column_text(c, ref_row(ref));
}

struct str index_read_text(const struct index *index, struct ref ref, size_t field, struct strbuf *buffer)
{
	if (!index_is_packed(index, ref) && !is_made(column_of(index, ref, field)))
		return index_column_text(column_of(index, ref, field), ref_row(ref));
	strbuf_clear(buffer);
	index_add_text(index, ref, field, buffer);
	return strbuf_str(buffer);
}

void index_add_text(const struct index *index, struct ref ref, size_t field, struct strbuf *out)
{
	if (field == 0) {
		index_add_id(index, ref, out);
	} else if (index_is_packed(index, ref)) {
		ledger_add_text(index, ref, field, out);
	} else {
		const struct index_column *c = column_of(index, ref, field);
		if (is_made(c))
			add_made(c, ref_row(ref), out);
		else
			strbuf_add(out, index_column_text(c, ref_row(ref)));
	}
}

int64_t index_number(const struct index *index, struct ref ref, size_t field)
{
	if (index_is_packed(index, ref))
		return ledger_number_of(index, ref, field);
	int64_t number = section_number(&column_of(index, ref, field)->numbers, ref_row(ref));
	const struct field *f = &fields_of[ref_kind(ref)].v[field];
	/* an image that is wrong may have any code */
	if (f->type == FIELD_ENUM || f->type == FIELD_BOOL)
		return (uint64_t)number < (f->type == FIELD_ENUM ? enums[f->enumeration].n : 2) ? number : NUMBER_NONE;
	return number;
}

struct ref index_ref(const struct index *index, struct ref ref, size_t field)
{
	if (ref_none(ref))
		return REF_NONE;
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_REF);
	struct ref target = index_is_packed(index, ref) ? ledger_ref_of(index, ref, field)
							: index_column_ref(column_of(index, ref, field), ref_row(ref));
	/* an image that is wrong may refer to anything */
	return index_stands(index, target, fields_of[ref_kind(ref)].v[field].kinds) ? target : REF_NONE;
}

struct refs index_refs(const struct index *index, struct ref ref, size_t field)
{
	if (ref_none(ref))
		return (struct refs){0};
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_REFS);
	if (index_is_packed(index, ref))
		return (struct refs){0};
	struct refs refs = index_column_refs(column_of(index, ref, field), ref_row(ref));
	for (size_t i = 0; i < refs.n; i++)
		if (!index_stands(index, refs.v[i], fields_of[ref_kind(ref)].v[field].kinds))
			return (struct refs){0};
	return refs;
}

bool index_period(const struct index *index, struct ref ref, size_t field, struct period *out)
{
	if (ref_none(ref))
		return false;
	assert(fields_of[ref_kind(ref)].v[field].type == FIELD_PERIOD);
	struct period period;
	if (index_is_packed(index, ref)) {
		if (!ledger_period_of(index, ref, field, &period))
			return false;
	} else {
		const struct index_column *c = column_of(index, ref, field);
		uint64_t code = index_column_code(c, ref_row(ref));
		if (code >= c->periods.n)
			return false;
		period = SECTION_V(struct period, c->periods)[code];
	}
	if (!index_period_stands(period))
		return false;
	*out = period;
	return true;
}

/* -- names ------------------------------------------------------------------------- */

bool index_list_next(struct str *rest, struct str *element)
{
	while (str_split(rest, ';', element)) {
		*element = str_trim(*element);
		if (element->n)
			return true;
	}
	return false;
}

struct str index_name(const struct index *index, struct ref ref)
{
	if (ref_none(ref))
		return STR("");
	if (!(index->plan.named >> ref_kind(ref) & 1))
		return made_text(index, ref, MEMO_NAME);
	struct str name = index_column_text(&index->tables[ref_kind(ref)].columns[1], ref_row(ref));
	bool printed = name.n && (unsigned char)name.p[0] > ' ';
	return printed || str_trim(name).n ? name : index_id(index, ref);
}

struct str index_short_name(const struct index *index, struct ref ref)
{
	const struct index_table *t = &index->tables[ref_kind(ref)];
	int64_t choice = t->short_choice.n && !index_is_packed(index, ref) ? section_number(&t->short_choice, ref_row(ref)) : 0;
	if (choice <= 0)
		return index_name(index, ref);
	struct str rest = index_column_text(&t->columns[field_get(ref_kind(ref), "short_names")], ref_row(ref)),
		   element = {0};
	while (choice-- > 0 && index_list_next(&rest, &element))
		;
	return element.n ? element : index_name(index, ref);
}

/* A rank of an image that is wrong is one of the ranks there are, too. */
uint32_t index_name_rank(const struct index *index, struct ref ref)
{
	uint32_t n = (uint32_t)index_count(index, ref_kind(ref));
	uint32_t rank = index_is_packed(index, ref) ? ledger_name_rank(index, ref)
						    : index_own_rank(index, ref_kind(ref), ref_row(ref));
	return rank < n ? rank : n - !!n;
}

/* Whether an order of names has nothing but rows of its kind; read once. */
static bool by_name_stands(const struct index *index, enum kind kind)
{
	uint64_t key = memo_key(ref_make(kind, 0), MEMO_ROWS);
	const struct index_table *t = &index->tables[kind];
	const void *kept;
	size_t n_bytes;
	if (memo_find(index->memo, key, &kept, &n_bytes))
		return n_bytes > 0;
	const struct ref *v = SECTION_V(struct ref, t->by_name);
	uint32_t first = ref_make(kind, 0).bits, wrong = 0;
	for (uint32_t i = 0; i < t->n; i++)
		wrong |= v[i].bits - first >= t->n;
	memo_keep(index->memo, key, "", !wrong, &n_bytes);
	return !wrong;
}

/* Those that are not packed. */
static struct refs own_by_name(const struct index *index, enum kind kind)
{
	const struct index_table *t = &index->tables[kind];
	if (t->n && !by_name_stands(index, kind))
		return (struct refs){memo_run(index->memo, kind, 0, t->n), t->n};
	return (struct refs){SECTION_V(struct ref, t->by_name), t->n};
}

struct refs index_by_name(const struct index *index, enum kind kind)
{
	struct refs own = own_by_name(index, kind), all = own;
	enum ledger_sort sort;
	if (index->tables[kind].packed && ledger_sort_of(kind, &sort))
		all = ledger_by_name(index, sort, own);
	uint32_t n = (uint32_t)index_count(index, kind);
	return all.n == n ? all : (struct refs){memo_run(index->memo, kind, 0, n), n};
}

bool index_names_ready(const struct index *index, enum kind kind)
{
	enum ledger_sort sort;
	return !index->tables[kind].packed || !ledger_sort_of(kind, &sort);
}

void index_names_read(const struct index *index, enum kind kind, size_t from, size_t n, struct ref *out)
{
	struct refs own = own_by_name(index, kind);
	size_t n_own = from >= own.n ? 0 : n < own.n - from ? n : own.n - from;
	enum ledger_sort sort;
	if (n_own)
		memcpy(out, own.v + from, n_own * sizeof *out);
	if (n > n_own && ledger_sort_of(kind, &sort))
		ledger_names_read(index, sort, (uint32_t)(from + n_own - own.n), n - n_own, out + n_own);
}
