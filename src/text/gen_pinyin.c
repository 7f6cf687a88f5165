/*
 * Makes the pinyin tables that pinyin.c includes: gen_pinyin CHARS.tsv WORDS.tsv PLACES.tsv > pinyin_table.h
 * Runs on the building host and stands alone. Each file has a header row and two columns, the text and its
 * readings parted by blanks, in the order of code points.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HAN_FIRST = 0x4E00,
	HAN_LAST = 0x9FFF,
	HAN_COUNT = HAN_LAST - HAN_FIRST + 1,
	ROWS_MAX = 30000,
	CELLS_MAX = 16,       /* characters of a word, readings of a row */
	SYLLABLES_MAX = 1024,
	SYLLABLE_MAX = 7,     /* bytes, with the NUL */
	MANY = 0x8000,        /* marks an index into the lists of several readings */
};

struct row {
	uint32_t text[CELLS_MAX];
	char readings[CELLS_MAX][SYLLABLE_MAX];
	size_t n_text, n_readings;
};

struct file {
	const char *path;
	struct row *rows;
	size_t n;
};

struct tables {
	struct file chars, words, places;
	char syllables[SYLLABLES_MAX][SYLLABLE_MAX]; /* from 1, sorted; [0] is empty */
	size_t n_syllables;
};

static _Noreturn void fail(const struct file *file, size_t line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "gen_pinyin: %s:%zu: ", file->path, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

/* Decodes one well-formed character; 0 at anything else. */
static uint32_t next_char(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	size_t n = s[0] < 0x80 ? 1 : s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : s[0] >= 0xC2 ? 2 : 0;
	if (n == 0)
		return 0;
	uint32_t c = n == 1 ? s[0] : s[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3Fu);
	}
	*p += n;
	return c;
}

static void read_readings(struct row *row, char *cell, const struct file *file, size_t line)
{
	for (char *part = strtok(cell, " "); part; part = strtok(NULL, " ")) {
		size_t n = strlen(part);
		if (n >= SYLLABLE_MAX || strspn(part, "abcdefghijklmnopqrstuvwxyz") != n || row->n_readings == CELLS_MAX)
			fail(file, line, "found \"%s\", expected a toneless syllable", part);
		memcpy(row->readings[row->n_readings++], part, n + 1);
	}
}

static int compare_text(const struct row *a, const struct row *b)
{
	for (size_t i = 0; i < a->n_text && i < b->n_text; i++)
		if (a->text[i] != b->text[i])
			return a->text[i] < b->text[i] ? -1 : 1;
	return (a->n_text > b->n_text) - (a->n_text < b->n_text);
}

static void read_file(struct file *file, bool is_chars)
{
	FILE *in = fopen(file->path, "r");
	char text[1024];
	if (!in)
		fail(file, 0, "cannot be read");
	file->rows = calloc(ROWS_MAX, sizeof *file->rows);
	if (!file->rows)
		fail(file, 0, "out of memory");
	for (size_t line = 1; fgets(text, sizeof text, in); line++) {
		if (line == 1)
			continue;
		text[strcspn(text, "\r\n")] = '\0';
		char *tab = strchr(text, '\t');
		if (!tab || file->n == ROWS_MAX)
			fail(file, line, "found no tab or too many rows, expected a text and its readings");
		*tab = '\0';
		struct row *row = &file->rows[file->n];
		for (const char *p = text; *p;) {
			uint32_t c = next_char(&p);
			if (c == 0 || row->n_text == CELLS_MAX || (!is_chars && (c < HAN_FIRST || c > HAN_LAST)))
				fail(file, line, "found \"%s\", expected Han characters", text);
			row->text[row->n_text++] = c;
		}
		read_readings(row, tab + 1, file, line);
		if (row->n_readings == 0 || (is_chars ? row->n_text != 1 : row->n_readings != row->n_text))
			fail(file, line, "found %zu readings for %zu characters", row->n_readings, row->n_text);
		if (file->n > 0 && compare_text(row - 1, row) >= 0)
			fail(file, line, "found \"%s\" out of order, expected code point order", text);
		file->n++;
	}
	fclose(in);
}

static int compare_syllables(const void *a, const void *b)
{
	return strcmp(a, b);
}

static unsigned syllable(const struct tables *t, const char *name)
{
	const char *found = bsearch(name, t->syllables[1], t->n_syllables, SYLLABLE_MAX, compare_syllables);
	return found ? (unsigned)((size_t)(found - t->syllables[0]) / SYLLABLE_MAX) : 0;
}

static void collect_syllables(struct tables *t, const struct file *file)
{
	for (size_t i = 0; i < file->n; i++)
		for (size_t k = 0; k < file->rows[i].n_readings; k++) {
			const char *name = file->rows[i].readings[k];
			size_t at = 1;
			while (at <= t->n_syllables && strcmp(t->syllables[at], name) != 0)
				at++;
			if (at <= t->n_syllables)
				continue;
			if (at == SYLLABLES_MAX)
				fail(file, i + 2, "found too many syllables");
			memcpy(t->syllables[at], name, SYLLABLE_MAX);
			t->n_syllables++;
		}
}

static struct row *find_char(const struct file *chars, uint32_t c)
{
	size_t low = 0, high = chars->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (chars->rows[middle].text[0] < c)
			low = middle + 1;
		else
			high = middle;
	}
	return low < chars->n && chars->rows[low].text[0] == c ? &chars->rows[low] : NULL;
}

/* What a phrase reads a character as is one of its readings: matching goes by these alone. */
static void add_readings(const struct file *chars, const struct file *phrases)
{
	for (size_t i = 0; i < phrases->n; i++)
		for (size_t k = 0; k < phrases->rows[i].n_text; k++) {
			const char *reading = phrases->rows[i].readings[k];
			struct row *row = find_char(chars, phrases->rows[i].text[k]);
			size_t at = 0;
			if (!row)
				fail(phrases, i + 2, "found a character without a reading");
			while (at < row->n_readings && strcmp(row->readings[at], reading) != 0)
				at++;
			if (at < row->n_readings)
				continue;
			if (at == CELLS_MAX)
				fail(phrases, i + 2, "found too many readings of a character");
			memcpy(row->readings[row->n_readings++], reading, strlen(reading) + 1);
		}
}

static void begin_array(const char *type, const char *name)
{
	printf("static const %s %s[] = {", type, name);
}

static void put_number(size_t index, unsigned long number)
{
	printf("%s%lu,", index % 20 == 0 ? "\n\t" : " ", number);
}

static void end_array(void)
{
	printf("\n};\n\n");
}

static void put_syllables(const struct tables *t)
{
	printf("enum { N_SYLLABLES = %zu };\n", t->n_syllables);
	printf("static const char syllable_names[][%d] = {\n\t\"\",", SYLLABLE_MAX);
	for (size_t i = 1; i <= t->n_syllables; i++)
		printf("%s\"%s\",", i % 12 == 0 ? "\n\t" : " ", t->syllables[i]);
	end_array();
}

/* A single reading stands in place; several stand in `lists`, where their number comes before them. */
static unsigned *place_readings(const struct tables *t)
{
	unsigned *values = calloc(t->chars.n, sizeof *values);
	size_t n_lists = 0;
	if (!values)
		fail(&t->chars, 0, "out of memory");
	begin_array("uint16_t", "reading_lists");
	for (size_t i = 0; i < t->chars.n; i++) {
		const struct row *row = &t->chars.rows[i];
		values[i] = syllable(t, row->readings[0]);
		if (row->n_readings == 1)
			continue;
		values[i] = MANY | (unsigned)n_lists;
		put_number(n_lists++, row->n_readings);
		for (size_t k = 0; k < row->n_readings; k++)
			put_number(n_lists++, syllable(t, row->readings[k]));
	}
	end_array();
	if (n_lists >= MANY)
		fail(&t->chars, 0, "found too many characters with several readings");
	return values;
}

static void put_chars(const struct tables *t)
{
	unsigned *values = place_readings(t);
	static unsigned han[HAN_COUNT];
	size_t n_rare = 0;
	for (size_t i = 0; i < t->chars.n; i++) {
		uint32_t c = t->chars.rows[i].text[0];
		if (c >= HAN_FIRST && c <= HAN_LAST)
			han[c - HAN_FIRST] = values[i];
	}
	begin_array("uint16_t", "han_readings");
	for (size_t i = 0; i < HAN_COUNT; i++)
		put_number(i, han[i]);
	end_array();
	begin_array("uint32_t", "rare_chars");
	for (size_t i = 0; i < t->chars.n; i++)
		if (t->chars.rows[i].text[0] < HAN_FIRST || t->chars.rows[i].text[0] > HAN_LAST)
			put_number(n_rare++, t->chars.rows[i].text[0]);
	end_array();
	n_rare = 0;
	begin_array("uint16_t", "rare_readings");
	for (size_t i = 0; i < t->chars.n; i++)
		if (t->chars.rows[i].text[0] < HAN_FIRST || t->chars.rows[i].text[0] > HAN_LAST)
			put_number(n_rare++, values[i]);
	end_array();
	free(values);
}

/* By first character, one more at the end: the first phrase that begins with it or a later one. */
static void put_firsts(const struct file *file, const char *prefix)
{
	char name[64];
	size_t phrase = 0;
	snprintf(name, sizeof name, "%s_firsts", prefix);
	begin_array("uint16_t", name);
	for (size_t i = 0; i <= HAN_COUNT; i++) {
		while (phrase < file->n && file->rows[phrase].text[0] < HAN_FIRST + i)
			phrase++;
		put_number(i, phrase);
	}
	end_array();
}

static void put_phrases(const struct tables *t, const struct file *file, const char *prefix)
{
	char name[64];
	size_t n = 0;
	snprintf(name, sizeof name, "%s_chars", prefix);
	begin_array("uint16_t", name);
	for (size_t i = 0; i < file->n; i++)
		for (size_t k = 0; k < file->rows[i].n_text; k++)
			put_number(n++, file->rows[i].text[k]);
	end_array();
	snprintf(name, sizeof name, "%s_syllables", prefix);
	begin_array("uint16_t", name);
	n = 0;
	for (size_t i = 0; i < file->n; i++)
		for (size_t k = 0; k < file->rows[i].n_readings; k++)
			put_number(n++, syllable(t, file->rows[i].readings[k]));
	end_array();
	snprintf(name, sizeof name, "%s_starts", prefix);
	begin_array("uint32_t", name);
	n = 0;
	for (size_t i = 0; i < file->n; n += file->rows[i++].n_text)
		put_number(i, n);
	put_number(file->n, n);
	end_array();
	put_firsts(file, prefix);
}

int main(int argc, char **argv)
{
	static struct tables t;
	if (argc != 4) {
		fprintf(stderr, "gen_pinyin: found %d arguments, expected CHARS.tsv WORDS.tsv PLACES.tsv\n", argc - 1);
		return 2;
	}
	t.chars.path = argv[1];
	t.words.path = argv[2];
	t.places.path = argv[3];
	read_file(&t.chars, true);
	read_file(&t.words, false);
	read_file(&t.places, false);
	add_readings(&t.chars, &t.words);
	add_readings(&t.chars, &t.places);
	collect_syllables(&t, &t.chars);
	collect_syllables(&t, &t.words);
	collect_syllables(&t, &t.places);
	qsort(t.syllables[1], t.n_syllables, SYLLABLE_MAX, compare_syllables);
	printf("/* Made by gen_pinyin from pinyin_chars.tsv, pinyin_words.tsv and pinyin_places.tsv. */\n\n");
	put_syllables(&t);
	put_chars(&t);
	put_phrases(&t, &t.words, "word");
	put_phrases(&t, &t.places, "place");
	free(t.chars.rows);
	free(t.words.rows);
	free(t.places.rows);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
