/*
 * Look-ups over a catalogue of many projects, beside baselines that always run: a pass over all names, FTS5 over
 * characters, FTS5 over pinyin. Every time stands beside its number of hits; hits that differ from the pass over all
 * names end the run with an error.
 *
 * usage: bench_index CATALOGUE PEERS OUT.json     (PEERS: what fill_peers made)
 */
#include "figures.h"
#include "index/lookup.h"
#include "measure.h"
#include "peers.h"
#include "query/query.h"
#include "query/sort.h"
#include "text/fold.h"
#include "text/pinyin.h"
#include "text/utf8.h"

#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { FIRST_PAGE = 50, WORDS_MOST = 64 };
static const double ms_a_word = 250;

struct bench {
	const struct index *index;
	bool judged; /* what is found can be compared with a pass over the names */
	sqlite3 *peers;
	struct strbuf names, initials; /* a line a project */
	struct strbuf folded;          /* the same, folded, with the readings of its characters: what pinyin_match reads */
	ARRAY(syllable) readings;
	size_t n;
	struct figures figures;
};

struct task {
	struct bench *bench;
	const char *text;
	size_t hits;
	sqlite3_stmt *statement, *second;
};

/* -- ours ---------------------------------------------------------------------------------- */

static void run_lookup(void *context)
{
	struct task *t = context;
	struct lookup_hits hits = {0};
	lookup_run(t->bench->index, str_from(t->text), ALL_KINDS, FIRST_PAGE, &hits);
	t->hits = lookup_count(&hits);
	lookup_release(&hits);
}

static void run_names(void *context)
{
	struct task *t = context;
	struct lookup_rows rows;
	lookup_find_rows(t->bench->index, str_from(t->text), KIND_PROJECT, LOOKUP_IN_NAMES, &rows);
	t->hits = rows.n;
	lookup_rows_release(&rows);
}

/* Counted, and the first fifty by investment: what a list of projects does with a filter. */
static void run_page(void *context)
{
	struct task *t = context;
	const struct index *index = t->bench->index;
	struct err err = ERR_INIT;
	struct strbuf text = {0};
	struct query_set set;
	struct sort_key keys[1];
	struct ref page[FIRST_PAGE];
	strbuf_printf(&text, "name:%s", t->text);
	struct query *query = query_parse(strbuf_str(&text), KIND_PROJECT, index, &err);
	if (!query || !sort_parse(STR("-invest"), KIND_PROJECT, index, keys, 1, &err))
		give_up(t->text, err.message);
	query_select(query, &set);
	sort_set(index, KIND_PROJECT, &set, keys, 1, FIRST_PAGE, page);
	t->hits = set.n;
	query_set_release(&set);
	query_free(query);
	strbuf_release(&text);
}

/* -- passes over all names ------------------------------------------------------------------- */

static size_t scan_memmem(const struct strbuf *names, const char *text)
{
	const char *at = names->p, *end = names->p + names->n;
	size_t n = strlen(text), hits = 0;
	while (at < end && (at = memmem(at, (size_t)(end - at), text, n)) != NULL) {
		hits++;
		at = memchr(at, '\n', (size_t)(end - at));
	}
	return hits;
}

/* Two bytes of the word compared at sixteen places at a time: the last, and the third, where a character differs most. */
static void pass(struct task *t, const struct strbuf *lines)
{
	size_t n = strlen(t->text), probe = n > 2 ? 2 : 0, at = 0;
	const char *p = lines->p;
	t->hits = 0;
#ifdef __SSE2__
	__m128i a = _mm_set1_epi8(t->text[probe]), z = _mm_set1_epi8(t->text[n - 1]);
	while (at + n + 16 <= lines->n) {
		__m128i here = _mm_loadu_si128((const void *)(p + at + probe)), there = _mm_loadu_si128((const void *)(p + at + n - 1));
		unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, a), _mm_cmpeq_epi8(there, z)));
		size_t next = at + 16;
		for (; mask; mask &= mask - 1) {
			size_t found = at + (size_t)__builtin_ctz(mask);
			if (memcmp(p + found, t->text, n) != 0)
				continue;
			t->hits++;
			next = (size_t)((const char *)memchr(p + found, '\n', lines->n - found) - p);
			break;
		}
		at = next;
	}
#endif
	for (; at + n <= lines->n; at++)
		if (p[at] == t->text[0] && memcmp(p + at, t->text, n) == 0) {
			t->hits++;
			at = (size_t)((const char *)memchr(p + at, '\n', lines->n - at) - p);
		}
}

static void run_pass(void *context)
{
	struct task *t = context;
	pass(t, &t->bench->names);
}

static void run_initials_pass(void *context)
{
	struct task *t = context;
	pass(t, &t->bench->initials);
}

/* The slow reference of letters: every name by pinyin_match. */
static size_t scan_readings(const struct bench *b, const char *word)
{
	struct strbuf typed = {0};
	struct str rest = strbuf_str(&b->folded), name;
	const syllable *readings = b->readings.v;
	size_t n = 0;
	text_fold(str_from(word), &typed);
	while (rest.n && str_split(&rest, '\n', &name)) {
		struct pinyin_hit hit;
		n += pinyin_match(name, readings, strbuf_str(&typed), &hit);
		readings += utf8_length(name);
	}
	strbuf_release(&typed);
	return n;
}

static void add_initials(struct strbuf *out, struct str name)
{
	syllable *readings = xmalloc((name.n + 1) * sizeof *readings);
	size_t n = pinyin_text(name, readings), at = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t c = utf8_next(name, &at);
		strbuf_add_byte(out, readings[i] ? syllable_str(readings[i]).p[0] : c < 0x80 && c > ' ' ? (char)(c | 0x20) : '.');
	}
	strbuf_add_byte(out, '\n');
	free(readings);
}

static void add_readings(struct bench *b, struct str name)
{
	size_t start = b->folded.n;
	text_fold(name, &b->folded);
	struct str folded = str_sub(strbuf_str(&b->folded), start, b->folded.n - start);
	array_reserve(&b->readings, b->readings.n + folded.n);
	b->readings.n += pinyin_text(folded, b->readings.v + b->readings.n);
	strbuf_add_byte(&b->folded, '\n');
}

static void read_names(struct bench *b)
{
	sqlite3_stmt *s = peers_prepare(b->peers, "SELECT name FROM p ORDER BY key");
	while (sqlite3_step(s) == SQLITE_ROW) {
		struct str name = {(const char *)sqlite3_column_text(s, 0), (size_t)sqlite3_column_bytes(s, 0)};
		strbuf_add(&b->names, name);
		strbuf_add_byte(&b->names, '\n');
		add_initials(&b->initials, name);
		add_readings(b, name);
		b->n++;
	}
	sqlite3_finalize(s);
}

/* -- FTS5 -------------------------------------------------------------------------------------- */

/* What run_page does, by a table of tokens: two statements. */
static void run_tokens(void *context)
{
	struct task *t = context;
	t->hits = peers_ask(t->statement);
	peers_ask(t->second);
}

static sqlite3_stmt *prepare_match(struct bench *b, const char *sql, const char *table, const char *phrase)
{
	struct strbuf text = {0};
	strbuf_printf(&text, sql, table, table);
	sqlite3_stmt *s = peers_prepare(b->peers, text.p);
	sqlite3_bind_text(s, 1, phrase, -1, SQLITE_TRANSIENT);
	strbuf_release(&text);
	return s;
}

static void prepare_tokens(struct task *t, const char *table, const char *tokens)
{
	struct strbuf phrase = {0};
	strbuf_printf(&phrase, "\"%s\"", tokens);
	t->statement = prepare_match(t->bench, "SELECT count(*) FROM %s WHERE %s MATCH ?1", table, phrase.p);
	t->second = prepare_match(t->bench,
		"SELECT p.key, p.name FROM %s t JOIN p ON p.key = t.rowid WHERE %s MATCH ?1 ORDER BY p.invest DESC LIMIT 50", table, phrase.p);
	strbuf_release(&phrase);
}

/* -- tables -------------------------------------------------------------------------------------- */

enum { NAMES, LOOKUP, PAGE, PASS, TOKENS, TIMED };

struct word_times {
	const char *class;
	double ms[TIMED];
	size_t hits[TIMED];
};

/* The word by all of them in turn. */
static struct word_times time_word(struct bench *b, const struct bench_word *word, void (*scan)(void *), const char *table, const char *tokens)
{
	struct word_times times = {.class = word->class};
	struct task tasks[TIMED];
	struct timing timings[TIMED] = {[NAMES] = {.run = run_names}, [LOOKUP] = {.run = run_lookup}, [PAGE] = {.run = run_page}, [PASS] = {.run = scan},
		[TOKENS] = {.run = table ? run_tokens : NULL}};
	for (size_t i = 0; i < TIMED; i++) {
		tasks[i] = (struct task){.bench = b, .text = word->text};
		timings[i].context = &tasks[i];
	}
	if (table)
		prepare_tokens(&tasks[TOKENS], table, tokens);
	time_in_turn(timings, TIMED, ms_a_word);
	for (size_t i = 0; i < TIMED; i++) {
		times.ms[i] = timings[i].p50_ms;
		times.hits[i] = tasks[i].hits;
	}
	sqlite3_finalize(tasks[TOKENS].statement);
	sqlite3_finalize(tasks[TOKENS].second);
	return times;
}

static void print_head(void)
{
	printf("\n  %-16s %-12s %9s %9s %9s %9s %9s %9s %9s %9s %9s\n", "class", "word", "in names", "names ms", "all hits", "50 ranked", "50 by inv", "pass n",
		"pass ms", "FTS5 n", "FTS5 ms");
}

static void say_word(struct bench *b, const struct bench_word *word, const struct word_times *t)
{
	static const char *const keys[TIMED] = {"names_ms", "lookup_ms", "page_ms", "pass_ms", "fts5_ms"};
	printf("  %-16s ", word->class);
	print_padded(word->text, 12);
	printf(" %9zu %9.3f %9zu %9.3f %9.3f %9zu %9.3f %9zu %9.3f\n", t->hits[NAMES], t->ms[NAMES], t->hits[LOOKUP], t->ms[LOOKUP], t->ms[PAGE], t->hits[PASS],
		t->ms[PASS], t->hits[TOKENS], t->ms[TOKENS]);
	for (size_t i = 0; i < TIMED; i++) {
		char key[64];
		snprintf(key, sizeof key, "%s: %s", word->text, keys[i]);
		figures_keep(&b->figures, key, word->class, t->ms[i], "ms", (long long)t->hits[i]);
	}
}

/* A time of ours over a class of words, and how many times as long FTS5 takes: the median word's. */
static void say_class(struct bench *b, const struct word_times *all, size_t n, const char *class, const char *key)
{
	double ours[WORDS_MOST], theirs[WORDS_MOST], ratios[WORDS_MOST];
	long long hits = 0;
	size_t m = 0;
	char name[64], what[128];
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].class, class) == 0) {
			ours[m] = all[i].ms[PAGE];
			theirs[m] = all[i].ms[TOKENS];
			ratios[m] = all[i].ms[TOKENS] / all[i].ms[PAGE];
			hits += (long long)all[i].hits[PAGE];
			m++;
		}
	snprintf(name, sizeof name, "%s_ms", key);
	snprintf(what, sizeof what, "%s: counted, 50 by investment", class);
	figure(&b->figures, name, what, quantile(ours, m, 0.5), "ms", hits);
	if (quantile(theirs, m, 0.5) <= 0)
		return;
	snprintf(name, sizeof name, "%s_fts5_ms", key);
	figure(&b->figures, name, "  the same by FTS5", quantile(theirs, m, 0.5), "ms", hits);
	snprintf(name, sizeof name, "%s_fts5_x", key);
	figure(&b->figures, name, "  FTS5 takes so many times as long", quantile(ratios, m, 0.5), "x", hits);
}

static size_t look_up_characters(struct bench *b, struct word_times *out)
{
	print_head();
	for (size_t i = 0; i < bench_n_characters; i++) {
		const struct bench_word *word = &bench_characters[i];
		struct strbuf tokens = {0};
		part_characters(str_from(word->text), &tokens);
		out[i] = time_word(b, word, run_pass, "f", tokens.p);
		say_word(b, word, &out[i]);
		size_t right = scan_memmem(&b->names, word->text);
		for (size_t way = 0; way < TIMED; way++)
			if (b->judged && way != LOOKUP) /* which looks into more than names */
				figures_judge(&b->figures, word->text, out[i].hits[way], right);
		strbuf_release(&tokens);
	}
	return bench_n_characters;
}

/* An index of one reading a character finds other rows where a character has several: its hits are shown, not judged. */
static size_t look_up_letters(struct bench *b, struct word_times *out)
{
	print_head();
	for (size_t i = 0; i < bench_n_letters; i++) {
		const struct bench_word *word = &bench_letters[i];
		bool syllables = strcmp(word->class, "full pinyin") == 0;
		out[i] = time_word(b, word, run_initials_pass, !word->parted ? NULL : syllables ? "f_syllables" : "f_initials", word->parted);
		say_word(b, word, &out[i]);
		if (!b->judged)
			continue;
		size_t right = scan_readings(b, word->text);
		figures_judge(&b->figures, word->text, out[i].hits[NAMES], right);
		figures_judge(&b->figures, word->text, out[i].hits[PAGE], right);
	}
	return bench_n_letters;
}

static void sum_up(struct bench *b, const struct word_times *all, size_t n)
{
	static const struct {
		const char *class, *key;
	} classes[] = {{"frequent", "frequent"}, {"common", "common"}, {"rare", "rare"}, {"absent", "absent"}, {"initials", "initials"},
		{"full pinyin", "full_pinyin"}, {"mixed", "mixed"}};
	double pages[WORDS_MOST], lookups[WORDS_MOST], passes[WORDS_MOST];
	long long page_hits = 0, lookup_hits = 0;
	for (size_t i = 0; i < n; i++) {
		pages[i] = all[i].ms[PAGE];
		lookups[i] = all[i].ms[LOOKUP];
		passes[i] = all[i].ms[PASS];
		page_hits += (long long)all[i].hits[PAGE];
		lookup_hits += (long long)all[i].hits[LOOKUP];
	}
	printf("\n");
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		say_class(b, all, n, classes[i].class, classes[i].key);
	figure(&b->figures, "page_p99_ms", "counted, 50 by investment: p99 of all words", quantile(pages, n, 0.99), "ms", page_hits);
	figure(&b->figures, "lookup_p50_ms", "counted in all kinds, 50 ranked: p50 of all words", quantile(lookups, n, 0.5), "ms", lookup_hits);
	figure(&b->figures, "lookup_slowest_ms", "  the slowest", quantile(lookups, n, 1), "ms", lookup_hits);
	figure(&b->figures, "pass_p50_ms", "a pass over all names or initials", quantile(passes, n, 0.5), "ms", HITS_NONE);
}

/* Words that only together say what is meant: beside the fixed set, in which each stands alone. */
static void look_up_two(struct bench *b)
{
	static const char *const texts[] = {"光伏 项目", "电解 铝", "山西 新能源", "太原 储能", "gf xm", "shanxi xinnengyuan"};
	enum { TEXTS = sizeof texts / sizeof *texts, BUDGET_MS = 3000 };
	struct task tasks[TEXTS];
	struct timing timings[TEXTS];
	double ms[TEXTS];
	long long hits = 0;
	for (size_t i = 0; i < TEXTS; i++) {
		tasks[i] = (struct task){.bench = b, .text = texts[i]};
		timings[i] = (struct timing){.run = run_lookup, .context = &tasks[i]};
	}
	time_in_turn(timings, TEXTS, BUDGET_MS);
	for (size_t i = 0; i < TEXTS; i++) {
		ms[i] = timings[i].p50_ms;
		hits += (long long)tasks[i].hits;
	}
	figure(&b->figures, "two_words_p50_ms", "two words, counted in all kinds, 50 ranked: p50", quantile(ms, TEXTS, 0.5), "ms", hits);
	figure(&b->figures, "two_words_slowest_ms", "  the slowest", quantile(ms, TEXTS, 1), "ms", hits);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: bench_index CATALOGUE PEERS OUT.json\n");
		return 2;
	}
	static struct word_times all[WORDS_MOST];
	struct bench_session session;
	bench_session_open(&session, argv[1]);
	struct bench b = {.index = session.index, .judged = !session.short_names, .peers = peers_open(argv[2])};
	figures_open(&b.figures, argv[3]);
	read_names(&b);
	printf("  %zu projects%s\n", b.n, b.judged ? "" : "; hits are not compared: some have short names, too");
	size_t n = look_up_characters(&b, all);
	n += look_up_letters(&b, all + n);
	sum_up(&b, all, n);
	look_up_two(&b);
	sqlite3_close(b.peers);
	strbuf_release(&b.names);
	strbuf_release(&b.initials);
	strbuf_release(&b.folded);
	array_release(&b.readings);
	bench_session_close(&session);
	return figures_close(&b.figures);
}
