#include "tui/signals.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum fate {
	FATE_QUIT,   /* the program ends in order */
	FATE_NOTE,   /* something to do for the terminal */
	FATE_DEATH,  /* the terminal is put back, then the former action */
	FATE_IGNORE,
};

static const struct {
	int number;
	enum fate fate;
	bool keep_ignored;
} table[] = {
	{SIGTERM, FATE_QUIT, false},
	{SIGHUP, FATE_QUIT, true},   /* nohup */
	{SIGQUIT, FATE_QUIT, true},
	{SIGXCPU, FATE_QUIT, true},  /* between the soft limit of time and the hard one */
	{SIGALRM, FATE_QUIT, true},
	{SIGUSR1, FATE_QUIT, true},
	{SIGUSR2, FATE_QUIT, true},
	{SIGINT, FATE_NOTE, true},   /* Ctrl-C cancels work */
	{SIGWINCH, FATE_NOTE, false},
	{SIGTSTP, FATE_NOTE, true},
	{SIGCONT, FATE_NOTE, false}, /* also after SIGSTOP, which nobody sees */
	{SIGPIPE, FATE_IGNORE, false},
	{SIGSEGV, FATE_DEATH, false},
	{SIGBUS, FATE_DEATH, false},
	{SIGFPE, FATE_DEATH, false},
	{SIGILL, FATE_DEATH, false},
	{SIGABRT, FATE_DEATH, false},
};

enum {
	N_SIGNALS = sizeof table / sizeof *table,
	RESCUE_MS = 500,
};

static struct {
	bool open;
	int pipe[2];
	atomic_int quit, interrupt, resize, suspend, resumed; /* the thread that takes them need not be the one that handles signals */
	atomic_int woken; /* the pipe has a byte; set behind it, so that none is left there unseen */
	struct sigaction former[N_SIGNALS];
	void *stack; /* for a handler that runs because the stack has overflowed */

	atomic_bool armed; /* there is a terminal to put back */
	atomic_int dying;  /* the thread whose fault ends the program; 0: none */
	atomic_int writing; /* the thread that writes to the screen; 0: none */
	char restore[SIGNALS_RESTORE_MAX];
	size_t n_restore;
	int fd, line_fd;
	struct termios settings;

	int held, real_stderr; /* -1: standard error is not held */
} state = {.pipe = {-1, -1}, .held = -1, .real_stderr = -1};

/* Gives up on a terminal that takes nothing for a while. */
static void write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(fd, bytes, n);
		struct pollfd room = {.fd = fd, .events = POLLOUT};
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0 && errno == EAGAIN && poll(&room, 1, RESCUE_MS) > 0)
			continue;
		if (written <= 0)
			return;
		bytes += written;
		n -= (size_t)written;
	}
}

void signals_unstop(int fd)
{
	/* Starting has an effect only after stopping the same way; Ctrl-S is another one. */
	tcflow(fd, TCOOFF);
	tcflow(fd, TCOON);
}

/* Async-signal-safe. */
static void let_stderr_out(void)
{
	if (state.held < 0)
		return;
	dup2(state.real_stderr, STDERR_FILENO);
	char bytes[1024];
	ssize_t n;
	for (off_t at = 0; (n = pread(state.held, bytes, sizeof bytes, at)) > 0; at += n)
		write_all(STDERR_FILENO, bytes, (size_t)n);
	close(state.held);
	close(state.real_stderr);
	state.held = state.real_stderr = -1;
}

/* Async-signal-safe; does its work once. */
static void rescue(void)
{
	if (!atomic_exchange(&state.armed, false))
		return;
	int saved = errno;
	/* In the background setting the terminal would stop the process. */
	signal(SIGTTOU, SIG_IGN);
	signals_unstop(state.line_fd);
	write_all(state.fd, state.restore, state.n_restore);
	tcsetattr(state.line_fd, TCSANOW, &state.settings);
	let_stderr_out();
	errno = saved;
}

static void wake(void)
{
	int saved = errno;
	ssize_t written = write(state.pipe[1], "!", 1);
	(void)written; /* a full pipe wakes as well */
	state.woken = 1;
	errno = saved;
}

static void on_signal(int number)
{
	switch (number) {
	case SIGINT: state.interrupt = 1; break;
	case SIGWINCH: state.resize = 1; break;
	case SIGTSTP: state.suspend = 1; break;
	case SIGCONT: state.resumed = 1; break;
	default: state.quit = number; break;
	}
	wake();
}

static void wait_for_good(void)
{
	for (;;)
		pause();
}

ssize_t signals_write(int fd, const char *bytes, size_t n)
{
	int self = gettid();
	atomic_store(&state.writing, self);
	int dying = atomic_load(&state.dying);
	if (dying && dying != self) {
		atomic_store(&state.writing, 0);
		wait_for_good();
	}
	ssize_t written = write(fd, bytes, n);
	int saved = errno;
	atomic_store(&state.writing, 0);
	errno = saved;
	return written;
}

/* For what another thread has begun to write to the screen; a terminal that takes nothing is not waited for. */
static void await_writer(int self)
{
	for (int ms = 0; ms < RESCUE_MS; ms++) {
		int writing = atomic_load(&state.writing);
		if (!writing || writing == self)
			return;
		poll(NULL, 0, 1);
	}
}

static void on_death(int number, siginfo_t *info, void *context)
{
	int first = 0, self = gettid();
	(void)context;
	/* The fault of another thread would end the program amid the rescue. */
	atomic_compare_exchange_strong(&state.dying, &first, self);
	if (first && first != self)
		wait_for_good();
	await_writer(self);
	rescue();
	for (int i = 0; i < N_SIGNALS; i++)
		if (table[i].number == number)
			sigaction(number, &state.former[i], NULL);
	/* A fault happens again on return, with its own address for whoever reports it; a sent signal does not. */
	if (info->si_code <= 0)
		raise(number);
}

/* Present in programs that a sanitizer watches. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void install(int i)
{
	struct sigaction action = {.sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	switch (table[i].fate) {
	case FATE_QUIT:
		action.sa_handler = on_signal;
		action.sa_flags = 0; /* a write that hangs must end */
		break;
	case FATE_NOTE: action.sa_handler = on_signal; break;
	case FATE_DEATH:
		action.sa_sigaction = on_death;
		action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
		break;
	case FATE_IGNORE: action.sa_handler = SIG_IGN; break;
	}
	sigaction(table[i].number, &action, &state.former[i]);
	if (table[i].keep_ignored && state.former[i].sa_handler == SIG_IGN)
		sigaction(table[i].number, &state.former[i], NULL);
}

bool signals_open(struct err *err)
{
	static bool registered;
	if (pipe2(state.pipe, O_NONBLOCK | O_CLOEXEC) < 0)
		return err_set(err, ERR_INTERNAL, "found no pipe for signals (%s)", strerror(errno));
	size_t size = 64 * 1024;
	state.stack = xmalloc(size);
	stack_t stack = {.ss_sp = state.stack, .ss_size = size};
	sigaltstack(&stack, NULL);
	atomic_store(&state.dying, 0);
	state.quit = state.interrupt = state.resize = state.suspend = state.resumed = state.woken = 0;
	for (int i = 0; i < N_SIGNALS; i++)
		install(i);
	alloc_on_failure(rescue);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(rescue);
	if (!registered)
		registered = atexit(rescue) == 0;
	state.open = true;
	return true;
}

void signals_close(void)
{
	if (!state.open)
		return;
	for (int i = 0; i < N_SIGNALS; i++)
		sigaction(table[i].number, &state.former[i], NULL);
	alloc_on_failure(NULL);
	stack_t none = {.ss_flags = SS_DISABLE};
	sigaltstack(&none, NULL);
	free(state.stack);
	close(state.pipe[0]);
	close(state.pipe[1]);
	state.pipe[0] = state.pipe[1] = -1;
	state.stack = NULL;
	state.open = false;
}

int signals_fd(void)
{
	return state.pipe[0];
}

static bool take(atomic_int *flag)
{
	return atomic_exchange(flag, 0);
}

struct signals_seen signals_take(void)
{
	char bytes[64];
	if (!state.woken)
		return (struct signals_seen){0};
	state.woken = 0;
	while (read(state.pipe[0], bytes, sizeof bytes) > 0)
		;
	struct signals_seen seen = {.quit = atomic_exchange(&state.quit, 0)};
	seen.interrupt = take(&state.interrupt);
	seen.resize = take(&state.resize);
	seen.suspend = take(&state.suspend);
	seen.resumed = take(&state.resumed);
	return seen;
}

void signals_stop(void)
{
	struct sigaction stop = {.sa_handler = SIG_DFL}, ours;
	sigset_t only, before;
	sigemptyset(&stop.sa_mask);
	sigemptyset(&only);
	sigaddset(&only, SIGTSTP);
	sigaction(SIGTSTP, &stop, &ours);
	sigprocmask(SIG_UNBLOCK, &only, &before);
	raise(SIGTSTP);
	sigprocmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	state.suspend = state.resumed = 0;
}

void signals_rescue(struct str bytes, int fd, int line_fd, const struct termios *settings)
{
	atomic_store(&state.armed, false);
	if (bytes.n == 0 || bytes.n > sizeof state.restore)
		return;
	memcpy(state.restore, bytes.p, bytes.n);
	state.n_restore = bytes.n;
	state.fd = fd;
	state.line_fd = line_fd;
	state.settings = *settings;
	atomic_store(&state.armed, true);
}

void signals_hold_stderr(void)
{
	if (state.held >= 0 || !isatty(STDERR_FILENO))
		return;
	state.real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	state.held = memfd_create("yuanlian-stderr", MFD_CLOEXEC);
	if (state.real_stderr >= 0 && state.held >= 0 && dup2(state.held, STDERR_FILENO) >= 0)
		return;
	if (state.held >= 0)
		close(state.held);
	if (state.real_stderr >= 0)
		close(state.real_stderr);
	state.held = state.real_stderr = -1;
}

void signals_release_stderr(void)
{
	let_stderr_out();
}
