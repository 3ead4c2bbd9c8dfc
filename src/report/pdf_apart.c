/* SPDX-License-Identifier: ISC
 *
 * pdf_apart.c - the PDF drawn by a child, which takes along what the drawing
 * libraries would keep. */
#include "report/pdf_apart.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "report/pdf.h"
#include "report/pdf_canvas.h"

/* Between child and parent; pages that nobody writes take no memory. */
struct shared {
	size_t  len;
	uint8_t bytes[];
};

#define SHARED_BYTES ((size_t)16 * 1024 * 1024)

static void
unmap(void *shared)
{
	munmap(shared, SHARED_BYTES);
}

/* Never returns; what the parent has open is left alone. */
static void
draw_and_end(struct shared *shared, struct arena                               *arena,
    enum err (*draw)(struct arena *, const void *, struct bytes *), const void *thing,
    pid_t parent)
{
	struct bytes pdf;

	/* A parent that is killed, for it took too long, needs no answer. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		_exit(1);
	if (FAULT("report.drawing") || draw(arena, thing, &pdf) != ERR_OK ||
	    pdf.len > SHARED_BYTES - sizeof(*shared))
		_exit(1);
	memcpy(shared->bytes, pdf.p, pdf.len);
	shared->len = pdf.len;
	_exit(0);
}

static enum err
failed(enum err err, const char *why)
{
	LOG(EV_FAILED, log_str("what", "pdf"), log_str("why", why));
	return err;
}

enum err
pdf_apart(struct arena *arena, enum err (*draw)(struct arena *, const void *, struct bytes *),
    const void *thing, struct bytes *pdf_out)
{
	struct shared *shared;
	pid_t          parent = getpid(), child;
	int            status = 0;

	/* Pango looks for fonts in a thread, which a forked child has not. */
	if (canvas_has_fonts())
		return draw(arena, thing, pdf_out);
	shared = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (shared == MAP_FAILED)
		return failed(ERR_UNAVAILABLE, "no memory to share");
	arena_own(arena, shared, unmap);
	child = fork();
	if (child < 0)
		return failed(ERR_UNAVAILABLE, "no child to be had");
	if (child == 0)
		draw_and_end(shared, arena, draw, thing, parent);
	while (waitpid(child, &status, 0) < 0)
		check(errno == EINTR);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return failed(ERR_INTERNAL, "the child that draws ended early");
	*pdf_out = (struct bytes){ shared->bytes, shared->len };
	return ERR_OK;
}

struct dated {
	const struct report_model *m;
	int64_t                    answered;
};

static enum err
draw_report(struct arena *arena, const void *thing, struct bytes *out)
{
	const struct dated *d = thing;

	return report_pdf(arena, d->m, d->answered, out);
}

enum err
report_pdf_apart(struct arena *arena, const struct report_model *m, int64_t answered,
    struct bytes *pdf_out)
{
	return pdf_apart(arena, draw_report, &(struct dated){ m, answered }, pdf_out);
}
