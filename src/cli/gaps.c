#include "gaps_internal.h"

#include "exchange/writer.h"

enum { TYPES, STAGE, CHAIN, GROUND, CANDIDATE, ZONE, WEIGHT, REASONS, RECORDS, SOURCES, ID, COLUMNS };

static const struct {
	const char *name, *zh, *en;
	bool people, data; /* who gets it: a table for people, a file; a workbook all of it */
	const char *label; /* where csv and tsv have the names of a reference; NULL: none */
} columns[COLUMNS] = {
	[TYPES] = {"types", "缺口", "gap", true, true, NULL},
	[STAGE] = {"stage", "环节", "stage", true, true, "stage_name"},
	[CHAIN] = {"chain", "产业链", "chain", false, true, "chain_name"},
	[GROUND] = {"ground", "依据", "ground", true, true, NULL},
	[CANDIDATE] = {"candidate", "候选", "candidate", true, true, "candidate_name"},
	[ZONE] = {"zone", "所在", "zone", true, true, "zone_name"},
	[WEIGHT] = {"weight", "分量", "weight", false, true, NULL},
	[REASONS] = {"reasons", "理由", "reasons", true, true, NULL},
	[RECORDS] = {"records", "凭据", "records", false, true, "records_name"},
	[SOURCES] = {"sources", "来源", "sources", true, true, "sources_name"},
	[ID] = {"id", "编号", "id", false, false, NULL},
};

struct making {
	const struct index *index;
	bool people, whole, chinese; /* people: labels and names; whole: every column */
	bool flat;                   /* names of references in columns of their own */
	struct arena arena;
	struct writer *writer;
};

static bool is_wanted(const struct making *m, int column)
{
	return m->whole || (m->people ? columns[column].people : columns[column].data);
}

static struct field_cell text_cell(struct making *m, struct strbuf *text)
{
	return field_cell_text(arena_take(&m->arena, text));
}

static struct field_cell ref_cell(const struct making *m, struct ref ref)
{
	if (ref_none(ref))
		return (struct field_cell){.type = CELL_EMPTY};
	return (struct field_cell){.type = CELL_REF, .text = index_id(m->index, ref), .label = index_name(m->index, ref)};
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
	if (m->whole)
		for (int c = REASONS; c <= SOURCES; c++)
			cells[c].label = in_lines(m, cells[c].label.n ? cells[c].label : cells[c].text);
}

static bool write_row(struct making *m, const struct gap *gap, const struct candidate *candidate, struct err *err)
{
	struct field_cell cells[COLUMNS] = {{0}}, out[2 * COLUMNS];
	struct strbuf ground = {0};
	size_t n = 0;
	arena_clear(&m->arena);
	gap_ground(gap, m->index, m->chinese, &ground);
	cells[TYPES] = types_cell(m, gap);
	cells[STAGE] = ref_cell(m, gap->stage);
	cells[CHAIN] = ref_cell(m, gap->chain);
	cells[GROUND] = text_cell(m, &ground);
	if (candidate) {
		struct str weight = arena_printf(&m->arena, "%d", candidate->weight);
		cells[CANDIDATE] = ref_cell(m, candidate->who);
		cells[ZONE] = ref_cell(m, candidate->zone);
		cells[WEIGHT] = (struct field_cell){.type = CELL_NUMBER, .text = weight};
		cells[ID] = (struct field_cell){.type = CELL_TEXT, .text = index_id(m->index, candidate->who)};
		reason_cells(m, candidate, cells);
	}
	for (int c = 0; c < COLUMNS; c++) {
		if (is_wanted(m, c))
			out[n++] = cells[c];
		if (m->flat && columns[c].label)
			out[n++] = (struct field_cell){.type = CELL_TEXT, .text = cells[c].label};
	}
	return writer_row(m->writer, out, err);
}

static bool is_chosen(const struct gaps_choice *chosen, const struct gap *gap, struct ref who)
{
	for (size_t i = 0; chosen && i < chosen->n; i++)
		if (ref_eq(chosen->v[i].stage, gap->stage) && ref_eq(chosen->v[i].who, who))
			return true;
	return !chosen;
}

bool gaps_write(const struct index *index, const struct gaps *gaps, enum format format, bool chinese, const struct gaps_choice *chosen,
	struct writer *writer, struct err *err)
{
	bool whole = format == FORMAT_XLSX, people = whole || format == FORMAT_TABLE || format == FORMAT_MD;
	struct making m = {.index = index, .people = people, .whole = whole, .chinese = chinese || !people, .writer = writer};
	struct writer_column titles[2 * COLUMNS];
	size_t n = 0;
	m.flat = format == FORMAT_CSV || format == FORMAT_TSV;
	for (int c = 0; c < COLUMNS; c++) {
		if (is_wanted(&m, c))
			titles[n++] = (struct writer_column){.name = str_from(columns[c].name),
				.title = str_from(chinese ? columns[c].zh : columns[c].en),
				.right = c == WEIGHT};
		if (m.flat && columns[c].label)
			titles[n++] = (struct writer_column){.name = str_from(columns[c].label)};
	}
	bool ok = writer_table(writer, STR("gaps"), titles, n, err);
	for (size_t i = 0; ok && i < gaps->n; i++) {
		const struct gap *gap = &gaps->v[i];
		for (size_t c = 0; ok && c < gap->n_candidates; c++)
			if (is_chosen(chosen, gap, gap->candidates[c].who))
				ok = write_row(&m, gap, &gap->candidates[c], err);
		if (ok && !gap->n_candidates && is_chosen(chosen, gap, REF_NONE))
			ok = write_row(&m, gap, NULL, err);
	}
	arena_release(&m.arena);
	return ok;
}

struct content {
	const struct index *index;
	const struct gaps *gaps;
	bool chinese;
	const struct gaps_choice *chosen;
};

static bool write_content(void *self, enum format format, struct writer *writer, struct err *err)
{
	const struct content *c = self;
	return gaps_write(c->index, c->gaps, format, c->chinese, c->chosen, writer, err);
}

bool gaps_export(const struct index *index, const struct gaps *gaps, struct export_choice *choice, const struct gaps_choice *chosen,
	struct err *err)
{
	struct err decided = ERR_INIT;
	if (!export_decide(choice, &decided) || choice->target != EXPORT_FILE)
		return err_set(err, ERR_USAGE, "found \"%s\", expected a file that ends in .csv, .tsv, .json, .jsonl, .md or .xlsx",
			choice->path);
	struct content content = {index, gaps, choice->chinese, chosen};
	return export_write(choice, choice->path, (struct writer_options){.labels = true}, (struct export_content){write_content, &content}, err);
}
