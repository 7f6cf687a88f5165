#include "store/batch_builder_internal.h"

#include "text/utf8.h"

#include <string.h>

static bool damaged(struct store *store, enum kind kind, const struct field *field, int64_t key, const char *found,
	const char *expected, struct err *err)
{
	return err_at(err, ERR_DATA, store->path, 0, 0, "found %s in %s of %s key %lld, expected %s", found,
		field->name, kinds[kind].singular, (long long)key, expected);
}

void batch_builder_init(struct batch_builder *b, struct store *store, enum kind kind, size_t n_rows)
{
	*b = (struct batch_builder){.store = store, .kind = kind};
	b->batch.kind = kind;
	b->batch.keys = arena_calloc(&b->arena, n_rows, sizeof *b->batch.keys);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		struct column *c = &b->batch.columns[f];
		b->shapes[f] = column_shape(fields_of[kind].v[f].type);
		if (b->shapes[f] == COLUMN_NUMBERS)
			c->numbers = arena_calloc(&b->arena, n_rows, sizeof *c->numbers);
		else
			c->ends = arena_calloc(&b->arena, n_rows, sizeof *c->ends);
	}
}

void batch_builder_release(struct batch_builder *b)
{
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		strbuf_release(&b->bytes[f]);
		array_release(&b->keys[f]);
		sqlite3_finalize(b->spans[f]);
	}
	arena_release(&b->arena);
}

static void batch_builder_clear(struct batch_builder *b)
{
	b->batch.n_rows = 0;
	for (size_t f = 0; f < FIELDS_MAX; f++) {
		strbuf_clear(&b->bytes[f]);
		array_clear(&b->keys[f]);
	}
}

static bool key_allowed(const struct field *field, int64_t key)
{
	return key_is_of(key, field->kinds);
}

/* Only codes stand in the file; -1: none of them. The code of the row before is tried first. */
static int64_t code_of(enum enumeration enumeration, struct str text, int64_t before)
{
	if (before != NUMBER_NONE && str_eq_c(text, enums[enumeration].v[before].code))
		return before;
	for (size_t i = 0; i < enums[enumeration].n; i++)
		if (text.n && text.p[0] == enums[enumeration].v[i].code[0] && str_eq_c(text, enums[enumeration].v[i].code))
			return (int64_t)i;
	return -1;
}

static bool take_number(struct batch_builder *b, size_t f, const struct scan_value *value, struct err *err)
{
	const struct field *field = &fields_of[b->kind].v[f];
	size_t row = b->batch.n_rows;
	int64_t *out = &b->batch.columns[f].numbers[row], key = b->batch.keys[row];
	*out = NUMBER_NONE;
	if (value->type == SCAN_NULL)
		return true;
	if (field->type == FIELD_ENUM) {
		*out = value->type == SCAN_TEXT ? code_of(field->enumeration, value->text, row ? out[-1] : NUMBER_NONE) : -1;
		return *out >= 0 || damaged(b->store, b->kind, field, key, "an unknown code", "one of the enumeration", err);
	}
	if (value->type != SCAN_INTEGER)
		return damaged(b->store, b->kind, field, key, "a text", "a number", err);
	*out = value->number;
	if (field->type == FIELD_BOOL && !*out)
		*out = NUMBER_NONE;
	return field->type != FIELD_REF || key_allowed(field, *out)
		|| damaged(b->store, b->kind, field, key, "a key of a wrong kind", "a reference", err);
}

/* As strbuf_add: where there is room, as nearly always, without a call. */
static inline void add_text(struct strbuf *to, struct str text)
{
	if (to->cap - to->n <= text.n)
		strbuf_reserve(to, text.n);
	memcpy(to->p + to->n, text.p, text.n);
	to->n += text.n;
	to->p[to->n] = '\0';
}

static bool take_text(struct batch_builder *b, size_t f, const struct scan_value *value, struct err *err)
{
	if (value->type == SCAN_TEXT)
		add_text(&b->bytes[f], value->text);
	b->batch.columns[f].ends[b->batch.n_rows] = b->bytes[f].n;
	return value->type != SCAN_INTEGER
		|| damaged(b->store, b->kind, &fields_of[b->kind].v[f], b->batch.keys[b->batch.n_rows], "a number", "a text", err);
}

/* All texts of a column at once: what is well-formed together, each beginning with a character, is so one by one. */
static bool check_texts(const struct batch_builder *b, size_t f, struct err *err)
{
	const struct column *c = &b->batch.columns[f];
	struct str all = strbuf_str(&b->bytes[f]);
	bool well = utf8_check(all, NULL);
	size_t start = 0, row = 0;
	for (; row < b->batch.n_rows; start = c->ends[row++]) {
		bool begins = c->ends[row] == start || ((unsigned char)all.p[start] & 0xC0) != 0x80;
		if (!begins || (!well && !utf8_check((struct str){all.p + start, c->ends[row] - start}, NULL)))
			break;
	}
	return row == b->batch.n_rows
		|| damaged(b->store, b->kind, &fields_of[b->kind].v[f], b->batch.keys[row], "bytes that are no UTF-8", "text", err);
}

/* Rows of the span table follow the order of the batch: take those of this row, drop those of rows that are not there. */
static bool take_span(struct batch_builder *b, size_t f, struct err *err)
{
	int64_t key = b->batch.keys[b->batch.n_rows];
	sqlite3_stmt *statement = b->spans[f];
	while (b->span_row[f] && sqlite3_column_int64(statement, 0) <= key) {
		int64_t target = sqlite3_column_int64(statement, 1);
		if (sqlite3_column_int64(statement, 0) == key) {
			if (!key_allowed(&fields_of[b->kind].v[f], target))
				return damaged(b->store, b->kind, &fields_of[b->kind].v[f], key,
					"a key of a wrong kind", "a reference", err);
			array_push(&b->keys[f], target);
		}
		if (!sql_step(b->store, statement, &b->span_row[f], err))
			return false;
	}
	b->batch.columns[f].ends[b->batch.n_rows] = b->keys[f].n;
	return true;
}

bool batch_builder_take(struct batch_builder *b, const struct scan_value *values, struct err *err)
{
	const struct fields *fields = &fields_of[b->kind];
	int64_t key = values[0].type == SCAN_INTEGER ? values[0].number : 0;
	if (key <= 0 || key_kind(key) != b->kind)
		return err_at(err, ERR_DATA, b->store->path, 0, 0,
			"found the key %lld among the %s, expected 32 n + %d", (long long)key, kinds[b->kind].plural,
			(int)b->kind);
	b->batch.keys[b->batch.n_rows] = key;
	values += 2;
	for (size_t f = 0; f < fields->n; f++) {
		enum column_shape shape = b->shapes[f];
		bool ok = shape == COLUMN_SPANS ? take_span(b, f, err)
			: shape == COLUMN_TEXTS ? take_text(b, f, values++, err) : take_number(b, f, values++, err);
		if (!ok)
			return false;
	}
	b->batch.n_rows++;
	return true;
}

bool batch_builder_hand_over(struct batch_builder *b, struct batch_sink sink, struct err *err)
{
	bool ok = true;
	if (!b->batch.n_rows)
		return true;
	for (size_t f = 0; ok && f < fields_of[b->kind].n; f++) {
		struct column *c = &b->batch.columns[f];
		enum column_shape shape = b->shapes[f];
		if (shape == COLUMN_TEXTS) {
			ok = check_texts(b, f, err);
			c->bytes = b->bytes[f].p;
		} else if (shape == COLUMN_SPANS) {
			c->numbers = b->keys[f].v;
		}
	}
	ok = ok && sink.take(sink.self, &b->batch, err);
	batch_builder_clear(b);
	return ok;
}

bool batch_builder_open_spans(struct batch_builder *b, int64_t first_key, int64_t last_key, struct err *err)
{
	for (size_t f = 0; f < fields_of[b->kind].n; f++) {
		if (fields_of[b->kind].v[f].type != FIELD_REFS)
			continue;
		b->spans[f] = sql_prepare_printf(b->store, err, "SELECT owner, target FROM %s_%s WHERE owner BETWEEN ?1 AND ?2 ORDER BY owner, position",
			kinds[b->kind].plural, fields_of[b->kind].v[f].name);
		if (!b->spans[f])
			return false;
		sqlite3_bind_int64(b->spans[f], 1, first_key);
		sqlite3_bind_int64(b->spans[f], 2, last_key);
		if (!sql_step(b->store, b->spans[f], &b->span_row[f], err))
			return false;
	}
	return true;
}
