/* same:REF, the records that share with one what tells its class. */
#include "query_internal.h"

#include "base/strbuf.h"
#include "text/fold.h"

const char *const query_same_fields[KIND_COUNT][4] = {
	[KIND_REGION] = {"level", "parent", NULL},
	[KIND_SECTOR] = {"parent", NULL},
	[KIND_INDICATOR] = {"unit", NULL},
	[KIND_SOURCE] = {"publication", NULL},
	[KIND_ZONE] = {"class", "level", "region", NULL},
	[KIND_PARK] = {"zone", NULL},
	[KIND_CHAIN] = {"zone", "region", "sector", NULL},
	[KIND_STAGE] = {"chain", NULL},
	[KIND_LINK] = {"product", "role", NULL},
	[KIND_ENTERPRISE] = {"zone", "classes", NULL},
	[KIND_PLACEMENT] = {"stage", NULL},
	[KIND_FLOW] = {"product", NULL},
	[KIND_PROJECT] = {"zone", "stage", NULL},
	[KIND_MILESTONE] = {"project", NULL},
	[KIND_FACILITY] = {"zone", "type", NULL},
	[KIND_MEASURE] = {"zone", NULL},
	[KIND_REQUEST] = {"enterprise", NULL},
	[KIND_PERSON] = {"organisation", NULL},
	[KIND_EVENT] = {"zone", NULL},
	[KIND_CLAIM] = {"subject", "indicator", NULL},
	[KIND_TARGET] = {"due", NULL},
	[KIND_DOUBT] = {"rule", NULL},
	[KIND_IDENTITY] = {"certainty", NULL},
	[KIND_ASSESSMENT] = {"class", NULL},
};

static uint64_t codes_of(enum enumeration enumeration, struct str text)
{
	uint64_t codes = 0;
	struct str word;
	while (text.n && str_split(&text, ';', &word)) {
		int code = enum_parse(enumeration, word);
		codes |= code < 0 ? 0 : UINT64_C(1) << code;
	}
	return codes;
}

static struct term *target_term(struct query *query, struct term *term, struct ref target)
{
	term->type = TERM_TARGET;
	term->rows = arena_calloc(&query->arena, KIND_COUNT, sizeof *term->rows);
	only_record(query->index, target, &term->rows[ref_kind(target)]);
	return term;
}

/* A term that says "has what this record has in the field"; false: it has nothing there. */
static bool field_term(struct query *query, size_t f, struct ref ref, struct term *out)
{
	const struct index *index = query->index;
	const struct field *field = &fields_of[query->kind].v[f];
	struct ref target;
	struct period period;
	int64_t code;
	*out = (struct term){.field = f};
	switch (field->type) {
	case FIELD_REF:
		target = index_ref(index, ref, f);
		return !ref_none(target) && target_term(query, out, target);
	case FIELD_ENUM:
		code = index_number(index, ref, f);
		out->type = TERM_CODES;
		out->codes = code == NUMBER_NONE ? 0 : UINT64_C(1) << code;
		return out->codes != 0;
	case FIELD_ENUMS:
		out->type = TERM_CODES;
		out->codes = codes_of(field->enumeration, index_text(index, ref, f));
		return out->codes != 0;
	case FIELD_PERIOD:
		out->type = TERM_PERIOD;
		if (!index_period(index, ref, f, &period))
			return false;
		out->least = (struct limit){.set = true, .day = period.first};
		out->greatest = (struct limit){.set = true, .day = period.last};
		return true;
	default: {
		struct strbuf folded = {0};
		text_fold(index_text(index, ref, f), &folded);
		out->type = TERM_TEXT;
		out->whole = true;
		out->value = arena_take(&query->arena, &folded);
		return out->value.n > 0;
	}
	}
}

static struct node *nothing(struct query *query)
{
	struct node *none = node_new(query, NODE_NOT);
	none->first = node_new(query, NODE_ALL);
	return none;
}

static struct node *same_kind_node(struct query *query, struct ref ref, struct str text)
{
	struct node *all = node_new(query, NODE_AND);
	for (size_t i = 0; query_same_fields[query->kind][i]; i++) {
		struct term term;
		if (!field_term(query, field_get(query->kind, query_same_fields[query->kind][i]), ref, &term))
			continue;
		struct node *node = node_of_term(query, &term, text);
		node->next = all->first;
		all->first = node;
	}
	return all->first ? all : nothing(query);
}

/* Rows that refer to a record of another kind, by whatever field. */
static struct node *referring_node(struct query *query, struct ref ref, struct str text)
{
	struct node *any = node_new(query, NODE_OR);
	for (size_t f = 0; f < fields_of[query->kind].n; f++) {
		const struct field *field = &fields_of[query->kind].v[f];
		if ((field->type != FIELD_REF && field->type != FIELD_REFS) || !(field->kinds >> ref_kind(ref) & 1))
			continue;
		struct term term = {.field = f};
		struct node *node = node_of_term(query, target_term(query, &term, ref), text);
		node->next = any->first;
		any->first = node;
	}
	return any->first ? any : NULL;
}

/* The record that REF names, of the query's own kind where one of them does. */
static bool find_record(const struct query *query, const struct value_place *place, struct ref *out, struct err *err)
{
	struct lookup_hits found;
	*out = index_find_id(query->index, place->raw);
	if (!ref_none(*out))
		return true;
	lookup_reference(query->index, place->raw, UINT32_C(1) << query->kind, &found);
	if (!found.n) {
		lookup_release(&found);
		lookup_reference(query->index, place->raw, UINT32_MAX, &found);
	}
	if (!found.n)
		FAULT_AT(err, "query", place->column, FAULT_NO_RECORD, place->raw);
	else if (found.n > 1)
		FAULT_AT(err, "query", place->column, FAULT_RECORDS, place->raw, index_id(query->index, found.v[0].ref),
			index_id(query->index, found.v[1].ref));
	else
		*out = found.v[0].ref;
	lookup_release(&found);
	return !ref_none(*out);
}

struct node *same_node(struct query *query, const struct value_place *place, struct str text, struct err *err)
{
	struct ref ref;
	if (!find_record(query, place, &ref, err))
		return NULL;
	if (ref_kind(ref) == query->kind)
		return same_kind_node(query, ref, text);
	struct node *node = referring_node(query, ref, text);
	if (!node && step_reaches(query->kind, ref_kind(ref))) {
		struct value_place by_id = *place;
		by_id.raw = index_id(query->index, ref);
		by_id.quoted = true;
		node = step_node(query, ref_kind(ref), OP_HAS, &by_id, text, err);
	}
	if (!node)
		FAULT_AT(err, "query", place->column, FAULT_NOT_REACHED, index_id(query->index, ref),
			str_from(kinds[query->kind].plural));
	return node;
}
