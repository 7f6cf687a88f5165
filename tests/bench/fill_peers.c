/*
 * Makes what the benches compare with out of a catalogue: peers.h says what.
 *
 * usage: fill_peers CATALOGUE FILE
 */
#include "measure.h"
#include "peers.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct bench_session s;
	sqlite3 *catalogue;
	if (argc != 3) {
		fprintf(stderr, "usage: %s CATALOGUE FILE\n", argv[0]);
		return 2;
	}
	bench_session_open(&s, argv[1]);
	if (sqlite3_open_v2(argv[1], &catalogue, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		give_up(argv[1], sqlite3_errmsg(catalogue));
	peers_fill(catalogue, s.index, argv[2]);
	sqlite3_close(catalogue);
	bench_session_close(&s);
	return 0;
}
