/* Per year, per day, per hour: which time a figure is printed for, and how far it can be brought to the year. */
#include "query/formula_internal.h"

#include "base/array.h"
#include "index/read.h"

/* -- words of the scope --------------------------------------------------------------- */

/* Times that a quantity can be per; 班 and 批 have no length. */
static const struct time_word {
	const char *word, *unit; /* unit NULL: none that converts */
} time_words[] = {
	{"年", "年"}, {"季度", "季度"}, {"季", "季度"}, {"月", "月"}, {"周", "周"}, {"日", "天"}, {"天", "天"}, {"小时", "小时"}, {"时", "小时"},
	{"分钟", "分钟"}, {"班", NULL}, {"批", NULL}, {"炉", NULL},
};

enum { N_TIMES = sizeof time_words / sizeof *time_words };

/* A word behind a time that makes it a rate; 年底 and 周边 are none. */
static bool begins_rate(struct str rest)
{
	static const char *const verbs[] = {"产", "处理", "加工", "均", "消", "耗", "用量", "用气", "用水", "用电", "用煤", "供", "输", "运", "吞", "生产",
		"发电", "转化", "制", "采", "量", "可", "最大", "平均", "次", "新增"};
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (str_starts(rest, str_from(verbs[i])))
			return true;
	return !rest.n;
}

/* The time that an item of a scope is per: 年产, 日处理量, 每小时, 一天. */
static const struct time_word *time_of(struct str item)
{
	static const char *const before[] = {"每", "一", "单", "全", "平均", "最大", "新增"};
	bool each = false;
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < sizeof before / sizeof *before; i++)
			if (str_starts(item, str_from(before[i]))) {
				item = str_sub(item, strlen(before[i]), item.n);
				each = each || !i;
				again = true;
			}
	}
	for (size_t i = 0; i < N_TIMES; i++) {
		size_t n = strlen(time_words[i].word);
		if (str_starts(item, str_from(time_words[i].word)) && (each || begins_rate(str_sub(item, n, item.n))))
			return &time_words[i];
	}
	return NULL;
}

/* Another time somewhere in it (1-6月): then the figure is for no year. */
static bool mentions_other(struct str item)
{
	static const char *const words[] = {"日", "天", "小时", "月", "周", "季"}, *const others[] = {"日用", "天然", "周边", "周期", "季节"};
	return !str_has_any(item, others, sizeof others / sizeof *others) && str_has_any(item, words, sizeof words / sizeof *words);
}

/* "年330天", "一年运行8000小时": how long it runs in a year. */
static bool running_time(struct str item, struct decimal *amount, struct str *unit)
{
	static const char *const units[] = {"天", "日", "小时"};
	ptrdiff_t year = str_find(item, STR("年"), 0);
	for (size_t u = 0; year >= 0 && u < sizeof units / sizeof *units; u++) {
		if (!str_ends(item, str_from(units[u])))
			continue;
		size_t end = item.n - strlen(units[u]), start = end;
		while (start > 0 && (item.p[start - 1] == '.' || (item.p[start - 1] >= '0' && item.p[start - 1] <= '9')))
			start--;
		if (start <= (size_t)year || !decimal_parse(str_sub(item, start, end - start), amount) || amount->digits <= 0)
			return false;
		*unit = u == 2 ? STR("小时/年") : STR("天/年");
		return true;
	}
	return false;
}

static struct str per(struct str over, struct str under, struct arena *arena)
{
	return arena_printf(arena, "%.*s/%.*s", STR_ARG(over), STR_ARG(under));
}

struct str rate_unit(struct str scope, struct str base_unit, bool *assumed, struct arena *arena)
{
	const struct str yearly = STR_INIT("/年");
	struct str rest = scope, item;
	const struct time_word *said = NULL;
	bool several = false, year = false, other = false;
	*assumed = false;
	if (str_ends(base_unit, yearly))
		return str_sub(base_unit, 0, base_unit.n - yearly.n);
	if (str_find_byte(base_unit, '/', 0) >= 0)
		return base_unit;
	while (rest.n && str_split(&rest, ';', &item)) {
		struct decimal amount;
		struct str unit;
		if (running_time(item, &amount, &unit))
			continue;
		const struct time_word *one = time_of(item);
		several = several || (said && one && one->unit != said->unit);
		said = one ? one : said;
		year = year || str_find(item, STR("年"), 0) >= 0;
		other = other || mentions_other(item);
	}
	if (said && !several && said->unit)
		return said == time_words ? base_unit : per(base_unit, str_from(said->unit), arena);
	if (said || (other && !year))
		return per(base_unit, scope, arena);
	*assumed = !year;
	return base_unit;
}

/* -- to the year ------------------------------------------------------------------------ */

static const struct formula *new_leaf(enum formula_type type, struct ref record, struct interval value, struct str unit, struct arena *arena)
{
	struct formula *leaf = arena_alloc(arena, sizeof *leaf);
	*leaf = (struct formula){.type = type, .record = record, .value = value, .unit = unit};
	return leaf;
}

typedef ARRAY(const struct formula *) formula_list;

/* In the scope of the figure itself. */
static void add_from_scope(const struct index *index, struct ref claim, formula_list *found, struct arena *arena)
{
	struct str rest = read_text(index, claim, "scope"), item, unit;
	struct decimal amount;
	while (rest.n && str_split(&rest, ';', &item))
		if (running_time(item, &amount, &unit))
			array_push(found, new_leaf(FORMULA_RUNNING, claim, (struct interval){true, true, amount, amount}, unit, arena));
}

/* A claim in 天/年 or 小时/年, or in days or hours that its words say to be those of a year's work. */
static struct str running_unit(const struct index *index, struct ref claim, struct str base_unit)
{
	static const char *const works[] = {"运行", "生产", "工作", "作业", "开工"};
	static const struct {
		const char *plain, *rate;
	} units[] = {{"天", "天/年"}, {"小时", "小时/年"}};
	struct str scope = read_text(index, claim, "scope"), item = read_text(index, claim, "item");
	bool year = str_find(scope, STR("年"), 0) >= 0 || str_find(item, STR("年"), 0) >= 0;
	bool work = str_has_any(scope, works, sizeof works / sizeof *works) || str_has_any(item, works, sizeof works / sizeof *works);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq_c(base_unit, units[i].rate) || (year && work && str_eq_c(base_unit, units[i].plain)))
			return str_from(units[i].rate);
	return STR("");
}

static void add_from_claims(const struct index *index, struct ref subject, formula_list *found, struct arena *arena)
{
	struct refs claims = index_claims(index, subject);
	for (size_t i = 0; i < claims.n; i++) {
		struct figure f = index_figure(index, claims.v[i]);
		struct str unit = running_unit(index, claims.v[i], f.base_unit);
		struct interval value = {0};
		if (unit.n && formula_numbers(&f, &value))
			array_push(found, new_leaf(FORMULA_FIGURE, claims.v[i], value, unit, arena));
	}
}

/* How long it runs in a year, in the unit of the first figure that says so. NULL: nobody says. */
static const struct formula *find_running(const struct index *index, struct ref claim, struct arena *arena)
{
	formula_list found = {0};
	struct ref subject = read_ref(index, claim, "subject");
	size_t n = 0;
	add_from_scope(index, claim, &found, arena);
	if (!found.n)
		add_from_claims(index, subject, &found, arena);
	if (!found.n && ref_kind(subject) == KIND_PROJECT)
		add_from_claims(index, read_ref(index, subject, "owner"), &found, arena);
	for (size_t i = 0; i < found.n; i++)
		if (str_eq(found.v[i]->unit, found.v[0]->unit))
			found.v[n++] = found.v[i];
	const struct formula *made = n ? formula_make(FORMULA_SPAN, found.v, n, arena) : NULL;
	array_release(&found);
	return made;
}

static const struct formula *in_unit(const struct formula *formula, struct str unit, struct arena *arena)
{
	struct formula *made = arena_alloc(arena, sizeof *made);
	*made = *formula;
	made->unit = unit;
	return made;
}

static const struct formula *times_running(const struct formula *figure, struct str over, const struct formula *running, struct arena *arena)
{
	struct str under = str_sub(running->unit, 0, (size_t)str_find_byte(running->unit, '/', 0));
	const struct formula *parts[] = {formula_convert(figure, per(over, under, arena), arena), running};
	const struct formula *product = parts[0] ? formula_make(FORMULA_PRODUCT, parts, 2, arena) : NULL;
	return product ? in_unit(product, over, arena) : NULL;
}

const struct formula *rate_per_year(const struct index *index, const struct formula *figure, struct arena *arena)
{
	ptrdiff_t at = str_find_byte(figure->unit, '/', 0);
	if (at <= 0)
		return figure;
	struct str over = str_sub(figure->unit, 0, (size_t)at);
	const struct formula *year = formula_convert(figure, per(over, STR("年"), arena), arena);
	if (year)
		return in_unit(year, over, arena);
	const struct formula *day = formula_convert(figure, per(over, STR("天"), arena), arena);
	const struct formula *running = find_running(index, figure->record, arena);
	const struct formula *made = running ? times_running(figure, over, running, arena) : NULL;
	if (!made && running && day)
		made = times_running(day, over, running, arena);
	return made ? made : day ? day : figure;
}
