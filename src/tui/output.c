#include "tui/output.h"

#include "base/clock.h"
#include "tui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { PIECE = 128 }; /* what a blocking terminal certainly takes when poll says there is room */

void output_open(struct output *output, int fd)
{
	char path[256];
	*output = (struct output){.fd = fd};
	if (ttyname_r(fd, path, sizeof path) != 0)
		return;
	int again = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (again >= 0) {
		output->fd = again;
		output->own = true;
	}
}

void output_close(struct output *output)
{
	if (output->own)
		close(output->fd);
	strbuf_release(&output->bytes);
	*output = (struct output){.fd = -1};
}

void output_add(struct output *output, struct str bytes)
{
	if (!output->broken)
		strbuf_add(&output->bytes, bytes);
}

bool output_waiting(const struct output *output)
{
	return output->sent < output->bytes.n;
}

static bool has_room(int fd, int timeout_ms)
{
	struct pollfd polled = {.fd = fd, .events = POLLOUT};
	return poll(&polled, 1, timeout_ms) > 0;
}

static void forget(struct output *output)
{
	strbuf_clear(&output->bytes);
	output->sent = 0;
}

bool output_flush(struct output *output)
{
	while (output_waiting(output)) {
		size_t n = output->bytes.n - output->sent;
		if (!output->own) {
			if (!has_room(output->fd, 0))
				return false;
			n = n < PIECE ? n : PIECE;
		}
		ssize_t written = signals_write(output->fd, output->bytes.p + output->sent, n);
		if (written < 0 && (errno == EAGAIN || errno == EINTR))
			return false;
		if (written <= 0) {
			output->broken = true;
			break;
		}
		output->sent += (size_t)written;
	}
	forget(output);
	return true;
}

bool output_drain(struct output *output, int timeout_ms)
{
	int64_t deadline = clock_ms() + timeout_ms;
	while (!output_flush(output)) {
		int64_t left = deadline - clock_ms();
		if (left <= 0)
			return false;
		has_room(output->fd, (int)left);
	}
	return true;
}
