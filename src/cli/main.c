#include "cli/cli.h"

#include "base/alloc.h"

int main(int argc, char **argv)
{
	alloc_keep(0);
	return cli_main(argc, argv);
}
