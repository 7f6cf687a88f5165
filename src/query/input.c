#include "query/input.h"

#include "base/array.h"
#include "index/read.h"
#include "query/standing.h"

const struct input_type_info input_types[INPUT_TYPES] = {
	[INPUT_RESOURCE] = {"resource", "资源", "resource"}, [INPUT_POWER] = {"power", "电力", "power"},
	[INPUT_STEAM] = {"steam", "蒸汽", "steam"},          [INPUT_WATER] = {"water", "水", "water"},
	[INPUT_LAND] = {"land", "土地", "land"},             [INPUT_WORKSHOP] = {"workshop", "厂房", "workshop"},
};

enum { INDICATORS = 6, WORDS = 8 };

/* What tells a type: indicators of figures; words in a facility's name or type, or in a figure's item. */
static const struct {
	const char *indicators[INDICATORS];
	const char *words[WORDS];
	const char *products[3]; /* how links call it */
	bool of_projects;        /* projects supply it to others */
} rules[INPUT_TYPES] = {
	[INPUT_RESOURCE] = {{"reserves", "minerals"}, {NULL}, {NULL}, false},
	[INPUT_POWER] = {{"electricity", "installed-power", "voltage"}, {"供电", "变电", "专变", "电站", "电厂", "发电", "绿电"}, {"电", "电力", "绿电"}, true},
	[INPUT_STEAM] = {{"steam", "heat"}, {"蒸汽", "供汽", "供气", "供热", "热源"}, {"蒸汽"}, true},
	[INPUT_WATER] = {{"water", "treatment"}, {"供水", "水厂", "污水", "废水处理", "水库", "水源", "中水"}, {"水", "工业水", "中水"}, false},
	[INPUT_LAND] = {{"land", "area"}, {"标准地"}, {NULL}, false},
	[INPUT_WORKSHOP] = {{"floor-area", "buildings"}, {"厂房"}, {NULL}, false},
};

struct found {
	struct input input;
	ARRAY(struct ref) claims, users;
};

struct finding {
	const struct index *index;
	struct arena *arena;
	ARRAY(struct found) found;
};

/* -- kinds of things --------------------------------------------------------------------- */

static bool has_word(struct str text, enum input_type type)
{
	for (size_t i = 0; i < WORDS && rules[type].words[i]; i++)
		if (str_find(text, str_from(rules[type].words[i]), 0) >= 0)
			return true;
	return false;
}

static bool is_of(const struct index *index, struct ref claim, const char *const *indicators, size_t n)
{
	struct ref indicator = read_ref(index, claim, "indicator");
	for (size_t i = 0; i < n && indicators[i]; i++) {
		struct ref one = index_indicator(index, str_from(indicators[i]));
		if (!ref_none(one) && ref_eq(one, indicator))
			return true;
	}
	return false;
}

static bool has_indicator(const struct index *index, struct ref claim, enum input_type type)
{
	return is_of(index, claim, rules[type].indicators, INDICATORS);
}

/* How much a facility gives; not who ranks it where, nor what it cost. */
static bool is_measure(const struct index *index, struct ref claim)
{
	static const char *const others[] = {"capacity", "output", "pressure", "temperature", "length", "lines", "storage", "count", "consumption"};
	for (int t = 0; t < INPUT_TYPES; t++)
		if (has_indicator(index, claim, (enum input_type)t))
			return true;
	return is_of(index, claim, others, sizeof others / sizeof *others);
}

/* Of a figure about a place, a project or a region; INPUT_TYPES: none. */
static enum input_type type_of_claim(const struct index *index, struct ref claim)
{
	bool reserve = read_number(index, claim, "modality") == MODALITY_RESOURCE;
	for (int t = 0; t < INPUT_TYPES; t++) {
		enum input_type type = (enum input_type)t;
		/* Floors are those of workshops only where it is said. */
		bool said = type != INPUT_WORKSHOP || has_word(read_text(index, claim, "item"), type);
		if ((reserve && type == INPUT_RESOURCE) || (said && has_indicator(index, claim, type)))
			return type;
	}
	return INPUT_TYPES;
}

static enum input_type type_of_facility(const struct index *index, struct ref facility)
{
	for (int t = 0; t < INPUT_TYPES; t++)
		if (has_word(read_text(index, facility, "type"), (enum input_type)t) || has_word(index_name(index, facility), (enum input_type)t))
			return (enum input_type)t;
	return INPUT_TYPES;
}

/* -- gathering --------------------------------------------------------------------------- */

static struct found *open_input(struct finding *f, enum input_type type, struct str name, struct ref record)
{
	for (size_t i = 0; i < f->found.n; i++) {
		struct found *one = &f->found.v[i];
		if (one->input.type == type && ref_eq(one->input.record, record) && str_eq(one->input.name, name))
			return one;
	}
	array_push(&f->found, ((struct found){.input = {.type = type, .name = name, .record = record, .stage = REF_NONE}}));
	return &f->found.v[f->found.n - 1];
}

static struct str name_of_claim(const struct index *index, struct ref claim)
{
	struct str item = read_text(index, claim, "item");
	return item.n ? item : index_name(index, read_ref(index, claim, "indicator"));
}

/* Figures about a zone, park, region or project. A region's area and a county's land are no land for a chain. */
static void add_subject(struct finding *f, struct ref subject)
{
	struct refs claims = index_claims(f->index, subject);
	bool project = ref_kind(subject) == KIND_PROJECT, region = ref_kind(subject) == KIND_REGION;
	for (size_t i = 0; i < claims.n; i++) {
		enum input_type type = type_of_claim(f->index, claims.v[i]);
		if (type == INPUT_TYPES || (project && !rules[type].of_projects) || (region && type != INPUT_RESOURCE))
			continue;
		struct found *one = open_input(f, type, project ? index_short_name(f->index, subject) : name_of_claim(f->index, claims.v[i]), subject);
		array_push(&one->claims, claims.v[i]);
	}
}

static void add_facility(struct finding *f, struct ref facility)
{
	enum input_type type = type_of_facility(f->index, facility);
	if (type == INPUT_TYPES)
		return;
	struct refs claims = index_claims(f->index, facility);
	struct found *one = open_input(f, type, index_name(f->index, facility), facility);
	for (size_t i = 0; i < claims.n; i++)
		if (is_measure(f->index, claims.v[i]))
			array_push(&one->claims, claims.v[i]);
}

static void add_all(struct finding *f, struct ref zone, const char *field, enum kind kind, void (*add)(struct finding *, struct ref))
{
	struct refs all = read_back(f->index, zone, kind, field);
	for (size_t i = 0; i < all.n; i++)
		add(f, all.v[i]);
}

/* -- stages ------------------------------------------------------------------------------ */

static bool is_called(const struct input *input, struct str word)
{
	if (!word.n)
		return false;
	for (size_t i = 0; i < 3 && rules[input->type].products[i]; i++)
		if (str_eq_c(word, rules[input->type].products[i]))
			return true;
	return str_eq(word, input->name);
}

static void add_user(struct found *one, struct ref stage)
{
	for (size_t i = 0; i < one->users.n; i++)
		if (ref_eq(one->users.v[i], stage))
			return;
	array_push(&one->users, stage);
}

static bool is_among(const struct index *index, struct ref stage, const struct ref *stages, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (stage_same(index, stage, stages[i]))
			return true;
	return false;
}

/* Links into a stage, or into the reference stage that it follows, that carry the input from a stage that is not there. */
static void look_at_links(struct finding *f, struct found *one, struct ref stage, const struct ref *stages, size_t n)
{
	const struct ref ends[2] = {stage, stage_reference(f->index, stage)};
	for (int e = 0; e < 2; e++) {
		struct refs links = read_back(f->index, ends[e], KIND_LINK, "to");
		for (size_t i = 0; i < links.n; i++) {
			struct ref from = read_ref(f->index, links.v[i], "from");
			bool called = is_called(&one->input, read_text(f->index, links.v[i], "product")) || is_called(&one->input, index_name(f->index, from));
			if (called && !is_among(f->index, from, stages, n))
				add_user(one, stage);
		}
	}
}

static void find_stages(struct finding *f, struct found *one, const struct ref *stages, size_t n)
{
	for (size_t i = 0; i < n && ref_none(one->input.stage); i++)
		if (one->input.type == INPUT_RESOURCE && stage_word(f->index, stages[i], one->input.name) != STAGE_OTHER)
			one->input.stage = stages[i];
	for (size_t i = 0; i < n && ref_none(one->input.stage); i++)
		look_at_links(f, one, stages[i], stages, n);
}

/* -- the answer -------------------------------------------------------------------------- */

static struct inputs answer(struct finding *f)
{
	struct input *out = arena_alloc(f->arena, (f->found.n + 1) * sizeof *out);
	size_t n = 0;
	for (int t = 0; t < INPUT_TYPES; t++)
		for (size_t i = 0; i < f->found.n; i++) {
			struct found *one = &f->found.v[i];
			if (one->input.type != (enum input_type)t)
				continue;
			one->input.claims = arena_copy(f->arena, one->claims.v, one->claims.n, sizeof *one->claims.v);
			one->input.n_claims = one->claims.n;
			one->input.users = arena_copy(f->arena, one->users.v, one->users.n, sizeof *one->users.v);
			one->input.n_users = one->users.n;
			out[n++] = one->input;
		}
	for (size_t i = 0; i < f->found.n; i++) {
		array_release(&f->found.v[i].claims);
		array_release(&f->found.v[i].users);
	}
	array_release(&f->found);
	return (struct inputs){out, n};
}

struct inputs inputs_find(const struct index *index, struct ref zone, struct ref region, const struct ref *stages, size_t n_stages,
	struct arena *arena)
{
	struct finding f = {.index = index, .arena = arena};
	if (!ref_none(zone)) {
		region = read_ref(index, zone, "region");
		add_subject(&f, zone);
		add_all(&f, zone, "zone", KIND_PARK, add_subject);
		add_all(&f, zone, "zone", KIND_FACILITY, add_facility);
		add_all(&f, zone, "zone", KIND_PROJECT, add_subject);
	}
	add_subject(&f, region);
	for (size_t i = 0; i < f.found.n; i++)
		find_stages(&f, &f.found.v[i], stages, n_stages);
	return answer(&f);
}
