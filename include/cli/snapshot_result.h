/*
 * What became of writing a snapshot.
 */
#ifndef CLI_SNAPSHOT_RESULT_H
#define CLI_SNAPSHOT_RESULT_H

enum snapshot_result {
	SNAPSHOT_NONE,      /* it cannot be written, or is not worth it */
	SNAPSHOT_WRITTEN,
	SNAPSHOT_ELSEWHERE, /* another session of the host writes one */
};

#endif
