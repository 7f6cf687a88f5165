#include "report_internal.h"
#include "rows_internal.h"

#include "index/read.h"
#include "query/site.h"

enum { ZONE, NEED, ANSWER, RECORD, FIGURE, CLAIMS, SOURCE, LOCATOR, COLUMNS };

static const struct report_column columns[COLUMNS] = {
	[ZONE] = {"zone", "开发区", "zone", true, true, "zone_name", false},
	[NEED] = {"need", "需求", "need", true, true, NULL, false},
	[ANSWER] = {"answer", "是否满足", "answer", true, true, NULL, false},
	[RECORD] = {"record", "所据", "by", true, true, "record_name", false},
	[FIGURE] = {"figure", "数据", "figure", true, true, NULL, false},
	[CLAIMS] = {"claims", "数据编号", "claims", false, true, NULL, false},
	[SOURCE] = {"source", "来源", "source", true, true, "source_name", false},
	[LOCATOR] = {"locator", "出处", "place in source", true, true, NULL, false},
};

struct making {
	const struct index *index;
	struct arena arena;
	struct report report;
};

/* For people the facility with its status, where it is not there yet. */
static struct field_cell record_cell(struct making *m, const struct site_find *find)
{
	struct field_cell cell = listing_ref_cell(m->index, find->record);
	struct str status = format_for_people(m->report.format) && find->pending && ref_kind(find->record) == KIND_FACILITY ? read_text(m->index, find->record, "status") : STR("");
	if (status.n)
		cell.label = arena_printf(&m->arena, "%.*s (%.*s)", STR_ARG(cell.label), STR_ARG(status));
	return cell;
}

/* "标准厂房 10万平方米": the telling figure first. */
static void figure_cells(struct making *m, const struct site_find *find, struct field_cell cells[COLUMNS])
{
	struct strbuf figures = {0}, ids = {0};
	struct ref record = find->n_claims ? find->claims[0] : find->record;
	for (size_t i = 0; i < find->n_claims; i++) {
		struct str item = read_text(m->index, find->claims[i], "item");
		strbuf_printf(&figures, "%s%.*s%s", i ? "; " : "", STR_ARG(item), item.n ? " " : "");
		index_printed(m->index, find->claims[i], &figures);
		strbuf_printf(&ids, "%s%.*s", i ? ";" : "", STR_ARG(index_id(m->index, find->claims[i])));
	}
	cells[FIGURE] = field_cell_text(arena_take(&m->arena, &figures));
	cells[CLAIMS] = field_cell_text(arena_take(&m->arena, &ids));
	if (cells[CLAIMS].type == CELL_TEXT)
		cells[CLAIMS].type = CELL_LIST;
	if (ref_none(record))
		return;
	int locator = field_find(ref_kind(record), STR("locator"));
	cells[SOURCE] = listing_ref_cell(m->index, read_ref(m->index, record, "source"));
	cells[LOCATOR] = field_cell_text(locator < 0 ? STR("") : index_text(m->index, record, (size_t)locator));
}

static bool write_find(struct making *m, struct ref zone, const struct site_need *need, const struct site_find *find, struct err *err)
{
	const struct site_answer_info *info = &site_answers[find->answer];
	struct field_cell cells[COLUMNS] = {{0}};
	arena_clear(&m->arena);
	cells[ZONE] = listing_ref_cell(m->index, zone);
	cells[NEED] = field_cell_text(need->text);
	cells[ANSWER] = field_cell_text(str_from(info->code));
	struct strbuf answer = {0};
	site_answer_text(find, m->report.chinese, &answer);
	cells[ANSWER].label = arena_take(&m->arena, &answer);
	cells[RECORD] = record_cell(m, find);
	figure_cells(m, find, cells);
	return report_row(&m->report, cells, err);
}

static bool write_zones(struct making *m, const struct site_needs *needs, const struct site_zone *zones, size_t n, struct err *err)
{
	bool ok = true;
	for (size_t z = 0; ok && z < n; z++)
		for (size_t i = 0; ok && i < needs->n; i++)
			ok = write_find(m, zones[z].zone, &needs->v[i], &zones[z].finds[i], err);
	return ok;
}

static bool write_all(struct making *m, const struct site_needs *needs, const struct site_zones *zones, struct err *err)
{
	bool ok = report_begin(&m->report, STR("sites"), err) && write_zones(m, needs, zones->v, zones->n, err)
		&& write_zones(m, needs, zones->left_out, zones->n_left_out, err);
	ok = writer_finish(m->report.writer, err) && ok;
	arena_release(&m->arena);
	return ok;
}

/* Zones without a need of which nothing is recorded. */
static size_t count_meeting(const struct site_zones *zones)
{
	size_t n = 0;
	for (size_t z = 0; z < zones->n; z++)
		n += !zones->v[z].n_unknown;
	return n;
}

bool cmd_site(struct session *session, struct err *err)
{
	struct making m = {.report = {columns, COLUMNS, rows_format(session), session->chinese, NULL}};
	struct arena arena = {0};
	struct strbuf text = {0};
	struct site_needs needs;
	bool ok = session_index(session, err) != NULL;
	m.index = session->index;
	invocation_join(session->invocation, 0, &text);
	ok = ok && site_parse(strbuf_str(&text), &needs, &arena, err);
	if (ok) {
		m.report.writer = rows_writer(session);
		struct site_zones zones = site_find(m.index, &needs, &arena);
		size_t n_silent = index_count(m.index, KIND_ZONE) - zones.n - zones.n_left_out;
		ok = write_all(&m, &needs, &zones, err);
		if (ok && format_for_people(m.report.format) && n_silent)
			session_note(session, MSG_SAY_SILENT_ZONES, n_silent);
		if (ok && !count_meeting(&zones))
			ok = err_set(err, ERR_NO_MATCH, "%s", "");
	}
	strbuf_release(&text);
	arena_release(&arena);
	return ok;
}
