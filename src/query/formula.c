#include "query/formula_internal.h"

#include "index/read.h"

/* -- leaves ---------------------------------------------------------------------------- */

static struct formula *keep(const struct formula *formula, struct arena *arena)
{
	struct formula *kept = arena_alloc(arena, sizeof *kept);
	*kept = *formula;
	return kept;
}

/* A number with parts; its unit is that of the first. */
static struct formula *keep_parts(struct formula made, const struct formula *const *parts, size_t n, struct arena *arena)
{
	made.parts = arena_alloc(arena, n * sizeof *made.parts);
	made.n_parts = n;
	for (size_t i = 0; i < n; i++)
		made.parts[i] = parts[i];
	return keep(&made, arena);
}

bool formula_numbers(const struct figure *f, struct interval *out)
{
	bool bounded = f->has_low || f->has_high;
	out->has_low = bounded || f->has_base;
	out->has_high = f->has_high || (f->has_base && !bounded);
	out->low = f->has_low ? f->low : bounded ? (struct decimal){0, 0} : f->base;
	out->high = f->has_high ? f->high : f->base;
	return out->has_low || out->has_high;
}

static const struct formula *leaf(const struct index *index, struct ref claim, const struct figure *f, struct str scope, struct arena *arena)
{
	struct formula made = {.type = FORMULA_FIGURE, .record = claim};
	if (!formula_numbers(f, &made.value))
		return NULL;
	made.unit = rate_unit(scope, f->base_unit, &made.year_assumed, arena);
	return rate_per_year(index, keep(&made, arena), arena);
}

const struct formula *formula_figure(const struct index *index, struct ref claim, struct arena *arena)
{
	struct figure f = index_figure(index, claim);
	return leaf(index, claim, &f, read_text(index, claim, "scope"), arena);
}

const struct formula *formula_of_cell(const struct index *index, const struct index_cell *cell, struct arena *arena)
{
	struct figure f = index_cell_figure(index, cell);
	return leaf(index, cell->record, &f, cell->scope, arena);
}

const struct formula *formula_coefficient(const struct index *index, struct ref link, struct arena *arena)
{
	struct str parts[COEFFICIENT_PARTS];
	struct coefficient read;
	enum coefficient_part fault;
	struct err ignored = ERR_INIT;
	for (int i = 0; i < COEFFICIENT_PARTS; i++)
		parts[i] = read_text(index, link, coefficient_fields[i]);
	bool sourced = !ref_none(read_ref(index, link, "coefficient_source"));
	if (!coefficient_read(parts, sourced, &read, &fault, &ignored) || (!read.has_low && !read.has_high))
		return NULL;
	struct formula made = {.type = FORMULA_COEFFICIENT, .record = link, .unit = STR("")};
	made.value = (struct interval){true, read.has_high, read.has_low ? read.low : (struct decimal){0, 0}, read.high};
	if (read.over.n)
		made.unit = arena_printf(arena, "%.*s/%.*s", STR_ARG(read.over), STR_ARG(read.under));
	return keep(&made, arena);
}

struct str formula_under(const struct formula *coefficient)
{
	ptrdiff_t slash = str_find_byte(coefficient->unit, '/', 0);
	return slash < 0 ? STR("") : str_sub(coefficient->unit, (size_t)slash + 1, coefficient->unit.n);
}

/* -- putting together -------------------------------------------------------------------- */

static struct decimal negative(struct decimal d)
{
	return (struct decimal){-d.digits, d.scale};
}

/* An end of the sum: there only where both parts have it. */
static bool add_end(bool *has, struct decimal *end, bool has_more, struct decimal more)
{
	*has = *has && has_more;
	return !*has || decimal_add(*end, more, end);
}

static bool add(struct interval *sum, const struct interval *more)
{
	return add_end(&sum->has_low, &sum->low, more->has_low, more->low) && add_end(&sum->has_high, &sum->high, more->has_high, more->high);
}

static bool subtract(struct interval *rest, const struct interval *less)
{
	bool high = less->has_high;
	return add_end(&rest->has_high, &rest->high, less->has_low, negative(less->low)) && add_end(&rest->has_low, &rest->low, high, negative(less->high));
}

static bool multiply(struct interval *product, const struct interval *by)
{
	product->has_low = product->has_low && by->has_low;
	product->has_high = product->has_high && by->has_high;
	return (!product->has_low || decimal_mul(product->low, by->low, &product->low))
		&& (!product->has_high || decimal_mul(product->high, by->high, &product->high));
}

static void widen(struct interval *span, const struct interval *more)
{
	if (span->has_low && (!more->has_low || decimal_cmp(more->low, span->low) < 0)) {
		span->has_low = more->has_low;
		span->low = more->low;
	}
	if (span->has_high && (!more->has_high || decimal_cmp(more->high, span->high) > 0)) {
		span->has_high = more->has_high;
		span->high = more->high;
	}
}

/* Low: the greatest of the parts' lows. High: the sum of the highs. */
static bool pile(struct interval *items, const struct interval *more)
{
	if (more->has_low && (!items->has_low || decimal_cmp(more->low, items->low) > 0)) {
		items->has_low = true;
		items->low = more->low;
	}
	return add_end(&items->has_high, &items->high, more->has_high, more->high);
}

static bool combine(enum formula_type type, struct interval *value, const struct interval *more)
{
	switch (type) {
	case FORMULA_SPAN: widen(value, more); return true;
	case FORMULA_SUM: return add(value, more);
	case FORMULA_ITEMS: return pile(value, more);
	case FORMULA_PRODUCT: return multiply(value, more);
	case FORMULA_DIFFERENCE: return subtract(value, more);
	case FORMULA_FIGURE:
	case FORMULA_COEFFICIENT:
	case FORMULA_RUNNING:
	case FORMULA_CONVERTED: break;
	}
	return false;
}

const struct formula *formula_make(enum formula_type type, const struct formula *const *parts, size_t n, struct arena *arena)
{
	if (n == 1 && (type == FORMULA_SPAN || type == FORMULA_SUM || type == FORMULA_ITEMS))
		return parts[0];
	struct formula made = {.type = type, .value = parts[0]->value, .unit = parts[0]->unit, .record = REF_NONE};
	for (size_t i = 1; i < n; i++)
		if (!combine(type, &made.value, &parts[i]->value))
			return NULL;
	return keep_parts(made, parts, n, arena);
}

static bool convert_end(bool has, struct decimal *end, struct str from, struct str to)
{
	return !has || amount_convert(*end, from, to, end);
}

const struct formula *formula_convert(const struct formula *formula, struct str unit, struct arena *arena)
{
	struct formula made = {.type = FORMULA_CONVERTED, .value = formula->value, .unit = unit, .record = REF_NONE};
	if (str_eq(formula->unit, unit))
		return formula;
	if (!convert_end(made.value.has_low, &made.value.low, formula->unit, unit)
		|| !convert_end(made.value.has_high, &made.value.high, formula->unit, unit))
		return NULL;
	return keep_parts(made, &formula, 1, arena);
}

const struct formula *formula_times(const struct formula *quantity, const struct formula *coefficient, bool *units, struct arena *arena)
{
	struct str under = formula_under(coefficient), over = str_sub(coefficient->unit, 0, coefficient->unit.n - under.n - (under.n > 0));
	ptrdiff_t slash = str_find_byte(quantity->unit, '/', 0);
	struct str time = slash < 0 ? STR("") : str_sub(quantity->unit, (size_t)slash, quantity->unit.n);
	*units = true;
	if (under.n) {
		quantity = formula_convert(quantity, arena_printf(arena, "%.*s%.*s", STR_ARG(under), STR_ARG(time)), arena);
		*units = quantity != NULL;
	}
	const struct formula *parts[] = {quantity, coefficient};
	const struct formula *made = quantity ? formula_make(FORMULA_PRODUCT, parts, 2, arena) : NULL;
	if (!made || !under.n)
		return made;
	struct formula *named = keep(made, arena);
	named->unit = arena_printf(arena, "%.*s%.*s", STR_ARG(over), STR_ARG(time));
	return named;
}

const struct formula *formula_named(const struct formula *formula, enum formula_meaning meaning, struct ref record, struct arena *arena)
{
	if (!formula)
		return NULL;
	struct formula sum = {.type = FORMULA_SUM, .value = formula->value, .unit = formula->unit};
	struct formula *kept = formula->n_parts ? keep(formula, arena) : keep_parts(sum, &formula, 1, arena);
	kept->meaning = meaning;
	kept->record = record;
	return kept;
}

/* -- for people ----------------------------------------------------------------------------- */

static void add_value(const struct interval *v, struct str unit, bool chinese, struct strbuf *out)
{
	if (v->has_low && v->has_high && decimal_cmp(v->low, v->high) == 0) {
		amount_format(v->low, unit, out);
	} else if (v->has_low && v->has_high) {
		amount_format(v->low, unit, out);
		strbuf_add_c(out, "..");
		amount_format(v->high, unit, out);
	} else if (v->has_low || v->has_high) {
		strbuf_add_c(out, chinese ? "" : v->has_low ? "at least " : "at most ");
		amount_format(v->has_low ? v->low : v->high, unit, out);
		strbuf_add_c(out, !chinese ? "" : v->has_low ? "以上" : "以下");
	} else {
		strbuf_add_c(out, chinese ? "不定" : "unknown");
	}
}

void formula_value(const struct formula *formula, bool chinese, struct strbuf *out)
{
	add_value(&formula->value, formula->unit, chinese, out);
}

static void add_end_of_rest(struct decimal end, struct str unit, bool chinese, struct strbuf *out)
{
	bool lacks = end.digits < 0;
	strbuf_add_c(out, chinese ? lacks ? "缺" : "余" : lacks ? "short " : "spare ");
	amount_format(lacks ? negative(end) : end, unit, out);
}

void formula_rest(const struct formula *formula, bool chinese, struct strbuf *out)
{
	const struct interval *v = &formula->value;
	if (v->has_low && v->has_high) {
		add_end_of_rest(v->low, formula->unit, chinese, out);
		if (decimal_cmp(v->low, v->high) != 0) {
			strbuf_add_c(out, "..");
			add_end_of_rest(v->high, formula->unit, chinese, out);
		}
	} else if (v->has_high || v->has_low) {
		/* "At most 3 spare", "2 short or more". */
		struct decimal end = v->has_high ? v->high : v->low;
		bool least = v->has_high == (end.digits < 0);
		strbuf_add_c(out, chinese ? least ? "至少" : "至多" : least ? "at least " : "at most ");
		add_end_of_rest(end, formula->unit, chinese, out);
	} else {
		strbuf_add_c(out, chinese ? "不定" : "unknown");
	}
}

enum formula_sign formula_sign(const struct formula *formula)
{
	const struct interval *v = &formula->value;
	return v->has_high && v->high.digits < 0 ? SIGN_SHORT : v->has_low && v->low.digits >= 0 ? SIGN_ENOUGH : SIGN_OPEN;
}

static const char *const meanings[MEANING_COUNT][2] = {
	[MEANING_NONE] = {"", ""},
	[MEANING_CAPACITY] = {"产能", "capacity"},
	[MEANING_NEED] = {"所需", "needs"},
	[MEANING_INTAKE] = {"所印用量", "printed intake"},
	[MEANING_BYPRODUCT] = {"产出副产", "by-product"},
	[MEANING_REST] = {"余缺", "balance"},
	[MEANING_CLAIMED] = {"声称消纳", "claimed intake"},
};

static const struct {
	const char *sign, *zh, *en; /* between the parts; said behind the result */
} operations[] = {
	[FORMULA_FIGURE] = {"", "", ""},
	[FORMULA_COEFFICIENT] = {"", "", ""},
	[FORMULA_RUNNING] = {"", "", ""},
	[FORMULA_CONVERTED] = {"", "单位换算", "the same in another unit"},
	[FORMULA_SPAN] = {" | ", "所印不一,取最小至最大", "figures differ: least to greatest"},
	[FORMULA_SUM] = {" + ", "", ""},
	[FORMULA_ITEMS] = {" , ", "各项或为同一物料的先后工序:最大一项至合计", "one may be made into the other: the greatest to the sum"},
	[FORMULA_PRODUCT] = {" x ", "", ""},
	[FORMULA_DIFFERENCE] = {" - ", "", ""},
};

struct printing {
	const struct index *index;
	bool chinese;
	formula_line_fn *take;
	void *self;
	struct strbuf text;
};

static void print_period_and_source(struct printing *p, struct ref claim)
{
	struct str period = read_text(p->index, claim, "period");
	struct ref source = read_ref(p->index, claim, "source");
	strbuf_add_c(&p->text, p->chinese ? "（" : " (");
	strbuf_add(&p->text, period);
	strbuf_add_c(&p->text, period.n ? p->chinese ? "；" : "; " : "");
	if (!ref_none(source))
		strbuf_printf(&p->text, p->chinese ? "《%.*s》" : "%.*s, ", STR_ARG(index_name(p->index, source)));
	strbuf_add(&p->text, read_text(p->index, claim, "locator"));
	strbuf_add_c(&p->text, p->chinese ? "）" : ")");
}

static void print_figure(struct printing *p, const struct formula *f)
{
	struct ref subject = read_ref(p->index, f->record, "subject");
	struct str item = read_text(p->index, f->record, "item"), scope = read_text(p->index, f->record, "scope");
	strbuf_add(&p->text, index_short_name(p->index, subject));
	strbuf_printf(&p->text, " %.*s%s", STR_ARG(item), item.n ? " " : "");
	strbuf_add(&p->text, scope);
	index_printed(p->index, f->record, &p->text);
	struct refs doubts = read_back(p->index, f->record, KIND_DOUBT, "about");
	for (size_t i = 0; i < doubts.n; i++) {
		const struct enum_code *rule = read_code(p->index, doubts.v[i], "rule");
		strbuf_printf(&p->text, p->chinese ? " ?存疑:%s" : " ?doubtful: %s", p->chinese ? rule->zh : rule->en);
	}
	if (f->year_assumed)
		strbuf_add_c(&p->text, p->chinese ? " *未印时间,按每年计" : " *no time printed: read as per year");
	print_period_and_source(p, f->record);
}

static void print_coefficient(struct printing *p, const struct formula *f)
{
	struct ref source = read_ref(p->index, f->record, "coefficient_source");
	strbuf_add_c(&p->text, p->chinese ? "系数 " : "coefficient ");
	formula_value(f, p->chinese, &p->text);
	strbuf_printf(&p->text, "  %.*s", STR_ARG(index_name(p->index, f->record)));
	if (!ref_none(source))
		strbuf_printf(&p->text, p->chinese ? "（《%.*s》）" : " (%.*s)", STR_ARG(index_name(p->index, source)));
}

static void print_running(struct printing *p, const struct formula *f)
{
	strbuf_add_c(&p->text, p->chinese ? "年运行 " : "runs ");
	formula_value(f, p->chinese, &p->text);
	strbuf_printf(&p->text, p->chinese ? "  口径 %.*s" : "  as printed: %.*s", STR_ARG(read_text(p->index, f->record, "scope")));
	print_period_and_source(p, f->record);
}

/* "所需 = 50万吨 x 1.5 = 75万吨" */
static void print_inner(struct printing *p, const struct formula *f)
{
	const char *said = p->chinese ? operations[f->type].zh : operations[f->type].en;
	strbuf_add_c(&p->text, meanings[f->meaning][!p->chinese]);
	if (f->meaning && !ref_none(f->record))
		strbuf_printf(&p->text, " %.*s", STR_ARG(index_name(p->index, f->record)));
	bool steps = f->n_parts > 1 || f->type == FORMULA_CONVERTED;
	if (steps) {
		strbuf_add_c(&p->text, f->meaning ? " = " : "");
		for (size_t i = 0; i < f->n_parts; i++) {
			strbuf_add_c(&p->text, i ? operations[f->type].sign : "");
			formula_value(f->parts[i], p->chinese, &p->text);
		}
	}
	strbuf_add_c(&p->text, steps || f->meaning ? " = " : "");
	if (f->type == FORMULA_DIFFERENCE)
		formula_rest(f, p->chinese, &p->text);
	else
		formula_value(f, p->chinese, &p->text);
	if (*said && steps)
		strbuf_printf(&p->text, p->chinese ? "（%s）" : " (%s)", said);
}

static void print(struct printing *p, const struct formula *f, int depth)
{
	strbuf_clear(&p->text);
	if (f->type == FORMULA_FIGURE)
		print_figure(p, f);
	else if (f->type == FORMULA_COEFFICIENT)
		print_coefficient(p, f);
	else if (f->type == FORMULA_RUNNING)
		print_running(p, f);
	else
		print_inner(p, f);
	struct formula_line line = {depth, strbuf_str(&p->text), f->n_parts ? REF_NONE : f->record};
	p->take(p->self, &line);
	for (size_t i = 0; i < f->n_parts; i++)
		print(p, f->parts[i], depth + 1);
}

void formula_lines(const struct formula *formula, const struct index *index, bool chinese, formula_line_fn *take, void *self)
{
	struct printing p = {index, chinese, take, self, {0}};
	print(&p, formula, 0);
	strbuf_release(&p.text);
}

static size_t collect(const struct formula *f, struct ref *out, size_t n, size_t max)
{
	if (f->type == FORMULA_FIGURE) {
		for (size_t i = 0; i < n; i++)
			if (ref_eq(out[i], f->record))
				return n;
		out[n] = f->record;
		return n + 1;
	}
	for (size_t i = 0; i < f->n_parts && n < max; i++)
		n = collect(f->parts[i], out, n, max);
	return n;
}

size_t formula_claims(const struct formula *formula, struct ref *out, size_t max)
{
	return max ? collect(formula, out, 0, max) : 0;
}
