#include "cli/session.h"

#include "meant_internal.h"
#include "meter_internal.h"
#include "progress_internal.h"

#include "base/clock.h"
#include "index/lookup.h"
#include "query/standing.h"
#include "text/period.h"
#include "view/settings.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* -- language ---------------------------------------------------------------------- */

static const char *locale_name(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return "";
}

/* What a locale's name says; one that names no language (none at all, C.UTF-8) means Chinese. */
static bool locale_is_chinese(const char *name)
{
	struct str language = str_from(name);
	language.n = strcspn(name, "_.@");
	return !language.n || str_eq(language, STR("zh")) || (str_eq(language, STR("C")) && language.n < strlen(name));
}

static bool choose_language(const struct invocation *invocation, bool *chinese, struct err *err)
{
	const char *given = invocation->values[OPTION_LANG];
	const char *wanted = given ? given : getenv("YUANLIAN_LANG");
	if (!wanted || !*wanted) {
		*chinese = locale_is_chinese(locale_name());
		return true;
	}
	*chinese = strcmp(wanted, "zh") == 0;
	return *chinese || strcmp(wanted, "en") == 0 ||
	       err_at(err, ERR_USAGE, "YUANLIAN_LANG", 0, 0, "found \"%s\", expected zh or en", wanted);
}

static bool choose_ambi(const struct invocation *invocation, enum ambi *ambi, struct err *err)
{
	const char *given = invocation->values[OPTION_AMBI];
	const char *wanted = given ? given : getenv("YUANLIAN_AMBI");
	*ambi = wanted && strcmp(wanted, "2") == 0 ? AMBI_WIDE : AMBI_NARROW;
	return !wanted || !*wanted || strcmp(wanted, "1") == 0 || strcmp(wanted, "2") == 0 ||
	       err_at(err, ERR_USAGE, "YUANLIAN_AMBI", 0, 0, "found \"%s\", expected 1 or 2", wanted);
}

/* -- life ---------------------------------------------------------------------------- */

/* The topics that somebody writes: trace_line and trace_wants. */
static bool known_topic(struct str topic)
{
	static const char *const topics[] = {"key", "draw", "store", "index", "query", "all"};
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		if (str_eq_c(topic, topics[i]))
			return true;
	return false;
}

static bool open_trace(const struct invocation *invocation, struct trace *trace, struct err *err)
{
	static const char expected[] = "key, draw, store, index, query or all";
	const char *given = invocation->values[OPTION_TRACE];
	const char *wanted = given ? given : getenv("YUANLIAN_TRACE");
	struct str rest = str_from(wanted ? wanted : ""), topics, topic;
	str_split(&rest, '=', &topics);
	while (str_split(&topics, ',', &topic))
		if (topic.n && !known_topic(topic))
			return given ? option_error(err, invocation, OPTION_TRACE, expected)
				     : err_at(err, ERR_USAGE, "YUANLIAN_TRACE", 0, 0, "found \"%s\", expected %s", wanted, expected);
	return !wanted || !*wanted || trace_open(trace, wanted, err);
}

bool session_open(struct session *session, const struct invocation *invocation, struct err *err)
{
	*session = (struct session){.invocation = invocation};
	const char *sources = invocation->values[OPTION_SOURCES];
	bool ok = choose_language(invocation, &session->chinese, err) && choose_ambi(invocation, &session->ambi, err) &&
		  open_trace(invocation, &session->trace, err) &&
		  catalogue_choose(invocation, &session->catalogue, err) &&
		  (!sources || (session->articles = article_folder_new(sources, err)));
	if (!ok)
		session_close(session);
	return ok;
}

void session_close(struct session *session)
{
	/* Only now: who asked has the answer. */
	fflush(stdout);
	if (session->unkept && catalogue_keep_index(session->catalogue.path.p, session->index) == SNAPSHOT_WRITTEN)
		trace_line(&session->trace, "index", "snapshot written");
	index_free(session->index);
	store_close(session->store);
	article_folder_free(session->articles);
	catalogue_release(&session->catalogue);
	trace_close(&session->trace);
	strbuf_release(&session->more);
	session->index = NULL;
	session->unkept = false;
	session->store = NULL;
	session->articles = NULL;
}

struct store *session_store(struct session *session, struct err *err)
{
	if (!session->store && catalogue_prepare(&session->catalogue, &session->trace, err))
		session->store = store_open(session->catalogue.path.p, STORE_READ, err);
	return session->store;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void trace_size(void *trace, const char *what, uint64_t n_bytes)
{
	trace_line(trace, "index", "%12llu bytes: %s", (unsigned long long)n_bytes, what);
}

/* Threads that read say how far they are. */
struct reading {
	const struct session *session;
	pthread_mutex_t lock;
	struct meter meter;
	struct progress_line line;
};

static void tell_reading(void *self, unsigned percent)
{
	struct reading *r = self;
	struct strbuf text = {0};
	pthread_mutex_lock(&r->lock);
	if (meter_further(&r->meter, percent, clock_ms())) {
		strbuf_printf(&text, "%s %u%%", session_say(r->session, MSG_INDEXING), percent);
		progress_write(&r->line, strbuf_str(&text));
	}
	pthread_mutex_unlock(&r->lock);
	strbuf_release(&text);
}

static struct index *read_index(struct session *session, struct index_request *request, struct err *err)
{
	struct reading reading = {session, PTHREAD_MUTEX_INITIALIZER, meter_begun(clock_ms()), {.ambi = session->ambi}};
	const struct build_watch watch = {NULL, isatty(STDERR_FILENO) ? tell_reading : NULL, &reading};
	struct index *index = catalogue_index(session->store, request, &watch, err);
	progress_end(&reading.line);
	pthread_mutex_destroy(&reading.lock);
	return index;
}

struct index *session_index(struct session *session, struct err *err)
{
	double start = now();
	struct index_request request = {.may_map = true};
	const char *path = session->catalogue.path.p;
	if (session->index || !session_store(session, err))
		return session->index;
	session->index = read_index(session, &request, err);
	catalogue_trace_index(&session->trace, &request, (now() - start) * 1e3);
	if (session->index && trace_wants(&session->trace, "index"))
		index_image_sizes(session->index, trace_size, &session->trace);
	/* A command answers once: what it says must be right. */
	if (session->index && request.origin == INDEX_MAPPED && !catalogue_verify_index(path, session->index, NULL)) {
		trace_line(&session->trace, "index", "the snapshot was damaged");
		index_free(session->index);
		request.may_map = false;
		session->index = read_index(session, &request, err);
	}
	session->unkept = session->index && request.origin != INDEX_MAPPED && catalogue_worth_keeping(session->index);
	return session->index;
}

/* -- small services -------------------------------------------------------------------- */

static int32_t today(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t t = epoch && *epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	struct tm date;
	/* A given clock means the same day everywhere; the real one is that of the user's wall. */
	if (!(epoch && *epoch ? gmtime_r(&t, &date) : localtime_r(&t, &date)))
		return 0;
	return day_number(date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

struct settings session_settings(const struct session *session)
{
	return (struct settings){
		.language = message_language(session->chinese),
		.ambi = session->ambi,
		.today = today(),
		.catalogue = strbuf_str(&session->catalogue.path),
		.read_only = !catalogue_writable(&session->catalogue),
		.articles = session->articles ? article_source(session->articles) : NULL,
	};
}

const char *session_say(const struct session *session, enum message id)
{
	return message(id, message_language(session->chinese)).p;
}

void session_note(const struct session *session, enum message id, ...)
{
	va_list args;
	va_start(args, id);
	fputs("yuanlian: ", stderr);
	vfprintf(stderr, session_say(session, id), args);
	fputc('\n', stderr);
	va_end(args);
}

const char *session_word(const struct session *session, const char *zh, const char *en)
{
	return session->chinese ? zh : en;
}

static void list_candidates(const struct index *index, const struct lookup_hits *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->n; i++) {
		strbuf_add(out, index_id(index, found->v[i].ref));
		strbuf_add_c(out, "  ");
		strbuf_add(out, index_name(index, found->v[i].ref));
		strbuf_add_byte(out, '\n');
	}
}

static void unknown_record(const struct index *index, const struct word *word, uint32_t mask, struct err *err)
{
	struct strbuf expected = {0};
	strbuf_add_c(&expected, mask == ALL_KINDS ? "the id, code or name of a record" : "the id, code or name of one of the");
	for (int k = 0, n = 0; mask != ALL_KINDS && k < KIND_COUNT; k++)
		if (mask >> k & 1)
			strbuf_printf(&expected, "%s %s", n++ ? " or" : "", kinds[k].plural);
	struct ref meant = meant_record(index, word->text, mask);
	if (!ref_none(meant)) {
		struct str id = index_id(index, meant), name = index_name(index, meant);
		strbuf_printf(&expected, ": %.*s (%.*s)?", STR_ARG(id), STR_ARG(name));
	}
	word_error(err, ERR_NO_MATCH, word, expected.p);
	strbuf_release(&expected);
}

/* The one record that is somebody's, before those of reference chains; several of them stay as they are. */
static void prefer_real(const struct index *index, struct lookup_hits *found)
{
	size_t n = 0, real = 0;
	for (size_t i = 0; i < found->n; i++)
		if (!standing_is_reference(index, found->v[i].ref)) {
			n++;
			real = i;
		}
	if (n == 1 && lookup_count(found) == found->n) {
		found->v[0] = found->v[real];
		found->n = 1;
	}
}

bool session_ref(struct session *session, const struct word *word, uint32_t mask, struct ref *out, struct err *err)
{
	const struct index *index = session_index(session, err);
	if (!index)
		return false;
	struct lookup_hits found = {0};
	lookup_reference(index, word->text, mask, &found);
	prefer_real(index, &found);
	bool ok = found.n == 1;
	if (ok) {
		*out = found.v[0].ref;
	} else if (!found.n) {
		unknown_record(index, word, mask, err);
	} else {
		word_error(err, ERR_USAGE, word, "one record; one of these ids says which:");
		list_candidates(index, &found, &session->more);
	}
	lookup_release(&found);
	return ok;
}

bool session_kind(const struct word *word, enum kind *kind, struct err *err)
{
	if (kind_parse(word->text, kind))
		return true;
	struct strbuf expected = {0};
	struct meant meant;
	meant_init(&meant, word->text);
	strbuf_add_c(&expected, "one of");
	for (int k = 0; k < KIND_COUNT; k++) {
		meant_try(&meant, str_from(kinds[k].plural));
		meant_try(&meant, str_from(kinds[k].zh));
		strbuf_printf(&expected, "%s%s", k ? ", " : " ", kinds[k].plural);
	}
	meant_error(err, word, meant_name(&meant), expected.p);
	strbuf_release(&expected);
	return false;
}

bool session_print(struct str text, struct err *err)
{
	if (fwrite(text.p ? text.p : "", 1, text.n, stdout) == text.n && fflush(stdout) == 0)
		return true;
	/* A reader that went away is no fault: nothing is said. */
	return errno == EPIPE
		       ? err_set(err, ERR_WRITE, "%s", "")
		       : err_set(err, ERR_WRITE, "found \"%s\", expected to write it all", strerror(errno));
}

bool session_print_made(struct strbuf *text, struct err *err)
{
	bool ok = session_print(strbuf_str(text), err);
	strbuf_release(text);
	return ok;
}
