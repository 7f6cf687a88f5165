/* What the cells of a column of a ledger have in common. */
#include "ledger_build_internal.h"

#include <stdlib.h>

static bool resolve_column(const struct ledger_making *m, const struct ledger_column *c, struct ledger_head *head, struct err *err)
{
	struct ref source, indicator = REF_NONE;
	bool claim = c->kind == KIND_CLAIM;
	if (!key_rows_resolve(m->rows, UINT32_C(1) << KIND_SOURCE, c->source, &source)
		|| (claim && !key_rows_resolve(m->rows, UINT32_C(1) << KIND_INDICATOR, c->indicator, &indicator)))
		return err_set(err, ERR_DATA, "found column \"%.*s\" of a ledger with a reference to nothing, expected a source and an indicator",
			STR_ARG(c->name));
	*head = (struct ledger_head){.sort = claim ? LEDGER_CLAIM : LEDGER_MILESTONE, .number = (uint32_t)(c - m->columns->v),
		.code = (uint8_t)(claim ? c->modality : c->status), .source = source.bits, .indicator = indicator.bits,
		.factor = c->factor.digits, .factor_scale = c->factor.scale, .period = {1, 0}};
	period_parse(c->period, &head->period);
	return true;
}

/* As index_claims orders them; milestones by number; lines by source. */
static int by_place(const void *a, const void *b, void *context)
{
	const struct ledger_head *x = a, *y = b;
	const struct ledger_making *m = context;
	if (x->sort != y->sort || x->sort == LEDGER_LINE)
		return x->sort != y->sort ? ledger_compare(x->sort, y->sort) : ledger_compare(x->source, y->source);
	int order = 0;
	if (x->sort == LEDGER_CLAIM) {
		order = ledger_compare(x->indicator, y->indicator);
		order = order ? order : str_cmp(m->columns->v[x->number].scope, m->columns->v[y->number].scope);
		order = order ? order : ledger_compare(x->period.first, y->period.first);
		order = order ? order : ledger_compare(x->period.last, y->period.last);
	}
	return order ? order : ledger_compare(x->number, y->number);
}

static void add_lines(struct ledger_making *m)
{
	uint32_t n = m->n_heads;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t line = n;
		while (line < m->n_heads && m->heads[line].source != m->heads[i].source)
			line++;
		if (line == m->n_heads)
			m->heads[m->n_heads++] = (struct ledger_head){.sort = LEDGER_LINE, .source = m->heads[i].source, .period = {1, 0},
				.indicator = UINT32_MAX};
	}
}

bool ledger_make_heads(struct ledger_making *m, struct err *err)
{
	m->heads = xcalloc(m->columns->n * 2 + 1, sizeof *m->heads);
	m->head_of = xmalloc((m->columns->n + 1) * sizeof *m->head_of);
	for (size_t i = 0; i < m->columns->n; i++)
		if (m->columns->v[i].kind != KIND_COUNT && !resolve_column(m, &m->columns->v[i], &m->heads[m->n_heads++], err))
			return false;
	add_lines(m);
	qsort_r(m->heads, m->n_heads, sizeof *m->heads, by_place, m);
	for (uint32_t i = 0; i < m->n_heads; i++) {
		struct ledger_head *head = &m->heads[i];
		if (head->sort != LEDGER_LINE)
			m->head_of[head->number] = i;
		for (uint32_t line = m->n_heads; line-- > 0 && m->heads[line].sort == LEDGER_LINE;)
			if (m->heads[line].source == head->source)
				head->line = line;
	}
	return true;
}

void ledger_make_head_texts(struct ledger_making *m)
{
	struct strbuf bytes = {0};
	int64_t *ends = xmalloc(m->n_heads * (size_t)LEDGER_TEXTS * sizeof *ends);
	size_t n = 0;
	for (uint32_t i = 0; i < m->n_heads; i++) {
		static const struct ledger_column none;
		const struct ledger_column *c = m->heads[i].sort == LEDGER_LINE ? &none : &m->columns->v[m->heads[i].number];
		const struct str texts[LEDGER_TEXTS] = {c->name, c->unit, c->base_unit, c->scope, c->period};
		for (int t = 0; t < LEDGER_TEXTS; t++) {
			strbuf_add(&bytes, texts[t]);
			ends[n++] = (int64_t)bytes.n;
		}
	}
	m->ledger->text_ends = section_pack(ends, n);
	m->ledger->text_bytes = section_plain(bytes.p, bytes.n, 1);
	free(ends);
}
