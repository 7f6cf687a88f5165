#include "view/figure.h"

#include "index/read.h"
#include "index/suspicion.h"

/*
 * Ledgers hold money in whole 元, which nobody reads at a glance: 98700000000元 is written as 987亿元, the same number to the
 * last digit. What was printed in words stays as printed. Returns whether something was shortened.
 */
static bool shorten_money(size_t start, struct strbuf *out)
{
	enum { READ_AT_A_GLANCE = 4 };
	const struct str unit = STR("元");
	struct str text = str_sub(strbuf_str(out), start, out->n);
	struct decimal amount;
	if (!str_ends(text, unit) || text.n - unit.n <= READ_AT_A_GLANCE)
		return false;
	for (size_t i = 0; i < text.n - unit.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	if (!decimal_parse(str_sub(text, 0, text.n - unit.n), &amount))
		return false;
	size_t length = text.n;
	strbuf_truncate(out, start);
	amount_format(amount, unit, out);
	return out->n - start != length;
}

void figure_print(const struct index *index, struct ref claim, struct strbuf *out)
{
	size_t start = out->n;
	index_printed(index, claim, out);
	shorten_money(start, out);
}

void figure_print_whole(const struct index *index, struct ref claim, struct strbuf *out)
{
	struct strbuf brief = {0};
	index_printed(index, claim, out);
	index_printed(index, claim, &brief);
	if (shorten_money(0, &brief))
		strbuf_printf(out, " (%.*s)", STR_ARG(strbuf_str(&brief)));
	strbuf_release(&brief);
}

bool figures_doubted(const struct index *index, const struct ref *claims, size_t n)
{
	struct suspicions found = {0};
	bool doubted = false;
	for (size_t i = 0; i < n && !doubted; i++) {
		suspicions_about(index, claims[i], true, &found);
		doubted = found.v.n || read_back(index, claims[i], KIND_DOUBT, "about").n;
	}
	suspicions_release(&found);
	return doubted;
}

bool figure_print_signed(const struct index *index, struct ref claim, struct strbuf *out)
{
	bool contradicted = verdict_contradicts(verdict_of_claim(index, claim)), doubted = figures_doubted(index, &claim, 1);
	strbuf_add_c(out, contradicted ? "!" : "");
	figure_print(index, claim, out);
	strbuf_add_c(out, doubted ? "?" : "");
	return contradicted || doubted;
}

static void add_word(struct strbuf *out, size_t start, struct str word)
{
	if (!word.n)
		return;
	if (out->n > start)
		strbuf_add_byte(out, ' ');
	strbuf_add(out, word);
}

void figure_heading(const struct index *index, struct ref claim, struct strbuf *out)
{
	size_t start = out->n;
	add_word(out, start, index_name(index, read_ref(index, claim, "indicator")));
	add_word(out, start, read_text(index, claim, "item"));
}

void figure_kind(const struct index *index, struct ref claim, enum language language, struct strbuf *out)
{
	size_t start = out->n;
	add_word(out, start, read_text(index, claim, "scope"));
	int64_t modality = read_number(index, claim, "modality");
	if (modality <= MODALITY_ACTUAL || (size_t)modality >= enums[ENUM_MODALITY].n)
		return;
	const struct enum_code *code = &enums[ENUM_MODALITY].v[modality];
	add_word(out, start, str_from(language == LANGUAGE_ZH ? code->zh : code->en));
}

void figure_period(const struct index *index, struct ref claim, enum language language, struct strbuf *out)
{
	size_t start = out->n;
	add_word(out, start, read_text(index, claim, "period"));
	if (out->n > start && read_flag(index, claim, "inferred"))
		add_word(out, start, message(MSG_INFERRED, language));
}

void source_date(const struct index *index, struct ref source, enum language language, struct strbuf *out)
{
	size_t start = out->n, basis = field_get(KIND_SOURCE, "date_basis");
	add_word(out, start, read_text(index, source, "date"));
	int64_t code = index_number(index, source, basis);
	if (out->n > start && code >= 0 && str_eq_c(str_from(enums[ENUM_DATE_BASIS].v[code].code), "inferred"))
		add_word(out, start, message(MSG_INFERRED, language));
}

/* The slug of a source: what locators call it. */
static struct str slug_of(const struct index *index, struct ref source)
{
	struct str id = ref_none(source) ? STR("") : index_id(index, source);
	ptrdiff_t colon = str_find_byte(id, ':', 0);
	return str_sub(id, (size_t)(colon + 1), id.n);
}

void locators_print(const struct index *index, struct str locators, struct ref source, enum language language, struct strbuf *out)
{
	struct str article = slug_of(index, source), rest = locators, one;
	size_t start = out->n;
	while (str_split(&rest, ';', &one)) {
		struct locator l;
		if (!locator_parse(one, &l))
			continue;
		if (out->n > start)
			strbuf_add_c(out, "; ");
		if (!str_eq(l.article, article)) {
			strbuf_printf(out, "%.*s ", STR_ARG(l.article));
			article = l.article;
		}
		strbuf_add(out, message(l.in_text ? MSG_PLACE_PARAGRAPH : MSG_PLACE_LINE, language));
		strbuf_printf(out, "%u", l.line);
		strbuf_add(out, message(l.in_text ? MSG_PLACE_CHARACTERS : MSG_PLACE_COLUMN, language));
		if (l.in_text)
			strbuf_printf(out, "%u-%u", l.start, l.end);
		else
			strbuf_add(out, l.column);
	}
}

void verdict_print(enum verdict verdict, enum language language, struct strbuf *out)
{
	const struct verdict_info *info = &verdicts[verdict];
	strbuf_add_c(out, info->sign);
	strbuf_add_c(out, language == LANGUAGE_ZH ? info->zh : info->en);
}
