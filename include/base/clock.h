#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

/* Milliseconds from some moment on, for spans of time: it goes on evenly whoever sets the clock. */
int64_t clock_ms(void);

/* A condition that is waited for by that clock: pthread_cond_timedwait until clock_after. */
void clock_condition_init(pthread_cond_t *condition);
struct timespec clock_after(int64_t ms);

#endif
