/* Rules about dates, projects and names of places. */
#include "suspicion_internal.h"

#include "base/map.h"

#include <stdlib.h>

/* -- dates ------------------------------------------------------------------------------ */

static void say_dated(struct suspecting *s, struct ref ref, const char *field)
{
	strbuf_printf(&s->message, "%.*s %.*s", STR_ARG(index_name(s->index, ref)),
		STR_ARG(read_text(s->index, ref, field)));
}

static void say_milestone(struct suspecting *s, struct ref milestone)
{
	const struct enum_code *code = read_code(s->index, milestone, "status");
	strbuf_printf(&s->message, "%s %.*s", s->chinese ? code->zh : code->en,
		STR_ARG(read_text(s->index, milestone, "date")));
}

void suspect_milestones(struct suspecting *s, struct ref project)
{
	struct refs milestones = read_back(s->index, project, KIND_MILESTONE, "project");
	struct period a, b;
	for (size_t i = 0; i < milestones.n; i++)
		for (size_t j = 0; j < milestones.n; j++) {
			int64_t earlier = read_number(s->index, milestones.v[i], "status"),
				later = read_number(s->index, milestones.v[j], "status");
			if (earlier < 0 || later < 0 || earlier >= later || later >= STATUS_STALLED)
				continue;
			if (!read_period(s->index, milestones.v[i], "date", &a)
				|| !read_period(s->index, milestones.v[j], "date", &b) || a.first == INT32_MIN
				|| a.first <= b.last)
				continue;
			strbuf_printf(&s->message, "%.*s%s", STR_ARG(index_short_name(s->index, project)),
				suspicion_words(s, "：", ": "));
			say_milestone(s, milestones.v[j]);
			strbuf_add_c(&s->message, suspicion_words(s, "，早于 ", " is before "));
			say_milestone(s, milestones.v[i]);
			suspect(s, "date_order", milestones.v[j], milestones.v[i]);
		}
}

/* What is told as done cannot lie behind the day it was told on. */
static void suspect_future(struct suspecting *s, struct ref ref, const char *field)
{
	struct period date, told;
	if (!read_period(s->index, ref, field, &date) || !read_source_date(s->index, ref, &told)
		|| date.first == INT32_MIN || date.first <= told.last)
		return;
	say_dated(s, ref, field);
	strbuf_printf(&s->message,
		suspicion_words(s, "：当作已有的事，却晚于来源的日期 %.*s",
			": told as done, but later than its source, %.*s"),
		STR_ARG(read_text(s->index, read_ref(s->index, ref, "source"), "date")));
	suspect(s, "date_order", ref, read_ref(s->index, ref, "source"));
}

void suspect_claim_date(struct suspecting *s, struct ref claim)
{
	if (read_number(s->index, claim, "modality") == MODALITY_ACTUAL)
		suspect_future(s, claim, "period");
}

static void suspect_due(struct suspecting *s, struct ref target)
{
	struct period due, told;
	if (!read_period(s->index, target, "due", &due) || !read_source_date(s->index, target, &told)
		|| due.last >= told.first)
		return;
	say_dated(s, target, "due");
	strbuf_printf(&s->message, suspicion_words(s, "：期限早于来源的日期 %.*s", ": due before its source, %.*s"),
		STR_ARG(read_text(s->index, read_ref(s->index, target, "source"), "date")));
	suspect(s, "date_order", target, read_ref(s->index, target, "source"));
}

static void suspect_closed(struct suspecting *s, struct ref request)
{
	struct period opened, closed;
	if (!read_period(s->index, request, "opened", &opened) || !read_period(s->index, request, "closed", &closed)
		|| opened.first <= closed.last)
		return;
	say_dated(s, request, "closed");
	strbuf_printf(&s->message, suspicion_words(s, "：办结早于提出 %.*s", ": closed before it was opened, %.*s"),
		STR_ARG(read_text(s->index, request, "opened")));
	suspect(s, "date_order", request, REF_NONE);
}

void suspect_date(struct suspecting *s, struct ref ref)
{
	switch (ref_kind(ref)) {
	case KIND_MILESTONE:
	case KIND_EVENT:
		suspect_future(s, ref, "date");
		break;
	case KIND_TARGET:
		suspect_due(s, ref);
		break;
	case KIND_REQUEST:
		suspect_closed(s, ref);
		break;
	default:
		break;
	}
}

/* -- one amount under several names ---------------------------------------------------------- */

enum { AMOUNTS_MOST = 200, SAME_LEAST = 3, DIGITS_LEAST = 100 };

struct invested {
	struct ref project, claim;
	struct decimal amount;
};

typedef ARRAY(struct invested) investments;

static int by_amount(const void *a, const void *b)
{
	const struct invested *x = a, *y = b;
	int order = decimal_cmp(x->amount, y->amount);
	return order ? order : x->project.bits < y->project.bits ? -1 : x->project.bits > y->project.bits;
}

static bool is_telling(struct decimal amount)
{
	int64_t digits = amount.digits;
	while (digits && digits % 10 == 0)
		digits /= 10;
	return digits >= DIGITS_LEAST;
}

/* Of a zone with too many to tell anything, one more than that. */
static void collect(const struct index *index, struct ref zone, investments *out)
{
	struct refs projects = read_back(index, zone, KIND_PROJECT, "zone");
	struct ref invest = index_indicator(index, STR("invest"));
	for (size_t i = 0; i < projects.n && out->n <= AMOUNTS_MOST && !ref_none(invest); i++) {
		struct refs claims = index_figures(index, projects.v[i], invest);
		for (size_t j = 0; j < claims.n; j++) {
			struct figure f = index_figure(index, claims.v[j]);
			if (f.has_base && str_eq_c(f.base_unit, "元"))
				array_push(out, (struct invested){projects.v[i], claims.v[j], f.base});
		}
	}
}

static bool known_same(const struct index *index, struct ref a, struct ref b)
{
	for (int side = 0; side < 2; side++) {
		struct refs identities = read_back(index, a, KIND_IDENTITY, side ? "b" : "a");
		for (size_t i = 0; i < identities.n; i++)
			if (ref_eq(read_ref(index, identities.v[i], side ? "a" : "b"), b)
				&& read_number(index, identities.v[i], "certainty")
					== enum_parse(ENUM_CERTAINTY, STR("same")))
				return true;
	}
	return false;
}

/* Some things of a run, each that is the same as an earlier one left out. */
static size_t distinct(const struct index *index, const struct invested *run, size_t n, struct invested *out)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		bool again = false;
		for (size_t j = 0; j < kept && !again; j++)
			again = ref_eq(out[j].project, run[i].project)
				|| known_same(index, out[j].project, run[i].project);
		if (!again)
			out[kept++] = run[i];
	}
	return kept;
}

/* Each but the first is flagged against the first; the message names them all. */
static void suspect_run(struct suspecting *s, const struct invested *run, size_t n)
{
	struct invested things[AMOUNTS_MOST];
	size_t kept = n <= AMOUNTS_MOST ? distinct(s->index, run, n, things) : 0;
	for (size_t i = 1; i < kept && kept >= SAME_LEAST; i++) {
		index_printed(s->index, things[0].claim, &s->message);
		strbuf_printf(&s->message, suspicion_words(s, " 出现在 %zu 个项目名下：", " stands under %zu projects: "), kept);
		for (size_t j = 0; j < kept; j++)
			strbuf_printf(&s->message, "%s%.*s", j ? suspicion_words(s, "、", ", ") : "",
				STR_ARG(index_short_name(s->index, things[j].project)));
		suspect(s, "same_amount", things[i].claim, things[0].claim);
	}
}

void suspect_amounts(struct suspecting *s, struct ref zone)
{
	investments all = {0};
	collect(s->index, zone, &all);
	if (all.n >= SAME_LEAST && all.n <= AMOUNTS_MOST) {
		qsort(all.v, all.n, sizeof *all.v, by_amount);
		for (size_t from = 0, to; from < all.n; from = to) {
			for (to = from + 1; to < all.n && decimal_cmp(all.v[from].amount, all.v[to].amount) == 0;)
				to++;
			if (to - from >= SAME_LEAST && is_telling(all.v[from].amount))
				suspect_run(s, all.v + from, to - from);
		}
	}
	array_release(&all);
}

/* -- places --------------------------------------------------------------------------------------- */

enum { CITY_BYTES_LEAST = 6, CITY_BYTES_MOST = 60 };

struct province {
	struct str name;
	struct ref ref;
};

/* Cities by name; a name that several provinces have leads from the first of them to the next. */
struct gazetteer {
	const struct index *index;
	ARRAY(struct province) provinces; /* longer names first */
	struct map cities;                /* name -> place in `places` */
	ARRAY(struct {
		struct ref province;
		uint32_t next; /* another place of this name, from 1; 0: none */
	}) places;
};

static void add_city(struct gazetteer *g, struct str name, struct ref province)
{
	uint32_t number = (uint32_t)g->places.n;
	if (name.n < CITY_BYTES_LEAST)
		return;
	array_reserve(&g->places, g->places.n + 1);
	g->places.v[g->places.n].province = province;
	g->places.v[g->places.n++].next = 0;
	uint32_t first = number;
	if (map_add(&g->cities, name, &first))
		return;
	g->places.v[number].next = g->places.v[first].next;
	g->places.v[first].next = number + 1;
}

static void add_names(struct gazetteer *g, struct ref region, struct ref province)
{
	struct str list = read_text(g->index, region, "short_names"), name = read_text(g->index, region, "name");
	bool is_province = ref_eq(region, province);
	do {
		if (name.n && is_province)
			array_push(&g->provinces, (struct province){name, region});
		else if (name.n)
			add_city(g, name, province);
	} while (str_split(&list, ';', &name));
}

static int longer_first(const void *a, const void *b)
{
	const struct province *x = a, *y = b;
	return x->name.n > y->name.n ? -1 : x->name.n < y->name.n;
}

struct gazetteer *gazetteer_new(const struct index *index)
{
	struct gazetteer *g = xcalloc(1, sizeof *g);
	int64_t province = enum_parse(ENUM_REGION_LEVEL, STR("province")),
		prefecture = enum_parse(ENUM_REGION_LEVEL, STR("prefecture"));
	size_t level_field = field_get(KIND_REGION, "level"), parent_field = field_get(KIND_REGION, "parent");
	g->index = index;
	for (uint32_t row = 0; row < index_count(index, KIND_REGION); row++) {
		struct ref region = ref_make(KIND_REGION, row), parent = index_ref(index, region, parent_field);
		int64_t level = index_number(index, region, level_field);
		if (level == province)
			add_names(g, region, region);
		else if (level == prefecture && !ref_none(parent))
			add_names(g, region, parent);
	}
	if (g->provinces.n)
		qsort(g->provinces.v, g->provinces.n, sizeof *g->provinces.v, longer_first);
	return g;
}

void gazetteer_free(struct gazetteer *g)
{
	if (!g)
		return;
	array_release(&g->provinces);
	array_release(&g->places);
	map_release(&g->cities);
	free(g);
}

/* Whether one of the cities of a name lies in the province. */
static bool lies_in(const struct gazetteer *g, struct str city, struct ref province)
{
	uint32_t number = 0;
	if (!map_find(&g->cities, city, &number))
		return false;
	for (uint32_t at = number + 1; at; at = g->places.v[at - 1].next)
		if (ref_eq(g->places.v[at - 1].province, province))
			return true;
	return false;
}

/* The longest name of a city at the beginning of a text; n = 0: none. */
static struct str city_at(const struct gazetteer *g, struct str text)
{
	uint32_t number = 0;
	size_t n = text.n < CITY_BYTES_MOST ? text.n : CITY_BYTES_MOST;
	while (n >= CITY_BYTES_LEAST && !map_find(&g->cities, str_sub(text, 0, n), &number))
		n--;
	return str_sub(text, 0, n < CITY_BYTES_LEAST ? 0 : n);
}

static bool find(const struct gazetteer *g, struct str text, size_t from, size_t *start, struct str *city)
{
	for (size_t at = from; at < text.n; at++) {
		if (((unsigned char)text.p[at] & 0xC0) == 0x80)
			continue;
		struct str rest = str_sub(text, at, text.n);
		for (size_t p = 0; p < g->provinces.n; p++) {
			struct str name = g->provinces.v[p].name;
			if (!str_starts(rest, name))
				continue;
			*city = city_at(g, str_sub(rest, name.n, rest.n));
			*start = at;
			if (city->n && !lies_in(g, *city, g->provinces.v[p].ref))
				return true;
			break;
		}
	}
	return false;
}

bool gazetteer_find(const struct gazetteer *g, struct str text, size_t from, size_t *start, size_t *end)
{
	struct str city;
	if (!find(g, text, from, start, &city))
		return false;
	*end = (size_t)(city.p - text.p) + city.n;
	return true;
}

/* The province that a record lies in by its own region. */
static struct ref province_of(const struct index *index, struct ref ref)
{
	int64_t province = enum_parse(ENUM_REGION_LEVEL, STR("province"));
	int field = field_find(ref_kind(ref), STR("region"));
	struct ref region = field < 0 ? REF_NONE : index_ref(index, ref, (size_t)field);
	for (int depth = 0; depth < 6 && !ref_none(region) && read_number(index, region, "level") != province; depth++)
		region = read_ref(index, region, "parent");
	return region;
}

static void suspect_text(struct suspecting *s, const struct gazetteer *g, struct ref ref, struct str text)
{
	size_t start;
	struct str city;
	if (!find(g, text, 0, &start, &city))
		return;
	/* 北京和田工业园区 lies in 和田: 北京 is who built it. */
	struct ref own = province_of(s->index, ref);
	if (!ref_none(own) && lies_in(g, city, own))
		return;
	struct str place = str_sub(text, start, (size_t)(city.p - text.p) + city.n - start);
	strbuf_printf(&s->message,
		suspicion_words(s, "“%.*s”：没有这样的省与市", "\"%.*s\": that city is not in that province"),
		STR_ARG(place));
	suspect(s, "impossible_place", ref, REF_NONE);
}

/* Registers of names hold no sentences, doubts and identities talk about what is wrong. */
void suspect_places(struct suspecting *s, struct ref ref)
{
	enum kind kind = ref_kind(ref);
	if (kind == KIND_REGION || kind == KIND_SECTOR || kind == KIND_DOUBT || kind == KIND_IDENTITY)
		return;
	if (!s->out->gazetteer)
		s->out->gazetteer = gazetteer_new(s->index);
	struct strbuf buffer = {0};
	for (size_t f = 1; f < fields_of[kind].n; f++)
		if (fields_of[kind].v[f].type == FIELD_TEXT || fields_of[kind].v[f].type == FIELD_LIST)
			suspect_text(s, s->out->gazetteer, ref, index_read_text(s->index, ref, f, &buffer));
	strbuf_release(&buffer);
}
