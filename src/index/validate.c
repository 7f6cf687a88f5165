#include "foremost_internal.h"
#include "front_internal.h"
#include "index_internal.h"
#include "measured_internal.h"

#include "index/ledgers.h"
#include "require_internal.h"
#include "text/utf8.h"

/* Packed ends that never go back and stay within what they divide. */
static bool ascending(const struct section *ends, uint64_t limit)
{
	int64_t last = 0;
	for (uint64_t i = 0; i < ends->n; i++) {
		int64_t end = section_number(ends, i);
		if (end < last || (uint64_t)end > limit)
			return false;
		last = end;
	}
	return true;
}

/* Starts from 0 to the number of what they divide. */
static bool starts_fit(const struct section *starts, uint64_t n)
{
	const uint32_t *v = SECTION_V(uint32_t, *starts);
	if (!starts->n)
		return n == 0;
	for (uint64_t i = 1; i < starts->n; i++)
		if (v[i - 1] > v[i])
			return false;
	return v[0] == 0 && v[starts->n - 1] == n;
}

static bool all_exist(const struct index *index, const struct section *refs)
{
	for (uint64_t i = 0; i < refs->n; i++)
		if (!index_stands(index, SECTION_V(struct ref, *refs)[i], UINT32_MAX))
			return false;
	return true;
}

static bool texts_fit(const struct index_column *c)
{
	/* of numbered texts a pattern is two */
	uint64_t n_texts = c->numbers.n ? c->ends.n - (uint64_t)c->bytes.base : c->ends.n;
	for (uint64_t i = 0; i < c->codes.n; i++)
		if ((uint64_t)section_number(&c->codes, i) >= n_texts)
			return false;
	if (c->lengths.n ? !measured_fits(c) : !ascending(&c->ends, c->bytes.n))
		return false;
	for (uint64_t i = 0; i < c->ends.n; i++)
		if (!utf8_check(section_text(&c->ends, &c->bytes, i), NULL))
			return false;
	for (uint64_t i = 0; i < c->lengths.n; i++)
		if (!utf8_check(measured_text(c, i), NULL))
			return false;
	return true;
}

static bool periods_fit(const struct index_column *c)
{
	for (uint64_t i = 0; i < c->periods.n; i++) {
		struct period period = index_period_of_text(section_text(&c->ends, &c->bytes, i)), kept = SECTION_V(struct period, c->periods)[i];
		if (kept.first != period.first || kept.last != period.last)
			return false;
	}
	return true;
}

static bool validate_column(const struct index *index, enum kind kind, size_t f, const char **reason)
{
	const struct field *field = &fields_of[kind].v[f];
	const struct index_table *t = &index->tables[kind];
	const struct index_column *c = &t->columns[f];
	if (column_shape(field->type) == COLUMN_TEXTS)
		REQUIRE(texts_fit(c), "a text outside of its column or that is no UTF-8");
	if (field->type == FIELD_PERIOD)
		REQUIRE(periods_fit(c), "a period that is not that of its text");
	if (field->type == FIELD_ENUM)
		for (uint32_t row = 0; row < t->n; row++) {
			int64_t code = section_number(&c->numbers, row);
			REQUIRE(code == NUMBER_NONE || (code >= 0 && (uint64_t)code < enums[field->enumeration].n), "an unknown code");
		}
	if (field->type == FIELD_REFS)
		REQUIRE(ascending(&c->ends, c->refs.n) && (!t->n || (uint64_t)section_number(&c->ends, t->n - 1) == c->refs.n),
			"the ends of a column go back");
	if (field->type != FIELD_REF && field->type != FIELD_REFS)
		return true;
	for (uint32_t row = 0; row < t->n; row++) {
		struct ref one;
		struct refs refs = index_refs_of(c, field->type, row, &one);
		for (size_t i = 0; i < refs.n; i++)
			REQUIRE(index_stands(index, refs.v[i], field->kinds),
				"a reference to no record or a kind that its field does not allow");
	}
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

/* In the order of rows, stages of a chain by their position; only a list of records may have one twice. */
static bool back_ascends(const struct index *index, size_t f, struct ref a, struct ref b)
{
	enum kind kind = ref_kind(a);
	if (kind == KIND_STAGE && f == field_get(KIND_STAGE, "chain")) {
		size_t position = field_get(KIND_STAGE, "position");
		int64_t p = index_number(index, a, position), q = index_number(index, b, position);
		if (p != q)
			return p < q;
	}
	return ref_cmp(a, b) < (fields_of[kind].v[f].type == FIELD_REFS);
}

static bool validate_back(const struct index *index, enum kind kind, size_t f, const char **reason)
{
	const struct index_back *b = &index->back[kind][f];
	const struct index_table *t = &index->tables[kind];
	uint64_t forward = 0;
	if (!b->starts.n && !b->refs.n)
		return true; /* made on demand */
	REQUIRE(starts_fit(&b->starts, b->refs.n), "the starts of back references go back");
	REQUIRE(b->starts.base >= 0 && (uint64_t)b->starts.base + b->starts.n <= (uint64_t)index->n_all + 1,
		"back references to no rows");
	for (uint32_t row = 0; row < t->n; row++) {
		struct ref one;
		forward += index_refs_of(&t->columns[f], fields_of[kind].v[f].type, row, &one).n;
	}
	REQUIRE(b->refs.n == forward, "more or fewer back references than references");
	for (uint64_t i = 0; i + 1 < b->starts.n; i++) {
		struct refs from = index_part(&b->starts, &b->refs, i);
		for (size_t j = 0; j < from.n; j++)
			REQUIRE(index_stands(index, from.v[j], 1u << kind)
					&& points_at(index, from.v[j], f, index_ref_of_global(index, (uint32_t)((uint64_t)b->starts.base + i))),
				"a back reference without its reference");
		for (size_t j = 1; j < from.n; j++)
			REQUIRE(back_ascends(index, f, from.v[j - 1], from.v[j]), "back references out of order");
	}
	return true;
}

static bool is_named(const struct index *index, struct ref ref)
{
	struct strbuf name = {0};
	names_add(index, ref, &name);
	bool named = name.n && (!kind_has_name(ref_kind(ref)) || index_short_name(index, ref).n);
	strbuf_release(&name);
	return named;
}

/* Names of their own alone: the key of a composed one is of its parts. */
static bool names_ascend(const struct index *index, enum kind kind)
{
	const struct index_table *t = &index->tables[kind];
	struct strbuf keys[2] = {{0}};
	bool ascend = true;
	for (uint32_t i = 0; ascend && i < t->n; i++) {
		struct strbuf *key = &keys[i % 2];
		strbuf_clear(key);
		pinyin_sort_key(index_name(index, SECTION_V(struct ref, t->by_name)[i]), key);
		ascend = !i || str_cmp(strbuf_str(&keys[1 - i % 2]), strbuf_str(key)) <= 0;
	}
	strbuf_release(&keys[0]);
	strbuf_release(&keys[1]);
	return ascend;
}

static bool short_names_fit(const struct index *index, enum kind kind)
{
	const struct section *kept = &index->tables[kind].short_choice;
	struct section made = names_short_choices(&index->tables[kind], kind, index->n_threads);
	bool fit = made.n == kept->n;
	for (uint64_t i = 0; fit && i < made.n; i++)
		fit = section_number(&made, i) == section_number(kept, i);
	section_free(&made);
	return fit;
}

static bool validate_names(const struct index *index, enum kind kind, const char **reason)
{
	const struct index_table *t = &index->tables[kind];
	for (uint32_t row = 0; row < t->n; row++) {
		int64_t key = section_number(&t->keys, row);
		REQUIRE(key > 0 && key_kind(key) == kind && (!row || section_number(&t->keys, row - 1) < key), "keys out of order");
	}
	for (uint32_t row = 0; row < t->n; row++) {
		struct ref ref = ref_make(kind, row);
		uint32_t rank = index_own_rank(index, kind, row);
		REQUIRE(rank < t->n && ref_eq(SECTION_V(struct ref, t->by_name)[rank], ref), "the order of names is no permutation");
		REQUIRE(is_named(index, ref), "a record without a name");
		REQUIRE(str_eq(index_id(index, index_find_id(index, index_id(index, ref))), index_id(index, ref)),
			"an id that is not found");
	}
	REQUIRE(!kind_has_name(kind) || names_ascend(index, kind), "names in another order");
	REQUIRE(short_names_fit(index, kind), "a short name that is not the shortest");
	return true;
}

static bool validate_claims(const struct index *index, const char **reason)
{
	size_t subject = index->claim.subject, indicator = index->claim.indicator;
	size_t n = 0;
	for (uint32_t i = 0; i < index->n_all; i++) {
		struct ref ref = index_ref_of_global(index, i);
		struct refs claims = index_claims(index, ref);
		n += claims.n;
		for (size_t j = 0; j < claims.n; j++) {
			REQUIRE(index_stands(index, claims.v[j], 1u << KIND_CLAIM), "a claim that is none");
			REQUIRE(ref_eq(index_ref(index, claims.v[j], subject), ref),
				"a claim among those of another subject");
			REQUIRE(j == 0
					|| index_ref(index, claims.v[j - 1], indicator).bits
						<= index_ref(index, claims.v[j], indicator).bits,
				"claims out of order");
		}
		REQUIRE(index_claims_ascend(index, index_own_claims(index, ref)), "claims out of order");
	}
	REQUIRE(n == index_count(index, KIND_CLAIM), "claims without a subject");
	return true;
}

static bool validate_ids(const struct index *index, const char **reason)
{
	REQUIRE(starts_fit(&index->id_starts, index->id_refs.n), "the starts of ids go back");
	REQUIRE(all_exist(index, &index->id_refs), "an id of no record");
	return true;
}

bool index_validate(const struct index *index, const char **reason)
{
	if (!index_shape(index, reason) || !validate_ids(index, reason))
		return false;
	/* references of all kinds first: what follows goes along them */
	for (int k = 0; k < KIND_COUNT; k++)
		for (size_t f = 0; f < fields_of[k].n; f++)
			if (!validate_column(index, (enum kind)k, f, reason))
				return false;
	for (int k = 0; k < KIND_COUNT; k++) {
		for (size_t f = 0; f < fields_of[k].n; f++) {
			bool refers = fields_of[k].v[f].type == FIELD_REF || fields_of[k].v[f].type == FIELD_REFS;
			if (refers && !validate_back(index, (enum kind)k, f, reason))
				return false;
		}
		if (!validate_names(index, (enum kind)k, reason))
			return false;
	}
	REQUIRE(all_exist(index, &index->claims), "a claim that is none");
	return ledger_validate(index, reason) && validate_claims(index, reason) && index_order_validate(index, reason)
		&& index_since_validate(index, reason) && search_validate(index, reason) && foremost_validate(index, reason)
		&& front_validate(index, reason) && answers_validate(index, reason);
}
