#include "index/verdict.h"
#include "index/read.h"

#include "index_internal.h"

const struct verdict_info verdicts[VERDICT_COUNT] = {
	[VERDICT_SINGLE] = {"single", "单源", "single", ""},
	[VERDICT_AGREE] = {"agree", "一致", "agree", "="},
	[VERDICT_ROUNDED] = {"rounded", "舍入后一致", "agree after rounding", "="},
	[VERDICT_OTHER_PERIOD] = {"other_period", "不同期", "different period", "~"},
	[VERDICT_OTHER_SCOPE] = {"other_scope", "口径不同", "different scope", "~"},
	[VERDICT_CONFLICT] = {"conflict", "矛盾", "contradiction", "!"},
	[VERDICT_AGAINST_FIGURES] = {"against_figures", "与数字不符", "against figures", "!"},
};

/* -- reading a claim --------------------------------------------------------------------- */

struct reading {
	struct figure figure;
	struct str item, value, scope;
	struct period period;
	bool has_period, approximate;
	int64_t modality;
	struct decimal quantum; /* one unit of the last printed digit, in the base unit; 0: not known */
};

/*
 * 7.14 亿元 is printed to 0.01 亿元: the base value divided by the number that the printed
 * digits make without their point (714).
 */
static struct decimal quantum_of(struct str value, const struct figure *f)
{
	struct decimal printed, none = {0, 0};
	ptrdiff_t point = str_find_byte(value, '.', 0);
	size_t decimals = point < 0 ? 0 : value.n - (size_t)point - 1;
	if (!f->has_base || !number_parse(value, &printed) || decimals < printed.scale || decimals > 9)
		return none;
	int64_t digits = printed.digits, quotient = f->base.digits;
	uint8_t scale = f->base.scale;
	for (size_t i = printed.scale; i < decimals; i++)
		if (__builtin_mul_overflow(digits, 10, &digits))
			return none;
	while (digits && quotient % digits && scale < 9 && !__builtin_mul_overflow(quotient, 10, &quotient))
		scale++;
	/* one significant digit says too little to round to: 2.5 is not 3 */
	if (!digits || (digits < 10 && digits > -10) || quotient % digits)
		return none;
	return (struct decimal){quotient / digits, scale};
}

static bool is_approximate(struct str qualifiers)
{
	static const char *const words[] = {"约", "左右", "大约", "上下", "近", "余", "多", "超", "突破", "达"};
	struct str word;
	while (index_list_next(&qualifiers, &word))
		if (str_has_any(word, words, sizeof words / sizeof *words))
			return true;
	return false;
}

static struct reading read_claim(const struct index *index, struct ref claim)
{
	struct reading r = {
		.figure = index_figure(index, claim),
		.item = index_text(index, claim, index->claim.item),
		.value = index_text(index, claim, index->claim.value),
		.scope = index_text(index, claim, index->claim.scope),
		.modality = index_number(index, claim, index->claim.modality),
		.approximate = is_approximate(index_text(index, claim, index->claim.qualifier)),
	};
	r.has_period = index_period(index, claim, index->claim.period, &r.period);
	r.quantum = quantum_of(r.value, &r.figure);
	return r;
}

/* -- sets of words ---------------------------------------------------------------------------- */

/* The next element of a list as printed; 和 parts it as 、 does, in both lists that are compared. */
static bool next_word(struct str *rest, struct str *word)
{
	static const char *const marks[] = {";", "；", "、", "，", ",", "|", "/", "以及", "和", "及", "与", NULL};
	while (rest->n) {
		size_t end = 0, width = 0;
		for (; end < rest->n && !width; end += !width)
			for (size_t i = 0; marks[i] && !width; i++)
				if (str_starts(str_sub(*rest, end, rest->n), str_from(marks[i])))
					width = str_from(marks[i]).n;
		*word = str_trim(str_sub(*rest, 0, end));
		*rest = str_sub(*rest, end + width, rest->n);
		if (word->n)
			return true;
	}
	return false;
}

static bool contains_all(struct str set, struct str words)
{
	struct str word, element;
	while (next_word(&words, &word)) {
		struct str rest = set;
		bool found = false;
		while (!found && next_word(&rest, &element))
			found = str_eq(word, element);
		if (!found)
			return false;
	}
	return true;
}

static bool same_set(struct str a, struct str b)
{
	return contains_all(a, b) && contains_all(b, a);
}

/* -- numbers ----------------------------------------------------------------------------------- */

static bool same_number(const struct figure *a, const struct figure *b)
{
	int order;
	if (a->has_base != b->has_base || a->has_low != b->has_low || a->has_high != b->has_high)
		return false;
	return (!a->has_base || (amount_compare(a->base, a->base_unit, b->base, b->base_unit, &order) && !order))
		&& (!a->has_low || (amount_compare(a->low, a->base_unit, b->low, b->base_unit, &order) && !order))
		&& (!a->has_high || (amount_compare(a->high, a->base_unit, b->high, b->base_unit, &order) && !order));
}

static bool is_bound(const struct figure *f)
{
	return f->has_low || f->has_high;
}

/* Whether x lies in middle ± width (all but x in b's unit). */
static bool within(struct decimal x, struct str x_unit, struct decimal middle, struct decimal width, struct str unit)
{
	struct decimal low, high;
	int order;
	if (!decimal_add(middle, (struct decimal){-width.digits, width.scale}, &low)
		|| !decimal_add(middle, width, &high))
		return false;
	return amount_compare(x, x_unit, low, unit, &order) && order >= 0
		&& amount_compare(x, x_unit, high, unit, &order) && order <= 0;
}

/* Half of the last printed digit; where the words say 约 a twentieth of the number, if that is more. */
static struct decimal tolerance(const struct reading *r)
{
	struct decimal half = {0, 0}, twentieth = {0, 0};
	decimal_mul(r->quantum, (struct decimal){5, 1}, &half);
	if (r->approximate && !is_bound(&r->figure))
		decimal_mul((struct decimal){r->figure.base.digits < 0 ? -r->figure.base.digits : r->figure.base.digits,
				    r->figure.base.scale},
			(struct decimal){5, 2}, &twentieth);
	return decimal_cmp(half, twentieth) >= 0 ? half : twentieth;
}

/* Whether figure a, without bounds, is b as b was printed. */
static bool rounds_to(const struct reading *a, const struct reading *b)
{
	struct decimal width = tolerance(b);
	return width.digits > 0
		&& within(a->figure.base, a->figure.base_unit, b->figure.base, width, b->figure.base_unit);
}

/* The least (or greatest) that a figure allows; false where it is open. */
static bool bound_of(const struct figure *f, bool high, struct decimal *out)
{
	bool has = high ? f->has_high : f->has_low;
	if (has)
		*out = high ? f->high : f->low;
	else if (!is_bound(f) && f->has_base)
		*out = f->base;
	else
		return false;
	return true;
}

/* Whether some number fits both. */
static bool overlap(const struct figure *a, const struct figure *b)
{
	struct decimal low, high;
	int order;
	if (bound_of(a, false, &low) && bound_of(b, true, &high)
		&& amount_compare(low, a->base_unit, high, b->base_unit, &order) && order > 0)
		return false;
	return !(bound_of(b, false, &low) && bound_of(a, true, &high)
		&& amount_compare(low, b->base_unit, high, a->base_unit, &order) && order > 0);
}

static enum verdict compare_numbers(const struct reading *a, const struct reading *b)
{
	if (same_number(&a->figure, &b->figure))
		return VERDICT_AGREE;
	if (is_bound(&a->figure) || is_bound(&b->figure))
		return overlap(&a->figure, &b->figure) ? VERDICT_ROUNDED : VERDICT_CONFLICT;
	return rounds_to(a, b) || rounds_to(b, a) ? VERDICT_ROUNDED : VERDICT_CONFLICT;
}

static bool units_convert(const struct figure *a, const struct figure *b)
{
	int order;
	struct decimal one = {1, 0};
	return amount_compare(one, a->base_unit, one, b->base_unit, &order);
}

/* -- verdicts ------------------------------------------------------------------------------------- */

static bool against_figures(const struct index *index, struct ref claim)
{
	struct refs doubts = read_back(index, claim, KIND_DOUBT, "about");
	int sum = enum_parse(ENUM_RULE, STR("sum")), magnitude = enum_parse(ENUM_RULE, STR("order_of_magnitude"));
	for (size_t i = 0; i < doubts.n; i++) {
		int64_t rule = read_number(index, doubts.v[i], "rule");
		if (rule == sum || rule == magnitude)
			return true;
	}
	return false;
}

static enum verdict compare_words(const struct reading *a, const struct reading *b, bool same_period)
{
	if (same_set(a->value, b->value))
		return VERDICT_AGREE;
	if (a->modality != b->modality || !same_set(a->scope, b->scope))
		return VERDICT_OTHER_SCOPE;
	return same_period ? VERDICT_CONFLICT : VERDICT_OTHER_PERIOD;
}

static enum verdict compare(const struct reading *a, const struct reading *b)
{
	bool same_period = a->has_period == b->has_period
		&& (!a->has_period || (a->period.first == b->period.first && a->period.last == b->period.last));
	bool words_a = !figure_has_number(&a->figure), words_b = !figure_has_number(&b->figure);
	if (words_a && words_b)
		return compare_words(a, b, same_period);
	if (words_a || words_b || a->modality != b->modality || !units_convert(&a->figure, &b->figure))
		return VERDICT_OTHER_SCOPE;
	enum verdict numbers = compare_numbers(a, b);
	bool agree = numbers == VERDICT_AGREE || numbers == VERDICT_ROUNDED;
	bool same_scope = same_set(a->scope, b->scope) && a->item.n == b->item.n;
	bool scope_open = !a->scope.n || !b->scope.n || same_set(a->scope, b->scope);
	if (!same_scope && !(scope_open && agree))
		return VERDICT_OTHER_SCOPE;
	bool period_open
		= !a->has_period || !b->has_period || (a->period.first == INT32_MIN && b->period.first == INT32_MIN);
	if (!same_period && !(period_open && agree))
		return VERDICT_OTHER_PERIOD;
	return numbers;
}

static bool same_group(const struct index *index, struct ref a, struct ref b)
{
	const struct claim_fields *f = &index->claim;
	return ref_eq(index_ref(index, a, f->subject), index_ref(index, b, f->subject))
		&& ref_eq(index_ref(index, a, f->indicator), index_ref(index, b, f->indicator));
}

enum verdict verdict_of(const struct index *index, struct ref a, struct ref b)
{
	if (ref_eq(a, b) || !same_group(index, a, b))
		return VERDICT_SINGLE;
	struct str item_a = index_text(index, a, index->claim.item), item_b = index_text(index, b, index->claim.item);
	if (item_a.n && item_b.n && !str_eq(item_a, item_b))
		return VERDICT_SINGLE;
	struct reading x = read_claim(index, a), y = read_claim(index, b);
	enum verdict verdict = compare(&x, &y);
	bool excused = verdict == VERDICT_OTHER_SCOPE || verdict == VERDICT_OTHER_PERIOD;
	return !excused && (against_figures(index, a) || against_figures(index, b)) ? VERDICT_AGAINST_FIGURES : verdict;
}

enum verdict verdict_weightier(enum verdict a, enum verdict b)
{
	if (a == VERDICT_CONFLICT || b == VERDICT_CONFLICT)
		return VERDICT_CONFLICT;
	return a > b ? a : b;
}

enum verdict verdict_among(const struct index *index, struct refs claims)
{
	enum verdict weightiest = VERDICT_SINGLE;
	for (size_t i = 0; i < claims.n && weightiest != VERDICT_CONFLICT; i++) {
		if (against_figures(index, claims.v[i]))
			weightiest = verdict_weightier(weightiest, VERDICT_AGAINST_FIGURES);
		for (size_t j = i + 1; j < claims.n && weightiest != VERDICT_CONFLICT; j++)
			weightiest = verdict_weightier(weightiest, verdict_of(index, claims.v[i], claims.v[j]));
	}
	return weightiest;
}

enum verdict verdict_of_claim(const struct index *index, struct ref claim)
{
	struct ref few[INDEX_FEW];
	struct refs group = index_figures_of(index, index_ref(index, claim, index->claim.subject),
		index_ref(index, claim, index->claim.indicator), few, INDEX_FEW);
	enum verdict weightiest = against_figures(index, claim) ? VERDICT_AGAINST_FIGURES : VERDICT_SINGLE;
	for (size_t i = 0; i < group.n; i++)
		weightiest = verdict_weightier(weightiest, verdict_of(index, claim, group.v[i]));
	return weightiest;
}
