#include "support/folder.h"

#include "cli/snapshot_internal.h"
#include "cli/worker_internal.h"
#include "index/delta.h"
#include "store/writer.h"

#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

/* Enough rows for a snapshot to be worth it. */
enum { ROWS = 21000, PATIENCE_MS = 60000 };

struct fixture {
	struct test_folder *folder;
	struct catalogue catalogue;
	struct trace trace;
	char db[600], index_file[700];
};

static void add_projects(const char *db, unsigned from, unsigned n)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(db, STORE_CREATE, &err);
	assert_non_null(store);
	struct store_writer *writer = store_begin(store, ORIGIN_IMPORT, &err);
	assert_non_null(writer);
	for (unsigned i = from; i < from + n; i++) {
		char id[40], name[80];
		struct row row = {.kind = KIND_PROJECT, .where = "test"};
		snprintf(id, sizeof id, "project:p%u", i);
		snprintf(name, sizeof name, "第%05u号储能项目", i);
		row.cells[0] = str_from(id);
		row.cells[field_get(KIND_PROJECT, "name")] = str_from(name);
		assert_ok(store_put(writer, &row, &err), err);
	}
	assert_ok(store_commit(writer, NULL, &err), err);
	store_close(store);
}

static int setup(void **state)
{
	void *folder = NULL;
	struct fixture *f = calloc(1, sizeof *f);
	int status = test_folder_make(&folder);
	f->folder = folder;
	in_folder(f->folder, "c.db", f->db);
	snprintf(f->index_file, sizeof f->index_file, "%s-index", f->db);
	strbuf_add_c(&f->catalogue.path, f->db);
	f->catalogue.given = true;
	f->catalogue.seeds_choice = SEEDS_ABSENT;
	add_projects(f->db, 0, ROWS);
	*state = f;
	return status;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	void *folder = f->folder;
	catalogue_release(&f->catalogue);
	free(f);
	return test_folder_remove(&folder);
}

static struct worker *begin(struct fixture *f)
{
	struct err err = ERR_INIT;
	struct worker *w = worker_new(&f->catalogue, &f->trace, &err);
	assert_non_null(w);
	return w;
}

static void wait_for_word(struct worker *w)
{
	char bytes[64];
	struct pollfd p = {.fd = worker_fd(w), .events = POLLIN};
	if (poll(&p, 1, PATIENCE_MS) <= 0)
		fail_msg("nothing within a minute");
	assert_true(read(p.fd, bytes, sizeof bytes) > 0);
}

/* The next thing that has ended. */
static enum worker_result next(struct worker *w, struct index **index)
{
	struct err err = ERR_INIT;
	enum worker_result result;
	while ((result = worker_take(w, index, &err)) == WORKER_NOTHING)
		wait_for_word(w);
	return result;
}

static void wait_for_snapshot(const struct fixture *f)
{
	struct stat st;
	for (int i = 0; stat(f->index_file, &st) != 0; i++) {
		assert_true(i < PATIENCE_MS);
		usleep(1000);
	}
}

/* Who is slow to take an index gets it, however often it was found unchanged since. */
static void an_index_waits_for_whoever_asked(void **state)
{
	struct index *index;
	struct worker *w = begin(*state);
	for (int i = 0; i < 3; i++) {
		worker_ask(w);
		wait_for_word(w);
	}
	assert_int_equal(next(w, &index), WORKER_INDEX);
	index_free(index);
	worker_free(w);
}

/* That the catalogue cannot be read any more is said behind an index that nobody has taken yet. */
static void a_failure_is_not_lost_behind_an_index(void **state)
{
	struct fixture *f = *state;
	struct index *index;
	struct worker *w = begin(f);
	worker_ask(w);
	wait_for_word(w);
	assert_int_equal(truncate(f->db, 0), 0);
	worker_ask(w);
	wait_for_word(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	index_free(index);
	assert_int_equal(next(w, &index), WORKER_FAILED);
	worker_free(w);
}

static void an_index_for_each_state_of_the_catalogue(void **state)
{
	struct fixture *f = *state;
	struct index *index, *newer;
	struct worker *w = begin(f);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_int_equal(index_count(index, KIND_PROJECT), ROWS);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_UNCHANGED);
	add_projects(f->db, ROWS, 3);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_INDEX);
	assert_int_equal(index_count(newer, KIND_PROJECT), ROWS + 3);
	/* the old one goes on answering until somebody frees it */
	assert_int_equal(index_count(index, KIND_PROJECT), ROWS);
	worker_free(w);
	index_free(index);
	index_free(newer);
}

/* It knows nothing of generations. */
static void what_another_program_writes_is_seen(void **state)
{
	struct fixture *f = *state;
	struct index *index, *newer;
	struct worker *w = begin(f);
	sqlite3 *db;
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE projects SET name = '外来项目' WHERE id = 'project:p7'", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_INDEX);
	assert_str(index_name(newer, index_find_id(newer, STR("project:p7"))), "外来项目");
	worker_ask(w);
	index_free(index);
	assert_int_equal(next(w, &index), WORKER_UNCHANGED);
	worker_free(w);
	index_free(newer);
}

/* Rows that changed are put into the last index; when it is quiet, that becomes a snapshot, which all sessions share. */
static void changed_rows_are_put_in_and_merged(void **state)
{
	struct fixture *f = *state;
	struct index *index, *newer, *merged;
	struct worker *w = begin(f);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	add_projects(f->db, ROWS, 3);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_INDEX);
	index_free(index);
	assert_true(index_delta_size(newer).own > 0);
	assert_int_equal(index_count(newer, KIND_PROJECT), ROWS + 3);
	assert_int_equal(next(w, &merged), WORKER_INDEX);
	index_free(newer);
	assert_true(index_delta_size(merged).own == 0 && index_image_verify(merged, NULL));
	assert_int_equal(index_count(merged, KIND_PROJECT), ROWS + 3);
	/* and goes on being the base of what changes next */
	add_projects(f->db, ROWS + 3, 1);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_INDEX);
	index_free(merged);
	assert_true(index_delta_size(newer).own > 0);
	assert_int_equal(index_count(newer, KIND_PROJECT), ROWS + 4);
	worker_free(w);
	index_free(newer);
}

/* When it is quiet, frequent words get their answers, once: the next session maps them, another state makes them anew. */
static void answers_are_made_when_it_is_quiet(void **state)
{
	struct fixture *f = *state;
	const struct answers_rule rule = {.least_rows = 1000, .share = 64, .rows_of_each = 512};
	struct index *index, *ready, *newer;
	struct worker *w = begin(f);
	worker_set_answers(w, &rule, 1);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_int_equal(index_answers_n(index), 0);
	assert_int_equal(next(w, &ready), WORKER_INDEX);
	index_free(index);
	size_t n = index_answers_n(ready);
	assert_true(n > 5);
	worker_free(w);
	index_free(ready);

	w = begin(f);
	worker_set_answers(w, &rule, 1);
	worker_ask(w);
	assert_int_equal(next(w, &ready), WORKER_INDEX);
	assert_int_equal(index_answers_n(ready), n);
	add_projects(f->db, ROWS, 3);
	worker_ask(w);
	assert_int_equal(next(w, &newer), WORKER_INDEX);
	index_free(ready);
	assert_int_equal(index_answers_n(newer), 0);
	assert_int_equal(next(w, &index), WORKER_INDEX); /* merged first */
	index_free(newer);
	assert_int_equal(next(w, &ready), WORKER_INDEX);
	index_free(index);
	assert_int_equal(index_count(ready, KIND_PROJECT), ROWS + 3);
	assert_true(index_answers_n(ready) > 5 && index_image_verify(ready, NULL));
	worker_free(w);
	index_free(ready);
}

/* Whoever asks for something does not wait until they are made. */
static void answers_are_left_for_what_is_asked(void **state)
{
	struct fixture *f = *state;
	const struct answers_rule many = {.least_rows = 1000, .share = UINT32_MAX, .rows_of_each = 1};
	struct index *index, *none;
	struct worker *w = begin(f);
	worker_set_answers(w, &many, 0);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	for (int i = 0; i < 5; i++) {
		usleep(20000);
		worker_ask(w);
		assert_int_equal(next(w, &none), WORKER_UNCHANGED);
	}
	worker_free(w);
	index_free(index);
}

/* Stopped before or while it runs: it says so, and can be asked again. A machine may be quicker than the word. */
static void a_build_can_be_stopped(void **state)
{
	struct fixture *f = *state;
	enum worker_result result = WORKER_NOTHING;
	for (int i = 0; i < 50 && result != WORKER_CANCELLED; i++) {
		struct index *index;
		struct worker *w = begin(f);
		worker_ask(w);
		if (i % 2)
			usleep(2000);
		worker_cancel(w);
		result = next(w, &index);
		if (result == WORKER_CANCELLED) {
			assert_null(index);
			worker_ask(w);
			assert_int_equal(next(w, &index), WORKER_INDEX);
			assert_int_equal(index_count(index, KIND_PROJECT), ROWS);
		}
		worker_free(w);
		index_free(index);
		snapshot_remove(f->db);
	}
	assert_int_equal(result, WORKER_CANCELLED);
}

/* Stopped at once, before it has begun. */
static void what_was_asked_for_can_be_withdrawn(void **state)
{
	enum { TIMES = 12 };
	struct fixture *f = *state;
	struct index *index;
	unsigned n = 0;
	for (unsigned i = 0; i < TIMES; i++) {
		struct worker *w = begin(f);
		worker_ask(w);
		worker_cancel(w);
		n += next(w, &index) == WORKER_CANCELLED;
		index_free(index);
		worker_free(w);
		snapshot_remove(f->db);
	}
	assert_true(n > TIMES / 2);
}

/* Spoil a name behind the header and the contents of a snapshot, its size and its head as they were. */
static void spoil(const char *path, const char *old, const char *fresh)
{
	struct stat st;
	int fd = open(path, O_RDWR);
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	char *bytes = malloc((size_t)st.st_size);
	assert_int_equal(read(fd, bytes, (size_t)st.st_size), st.st_size);
	char *at = memmem(bytes, (size_t)st.st_size, old, strlen(old));
	assert_non_null(at);
	assert_int_equal(pwrite(fd, fresh, strlen(fresh), at - bytes), (ssize_t)strlen(fresh));
	close(fd);
	free(bytes);
}

/* A snapshot in which one name is another. */
static void leave_damaged(struct fixture *f)
{
	struct index *index;
	struct worker *w = begin(f);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	wait_for_snapshot(f);
	worker_free(w);
	index_free(index);
	spoil(f->index_file, "第00000号", "第99999号");
}

static void a_damaged_snapshot_is_let_go_and_rebuilt(void **state)
{
	struct fixture *f = *state;
	struct index *index;
	const struct ref first = ref_make(KIND_PROJECT, 0);
	leave_damaged(f);
	struct worker *w = begin(f);
	worker_ask(w);
	enum worker_result result = next(w, &index);
	if (result == WORKER_INDEX) { /* else the damage was found before anybody saw it */
		struct index *none;
		assert_str(index_name(index, first), "第99999号储能项目");
		result = next(w, &none);
		assert_null(none);
		index_free(index);
	}
	assert_int_equal(result, WORKER_DAMAGED);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_str(index_name(index, first), "第00000号储能项目");
	wait_for_snapshot(f);
	worker_free(w);
	index_free(index);

	/* what stands there now is whole */
	w = begin(f);
	worker_ask(w);
	assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_true(index_image_verify(index, NULL));
	worker_free(w);
	index_free(index);
}

/* Its words are read, and nothing is taken. */
static void wait_for_words(struct worker *w, ssize_t n)
{
	struct pollfd p = {.fd = worker_fd(w), .events = POLLIN};
	char byte;
	for (; n; n--) {
		if (poll(&p, 1, PATIENCE_MS) <= 0)
			fail_msg("nothing within a minute");
		assert_int_equal(read(p.fd, &byte, 1), 1);
	}
}

static void a_damaged_index_that_nobody_took_is_not_handed_over(void **state)
{
	struct fixture *f = *state;
	struct index *index;
	struct err err = ERR_INIT;
	leave_damaged(f);
	struct worker *w = begin(f);
	worker_ask(w);
	wait_for_words(w, 2); /* that it is there, that it is damaged */
	assert_int_equal(worker_take(w, &index, &err), WORKER_DAMAGED);
	assert_null(index);
	enum worker_result result = worker_take(w, &index, &err);
	assert_true(result == WORKER_NOTHING || index);
	if (result == WORKER_NOTHING)
		assert_int_equal(next(w, &index), WORKER_INDEX);
	assert_str(index_name(index, ref_make(KIND_PROJECT, 0)), "第00000号储能项目");
	worker_free(w);
	index_free(index);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_index_for_each_state_of_the_catalogue),
		TEST(an_index_waits_for_whoever_asked),
		TEST(a_failure_is_not_lost_behind_an_index),
		TEST(what_another_program_writes_is_seen),
		TEST(changed_rows_are_put_in_and_merged),
		TEST(answers_are_made_when_it_is_quiet),
		TEST(answers_are_left_for_what_is_asked),
		TEST(a_build_can_be_stopped),
		TEST(what_was_asked_for_can_be_withdrawn),
		TEST(a_damaged_snapshot_is_let_go_and_rebuilt),
		TEST(a_damaged_index_that_nobody_took_is_not_handed_over),
	};
	return cmocka_run_group_tests_name("cli/worker", tests, NULL, NULL);
}
