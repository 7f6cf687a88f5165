#include "support/folder.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void assert_content(const char *path, const char *expected)
{
	struct strbuf text = {0};
	struct err err = ERR_INIT;
	assert_ok(file_read(path, &text, &err), err);
	assert_str(strbuf_str(&text), expected);
	strbuf_release(&text);
}

/* No draft is left beside what was written. */
static void assert_files(const struct test_folder *folder, size_t expected)
{
	assert_int_equal(test_files_in(folder->path), expected);
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* A draft with all its content, placed. */
static bool write_draft(const char *path, struct str text, bool replace, struct err *err)
{
	struct file_draft draft;
	if (!file_draft_begin(&draft, path, replace, err))
		return false;
	if (write(draft.fd, text.p, text.n) == (ssize_t)text.n)
		return file_draft_place(&draft, err);
	file_draft_drop(&draft);
	return false;
}

static void test_writing(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	in_folder(folder, "a.csv", path);
	mode_t mask = umask(027);
	assert_ok(write_draft(path, STR("one"), false, &err), err);
	assert_content(path, "one");
	assert_int_equal(mode_of(path), 0640);
	assert_false(write_draft(path, STR("two"), false, &err));
	assert_int_equal(err.code, ERR_CREATE);
	assert_content(path, "one");
	err_clear(&err);
	assert_int_equal(chmod(path, 0606), 0);
	assert_ok(write_draft(path, STR("two"), true, &err), err);
	assert_content(path, "two");
	assert_int_equal(mode_of(path), 0606);
	umask(mask);
	assert_files(folder, 1);
}

static void test_links(void **state)
{
	const struct test_folder *folder = *state;
	char path[600], link[600];
	struct err err = ERR_INIT;
	struct stat st;
	assert_ok(write_draft(in_folder(folder, "a", path), STR("one"), false, &err), err);
	assert_int_equal(symlink("a", in_folder(folder, "link", link)), 0);
	assert_false(write_draft(link, STR("two"), false, &err));
	err_clear(&err);
	assert_ok(write_draft(link, STR("two"), true, &err), err);
	assert_content(path, "two");
	assert_true(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
	assert_files(folder, 2);
}

static void test_refused(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	assert_false(write_draft(in_folder(folder, "nowhere/a", path), STR("x"), false, &err));
	assert_int_equal(err.code, ERR_CREATE);
	assert_string_equal(err.where, path);
	err_clear(&err);
	assert_int_equal(mkdir(in_folder(folder, "inner", path), 0700), 0);
	assert_false(write_draft(path, STR("x"), true, &err));
	assert_int_equal(err.code, ERR_WRITE);
	assert_files(folder, 1); /* and nothing beside it */
	err_clear(&err);
	struct strbuf out = {0};
	strbuf_add_c(&out, "before");
	assert_false(file_read(folder->path, &out, &err));
	assert_int_equal(err.code, ERR_NO_INPUT);
	assert_str(strbuf_str(&out), "before");
	strbuf_release(&out);
}

/* What has no end, or nobody who begins it, is not waited for; what a pipe holds is read. */
static void test_no_files(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	struct strbuf out = {0};
	assert_false(file_read("/dev/zero", &out, &err));
	assert_int_equal(err.code, ERR_NO_INPUT);
	assert_non_null(strstr(err.message, "found more than 256 MB"));
	err_clear(&err);
	assert_true(file_write(in_folder(folder, "long", path), STR("x"), false, &err) && truncate(path, (off_t)5 << 30) == 0);
	assert_false(file_read(path, &out, &err));
	assert_non_null(strstr(err.message, "found more than 4096 MB"));
	err_clear(&err);
	assert_int_equal(mkfifo(in_folder(folder, "pipe", path), 0600), 0);
	assert_false(file_read(path, &out, &err));
	assert_non_null(strstr(err.message, "found a pipe that nobody writes"));
	err_clear(&err);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0 && write(fd, "piped", 5) == 5);
	int reader = open(path, O_RDONLY | O_CLOEXEC);
	close(fd);
	assert_ok(file_read(path, &out, &err), err);
	assert_str(strbuf_str(&out), "piped");
	close(reader);
	strbuf_release(&out);
}

/* No room: the old file stays whole, and no part of the new one stays. */
static void test_full(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	assert_ok(write_draft(in_folder(folder, "a", path), STR("old"), false, &err), err);
	struct rlimit old, small;
	static char large[100000];
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){4096, old.rlim_max};
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	bool written = write_draft(path, (struct str){large, sizeof large}, true, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, handler);
	assert_false(written);
	assert_content(path, "old");
	assert_files(folder, 1);
}

/* Until it is placed nobody sees it. */
static void test_drafts(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	struct err err = ERR_INIT;
	in_folder(folder, "a", path);
	for (int replace = 0; replace < 2; replace++) {
		struct file_draft draft;
		assert_ok(file_draft_begin(&draft, path, replace, &err), err);
		assert_int_equal(write(draft.fd, "new", 3), 3);
		assert_files(folder, (size_t)replace);
		assert_ok(file_draft_place(&draft, &err), err);
		assert_content(path, "new");
		assert_files(folder, 1);
	}
	assert_int_equal(unlink(path), 0);
	struct file_draft draft;
	assert_ok(file_draft_begin(&draft, path, false, &err), err);
	assert_ok(write_draft(path, STR("another's"), false, &err), err);
	assert_false(file_draft_place(&draft, &err));
	assert_int_equal(err.code, ERR_CREATE);
	assert_content(path, "another's");
	assert_files(folder, 1);
}

struct rival {
	const char *path;
	bool won;
};

static void *contend(void *self)
{
	struct rival *rival = self;
	struct err err = ERR_INIT;
	rival->won = write_draft(rival->path, STR("mine"), false, &err);
	return NULL;
}

/* Of several who make the same name at once exactly one succeeds. */
static void test_rivals(void **state)
{
	const struct test_folder *folder = *state;
	enum { RIVALS = 8 };
	char path[600];
	pthread_t threads[RIVALS];
	struct rival rivals[RIVALS];
	in_folder(folder, "a", path);
	size_t n = 0;
	for (size_t i = 0; i < RIVALS; i++) {
		rivals[i] = (struct rival){path, false};
		assert_int_equal(pthread_create(&threads[i], NULL, contend, &rivals[i]), 0);
	}
	for (size_t i = 0; i < RIVALS; i++) {
		pthread_join(threads[i], NULL);
		n += rivals[i].won;
	}
	assert_int_equal(n, 1);
	assert_content(path, "mine");
	assert_files(folder, 1);
}

enum { MANY = 4 };

/* Drafts of these names with their content; paths gets where they go. */
static void begin_many(const struct test_folder *folder, bool replace, char paths[MANY][600], struct file_draft drafts[MANY])
{
	static const char *const names[MANY] = {"old1", "new1", "old2", "new2"};
	struct err err = ERR_INIT;
	for (size_t i = 0; i < MANY; i++) {
		assert_ok(file_draft_begin(&drafts[i], in_folder(folder, names[i], paths[i]), replace, &err), err);
		assert_int_equal(write(drafts[i].fd, "new", 3), 3);
	}
}

/* All of several or none: where one cannot be placed the others are as they were. */
static void test_several(void **state)
{
	const struct test_folder *folder = *state;
	char paths[MANY][600];
	struct file_draft drafts[MANY];
	struct err err = ERR_INIT;
	assert_ok(write_draft(in_folder(folder, "old1", paths[0]), STR("old"), false, &err), err);
	assert_ok(write_draft(in_folder(folder, "old2", paths[2]), STR("old"), false, &err), err);
	begin_many(folder, true, paths, drafts);
	assert_int_equal(mkdir(paths[3], 0700), 0);
	assert_false(file_drafts_place(drafts, MANY, &err));
	assert_int_equal(err.code, ERR_WRITE);
	assert_string_equal(err.where, paths[3]);
	err_clear(&err);
	assert_content(paths[0], "old");
	assert_content(paths[2], "old");
	assert_files(folder, 3);
	assert_int_equal(rmdir(paths[3]), 0);
	begin_many(folder, true, paths, drafts);
	assert_ok(file_drafts_place(drafts, MANY, &err), err);
	for (size_t i = 0; i < MANY; i++)
		assert_content(paths[i], "new");
	assert_files(folder, MANY);
	for (size_t i = 0; i < MANY; i++)
		unlink(paths[i]);
	begin_many(folder, false, paths, drafts);
	assert_ok(write_draft(paths[2], STR("another's"), false, &err), err);
	assert_false(file_drafts_place(drafts, MANY, &err));
	assert_int_equal(err.code, ERR_CREATE);
	assert_content(paths[2], "another's");
	assert_files(folder, 1);
}

/* What a signal finds that came when the first of them took its name. */
static char seen_paths[MANY][600];
static volatile sig_atomic_t seen = -1;

static void look(int number)
{
	(void)number;
	if (seen >= 0)
		return;
	seen = 0;
	for (size_t i = 0; i < MANY; i++)
		seen += access(seen_paths[i], F_OK) == 0;
}

static void test_signal_between(void **state)
{
	const struct test_folder *folder = *state;
	struct file_draft drafts[MANY];
	struct err err = ERR_INIT;
	begin_many(folder, false, seen_paths, drafts);
	int fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	void (*handler)(int) = signal(SIGUSR1, look);
	bool watched = fcntl(fd, F_SETSIG, SIGUSR1) == 0 && fcntl(fd, F_NOTIFY, DN_CREATE | DN_RENAME) == 0;
	assert_ok(file_drafts_place(drafts, MANY, &err), err);
	close(fd);
	signal(SIGUSR1, handler);
	if (!watched)
		skip();
	assert_int_equal(seen, MANY);
}

/* What a killed process left goes; what is being written, or only looks so, stays. */
static void test_left(void **state)
{
	const struct test_folder *folder = *state;
	char path[600], left[600], link[600];
	struct err err = ERR_INIT;
	assert_ok(write_draft(in_folder(folder, "a", path), STR("one"), false, &err), err);
	assert_ok(write_draft(in_folder(folder, "a.yuanlian-draft-1", left), STR("half"), false, &err), err);
	assert_ok(write_draft(path, STR("two"), true, &err), err);
	assert_files(folder, 1);
	assert_ok(write_draft(left, STR("being written"), false, &err), err);
	assert_int_equal(symlink("a", in_folder(folder, "a.yuanlian-draft-2", link)), 0);
	int fd = open(left, O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_ok(write_draft(path, STR("three"), true, &err), err);
	close(fd);
	assert_content(path, "three");
	assert_content(left, "being written");
	assert_files(folder, 3);
}

/* As on a file system that keeps no file without a name. */
static bool forbid_nameless(void)
{
	enum { NAMELESS = O_TMPFILE & ~O_DIRECTORY };
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NAMELESS, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof code / sizeof *code, code};
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* Two drafts of one file at a time; killed with them, or both placed. The child's status. */
static int write_named(const char *path, bool killed)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		struct file_draft one, two;
		struct err err = ERR_INIT;
		if (!forbid_nameless())
			_exit(77);
		bool ok = file_draft_begin(&one, path, true, &err) && file_draft_begin(&two, path, true, &err);
		if (killed)
			raise(SIGKILL);
		ok = ok && write(two.fd, "two", 3) == 3 && file_draft_place(&two, &err) && write(one.fd, "one", 3) == 3 && file_draft_place(&one, &err);
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void test_named_drafts(void **state)
{
	const struct test_folder *folder = *state;
	char path[600];
	in_folder(folder, "a", path);
	int status = write_named(path, true);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFSIGNALED(status));
	assert_files(folder, 2); /* there was nothing else to do */
	assert_int_equal(write_named(path, false), 0);
	assert_content(path, "one");
	assert_files(folder, 1);
}

static void test_paths(void **state)
{
	static const struct {
		const char *path, *folder, *name;
	} rows[] = {
		{"a.db", ".", "a.db"}, {"x/a.db", "x", "a.db"}, {"/x/y/a.db", "/x/y", "a.db"}, {"/a.db", "/", "a.db"}, {"x/", "x", ""},
		{"x//a.db", "x/", "a.db"}, {"", ".", ""}, {"../a", "..", "a"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf folder = {0};
		file_folder(rows[i].path, &folder);
		assert_row(str_eq_c(strbuf_str(&folder), rows[i].folder), rows[i].path);
		assert_row(strcmp(file_name(rows[i].path), rows[i].name) == 0, rows[i].path);
		strbuf_release(&folder);
	}
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, test_folder_make, test_folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_FOLDER(test_writing), IN_FOLDER(test_links), IN_FOLDER(test_refused), IN_FOLDER(test_no_files), IN_FOLDER(test_full), IN_FOLDER(test_drafts), IN_FOLDER(test_rivals), IN_FOLDER(test_several),
		IN_FOLDER(test_signal_between), IN_FOLDER(test_left), IN_FOLDER(test_named_drafts), cmocka_unit_test(test_paths),
	};
	return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
