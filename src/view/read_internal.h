/* Fields by name: index/read.h. */
#include "index/read.h"
