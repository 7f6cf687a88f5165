/* The arrays that an index can have. */
#include "image_internal.h"

#include "index_internal.h"

#include <stddef.h>

/* Whether there is one array, or one for each kind, each field of a kind, each ready order of a kind. */
enum owner { OF_INDEX, OF_KIND, OF_FIELD, OF_ORDER };

struct image_part {
	const char *name;
	enum owner owner;
	size_t offset, by_kind, by_number; /* in struct index: of the first; from one kind, and one field or order, to the next */
};

#define STEP_OF(array) sizeof(((struct index *)NULL)->array)
#define ONE(member) OF_INDEX, offsetof(struct index, member), 0, 0
#define TABLE(member) OF_KIND, offsetof(struct index, tables[0].member), STEP_OF(tables[0]), 0
#define COLUMN(member) OF_FIELD, offsetof(struct index, tables[0].columns[0].member), STEP_OF(tables[0]), STEP_OF(tables[0].columns[0])
#define BACK(member) OF_FIELD, offsetof(struct index, back[0][0].member), STEP_OF(back[0]), STEP_OF(back[0][0])
#define ORDER(member) OF_ORDER, offsetof(struct index, orders[0][0].member), STEP_OF(orders[0]), STEP_OF(orders[0][0])

/* What an image says of itself counts on their order: IMAGE_VERSION. */
static const struct image_part image_parts[] = {
	{"keys", TABLE(keys)},
	{"codes", COLUMN(codes)},
	{"ends of texts", COLUMN(ends)},
	{"texts", COLUMN(bytes)},
	{"numbers", COLUMN(numbers)},
	{"references", COLUMN(refs)},
	{"periods", COLUMN(periods)},
	{"letters of texts", COLUMN(letters)},
	{"lengths of texts", COLUMN(lengths)},
	{"starts of texts", COLUMN(starts)},
	{"starts of who refers", BACK(starts)},
	{"who refers", BACK(refs)},
	{"first rows in order", OF_FIELD, offsetof(struct index, fronts), STEP_OF(fronts[0]), STEP_OF(fronts[0][0])},
	{"choice of short names", TABLE(short_choice)},
	{"ranks of names", TABLE(name_ranks)},
	{"order of names", TABLE(by_name)},
	{"newest days", TABLE(since)},
	{"foremost rows", TABLE(foremost)},
	{"rows by a figure", ORDER(rows)},
	{"starts of equal figures", ORDER(starts)},
	{"groups of units", ORDER(groups)},
	{"rows of no plain figure", ORDER(odd)},
	{"shapes of rows of ledgers", OF_KIND, offsetof(struct index, ledger.codes), STEP_OF(ledger.codes[0]), 0},
	{"starts of ids", ONE(id_starts)},
	{"ids", ONE(id_refs)},
	{"renown", ONE(renown)},
	{"order of claims", ONE(claims)},
	{"ready answers, words", ONE(answers.texts)},
	{"ready answers, ends of words", ONE(answers.ends)},
	{"ready answers, numbers of records", ONE(answers.counts)},
	{"ready answers, records", ONE(answers.refs)},
	{"ready answers, rows", ONE(answers.rows)},
	{"ready answers, scores", ONE(answers.scores)},
	{"ledgers, columns", ONE(ledger.heads)},
	{"ledgers, ends of texts of columns", ONE(ledger.text_ends)},
	{"ledgers, texts of columns", ONE(ledger.text_bytes)},
	{"ledgers, shapes", ONE(ledger.shapes)},
	{"ledgers, cells of shapes", ONE(ledger.slots)},
	{"ledgers, blocks of owners", ONE(ledger.blocks)},
	{"ledgers, cells", ONE(ledger.cells)},
	{"ledgers, places of texts", ONE(ledger.odd_at)},
	{"ledgers, ends of texts", ONE(ledger.odd_ends)},
	{"ledgers, texts", ONE(ledger.odd_bytes)},
	{"search, lengths", ONE(search.lengths)},
	{"search, texts that folding changes", ONE(search.changed)},
	{"search, order of codes", ONE(search.codes)},
	{"search, first characters of names", ONE(search.names.firsts)},
	{"search, spans of pairs of names", ONE(search.names.spans)},
	{"search, second characters of names", ONE(search.names.seconds)},
	{"search, numbers of names", ONE(search.names.counts)},
	{"search, starts of rows of names", ONE(search.names.starts)},
	{"search, rows of names", ONE(search.names.bytes)},
	{"search, first characters of fields", ONE(search.fields.firsts)},
	{"search, spans of pairs of fields", ONE(search.fields.spans)},
	{"search, second characters of fields", ONE(search.fields.seconds)},
	{"search, numbers of fields", ONE(search.fields.counts)},
	{"search, starts of rows of fields", ONE(search.fields.starts)},
	{"search, rows of fields", ONE(search.fields.bytes)},
	{"search, names read by phrases", ONE(search.odd)},
	{"search, brief names", ONE(search.brief)},
	{"search, names of one character", ONE(search.single)},
	{"search, three characters in a row", ONE(search.triples)},
};

enum { PARTS = sizeof image_parts / sizeof *image_parts };

struct visitor {
	char *index;
	void (*visit)(void *context, uint32_t id, struct section *section);
	void *context;
};

/* All of one owner: of number `number` of a kind. */
static void visit_parts(const struct visitor *v, enum owner owner, size_t kind, size_t number)
{
	for (uint32_t i = 0; i < PARTS; i++) {
		const struct image_part *part = &image_parts[i];
		if (part->owner == owner)
			v->visit(v->context, i << 16 | (uint32_t)kind << 8 | (uint32_t)number,
				(void *)(v->index + part->offset + kind * part->by_kind + number * part->by_number));
	}
}

void image_each_section(struct index *index, void (*visit)(void *context, uint32_t id, struct section *section), void *context)
{
	const struct visitor v = {(char *)index, visit, context};
	for (size_t kind = 0; kind < KIND_COUNT; kind++) {
		visit_parts(&v, OF_KIND, kind, 0);
		for (size_t f = 0; f < fields_of[kind].n; f++)
			visit_parts(&v, OF_FIELD, kind, f);
		for (size_t i = 0; i < INDEX_ORDERS; i++)
			visit_parts(&v, OF_ORDER, kind, i);
	}
	visit_parts(&v, OF_INDEX, 0, 0);
}

void image_part_name(uint32_t id, struct strbuf *out)
{
	uint32_t part = id >> 16, kind = id >> 8 & 0xFF, number = id & 0xFF;
	enum owner owner = image_parts[part].owner;
	if (owner != OF_INDEX)
		strbuf_add_c(out, kinds[kind].plural);
	if (owner == OF_FIELD)
		strbuf_printf(out, ".%s", fields_of[kind].v[number].name);
	strbuf_printf(out, "%s%s", owner == OF_INDEX ? "" : ", ", image_parts[part].name);
	if (owner == OF_ORDER)
		strbuf_printf(out, " %u", number);
}
