/* SPDX-License-Identifier: ISC */
#include "link/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/random.h"
#include "link/link.h"

#define FILE_BYTES_MAX 8192

static enum err
refuse(struct arena *arena, const char **problem_out, int line, const char *what)
{
	*problem_out = line > 0 ? arena_printf(arena, "key file, line %d: %s", line, what)
	                        : arena_printf(arena, "key file: %s", what);
	return ERR_INVALID;
}

/* "7 0123...": NULL when it is one, else what is wrong. */
static const char *
read_key(struct text line, struct link_key *key)
{
	size_t  digits = strspn(line.s, "0123456789"), len;
	int64_t id;

	if (!parse_int((struct text){ line.s, digits }, 1, 255, &id))
		return "it does not begin with an id from 1 to 255";
	key->id = (uint8_t)id;
	line.s += digits + strspn(line.s + digits, " \t");
	len = strlen(line.s);
	if (len != LINK_KEY_BYTES * 2 ||
	    sodium_hex2bin(key->bytes, sizeof(key->bytes), line.s, len, NULL, &len, NULL) !=
	        0 ||
	    len != LINK_KEY_BYTES)
		return "the key is not 64 hexadecimal digits";
	return NULL;
}

static bool
has_id(const struct link_keys *keys, uint8_t id)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->keys[i].id == id)
			return true;
	return false;
}

enum err
link_keys_parse(struct arena *arena, struct text text, struct link_keys **keys_out,
    const char **problem_out)
{
	struct link_keys *keys = ARENA_NEW(arena, struct link_keys);
	int               number = 0;

	for (size_t i = 0; i < text.len;) {
		const char     *end = memchr(text.s + i, '\n', text.len - i);
		size_t          n = end ? (size_t)(end - text.s) - i : text.len - i;
		struct text     line = text_trim(arena, (struct text){ text.s + i, n });
		struct link_key key;
		const char     *wrong;

		number++;
		i += n + 1;
		if (line.len == 0 || line.s[0] == '#')
			continue;
		wrong = read_key(line, &key);
		if (wrong != NULL)
			return refuse(arena, problem_out, number, wrong);
		if (has_id(keys, key.id))
			return refuse(arena, problem_out, number, "this id stands twice");
		if (keys->count == LINK_KEYS_MAX)
			return refuse(arena, problem_out, number,
			    "more than 16 keys: take the oldest lines off");
		keys->keys[keys->count++] = key;
	}
	if (keys->count == 0)
		return refuse(arena, problem_out, 0,
		    "it has no key; write one with: soundings config key");
	*keys_out = keys;
	return ERR_OK;
}

static void
close_it(void *fd)
{
	close((int)(intptr_t)fd);
}

enum err
link_keys_load(struct arena *arena, const char *path, struct link_keys **keys_out,
    const char **problem_out)
{
	char        bytes[FILE_BYTES_MAX + 1];
	size_t      len = 0;
	ssize_t     n;
	struct stat st;
	struct text text;
	int         fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		*problem_out = arena_printf(arena,
		    errno == ENOENT
		        ? "the key file %s does not exist; write one with: soundings config key"
		        : "the key file %s cannot be read",
		    path);
		return ERR_UNAVAILABLE;
	}
	arena_own(arena, (void *)(intptr_t)fd, close_it);
	if (fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		*problem_out = arena_printf(arena, "%s is not a file of keys", path);
		return ERR_INVALID;
	}
	if (fstat(fd, &st) != 0 || (st.st_mode & S_IRWXO) != 0) {
		*problem_out = arena_printf(arena,
		    "the key file %s is open to everybody; close it with: chmod o= %s", path,
		    path);
		return ERR_FORBIDDEN;
	}
	while (len < sizeof(bytes) && (n = read(fd, bytes + len, sizeof(bytes) - len)) > 0)
		len += (size_t)n;
	if (len > FILE_BYTES_MAX || text_check(arena, bytes, len, &text) != ERR_OK)
		return refuse(arena, problem_out, 0, "this is not a key file");
	sodium_memzero(bytes, sizeof(bytes));
	return link_keys_parse(arena, text, keys_out, problem_out);
}

/* The lowest id that is free, counting up from the newest. */
static uint8_t
next_id(const struct link_keys *old)
{
	uint8_t id = old ? old->keys[0].id : 0;

	do
		id = id == 255 ? 1 : (uint8_t)(id + 1);
	while (old != NULL && has_id(old, id));
	return id;
}

static void
write_key(struct buf *b, const struct link_key *key)
{
	char hex[LINK_KEY_BYTES * 2 + 1];

	sodium_bin2hex(hex, sizeof(hex), key->bytes, sizeof(key->bytes));
	buf_fmt(b, "%d %s\n", key->id, hex);
}

struct text
link_keys_generate(struct arena *arena, const struct link_keys *old)
{
	struct link_key key = { .id = next_id(old) };
	struct buf      b;

	random_bytes(key.bytes, sizeof(key.bytes));
	buf_init(&b, arena, FILE_BYTES_MAX);
	buf_str(&b, "# Keys of Soundings' links: the first line signs, all lines are good\n"
	            "# for reading.  Whoever has this file can forge links.\n");
	write_key(&b, &key);
	for (size_t i = 0; old != NULL && i < old->count && i + 1 < LINK_KEYS_MAX; i++)
		write_key(&b, &old->keys[i]);
	return buf_as_text(&b);
}
