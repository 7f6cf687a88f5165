/* Why two figures got their verdict, from what was printed. */
#include "index/verdict.h"

#include "index/read.h"

/* "未注明，探明": a field of both, in the words of the data. */
static void add_both(
	const struct index *index, struct ref a, struct ref b, const char *field, bool chinese, struct strbuf *out)
{
	const struct ref both[] = {a, b};
	for (int i = 0; i < 2; i++) {
		struct str text = read_text(index, both[i], field);
		strbuf_add_c(out, i ? (chinese ? "，" : ", ") : "");
		strbuf_add(out, text.n ? text : chinese ? STR("未注明") : STR("not given"));
	}
}

static void add_modalities(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	const struct ref both[] = {a, b};
	for (int i = 0; i < 2; i++) {
		int64_t modality = read_number(index, both[i], "modality");
		const struct enum_code *code = &enums[ENUM_MODALITY].v[modality < 0 ? 0 : modality];
		strbuf_add_c(out, i ? (chinese ? "，" : ", ") : "");
		strbuf_add_c(out, chinese ? code->zh : code->en);
	}
}

static void add_printed(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	index_printed(index, a, out);
	strbuf_add_c(out, chinese ? "，" : ", ");
	index_printed(index, b, out);
}

static void explain_scope(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	size_t modality = field_get(KIND_CLAIM, "modality");
	struct figure f = index_figure(index, a), g = index_figure(index, b);
	if (figure_has_number(&f) != figure_has_number(&g)) {
		strbuf_add_c(out, chinese ? "一处是文字，一处是数：" : "words and a number: ");
		add_printed(index, a, b, chinese, out);
	} else if (index_number(index, a, modality) != index_number(index, b, modality)) {
		strbuf_add_c(out, chinese ? "性质不同：" : "modalities: ");
		add_modalities(index, a, b, chinese, out);
	} else if (!str_eq(read_text(index, a, "scope"), read_text(index, b, "scope"))) {
		strbuf_add_c(out, chinese ? "口径不同：" : "scopes: ");
		add_both(index, a, b, "scope", chinese, out);
		if (!str_eq(read_text(index, a, "period"), read_text(index, b, "period"))) {
			strbuf_add_c(out, chinese ? "；时期：" : "; periods: ");
			add_both(index, a, b, "period", chinese, out);
		}
	} else if (!str_eq(read_text(index, a, "item"), read_text(index, b, "item"))) {
		strbuf_add_c(out, chinese ? "品目不同：" : "items: ");
		add_both(index, a, b, "item", chinese, out);
	} else {
		strbuf_add_c(out, chinese ? "单位不能换算：" : "units that do not convert: ");
		add_both(index, a, b, "unit", chinese, out);
	}
}

/* How much more the greater of two exact numbers in one unit is. */
static void add_difference(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	struct figure f = index_figure(index, a), g = index_figure(index, b);
	if (!figure_is_exact(&f) || !figure_is_exact(&g) || !str_eq(f.base_unit, g.base_unit))
		return;
	double x = decimal_double(f.base), y = decimal_double(g.base), less = x < y ? x : y, more = x < y ? y : x;
	if (less > 0)
		strbuf_printf(out, chinese ? "，相差 %.3g%%" : ", %.3g %% apart", 100 * (more / less - 1));
}

/* What only one of two says: the reason why they are taken for the same nevertheless. */
static void add_open(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	static const struct {
		const char *field, *zh, *en;
	} open[] = {{"item", "品目", "item"}, {"scope", "口径", "scope"}, {"period", "时期", "period"}};
	for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
		struct str x = read_text(index, a, open[i].field), y = read_text(index, b, open[i].field);
		if (!x.n != !y.n)
			strbuf_printf(out, chinese ? "，%s只有一处注明（%.*s）" : ", %s given once (%.*s)",
				chinese ? open[i].zh : open[i].en, STR_ARG(x.n ? x : y));
		else if (x.n && !str_eq(x, y))
			strbuf_printf(out, chinese ? "，%s：%.*s，%.*s" : ", %s: %.*s, %.*s",
				chinese ? open[i].zh : open[i].en, STR_ARG(x), STR_ARG(y));
	}
}

static void explain_doubts(const struct index *index, struct ref claim, bool chinese, struct strbuf *out)
{
	static const char *const rules[] = {"sum", "order_of_magnitude"};
	struct refs doubts = read_back(index, claim, KIND_DOUBT, "about");
	for (size_t i = 0; i < doubts.n; i++) {
		int64_t rule = read_number(index, doubts.v[i], "rule");
		struct str note = read_text(index, doubts.v[i], "note");
		if (rule != enum_parse(ENUM_RULE, str_from(rules[0]))
			&& rule != enum_parse(ENUM_RULE, str_from(rules[1])))
			continue;
		const struct enum_code *code = &enums[ENUM_RULE].v[rule];
		strbuf_printf(out, chinese ? "%s存疑：%.*s" : "doubt of %s: %.*s", chinese ? code->zh : code->en,
			STR_ARG(note.n ? note : index_name(index, doubts.v[i])));
		return;
	}
}

void verdict_reason(const struct index *index, struct ref a, struct ref b, bool chinese, struct strbuf *out)
{
	size_t before = out->n;
	switch (ref_eq(a, b) ? VERDICT_AGAINST_FIGURES : verdict_of(index, a, b)) {
	case VERDICT_AGREE:
		strbuf_add_c(out, chinese ? "相同：" : "the same: ");
		add_printed(index, a, b, chinese, out);
		add_open(index, a, b, chinese, out);
		break;
	case VERDICT_ROUNDED:
		strbuf_add_c(out, chinese ? "舍入或约数之内相合：" : "agree within rounding or what the words allow: ");
		add_printed(index, a, b, chinese, out);
		break;
	case VERDICT_OTHER_PERIOD:
		strbuf_add_c(out, chinese ? "时期不同：" : "periods: ");
		add_both(index, a, b, "period", chinese, out);
		break;
	case VERDICT_OTHER_SCOPE:
		explain_scope(index, a, b, chinese, out);
		break;
	case VERDICT_CONFLICT:
		strbuf_add_c(out, chinese ? "同期同口径而不同：" : "same period and scope, but different: ");
		add_printed(index, a, b, chinese, out);
		add_difference(index, a, b, chinese, out);
		break;
	case VERDICT_AGAINST_FIGURES:
		explain_doubts(index, a, chinese, out);
		if (out->n == before)
			explain_doubts(index, b, chinese, out);
		break;
	case VERDICT_SINGLE:
	case VERDICT_COUNT:
		break;
	}
}
