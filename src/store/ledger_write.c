#include "store/ledger_write_internal.h"

#include "base/array.h"
#include "model/claim.h"
#include "text/period.h"
#include "text/utf8.h"

struct written {
	uint32_t number, cell;
	bool apart; /* from the packed ones */
};

enum { PARTS = 6, REMEMBERED = 64 };

/* The column that the cell at one place of a row had last: nearly always it is that one again. */
struct remembered {
	int64_t source;
	struct str indicator, parts[PARTS];
	uint32_t number; /* 0: none yet */
};

struct ledger_writer {
	struct map numbers; /* what makes a column -> its number */
	uint8_t taken[(LEDGER_COLUMNS_MAX + 8) / 8]; /* bit n: the number n */
	uint32_t next;      /* none below it is free */
	struct remembered remembered[REMEMBERED]; /* texts in arenas[place] */
	struct arena arenas[REMEMBERED];
	sqlite3_stmt *find, *put, *clear, *add;
	ARRAY(struct written) row;
	ARRAY(uint32_t) numbers_apart; /* of the row */
	struct ledger_apart *apart;
	struct strbuf cells, signature;
};

void ledger_writer_free(struct ledger_writer *ledger)
{
	if (!ledger)
		return;
	sqlite3_finalize(ledger->find);
	sqlite3_finalize(ledger->put);
	sqlite3_finalize(ledger->clear);
	sqlite3_finalize(ledger->add);
	map_release(&ledger->numbers);
	for (int i = 0; i < REMEMBERED; i++)
		arena_release(&ledger->arenas[i]);
	array_release(&ledger->row);
	array_release(&ledger->numbers_apart);
	apart_free(ledger->apart);
	strbuf_release(&ledger->cells);
	strbuf_release(&ledger->signature);
	free(ledger);
}

/* -- columns -------------------------------------------------------------------------- */

/* Lengths before texts: no two columns share a signature by accident of their separators. */
static void sign(struct strbuf *out, int64_t source, int64_t indicator, const struct str parts[PARTS])
{
	strbuf_clear(out);
	strbuf_printf(out, "%lld,%lld", (long long)source, (long long)indicator);
	for (int i = 0; i < PARTS; i++) {
		strbuf_printf(out, ",%zu:", parts[i].n);
		strbuf_add(out, parts[i]);
	}
}

static bool is_taken(const struct ledger_writer *l, uint32_t number)
{
	return l->taken[number / 8] >> number % 8 & 1;
}

void ledger_take_number(struct ledger_writer *l, uint32_t number)
{
	l->taken[number / 8] |= (uint8_t)(1u << number % 8);
	while (l->next <= LEDGER_COLUMNS_MAX && is_taken(l, l->next))
		l->next++;
}

static bool load_columns(struct store_writer *w, struct ledger_writer *l, struct err *err)
{
	sqlite3_stmt *s = sql_prepare(w->store,
		"SELECT number, source, indicator, name, modality, unit, scope, period, status FROM ledger_columns ORDER BY number", err);
	bool row = true, ok = s != NULL;
	ledger_take_number(l, 0);
	while (ok && (ok = sql_step(w->store, s, &row, err)) && row) {
		struct str parts[PARTS];
		for (int i = 0; i < PARTS; i++)
			parts[i] = sql_text(s, 3 + i);
		uint32_t number = (uint32_t)sqlite3_column_int64(s, 0);
		sign(&l->signature, sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2), parts);
		map_add(&l->numbers, arena_str(&w->arena, strbuf_str(&l->signature)), &number);
		ledger_take_number(l, number);
	}
	sqlite3_finalize(s);
	return ok;
}

static bool begin(struct store_writer *w, struct err *err)
{
	struct ledger_writer *l = w->ledger = xcalloc(1, sizeof *l);
	return load_columns(w, l, err) && (l->apart = apart_load(w, err))
		&& (l->find = sql_prepare(w->store, "SELECT line, cells FROM ledger_rows WHERE owner = ?1 AND source = ?2", err))
		&& (l->put = sql_prepare(w->store, "INSERT OR REPLACE INTO ledger_rows VALUES (?1, ?2, ?3, ?4, ?5, ?6)", err))
		&& (l->clear = sql_prepare(w->store, "DELETE FROM ledger_rows WHERE owner = ?1 AND source = ?2", err))
		&& (l->add = sql_prepare(w->store, "INSERT INTO ledger_columns VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", err));
}

static bool add_column(struct store_writer *w, int64_t source, int64_t indicator, const struct str parts[PARTS], uint32_t number,
	struct err *err)
{
	static const int places[PARTS] = {3, 5, 6, 7, 8, 9};
	struct ledger_writer *l = w->ledger;
	sqlite3_bind_int64(l->add, 1, number);
	sqlite3_bind_int64(l->add, 2, source);
	if (indicator)
		sqlite3_bind_int64(l->add, 4, indicator);
	for (int i = 0; i < PARTS; i++)
		if (parts[i].n)
			sql_bind_text(l->add, places[i], parts[i]);
	return sql_do(w->store, l->add, err);
}

/* Whether a unit is one that a number can be counted in, and a code one of its enumeration: once for each new column. */
static bool check_column(const struct row_cell *cell, struct arena *arena, struct err *err)
{
	struct str base_unit;
	struct decimal factor;
	bool figure = cell->indicator.n > 0;
	if (cell->column.n == 0 || str_find_byte(cell->column, ';', 0) >= 0)
		return err_set(err, ERR_DATA, "found \"%.*s\", expected a column with a name without a semicolon", STR_ARG(cell->column));
	if (!figure)
		return enum_parse(ENUM_STATUS, cell->status) >= 0
			|| err_set(err, ERR_DATA, "found \"%.*s\", expected a status", STR_ARG(cell->status));
	if (enum_parse(ENUM_MODALITY, cell->modality) < 0)
		return err_set(err, ERR_DATA, "found \"%.*s\", expected a modality", STR_ARG(cell->modality));
	return ledger_unit(cell->unit, cell->scope, &base_unit, &factor, arena)
		|| err_set(err, ERR_DATA, "found \"%.*s\", expected a unit such as 元, 万元 or 万吨", STR_ARG(utf8_start(cell->unit, 60)));
}

static bool is_remembered(const struct remembered *r, int64_t source, const struct row_cell *cell)
{
	const struct str parts[PARTS] = {cell->column, cell->modality, cell->unit, cell->scope, cell->period, cell->status};
	bool same = r->number && r->source == source && str_eq(r->indicator, cell->indicator);
	for (int i = 0; same && i < PARTS; i++)
		same = str_eq(r->parts[i], parts[i]);
	return same;
}

static void remember(struct ledger_writer *l, size_t place, int64_t source, const struct row_cell *cell, uint32_t number)
{
	const struct str parts[PARTS] = {cell->column, cell->modality, cell->unit, cell->scope, cell->period, cell->status};
	struct remembered *r = &l->remembered[place];
	arena_clear(&l->arenas[place]);
	*r = (struct remembered){.source = source, .indicator = arena_str(&l->arenas[place], cell->indicator), .number = number};
	for (int i = 0; i < PARTS; i++)
		r->parts[i] = arena_str(&l->arenas[place], parts[i]);
}

static bool find_column(struct store_writer *w, const struct row *row, const struct row_cell *cell, int64_t source,
	uint32_t *number, struct err *err)
{
	struct ledger_writer *l = w->ledger;
	int64_t indicator = 0;
	enum kind kind;
	if (cell->indicator.n
		&& (!id_valid(cell->indicator) || !kind_of_id(cell->indicator, &kind) || kind != KIND_INDICATOR))
		return err_set(err, ERR_DATA, "found \"%.*s\", expected the id of an indicator", STR_ARG(cell->indicator));
	if (cell->indicator.n && !writer_refer(w, cell->indicator, row, cell->line, cell->at, &indicator, err))
		return false;
	const struct str parts[PARTS] = {cell->column, cell->modality, cell->unit, cell->scope, cell->period, cell->status};
	sign(&l->signature, source, indicator, parts);
	if (map_find(&l->numbers, strbuf_str(&l->signature), number))
		return true;
	if (!check_column(cell, &w->scratch, err))
		return false;
	bool wanted = cell->number && cell->number <= LEDGER_COLUMNS_MAX && !is_taken(l, cell->number);
	if (!wanted && l->next > LEDGER_COLUMNS_MAX)
		return err_set(err, ERR_DATA, "found more than %d columns and units in ledgers, expected less", LEDGER_COLUMNS_MAX);
	*number = wanted ? cell->number : l->next;
	ledger_take_number(l, *number);
	map_add(&l->numbers, arena_str(&w->arena, strbuf_str(&l->signature)), number);
	return add_column(w, source, indicator, parts, *number, err);
}

/* -- rows ------------------------------------------------------------------------------- */

/* A change or a loss may be below 0, but no area is. */
static bool check_area(const struct row_cell *cell, struct arena *arena, struct err *err)
{
	struct str unit;
	struct decimal factor;
	if (cell->value.p[0] != '-' || !ledger_unit(cell->unit, cell->scope, &unit, &factor, arena) || (!str_eq_c(unit, "平方米") && !str_eq_c(unit, "亩")))
		return true;
	return err_set(err, ERR_DATA, "found \"%.*s\" in %.*s, expected an area not below 0", STR_ARG(cell->value), STR_ARG(cell->unit));
}

/* 45809, which is another day to a spreadsheet that counts from 1904. */
static bool is_day_count(struct str value)
{
	struct decimal days;
	return value.n == 5 && decimal_parse(value, &days) && !days.scale && days.digits >= 20000;
}

static bool check_date(struct str value, struct err *err)
{
	struct period period;
	return (str_find_byte(value, ';', 0) < 0 && period_parse(value, &period))
		|| err_set(err, ERR_DATA, "found \"%.*s\", expected a date such as 2025-06-30 or 2025-06%s", STR_ARG(utf8_start(value, 60)),
			is_day_count(value) ? ": have the spreadsheet show its days as dates" : "");
}

static bool check_words(const struct row_cell *cell, struct arena *arena, struct err *err)
{
	struct claim_figure figure = {.value_base = STR("")};
	if (!cell->unread && claim_read(cell->value, cell->unit, cell->qualifier, cell->scope, &figure, arena) == CLAIM_AGREES)
		return true;
	return err_set(err, ERR_DATA, "found \"%.*s\", expected a number such as 1250, 3.5, 约5亿, 10亿以上 or 5—6亿",
		STR_ARG(utf8_start(cell->value, 60)));
}

/* *apart: it is no plain decimal. */
static bool check_value(const struct row_cell *cell, bool *apart, struct arena *arena, struct err *err)
{
	struct decimal d;
	*apart = false;
	if (!cell->indicator.n)
		return check_date(cell->value, err);
	*apart = cell->unread || cell->qualifier.n || !decimal_parse(cell->value, &d);
	return (!*apart || check_words(cell, arena, err)) && check_area(cell, arena, err);
}

static int by_number(const void *a, const void *b)
{
	const struct written *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

static bool number_cells(struct store_writer *w, const struct row *row, const struct row_ledger *ledger, int64_t source, struct err *err)
{
	struct ledger_writer *l = w->ledger;
	array_clear(&l->row);
	for (size_t i = 0; i < ledger->n; i++) {
		const struct row_cell *cell = &ledger->cells[i];
		struct written written = {.cell = (uint32_t)i};
		struct remembered *last = i < REMEMBERED ? &l->remembered[i] : NULL;
		bool again = last && is_remembered(last, source, cell), ok = check_value(cell, &written.apart, &w->scratch, err);
		if (again)
			written.number = last->number;
		if (!ok || (!again && !find_column(w, row, cell, source, &written.number, err)))
			return err_place(err, row->where, cell->line, cell->at);
		if (last && !again)
			remember(l, i, source, cell, written.number);
		array_push(&l->row, written);
	}
	if (l->row.n > 1)
		qsort(l->row.v, l->row.n, sizeof *l->row.v, by_number);
	for (size_t i = 1; i < l->row.n; i++)
		if (l->row.v[i].number == l->row.v[i - 1].number) {
			const struct row_cell *cell = &ledger->cells[l->row.v[i].cell];
			return err_at(err, ERR_DATA, row->where, cell->line, cell->at,
				"found the column \"%.*s\" for the same figure twice, expected it once", STR_ARG(cell->column));
		}
	return true;
}

static void pack(struct ledger_writer *l, const struct row_ledger *ledger, int64_t *figures, int64_t *dates)
{
	strbuf_clear(&l->cells);
	*figures = *dates = 0;
	for (size_t i = 0; i < l->row.n; i++) {
		const struct row_cell *cell = &ledger->cells[l->row.v[i].cell];
		if (l->row.v[i].apart)
			continue;
		if (l->cells.n)
			strbuf_add_byte(&l->cells, ';');
		strbuf_add_number(&l->cells, l->row.v[i].number);
		strbuf_add_byte(&l->cells, '=');
		strbuf_add(&l->cells, cell->value);
		*(cell->indicator.n ? figures : dates) += 1;
	}
}

static bool is_packed(const struct ledger_writer *l, uint32_t number)
{
	for (size_t i = 0; i < l->row.n; i++)
		if (l->row.v[i].number == number)
			return !l->row.v[i].apart;
	return false;
}

static void note_gone(struct store_writer *w, int64_t owner, struct str cells)
{
	uint32_t number;
	struct str value;
	while (cells.n && ledger_next(&cells, &number, &value))
		if (!is_packed(w->ledger, number))
			gone_note(w, ledger_key(KIND_CLAIM, owner, number), owner, number);
}

/* Whether what is there says something else. */
static bool compare(struct store_writer *w, int64_t owner, int64_t source, uint32_t line, bool *differs, struct err *err)
{
	struct ledger_writer *l = w->ledger;
	bool there;
	sqlite3_bind_int64(l->find, 1, owner);
	sqlite3_bind_int64(l->find, 2, source);
	if (!sql_step(w->store, l->find, &there, err))
		return false;
	bool other_cells = !str_eq(there ? sql_text(l->find, 1) : STR(""), strbuf_str(&l->cells)); /* a row without figures is not kept */
	*differs = other_cells || (there && sqlite3_column_int64(l->find, 0) != (int64_t)line);
	if (there && other_cells)
		note_gone(w, owner, sql_text(l->find, 1));
	sqlite3_reset(l->find);
	return true;
}

static bool put_packed(struct store_writer *w, const struct row_ledger *ledger, int64_t owner, int64_t source, bool *changed, struct err *err)
{
	struct ledger_writer *l = w->ledger;
	int64_t figures, dates;
	pack(l, ledger, &figures, &dates);
	if (!compare(w, owner, source, ledger->line, changed, err))
		return false;
	if (!*changed)
		return true;
	if (!l->cells.n) {
		sqlite3_bind_int64(l->clear, 1, owner);
		sqlite3_bind_int64(l->clear, 2, source);
		return sql_do(w->store, l->clear, err);
	}
	sqlite3_bind_int64(l->put, 1, owner);
	sqlite3_bind_int64(l->put, 2, source);
	sqlite3_bind_int64(l->put, 3, ledger->line);
	sqlite3_bind_int64(l->put, 4, figures);
	sqlite3_bind_int64(l->put, 5, dates);
	sql_bind_text(l->put, 6, strbuf_str(&l->cells));
	return sql_do(w->store, l->put, err);
}

/* Behind the packed ones: what was one of them before is none any more. */
static bool put_apart(struct store_writer *w, const struct row *row, const struct row_ledger *ledger, struct ledger_owner owner, int64_t source,
	bool *changed, struct err *err)
{
	struct ledger_writer *l = w->ledger;
	array_clear(&l->numbers_apart);
	for (size_t i = 0; i < l->row.n; i++) {
		const struct written *written = &l->row.v[i];
		const struct row_cell *cell = &ledger->cells[written->cell];
		const struct apart_cell one = {cell, owner, source, ledger->source, written->number, ledger->line};
		if (!written->apart)
			continue;
		array_push(&l->numbers_apart, written->number);
		if (!apart_put(w, l->apart, row, &one, changed, err))
			return err_place(err, row->where, cell->line, cell->at);
	}
	return apart_keep(w, l->apart, owner.key, source, (struct apart_numbers){l->numbers_apart.v, l->numbers_apart.n}, changed, err);
}

bool ledger_put(struct store_writer *w, const struct row *row, const struct row_ledger *ledger, struct ledger_owner owner, bool *changed,
	struct err *err)
{
	int64_t source;
	*changed = false;
	if ((!w->ledger && !begin(w, err)) || !writer_refer(w, ledger->source, row, row->line, 0, &source, err)
		|| !number_cells(w, row, ledger, source, err))
		return err_place(err, row->where, row->line, 0);
	return put_packed(w, ledger, owner.key, source, changed, err) && put_apart(w, row, ledger, owner, source, changed, err);
}
