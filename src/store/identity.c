#include "base/strbuf.h"
#include "store/writer_internal.h"
#include "text/pinyin.h"

/* By what a row without id is known again: English field names, NULL at the end. */
enum { IDENTITY_MAX = 12 };
static const char *const identities[KIND_COUNT][IDENTITY_MAX] = {
	[KIND_REGION] = {"name", "parent"},
	[KIND_SECTOR] = {"name", "parent"},
	[KIND_INDICATOR] = {"name"},
	[KIND_SOURCE] = {"name", "document", "article"},
	[KIND_ZONE] = {"name"},
	[KIND_PARK] = {"name", "zone"},
	[KIND_CHAIN] = {"name", "zone", "region"},
	[KIND_STAGE] = {"name", "chain"},
	[KIND_LINK] = {"from", "to", "product", "role"},
	[KIND_ENTERPRISE] = {"name"},
	[KIND_PLACEMENT] = {"enterprise", "stage"},
	[KIND_FLOW] = {"from", "to", "product"},
	[KIND_PROJECT] = {"name", "zone", "phase", "parent"},
	[KIND_MILESTONE] = {"project", "status", "date"},
	[KIND_FACILITY] = {"name", "zone"},
	[KIND_MEASURE] = {"name", "zone"},
	[KIND_REQUEST] = {"name", "enterprise", "opened"},
	[KIND_PERSON] = {"name", "organisation"},
	[KIND_EVENT] = {"name", "zone", "date"},
	[KIND_CLAIM] = {"subject", "indicator", "item", "value", "unit", "qualifier", "modality", "scope", "period",
		"source", "locator"},
	[KIND_TARGET] = {"name", "claim"},
	[KIND_DOUBT] = {"name", "about", "rule"},
	[KIND_IDENTITY] = {"a", "b"},
	[KIND_ASSESSMENT] = {"name", "class"},
};

uint32_t store_identity(enum kind kind)
{
	uint32_t fields = 0;
	for (size_t i = 0; i < IDENTITY_MAX && identities[kind][i]; i++)
		fields |= UINT32_C(1) << field_get(kind, identities[kind][i]);
	return fields;
}

static void signature_of(const struct record *record, struct strbuf *out)
{
	record_signature(record, store_identity(record->kind), out);
}

static void add_signature(struct store_writer *w, const struct record *record)
{
	struct strbuf signature = {0};
	signature_of(record, &signature);
	uint32_t at = (uint32_t)w->owners.n, found = at;
	if (map_find(&w->identities[record->kind], strbuf_str(&signature), &found)) {
		w->owners.v[found] = record->key;
	} else {
		map_add(&w->identities[record->kind], arena_str(&w->arena, strbuf_str(&signature)), &at);
		array_push(&w->owners, record->key);
	}
	strbuf_release(&signature);
}

/* Of several rows that agree the first made is the one meant: the newest comes first here and is overwritten. */
static bool load_signatures(struct store_writer *w, enum kind kind, struct err *err)
{
	struct strbuf text = {0};
	struct arena arena = {0};
	strbuf_add_c(&text, "SELECT key, origin, ");
	record_columns(kind, "", &text);
	strbuf_printf(&text, " FROM %s ORDER BY key DESC", kinds[kind].plural);
	sqlite3_stmt *statement = sql_prepare_made(w->store, &text, err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(w->store, statement, &row, err)) && row) {
		struct record record;
		arena_clear(&arena);
		record_from_row(kind, statement, &record, &arena);
		add_signature(w, &record);
	}
	sqlite3_finalize(statement);
	arena_release(&arena);
	w->identities_loaded[kind] = ok;
	return ok;
}

bool identity_find(struct store_writer *w, const struct record *record, int64_t *key, struct err *err)
{
	if (!w->identities_loaded[record->kind] && !load_signatures(w, record->kind, err))
		return false;
	struct strbuf signature = {0}, there = {0};
	uint32_t at;
	bool ok = true;
	*key = 0;
	signature_of(record, &signature);
	if (map_find(&w->identities[record->kind], strbuf_str(&signature), &at)) {
		/* The row may have been put under another name since. */
		struct record now;
		ok = record_read(&w->records, w->owners.v[at], &now, &w->scratch, err);
		if (ok)
			signature_of(&now, &there);
		if (ok && str_eq(strbuf_str(&signature), strbuf_str(&there)))
			*key = w->owners.v[at];
	}
	strbuf_release(&signature);
	strbuf_release(&there);
	return ok;
}

void identity_note(struct store_writer *w, const struct record *record)
{
	if (w->identities_loaded[record->kind])
		add_signature(w, record);
}

static void add_part(struct strbuf *slug, size_t start, struct str part)
{
	if (slug->n > start && part.n)
		strbuf_add_byte(slug, '-');
	for (size_t i = 0; i < part.n; i++)
		strbuf_add_byte(slug, part.p[i] == '_' ? '-' : part.p[i]);
}

/* The slug of the record that a reference leads to. */
static bool add_reference(struct store_writer *w, struct strbuf *slug, size_t start, const struct value *v, struct err *err)
{
	struct strbuf id = {0};
	bool ok = true;
	if (v->text.n)
		strbuf_add(&id, v->text);
	else
		ok = store_label(w->store, v->number, &id, NULL, err);
	if (ok) {
		struct str text = strbuf_str(&id);
		add_part(slug, start, id_slug(text));
	}
	strbuf_release(&id);
	return ok;
}

/* zone:xingxianjingjijishukaifaqu; placement:enterprise-stage; at most SLUG_MAX bytes of slug. */
static bool add_slug(struct store_writer *w, const struct record *record, struct strbuf *id, struct err *err)
{
	enum { SLUG_MAX = 80 };
	const struct fields *fields = &fields_of[record->kind];
	strbuf_printf(id, "%s:", kinds[record->kind].singular);
	size_t start = id->n;
	if (kind_has_name(record->kind))
		pinyin_slug(record->values[field_get(record->kind, "name")].text, id);
	uint32_t wanted = kind_has_name(record->kind) ? 0 : store_identity(record->kind);
	for (size_t f = 0; f < fields->n; f++) {
		const struct value *v = &record->values[f];
		if (!(wanted >> f & 1) || !v->given)
			continue;
		if (fields->v[f].type == FIELD_ENUM)
			add_part(id, start, v->text);
		else if (fields->v[f].type == FIELD_REF && !add_reference(w, id, start, v, err))
			return false;
	}
	if (id->n > start + SLUG_MAX)
		strbuf_truncate(id, start + SLUG_MAX);
	while (id->n > start && (id->p[id->n - 1] == '-' || id->p[id->n - 1] == '.'))
		strbuf_truncate(id, id->n - 1);
	if (id->n == start)
		strbuf_add_c(id, "x");
	return true;
}

bool identity_new_id(struct store_writer *w, const struct record *record, struct str *id, struct err *err)
{
	struct strbuf text = {0};
	bool ok = add_slug(w, record, &text, err), taken = true;
	uint32_t at = (uint32_t)w->suffixes.n;
	size_t stem = text.n;
	if (ok && map_add(&w->slugs, arena_str(&w->arena, strbuf_str(&text)), &at))
		array_push(&w->suffixes, 0);
	while (ok && taken) {
		uint32_t n = ++w->suffixes.v[at];
		strbuf_truncate(&text, stem);
		if (n > 1)
			strbuf_printf(&text, "-%u", n);
		int64_t key = 0;
		/* An id that another row refers to is that row's to have. */
		taken = map_find(&w->ids, strbuf_str(&text), NULL);
		ok = taken || record_key(&w->records, record->kind, strbuf_str(&text), &key, err);
		taken = taken || key != 0;
	}
	if (ok)
		*id = arena_str(&w->arena, strbuf_str(&text));
	strbuf_release(&text);
	return ok;
}
