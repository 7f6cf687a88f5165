#include "meter_internal.h"

enum { SPEAK_AFTER_MS = 300, SPEAK_EVERY_MS = 100 };

struct meter meter_begun(int64_t now_ms)
{
	return (struct meter){.begun_ms = now_ms};
}

bool meter_further(struct meter *meter, unsigned percent, int64_t now_ms)
{
	if (percent <= meter->percent)
		return false;
	meter->percent = percent;
	bool speak = now_ms - meter->begun_ms >= SPEAK_AFTER_MS && now_ms - meter->told_ms >= SPEAK_EVERY_MS;
	if (speak)
		meter->told_ms = now_ms;
	return speak;
}

bool meter_speaks(const struct meter *meter, unsigned *percent)
{
	*percent = meter->percent;
	return meter->told_ms != 0;
}
