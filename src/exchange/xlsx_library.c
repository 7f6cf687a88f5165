#include "exchange/xlsx_library_internal.h"

#include <dlfcn.h>
#include <string.h>

/* XLSX_LIBRARY is the name of the file that the program was built with. */
bool xlsx_library_open(struct xlsx_library *library, struct err *err)
{
	static const char *const names[] = {
#define XLSX_NAME(name) #name,
		XLSX_FUNCTIONS(XLSX_NAME)
#undef XLSX_NAME
	};
	enum { NAMES = sizeof names / sizeof *names };
	void *found[NAMES];
	void *handle = dlopen(XLSX_LIBRARY, RTLD_LAZY | RTLD_LOCAL);
	if (!handle)
		return err_set(err, ERR_INTERNAL, "found no %s, expected it to be installed for workbooks", XLSX_LIBRARY);
	for (size_t i = 0; i < NAMES; i++)
		if (!(found[i] = dlsym(handle, names[i]))) {
			dlclose(handle);
			return err_set(err, ERR_INTERNAL, "found no %s in %s, expected the library that the program was built with",
				names[i], XLSX_LIBRARY);
		}
	size_t i = 0;
	library->handle = handle;
	/* POSIX gives functions as addresses of objects; C converts neither into the other. */
#define XLSX_BIND(name) memcpy(&library->name, &found[i++], sizeof library->name);
	XLSX_FUNCTIONS(XLSX_BIND)
#undef XLSX_BIND
	return true;
}

void xlsx_library_close(struct xlsx_library *library)
{
	if (library->handle)
		dlclose(library->handle);
	*library = (struct xlsx_library){0};
}
