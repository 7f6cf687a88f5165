/*
 * Figures of ledgers that are no plain decimals (约5亿, 5—6亿): claims with columns of their own, under the ids that packed
 * ones would have.
 */
#include "store/ledger_write_internal.h"

#include "base/array.h"
#include "model/claim.h"

/* One of them. */
struct apart {
	uint32_t number;
	uint32_t next; /* the next one of its owner and ledger; 0: none */
	int64_t key;   /* 0: it is gone */
};

struct ledger_apart {
	struct arena arena;
	struct map of;        /* owner and ledger -> the first one */
	ARRAY(struct apart) v; /* the first is nobody's */
};

void apart_free(struct ledger_apart *apart)
{
	if (!apart)
		return;
	map_release(&apart->of);
	array_release(&apart->v);
	arena_release(&apart->arena);
	free(apart);
}

/* -- which there are ---------------------------------------------------------------------------- */

struct pair {
	int64_t owner, source;
};

static uint32_t first_of(const struct ledger_apart *apart, int64_t owner, int64_t source)
{
	const struct pair pair = {owner, source};
	uint32_t first = 0;
	map_find(&apart->of, (struct str){(const char *)&pair, sizeof pair}, &first);
	return first;
}

static void add(struct ledger_apart *apart, int64_t owner, int64_t source, struct apart one)
{
	const struct pair pair = {owner, source};
	uint32_t first = (uint32_t)apart->v.n;
	if (!map_add(&apart->of, arena_str(&apart->arena, (struct str){(const char *)&pair, sizeof pair}), &first)) {
		one.next = apart->v.v[first].next;
		apart->v.v[first].next = (uint32_t)apart->v.n;
	}
	array_push(&apart->v, one);
}

static struct apart *find(struct ledger_apart *apart, int64_t owner, int64_t source, uint32_t number)
{
	for (uint32_t at = first_of(apart, owner, source); at; at = apart->v.v[at].next)
		if (apart->v.v[at].key && apart->v.v[at].number == number)
			return &apart->v.v[at];
	return NULL;
}

static bool take_claim(struct store_writer *w, struct ledger_apart *apart, sqlite3_stmt *s, struct err *err)
{
	struct strbuf owner = {0};
	int64_t subject = sqlite3_column_int64(s, 1);
	struct err missing = ERR_INIT;
	uint32_t number = 0;
	if (store_label(w->store, subject, &owner, NULL, &missing))
		number = ledger_id_number(sql_text(s, 3), strbuf_str(&owner));
	strbuf_release(&owner);
	if (missing.code && missing.code != ERR_NO_MATCH) {
		*err = missing;
		return false;
	}
	if (number) {
		ledger_take_number(w->ledger, number);
		add(apart, subject, sqlite3_column_int64(s, 2), (struct apart){.number = number, .key = sqlite3_column_int64(s, 0)});
	}
	return true;
}

struct ledger_apart *apart_load(struct store_writer *w, struct err *err)
{
	struct ledger_apart *apart = xcalloc(1, sizeof *apart);
	bool row = true;
	array_push(&apart->v, (struct apart){0});
	sqlite3_stmt *s = sql_prepare(w->store, "SELECT key, subject, source, id FROM claims WHERE id GLOB 'claim:*.*.[1-9]*'", err);
	bool ok = s != NULL;
	while (ok && (ok = sql_step(w->store, s, &row, err)) && row)
		ok = take_claim(w, apart, s, err);
	sqlite3_finalize(s);
	if (ok)
		return apart;
	apart_free(apart);
	return NULL;
}

/* -- putting one --------------------------------------------------------------------------------- */

static void set_text(struct record *r, const char *field, struct str text)
{
	r->values[field_get(KIND_CLAIM, field)] = (struct value){.given = text.n > 0, .text = text};
}

static bool make_record(struct store_writer *w, const struct row *row, const struct apart_cell *cell, struct record *out, struct err *err)
{
	const struct row_cell *c = cell->cell;
	struct ledger_column column = {.kind = KIND_CLAIM,
		.source = cell->source,
		.source_id = cell->source_id,
		.name = c->column,
		.indicator_id = c->indicator,
		.modality = enum_parse(ENUM_MODALITY, c->modality),
		.unit = c->unit,
		.scope = c->scope,
		.period = c->period};
	if (!writer_refer(w, c->indicator, row, c->line, c->at, &column.indicator, err))
		return false;
	const struct ledger_item item = {cell->owner.key, cell->owner.id, cell->number, cell->line, c->value};
	struct claim_figure figure = {.value_base = STR("")};
	ledger_record(&column, &item, out, &w->scratch);
	claim_read(c->value, c->unit, c->qualifier, c->scope, &figure, &w->scratch);
	set_text(out, "qualifier", c->qualifier);
	set_text(out, "value_base", figure.value_base);
	set_text(out, "base_unit", figure.base_unit);
	set_text(out, "value_low", figure.value_low);
	set_text(out, "value_high", figure.value_high);
	return true;
}

/* The key of a new one: that under which it was referred to before it came, unless a packed one had the id. */
static bool new_key(struct store_writer *w, struct str id, int64_t *key, struct err *err)
{
	size_t index;
	if (!writer_entry(w, id, &index, err))
		return false;
	struct entry *e = &w->entries.v[index];
	if (e->put || (e->present && !ledger_is_key(e->key)))
		return err_set(err, ERR_DATA, "found the id \"%.*s\" for another claim, expected it for this figure alone", STR_ARG(id));
	w->n_awaited -= !e->present;
	if (e->present) {
		e->key = w->next_key[KIND_CLAIM];
		w->next_key[KIND_CLAIM] += KEY_STEP;
	}
	e->present = false;
	e->put = true;
	*key = e->key;
	return true;
}

static bool replace(struct store_writer *w, struct record *record, bool *changed, struct err *err)
{
	static const char *const others[] = {"item", "part_of", "inferred"};
	struct record old;
	if (!record_read(&w->records, record->key, &old, &w->scratch, err))
		return false;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) /* the ledger says nothing of them */
		record->values[field_get(KIND_CLAIM, others[i])] = old.values[field_get(KIND_CLAIM, others[i])];
	if (record_same(&old, record))
		return true;
	*changed = true;
	return record_replace(&w->records, record, err);
}

bool apart_put(struct store_writer *w, struct ledger_apart *apart, const struct row *row, const struct apart_cell *cell, bool *changed, struct err *err)
{
	struct record record;
	const struct apart *there = find(apart, cell->owner.key, cell->source, cell->number);
	if (!make_record(w, row, cell, &record, err))
		return false;
	if (there) {
		record.key = there->key;
		return replace(w, &record, changed, err);
	}
	if (!new_key(w, record.values[0].text, &record.key, err))
		return false;
	*changed = true;
	add(apart, cell->owner.key, cell->source, (struct apart){.number = cell->number, .key = record.key});
	if (!record_insert(&w->records, &record, err))
		return false;
	identity_note(w, &record);
	return true;
}

/* -- those that the ledger has no longer ---------------------------------------------------------- */

static bool remove_claim(struct store_writer *w, int64_t key, struct err *err)
{
	return sql_do_once(w->store, sql_prepare(w->store, "DELETE FROM claims WHERE key = ?1", err), &key, 1, err);
}

bool apart_keep(struct store_writer *w, struct ledger_apart *apart, int64_t owner, int64_t source, struct apart_numbers kept, bool *changed,
	struct err *err)
{
	for (uint32_t at = first_of(apart, owner, source); at; at = apart->v.v[at].next) {
		struct apart *one = &apart->v.v[at];
		bool stays = !one->key;
		for (size_t i = 0; !stays && i < kept.n; i++)
			stays = kept.v[i] == one->number;
		if (stays)
			continue;
		if (!remove_claim(w, one->key, err))
			return false;
		gone_note(w, one->key, owner, one->number);
		one->key = 0;
		*changed = true;
	}
	return true;
}
