#include "support/folder.h"

#include "cli/bookmarks_internal.h"

#include <sys/stat.h>
#include <unistd.h>

static int setup(void **state)
{
	int rc = test_folder_make(state);
	const struct test_folder *folder = *state;
	setenv("XDG_DATA_HOME", folder->path, 1);
	return rc;
}

static void one_is_put_in_place_of_its_letter(void **state)
{
	struct err err = ERR_INIT;
	struct strbuf kept = {0};
	(void)state;
	bookmarks_read(&kept);
	assert_int_equal(kept.n, 0);
	assert_ok(bookmarks_keep(STR("a\tprojects"), &err), err);
	assert_ok(bookmarks_keep(STR("b\tzones"), &err), err);
	assert_ok(bookmarks_keep(STR("a\tchains"), &err), err);
	bookmarks_read(&kept);
	assert_str(strbuf_str(&kept), "b\tzones\na\tchains\n");
	strbuf_release(&kept);
}

/* The base directory specification: a relative path is to be ignored, and what is made is the user's alone. */
static void folders_that_are_made_are_the_users_own(void **state)
{
	static const char *const made[] = {".local", ".local/share", ".local/share/yuanlian"};
	const struct test_folder *folder = *state;
	struct err err = ERR_INIT;
	struct stat st;
	char path[600], home[600];
	snprintf(home, sizeof home, "%s", getenv("HOME"));
	assert_int_equal(chdir(folder->path), 0);
	setenv("XDG_DATA_HOME", "data", 1);
	setenv("HOME", folder->path, 1);
	umask(0);
	assert_ok(bookmarks_keep(STR("a\tprojects"), &err), err);
	umask(022);
	setenv("HOME", home, 1);
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		assert_int_equal(stat(in_folder(*state, made[i], path), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0700);
	}
	assert_int_equal(stat(in_folder(*state, ".local/share/yuanlian/bookmarks", path), &st), 0);
	assert_int_not_equal(access("data", F_OK), 0);
	assert_int_equal(chdir("/"), 0);
}

/* A pipe that nobody writes stands for whatever a disk or a server does not give back now. */
static void what_cannot_be_read_is_left_alone(void **state)
{
	char path[600];
	struct stat st;
	struct err err = ERR_INIT;
	in_folder(*state, "yuanlian", path);
	assert_int_equal(mkdir(path, 0700), 0);
	in_folder(*state, "yuanlian/bookmarks", path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(bookmarks_keep(STR("a\tprojects"), &err));
	assert_int_equal(err.code, ERR_NO_INPUT);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_is_put_in_place_of_its_letter, setup, test_folder_remove),
		cmocka_unit_test_setup_teardown(folders_that_are_made_are_the_users_own, setup, test_folder_remove),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_left_alone, setup, test_folder_remove),
	};
	return cmocka_run_group_tests_name("cli/bookmarks", tests, NULL, NULL);
}
