#include "figures.h"

#include "measure.h"
#include "text/width.h"

void print_padded(const char *text, size_t cells)
{
	size_t width = width_str(str_from(text), AMBI_NARROW);
	printf("%s%*s", text, width < cells ? (int)(cells - width) : 0, "");
}

void figures_open(struct figures *figures, const char *path)
{
	*figures = (struct figures){.json = fopen(path, "we"), .path = path};
	if (!figures->json)
		give_up(path, "cannot be written");
	setvbuf(stdout, NULL, _IOLBF, 0); /* who waits sees how far it is */
	fprintf(figures->json, "[");
}

void figures_keep(struct figures *figures, const char *key, const char *what, double value, const char *unit, long long hits)
{
	fprintf(figures->json, "%s\n{\"key\": \"%s\", \"what\": \"%s\", \"value\": %.4f, \"unit\": \"%s\"", figures->any ? "," : "", key, what, value, unit);
	if (hits >= 0)
		fprintf(figures->json, ", \"hits\": %lld", hits);
	fprintf(figures->json, "}");
	figures->any = true;
}

void figure(struct figures *figures, const char *key, const char *what, double value, const char *unit, long long hits)
{
	printf("  ");
	print_padded(what, 64);
	printf(" %12.3f %-5s", value, unit);
	if (hits >= 0)
		printf(" %9lld hits", hits);
	printf("\n");
	figures_keep(figures, key, what, value, unit, hits);
}

void figures_judge(struct figures *figures, const char *what, size_t hits, size_t expected)
{
	if (hits == expected)
		return;
	figures->wrong = true;
	printf("  WRONG: %s: found %zu hits, expected %zu\n", what, hits, expected);
}

int figures_close(struct figures *figures)
{
	fprintf(figures->json, "\n]\n");
	bool ok = fclose(figures->json) == 0;
	if (!ok)
		fprintf(stderr, "%s: cannot be written\n", figures->path);
	if (figures->wrong)
		fprintf(stderr, "%s: hits differ from the slow reference: no figure\n", figures->path);
	return ok && !figures->wrong ? 0 : 1;
}
