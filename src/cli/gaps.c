#include "gaps_internal.h"

#include "report_internal.h"

#include "cli/listing.h"

enum { TYPES, STAGE, CHAIN, GROUND, CANDIDATE, ZONE, WEIGHT, REASONS, RECORDS, SOURCES, ID, COLUMNS };

static const struct report_column columns[COLUMNS] = {
	[TYPES] = {"types", "缺口", "gap", true, true, NULL, false},
	[STAGE] = {"stage", "环节", "stage", true, true, "stage_name", false},
	[CHAIN] = {"chain", "产业链", "chain", false, true, "chain_name", false},
	[GROUND] = {"ground", "依据", "ground", true, true, NULL, false},
	[CANDIDATE] = {"candidate", "候选", "candidate", true, true, "candidate_name", false},
	[ZONE] = {"zone", "所在", "zone", true, true, "zone_name", false},
	[WEIGHT] = {"weight", "分量", "weight", false, true, NULL, true},
	[REASONS] = {"reasons", "理由", "reasons", true, true, NULL, false},
	[RECORDS] = {"records", "凭据", "records", false, true, "records_name", false},
	[SOURCES] = {"sources", "来源", "sources", true, true, "sources_name", false},
	[ID] = {"id", "编号", "id", false, false, NULL, false},
};

struct making {
	const struct index *index;
	bool chinese; /* the words in cells, of files, too */
	struct arena arena;
	struct report report;
};

static struct field_cell text_cell(struct making *m, struct strbuf *text)
{
	return field_cell_text(arena_take(&m->arena, text));
}

/* One of several joined by ';': its own ones become full-width, so that the items part again where they were joined. */
static void add_item(struct strbuf *joined, struct str item)
{
	strbuf_add_c(joined, joined->n ? ";" : "");
	for (size_t i = 0; i < item.n; i++) {
		if (item.p[i] == ';')
			strbuf_add_c(joined, "；");
		else
			strbuf_add_byte(joined, item.p[i]);
	}
}

static struct field_cell types_cell(struct making *m, const struct gap *gap)
{
	struct strbuf codes = {0}, labels = {0};
	for (int t = 0; t < GAP_TYPES; t++)
		if (gap->types >> t & 1)
			add_item(&codes, str_from(gap_types[t].code));
	gap_types_text(gap, m->chinese, &labels);
	struct field_cell cell = {.type = CELL_LIST, .text = arena_take(&m->arena, &codes)};
	cell.label = arena_take(&m->arena, &labels);
	return cell;
}

static bool has_item(const struct strbuf *joined, struct str item)
{
	struct str rest = strbuf_str(joined), one;
	while (rest.n && str_split(&rest, ';', &one))
		if (str_eq(one, item))
			return true;
	return false;
}

static void add_ref(struct strbuf *ids, struct strbuf *names, const struct index *index, struct ref ref)
{
	if (ref_none(ref) || has_item(ids, index_id(index, ref)))
		return;
	add_item(ids, index_id(index, ref));
	add_item(names, index_name(index, ref));
}

static struct field_cell refs_cell(struct making *m, struct strbuf *ids, struct strbuf *names)
{
	struct field_cell cell = {.type = ids->n ? CELL_REFS : CELL_EMPTY};
	cell.text = arena_take(&m->arena, ids);
	cell.label = arena_take(&m->arena, names);
	return cell;
}

/* A cell of a workbook has a line for each. */
static struct str in_lines(struct making *m, struct str joined)
{
	struct strbuf lines = {0};
	for (size_t i = 0; i < joined.n; i++)
		strbuf_add_byte(&lines, joined.p[i] == ';' ? '\n' : joined.p[i]);
	return arena_take(&m->arena, &lines);
}

static void reason_cells(struct making *m, const struct candidate *candidate, struct field_cell *cells)
{
	struct strbuf reason = {0}, reasons = {0}, records = {0}, names = {0}, sources = {0}, titles = {0};
	for (size_t i = 0; i < candidate->n_reasons; i++) {
		strbuf_clear(&reason);
		reason_text(&candidate->reasons[i], m->index, m->chinese, &reason);
		add_item(&reasons, strbuf_str(&reason));
		add_ref(&records, &names, m->index, candidate->reasons[i].record);
		add_ref(&sources, &titles, m->index, reason_source(&candidate->reasons[i], m->index));
	}
	strbuf_release(&reason);
	cells[REASONS] = text_cell(m, &reasons);
	if (cells[REASONS].type == CELL_TEXT)
		cells[REASONS].type = CELL_LIST;
	cells[RECORDS] = refs_cell(m, &records, &names);
	cells[SOURCES] = refs_cell(m, &sources, &titles);
	if (m->report.format == FORMAT_XLSX)
		for (int c = REASONS; c <= SOURCES; c++)
			cells[c].label = in_lines(m, cells[c].label.n ? cells[c].label : cells[c].text);
}

static bool write_row(struct making *m, const struct gap *gap, const struct candidate *candidate, struct err *err)
{
	struct field_cell cells[COLUMNS] = {{0}};
	struct strbuf ground = {0};
	arena_clear(&m->arena);
	gap_ground(gap, m->index, m->chinese, &ground);
	cells[TYPES] = types_cell(m, gap);
	cells[STAGE] = listing_ref_cell(m->index, gap->stage);
	cells[CHAIN] = listing_ref_cell(m->index, gap->chain);
	cells[GROUND] = text_cell(m, &ground);
	if (candidate) {
		struct str weight = arena_printf(&m->arena, "%d", candidate->weight);
		cells[CANDIDATE] = listing_ref_cell(m->index, candidate->who);
		cells[ZONE] = listing_ref_cell(m->index, candidate->zone);
		cells[WEIGHT] = (struct field_cell){.type = CELL_NUMBER, .text = weight};
		cells[ID] = (struct field_cell){.type = CELL_TEXT, .text = index_id(m->index, candidate->who)};
		reason_cells(m, candidate, cells);
	}
	return report_row(&m->report, cells, err);
}

static bool is_chosen(const struct gaps_choice *chosen, const struct gap *gap, struct ref who)
{
	for (size_t i = 0; chosen && i < chosen->n; i++)
		if (ref_eq(chosen->v[i].stage, gap->stage) && ref_eq(chosen->v[i].who, who))
			return true;
	return !chosen;
}

bool gaps_write(const struct gaps_table *table, enum format format, struct writer *writer, struct err *err)
{
	bool people = format == FORMAT_XLSX || format_for_people(format);
	struct making m = {.index = table->index, .chinese = table->chinese || !people,
		.report = {columns, COLUMNS, format, table->chinese, writer}};
	bool ok = report_begin(&m.report, STR("gaps"), err);
	for (size_t i = 0; ok && i < table->gaps->n; i++) {
		const struct gap *gap = &table->gaps->v[i];
		for (size_t c = 0; ok && c < gap->n_candidates; c++)
			if (is_chosen(table->chosen, gap, gap->candidates[c].who))
				ok = write_row(&m, gap, &gap->candidates[c], err);
		if (ok && !gap->n_candidates && is_chosen(table->chosen, gap, REF_NONE))
			ok = write_row(&m, gap, NULL, err);
	}
	arena_release(&m.arena);
	return ok;
}

static bool write_content(void *self, enum format format, struct writer *writer, struct err *err)
{
	return gaps_write(self, format, writer, err);
}

bool gaps_export(const struct gaps_table *table, struct export_choice *choice, struct err *err)
{
	struct gaps_table copy = *table;
	return export_decide_file(choice, err)
		&& export_write(choice, (struct writer_options){.labels = true}, (struct export_content){write_content, &copy}, err);
}
