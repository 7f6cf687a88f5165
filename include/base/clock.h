#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds from some moment on, for spans of time: it goes on evenly whoever sets the clock. */
int64_t clock_ms(void);

#endif
