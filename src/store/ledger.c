#include "store/ledger_internal.h"

#include "base/array.h"
#include "model/claim.h"


static bool damaged(struct store *store, int64_t number, struct err *err)
{
	return err_at(err, ERR_DATA, store->path, 0, 0,
		"found the column %lld of a ledger with an unknown code or a unit of no number, expected one that was imported",
		(long long)number);
}

bool ledger_unit(struct str unit, struct str scope, struct str *base_unit, struct decimal *factor, struct arena *arena)
{
	struct claim_figure one = {0};
	if (claim_read(STR("1"), unit, STR(""), scope, &one, arena) != CLAIM_AGREES || !one.value_base.n)
		return false;
	*base_unit = one.base_unit;
	return decimal_parse(one.value_base, factor);
}

static bool take_column(struct store *store, sqlite3_stmt *s, struct arena *arena, struct ledger_column *c, struct err *err)
{
	*c = (struct ledger_column){.kind = KIND_MILESTONE,
		.source = sqlite3_column_int64(s, 1),
		.source_id = arena_str(arena, sql_text(s, 2)),
		.name = arena_str(arena, sql_text(s, 3)),
		.unit = arena_str(arena, sql_text(s, 7)),
		.scope = arena_str(arena, sql_text(s, 8)),
		.period = arena_str(arena, sql_text(s, 9))};
	if (sqlite3_column_type(s, 4) == SQLITE_NULL) {
		c->status = enum_parse(ENUM_STATUS, sql_text(s, 10));
		return c->status >= 0 || damaged(store, sqlite3_column_int64(s, 0), err);
	}
	c->kind = KIND_CLAIM;
	c->indicator = sqlite3_column_int64(s, 4);
	c->indicator_id = arena_str(arena, sql_text(s, 5));
	c->modality = enum_parse(ENUM_MODALITY, sql_text(s, 6));
	return (c->modality >= 0 && ledger_unit(c->unit, c->scope, &c->base_unit, &c->factor, arena))
		|| damaged(store, sqlite3_column_int64(s, 0), err);
}

bool store_ledger_columns(struct store *store, struct arena *arena, struct ledger_columns *out, struct err *err)
{
	ARRAY(struct ledger_column) columns = {0};
	sqlite3_stmt *s = sql_prepare(store,
		"SELECT c.number, c.source, s.id, c.name, c.indicator, i.id, c.modality, c.unit, c.scope, c.period, c.status "
		"FROM ledger_columns c LEFT JOIN sources s ON s.key = c.source LEFT JOIN indicators i ON i.key = c.indicator "
		"ORDER BY c.number",
		err);
	bool row = true, ok = s != NULL;
	while (ok && (ok = sql_step(store, s, &row, err)) && row) {
		struct ledger_column column;
		int64_t number = sqlite3_column_int64(s, 0);
		ok = (number > 0 && number <= LEDGER_COLUMNS_MAX) || damaged(store, number, err);
		ok = ok && take_column(store, s, arena, &column, err);
		while (ok && columns.n < (size_t)number)
			array_push(&columns, (struct ledger_column){.kind = KIND_COUNT});
		if (ok)
			array_push(&columns, column);
	}
	sqlite3_finalize(s);
	*out = (struct ledger_columns){arena_copy(arena, columns.v, columns.n, sizeof *columns.v), columns.n};
	array_release(&columns);
	return ok;
}

bool ledger_next(struct str *cells, uint32_t *number, struct str *value)
{
	const char *p = cells->p;
	size_t i = 0, end, n = cells->n;
	*number = 0;
	for (; i < n && i < 6 && p[i] >= '0' && p[i] <= '9'; i++)
		*number = *number * 10 + (uint32_t)(p[i] - '0');
	for (end = i; end < n && p[end] != ';'; end++) /* values are short */
		;
	bool well = i && i + 1 < end && p[i] == '=';
	*value = well ? (struct str){p + i + 1, end - i - 1} : STR("");
	*cells = end < n ? (struct str){p + end + 1, n - end - 1} : STR("");
	return well;
}

/* -- as records ----------------------------------------------------------------------- */

static void set_text(struct record *r, const char *field, struct str text)
{
	r->values[field_get(r->kind, field)] = (struct value){.given = text.n > 0, .text = text};
}

static void set_ref(struct record *r, const char *field, int64_t key, struct str id)
{
	r->values[field_get(r->kind, field)] = (struct value){.given = true, .number = key, .text = id};
}

static void set_figure(const struct ledger_column *c, struct str value, struct record *r, struct arena *arena)
{
	struct decimal d, base;
	struct strbuf text = {0};
	if (decimal_parse(value, &d) && decimal_mul(d, c->factor, &base))
		decimal_format(base, &text);
	set_text(r, "value", value);
	set_text(r, "unit", c->unit);
	set_text(r, "modality", str_from(enums[ENUM_MODALITY].v[c->modality].code));
	set_text(r, "scope", c->scope);
	set_text(r, "period", c->period);
	set_text(r, "value_base", arena_str(arena, strbuf_str(&text)));
	set_text(r, "base_unit", c->base_unit);
	strbuf_release(&text);
}

void ledger_record(const struct ledger_column *c, const struct ledger_item *item, struct record *out, struct arena *arena)
{
	struct strbuf id = {0};
	*out = (struct record){.kind = c->kind,
		.key = ledger_key(c->kind, item->owner, item->number),
		.origin = ORIGIN_IMPORT};
	ledger_id_add(c->kind, item->owner_id, item->number, &id);
	set_text(out, "id", arena_take(arena, &id));
	set_ref(out, c->kind == KIND_CLAIM ? "subject" : "project", item->owner, item->owner_id);
	set_ref(out, "source", c->source, c->source_id);
	set_text(out, "locator", arena_printf(arena, "%.*s:%u:%.*s", STR_ARG(id_slug(c->source_id)), item->line, STR_ARG(c->name)));
	if (c->kind == KIND_CLAIM) {
		set_ref(out, "indicator", c->indicator, c->indicator_id);
		set_figure(c, item->value, out, arena);
	} else {
		set_text(out, "status", str_from(enums[ENUM_STATUS].v[c->status].code));
		set_text(out, "date", item->value);
	}
}
