/* Rows of ledgers as they are read: texts become numbers at once where they are printed as such. */
#include "builder_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

void ledger_part_empty(struct ledger_part *p)
{
	array_release(&p->owners);
	array_release(&p->lines);
	array_release(&p->ends);
	array_release(&p->columns);
	array_release(&p->digits);
	array_release(&p->scales);
}

void ledger_reading_release(struct ledger_reading *reading)
{
	for (size_t i = 0; i < reading->parts.n; i++) {
		struct ledger_part *p = reading->parts.v[i];
		ledger_part_empty(p);
		strbuf_release(&p->odd);
		free(p);
	}
	array_release(&reading->parts);
	arena_release(&reading->arena);
	reading->columns = (struct ledger_columns){0};
}

void ledger_reading_columns(struct ledger_reading *reading, const struct ledger_columns *columns)
{
	struct ledger_column *kept = arena_calloc(&reading->arena, columns->n + 1, sizeof *kept);
	for (size_t i = 0; i < columns->n; i++) {
		kept[i] = columns->v[i];
		struct str *const texts[] = {
			&kept[i].source_id, &kept[i].name, &kept[i].indicator_id, &kept[i].unit, &kept[i].base_unit, &kept[i].scope, &kept[i].period};
		for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
			*texts[t] = arena_str(&reading->arena, *texts[t]);
	}
	reading->columns = (struct ledger_columns){kept, columns->n};
}

/* A decimal written as it would be printed: no needless zeros. */
static bool plain_decimal(struct str text, int64_t *digits, uint8_t *scale)
{
	bool negative = text.n && text.p[0] == '-';
	size_t i = negative, whole = i;
	*digits = 0;
	*scale = 0;
	if (text.n - negative > 18)
		return false;
	for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
		*digits = *digits * 10 + (text.p[i] - '0');
	if (i == whole || (text.p[whole] == '0' && i > whole + 1))
		return false;
	if (i < text.n) {
		size_t point = i++;
		for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9'; i++)
			*digits = *digits * 10 + (text.p[i] - '0');
		if (text.p[point] != '.' || i < text.n || i - point - 1 > 9 || i == point + 1 || text.p[i - 1] == '0')
			return false;
		*scale = (uint8_t)(i - point - 1);
	}
	if (negative)
		*digits = -*digits;
	return !negative || *digits;
}

static_assert(FIELD_BYTES_MAX < 1 << ODD_LENGTH_BITS, "the length of a text stands beside its place");

void ledger_keep_odd(struct ledger_part *part, struct str text, int64_t *digits, uint8_t *scale)
{
	*digits = (int64_t)((uint64_t)part->odd.n << ODD_LENGTH_BITS | text.n);
	*scale = SCALE_ODD;
	strbuf_add(&part->odd, text);
}

/* Into the room that there is for it. */
static bool take_cell(struct ledger_part *part, uint16_t number, struct str value, int64_t owner, struct err *err)
{
	const struct ledger_columns *columns = &part->reading->columns;
	int64_t digits;
	uint8_t scale = 0;
	if (number >= columns->n || columns->v[number].kind == KIND_COUNT)
		return err_set(err, ERR_DATA, "found column %u of a ledger at key %" PRId64 ", expected one of its columns", number, owner);
	if (columns->v[number].kind == KIND_CLAIM ? !plain_decimal(value, &digits, &scale) : !ledger_date_number(value, &digits)) {
		if (value.n > FIELD_BYTES_MAX)
			return err_set(err, ERR_DATA, "found %zu bytes in a cell of a ledger at key %" PRId64 ", expected at most %d", value.n, owner, FIELD_BYTES_MAX);
		ledger_keep_odd(part, value, &digits, &scale);
	}
	part->columns.v[part->columns.n++] = number;
	part->digits.v[part->digits.n++] = digits;
	part->scales.v[part->scales.n++] = scale;
	return true;
}

bool ledger_part_take(void *self, const struct ledger_batch *batch, struct err *err)
{
	struct ledger_part *part = self;
	size_t n_cells = batch->n_rows ? batch->ends[batch->n_rows - 1] : 0;
	array_reserve(&part->columns, part->columns.n + n_cells);
	array_reserve(&part->digits, part->digits.n + n_cells);
	array_reserve(&part->scales, part->scales.n + n_cells);
	pages_ready(part->digits.v + part->digits.n, n_cells * sizeof *part->digits.v);
	for (size_t i = 0, cell = 0; i < batch->n_rows; i++) {
		if (part->owners.n && batch->owners[i] < part->owners.v[part->owners.n - 1])
			return err_set(err, ERR_INTERNAL, "found rows of a ledger out of the order of their owners, expected ascending keys");
		for (; cell < batch->ends[i]; cell++)
			if (!take_cell(part, batch->columns[cell], column_text(&batch->values, cell), batch->owners[i], err))
				return false;
		array_push(&part->owners, batch->owners[i]);
		array_push(&part->lines, batch->lines[i]);
		array_push(&part->ends, part->columns.n);
	}
	return true;
}
