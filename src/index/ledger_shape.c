/* Whether packed rows of ledgers are what every access counts on, and all that they promise. */
#include "index_internal.h"

#include "base/alloc.h"
#include "require_internal.h"
#include "text/utf8.h"

static bool head_fits(const struct index *index, const struct ledger_head *head, uint64_t n_heads)
{
	const struct ledger_head *heads = SECTION_V(struct ledger_head, index->ledger.heads);
	if (head->sort >= LEDGER_SORTS || head->width > 8 || head->scale > 9 || head->factor_scale > 9 || head->odd > 1
		|| head->factor <= -LEDGER_DIGITS_END || head->factor >= LEDGER_DIGITS_END || !index_stands(index, (struct ref){head->source}, 1u << KIND_SOURCE))
		return false;
	if (head->sort == LEDGER_LINE)
		return true;
	bool claim = head->sort == LEDGER_CLAIM;
	return head->line < n_heads && heads[head->line].sort == LEDGER_LINE && head->code < enums[claim ? ENUM_MODALITY : ENUM_STATUS].n
		&& (!claim || index_stands(index, (struct ref){head->indicator}, 1u << KIND_INDICATOR));
}

/* Its slots stand in the order of sorts and of heads, and its record is theirs without a gap. */
static bool shape_is_whole(const struct index_ledger *l, const struct ledger_shape *shape)
{
	uint64_t n = (uint64_t)shape->n[0] + shape->n[1] + shape->n[2], at = 0, i = 0;
	if (shape->first > l->slots.n || n > l->slots.n - shape->first)
		return false;
	if (!n)
		return !shape->n_bytes;
	const struct ledger_slot *slots = SECTION_V(struct ledger_slot, l->slots) + shape->first;
	for (int sort = 0; sort < LEDGER_SORTS; sort++)
		for (uint32_t j = 0; j < shape->n[sort]; j++, i++) {
			if (slots[i].head >= l->heads.n || (i && slots[i].head <= slots[i - 1].head) || slots[i].at != at)
				return false;
			const struct ledger_head *head = ledger_head_at(l, slots[i].head);
			if (head->sort != sort)
				return false;
			at += head->width;
		}
	return at == shape->n_bytes;
}

static bool sections_fit(const struct index *index, const char **reason)
{
	const struct index_ledger *l = &index->ledger;
	REQUIRE(section_is_of(&l->heads, sizeof(struct ledger_head)) && section_is_of(&l->shapes, sizeof(struct ledger_shape))
			&& section_is_of(&l->slots, sizeof(struct ledger_slot)) && section_is_of(&l->blocks, sizeof(struct ledger_block))
			&& section_is_of(&l->cells, 1) && section_is_of(&l->text_bytes, 1) && section_is_of(&l->odd_at, sizeof(uint64_t))
			&& section_is_of(&l->odd_bytes, 1),
		"arrays of ledgers of another width");
	REQUIRE(l->text_ends.n == l->heads.n * LEDGER_TEXTS && l->text_ends.width <= 8 && l->odd_ends.n == l->odd_at.n
			&& l->odd_ends.width <= 8,
		"texts of ledgers of another number");
	for (int k = 0; k < KIND_COUNT; k++)
		REQUIRE(!l->codes[k].n || (l->codes[k].n == index->tables[k].n && l->codes[k].width <= 4), "shapes of another number of rows");
	REQUIRE(l->blocks.n == (l->first_block[KIND_COUNT] ? (uint64_t)l->first_block[KIND_COUNT] + 1 : l->blocks.n ? 1 : 0),
		"blocks of another number of rows");
	for (int sort = 0; sort < 2; sort++)
		REQUIRE((uint64_t)l->n[sort] + index->tables[ledger_kind((enum ledger_sort)sort)].n < (UINT32_C(1) << REF_ROW_BITS) - 1,
			"too many rows of ledgers");
	return true;
}

/* What is allocated by the number of packed rows is not larger than what stands in the image makes possible. */
static bool rows_fit(const struct index_ledger *l)
{
	uint64_t n_owners = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		n_owners += l->codes[k].n;
	for (int sort = 0; sort < 2; sort++) {
		uint32_t most = 0;
		for (uint64_t i = 0; i < l->shapes.n; i++) {
			uint32_t n = SECTION_V(struct ledger_shape, l->shapes)[i].n[sort];
			most = n > most ? n : most;
		}
		if (l->n[sort] > n_owners * most)
			return false;
	}
	return true;
}

bool ledger_shape_fits(const struct index *index, const char **reason)
{
	const struct index_ledger *l = &index->ledger;
	if (!sections_fit(index, reason))
		return false;
	for (uint64_t i = 0; i < l->heads.n; i++)
		REQUIRE(head_fits(index, ledger_head_at(l, i), l->heads.n), "a column of a ledger that cannot be");
	for (uint64_t i = 0; i < l->shapes.n; i++)
		REQUIRE(shape_is_whole(l, SECTION_V(struct ledger_shape, l->shapes) + i), "a shape of a ledger's row that cannot be");
	REQUIRE(rows_fit(l), "more rows of ledgers than their owners can have");
	return true;
}

/* -- everything --------------------------------------------------------------------------------- */

static bool texts_fit(const struct section *ends, const struct section *bytes)
{
	int64_t last = 0;
	for (uint64_t i = 0; i < ends->n; i++) {
		int64_t end = section_number(ends, i);
		if (end < last || (uint64_t)end > bytes->n || !utf8_check(section_str(bytes, last, end), NULL))
			return false;
		last = end;
	}
	return true;
}

static bool block_is(const struct ledger_block *block, const uint64_t n[2], uint64_t n_bytes)
{
	return block->n[0] == n[0] && block->n[1] == n[1] && block->n_bytes == n_bytes;
}

static bool validate_blocks(const struct index_ledger *l, uint64_t *owners, const char **reason)
{
	const struct ledger_block *blocks = SECTION_V(struct ledger_block, l->blocks);
	uint64_t n[2] = {0}, n_bytes = 0, at = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint64_t row = 0; l->codes[k].n && row <= l->codes[k].n; row++) {
			if (row % BLOCK_OWNERS == 0)
				REQUIRE(block_is(&blocks[at++], n, n_bytes), "a block of a ledger that starts elsewhere");
			uint64_t code = row < l->codes[k].n ? (uint64_t)section_number(&l->codes[k], row) : 0;
			REQUIRE(code < l->shapes.n, "a row of a ledger of no shape");
			const struct ledger_shape *shape = SECTION_V(struct ledger_shape, l->shapes) + code;
			if (row == l->codes[k].n)
				break;
			owners[code]++;
			n[0] += shape->n[0];
			n[1] += shape->n[1];
			n_bytes += shape->n_bytes;
		}
	REQUIRE(block_is(&blocks[at], n, n_bytes) && l->cells.n == n_bytes + 8, "cells of a ledger of another number");
	return true;
}

bool ledger_validate(const struct index *index, const char **reason)
{
	const struct index_ledger *l = &index->ledger;
	REQUIRE(texts_fit(&l->text_ends, &l->text_bytes) && texts_fit(&l->odd_ends, &l->odd_bytes),
		"a text of a ledger outside of its place or that is no UTF-8");
	for (uint64_t i = 0; i < l->odd_at.n; i++) {
		uint64_t at = SECTION_V(uint64_t, l->odd_at)[i];
		REQUIRE(at < l->cells.n && (!i || SECTION_V(uint64_t, l->odd_at)[i - 1] < at), "texts of a ledger out of order");
	}
	if (!l->blocks.n)
		return true;
	uint64_t *owners = xcalloc((size_t)l->shapes.n + 1, sizeof *owners);
	bool fits = validate_blocks(l, owners, reason);
	/* shape 0 is that of the rows without cells, which nobody counts */
	for (uint64_t i = 1; fits && i < l->shapes.n; i++)
		if (owners[i] != SECTION_V(struct ledger_shape, l->shapes)[i].n_owners) {
			*reason = "a shape of a ledger's row with more or fewer owners than counted";
			fits = false;
		}
	free(owners);
	return fits;
}
