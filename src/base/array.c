#include "base/array.h"

#include <stdint.h>

size_t array_room(size_t cap, size_t needed)
{
	size_t room = cap < 8 ? 8 : cap > SIZE_MAX / 2 ? SIZE_MAX : cap + cap / 2;
	return room < needed ? needed : room;
}
