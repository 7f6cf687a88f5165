#include "index_internal.h"

#include <string.h>

#define REQUIRE(condition, text)       \
	do {                           \
		if (!(condition)) {    \
			*reason = text; \
			return false;  \
		}                      \
	} while (0)

static bool ascending(const uint32_t *ends, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++)
		if (ends[i - 1] > ends[i])
			return false;
	return true;
}

static bool exists(const struct index *index, struct ref ref, uint32_t allowed)
{
	return ref_kind(ref) < KIND_COUNT && allowed >> ref_kind(ref) & 1
		&& ref_row(ref) < index->tables[ref_kind(ref)].n;
}

static bool validate_column(const struct index *index, enum kind kind, size_t f, const char **reason)
{
	const struct field *field = &fields_of[kind].v[f];
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = &t->columns[f];
	if (!t->n)
		return true;
	if (column_shape(field->type) != COLUMN_NUMBERS)
		REQUIRE(ascending(c->ends, t->n), "the ends of a column go back");
	if (field->type == FIELD_PERIOD)
		REQUIRE(c->periods, "a period column has no periods");
	if (field->type != FIELD_REF && field->type != FIELD_REFS)
		return true;
	uint32_t n = field->type == FIELD_REF ? t->n : c->ends[t->n - 1];
	for (uint32_t i = 0; i < n; i++)
		REQUIRE((field->type == FIELD_REF && ref_none(c->refs[i])) || exists(index, c->refs[i], field->kinds),
			"a reference to no record or a kind that its field does not allow");
	return true;
}

static bool points_at(const struct index *index, struct ref from, size_t f, struct ref target)
{
	if (fields_of[ref_kind(from)].v[f].type == FIELD_REF)
		return ref_eq(index_ref(index, from, f), target);
	struct refs refs = index_refs(index, from, f);
	for (size_t i = 0; i < refs.n; i++)
		if (ref_eq(refs.v[i], target))
			return true;
	return false;
}

static bool validate_back(const struct index *index, enum kind kind, size_t f, const char **reason)
{
	const struct index_back *b = &index->back[kind][f];
	const struct index_table *t = &index->tables[kind];
	size_t forward = 0;
	REQUIRE(b->starts && b->starts[0] == 0 && ascending(b->starts, b->n_targets + 1),
		"the starts of back references go back");
	for (uint32_t row = 0; row < t->n; row++)
		forward += fields_of[kind].v[f].type == FIELD_REF ? !ref_none(t->columns[f].refs[row])
								  : index_refs(index, ref_make(kind, row), f).n;
	REQUIRE(b->starts[b->n_targets] == forward, "more or fewer back references than references");
	for (uint32_t i = 0; i < b->n_targets; i++)
		for (uint32_t j = b->starts[i]; j < b->starts[i + 1]; j++)
			REQUIRE(points_at(index, b->refs[j], f, index_ref_of_global(index, b->first + i)),
				"a back reference without its reference");
	return true;
}

static bool validate_names(const struct index *index, enum kind kind, const char **reason)
{
	const struct index_table *t = &index->tables[kind];
	for (uint32_t row = 0; row < t->n; row++) {
		struct ref ref = ref_make(kind, row);
		REQUIRE(t->name_ranks[row] < t->n && ref_eq(t->by_name[t->name_ranks[row]], ref),
			"the order of names is no permutation");
		REQUIRE(index_name(index, ref).n && index_short_name(index, ref).n, "a record without a name");
		REQUIRE(str_eq(index_id(index, index_find_id(index, index_id(index, ref))), index_id(index, ref)),
			"an id that is not found");
	}
	return true;
}

static bool validate_claims(const struct index *index, const char **reason)
{
	size_t subject = index->claim.subject, indicator = index->claim.indicator;
	size_t n = 0;
	for (uint32_t i = 0; i < index->n_rows; i++) {
		struct ref ref = index_ref_of_global(index, i);
		struct refs claims = index_claims(index, ref);
		n += claims.n;
		for (size_t j = 0; j < claims.n; j++) {
			REQUIRE(ref_eq(index_ref(index, claims.v[j], subject), ref),
				"a claim among those of another subject");
			REQUIRE(j == 0
					|| index_ref(index, claims.v[j - 1], indicator).bits
						<= index_ref(index, claims.v[j], indicator).bits,
				"claims out of order");
		}
	}
	REQUIRE(n == index_count(index, KIND_CLAIM), "claims without a subject");
	return true;
}

static bool validate_postings(const struct search *s, const struct postings *p, const char **reason)
{
	REQUIRE(p->starts[0] == 0 && ascending(p->starts, p->n_keys + 1), "the starts of postings go back");
	for (uint32_t key = 0; key < p->n_keys; key++)
		for (uint32_t i = p->starts[key]; i < p->starts[key + 1]; i++) {
			REQUIRE(p->entries[i] < s->n, "a posting of no entry");
			REQUIRE(i == p->starts[key] || p->entries[i - 1] < p->entries[i], "postings out of order");
		}
	return true;
}

static bool validate_search(const struct index *index, const char **reason)
{
	const struct search *s = &index->search;
	REQUIRE(s->row_starts[index->n_rows] == s->n && ascending(s->row_starts, index->n_rows + 1),
		"entries out of the order of rows");
	REQUIRE(ascending(s->text_ends, s->n) && ascending(s->reading_ends, s->n), "the ends of entries go back");
	for (uint32_t e = 0; e < s->n; e++)
		REQUIRE(s->owners[e] < index->n_rows && s->row_starts[s->owners[e]] <= e
				&& e < s->row_starts[s->owners[e] + 1],
			"an entry of another row");
	for (uint32_t i = 1; i < s->n_codes; i++)
		REQUIRE(str_cmp(search_text(s, s->codes[i - 1]), search_text(s, s->codes[i])) <= 0, "codes out of order");
	return validate_postings(s, &s->chars, reason) && validate_postings(s, &s->syllables, reason)
		&& validate_postings(s, &s->pairs, reason);
}

bool index_validate(const struct index *index, const char **reason)
{
	uint32_t n_rows = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		const struct index_table *t = &index->tables[k];
		REQUIRE(t->base == n_rows, "kinds out of order");
		n_rows += t->n;
		for (uint32_t row = 0; row < t->n; row++)
			REQUIRE(key_kind(t->keys[row]) == (enum kind)k && (!row || t->keys[row - 1] < t->keys[row]),
				"keys out of order");
		for (size_t f = 0; f < fields_of[k].n; f++) {
			bool refers = fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS;
			if (!validate_column(index, (enum kind)k, f, reason)
				|| (refers && !validate_back(index, (enum kind)k, f, reason)))
				return false;
		}
		if (!validate_names(index, (enum kind)k, reason))
			return false;
	}
	REQUIRE(n_rows == index->n_rows, "rows that belong to no kind");
	return validate_claims(index, reason) && validate_search(index, reason);
}
