#include "terminal.h"

#include "measure.h"

#include <dirent.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANG_MS = 600000, TAIL = 256, ANSWER_BYTES = 1 << 16 };

bool run_installed(const char *name)
{
	char command[64];
	snprintf(command, sizeof command, "command -v %s > /dev/null 2>&1", name);
	bool found = system(command) == 0;
	if (!found)
		printf("  skipped %s: not installed (make bench-peers)\n", name);
	return found;
}

struct run run_start(char *const argv[])
{
	struct winsize size = {.ws_row = SCREEN_ROWS, .ws_col = SCREEN_COLUMNS};
	struct run r = {.quiet_ms = QUIET_MS};
	r.pid = forkpty(&r.fd, NULL, NULL, &size);
	if (r.pid < 0)
		give_up(argv[0], "found no pseudo-terminal");
	if (r.pid == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	return r;
}

/* Whether a thread of the process runs, waits for a processor or for a disk; its name may have any characters. */
static bool thread_works(pid_t pid, const char *thread)
{
	char path[300], line[512];
	snprintf(path, sizeof path, "/proc/%d/task/%s/stat", (int)pid, thread);
	FILE *file = fopen(path, "re");
	bool works = false;
	if (file && fgets(line, sizeof line, file)) {
		const char *end = strrchr(line, ')');
		works = end && end[1] && strchr("RD", end[2]) != NULL;
	}
	if (file)
		fclose(file);
	return works;
}

static bool works(pid_t pid)
{
	char path[64];
	bool any = false;
	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	DIR *threads = opendir(path);
	for (struct dirent *e; threads && !any && (e = readdir(threads));)
		any = e->d_name[0] != '.' && thread_works(pid, e->d_name);
	if (threads)
		closedir(threads);
	return any;
}

struct answer {
	char text[ANSWER_BYTES + 1];
	size_t kept;
};

/* More bytes; a tail of the old ones stays, as the marker may be torn. */
static ssize_t read_more(struct run r, struct answer *a)
{
	if (a->kept > ANSWER_BYTES / 2) {
		memmove(a->text, a->text + a->kept - TAIL, TAIL);
		a->kept = TAIL;
	}
	ssize_t n = read(r.fd, a->text + a->kept, ANSWER_BYTES - a->kept);
	if (n > 0)
		a->kept += (size_t)n;
	return n;
}

/*
 * Waits for the next bytes; false: none come, as the program sleeps. Two looks, with a quiet while between them: threads are looked
 * at one after another, and what a thread wrote last may still be on its way.
 */
static bool wait_more(struct run r, bool may_end, double since)
{
	for (bool slept = false, sleeps;; slept = sleeps) {
		struct pollfd p = {.fd = r.fd, .events = POLLIN};
		if (poll(&p, 1, r.quiet_ms) != 0)
			return true;
		sleeps = may_end && !works(r.pid);
		if (slept && sleeps)
			return false;
		if (now_ms() - since > HANG_MS)
			give_up("an answer", "found no end of it in ten minutes");
	}
}

/* until_seen: no further than the marker. */
static struct reply read_reply(struct run r, const char *marker, bool until_seen, double since)
{
	static struct answer answer;
	struct reply reply = {0};
	bool seen = !marker;
	answer.kept = 0;
	while (wait_more(r, seen, since)) {
		ssize_t n = read_more(r, &answer);
		if (n <= 0) {
			if (!seen)
				give_up(marker, "the program ended before it was seen");
			break;
		}
		reply.settled_ms = now_ms() - since;
		reply.n_bytes += (size_t)n;
		if (!seen && memmem(answer.text, answer.kept, marker, strlen(marker))) {
			seen = true;
			reply.seen_ms = reply.settled_ms;
			if (until_seen)
				break;
		}
	}
	return reply;
}

struct reply run_read(struct run r, const char *marker, double since)
{
	return read_reply(r, marker, false, since);
}

double run_until(struct run r, const char *marker, double since)
{
	return read_reply(r, marker, true, since).seen_ms;
}

static void type_keys(struct run r, const char *keys)
{
	if (write(r.fd, keys, strlen(keys)) < 0)
		give_up("a key", "the program is gone");
}

struct reply run_press(struct run r, const char *keys)
{
	double since = now_ms();
	type_keys(r, keys);
	return run_read(r, NULL, since);
}

struct reply run_ask(struct run r, const char *keys)
{
	double since = now_ms();
	type_keys(r, keys);
	return run_read(r, "", since);
}

void run_walk(struct run r, const char *keys, int times)
{
	static struct answer swallowed;
	for (int i = 0; i < times; i++) {
		type_keys(r, keys);
		if (!wait_more(r, true, now_ms()))
			return;
		swallowed.kept = 0;
		if (read_more(r, &swallowed) <= 0)
			give_up("a walk", "the program ended");
	}
	run_read(r, NULL, now_ms());
}

void run_stop(struct run r)
{
	kill(r.pid, SIGTERM);
	close(r.fd);
	waitpid(r.pid, NULL, 0);
}

long run_private_kib(struct run r)
{
	char path[64], line[256];
	long kib = 0, value;
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)r.pid);
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "Private_Dirty: %ld", &value) == 1)
			kib += value;
	if (file)
		fclose(file);
	return kib;
}

long run_ticks(struct run r)
{
	char path[64];
	long user = 0, system = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", (int)r.pid);
	FILE *file = fopen(path, "re");
	if (file) {
		if (fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
			user = system = 0;
		fclose(file);
	}
	return user + system;
}
