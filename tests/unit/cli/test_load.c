/*
 * A catalogue with ledgers read both ways, packed and as records, answers the same: every
 * accessor of every record, found by its id. Catalogues are random; the seed is printed.
 */
#include "support/hits.h"
#include "unit/cli/both_ways.h"

#include "index/index_internal.h"
#include "index/ledgers.h"
#include "index/read.h"
#include "query/sort_view.h"
#include "query/total.h"

static void check_field(const struct world *w, struct ref a, struct ref b, size_t f)
{
	const struct field *field = &fields_of[ref_kind(a)].v[f];
	struct period p = {0}, q = {0};
	if (column_shape(field->type) == COLUMN_TEXTS)
		check_text(w, a, field->name, index_text(w->records, a, f), index_text(w->packed, b, f));
	else if (field->type == FIELD_REF)
		assert_true(ref_eq(twin(w, index_ref(w->records, a, f)), index_ref(w->packed, b, f)));
	else if (field->type == FIELD_REFS)
		check_refs(w, a, field->name, index_refs(w->records, a, f), index_refs(w->packed, b, f), true);
	else if (index_number(w->records, a, f) != index_number(w->packed, b, f))
		fail_msg("%.*s: %s differs", STR_ARG(index_id(w->records, a)), field->name);
	if (field->type != FIELD_PERIOD)
		return;
	bool has = index_period(w->records, a, f, &p);
	if (index_period(w->packed, b, f, &q) != has || p.first != q.first || p.last != q.last)
		fail_msg("%.*s: %s: another period", STR_ARG(index_id(w->records, a)), field->name);
}

static bool equal(bool has, struct decimal a, bool other_has, struct decimal b)
{
	return has == other_has && (!has || (a.digits == b.digits && a.scale == b.scale));
}

static void check_claim(const struct world *w, struct ref a, struct ref b)
{
	struct figure x = index_figure(w->records, a), y = index_figure(w->packed, b);
	struct strbuf p = {0}, q = {0};
	check_text(w, a, "base unit", x.base_unit, y.base_unit);
	if (!equal(x.has_base, x.base, y.has_base, y.base) || !equal(x.has_low, x.low, y.has_low, y.low) || !equal(x.has_high, x.high, y.has_high, y.high))
		fail_msg("%.*s: another figure", STR_ARG(index_id(w->records, a)));
	index_printed(w->records, a, &p);
	index_printed(w->packed, b, &q);
	check_text(w, a, "as printed", strbuf_str(&p), strbuf_str(&q));
	strbuf_release(&p);
	strbuf_release(&q);
}

static void check_record(const struct world *w, struct ref a)
{
	struct ref b = twin(w, a);
	int32_t day = 0, other_day = 0;
	check_text(w, a, "id", index_id(w->records, a), index_id(w->packed, b));
	check_text(w, a, "name", index_name(w->records, a), index_name(w->packed, b));
	check_text(w, a, "short name", index_short_name(w->records, a), index_short_name(w->packed, b));
	bool since = index_since(w->records, a, &day);
	assert_int_equal(index_since(w->packed, b, &other_day), since);
	if (since)
		assert_int_equal(day, other_day);
	for (size_t f = 0; f < fields_of[ref_kind(a)].n; f++)
		check_field(w, a, b, f);
	if (ref_kind(a) == KIND_CLAIM)
		check_claim(w, a, b);
}

static void every_record_answers_the_same(void **state)
{
	const struct world *w = *state;
	assert_true(index_count(w->packed, KIND_CLAIM) > 2000 && index_count(w->packed, KIND_MILESTONE) > 500);
	for (int k = 0; k < KIND_COUNT; k++) {
		assert_int_equal(index_count(w->records, (enum kind)k), index_count(w->packed, (enum kind)k));
		for (uint32_t row = 0; row < index_count(w->records, (enum kind)k); row++)
			check_record(w, ref_make((enum kind)k, row));
	}
}

/* The days that stand ready against the records', from before the first of them to behind the last. */
static void newest_days_are_the_same(void **state)
{
	const struct world *w = *state;
	size_t n_found = 0, n_left = 0;
	for (int k = 0; k < KIND_COUNT; k++) {
		size_t n = index_count(w->packed, (enum kind)k);
		uint64_t *asked = xmalloc((n / 64 + 1) * sizeof *asked);
		for (size_t i = 0; i <= n / 64; i++)
			asked[i] = UINT64_C(0xFFFFFFFFFFFF7FFD);
		if (n % 64)
			asked[n / 64] &= (UINT64_C(1) << n % 64) - 1;
		for (int32_t least = day_number(1990, 1, 1); least < day_number(2040, 1, 1); least += 97) {
			uint64_t *found = xcalloc(n / 64 + 1, sizeof *found);
			index_since_rows(w->packed, (enum kind)k, 0, n, least, asked, found);
			for (uint32_t row = 0; row < n; row++) {
				int32_t day;
				bool has = found[row / 64] >> row % 64 & 1;
				bool expected = asked[row / 64] >> row % 64 & 1
					&& index_since(w->packed, ref_make((enum kind)k, row), &day) && day >= least;
				if (has != expected)
					fail_msg("%s, row %u: from day %d: %d", kinds[k].plural, row, least, has);
				n_found += has;
				n_left += !has;
			}
			free(found);
		}
		free(asked);
	}
	assert_true(n_found > 1000 && n_left > 1000);
}

static void who_refers_is_the_same(void **state)
{
	const struct world *w = *state;
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(w->records, (enum kind)k); row++) {
			struct ref a = ref_make((enum kind)k, row), b = twin(w, a);
			check_refs(w, a, "claims", index_claims(w->records, a), index_claims(w->packed, b), false);
			for (uint32_t i = 0; i < index_count(w->records, KIND_INDICATOR); i++) {
				struct ref indicator = ref_make(KIND_INDICATOR, i);
				check_refs(w, a, "figures", index_figures(w->records, a, indicator), index_figures(w->packed, b, twin(w, indicator)), false);
			}
			bool many = k == KIND_INDICATOR || k == KIND_SOURCE; /* each has thousands: only how many */
			for (int from = 0; from < KIND_COUNT; from++)
				for (size_t f = 0; f < fields_of[from].n; f++) {
					if (fields_of[from].v[f].type != FIELD_REF && fields_of[from].v[f].type != FIELD_REFS)
						continue;
					struct refs x = index_back(w->records, a, (enum kind)from, f), y = index_back(w->packed, b, (enum kind)from, f);
					assert_int_equal(x.n, y.n);
					assert_int_equal(x.n, index_back_n(w->packed, b, (enum kind)from, f));
					if (!many)
						check_refs(w, a, fields_of[from].v[f].name, x, y, false);
					for (size_t i = 0; i < y.n; i++)
						assert_true((i == 0 || y.v[i - 1].bits < y.v[i].bits || from == KIND_STAGE)
							&& (fields_of[from].v[f].type != FIELD_REF || ref_eq(index_ref(w->packed, y.v[i], f), b)));
				}
		}
}

static void assert_same_refs(struct refs found, struct refs expected)
{
	assert_int_equal(found.n, expected.n);
	for (size_t i = 0; i < found.n; i++)
		assert_true(ref_eq(found.v[i], expected.v[i]));
}

/* Whoever brings room for few claims gets those that the index would keep a list of, and no list is kept where they fit. */
static void few_claims_need_no_list(void **state)
{
	const struct world *w = *state;
	static const size_t rooms[] = {1, 2, 3, INDEX_FEW};
	size_t n_fit = 0, n_not = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(w->packed, (enum kind)k); row++)
			for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++) {
				struct ref subject = ref_make((enum kind)k, row), few[INDEX_FEW];
				struct refs all = index_claims(w->packed, subject), found = index_claims_of(w->packed, subject, few, rooms[r]);
				assert_same_refs(found, all);
				assert_int_equal(index_claims_n(w->packed, subject), all.n);
				n_fit += found.v == few;
				n_not += found.n > rooms[r];
				for (uint32_t i = 0; i < index_count(w->packed, KIND_INDICATOR); i++) {
					struct ref indicator = ref_make(KIND_INDICATOR, i);
					assert_same_refs(index_figures_of(w->packed, subject, indicator, few, rooms[r]), index_figures(w->packed, subject, indicator));
				}
			}
	assert_true(n_fit > 1000 && n_not > 100);
}

/* What a cell says of itself is what the record with its id says. */
static void check_cell(const struct world *w, const struct index_cell *cell)
{
	struct str id = index_id(w->packed, cell->record);
	struct ref record = index_find_id(w->records, id);
	enum kind kind = ref_kind(cell->record);
	struct strbuf text = {0}, end = {0};
	assert_false(ref_none(record));
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		enum field_type type = fields_of[kind].v[f].type;
		if (type == FIELD_REF || type == FIELD_REFS || type == FIELD_ENUM || type == FIELD_INTEGER || type == FIELD_BOOL)
			continue;
		strbuf_clear(&text);
		index_cell_add(w->packed, cell, f, &text);
		check_text(w, record, fields_of[kind].v[f].name, index_text(w->records, record, f), strbuf_str(&text));
	}
	bool claim = kind == KIND_CLAIM;
	strbuf_printf(&end, ".%u", (unsigned)cell->number);
	assert_true(str_ends(id, strbuf_str(&end)));
	assert_true(ref_eq(cell->owner, twin(w, read_ref(w->records, record, claim ? "subject" : "project"))));
	assert_true(ref_eq(cell->source, twin(w, read_ref(w->records, record, "source"))));
	assert_int_equal(cell->code, read_number(w->records, record, claim ? "modality" : "status"));
	assert_true(str_ends(read_text(w->records, record, "locator"), cell->column));
	if (claim) {
		assert_true(ref_eq(cell->indicator, twin(w, read_ref(w->records, record, "indicator"))));
		check_text(w, record, "unit", read_text(w->records, record, "unit"), cell->unit);
		check_text(w, record, "scope", read_text(w->records, record, "scope"), cell->scope);
		check_text(w, record, "period", read_text(w->records, record, "period"), cell->period);
	}
	strbuf_release(&text);
	strbuf_release(&end);
}

static bool among(struct refs refs, struct ref ref)
{
	for (size_t i = 0; i < refs.n; i++)
		if (ref_eq(refs.v[i], ref))
			return true;
	return false;
}

/* Cells of ledgers and records of their own are all that is about a record. */
static void cells_are_their_records(void **state)
{
	const struct world *w = *state;
	size_t n_cells = 0;
	for (int k = 0; k < KIND_COUNT; k++)
		for (uint32_t row = 0; row < index_count(w->packed, (enum kind)k); row++) {
			struct index_cell cells[64], alone;
			struct ref owner = ref_make((enum kind)k, row);
			size_t n = index_cells(w->packed, owner, cells, 64);
			struct refs claims = index_claims(w->packed, owner), milestones = {0};
			if (k == KIND_PROJECT)
				milestones = read_back(w->packed, owner, KIND_MILESTONE, "project");
			assert_true(n <= 64);
			assert_int_equal(n, index_cells(w->packed, owner, NULL, 0));
			assert_int_equal(n + index_own_claims(w->packed, owner).n + index_own_milestones(w->packed, owner).n, claims.n + milestones.n);
			for (size_t i = 0; i < n; i++) {
				assert_true(among(ref_kind(cells[i].record) == KIND_CLAIM ? claims : milestones, cells[i].record));
				check_cell(w, &cells[i]);
				assert_true(index_cell_of(w->packed, cells[i].record, &alone));
				assert_true(alone.number == cells[i].number && ref_eq(alone.owner, owner) && alone.start == cells[i].start);
				check_cell(w, &alone);
			}
			n_cells += n;
			assert_false(index_cell_of(w->records, owner, &alone));
		}
	assert_true(n_cells > 1000);
}

/* The order of claims of a subject is by indicator, item, scope, period, however they are kept. */
static void claims_stand_in_order(void **state)
{
	const struct world *w = *state;
	size_t indicator = field_get(KIND_CLAIM, "indicator"), item = field_get(KIND_CLAIM, "item"), scope = field_get(KIND_CLAIM, "scope"),
	       period = field_get(KIND_CLAIM, "period");
	for (uint32_t row = 0; row < index_count(w->packed, KIND_PROJECT); row++) {
		struct refs claims = index_claims(w->packed, ref_make(KIND_PROJECT, row));
		for (size_t i = 1; i < claims.n; i++) {
			struct ref a = claims.v[i - 1], b = claims.v[i];
			int64_t order = (int64_t)index_ref(w->packed, a, indicator).bits - (int64_t)index_ref(w->packed, b, indicator).bits;
			struct period p = {1, 0}, q = {1, 0};
			order = order ? order : str_cmp(index_text(w->packed, a, item), index_text(w->packed, b, item));
			order = order ? order : str_cmp(index_text(w->packed, a, scope), index_text(w->packed, b, scope));
			index_period(w->packed, a, period, &p);
			index_period(w->packed, b, period, &q);
			order = order ? order : p.first != q.first ? (p.first < q.first ? -1 : 1) : p.last != q.last ? (p.last < q.last ? -1 : 1) : -1;
			assert_true(order < 0);
		}
	}
}

static void ranks_are_a_permutation(void **state)
{
	const struct world *w = *state;
	for (int k = 0; k < KIND_COUNT; k++) {
		struct refs all = index_by_name(w->packed, (enum kind)k);
		assert_int_equal(all.n, index_count(w->packed, (enum kind)k));
		for (size_t i = 0; i < all.n; i++)
			assert_int_equal(index_name_rank(w->packed, all.v[i]), i);
	}
}

/* Of two rows that belong to somebody the one comes first that does in the order of all, whosever they are. */
static void two_names_stand_as_all_do(void **state)
{
	const struct world *w = *state;
	struct test_random random = test_random();
	struct refs all = index_by_name(w->packed, KIND_CLAIM);
	uint32_t own = w->packed->tables[KIND_CLAIM].n, n = (uint32_t)all.n - own;
	for (int round = 0; round < 2000; round++) {
		uint32_t i = own + test_random_below(&random, n), j = own + test_random_below(&random, n);
		assert_int_equal(ledger_name_before(w->packed, all.v[i], all.v[j]), i < j);
	}
}

/* Any part of an order of names is that part of the whole. */
static void names_are_read_from_any_place(void **state)
{
	const struct world *w = *state;
	struct test_random random = test_random();
	for (int k = 0; k < KIND_COUNT; k++) {
		struct refs all = index_by_name(w->packed, (enum kind)k);
		for (int round = 0; all.n && round < 200; round++) {
			struct ref some[64];
			size_t from = test_random_below(&random, (uint32_t)all.n), n = test_random_below(&random, 64);
			n = n < all.n - from ? n : all.n - from;
			index_names_read(w->packed, (enum kind)k, from, n, some);
			for (size_t i = 0; i < n; i++)
				assert_true(ref_eq(some[i], all.v[from + i]));
			struct sort_order order;
			sort_order_make(w->packed, (enum kind)k, NULL, 0, &order); /* as a list reads them */
			sort_order_read(&order, from, n, some);
			sort_order_release(&order);
			for (size_t i = 0; i < n; i++)
				assert_true(ref_eq(some[i], all.v[from + i]));
		}
	}
}

static void unknown_ids_are_not_found(void **state)
{
	static const char *const ids[] = {"claim:", "claim:project.p1.", "claim:project.p1.0", "claim:project.p1.99", "claim:project.p1.01", "claim:project.p1.99999",
		"claim:project.nobody.1", "claim:zone.p1.1", "claim:p1.1", "claim:.1", "claim:..1", "milestone:project.p1.1", "claim:project.p1.x", "project:p1.1", "claim:project..1"};
	const struct world *w = *state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		bool found = !ref_none(index_find_id(w->packed, str_from(ids[i])));
		assert_row(found == !ref_none(index_find_id(w->records, str_from(ids[i]))), ids[i]);
	}
}

static void looked_up_alike(const struct world *w, const char *word, size_t limit)
{
	struct lookup_hits a, b;
	size_t n = 0;
	lookup_run(w->records, str_from(word), UINT32_MAX, limit, &a);
	lookup_run(w->packed, str_from(word), UINT32_MAX, limit, &b);
	for (int k = 0; k < KIND_COUNT; k++) {
		if (a.counts[k] != b.counts[k])
			fail_msg("%s: found %zu %s, expected %zu", word, b.counts[k], kinds[k].plural, a.counts[k]);
		n += b.counts[k];
	}
	assert_int_equal(a.n, b.n);
	assert_int_equal(b.n, n < limit ? n : limit);
	for (size_t i = 0; i < a.n && limit == SIZE_MAX; i += 61) {
		bool found = false;
		for (size_t j = 0; j < b.n && !found; j++)
			found = ref_eq(twin(w, a.v[i].ref), b.v[j].ref);
		if (!found)
			fail_msg("%s: %.*s is not found", word, STR_ARG(index_id(w->records, a.v[i].ref)));
	}
	lookup_release(&a);
	lookup_release(&b);
}

static void look_ups_count_the_same(void **state)
{
	static const char *const words[] = {"铝杆", "~率干", "~形县 投资", "xx", "兴县 投资", "清徐 产能", "投资", "项目 签约", "公司1", "claim:c1", "claim:project.p1.1", "lg tz",
		"-铝杆 投资", "用工", "年产", "计", "规上", "累计 兴县", "nc", "兴县", "清徐", "经开区", "铝", "项目", "公司", "产能", "tz", "gs", "xm", "x", "q", "2",
		"项目 铝杆", "兴县 产能", "xm tz", "项目 投资 产值", "兴县 -投资", "项目 产能 -投资", "公司 产值", "清徐 -铝杆 投资", "项目 期", "q tz", "铝杆 储能",
		"项目 产 清徐", "3", "1.50", "5亿元", "投资 3", "3亿 -投资", "-3 投资", "0.000000001元", "x 1", "投资 投资额", "产 -2", "用工 人", "经开区 项目 签约", "储能 nc", "山西 项目"};
	const struct world *w = *state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		/* of one only the best is weighed: the others are counted */
		for (size_t limit = 1; limit; limit = limit == 1 ? 50 : limit == 50 ? SIZE_MAX : 0)
			looked_up_alike(w, words[i], limit);
		best_are_first(w->packed, words[i], (size_t[]){1, 7, 50, 1000}, 4);
		for (int k = KIND_PROJECT; k <= KIND_CLAIM; k++) {
			struct lookup_rows x, y;
			lookup_find_rows(w->records, str_from(words[i]), (enum kind)k, LOOKUP_EVERYWHERE, &x);
			lookup_find_rows(w->packed, str_from(words[i]), (enum kind)k, LOOKUP_EVERYWHERE, &y);
			assert_int_equal(x.n, y.n);
			for (uint32_t row = 0; row < x.n_rows; row++)
				assert_int_equal(lookup_rows_has(&x, ref_make((enum kind)k, row)), lookup_rows_has(&y, twin(w, ref_make((enum kind)k, row))));
			lookup_rows_release(&x);
			lookup_rows_release(&y);
		}
	}
}

/* A claim's number as somebody may type it. */
static void type_number(struct test_random *r, const struct index *index, struct ref claim, struct strbuf *out)
{
	struct figure figure = index_figure(index, claim);
	struct str value = index_text(index, claim, field_get(KIND_CLAIM, "value")), unit = index_text(index, claim, field_get(KIND_CLAIM, "unit"));
	switch (test_random_below(r, 5)) {
	case 0: strbuf_printf(out, "%.*s", STR_ARG(value)); break;
	case 1: strbuf_printf(out, "%.*s%.*s", STR_ARG(value), STR_ARG(unit)); break;
	case 2:
		for (size_t i = 0; i < value.n; i++) /* 0 to 9 and the point have full-width forms */
			strbuf_printf(out, "\xEF\xBC%c", value.p[i] == '.' ? 0x8E : value.p[i] - '0' + 0x90);
		break;
	case 3: decimal_format(figure.base, out); strbuf_add(out, figure.base_unit); break;
	default: amount_format(figure.base, figure.base_unit, out); break;
	}
}

/* The claims that a number finds are those that are it, one by one, however they are kept. */
static void check_number(const struct world *w, const char *word)
{
	struct lookup_rows rows;
	size_t n = 0;
	lookup_find_rows(w->packed, str_from(word), KIND_CLAIM, LOOKUP_EVERYWHERE, &rows);
	for (uint32_t row = 0; row < rows.n_rows; row++) {
		bool matches = lookup_matches(w->packed, ref_make(KIND_CLAIM, row), str_from(word));
		n += matches;
		if (matches != lookup_rows_has(&rows, ref_make(KIND_CLAIM, row)))
			fail_msg("%s and %.*s: one by one says %d", word, STR_ARG(index_id(w->packed, ref_make(KIND_CLAIM, row))), matches);
	}
	assert_int_equal(n, rows.n);
	lookup_rows_release(&rows);
}

static void numbers_are_found_as_they_stand(void **state)
{
	const struct world *w = *state;
	struct test_random r = test_random();
	uint32_t n = (uint32_t)index_count(w->packed, KIND_CLAIM);
	for (unsigned i = 0; i < 150; i++) {
		struct strbuf word = {0};
		struct ref claim = ref_make(KIND_CLAIM, test_random_below(&r, n));
		struct str value = index_text(w->packed, claim, field_get(KIND_CLAIM, "value"));
		struct index_cell cell;
		bool plain = value.n && value.n < 15 && value.p[0] != '-' && index_figure(w->packed, claim).has_base && index_cell_of(w->packed, claim, &cell);
		if (plain) {
			type_number(&r, w->packed, claim, &word);
			check_number(w, word.p);
			looked_up_alike(w, word.p, SIZE_MAX);
			assert_true(lookup_matches(w->packed, claim, strbuf_str(&word)));
		}
		strbuf_release(&word);
	}
}

static void the_image_is_valid_and_opens(void **state)
{
	const struct world *w = *state;
	struct err err = ERR_INIT;
	const char *reason = "";
	struct str image = index_image(w->packed);
	if (!index_validate(w->packed, &reason))
		fail_msg("%s", reason);
	struct index *opened = index_from_image(image, NULL, &err);
	assert_ok(opened != NULL, err);
	assert_int_equal(index_count(opened, KIND_CLAIM), index_count(w->packed, KIND_CLAIM));
	assert_true(index_validate(opened, &reason));
	index_free(opened);
	struct index *again = as_packed(w->store);
	assert_int_equal(index_image(again).n, image.n);
	index_free(again);
}

/* Figures so large that sums with them overflow: then only that they do is the same. */
static bool has_huge(const struct index *index, struct ref row)
{
	struct refs claims = index_claims(index, row);
	for (size_t i = 0; i < claims.n; i++)
		if (decimal_double(index_figure(index, claims.v[i]).base) > 1e13)
			return true;
	return false;
}

static void sums_are_the_same(void **state)
{
	const struct world *w = *state;
	static const char *const codes[] = {"invest", "output", "jobs"};
	size_t n = index_count(w->records, KIND_PROJECT), n_doubles = 0, n_sums = 0;
	struct ref *rows[2] = {calloc(n, sizeof **rows), calloc(n, sizeof **rows)};
	for (uint32_t i = 0, end = (uint32_t)n; i < end; i++) {
		struct ref row = ref_make(KIND_PROJECT, i);
		size_t at = has_huge(w->records, row) ? --n : i - ((size_t)end - n);
		rows[0][at] = row;
		rows[1][at] = twin(w, row);
	}
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct totals totals[2];
		for (int packed = 0; packed < 2; packed++) {
			const struct index *index = packed ? w->packed : w->records;
			totals[packed] = total_figures(index, (struct refs){rows[packed], n}, index_indicator(index, str_from(codes[i])));
		}
		assert_true(str_eq(totals[0].unit, totals[1].unit));
		assert_int_equal(totals[0].n_other_unit, totals[1].n_other_unit);
		for (size_t m = 0; m < MODALITY_COUNT; m++) {
			const struct total *a = &totals[0].of[m], *b = &totals[1].of[m];
			n_doubles += a->n_doubles;
			n_sums += a->n_rows && !a->overflow;
			if (a->n_rows != b->n_rows || a->n_doubles != b->n_doubles || a->n_conflicts != b->n_conflicts || a->overflow != b->overflow
				|| (!a->overflow && (decimal_cmp(a->low, b->low) || decimal_cmp(a->high, b->high))))
				fail_msg("%s, modality %zu: found %zu rows, %zu doubles, %g, expected %zu, %zu, %g", codes[i], m, b->n_rows, b->n_doubles,
					decimal_double(b->low), a->n_rows, a->n_doubles, decimal_double(a->low));
		}
	}
	assert_true(n_doubles > 10 && n_sums > 2);
	free(rows[0]);
	free(rows[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_answers_the_same),
		cmocka_unit_test(newest_days_are_the_same),
		cmocka_unit_test(who_refers_is_the_same),
		cmocka_unit_test(few_claims_need_no_list),
		cmocka_unit_test(cells_are_their_records),
		cmocka_unit_test(claims_stand_in_order),
		cmocka_unit_test(ranks_are_a_permutation),
		cmocka_unit_test(two_names_stand_as_all_do),
		cmocka_unit_test(names_are_read_from_any_place),
		cmocka_unit_test(unknown_ids_are_not_found),
		cmocka_unit_test(look_ups_count_the_same),
		cmocka_unit_test(numbers_are_found_as_they_stand),
		cmocka_unit_test(sums_are_the_same),
		cmocka_unit_test(the_image_is_valid_and_opens),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
