/*
 * Threads that leave signals to the one that waits for them.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

/*
 * pthread_create, with signals blocked in the new thread: they are for the thread that has the terminal. Not those of a
 * fault of its own (SIGBUS, SIGSEGV, …): blocked, they would end the program without its handlers, which put the terminal
 * back and say why. attributes may be NULL. Returns 0, or the number of the error.
 */
int thread_start(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *context), void *context);

#endif
