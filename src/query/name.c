#include "query_internal.h"

#include "base/strbuf.h"
#include "index/read.h"
#include "text/fold.h"

static const struct special {
	enum name_type type;
	const char *en, *zh;
} specials[] = {
	{NAME_SINCE, "since", "自"}, {NAME_HAS, "has", "有"}, {NAME_MISSING, "missing", "缺"}, {NAME_VERDICT, "verdict", "判定"}, {NAME_IS, "is", "是"},
	{NAME_SAME, "same", "同"}, {NAME_SORT, "sort", "排序"}, {NAME_BY, "by", "分组"}, {NAME_TOP, "top", "前"}, {NAME_MATCH, "match", "匹配"},
};

enum { N_SPECIALS = sizeof specials / sizeof *specials };

bool name_special(size_t i, enum name_type *type, struct str *en, struct str *zh)
{
	if (i >= N_SPECIALS)
		return false;
	*type = specials[i].type;
	*en = str_from(specials[i].en);
	*zh = str_from(specials[i].zh);
	return true;
}

/* -- exact names ------------------------------------------------------------------------ */

/* What fields and steps are called besides: an officer says 阶段 of a project where the field is its 状态, and 省 of a region. */
static struct str main_name(struct str word)
{
	static const char *const others[][2] = {
		{"阶段", "status"}, {"链", "chain"}, {"区", "zone"}, {"省", "region"}, {"市", "region"}, {"县", "region"},
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (str_eq_c(word, others[i][0]))
			return str_from(others[i][1]);
	return word;
}

static bool find_exact(struct str typed, enum kind kind, const struct index *index, struct name *out)
{
	struct str word = main_name(typed);
	int field = field_find(kind, word);
	*out = (struct name){NAME_FIELD, field < 0 ? 0 : (size_t)field, REF_NONE, KIND_COUNT};
	if (field >= 0)
		return true;
	for (size_t i = 0; i < N_SPECIALS; i++)
		if (str_eq_c(word, specials[i].en) || str_eq_c(word, specials[i].zh)) {
			out->type = specials[i].type;
			return true;
		}
	/* 开发区:兴县 among zones: the word for what they all are stands for what each is called. */
	if (kind_has_name(kind) && (str_eq_c(typed, kinds[kind].singular) || str_eq_c(typed, kinds[kind].zh))) {
		out->field = field_get(kind, "name");
		return true;
	}
	out->type = NAME_FIGURE;
	out->indicator = index_indicator(index, word);
	if (!ref_none(out->indicator))
		return true;
	for (int k = 0; k < KIND_COUNT; k++)
		if ((str_eq_c(word, kinds[k].singular) || str_eq_c(word, kinds[k].zh)) && step_reaches(kind, (enum kind)k)) {
			*out = (struct name){NAME_STEP, 0, REF_NONE, (enum kind)k};
			return true;
		}
	return false;
}

/* The one field whose English name begins with the word: class for classes, stat for status. */
static bool find_prefix(struct str word, enum kind kind, struct name *out)
{
	enum { LEAST_LETTERS = 3 };
	size_t n = 0;
	for (size_t f = 0; f < fields_of[kind].n; f++)
		if (word.n >= LEAST_LETTERS && str_starts(str_from(fields_of[kind].v[f].name), word)) {
			*out = (struct name){NAME_FIELD, f, REF_NONE, KIND_COUNT};
			n++;
		}
	return n == 1;
}

/* -- pinyin ------------------------------------------------------------------------------- */

struct pinyin_names {
	struct str word;
	enum pinyin_how best;
	struct name name, other;
	struct str zh, other_zh;
	size_t n; /* that match as well as the best */
};

static void try_name(struct pinyin_names *p, struct name name, struct str zh)
{
	enum pinyin_how how = lookup_names(zh, p->word, false);
	bool same = p->n && p->name.type == name.type && p->name.field == name.field && p->name.kind == name.kind
		&& ref_eq(p->name.indicator, name.indicator);
	if (how < PINYIN_INITIALS || how < p->best || (how == p->best && same))
		return;
	if (how > p->best)
		p->n = 0;
	p->best = how;
	if (p->n++ == 0) {
		p->name = name;
		p->zh = zh;
	} else {
		p->other = name;
		p->other_zh = zh;
	}
}

static void try_indicators(struct pinyin_names *p, const struct index *index)
{
	for (uint32_t row = 0; row < index_count(index, KIND_INDICATOR); row++) {
		struct name name = {NAME_FIGURE, 0, ref_make(KIND_INDICATOR, row), KIND_COUNT};
		struct str rest = read_text(index, name.indicator, "short_names"), element;
		try_name(p, name, index_name(index, name.indicator));
		while (str_split(&rest, ';', &element))
			try_name(p, name, element);
	}
}

/* Fields go before figures: their names do not change with the data. */
static void find_pinyin(struct pinyin_names *p, enum kind kind, const struct index *index)
{
	for (size_t f = 0; f < fields_of[kind].n; f++)
		try_name(p, (struct name){NAME_FIELD, f, REF_NONE, KIND_COUNT}, str_from(fields_of[kind].v[f].zh));
	for (size_t i = 0; i < N_SPECIALS; i++) {
		/* one letter says too little of what turns an answer round */
		bool form = specials[i].type >= NAME_SAME && p->word.n < 2;
		if (!form)
			try_name(p, (struct name){specials[i].type, 0, REF_NONE, KIND_COUNT}, str_from(specials[i].zh));
	}
	for (int k = 0; !p->n && k < KIND_COUNT; k++)
		if (step_reaches(kind, (enum kind)k))
			try_name(p, (struct name){NAME_STEP, 0, REF_NONE, (enum kind)k}, str_from(kinds[k].zh));
	if (!p->n)
		try_indicators(p, index);
}

/* -- the nearest name ------------------------------------------------------------------------ */

/* Empty: none is near. */
static struct str nearest_name(struct str word, enum kind kind, const struct index *index)
{
	struct text_nearest n;
	text_nearest_init(&n, word);
	for (size_t f = 0; f < fields_of[kind].n; f++) {
		text_nearest_try(&n, str_from(fields_of[kind].v[f].name));
		text_nearest_try(&n, str_from(fields_of[kind].v[f].zh));
	}
	for (size_t i = 0; i < N_SPECIALS; i++)
		text_nearest_try(&n, str_from(specials[i].en));
	for (uint32_t row = 0; row < index_count(index, KIND_INDICATOR); row++) {
		text_nearest_try(&n, read_slug(index, ref_make(KIND_INDICATOR, row)));
		text_nearest_try(&n, index_name(index, ref_make(KIND_INDICATOR, row)));
	}
	return n.name;
}

static bool unknown_name(struct str word, const struct name_place *place, struct err *err)
{
	struct str near = nearest_name(word, place->kind, place->index), plural = str_from(kinds[place->kind].plural);
	const struct fields *fields = &fields_of[place->kind];
	if (near.n)
		return FAULT_AT(err, place->where, place->column, FAULT_FIELD_NEAR, word, plural, near);
	struct strbuf names = {0};
	for (size_t f = 1; f < fields->n; f++)
		if (!(fields->v[f].flags & FIELD_HIDDEN))
			strbuf_printf(&names, "%s%s", names.n ? " " : "", err->chinese ? fields->v[f].zh : fields->v[f].name);
	FAULT_AT(err, place->where, place->column, FAULT_FIELD, word, plural, strbuf_str(&names));
	strbuf_release(&names);
	return false;
}

bool name_find(struct str text, const struct name_place *place, struct name *out, struct err *err)
{
	enum kind kind = place->kind;
	const struct index *index = place->index;
	struct strbuf folded = {0};
	bool found = find_exact(text, kind, index, out);
	text_fold(text, &folded);
	struct str word = strbuf_str(&folded);
	if (!found)
		found = word.n && (find_exact(word, kind, index, out) || find_prefix(word, kind, out));
	if (!found && word.n) {
		struct pinyin_names p = {.word = word};
		find_pinyin(&p, kind, index);
		if (p.n > 1)
			FAULT_AT(err, place->where, place->column, FAULT_BOTH, text, p.zh, p.other_zh);
		else if (p.n == 1)
			found = true;
		else
			unknown_name(word, place, err);
		*out = p.name;
	} else if (!found) {
		FAULT_AT(err, place->where, place->column, FAULT_NO_NAME, {0});
	}
	strbuf_release(&folded);
	return found;
}
