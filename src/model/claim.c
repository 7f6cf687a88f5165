#include "model/claim.h"

#include "text/amount.h"

static bool is_rate_of(struct str scopes, const char *of_produced, const char *of_treated)
{
	struct str rest = scopes, scope;
	while (str_split(&rest, ';', &scope))
		if (str_starts(scope, str_from(of_produced)) || str_starts(scope, str_from(of_treated)))
			return true;
	return false;
}

static const char *rate_suffix(struct str base_unit, struct str scopes)
{
	if (!base_unit.n || str_find_byte(base_unit, '/', 0) >= 0 || str_eq_c(base_unit, "元") || str_eq_c(base_unit, "%"))
		return "";
	if (is_rate_of(scopes, "年产", "年处理"))
		return "/年";
	return is_rate_of(scopes, "日产", "日处理") ? "/天" : "";
}

static struct str decimal_text(bool has, struct decimal d, struct arena *arena)
{
	if (!has)
		return (struct str){"", 0};
	struct strbuf text = {0};
	decimal_format(d, &text);
	struct str kept = arena_str(arena, strbuf_str(&text));
	strbuf_release(&text);
	return kept;
}

/* Whether a given member may stand beside what was read. Numbers by value: 10 and 10.0 are the same. */
static bool number_agrees(struct str given, bool has, struct decimal read)
{
	struct decimal d;
	return !given.n || (has && decimal_parse(given, &d) && decimal_cmp(d, read) == 0);
}

enum claim_reading claim_read(struct str value, struct str unit, struct str qualifiers, struct str scopes,
	struct claim_figure *figure, struct arena *arena)
{
	struct figure read;
	if (!figure_read(value, unit, qualifiers, &read))
		return CLAIM_DISAGREES;
	if (!read.has_base && !read.has_low && !read.has_high)
		return CLAIM_WORDS;
	struct str base_unit = arena_printf(arena, "%.*s%s", STR_ARG(read.base_unit), rate_suffix(read.base_unit, scopes));
	if (!number_agrees(figure->value_base, read.has_base, read.base)
		|| !number_agrees(figure->value_low, read.has_low, read.low)
		|| !number_agrees(figure->value_high, read.has_high, read.high)
		|| (figure->base_unit.n && base_unit.n && !str_eq(figure->base_unit, base_unit)))
		return CLAIM_DISAGREES;
	if (!figure->value_base.n)
		figure->value_base = decimal_text(read.has_base, read.base, arena);
	if (!figure->base_unit.n)
		figure->base_unit = base_unit;
	if (!figure->value_low.n)
		figure->value_low = decimal_text(read.has_low, read.low, arena);
	if (!figure->value_high.n)
		figure->value_high = decimal_text(read.has_high, read.high, arena);
	return CLAIM_AGREES;
}
