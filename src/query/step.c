/*
 * Records one step away: chain:铝 of projects goes by the chain of their stage, stage:电解 of enterprises by the
 * places they have, zone:兴县 of figures by what those are about. A step is taken
 *	forth  a reference of the row is to such a record, or to one that has a reference of that name
 *	back   a record that refers to the row, by the name of the row's kind, is or refers to such a record;
 *	       where it is a mere relation (a placement) also what it refers to may
 */
#include "step_internal.h"

#include <string.h>

/* Where a record stands, not what it says of others. */
static bool is_step(const struct field *field)
{
	static const char *const aside[] = {"source", "coefficient_source", "parent", "template", "part_of"};
	for (size_t i = 0; i < sizeof aside / sizeof *aside; i++)
		if (!strcmp(field->name, aside[i]))
			return false;
	return field->type == FIELD_REF || field->type == FIELD_REFS;
}

int step_field(enum kind kind, enum kind to)
{
	int f = field_find(kind, str_from(kinds[to].singular));
	return f >= 0 && fields_of[kind].v[f].type == FIELD_REF && fields_of[kind].v[f].kinds >> to & 1 ? f : -1;
}

uint32_t step_reached_by(enum kind from, size_t f, enum kind to)
{
	const struct field *field = &fields_of[from].v[f];
	uint32_t reached = 0;
	for (int k = 0; is_step(field) && k < KIND_COUNT; k++)
		if (field->kinds >> k & 1 && (k == (int)to || step_field((enum kind)k, to) >= 0))
			reached |= UINT32_C(1) << k;
	return reached;
}

uint32_t step_fields_between(enum kind by, enum kind from, enum kind to)
{
	int back = step_field(by, from), own = step_field(by, to);
	uint32_t fields = own >= 0 ? UINT32_C(1) << own : 0;
	for (size_t f = 0; own < 0 && !kind_has_name(by) && f < fields_of[by].n; f++)
		if ((int)f != back && step_reached_by(by, f, to))
			fields |= UINT32_C(1) << f;
	return fields;
}

bool step_reaches_back(enum kind from, enum kind by, enum kind to)
{
	return by != from && step_field(by, from) >= 0 && (by == to || step_fields_between(by, from, to));
}

bool step_reaches(enum kind from, enum kind to)
{
	if (from == to)
		return false;
	for (size_t f = 0; f < fields_of[from].n; f++)
		if (step_reached_by(from, f, to))
			return true;
	for (int by = 0; by < KIND_COUNT; by++)
		if (step_reaches_back(from, (enum kind)by, to))
			return true;
	return false;
}

/* -- sets of rows ------------------------------------------------------------------------- */

/* Add the rows of a kind whose field refers into the set. */
static void add_referring(const struct index *index, enum kind kind, size_t f, const struct lookup_rows *to,
	struct lookup_rows *out)
{
	for (uint32_t row = 0; row < out->n_rows; row++) {
		struct ref target = index_ref(index, ref_make(kind, row), f);
		if (!ref_none(target) && ref_row(target) < to->n_rows && lookup_rows_has(to, target))
			rows_add(out, row);
	}
}

/* Rows that the set's records refer to by a field. */
static void add_referred(const struct index *index, enum kind kind, size_t f, const struct lookup_rows *set,
	struct lookup_rows *out)
{
	for (size_t row = 0; (row = bits_next(set->bits, row, set->n_rows)) < set->n_rows; row++) {
		struct ref target = index_ref(index, ref_make(kind, (uint32_t)row), f);
		if (!ref_none(target))
			rows_add(out, ref_row(target));
	}
}

/* -- nodes --------------------------------------------------------------------------------- */

struct stepping {
	struct query *query;
	enum kind to;
	const struct lookup_rows *set; /* of `to` */
	struct str text;
	struct node *node;             /* OR of the terms */
};

static void add_term(struct stepping *s, const struct term *term)
{
	struct node *node = node_of_term(s->query, term, s->text);
	node->next = s->node->first;
	s->node->first = node;
}

/* The records that field f of a kind may be to and from which the set is at hand, kind by kind. */
static void reaching(const struct stepping *s, enum kind kind, size_t f, struct lookup_rows out[KIND_COUNT])
{
	uint32_t reached = step_reached_by(kind, f, s->to);
	for (int k = 0; k < KIND_COUNT; k++) {
		if (!(reached >> k & 1))
			continue;
		rows_init(s->query->index, (enum kind)k, &out[k]);
		if (k == (int)s->to)
			memcpy(out[k].bits, s->set->bits, bits_room(s->set->n_rows) * sizeof *out[k].bits);
		else
			add_referring(s->query->index, (enum kind)k, (size_t)step_field((enum kind)k, s->to), s->set,
				&out[k]);
	}
}

static void step_forth(struct stepping *s, size_t f)
{
	struct term term = {.type = TERM_TARGET, .field = f};
	if (!step_reached_by(s->query->kind, f, s->to))
		return;
	term.rows = arena_calloc(&s->query->arena, KIND_COUNT, sizeof *term.rows);
	reaching(s, s->query->kind, f, term.rows);
	add_term(s, &term);
}

/* Records of `by` that refer to the set. */
static void between(const struct stepping *s, enum kind by, struct lookup_rows *out)
{
	uint32_t fields = step_fields_between(by, s->query->kind, s->to);
	rows_init(s->query->index, by, out);
	for (size_t f = 0; f < fields_of[by].n; f++) {
		struct lookup_rows targets[KIND_COUNT] = {{0}};
		if (!(fields >> f & 1))
			continue;
		reaching(s, by, f, targets);
		for (int k = 0; k < KIND_COUNT; k++) {
			if (targets[k].bits && fields_of[by].v[f].kinds == UINT32_C(1) << k)
				add_referring(s->query->index, by, f, &targets[k], out);
			lookup_rows_release(&targets[k]);
		}
	}
}

static void step_back(struct stepping *s, enum kind by)
{
	const struct index *index = s->query->index;
	size_t f = (size_t)step_field(by, s->query->kind);
	struct term term = {.type = TERM_ROWS};
	struct lookup_rows some;
	term.rows = arena_calloc(&s->query->arena, 1, sizeof *term.rows);
	rows_init(index, s->query->kind, term.rows);
	if (by == s->to) {
		add_referred(index, by, f, s->set, term.rows);
	} else {
		between(s, by, &some);
		add_referred(index, by, f, &some, term.rows);
		lookup_rows_release(&some);
	}
	add_term(s, &term);
}

struct node *step_node(
	struct query *query, enum kind to, enum op op, const struct value_place *place, struct str text,
		struct err *err)
{
	struct lookup_rows rows[KIND_COUNT] = {{0}};
	struct stepping s = {query, to, &rows[to], text, node_new(query, NODE_OR)};
	if (op != OP_HAS && op != OP_EQUAL) {
		FAULT_AT(err, "query", place->column, FAULT_NOT_ORDERED, str_from(place->op_text), place->raw,
			str_from(kinds[to].singular));
		return NULL;
	}
	term_targets(query, place, op, UINT32_C(1) << to, rows);
	if (!rows[to].bits)
		rows_init(query->index, to, &rows[to]);
	for (size_t f = 0; f < fields_of[query->kind].n; f++)
		step_forth(&s, f);
	for (int by = 0; by < KIND_COUNT; by++)
		if (step_reaches_back(query->kind, (enum kind)by, to))
			step_back(&s, (enum kind)by);
	lookup_rows_release(&rows[to]);
	return s.node;
}
