#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds of a monotonic clock, for measuring spans: setting the date does not change it. */
int64_t clock_ms(void);

/* For pthread_cond_timedwait by that clock: a condition, and the time in so many milliseconds. */
void clock_condition_init(pthread_cond_t *condition);
struct timespec clock_after(int64_t ms);

#endif
