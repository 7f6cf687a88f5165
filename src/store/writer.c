#include "store/writer.h"

#include "model/claim.h"
#include "model/coefficient.h"
#include "store/ledger_internal.h"
#include "store/writer_internal.h"

#include <stdio.h>
#include <string.h>

struct store_writer *store_begin(struct store *store, enum origin origin, struct err *err)
{
	/*
	 * An import only adds and replaces, and the writer itself sees that every reference leads to a row
	 * of an allowed kind: SQLite's own looking up of each one would cost a third of the time.
	 */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, origin != ORIGIN_IMPORT, NULL);
	if (!sql_run(store, "BEGIN IMMEDIATE", err))
		return NULL;
	struct store_writer *w = xcalloc(1, sizeof *w);
	w->store = store;
	w->origin = origin;
	records_init(&w->records, store);
	store->writer = w;
	array_push(&w->befores, (struct before){0});
	changes_begin(w);
	return w;
}

static void release(struct store_writer *w)
{
	records_release(&w->records);
	for (int k = 0; k < KIND_COUNT; k++)
		map_release(&w->identities[k]);
	map_release(&w->ids);
	map_release(&w->slugs);
	array_release(&w->entries);
	array_release(&w->befores);
	array_release(&w->files);
	array_release(&w->changed_here);
	array_release(&w->owners);
	array_release(&w->suffixes);
	array_release(&w->changed);
	array_release(&w->gone);
	ledger_writer_free(w->ledger);
	names_release(w);
	strbuf_release(&w->cell);
	arena_release(&w->arena);
	arena_release(&w->scratch);
	w->store->writer = NULL;
	free(w);
}

struct store_writer *store_begin_seeds(struct store *store, struct str signature, bool *needed, struct err *err)
{
	struct strbuf loaded = {0};
	*needed = true;
	struct store_writer *w = store_begin(store, ORIGIN_SEED, err);
	if (w && !store_seeds(store, &loaded, err)) {
		store_rollback(w);
		w = NULL;
	}
	if (w) {
		w->seeds = true;
		w->signature = arena_str(&w->arena, signature);
		*needed = !str_eq(strbuf_str(&loaded), signature) || !signature.n;
	}
	strbuf_release(&loaded);
	if (!w || *needed)
		return w;
	store_rollback(w);
	return NULL;
}

void store_rollback(struct store_writer *writer)
{
	if (!writer)
		return;
	struct store *store = writer->store;
	release(writer);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* The first free key of a kind; those of ledgers are no keys to go on from. */
static bool look_at_kind(struct store_writer *w, enum kind kind, struct err *err)
{
	char text[64];
	int64_t last;
	if (w->next_key[kind])
		return true;
	snprintf(text, sizeof text, "SELECT max(key) FROM %s", kinds[kind].plural);
	if (!sql_number(w->store, text, &last, err))
		return false;
	if (last >= LEDGER_KEY_FIRST / 2)
		return err_at(err, ERR_DATA, w->store->path, 0, 0, "found the key %lld among the %s, expected a smaller one",
			(long long)last, kinds[kind].plural);
	w->next_key[kind] = last ? last + KEY_STEP : KEY_STEP + (int64_t)kind;
	/* A ledger's row makes claims and milestones that are in no map. */
	w->was_empty |= last || ledger_has(kind) ? 0 : UINT32_C(1) << kind;
	return true;
}

bool writer_entry(struct store_writer *w, struct str id, size_t *index, struct err *err)
{
	uint32_t at = (uint32_t)w->entries.n;
	if (map_find(&w->ids, id, &at)) {
		*index = at;
		return true;
	}
	enum kind kind;
	struct entry e = {0};
	if (!kind_of_id(id, &kind))
		return err_set(err, ERR_INTERNAL, "found the id \"%.*s\" of no kind", STR_ARG(id));
	if (!look_at_kind(w, kind, err))
		return false;
	/* Rows of this transaction are in the map: an empty table needs no looking up. */
	if (!(w->was_empty >> kind & 1) && !record_key(&w->records, kind, id, &e.key, err))
		return false;
	e.present = e.key != 0;
	if (!e.present) {
		e.key = w->next_key[kind];
		w->next_key[kind] += KEY_STEP;
	}
	w->n_awaited += !e.present;
	e.id = arena_str(&w->arena, id);
	map_add(&w->ids, e.id, &at);
	array_push(&w->entries, e);
	*index = at;
	return true;
}

static uint32_t file_of(struct store_writer *w, const char *where)
{
	const char *name = where ? where : "";
	if (!w->files.n || strcmp(w->files.v[w->files.n - 1], name) != 0)
		array_push(&w->files, arena_str(&w->arena, str_from(name)).p);
	return (uint32_t)(w->files.n - 1);
}

const char *writer_file(const struct store_writer *w, uint32_t file)
{
	return w->files.n && w->files.v[file][0] ? w->files.v[file] : NULL;
}

/* One row on its way in. */
struct putting {
	struct store_writer *w;
	const struct row *row;
	uint32_t file;
	bool has_id, known; /* known: old holds what the catalogue has */
	size_t entry;       /* where has_id */
	struct record old, new;
};

static bool at_cell(const struct putting *p, size_t field, struct err *err)
{
	return err_place(err, writer_file(p->w, p->file), row_line(p->row, field), p->row->columns[field]);
}

bool writer_refer(struct store_writer *w, struct str id, const struct row *row, size_t line, uint32_t column, int64_t *key,
	struct err *err)
{
	size_t index, n = w->entries.n;
	if (!writer_entry(w, id, &index, err))
		return false;
	struct entry *e = &w->entries.v[index];
	if (w->entries.n > n && !e->present) {
		e->where = file_of(w, row->where);
		e->line = (uint32_t)line;
		e->column = column;
	}
	*key = e->key;
	return true;
}

static bool resolve(struct putting *p, size_t field, struct str id, int64_t *key, struct err *err)
{
	return writer_refer(p->w, id, p->row, row_line(p->row, field), p->row->columns[field], key, err);
}

/* Room for the keys of what a list names. */
static int64_t *new_keys(struct putting *p, struct str list)
{
	size_t n = 1;
	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == ';';
	return arena_alloc(&p->w->scratch, n * sizeof(int64_t));
}

static bool resolve_many(struct putting *p, size_t field, struct str ids, struct value *v, struct err *err)
{
	struct str rest = ids, id;
	v->keys = new_keys(p, ids);
	while (str_split(&rest, ';', &id))
		if (!resolve(p, field, id, &v->keys[v->n_keys++], err))
			return false;
	return true;
}

/* References by name (row->named); an id does as well. */
static bool take_names(struct putting *p, size_t f, struct err *err)
{
	const struct field *field = &fields_of[p->row->kind].v[f];
	struct value *v = &p->new.values[f];
	struct str rest = p->row->cells[f], name;
	v->keys = new_keys(p, rest);
	while (str_split(&rest, ';', &name)) {
		int64_t key;
		bool ok = !name.n || (id_valid(name) ? resolve(p, f, name, &key, err) : names_find(p->w, field, name, &key, err));
		if (!ok)
			return at_cell(p, f, err);
		if (name.n)
			v->keys[v->n_keys++] = key;
	}
	v->given = v->n_keys > 0;
	if (field->type == FIELD_REF && v->given) {
		v->number = v->keys[0];
		if (v->n_keys > 1)
			err_set(err, ERR_DATA, "found %zu names, expected one for %s", v->n_keys, field->name);
	}
	if (field->flags & FIELD_REQUIRED && !v->given)
		err_set(err, ERR_DATA, "found nothing, expected a value for %s", field->name);
	return !err->code || at_cell(p, f, err);
}

static int64_t integer_of(struct str canonical)
{
	char text[24];
	snprintf(text, sizeof text, "%.*s", STR_ARG(canonical));
	return strtoll(text, NULL, 10);
}

static bool take_cell(struct putting *p, size_t f, struct err *err)
{
	const struct field *field = &fields_of[p->row->kind].v[f];
	struct value *v = &p->new.values[f];
	if (p->row->named >> f & 1)
		return take_names(p, f, err);
	struct strbuf *text = &p->w->cell;
	strbuf_clear(text);
	bool ok = field_check(field, p->row->cells[f], text, err);
	struct str canonical = strbuf_str(text);
	if (ok && canonical.n) {
		v->given = true;
		if (field->type == FIELD_REF) {
			v->text = arena_str(&p->w->scratch, canonical);
			ok = resolve(p, f, canonical, &v->number, err);
		} else if (field->type == FIELD_REFS) {
			ok = resolve_many(p, f, canonical, v, err);
		} else if (field->type == FIELD_INTEGER) {
			v->number = integer_of(canonical);
		} else if (field->type == FIELD_BOOL) {
			v->number = 1;
		} else {
			v->text = arena_str(&p->w->scratch, canonical);
		}
	}
	return ok || at_cell(p, f, err);
}

static bool absent(const struct putting *p, size_t field)
{
	return !p->w->seeds && !p->row->cells[field].p;
}

static bool take_id(struct putting *p, struct err *err)
{
	struct store_writer *w = p->w;
	struct str id = p->row->cells[0];
	enum kind kind;
	p->has_id = id.n > 0;
	if (!p->has_id)
		return !w->seeds || err_set(err, ERR_DATA, "found no id, expected one for each row of the seeds")
			|| at_cell(p, 0, err);
	if (!take_cell(p, 0, err))
		return false;
	if (!kind_of_id(id, &kind) || kind != p->row->kind) {
		err_set(err, ERR_DATA, "found \"%.*s\", expected an id that begins with %s:", STR_ARG(id),
			kinds[p->row->kind].singular);
		return at_cell(p, 0, err);
	}
	if (!writer_entry(w, id, &p->entry, err))
		return at_cell(p, 0, err);
	const struct entry *e = &w->entries.v[p->entry];
	p->known = e->present || e->put;
	return !p->known || record_read(&w->records, e->key, &p->old, &w->scratch, err);
}

static bool take_values(struct putting *p, struct err *err)
{
	for (size_t f = 1; f < fields_of[p->row->kind].n; f++) {
		if (p->known && absent(p, f))
			p->new.values[f] = p->old.values[f];
		else if (!take_cell(p, f, err))
			return false;
	}
	return true;
}

/* A row without id: find the one it means, else name it. */
static bool find_identity(struct putting *p, struct err *err)
{
	struct store_writer *w = p->w;
	int64_t key;
	if (!identity_find(w, &p->new, &key, err))
		return false;
	if (key) {
		p->known = true;
		if (!record_read(&w->records, key, &p->old, &w->scratch, err))
			return false;
		p->new.values[0] = p->old.values[0];
		for (size_t f = 1; f < fields_of[p->row->kind].n; f++)
			if (absent(p, f))
				p->new.values[f] = p->old.values[f];
	} else {
		p->new.values[0].given = true;
		if (!identity_new_id(w, &p->new, &p->new.values[0].text, err))
			return false;
	}
	return writer_entry(w, p->new.values[0].text, &p->entry, err);
}

static void fill_claim(struct putting *p)
{
	struct value *v = p->new.values;
	const size_t base = field_get(KIND_CLAIM, "value_base"), unit = field_get(KIND_CLAIM, "base_unit"),
		low = field_get(KIND_CLAIM, "value_low"), high = field_get(KIND_CLAIM, "value_high");
	struct claim_figure figure = {v[base].text, v[unit].text, v[low].text, v[high].text};
	claim_read(v[field_get(KIND_CLAIM, "value")].text, v[field_get(KIND_CLAIM, "unit")].text,
		v[field_get(KIND_CLAIM, "qualifier")].text, v[field_get(KIND_CLAIM, "scope")].text, &figure,
		&p->w->scratch);
	v[base] = (struct value){.given = figure.value_base.n, .text = figure.value_base};
	v[unit] = (struct value){.given = figure.base_unit.n, .text = figure.base_unit};
	v[low] = (struct value){.given = figure.value_low.n, .text = figure.value_low};
	v[high] = (struct value){.given = figure.value_high.n, .text = figure.value_high};
}

/* No coefficient without a source, and none that says nothing. */
static bool check_link(struct putting *p, struct err *err)
{
	struct str parts[COEFFICIENT_PARTS];
	struct coefficient read;
	enum coefficient_part fault;
	for (int i = 0; i < COEFFICIENT_PARTS; i++)
		parts[i] = p->new.values[field_get(KIND_LINK, coefficient_fields[i])].text;
	if (coefficient_read(parts, p->new.values[field_get(KIND_LINK, "coefficient_source")].given, &read, &fault, err))
		return true;
	return at_cell(p, field_get(KIND_LINK, coefficient_fields[fault]), err);
}

static bool stands_already(const struct putting *p)
{
	const struct entry *e = &p->w->entries.v[p->entry];
	return e->put && (p->w->seeds || e->where == p->file);
}

/* One company, several lines: each may only say of it what the first does. */
static bool check_repeated(struct putting *p, struct err *err)
{
	const struct entry *e = &p->w->entries.v[p->entry];
	const struct fields *fields = &fields_of[p->row->kind];
	int locator = field_find(p->row->kind, STR("locator"));
	for (size_t f = 1; f < fields->n; f++) {
		if ((int)f == locator || !p->new.values[f].given || record_field_same(&p->old, &p->new, f))
			continue;
		err_set(err, ERR_DATA, "found another %s for %.*s, expected what line %u says", fields->v[f].name, STR_ARG(e->id), e->line);
		return at_cell(p, f, err);
	}
	return true;
}

static bool check_row(struct putting *p, struct err *err)
{
	const struct entry *e = &p->w->entries.v[p->entry];
	if (stands_already(p)) {
		err_set(err, ERR_DATA, "found \"%.*s\" again, expected it once (it stands in line %u already)",
			STR_ARG(e->id), e->line);
		return at_cell(p, 0, err);
	}
	if (p->row->kind == KIND_IDENTITY) {
		size_t a = field_get(KIND_IDENTITY, "a"), b = field_get(KIND_IDENTITY, "b");
		if (p->new.values[a].number == p->new.values[b].number) {
			err_set(err, ERR_DATA, "found \"%.*s\" twice, expected two records", STR_ARG(p->row->cells[b]));
			return at_cell(p, b, err);
		}
	}
	return p->row->kind != KIND_LINK || check_link(p, err);
}

static void note_place(struct putting *p)
{
	struct entry *e = &p->w->entries.v[p->entry];
	const struct fields *fields = &fields_of[p->row->kind];
	p->w->n_awaited -= !e->present && !e->put;
	e->put = true;
	e->where = p->file;
	e->line = (uint32_t)p->row->line;
	e->column = p->row->columns[0];
	e->self_line = e->line;
	e->self_column = 0;
	for (size_t f = 1; f < fields->n && !e->self_column; f++)
		if (fields->v[f].type == FIELD_REF
			&& (fields->v[f].kinds == UINT32_C(1) << p->row->kind || p->row->kind == KIND_LINK)) {
			e->self_line = (uint32_t)row_line(p->row, f);
			e->self_column = p->row->columns[f];
		}
}

/* What the row holds beside its fields; *changed says whether that was anything new. */
static bool write_ledger(struct putting *p, int64_t key, bool *changed, struct err *err)
{
	*changed = false;
	bool ok = true, one;
	for (const struct row_ledger *l = p->row->ledger; ok && l; l = l->next) {
		ok = ledger_put(p->w, p->row, l, (struct ledger_owner){key, p->new.values[0].text}, &one, err);
		*changed = *changed || one;
	}
	p->w->dirty = p->w->dirty || *changed;
	p->w->unlisted = p->w->unlisted || *changed;
	return ok;
}

static void sign(struct putting *p, const struct record *record)
{
	strbuf_clear(&p->w->cell);
	record_signature(record, UINT32_MAX, &p->w->cell);
}

static struct before *before_of(struct putting *p)
{
	struct store_writer *w = p->w;
	struct entry *e = &w->entries.v[p->entry];
	if (!e->before) {
		sign(p, &p->old);
		e->before = (uint32_t)w->befores.n;
		array_push(&w->befores, (struct before){.signature = arena_str(&w->arena, strbuf_str(&w->cell)), .origin = p->old.origin});
	}
	return &w->befores.v[e->before];
}

/* Count a row that replaces one of the catalogue; where it makes it what it was before the transaction, those that replaced it until then no longer count. */
static void count_replaced(struct putting *p, bool more)
{
	struct store_writer *w = p->w;
	struct before *b = before_of(p);
	sign(p, &p->new);
	bool differs = !str_eq(strbuf_str(&w->cell), b->signature);
	w->n_differing += (size_t)differs - (size_t)b->differs;
	b->differs = differs;
	*(differs || more ? &w->changes.replaced : &w->changes.unchanged) += 1;
	if (differs) {
		b->times += !more;
		return;
	}
	w->changes.replaced -= b->times;
	w->changes.unchanged += b->times;
	b->times = 0;
	p->new.origin = b->origin;
}

static bool write_row(struct putting *p, struct err *err)
{
	struct store_writer *w = p->w;
	bool more;
	p->new.key = w->entries.v[p->entry].key;
	p->new.origin = w->origin;
	if (!write_ledger(p, p->new.key, &more, err))
		return false;
	const struct entry *e = &w->entries.v[p->entry]; /* only now: a ledger may add indicators to them */
	if (p->known && record_same(&p->old, &p->new)) {
		*(more ? &w->changes.replaced : &w->changes.unchanged) += 1;
		return true;
	}
	if (ledger_is_key(p->new.key))
		return err_set(err, ERR_DATA, "found another value for %.*s than its ledger has, expected the ledger to be imported again",
			STR_ARG(e->id));
	if (p->known && w->seeds && p->old.origin != ORIGIN_SEED) {
		array_push(&w->changed_here, e->key);
		w->changes.kept++;
		return true;
	}
	w->touched |= UINT32_C(1) << p->row->kind;
	changes_note(w, p->new.key);
	if (e->present) {
		count_replaced(p, more);
	} else {
		*(p->known ? &w->changes.replaced : &w->changes.added) += 1;
		w->dirty = true;
	}
	return p->known ? record_replace(&w->records, &p->new, err) : record_insert(&w->records, &p->new, err);
}

bool store_put(struct store_writer *writer, const struct row *row, struct err *err)
{
	arena_clear(&writer->scratch);
	struct putting p = {.w = writer, .row = row, .file = file_of(writer, row->where)};
	p.new.kind = row->kind;
	if (!take_id(&p, err) || !take_values(&p, err))
		return false;
	if (!p.has_id && !find_identity(&p, err))
		return at_cell(&p, 0, err);
	if (row->kind == KIND_CLAIM)
		fill_claim(&p);
	if (row->repeats && stands_already(&p) && !(row->ledger && row->ledger->n))
		return check_repeated(&p, err);
	if (!check_row(&p, err))
		return false;
	note_place(&p);
	if (!write_row(&p, err))
		return at_cell(&p, 0, err);
	identity_note(writer, &p.new);
	names_note(writer, &p.new);
	return true;
}

bool store_commit(struct store_writer *writer, struct store_changes *changes, struct err *err)
{
	struct store *store = writer->store;
	bool ok = writer_check(writer, err);
	bool dirty = writer->dirty || writer->n_differing;
	struct store_changes counted = writer->changes;
	ok = ok && (!dirty || changes_commit(writer, err));
	release(writer);
	if (ok && dirty)
		ok = sql_run(store, "COMMIT", err);
	if (!ok || !dirty)
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	if (ok && changes)
		*changes = counted;
	return ok;
}

bool store_rehearse(struct store_writer *writer, struct store_changes *changes, struct err *err)
{
	bool ok = writer_check(writer, err);
	if (ok && changes)
		*changes = writer->changes;
	store_rollback(writer);
	return ok;
}
