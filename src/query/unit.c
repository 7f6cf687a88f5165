/* The units in which amounts are compared with figures of an indicator. */
#include "query_internal.h"
#include "index/read.h"

#include "base/strbuf.h"

static struct str own_unit(const struct query *query, struct ref indicator)
{
	return read_text(query->index, indicator, "unit");
}

enum { UNITS = 16 };

/* The indicator's own unit and those of other figures; where all amounts fit there are none. */
static size_t fitting_units(const struct query *query, struct ref indicator, struct str units[UNITS])
{
	units[0] = own_unit(query, indicator);
	return units[0].n ? 1 + index_printed_units(query->index, indicator, units + 1, UNITS - 1) : 0;
}

/* Of steam that is counted in 吨 吨/小时 are printed, too: a rate of the unit is no slip. */
static bool converts(struct str unit, struct str into)
{
	int64_t over, under;
	ptrdiff_t slash = str_find_byte(unit, '/', 0);
	return amount_ratio(unit, into, &over, &under) || (slash > 0 && amount_ratio(str_sub(unit, 0, (size_t)slash), into, &over, &under));
}

bool unit_fits(const struct query *query, struct ref indicator, struct str unit)
{
	struct str units[UNITS], own = own_unit(query, indicator);
	if (!unit.n || !own.n || converts(unit, own))
		return true;
	size_t n = fitting_units(query, indicator, units);
	for (size_t i = 1; i < n; i++)
		if (converts(unit, units[i]))
			return true;
	return false;
}

bool unit_word_fits(struct query *query, struct ref indicator, struct str word)
{
	struct decimal number;
	struct str unit;
	struct err err = ERR_INIT;
	return amount_parse(arena_printf(&query->arena, "1%.*s", STR_ARG(word)), &number, &unit, &err) && unit_fits(query, indicator, unit);
}

void unit_add_fitting(const struct query *query, struct ref indicator, bool chinese, struct strbuf *out)
{
	struct str units[UNITS];
	size_t n = fitting_units(query, indicator, units);
	for (size_t i = 0; i < n; i++) {
		bool known = amount_is_unit(units[i]); /* 十大 prints 大 behind a number */
		if (i && (!known || !amount_group_cmp(amount_group(units[i]), amount_group(units[0]))))
			continue;
		strbuf_add_c(out, !i ? "" : chinese ? "、" : " or ");
		strbuf_add(out, units[i]);
	}
}

static bool is_one_of(struct str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(word, words[i]))
			return true;
	return false;
}

/*
 * Which word things are counted with says nothing of how many: 3户 and 3家 are as many enterprises. 个 counts any thing, the others
 * what some figure of the indicator has them for. 台, 套 and the like are left apart: they tell things from their parts.
 */
bool unit_is_count_word(const struct query *query, struct ref indicator, struct str unit)
{
	static const char *const people[] = {"人", "个", "位"}, *const things[] = {"个", "家", "户", "条", "项", "座"};
	const size_t n_people = sizeof people / sizeof *people, n_things = sizeof things / sizeof *things;
	struct str own = own_unit(query, indicator);
	if (str_eq_c(own, "人"))
		return is_one_of(unit, people, n_people);
	if (!is_one_of(own, things, n_things))
		return str_eq(unit, own) && is_one_of(unit, people, n_people);
	return is_one_of(unit, things, n_things) && (str_eq_c(unit, "个") || unit_fits(query, indicator, unit));
}
