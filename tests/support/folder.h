/*
 * A folder of its own under $HOME for each test that writes files:
 * cmocka_unit_test_setup_teardown(test, test_folder_make, test_folder_remove), *state is the folder. A test that leaves
 * a file open has failed.
 */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include "support/test.h"

#include <dirent.h>

struct test_folder {
	char path[512];
	size_t n_open; /* files, before the test */
};

static inline size_t test_files_in(const char *path)
{
	size_t n = 0;
	DIR *folder = opendir(path);
	for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;)
		n += entry->d_name[0] != '.';
	if (folder)
		closedir(folder);
	return n;
}

static inline size_t test_open_files(void)
{
	return test_files_in("/proc/self/fd");
}

static inline int test_folder_make(void **state)
{
	struct test_folder *folder = calloc(1, sizeof *folder);
	const char *home = getenv("HOME");
	snprintf(folder->path, sizeof folder->path, "%s/test.XXXXXX", home ? home : ".");
	*state = folder;
	folder->n_open = test_open_files();
	return mkdtemp(folder->path) ? 0 : -1;
}

static inline int test_folder_remove(void **state)
{
	struct test_folder *folder = *state;
	char command[1100];
	snprintf(command, sizeof command, "chmod -R u+rwX '%s' && rm -rf '%s'", folder->path, folder->path);
	int rc = system(command);
	if (test_open_files() != folder->n_open) {
		fprintf(stderr, "found %zu open files, expected %zu\n", test_open_files(), folder->n_open);
		rc = -1;
	}
	free(folder);
	return rc;
}

static inline const char *in_folder(const struct test_folder *folder, const char *name, char path[600])
{
	snprintf(path, 600, "%s/%s", folder->path, name);
	return path;
}

#endif
