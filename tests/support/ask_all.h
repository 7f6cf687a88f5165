/*
 * Everything the query floor puts together of chains, promises, deliveries, totals and gaps, asked of all records of an
 * index: whatever its image says, that comes to an end and stays inside of it. For tests and fuzz targets.
 */
#ifndef TESTS_SUPPORT_ASK_ALL_H
#define TESTS_SUPPORT_ASK_ALL_H

#include "base/strbuf.h"
#include "index/suspicion.h"
#include "query/capacity.h"
#include "query/coverage.h"
#include "query/delivery.h"
#include "query/gap.h"
#include "query/input.h"
#include "query/promise.h"
#include "query/total.h"

/* Of each kind: a wrong image may say that there are any number of records. */
enum { ASK_MOST = 24 };

static inline uint32_t ask_count(const struct index *index, enum kind kind)
{
	size_t n = index_count(index, kind);
	return n < ASK_MOST ? (uint32_t)n : ASK_MOST;
}

static inline void ask_line(void *self, const struct formula_line *line)
{
	strbuf_add(self, line->text);
}

static inline void ask_formula(const struct index *index, const struct formula *formula, struct strbuf *out)
{
	for (int chinese = 0; formula && chinese < 2; chinese++)
		formula_lines(formula, index, chinese, ask_line, out);
}

static inline void ask_stage(const struct index *index, struct ref stage, struct arena *arena, struct strbuf *out)
{
	struct standing standing, everywhere;
	size_t other_units;
	standing_make(index, stage, arena, &standing);
	standing_everywhere(index, stage, arena, &everywhere);
	standing_is_reference(index, stage);
	zone_of(index, stage);
	ask_formula(index, capacity_make(index, &everywhere, STR(""), STR(""), arena, &other_units), out);
	ask_formula(index, capacity_make(index, &standing, STR("铝水"), STR("吨/年"), arena, &other_units), out);
	ask_formula(index, capacity_intake(index, &everywhere, &STR("铝水"), 1, arena), out);
	capacity_unread(&everywhere);
}

static inline void ask_balance(const struct index *index, struct ref chain, struct arena *arena, struct strbuf *out)
{
	const struct balance *balance = balance_make(index, chain, arena);
	for (size_t i = 0; i < balance->n_stages; i++)
		ask_formula(index, balance->stages[i].rest, out);
	for (size_t i = 0; i < balance->n_flows; i++)
		ask_formula(index, balance->flows[i].rest, out);
	for (size_t i = 0; i < balance->n_claims; i++)
		ask_formula(index, balance->claims[i].claimed, out);
}

static inline void ask_gaps(const struct index *index, struct ref subject, struct arena *arena, struct strbuf *out)
{
	const struct gaps *gaps = gaps_find(index, subject, arena);
	for (size_t i = 0; i < gaps->n; i++) {
		gap_types_text(&gaps->v[i], i % 2, out);
		gap_ground(&gaps->v[i], index, i % 2, out);
		for (size_t c = 0; c < gaps->v[i].n_candidates; c++)
			for (size_t r = 0; r < gaps->v[i].candidates[c].n_reasons; r++) {
				reason_text(&gaps->v[i].candidates[c].reasons[r], index, r % 2, out);
				reason_source(&gaps->v[i].candidates[c].reasons[r], index);
			}
	}
}

static inline void ask_totals(const struct index *index, enum kind kind)
{
	struct ref rows[ASK_MOST];
	uint32_t n = ask_count(index, kind);
	for (uint32_t row = 0; row < n; row++)
		rows[row] = ref_make(kind, row);
	for (uint32_t row = 0; row < ask_count(index, KIND_INDICATOR); row++)
		total_figures(index, (struct refs){rows, n}, ref_make(KIND_INDICATOR, row));
}

static inline void ask_record(const struct index *index, struct ref ref, struct arena *arena, struct strbuf *out)
{
	static const enum kind stands_in[] = {KIND_ZONE, KIND_CHAIN};
	enum kind kind = ref_kind(ref);
	if (kind == KIND_STAGE)
		ask_stage(index, ref, arena, out);
	if (kind == KIND_CHAIN)
		ask_balance(index, ref, arena, out);
	for (size_t i = 0; i < 2; i++)
		if (kind == stands_in[i])
			ask_gaps(index, ref, arena, out);
	if (kind == KIND_CLAIM)
		ask_formula(index, formula_figure(index, ref, arena), out);
	if (kind == KIND_CLAIM || kind == KIND_TARGET)
		promise_of(index, ref);
	if (kind == KIND_FLOW)
		delivery_of(index, ref, arena);
	if (kind == KIND_LINK)
		ask_formula(index, formula_coefficient(index, ref, arena), out);
	if (kind == KIND_ZONE)
		inputs_find(index, ref, REF_NONE, &(struct ref){ref_make(KIND_STAGE, 0).bits}, index_count(index, KIND_STAGE) > 0, arena);
	if (kind == KIND_CLAIM || kind == KIND_IDENTITY)
		strbuf_add(out, index_name(index, ref));
}

static inline void ask_all(const struct index *index)
{
	struct arena arena = {0};
	struct strbuf out = {0};
	struct coverage_map map;
	struct suspicions suspicions = {0};
	for (int k = 0; k < KIND_COUNT; k++) {
		for (uint32_t row = 0; row < ask_count(index, (enum kind)k); row++)
			ask_record(index, ref_make((enum kind)k, row), &arena, &out);
		ask_totals(index, (enum kind)k);
	}
	coverage_map_make(&map, index);
	coverage_map_release(&map);
	suspicions_find(index, true, &suspicions);
	suspicions_release(&suspicions);
	arena_release(&arena);
	strbuf_release(&out);
}

#endif
