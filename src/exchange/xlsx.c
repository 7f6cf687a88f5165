#include "exchange/writer_internal.h"
#include "exchange/xlsx_library_internal.h"

#include "text/utf8.h"
#include "text/width.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Rows go to a temporary file for each sheet as they come (constant_memory), so that a million of
 * them need no memory. The workbook is made in a nameless file: nothing stays behind, whatever happens.
 */

enum {
	ROWS_MAX = LXW_ROW_MAX,  /* of a sheet, its header included */
	CELL_UNITS_MAX = 32767,  /* of a cell, in UTF-16 */
	DIGITS_MAX = 15,         /* of a number that a spreadsheet keeps as it is */
	ROWS_MEASURED = 1000,
	WIDTH_MIN = 6,
	WIDTH_MAX = 60,
	WIDTH_ROOM = 3,          /* the button of the filter */
	CREATED = 315532800,     /* 1980-01-01, as the files inside have it */
};

static const char cut_mark[] = "…[截断 cut]";

struct xlsx {
	struct xlsx_library library;
	int fd;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *header, *text, *decimals[DIGITS_MAX + 1];
	char *folder;          /* of temporary files; NULL: the system's; in the environment */
	struct str table;      /* in the writer's arena */
	size_t n_sheets;       /* of this table */
	uint32_t row;          /* the next of this sheet */
	size_t *widths;        /* in the writer's arena */
	ARRAY(uint64_t) bytes; /* that the rows of each sheet have, over all tables */
	struct strbuf cell;
};

static void fail(struct writer *w, const char *what, const char *cause)
{
	err_set(&w->fault, ERR_WRITE, "found \"%s\", expected to %s", cause, what);
}

static bool check(struct writer *w, lxw_error error)
{
	const struct xlsx *x = w->xlsx;
	if (error == LXW_NO_ERROR)
		return true;
	fail(w, "make a sheet", x->library.lxw_strerror(error));
	return false;
}

static int nameless_file(const char *folder)
{
	struct strbuf path = {0};
	strbuf_printf(&path, "%s/yuanlian-XXXXXX", folder ? folder : "/tmp");
	int fd = mkostemp(path.p, O_CLOEXEC);
	if (fd >= 0)
		unlink(path.p);
	strbuf_release(&path);
	return fd;
}

static struct xlsx *begin(struct writer *w)
{
	struct xlsx *x = w->xlsx = xcalloc(1, sizeof *x);
	char path[40], *folder = getenv("TMPDIR");
	x->folder = folder && *folder ? folder : NULL;
	x->fd = nameless_file(x->folder);
	if (x->fd < 0) {
		fail(w, "make a temporary file (TMPDIR names another place)", strerror(errno));
		return x;
	}
	if (!xlsx_library_open(&x->library, &w->fault))
		return x;
	snprintf(path, sizeof path, "/proc/self/fd/%d", x->fd);
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = x->folder};
	x->book = x->library.workbook_new_opt(path, &options);
	if (!x->book) {
		fail(w, "make a workbook", strerror(ENOMEM));
		return x;
	}
	lxw_doc_properties properties = {.created = w->options.created ? w->options.created : CREATED};
	x->library.workbook_set_properties(x->book, &properties);
	x->header = x->library.workbook_add_format(x->book);
	x->library.format_set_bold(x->header);
	if (w->options.labels) {
		x->text = x->library.workbook_add_format(x->book);
		x->library.format_set_text_wrap(x->text);
		x->library.format_set_align(x->text, LXW_ALIGN_VERTICAL_TOP);
	}
	return x;
}

/* -- cells ------------------------------------------------------------------------------ */

/* Whether a text has "_xHHHH_" here, which a spreadsheet would read as that character. */
static bool looks_escaped(struct str text, size_t at)
{
	if (text.n - at < 7 || text.p[at + 1] != 'x' || text.p[at + 6] != '_')
		return false;
	for (size_t i = at + 2; i < at + 6; i++)
		if (!strchr("0123456789abcdefABCDEF", text.p[i]))
			return false;
	return true;
}

/* The text with what XML cannot hold as _xHHHH_. Returns how many characters there are; a cell that is too full is cut. */
static size_t add_text(struct strbuf *out, struct str text)
{
	size_t n = 0, used = 0, fits = SIZE_MAX;
	const size_t room = CELL_UNITS_MAX - utf8_length(str_from(cut_mark));
	for (size_t at = 0; at < text.n; n++) {
		size_t start = at, before = out->n;
		uint32_t c = utf8_next(text, &at);
		bool control = (c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF;
		if (fits != SIZE_MAX && used > CELL_UNITS_MAX)
			continue;
		if (control)
			strbuf_printf(out, "_x%04X_", (unsigned)c);
		else if (c == '_' && looks_escaped(text, start))
			strbuf_add_c(out, "_x005F_");
		else
			strbuf_add(out, str_sub(text, start, at - start));
		/* The library counts what it is given, a spreadsheet what it reads. */
		used += control || out->n - before == 7 ? 7 : c > 0xFFFF ? 2 : 1;
		if (used > room && fits == SIZE_MAX)
			fits = before;
	}
	if (used <= CELL_UNITS_MAX)
		return 0;
	strbuf_truncate(out, fits);
	strbuf_add_c(out, cut_mark);
	return n;
}

/*
 * A decimal that a spreadsheet keeps and shows digit by digit.
 * places   how many digits it has behind the point
 */
static bool is_exact(struct str digits, double *value, size_t *places)
{
	char text[32], again[32];
	size_t significant = 0;
	bool point = false;
	if (!digits.n || digits.n >= sizeof text)
		return false;
	*places = 0;
	for (size_t i = digits.p[0] == '-'; i < digits.n; i++) {
		char c = digits.p[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		significant += significant || c != '0';
		*places += point;
	}
	if (significant > DIGITS_MAX || *places > DIGITS_MAX)
		return false;
	snprintf(text, sizeof text, "%.*s", STR_ARG(digits));
	*value = strtod(text, NULL);
	snprintf(again, sizeof again, "%.*f", (int)*places, *value);
	if (strcmp(again, text) != 0)
		return false;
	/* As the library writes it. */
	snprintf(again, sizeof again, "%.16G", *value);
	double read = strtod(again, NULL);
	return read >= *value && read <= *value;
}

/* Shown with its own digits: the usual format turns a long number into 4.6E+10. */
static lxw_format *number_format(struct xlsx *x, size_t places)
{
	lxw_format **format = &x->decimals[places];
	if (!*format) {
		char picture[DIGITS_MAX + 3] = "0.";
		memset(picture + 2, '0', places);
		picture[places ? places + 2 : 1] = '\0';
		*format = x->library.workbook_add_format(x->book);
		x->library.format_set_num_format(*format, picture);
		if (x->text)
			x->library.format_set_align(*format, LXW_ALIGN_VERTICAL_TOP);
	}
	return *format;
}

static void note_cut(struct writer *w, const struct field_cell *cells, size_t i, size_t n)
{
	if (w->options.notices)
		strbuf_printf(w->options.notices, "found %zu characters in %.*s of %.*s, expected at most %d in a cell: the rest is left out\n", n,
			STR_ARG(w->columns[i].name), STR_ARG(cells[0].text), CELL_UNITS_MAX);
}

static void measure(struct xlsx *x, size_t i, struct str text)
{
	struct str line = {NULL, 0};
	while (x->row <= ROWS_MEASURED && str_split(&text, '\n', &line)) {
		size_t width = 0;
		for (size_t at = 0; at < line.n;) {
			int cells = width_char(utf8_next(line, &at), AMBI_NARROW);
			width += cells > 0 ? (size_t)cells : 0;
		}
		x->widths[i] = width > x->widths[i] ? width : x->widths[i];
	}
}

static void write_cell(struct writer *w, const struct field_cell *cells, size_t i)
{
	struct xlsx *x = w->xlsx;
	const struct field_cell *cell = &cells[i];
	struct str text = w->options.labels && cell->label.n ? cell->label : cell->text;
	double value;
	size_t places;
	if (!text.n)
		return;
	measure(x, i, text);
	if (cell->type == CELL_NUMBER && is_exact(text, &value, &places)) {
		check(w, x->library.worksheet_write_number(x->sheet, x->row, (lxw_col_t)i, value, number_format(x, places)));
		return;
	}
	strbuf_clear(&x->cell);
	size_t cut = add_text(&x->cell, text);
	if (cut)
		note_cut(w, cells, i, cut);
	check(w, x->library.worksheet_write_string(x->sheet, x->row, (lxw_col_t)i, x->cell.p, x->text));
}

/* -- sheets ------------------------------------------------------------------------------- */

static void begin_sheet(struct writer *w)
{
	struct xlsx *x = w->xlsx;
	struct strbuf name = {0};
	strbuf_add(&name, x->table);
	if (x->n_sheets++)
		strbuf_printf(&name, "-%zu", x->n_sheets);
	errno = 0;
	x->sheet = x->library.workbook_add_worksheet(x->book, name.p);
	if (!x->sheet)
		fail(w, "make a sheet", errno ? strerror(errno) : name.p);
	strbuf_release(&name);
	x->row = 0;
	for (size_t i = 0; !w->fault.code && i < w->n_columns; i++) {
		struct str title = w->options.labels ? w->columns[i].title : w->columns[i].name;
		measure(x, i, title);
		strbuf_clear(&x->cell);
		add_text(&x->cell, title);
		check(w, x->library.worksheet_write_string(x->sheet, 0, (lxw_col_t)i, x->cell.p ? x->cell.p : "", x->header));
	}
	x->row = 1;
}

static void end_sheet(struct writer *w)
{
	struct xlsx *x = w->xlsx;
	lxw_col_t last = (lxw_col_t)(w->n_columns - 1);
	for (size_t i = 0; i < w->n_columns; i++) {
		size_t width = x->widths[i] + WIDTH_ROOM;
		width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
		check(w, x->library.worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, (double)width, NULL));
	}
	x->library.worksheet_freeze_panes(x->sheet, 1, 0);
	check(w, x->library.worksheet_autofilter(x->sheet, 0, 0, x->row - 1, last));
	check(w, x->library.worksheet_ignore_errors(x->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
	/* The library does not look whether its rows could be written. */
	off_t written = fflush(x->sheet->optimize_tmpfile) == 0 ? ftello(x->sheet->optimize_tmpfile) : -1;
	if (written < 0 || ferror(x->sheet->optimize_tmpfile))
		fail(w, "write a temporary file (TMPDIR names another place)", strerror(errno));
	array_push(&x->bytes, written < 0 ? 0 : (uint64_t)written);
	x->sheet = NULL;
}

static void xlsx_table(struct writer *w, struct str name)
{
	struct xlsx *x = w->xlsx ? w->xlsx : begin(w);
	if (w->fault.code)
		return;
	x->table = arena_str(&w->arena, name);
	x->n_sheets = 0;
	x->widths = arena_calloc(&w->arena, w->n_columns, sizeof *x->widths);
	begin_sheet(w);
}

static void xlsx_row(struct writer *w, const struct field_cell *cells)
{
	struct xlsx *x = w->xlsx;
	if (w->fault.code)
		return;
	if (x->row == ROWS_MAX) {
		end_sheet(w);
		begin_sheet(w);
	}
	for (size_t i = 0; !w->fault.code && i < w->n_columns; i++)
		write_cell(w, cells, i);
	x->row++;
}

static void xlsx_table_end(struct writer *w)
{
	if (!w->fault.code)
		end_sheet(w);
}

/* -- the file ------------------------------------------------------------------------------ */

static uint64_t little(const char *p, size_t n)
{
	uint64_t value = 0;
	while (n--)
		value = value << 8 | (unsigned char)p[n];
	return value;
}

/* The directory at the end of a zip file, appended; the number of its entries, 0 where there is none. */
static size_t read_directory(int fd, struct strbuf *out)
{
	enum { END = 22 };
	char end[END];
	off_t size = lseek(fd, 0, SEEK_END);
	if (size < END || pread(fd, end, END, size - END) != END || memcmp(end, "PK\5\6", 4) != 0)
		return 0;
	size_t bytes = little(end + 12, 4);
	strbuf_reserve(out, bytes);
	if (pread(fd, out->p, bytes, (off_t)little(end + 16, 4)) != (ssize_t)bytes)
		return 0;
	out->n = bytes;
	return little(end + 10, 2);
}

/* Each sheet is copied once more when the workbook is closed, again unwatched: whether all their rows are there. */
static bool is_whole(struct xlsx *x)
{
	enum { ENTRY = 46 };
	struct strbuf directory = {0};
	size_t n = read_directory(x->fd, &directory), at = 0, whole = 0;
	for (size_t i = 0; i < n && at + ENTRY <= directory.n; i++) {
		const char *entry = directory.p + at;
		size_t name = little(entry + 28, 2);
		unsigned sheet = 0;
		if (at + ENTRY + name > directory.n)
			break;
		char path[40];
		snprintf(path, sizeof path, "%.*s", (int)name, entry + ENTRY);
		if (sscanf(path, "xl/worksheets/sheet%u.xml", &sheet) == 1 && sheet >= 1 && sheet <= x->bytes.n)
			whole += little(entry + 24, 4) > x->bytes.v[sheet - 1];
		at += ENTRY + name + little(entry + 30, 2) + little(entry + 32, 2);
	}
	strbuf_release(&directory);
	return whole == x->bytes.n;
}

static void hand_file(struct writer *w)
{
	struct xlsx *x = w->xlsx;
	enum { PIECE = 64 * 1024 };
	ssize_t n = 1;
	if (lseek(x->fd, 0, SEEK_SET) != 0)
		n = -1;
	while (n > 0) {
		strbuf_reserve(&w->out, PIECE);
		n = read(x->fd, w->out.p + w->out.n, PIECE);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			w->out.n += (size_t)n;
		if (!writer_hand_over(w, false, &w->fault))
			return;
	}
	if (n < 0)
		fail(w, "read a temporary file", strerror(errno));
}

/*
 * Whether there is room for the copy of the largest sheet beside all of them compressed: found out before, because
 * the library does not look when it has run out.
 */
static bool has_room(struct xlsx *x)
{
	enum { SPARE = 1 << 18, COMPRESSED = 3 };
	uint64_t sum = 0, most = 0;
	for (size_t i = 0; i < x->bytes.n; i++) {
		sum += x->bytes.v[i];
		most = x->bytes.v[i] > most ? x->bytes.v[i] : most;
	}
	int error = posix_fallocate(x->fd, 0, (off_t)(most + sum / COMPRESSED + SPARE));
	if (error && error != EOPNOTSUPP && error != EINVAL)
		errno = error;
	else
		error = 0;
	return !error && ftruncate(x->fd, 0) == 0;
}

static bool close_book(struct xlsx *x, struct err *err)
{
	errno = 0;
	lxw_error error = x->library.workbook_close(x->book);
	x->book = NULL;
	return error == LXW_NO_ERROR
		|| err_set(err, ERR_WRITE, "found \"%s\", expected to write the workbook", errno ? strerror(errno) : x->library.lxw_strerror(error));
}

/* What a child does that nobody talks to: all its signals are blocked, its faults go into the pipe. */
static _Noreturn void close_as_child(struct xlsx *x, int fault_fd)
{
	struct err err = ERR_INIT;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	bool ok = close_book(x, &err);
	if (!ok && write(fault_fd, err.message, strlen(err.message)) < 0)
		_exit(2);
	_exit(!ok);
}

/* True: it has ended. */
static bool wait_for(pid_t child, const struct writer_watch *watch, int *status)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	pid_t ended;
	while ((ended = waitpid(child, status, WNOHANG)) == 0) {
		if (!watch->go_on(watch->self)) {
			kill(child, SIGKILL);
			while (waitpid(child, status, 0) < 0 && errno == EINTR)
				;
			return false;
		}
		nanosleep(&pause, NULL);
	}
	return ended == child;
}

/*
 * The library closes a workbook in one go, which takes as long as all its rows, and heeds nobody meanwhile. A child can be
 * stopped: it does that on the same nameless files. Without a child it is done here.
 */
static bool close_watched(struct writer *w)
{
	struct xlsx *x = w->xlsx;
	sigset_t all, before;
	int fault[2], status = 0;
	if (pipe2(fault, O_CLOEXEC) != 0)
		return close_book(x, &w->fault);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	pid_t child = fork();
	if (child == 0)
		close_as_child(x, fault[1]);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(fault[1]);
	bool ok = child > 0 && wait_for(child, w->options.watch, &status);
	struct err said = ERR_INIT;
	if (child < 0)
		ok = close_book(x, &w->fault);
	else if (!ok)
		err_set(&w->fault, ERR_WRITE, "given up");
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		ok = err_set(&w->fault, ERR_WRITE, "%s", read(fault[0], said.message, sizeof said.message - 1) > 0 ? said.message
			: "found that it ended too soon, expected to write the workbook");
	close(fault[0]);
	errno = 0;
	return ok;
}

static void xlsx_finish(struct writer *w)
{
	struct xlsx *x = w->xlsx ? w->xlsx : begin(w);
	if (w->fault.code)
		return;
	if (!has_room(x)) {
		fail(w, "have room for temporary files (TMPDIR names another place)", strerror(errno));
		return;
	}
	if (!(w->options.watch ? close_watched(w) : close_book(x, &w->fault)))
		return;
	if (!is_whole(x))
		fail(w, "write the workbook", strerror(errno ? errno : ENOSPC));
	else
		hand_file(w);
}

static void xlsx_drop(struct writer *w)
{
	struct xlsx *x = w->xlsx;
	if (!x)
		return;
	if (x->book)
		x->library.lxw_workbook_free(x->book);
	xlsx_library_close(&x->library);
	if (x->fd >= 0)
		close(x->fd);
	array_release(&x->bytes);
	strbuf_release(&x->cell);
	free(x);
	w->xlsx = NULL;
}

const struct writer_class writer_xlsx = {
	.row = xlsx_row,
	.table = xlsx_table,
	.table_end = xlsx_table_end,
	.finish = xlsx_finish,
	.drop = xlsx_drop,
};
