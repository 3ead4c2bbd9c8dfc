/* SPDX-License-Identifier: ISC
 *
 * replay.c - run a fuzz target over its saved inputs, and over what each of
 * them becomes when it is cut short or one bit is changed. */
#include <dirent.h>

#include "fuzz.h"

#define INPUT_MAX ((size_t)2 * 1024 * 1024)
#define VARY_MAX  600 /* longer inputs are run as they are */

static size_t runs;

/* A copy of the exact size, so that a sanitizer sees a read beyond it. */
static void
run(const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);

	memcpy(copy, data, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
	runs++;
}

static void
run_file(const char *path)
{
	static uint8_t data[INPUT_MAX];
	FILE          *f = fopen(path, "rb");
	size_t         len;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	len = fread(data, 1, sizeof(data), f);
	fclose(f);
	run(data, len);
	if (len > VARY_MAX)
		return;
	for (size_t cut = 0; cut < len; cut++)
		run(data, cut);
	for (size_t i = 0; i < len; i++)
		for (int bit = 0; bit < 8; bit++) {
			data[i] ^= (uint8_t)(1 << bit);
			run(data, len);
			data[i] ^= (uint8_t)(1 << bit);
		}
}

int
main(int argc, char **argv)
{
	size_t files = 0;

	for (int i = 1; i < argc; i++, files++)
		run_file(argv[i]);
	if (argc == 1) {
		DIR           *dir = opendir(FUZZ_SEEDS);
		struct dirent *entry;

		while (dir != NULL && (entry = readdir(dir)) != NULL) {
			char path[4096];

			if (entry->d_name[0] == '.')
				continue;
			snprintf(path, sizeof(path), "%s/%s", FUZZ_SEEDS, entry->d_name);
			run_file(path);
			files++;
		}
		if (dir != NULL)
			closedir(dir);
	}
	printf("%zu inputs, %zu runs\n", files, runs);
	return files > 0 ? 0 : 1;
}
