#include "store/writer_internal.h"

#include "text/utf8.h"

#include <stdlib.h>

/* Whole names and short names of a kind. */
struct name_map {
	struct map names; /* -> index in keys */
	ARRAY(int64_t) keys;
};

/* Not a key: several records have this name. */
enum { SEVERAL = -1 };

static void add_name(struct store_writer *w, struct name_map *names, struct str name, int64_t key)
{
	uint32_t at = (uint32_t)names->keys.n, found;
	if (!name.n)
		return;
	if (map_find(&names->names, name, &found)) {
		if (names->keys.v[found] != key)
			names->keys.v[found] = SEVERAL;
		return;
	}
	map_add(&names->names, arena_str(&w->arena, name), &at);
	array_push(&names->keys, key);
}

static void add_names(struct store_writer *w, struct name_map *names, struct str name, struct str short_names, int64_t key)
{
	struct str rest = short_names, one;
	add_name(w, names, name, key);
	while (short_names.n && str_split(&rest, ';', &one))
		add_name(w, names, one, key);
}

static bool load(struct store_writer *w, enum kind kind, struct err *err)
{
	struct name_map *names = w->names[kind] = xcalloc(1, sizeof *names);
	bool has_short = field_find(kind, STR("short_names")) >= 0, row = true;
	sqlite3_stmt *statement = sql_prepare_printf(w->store, err, "SELECT key, name, %s FROM %s ORDER BY key", has_short ? "short_names" : "NULL", kinds[kind].plural);
	bool ok = statement != NULL;
	while (ok && (ok = sql_step(w->store, statement, &row, err)) && row)
		add_names(w, names, sql_text(statement, 1), sql_text(statement, 2), sqlite3_column_int64(statement, 0));
	sqlite3_finalize(statement);
	return ok;
}

bool names_find(struct store_writer *w, const struct field *field, struct str name, int64_t *key, struct err *err)
{
	*key = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		uint32_t at;
		if (!(field->kinds >> k & 1) || !kind_has_name((enum kind)k))
			continue;
		if (!w->names[k] && !load(w, (enum kind)k, err))
			return false;
		if (!map_find(&w->names[k]->names, name, &at))
			continue;
		*key = *key && *key != w->names[k]->keys.v[at] ? SEVERAL : w->names[k]->keys.v[at];
	}
	if (*key > 0)
		return true;
	return err_set(err, ERR_DATA, *key ? "found \"%.*s\", which several records are called, expected the id of one for %s"
					   : "found \"%.*s\", which no record is called, expected a name or an id for %s",
		STR_ARG(utf8_start(name, 90)), field->name);
}

void names_note(struct store_writer *w, const struct record *record)
{
	struct name_map *names = w->names[record->kind];
	int short_names = field_find(record->kind, STR("short_names"));
	if (names)
		add_names(w, names, record->values[field_get(record->kind, "name")].text,
			short_names >= 0 ? record->values[short_names].text : STR(""), record->key);
}

void names_release(struct store_writer *w)
{
	for (int k = 0; k < KIND_COUNT; k++) {
		if (!w->names[k])
			continue;
		map_release(&w->names[k]->names);
		array_release(&w->names[k]->keys);
		free(w->names[k]);
	}
}
