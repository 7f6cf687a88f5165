#include "query/delivery.h"

#include "index/read.h"
#include "query/standing.h"
#include "ref_list_internal.h"

static bool is_energy(struct str product)
{
	static const char *const words[] = {"电力", "绿电", "电量", "蒸汽", "余热", "供热", "热水", "煤气", "天然气", "煤层气", "LNG", "CNG", "氢气"};
	if (str_eq_c(product, "电") || str_eq_c(product, "氢") || str_eq_c(product, "热"))
		return true;
	return str_has_any(product, words, sizeof words / sizeof *words);
}

static bool leaves_as_byproduct(const struct index *index, struct ref stage, struct str product)
{
	struct refs links = read_back(index, stage, KIND_LINK, "from");
	for (size_t i = 0; i < links.n; i++)
		if (read_byproduct(index, links.v[i]) && str_meet(read_text(index, links.v[i], "product"), product))
			return true;
	return false;
}

static bool is_byproduct(const struct index *index, struct ref supplier, struct str product)
{
	struct refs placements = read_back(index, supplier, KIND_PLACEMENT, "enterprise");
	for (size_t i = 0; i < placements.n; i++) {
		struct ref stage = read_ref(index, placements.v[i], "stage");
		if (leaves_as_byproduct(index, stage, product) || leaves_as_byproduct(index, stage_reference(index, stage), product))
			return true;
	}
	return false;
}

/* Figures of a subject whose item is the product; n_indicators 0: all. */
static void add_claims(const struct index *index, struct ref subject, struct str product, const char *const *indicators, size_t n_indicators, struct ref_list *out)
{
	struct refs claims = index_claims(index, subject);
	for (size_t i = 0; i < claims.n; i++) {
		bool wanted = !n_indicators;
		for (size_t k = 0; k < n_indicators && !wanted; k++) {
			struct ref indicator = index_indicator(index, str_from(indicators[k]));
			wanted = !ref_none(indicator) && ref_eq(indicator, read_ref(index, claims.v[i], "indicator"));
		}
		if (wanted && (!n_indicators || str_meet(read_text(index, claims.v[i], "item"), product)))
			ref_list_add(out, claims.v[i]);
	}
}

struct delivery delivery_of(const struct index *index, struct ref flow, struct arena *arena)
{
	static const char *const taken[] = {"consumption"}, *const made[] = {"output", "capacity"};
	struct ref from = read_ref(index, flow, "from"), to = read_ref(index, flow, "to");
	struct str product = read_text(index, flow, "product");
	struct ref_list claims = {.arena = arena};
	add_claims(index, flow, product, NULL, 0, &claims);
	add_claims(index, to, product, taken, 1, &claims);
	add_claims(index, from, product, made, 2, &claims);
	struct delivery delivery = {.byproduct = is_byproduct(index, from, product), .energy = is_energy(product)};
	delivery.claims = ref_list_keep(&claims, &delivery.n_claims);
	return delivery;
}
