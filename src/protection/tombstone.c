/* SPDX-License-Identifier: ISC
 *
 * tombstone.c - what was erased, as a file that outlives the database. */
#include "base/buf.h"
#include "base/clock.h"
#include "database/db.h"
#include "gen/sql_protection.h"
#include "protection/protection.h"

#define FILE_MAX ((size_t)256 * 1024 * 1024)
#define HEAD     "soundings tombstones 1"
#define PATIENCE 600000

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

enum err
protection_tombstones(struct arena *arena, struct db *db, struct text *file_out,
    int64_t *count_out)
{
	struct tombstone_list_row *rows;
	struct tx                 *tx;
	struct buf                 b;
	size_t                     count;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_tombstone_list(arena, tx, &rows, &count));
	TRY(db_commit(tx));
	buf_init(&b, arena, FILE_MAX);
	buf_str(&b, HEAD "\n");
	for (size_t i = 0; i < count; i++) {
		if (rows[i].response.set) {
			buf_fmt(&b, "response %lld %s", (long long)rows[i].owner.v,
			    uuid_text(arena, rows[i].response.v));
		} else {
			buf_str(&b, "address ");
			for (size_t k = 0; k < rows[i].hash.len; k++)
				buf_fmt(&b, "%02x", rows[i].hash.p[k]);
		}
		/* To the microsecond: what came in the same second came later. */
		buf_fmt(&b, " %lld\n", (long long)rows[i].erased_at);
	}
	buf_fmt(&b, "end %zu\n", count);
	*file_out = buf_as_text(&b);
	*count_out = (int64_t)count;
	return ERR_OK;
}

/* The next word of a line; absent: none. */
static struct text
word(struct text *line)
{
	struct text w;

	while (line->len > 0 && *line->s == ' ') {
		line->s++;
		line->len--;
	}
	w = (struct text){ line->s, 0 };
	while (line->len > 0 && *line->s != ' ') {
		line->s++;
		line->len--;
		w.len++;
	}
	return w.len > 0 ? w : TEXT_NONE;
}

static bool
read_hash(struct arena *arena, struct text hex, struct bytes *hash_out)
{
	uint8_t *p = arena_alloc(arena, 32);

	if (hex.len != 64)
		return false;
	for (size_t i = 0; i < 32; i++) {
		int high = text_hex(hex.s[2 * i]), low = text_hex(hex.s[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		p[i] = (uint8_t)(high << 4 | low);
	}
	*hash_out = (struct bytes){ p, 32 };
	return true;
}

static bool
read_line(struct arena *arena, struct text line, struct tombstone_apply_in *in)
{
	struct text kind = word(&line);
	struct text first = word(&line);
	struct text third;

	*in = (struct tombstone_apply_in){ 0 };
	if (text_is(kind, "response")) {
		struct text reference = word(&line);

		in->owner.set = in->response.set = true;
		if (!parse_int(first, 1, INT64_MAX, &in->owner.v) ||
		    !uuid_parse(reference, &in->response.v))
			return false;
	} else if (!text_is(kind, "address") || !read_hash(arena, first, &in->hash)) {
		return false;
	}
	third = word(&line);
	return parse_int(third, 0, INT64_MAX, &in->erased_at) && word(&line).s == NULL;
}

/* All lines, before anything is done.  false: applied_out says why not. */
static bool
read_file(struct arena *arena, struct text file, struct tombstone_apply_in **list_out,
    size_t *count_out, struct protection_applied *a)
{
	size_t                     lines = 0, n = 0;
	int64_t                    said = -1;
	struct tombstone_apply_in *list;

	for (size_t i = 0; i < file.len; i++)
		lines += file.s[i] == '\n';
	list = ARENA_ARRAY(arena, struct tombstone_apply_in, lines + 1);
	a->wrong = "this is no list of tombstones";
	for (a->line = 1; file.len > 0; a->line++) {
		const char *end = memchr(file.s, '\n', file.len);
		struct text line = { file.s, end ? (size_t)(end - file.s) : file.len };
		struct text rest = line;

		file.s += line.len + (end != NULL);
		file.len -= line.len + (end != NULL);
		if (a->line == 1) {
			if (!text_is(line, HEAD))
				return false;
			continue;
		}
		a->wrong = "this line is no tombstone";
		if (said >= 0)
			return false;
		if (text_is(word(&rest), "end")) {
			if (!parse_int(word(&rest), 0, INT64_MAX, &said) || (size_t)said != n)
				return false;
			continue;
		}
		if (!read_line(arena, line, &list[n++]))
			return false;
	}
	a->wrong = "the list is not whole: its last line is missing";
	*list_out = list;
	*count_out = n;
	return said >= 0;
}

enum err
protection_apply(struct arena *arena, struct db *db, struct text file, const char *by,
    const char *os_user, struct protection_applied *applied_out)
{
	struct protection_applied  *a = applied_out;
	struct protection_audit_row noted;
	struct tombstone_apply_in  *list;
	struct tx                  *tx;
	size_t                      count;

	*a = (struct protection_applied){ 0 };
	if (!read_file(arena, file, &list, &count, a))
		return ERR_INVALID;
	a->tombstones = (int64_t)count;
	/* All or nothing: a half cleaned database looks like a clean one. */
	TRY(db_begin(db, arena, &operator_scope, &tx));
	db_patient(tx, PATIENCE);
	for (size_t i = 0; i < count; i++) {
		struct tombstone_apply_row row;

		TRY(sql_tombstone_apply(arena, tx, &list[i], &row));
		a->erased += row.done;
	}
	db_final(tx);
	TRY(sql_protection_audit(arena, tx,
	    &(struct protection_audit_in){ .actor = text_of(by ? by : os_user),
	        .os_user = text_of(os_user),
	        .action = TEXT_LIT("privacy.tombstones"),
	        .object = TEXT_LIT("tombstones"),
	        .detail = text_of(
	            arena_printf(arena, "{\"tombstones\": %zu, \"erased\": %lld}", count,
	                (long long)a->erased)) },
	    &noted));
	return db_commit(tx);
}
