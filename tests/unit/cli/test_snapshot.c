#include "support/catalogue.h"
#include "support/folder.h"

#include "cli/snapshot_internal.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A folder with a catalogue file (its contents do not matter here), and indexes of two states of it. */
struct fixture {
	struct catalogue catalogue;
	struct index *index[2];
	char folder[256], db[300], beside[320], fresh[340]; /* fresh: what is written before it takes the name beside */
	size_t n_files; /* open ones */
};

static const struct index_stamp stamps[2] = {{100, 1}, {200, 2}};

static struct index *build(struct catalogue *c, struct index_stamp stamp)
{
	struct err err = ERR_INIT;
	struct index_builder *builder = index_builder_new();
	struct batch_sink sink = index_builder_range(builder, KIND_COUNT);
	index_builder_stamp(builder, stamp);
	for (int k = 0; k < KIND_COUNT; k++) {
		struct batch batch = catalogue_batch(c, (enum kind)k);
		assert_ok(sink.take(sink.self, &batch, &err), err);
	}
	struct index *index = index_builder_finish(builder, NULL, &err);
	index_builder_free(builder);
	return index;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	catalogue_sample(&f->catalogue);
	f->index[0] = build(&f->catalogue, stamps[0]);
	for (unsigned i = 0; i < 2000; i++) {
		char id[32];
		snprintf(id, sizeof id, "project:more%u", i);
		catalogue_add(&f->catalogue, id, "name", "后来的项目", "zone", "zone:xingxian", NULL);
	}
	f->index[1] = build(&f->catalogue, stamps[1]);
	snprintf(f->folder, sizeof f->folder, "%s/snapshot.XXXXXX", getenv("HOME"));
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->db, sizeof f->db, "%s/c.db", f->folder);
	snprintf(f->beside, sizeof f->beside, "%s-index", f->db);
	snprintf(f->fresh, sizeof f->fresh, "%s.new", f->beside);
	FILE *file = fopen(f->db, "w");
	fclose(file);
	f->n_files = test_open_files();
	setenv("XDG_CACHE_HOME", f->folder, 1);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	char command[700];
	bool closed = test_open_files() == f->n_files;
	index_free(f->index[0]);
	index_free(f->index[1]);
	catalogue_release(&f->catalogue);
	snprintf(command, sizeof command, "chmod -R u+w '%s' && rm -rf '%s'", f->folder, f->folder);
	int removed = system(command);
	free(f);
	return removed || !closed;
}

/* What is opened with a stamp is the index of that stamp, whole. */
static void check_opened(const struct fixture *f, int which)
{
	const char *reason = "";
	struct index *index = snapshot_open(f->db, stamps[which]);
	assert_non_null(index);
	assert_true(index_image_verify(index, NULL));
	if (!index_validate(index, &reason))
		fail_msg("%s", reason);
	assert_int_equal(index_image(index).n, index_image(f->index[which]).n);
	assert_memory_equal(index_image(index).p, index_image(f->index[which]).p, index_image(index).n);
	index_free(index);
}

static void what_was_written_is_mapped(void **state)
{
	struct fixture *f = *state;
	assert_null(snapshot_open(f->db, stamps[0]));
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 0);
	/* another generation, another change counter: outdated */
	assert_null(snapshot_open(f->db, stamps[1]));
	assert_null(snapshot_open(f->db, (struct index_stamp){stamps[0].generation, 7}));
	assert_null(snapshot_open(f->db, (struct index_stamp){7, stamps[0].changes}));
	assert_int_equal(snapshot_write(f->db, f->index[1], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 1);
	assert_null(snapshot_open(f->db, stamps[0]));
	/* given up while it is written: the old one stays, and nothing beside it */
	const atomic_bool cancelled = true;
	size_t n_files = test_files_in(f->folder);
	assert_int_equal(snapshot_write(f->db, f->index[0], &cancelled), SNAPSHOT_NONE);
	check_opened(f, 1);
	assert_int_equal(test_files_in(f->folder), n_files);
	snapshot_remove(f->db);
	assert_null(snapshot_open(f->db, stamps[1]));
}

static void a_reader_keeps_what_it_has_mapped(void **state)
{
	struct fixture *f = *state;
	snapshot_write(f->db, f->index[0], NULL);
	struct index *index = snapshot_open(f->db, stamps[0]);
	snapshot_write(f->db, f->index[1], NULL);
	snapshot_remove(f->db);
	assert_true(index_image_verify(index, NULL));
	index_free(index);
}

static void what_others_may_write_is_not_trusted(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *name;
		mode_t mode;
		bool opens;
	} rows[] = {{"own", 0644, true}, {"private", 0600, true}, {"group", 0664, false}, {"all", 0646, false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		snapshot_write(f->db, f->index[0], NULL);
		assert_int_equal(chmod(f->beside, rows[i].mode), 0);
		struct index *index = snapshot_open(f->db, stamps[0]);
		assert_row((index != NULL) == rows[i].opens, rows[i].name);
		index_free(index);
	}
	if (geteuid() == 0) { /* only root can give files away */
		snapshot_write(f->db, f->index[0], NULL);
		assert_int_equal(chown(f->beside, 12345, 12345), 0);
		assert_null(snapshot_open(f->db, stamps[0]));
		assert_int_equal(chown(f->db, 12345, 12345), 0);
		struct index *index = snapshot_open(f->db, stamps[0]);
		assert_non_null(index);
		index_free(index);
	}
}

/* One session has the right to replace a snapshot, until it has done so or given it up. */
static void one_session_claims_a_snapshot(void **state)
{
	struct fixture *f = *state;
	int lock, other;
	bool taken;
	assert_null(snapshot_claim(f->db, stamps[0], &lock, &taken));
	assert_true(lock == -1 && !taken);
	snapshot_write(f->db, f->index[0], NULL);
	assert_null(snapshot_claim(f->db, stamps[1], &lock, &taken));
	assert_true(lock == -1 && !taken);
	struct index *index = snapshot_claim(f->db, stamps[0], &lock, &taken);
	assert_true(index && lock >= 0 && !taken);
	assert_null(snapshot_claim(f->db, stamps[0], &other, &taken));
	assert_true(other == -1 && taken);
	/* what takes its place is free to be claimed, though the old file is not */
	snapshot_write(f->db, f->index[0], NULL);
	struct index *fresh = snapshot_claim(f->db, stamps[0], &other, &taken);
	assert_true(fresh && other >= 0 && !taken);
	index_free(fresh);
	close(other);
	index_free(index);
	close(lock);
	index = snapshot_claim(f->db, stamps[0], &lock, &taken);
	assert_true(index && !taken);
	index_free(index);
	close(lock);
}

/* It is written once for all of them, not by each into a cache of his own as well. */
static void one_session_writes_for_all(void **state)
{
	struct fixture *f = *state;
	char fresh[340], cache[300];
	snprintf(fresh, sizeof fresh, "%s.new", f->beside);
	snprintf(cache, sizeof cache, "%s/yuanlian", f->folder);
	int other = open(fresh, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(flock(other, LOCK_EX), 0);
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_ELSEWHERE);
	assert_int_not_equal(access(cache, F_OK), 0);
	close(other);
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 0);
}

static void links_are_not_followed(void **state)
{
	struct fixture *f = *state;
	char real[340];
	snapshot_write(f->db, f->index[0], NULL);
	snprintf(real, sizeof real, "%s.real", f->beside);
	rename(f->beside, real);
	assert_int_equal(symlink(real, f->beside), 0);
	assert_null(snapshot_open(f->db, stamps[0]));
	/* and writing replaces the link, not what it leads to */
	assert_int_equal(snapshot_write(f->db, f->index[1], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 1);
}

/* Nobody waits for who writes a pipe. */
static void a_pipe_is_passed_over(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(mkfifo(f->beside, 0600), 0);
	alarm(10);
	assert_null(snapshot_open(f->db, stamps[0]));
	alarm(0);
}

static void make_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_holds(const char *path, const char *text)
{
	char found[100] = "";
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t n = fread(found, 1, sizeof found - 1, file);
	fclose(file);
	assert_int_equal(n, strlen(text));
	assert_string_equal(found, text);
}

/* A file of somebody else that has the name by chance, or of a session that is writing it, or a link. */
static void what_is_not_ours_stays(void **state)
{
	struct fixture *f = *state;
	char nowhere[340];
	make_file(f->beside, "notes");
	snapshot_remove(f->db);
	assert_holds(f->beside, "notes");
	make_file(f->fresh, "half of it");
	int fd = open(f->fresh, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	snapshot_write(f->db, f->index[0], NULL);
	assert_holds(f->fresh, "half of it");
	close(fd);
	if (geteuid() == 0) {
		assert_int_equal(chown(f->fresh, 12345, 12345), 0);
		snapshot_write(f->db, f->index[0], NULL);
		assert_holds(f->fresh, "half of it");
	}
	snprintf(nowhere, sizeof nowhere, "%s/nowhere", f->folder);
	unlink(f->fresh);
	assert_int_equal(symlink(nowhere, f->fresh), 0);
	snapshot_write(f->db, f->index[0], NULL);
	assert_int_not_equal(access(nowhere, F_OK), 0);
}

static void no_wider_than_the_catalogue(void **state)
{
	static const mode_t modes[][2] = {{0600, 0600}, {0644, 0644}, {0640, 0640}, {0664, 0644}, {0755, 0644}, {0400, 0600}};
	struct fixture *f = *state;
	struct stat st;
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		chmod(f->db, modes[i][0]);
		assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
		assert_int_equal(stat(f->beside, &st), 0);
		assert_int_equal(st.st_mode & 0777, modes[i][1]);
	}
	if (geteuid() == 0) { /* the only one who can surely name another group */
		chmod(f->db, 0640);
		assert_int_equal(chown(f->db, (uid_t)-1, 12345), 0);
		assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
		assert_int_equal(stat(f->beside, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0640);
		assert_int_equal(st.st_gid, 12345);
	}
}

/* In a child, as the owner of the catalogue, who is in no group that may read it. */
static void of_a_group_that_the_owner_is_not_in(void **state)
{
	static const mode_t modes[][2] = {{0640, 0600}, {0644, 0644}};
	struct fixture *f = *state;
	if (geteuid() != 0)
		skip();
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		struct stat st;
		int status;
		chmod(f->db, modes[i][0]);
		assert_int_equal(chown(f->db, 12346, 12345), 0);
		assert_int_equal(chown(f->folder, 12346, 12346), 0);
		pid_t child = fork();
		if (child == 0) {
			bool there = setgroups(0, NULL) == 0 && setgid(12346) == 0 && setuid(12346) == 0 && access(f->db, R_OK) == 0;
			_exit(!there ? 2 : snapshot_write(f->db, f->index[0], NULL) != SNAPSHOT_WRITTEN);
		}
		waitpid(child, &status, 0);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == 2) /* the build folder lies in one that is closed to others */
			skip();
		assert_int_equal(WEXITSTATUS(status), 0);
		assert_int_equal(stat(f->beside, &st), 0);
		assert_row(st.st_gid == 12346 && (st.st_mode & 0777) == modes[i][1], "the others alone");
	}
}

/* Two names of one file have one snapshot. */
static void beside_what_a_link_leads_to(void **state)
{
	struct fixture *f = *state;
	char link[320], elsewhere[300];
	snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", f->folder);
	snprintf(link, sizeof link, "%s/link.db", elsewhere);
	assert_int_equal(mkdir(elsewhere, 0700), 0);
	assert_int_equal(symlink(f->db, link), 0);
	assert_int_equal(snapshot_write(link, f->index[0], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 0);
	struct index *index = snapshot_open(link, stamps[0]);
	assert_non_null(index);
	index_free(index);
	snapshot_remove(link);
	assert_int_not_equal(access(f->beside, F_OK), 0);
}

static void truncated_and_foreign_files_are_passed_over(void **state)
{
	struct fixture *f = *state;
	struct str image = index_image(f->index[0]);
	static const size_t cuts[] = {0, 10, 127, 128, 5000};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts + 1; i++) {
		snapshot_write(f->db, f->index[0], NULL);
		assert_int_equal(truncate(f->beside, (off_t)(i < sizeof cuts / sizeof *cuts ? cuts[i] : image.n - 1)), 0);
		assert_null(snapshot_open(f->db, stamps[0]));
	}
	FILE *file = fopen(f->beside, "w");
	for (int i = 0; i < 1000; i++)
		fputs("something else ", file);
	fclose(file);
	assert_null(snapshot_open(f->db, stamps[0]));
	/* version, model and size of a header that is otherwise right */
	static const size_t bytes[] = {8, 16, 24};
	for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
		snapshot_write(f->db, f->index[0], NULL);
		int fd = open(f->beside, O_RDWR);
		char wrong = (char)(image.p[bytes[i]] + 1);
		assert_int_equal(pwrite(fd, &wrong, 1, (off_t)bytes[i]), 1);
		close(fd);
		assert_null(snapshot_open(f->db, stamps[0]));
	}
}

/* -- the cache ------------------------------------------------------------------------------- */

/* Where a catalogue of somebody else has its snapshot: in the folder `yuanlian` of the cache. */
static void in_cache(const struct fixture *f, const char *name, char path[600])
{
	snprintf(path, 600, "%s/yuanlian/%s", f->folder, name);
}

static size_t n_in_cache(const struct fixture *f)
{
	char path[600];
	in_cache(f, "", path);
	return test_files_in(path);
}

static void of_others_into_the_cache(void **state)
{
	struct fixture *f = *state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(f->db, 12345, 12345), 0);
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	assert_int_not_equal(access(f->beside, F_OK), 0);
	assert_int_equal(n_in_cache(f), 2); /* it and the link to its catalogue */
	check_opened(f, 0);
	/* once it may stand beside the catalogue the one in the cache is of no use */
	assert_int_equal(chown(f->db, 0, 0), 0);
	assert_int_equal(snapshot_write(f->db, f->index[1], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 1);
	assert_int_equal(n_in_cache(f), 0);
	/* also where its owner wrote it there later */
	assert_int_equal(rename(f->beside, f->fresh), 0);
	assert_int_equal(chown(f->db, 12345, 12345), 0);
	assert_int_equal(snapshot_write(f->db, f->index[1], NULL), SNAPSHOT_WRITTEN);
	assert_int_equal(rename(f->fresh, f->beside), 0);
	assert_null(snapshot_open(f->db, stamps[0]));
	index_free(snapshot_open_older(f->db)); /* whichever there is: the one in the cache may be newer */
	assert_int_equal(n_in_cache(f), 2);
	check_opened(f, 1);
	assert_int_equal(n_in_cache(f), 0);
}

/* The one snapshot in the cache gets the time of `days` ago. */
static void age(const struct fixture *f, int days)
{
	char path[600];
	in_cache(f, "", path);
	DIR *folder = opendir(path);
	struct timespec times[2] = {{.tv_sec = time(NULL) - days * 86400}, {.tv_sec = time(NULL) - days * 86400}};
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		if (strstr(entry->d_name, "-index"))
			assert_int_equal(utimensat(dirfd(folder), entry->d_name, times, 0), 0);
	closedir(folder);
}

static void touch(const struct fixture *f, const char *name)
{
	char path[600];
	in_cache(f, name, path);
	make_file(path, "");
}

/* The base directory specification: a relative path there is to be ignored. */
static void no_cache_where_one_happens_to_be(void **state)
{
	struct fixture *f = *state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(f->db, 12345, 12345), 0);
	assert_int_equal(chdir(f->folder), 0);
	setenv("XDG_CACHE_HOME", "cache", 1);
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 0);
	assert_int_not_equal(access("cache", F_OK), 0);
	assert_int_equal(chdir("/"), 0);
}

static void the_cache_is_tidied(void **state)
{
	struct fixture *f = *state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(f->db, 12345, 12345), 0);
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	assert_int_equal(n_in_cache(f), 2); /* it and the link to its catalogue */
	snapshot_tidy();
	check_opened(f, 0);
	/* not opened for long; opening it makes it young again */
	age(f, CACHE_DAYS - 1);
	snapshot_tidy();
	assert_int_equal(n_in_cache(f), 2);
	age(f, CACHE_DAYS + 1);
	check_opened(f, 0);
	snapshot_tidy();
	check_opened(f, 0);
	age(f, CACHE_DAYS + 1);
	/* one that is being written, and one that nobody will finish */
	char link[600];
	in_cache(f, "fedcba9876543210-catalogue", link);
	assert_int_equal(symlink(f->db, link), 0);
	touch(f, "fedcba9876543210-index.new");
	snapshot_tidy();
	assert_int_equal(n_in_cache(f), 2);
	age(f, 2);
	/* what is not ours stays, whatever its age */
	touch(f, "notes.txt");
	touch(f, "0123456789abcdef-indexes");
	touch(f, "0123456789abcdeg-index");
	snapshot_tidy();
	assert_int_equal(n_in_cache(f), 3);
	assert_null(snapshot_open(f->db, stamps[0]));
	/* a catalogue that is gone */
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	assert_int_equal(n_in_cache(f), 5);
	unlink(f->db);
	snapshot_tidy();
	assert_int_equal(n_in_cache(f), 3);
}

/* Writers of two states killed at any moment: what has the name is always the whole index of one of them. */
static void killed_while_writing(void **state)
{
	struct fixture *f = *state;
	struct test_random r = test_random();
	unsigned times = getenv("YUANLIAN_LONG") ? 200 : 20, opened = 0, torn = 0;
	for (unsigned i = 0; i < times; i++) {
		pid_t child = fork();
		if (child == 0) {
			for (unsigned which = i;; which++)
				snapshot_write(f->db, f->index[which % 2], NULL);
		}
		usleep(test_random_below(&r, 30000));
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		unsigned before = opened;
		for (int which = 0; which < 2; which++) {
			struct index *index = snapshot_open(f->db, stamps[which]);
			if (!index)
				continue;
			index_free(index);
			check_opened(f, which);
			opened++;
		}
		assert_int_equal(opened - before, access(f->beside, F_OK) == 0);
		torn += access(f->fresh, F_OK) == 0;
	}
	assert_true(opened > times / 4);
	printf("# %u of %u killed while writing\n", torn, times);
	assert_true(torn > 0);
	/* nothing that was left behind is in the way */
	assert_int_equal(snapshot_write(f->db, f->index[0], NULL), SNAPSHOT_WRITTEN);
	check_opened(f, 0);
}

/* At no moment can others read what they may not read in the catalogue. */
static void what_is_being_written_is_ones_own(void **state)
{
	struct fixture *f = *state;
	chmod(f->db, 0600);
	pid_t child = fork();
	if (child == 0) {
		for (;;)
			snapshot_write(f->db, f->index[1], NULL);
	}
	unsigned n_seen = 0, mode = 0;
	for (time_t until = time(NULL) + 10; n_seen < 20 && time(NULL) < until;) {
		struct stat st;
		if (stat(f->fresh, &st) != 0 || !st.st_size || (size_t)st.st_size >= index_image(f->index[1]).n)
			continue;
		n_seen++;
		mode |= st.st_mode & 0777;
	}
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	assert_true(n_seen > 0);
	assert_int_equal(mode, 0600);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_was_written_is_mapped),
		TEST(a_reader_keeps_what_it_has_mapped),
		TEST(what_others_may_write_is_not_trusted),
		TEST(one_session_claims_a_snapshot),
		TEST(one_session_writes_for_all),
		TEST(links_are_not_followed),
		TEST(a_pipe_is_passed_over),
		TEST(what_is_not_ours_stays),
		TEST(no_wider_than_the_catalogue),
		TEST(of_a_group_that_the_owner_is_not_in),
		TEST(beside_what_a_link_leads_to),
		TEST(of_others_into_the_cache),
		TEST(truncated_and_foreign_files_are_passed_over),
		TEST(no_cache_where_one_happens_to_be),
		TEST(the_cache_is_tidied),
		TEST(killed_while_writing),
		TEST(what_is_being_written_is_ones_own),
	};
	return cmocka_run_group_tests_name("cli/snapshot", tests, NULL, NULL);
}
