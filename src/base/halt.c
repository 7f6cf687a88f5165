#include "base/halt.h"

#include <stddef.h>

/* Of this thread: it says for whom it works. */
static _Thread_local struct halt *here;

struct halt *halt_by(struct halt *halt)
{
	struct halt *before = here;
	here = halt;
	return before;
}

struct halt *halt_here(void)
{
	return here;
}

bool halt_now(void)
{
	if (!here || !atomic_load_explicit(&here->wanted, memory_order_relaxed))
		return false;
	atomic_store_explicit(&here->heeded, true, memory_order_relaxed);
	return true;
}
