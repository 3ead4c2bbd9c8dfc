/* SPDX-License-Identifier: ISC
 *
 * bare_fcgi SOCKET WORKERS TABLE: the ceiling for a page.  Workers that do
 * nothing but hand out bytes kept in memory, through libfcgi as we use it.
 * TABLE has a line "/path LENGTH" and that many bytes for each answer, head
 * and body; it is read again by nobody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include <fcgiapp.h>

#define ANSWERS_MAX 32

static struct answer {
	char  path[200];
	char *bytes;
	int   len;
} answers[ANSWERS_MAX];
static int answer_count;

static void
read_table(const char *path)
{
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		exit(66);
	while (answer_count < ANSWERS_MAX) {
		struct answer *a = &answers[answer_count];

		if (fscanf(f, "%199s %d", a->path, &a->len) != 2 || fgetc(f) != '\n')
			break;
		a->bytes = malloc((size_t)a->len + 1);
		if (a->bytes == NULL ||
		    fread(a->bytes, 1, (size_t)a->len, f) != (size_t)a->len)
			exit(65);
		answer_count++;
	}
	fclose(f);
}

static void
serve(int listener)
{
	static const char nothing[] = "Status: 404\r\n\r\n";
	FCGX_Request      request;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	FCGX_Init();
	FCGX_InitRequest(&request, listener, 0);
	while (FCGX_Accept_r(&request) == 0) {
		const char          *uri = FCGX_GetParam("REQUEST_URI", request.envp);
		const struct answer *a = NULL;

		for (int i = 0; i < answer_count && uri != NULL; i++)
			if (strcmp(answers[i].path, uri) == 0)
				a = &answers[i];
		if (a != NULL)
			FCGX_PutStr(a->bytes, a->len, request.out);
		else
			FCGX_PutStr(nothing, sizeof(nothing) - 1, request.out);
		FCGX_Detach(&request); /* closed at once, as ours */
		FCGX_Finish_r(&request);
	}
	_exit(0);
}

int
main(int argc, char **argv)
{
	int listener;

	if (argc != 4)
		return 64;
	read_table(argv[3]);
	listener = FCGX_OpenSocket(argv[1], 1024);
	if (listener < 0)
		return 69;
	for (int i = atoi(argv[2]); i > 0; i--)
		if (fork() == 0)
			serve(listener);
	while (wait(NULL) > 0)
		;
	return 0;
}
