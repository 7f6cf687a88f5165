#include "cli/cli.h"

#include "exchange/writer.h"
#include "text/clean.h"
#include "verb_internal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* A message may quote data and arguments: nothing in it may move the cursor. */
static void report(const struct err *err, struct str more)
{
	struct strbuf raw = {0}, clean = {0};
	err_format(err, &raw);
	strbuf_add_c(&clean, "yuanlian: ");
	text_clean(strbuf_str(&raw), &clean);
	strbuf_add_byte(&clean, '\n');
	text_clean_lines(more, &clean);
	fwrite(clean.p, 1, clean.n, stderr);
	strbuf_release(&raw);
	strbuf_release(&clean);
}

static int status_of(const struct err *err, struct str more)
{
	if (writer_pipe_closed(err))
		return 128 + SIGPIPE;
	if (err->message[0])
		report(err, more);
	return (int)err->code;
}

static bool print_help(const struct invocation *invocation, bool chinese, struct err *err)
{
	struct strbuf text = {0};
	help_text(invocation->verb, chinese, &text);
	return session_print_made(&text, err);
}

static bool run(struct session *session, struct err *err)
{
	if (option_given(session->invocation, OPTION_VERSION))
		return session_print(STR("yuanlian " YUANLIAN_VERSION "\n"), err);
	if (option_given(session->invocation, OPTION_HELP))
		return print_help(session->invocation, session->chinese, err);
	return verbs[session->invocation->verb].run(session, err);
}

/*
 * The index is mapped from its file. Nobody of us shortens that, but another program may write over it, and a disk may fail:
 * then the pages that are missing end the program, and it is said why.
 */
static void on_lost_page(int number, siginfo_t *info, void *context)
{
	static const char message[] = "yuanlian: found the index file cut short or unreadable while it was in use, expected it to stay as it was: "
				      "nothing is lost, start again\n";
	static atomic_flag told = ATOMIC_FLAG_INIT;
	(void)context;
	/* Several threads may miss pages: the first one says so, then ends the program. */
	while (atomic_flag_test_and_set(&told))
		pause();
	bool written = write(STDERR_FILENO, message, sizeof message - 1) >= 0;
	signal(number, SIG_DFL);
	/* Returning brings the fault again, to the usual end; a signal that was sent does not come again by itself. */
	if (info->si_code <= 0)
		raise(number);
	else if (!written)
		_exit(128 + number);
}

static void watch_pages(void)
{
	struct sigaction former, action = {.sa_sigaction = on_lost_page, .sa_flags = SA_SIGINFO};
	sigemptyset(&action.sa_mask);
	/* Not where a sanitizer watches. */
	if (sigaction(SIGBUS, NULL, &former) == 0 && former.sa_handler == SIG_DFL)
		sigaction(SIGBUS, &action, NULL);
}

/* Else the next file that is opened would be standard output or error, and take what is said. What is written there is still refused. */
static void fill_standard_files(void)
{
	int fd;
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	close(fd);
}

int cli_main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	struct invocation invocation;
	struct session session;
	int status = 0;
	fill_standard_files();
	watch_pages();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is one that cannot be written: it is said, and the terminal put back */
	if (!invocation_parse(argc, argv, &invocation, &err))
		return status_of(&err, STR(""));
	if (!session_open(&session, &invocation, &err)) {
		invocation_release(&invocation);
		return status_of(&err, STR(""));
	}
	if (!run(&session, &err)) {
		if (err.code == ERR_WRITE)
			err_place(&err, "standard output", 0, 0); /* files say their names */
		status = status_of(&err, strbuf_str(&session.more));
	}
	session_close(&session);
	invocation_release(&invocation);
	return status;
}
