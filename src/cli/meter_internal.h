/*
 * How far something long is, and whether that is worth a word: what is soon over is not spoken of, and nothing more often than a
 * person reads. Times are milliseconds of one clock.
 */
#ifndef CLI_METER_INTERNAL_H
#define CLI_METER_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

/* A zeroed one measures nothing. */
struct meter {
	unsigned percent;
	int64_t begun_ms, told_ms; /* told_ms 0: nothing was said yet */
};

struct meter meter_begun(int64_t now_ms);

/* It is so far by now; threads may come late with that. Whether it is to be said. */
bool meter_further(struct meter *meter, unsigned percent, int64_t now_ms);

/* How far it is; false: there is nothing to say. */
bool meter_speaks(const struct meter *meter, unsigned *percent);

#endif
