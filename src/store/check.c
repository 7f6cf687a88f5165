#include "store/check.h"

#include "base/map.h"
#include "model/claim.h"
#include "model/coefficient.h"
#include "store/graph_internal.h"
#include "store/ledger_internal.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* Characters of the file; NUMBER_NONE where the source does not say. */
struct article {
	int64_t start, end;
};

enum { SEEN_KEYS = 4093 };

struct checking {
	struct store *store;
	struct finding_sink sink;
	struct arena arena;         /* one row */
	struct arena articles_arena;
	struct map articles;        /* slug of a source -> index in ranges */
	ARRAY(struct article) ranges;
	int64_t there[SEEN_KEYS];   /* keys of records, each at its remainder; 0: none */
};

static void report(struct checking *c, enum finding_severity severity, const char *rule, const struct record *record,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

static void report(struct checking *c, enum finding_severity severity, const char *rule, const struct record *record,
	const char *format, ...)
{
	struct strbuf message = {0}, source = {0};
	va_list args;
	va_start(args, format);
	strbuf_vprintf(&message, format, args);
	va_end(args);
	struct finding finding = {.severity = severity, .rule = rule, .message = strbuf_str(&message)};
	if (record) {
		int s = field_find(record->kind, STR("source")), l = field_find(record->kind, STR("locator"));
		struct err ignored = ERR_INIT;
		finding.ref = record->values[0].text;
		if (s >= 0 && record->values[s].given)
			store_label(c->store, record->values[s].number, &source, NULL, &ignored);
		finding.source = strbuf_str(&source);
		if (l >= 0)
			finding.locator = record->values[l].text;
	}
	c->sink.take(c->sink.self, &finding);
	strbuf_release(&message);
	strbuf_release(&source);
}

/* SQLite's own checks give a row of text for each fault, or the word ok. */
static bool check_integrity(struct checking *c, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(c->store, "PRAGMA integrity_check(100)", err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(c->store, statement, &row, err)) && row)
		if (!str_eq_c(sql_text(statement, 0), "ok"))
			report(c, FINDING_ERROR, "integrity", NULL, "%.*s", STR_ARG(sql_text(statement, 0)));
	sqlite3_finalize(statement);
	return ok;
}

/* A ledger refers to the same few sources, zones and indicators in every row: the file is asked once. */
static bool key_exists(struct checking *c, int64_t key)
{
	struct strbuf id = {0};
	struct err ignored = ERR_INIT;
	int64_t *seen = &c->there[(uint64_t)key % SEEN_KEYS];
	if (*seen != key && store_label(c->store, key, &id, NULL, &ignored))
		*seen = key;
	strbuf_release(&id);
	return *seen == key;
}

static void check_reference(struct checking *c, const struct record *record, const struct field *field, int64_t key)
{
	if (!key_is_of(key, field->kinds))
		report(c, FINDING_ERROR, "reference", record, "%s: found the key %lld, expected one of an allowed kind",
			field->name, (long long)key);
	else if (!key_exists(c, key))
		report(c, FINDING_ERROR, "reference", record, "%s: found the key %lld of no record", field->name,
			(long long)key);
}

static void check_text(struct checking *c, const struct record *record, const struct field *field, const struct value *v)
{
	if (!utf8_check(v->text, NULL)) {
		report(c, FINDING_ERROR, "value", record, "%s: found bytes that are no UTF-8, expected text", field->name);
		return;
	}
	struct strbuf canonical = {0};
	struct err err = ERR_INIT;
	if (!field_check(field, v->text, &canonical, &err))
		report(c, FINDING_ERROR, "value", record, "%s: %s", field->name, err.message);
	else if (!str_eq(strbuf_str(&canonical), v->text))
		report(c, FINDING_ERROR, "value", record, "%s: found \"%.*s\", expected \"%.*s\"", field->name,
			STR_ARG(v->text), STR_ARG(strbuf_str(&canonical)));
	strbuf_release(&canonical);
}

/* One of a record's places, which is the one that a finding names. */
static void check_place(struct checking *c, const struct record *record, size_t field, struct str place)
{
	struct locator l;
	uint32_t at;
	if (!locator_parse(place, &l))
		return;
	struct record there = *record;
	there.values[field].text = place;
	if (!map_find(&c->articles, l.article, &at)) {
		report(c, FINDING_ERROR, "locator", &there, "found the article %.*s, expected a source of that name", STR_ARG(l.article));
		return;
	}
	const struct article *a = &c->ranges.v[at];
	/* An article has no columns: 3:215–220 is a range with a wrong dash. */
	if (!l.in_text && (a->start != NUMBER_NONE || a->end != NUMBER_NONE))
		report(c, FINDING_ERROR, "locator", &there, "found %.*s, expected PARAGRAPH:START-END in the article", STR_ARG(place));
	else if (l.in_text && a->start != NUMBER_NONE && l.start < a->start)
		report(c, FINDING_ERROR, "locator", &there, "found %.*s, expected a range inside the article, which begins at %lld",
			STR_ARG(place), (long long)a->start);
	else if (l.in_text && a->end != NUMBER_NONE && l.end > a->end)
		report(c, FINDING_ERROR, "locator", &there, "found %.*s, expected a range inside the article, which ends at %lld",
			STR_ARG(place), (long long)a->end);
}

static void check_places(struct checking *c, const struct record *record, size_t field)
{
	struct str rest = record->values[field].text, one;
	while (str_split(&rest, ';', &one))
		check_place(c, record, field, one);
}

static void check_claim(struct checking *c, const struct record *record)
{
	const struct value *v = record->values;
	struct claim_figure figure = {v[field_get(KIND_CLAIM, "value_base")].text, v[field_get(KIND_CLAIM, "base_unit")].text,
		v[field_get(KIND_CLAIM, "value_low")].text, v[field_get(KIND_CLAIM, "value_high")].text};
	struct str value = v[field_get(KIND_CLAIM, "value")].text, unit = v[field_get(KIND_CLAIM, "unit")].text,
		   qualifier = v[field_get(KIND_CLAIM, "qualifier")].text, scope = v[field_get(KIND_CLAIM, "scope")].text;
	struct claim_figure said = {.value_base = STR("")};
	if (claim_read(value, unit, qualifier, scope, &figure, &c->arena) != CLAIM_DISAGREES)
		return;
	if (claim_read(value, unit, qualifier, scope, &said, &c->arena) == CLAIM_DISAGREES)
		report(c, FINDING_WARNING, "figure", record, "found \"%.*s%.*s\", which no number holds: no comparison and no sum has it",
			STR_ARG(value), STR_ARG(unit));
	else
		report(c, FINDING_WARNING, "figure", record,
			"found %.*s %.*s (%.*s..%.*s), which the words \"%.*s%.*s\" do not say",
			STR_ARG(figure.value_base), STR_ARG(figure.base_unit), STR_ARG(figure.value_low),
			STR_ARG(figure.value_high), STR_ARG(value), STR_ARG(unit));
}

static void check_link(struct checking *c, const struct record *record)
{
	struct str parts[COEFFICIENT_PARTS];
	struct coefficient read;
	enum coefficient_part fault;
	struct err err = ERR_INIT;
	for (int i = 0; i < COEFFICIENT_PARTS; i++)
		parts[i] = record->values[field_get(KIND_LINK, coefficient_fields[i])].text;
	if (!coefficient_read(parts, record->values[field_get(KIND_LINK, "coefficient_source")].given, &read, &fault, &err))
		report(c, FINDING_ERROR, "coefficient", record, "%s: %s", coefficient_fields[fault], err.message);
}

static void check_record(struct checking *c, const struct record *record)
{
	const struct fields *fields = &fields_of[record->kind];
	for (size_t f = 0; f < fields->n; f++) {
		const struct field *field = &fields->v[f];
		const struct value *v = &record->values[f];
		if (!v->given) {
			if (field->flags & FIELD_REQUIRED)
				report(c, FINDING_ERROR, "value", record, "%s: found nothing, expected a value", field->name);
			continue;
		}
		if (field->type == FIELD_REF)
			check_reference(c, record, field, v->number);
		for (size_t i = 0; field->type == FIELD_REFS && i < v->n_keys; i++)
			check_reference(c, record, field, v->keys[i]);
		if (field->type != FIELD_REFS && !record_is_integer(field->type))
			check_text(c, record, field, v);
		if (field->type == FIELD_LOCATORS)
			check_places(c, record, f);
	}
	if (record->kind == KIND_CLAIM)
		check_claim(c, record);
	if (record->kind == KIND_LINK)
		check_link(c, record);
}

/* The keys first: reading a record uses statements of its own. */
static bool check_kind(struct checking *c, struct records *records, enum kind kind, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare_printf(c->store, err, "SELECT key FROM %s ORDER BY key", kinds[kind].plural);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(c->store, statement, &row, err)) && row) {
		struct record record;
		int64_t key = sqlite3_column_int64(statement, 0);
		arena_clear(&c->arena);
		if (key <= 0 || key_kind(key) != kind)
			report(c, FINDING_ERROR, "value", NULL, "found the key %lld among the %s, expected 32 n + %d",
				(long long)key, kinds[kind].plural, (int)kind);
		else if ((ok = record_read(records, key, &record, &c->arena, err)))
			check_record(c, &record);
	}
	sqlite3_finalize(statement);
	return ok;
}

static bool load_articles(struct checking *c, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(c->store, "SELECT id, start, \"end\" FROM sources", err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(c->store, statement, &row, err)) && row) {
		struct str id = sql_text(statement, 0);
		uint32_t at = (uint32_t)c->ranges.n;
		struct article a = {NUMBER_NONE, NUMBER_NONE};
		if (sqlite3_column_type(statement, 1) != SQLITE_NULL)
			a.start = sqlite3_column_int64(statement, 1);
		if (sqlite3_column_type(statement, 2) != SQLITE_NULL)
			a.end = sqlite3_column_int64(statement, 2);
		if (map_add(&c->articles,
			    arena_str(&c->articles_arena, id_slug(id)),
			    &at))
			array_push(&c->ranges, a);
	}
	sqlite3_finalize(statement);
	return ok;
}

static bool check_cycles(struct checking *c, struct records *records, struct err *err)
{
	bool ok = true;
	for (int k = 0; ok && k < KIND_COUNT; k++) {
		size_t field = 0;
		for (; ok && graph_next((enum kind)k, &field); field++) {
			struct graph graph = {0};
			struct record record;
			int64_t *rows = NULL;
			ok = graph_load(&graph, c->store, (enum kind)k, field, err);
			size_t n = ok ? graph_cycle(&graph, &rows) : 0;
			if (n && (ok = record_read(records, rows[0], &record, &c->arena, err)))
				report(c, FINDING_ERROR, "cycle", &record,
					"found a circle of %zu records by %s, expected none", n,
					field == GRAPH_LINKS ? "input links" : fields_of[k].v[field].name);
			free(rows);
			graph_release(&graph);
		}
	}
	return ok;
}

static bool check_kept(struct checking *c, struct records *records, struct err *err)
{
	sqlite3_stmt *statement = sql_prepare(c->store, "SELECT key, reason FROM kept ORDER BY key", err);
	bool row = true, ok = statement != NULL;
	while (ok && (ok = sql_step(c->store, statement, &row, err)) && row) {
		struct record record;
		bool gone = str_eq_c(sql_text(statement, 1), "gone");
		struct err missing = ERR_INIT;
		arena_clear(&c->arena);
		if (record_read(records, sqlite3_column_int64(statement, 0), &record, &c->arena, &missing))
			report(c, FINDING_INFO, "kept", &record, "%s",
				gone ? "no longer among the seeds, kept because other records refer to it"
				     : "changed here, the seeds say something else");
	}
	sqlite3_finalize(statement);
	return ok;
}

static bool take_of_ledger(void *self, const struct record *record, struct err *err)
{
	struct checking *c = self;
	(void)err;
	arena_clear(&c->arena);
	check_record(c, record);
	return true;
}

/* What a row of a ledger says stands in its cells: damage there is said once, and the check goes on. */
static bool check_ledgers(struct checking *c, enum kind kind, struct err *err)
{
	struct ledger_range all = {kind, LEDGER_KEY_FIRST, INT64_MAX, 0, SIZE_MAX};
	struct err damage = ERR_INIT;
	if (!ledger_has(kind) || ledger_read(c->store, &all, (struct record_sink){take_of_ledger, c}, &damage))
		return true;
	if (damage.code == ERR_DATA) {
		report(c, FINDING_ERROR, "value", NULL, "%s", damage.message);
		return true;
	}
	*err = damage;
	return false;
}

bool store_check(struct store *store, struct finding_sink sink, struct err *err)
{
	struct checking c = {.store = store, .sink = sink};
	struct records records;
	uint64_t generation;
	records_init(&records, store);
	bool ok = store_hold(store, &generation, err) && check_integrity(&c, err) && load_articles(&c, err);
	for (int k = 0; ok && k < KIND_COUNT; k++)
		ok = check_kind(&c, &records, (enum kind)k, err) && check_ledgers(&c, (enum kind)k, err);
	ok = ok && check_cycles(&c, &records, err) && check_kept(&c, &records, err);
	records_release(&records);
	store_let_go(store);
	map_release(&c.articles);
	array_release(&c.ranges);
	arena_release(&c.arena);
	arena_release(&c.articles_arena);
	return ok;
}
