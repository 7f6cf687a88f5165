#include "query/column.h"

#include "index/read.h"
#include "query/promise.h"
#include "query_internal.h"

/* -- names -------------------------------------------------------------------------------- */

bool column_parse_at(struct str name, const struct name_place *place, struct list_column *out, struct err *err)
{
	struct name found;
	if (!name_find(name, place, &found, err))
		return false;
	*out = (struct list_column){COLUMN_FIELD, found.field, found.indicator};
	if (found.type == NAME_FIELD)
		return true;
	out->type = found.type == NAME_FIGURE ? COLUMN_FIGURE : COLUMN_MATCH;
	if (found.type == NAME_FIGURE || found.type == NAME_MATCH)
		return true;
	return FAULT_AT(err, place->where, place->column, FAULT_WORD_OF_QUERIES, name);
}

size_t columns_default(enum kind kind, const struct index *index, struct list_column out[COLUMNS_MAX])
{
	const struct fields *fields = &fields_of[kind];
	size_t n = 0;
	for (size_t f = 0; f < fields->n; f++)
		if (fields->v[f].flags & FIELD_SHOWN)
			out[n++] = (struct list_column){COLUMN_FIELD, f, REF_NONE};
	for (const char *const *code = kind_figures[kind]; *code; code++) {
		struct ref indicator = index_indicator(index, str_from(*code));
		if (!ref_none(indicator))
			out[n++] = (struct list_column){COLUMN_FIGURE, 0, indicator};
	}
	return n;
}

bool column_parse(struct str name, enum kind kind, const struct index *index, struct list_column *out, struct err *err)
{
	return column_parse_at(name, &(struct name_place){kind, index, "argument", 1}, out, err);
}

struct str column_title(const struct list_column *column, enum kind kind, const struct index *index, bool chinese)
{
	if (column->type == COLUMN_MATCH)
		return chinese ? STR("匹配") : STR("match");
	if (column->type == COLUMN_FIELD)
		return str_from(chinese ? fields_of[kind].v[column->field].zh : fields_of[kind].v[column->field].en);
	return chinese ? index_name(index, column->indicator) : read_slug(index, column->indicator);
}

/* -- values -------------------------------------------------------------------------------- */

struct refs column_claims(const struct list_column *column, struct ref ref, const struct index *index, struct ref *storage)
{
	return index_row_figures(index, ref, column->indicator, storage, 1);
}

static const char *label(const struct enum_info *info, size_t code, bool chinese)
{
	return code >= info->n ? "" : chinese ? info->v[code].zh : info->v[code].en;
}

static void format_codes(const struct field *field, struct str codes, bool chinese, struct strbuf *out)
{
	struct str word;
	while (str_split(&codes, ';', &word)) {
		int code = enum_parse(field->enumeration, word);
		if (code < 0)
			continue;
		strbuf_add_c(out, out->n ? "; " : "");
		strbuf_add_c(out, label(&enums[field->enumeration], (size_t)code, chinese));
	}
}

static void format_number(const struct field *field, int64_t number, bool chinese, struct strbuf *out)
{
	if (number == NUMBER_NONE)
		return;
	if (field->type == FIELD_ENUM)
		strbuf_add_c(out, label(&enums[field->enumeration], (size_t)number, chinese));
	else if (field->type == FIELD_INTEGER)
		strbuf_printf(out, "%lld", (long long)number);
	else if (number)
		strbuf_add_c(out, chinese ? "是" : "yes");
}

/* A promised figure says whose it is; what became of it, how much. */
static void format_ref(struct ref ref, struct ref target, const struct index *index, struct strbuf *out)
{
	if (ref_kind(ref) != KIND_TARGET || ref_kind(target) != KIND_CLAIM) {
		strbuf_add(out, index_short_name(index, target));
		return;
	}
	struct ref subject = read_ref(index, target, "subject");
	strbuf_add(out, index_short_name(index, subject));
	strbuf_add_byte(out, ' ');
	index_printed(index, target, out);
}

static void format_field(size_t f, struct ref ref, const struct index *index, bool chinese, struct strbuf *out)
{
	const struct field *field = &fields_of[ref_kind(ref)].v[f];
	struct refs targets;
	struct strbuf codes = {0};
	switch (field->type) {
	case FIELD_REF:
		format_ref(ref, promise_ref(index, ref, f), index, out);
		break;
	case FIELD_REFS:
		targets = index_refs(index, ref, f);
		for (size_t i = 0; i < targets.n; i++) {
			strbuf_add_c(out, i ? "; " : "");
			strbuf_add(out, index_short_name(index, targets.v[i]));
		}
		break;
	case FIELD_ENUMS:
		format_codes(field, index_text(index, ref, f), chinese, &codes);
		strbuf_add(out, strbuf_str(&codes));
		strbuf_release(&codes);
		break;
	case FIELD_ENUM: case FIELD_INTEGER: case FIELD_BOOL:
		format_number(field, promise_number(index, ref, f), chinese, out);
		break;
	default:
		index_add_text(index, ref, f, out);
	}
}

/* Figures as printed, each wording once. */
static void format_figure(const struct list_column *column, struct ref ref, const struct index *index, struct strbuf *out)
{
	struct ref storage;
	struct refs claims = column_claims(column, ref, index, &storage);
	ARRAY(uint32_t) ends = {0};
	struct strbuf all = {0};
	for (size_t i = 0; i < claims.n; i++) {
		size_t before = all.n;
		index_printed(index, claims.v[i], &all);
		struct str own = str_sub(strbuf_str(&all), before, all.n);
		bool seen = false;
		for (size_t j = 0; j < ends.n && !seen; j++) {
			size_t start = j ? ends.v[j - 1] : 0;
			seen = str_eq(str_sub(strbuf_str(&all), start, ends.v[j] - start), own);
		}
		if (seen) {
			strbuf_truncate(&all, before);
			continue;
		}
		strbuf_add_c(out, ends.n ? "; " : "");
		strbuf_add(out, own);
		array_push(&ends, (uint32_t)all.n);
	}
	array_release(&ends);
	strbuf_release(&all);
}

void column_format(
	const struct list_column *column, struct ref ref, const struct index *index, bool chinese, struct strbuf *out)
{
	if (column->type == COLUMN_FIELD)
		format_field(column->field, ref, index, chinese, out);
	else if (column->type == COLUMN_FIGURE)
		format_figure(column, ref, index, out);
}

struct index_bounds column_bounds(const struct list_column *column, struct ref ref, const struct index *index)
{
	struct ref storage;
	return index_bounds_of(index, column_claims(column, ref, index, &storage));
}
