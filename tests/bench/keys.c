#include "keys.h"

#include "measure.h"

#include <stdlib.h>

struct keys_timed keys_press(struct run r, const char *const *keys, size_t n_keys, size_t times)
{
	struct keys_timed k = {0};
	double *ms = calloc(times + 1, sizeof *ms), *bytes = calloc(times + 1, sizeof *bytes);
	if (!ms || !bytes)
		give_up("keys", "no memory");
	for (size_t i = 0; i < times; i++) {
		struct reply a = run_press(r, keys[i % n_keys]);
		ms[k.n] = a.settled_ms;
		bytes[k.n] = (double)a.n_bytes;
		k.n += a.n_bytes > 0;
	}
	k.p50_ms = quantile(ms, k.n, 0.5);
	k.p99_ms = quantile(ms, k.n, 0.99);
	k.bytes = quantile(bytes, k.n, 0.5);
	free(ms);
	free(bytes);
	return k;
}

void keys_note_unanswered(struct keys_timed timed, size_t times)
{
	if (timed.n < times / 2)
		printf("  (only %zu of these keys were answered)\n", timed.n);
}

void keys_say(struct figures *figures, const char *key, const char *what, struct keys_timed timed, size_t times)
{
	char name[64], label[128];
	snprintf(name, sizeof name, "%s_p50_ms", key);
	snprintf(label, sizeof label, "%s: key to last byte, p50", what);
	figure(figures, name, label, timed.p50_ms, "ms", HITS_NONE);
	snprintf(name, sizeof name, "%s_p99_ms", key);
	figure(figures, name, "  p99", timed.p99_ms, "ms", HITS_NONE);
	snprintf(name, sizeof name, "%s_bytes", key);
	figure(figures, name, "  bytes, p50", timed.bytes, "bytes", HITS_NONE);
	keys_note_unanswered(timed, times);
}
