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

/* Of a file: its responses and its addresses. */
struct stones {
	int64_t      *owners, *response_ats, *hash_ats;
	struct uuid  *responses;
	struct bytes *hashes;
	size_t        response_count, hash_count;
};

static bool
read_line(struct arena *arena, struct text line, struct stones *all)
{
	struct text kind = word(&line);
	struct text first = word(&line);
	int64_t    *at;

	if (text_is(kind, "response")) {
		size_t      i = all->response_count++;
		struct text reference = word(&line);

		if (!parse_int(first, 1, INT64_MAX, &all->owners[i]) ||
		    !uuid_parse(reference, &all->responses[i]))
			return false;
		at = &all->response_ats[i];
	} else {
		size_t i = all->hash_count++;

		if (!text_is(kind, "address") || !read_hash(arena, first, &all->hashes[i]))
			return false;
		at = &all->hash_ats[i];
	}
	return parse_int(word(&line), 0, INT64_MAX, at) && word(&line).s == NULL;
}

/* All lines, before anything is done.  false: applied_out says why not. */
static bool
read_file(struct arena *arena, struct text file, struct stones *all,
    struct protection_applied *a)
{
	size_t  lines = 1;
	int64_t said = -1;

	for (size_t i = 0; i < file.len; i++)
		lines += file.s[i] == '\n';
	*all = (struct stones){
		.owners = ARENA_ARRAY(arena, int64_t, lines),
		.response_ats = ARENA_ARRAY(arena, int64_t, lines),
		.hash_ats = ARENA_ARRAY(arena, int64_t, lines),
		.responses = ARENA_ARRAY(arena, struct uuid, lines),
		.hashes = ARENA_ARRAY(arena, struct bytes, lines),
	};
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
			if (!parse_int(word(&rest), 0, INT64_MAX, &said) ||
			    said != a->tombstones)
				return false;
			continue;
		}
		if (!read_line(arena, line, all))
			return false;
		a->tombstones++;
	}
	a->wrong = "the list is not whole: its last line is missing";
	return said >= 0;
}

enum err
protection_apply(struct arena *arena, struct db *db, struct text file, const char *by,
    const char *os_user, struct protection_applied *applied_out)
{
	struct protection_applied     *a = applied_out;
	struct tombstone_responses_row responses;
	struct tombstone_addresses_row addresses;
	struct protection_audit_row    noted;
	struct stones                  all;
	struct tx                     *tx;

	*a = (struct protection_applied){ 0 };
	if (!read_file(arena, file, &all, a))
		return ERR_INVALID;
	/* All or nothing: a half cleaned database looks like a clean one. */
	TRY(db_begin(db, arena, &operator_scope, &tx));
	db_patient(tx, PATIENCE);
	TRY(sql_tombstone_responses(arena, tx,
	    &(struct tombstone_responses_in){
	        .owners = { all.owners, NULL, all.response_count },
	        .responses = { all.responses, NULL, all.response_count },
	        .ats = { all.response_ats, NULL, all.response_count } },
	    &responses));
	TRY(sql_tombstone_addresses(arena, tx,
	    &(struct tombstone_addresses_in){ .hashes = { all.hashes, all.hash_count },
	        .ats = { all.hash_ats, NULL, all.hash_count } },
	    &addresses));
	a->erased = responses.done + addresses.done;
	db_final(tx);
	TRY(sql_protection_audit(arena, tx,
	    &(struct protection_audit_in){ .actor = text_of(by ? by : os_user),
	        .os_user = text_of(os_user),
	        .action = TEXT_LIT("privacy.tombstones"),
	        .object = TEXT_LIT("tombstones"),
	        .detail = text_of(
	            arena_printf(arena, "{\"tombstones\": %lld, \"erased\": %lld}",
	                (long long)a->tombstones, (long long)a->erased)) },
	    &noted));
	return db_commit(tx);
}
