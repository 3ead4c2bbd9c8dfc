/* SPDX-License-Identifier: ISC */
#include "exchange/recompute.h"

#include <string.h>

#include "base/buf.h"
#include "database/db.h"
#include "form/answers.h"
#include "form/quality.h"
#include "form/score.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"

#define BATCH        500
#define BATCH_MEMORY (64u * 1024 * 1024)

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

struct batch {
	struct arena *arena;
	struct uuid   id[BATCH];
	int32_t       revision[BATCH];
	struct bytes  raw[BATCH];
	struct text   scores[BATCH], flags[BATCH];
	size_t        n;
};

static void
count_measure(struct recompute_result *r, const char *code)
{
	size_t i = 0;

	while (i < r->measure_count && strcmp(r->measures[i], code) != 0)
		i++;
	if (i == RECOMPUTE_MEASURES)
		return;
	if (i == r->measure_count)
		r->measures[r->measure_count++] = code;
	r->scores[i]++;
}

/* "{1,NULL,3}"; true: differs from what is stored. */
static bool
scores_of(struct arena *arena, const struct form_answers *answers,
    const struct sql_int4s *stored, struct recompute_result *r, struct text *scores_out)
{
	struct score score;
	int32_t      values[FORM_MEASURES_MAX];
	struct buf   b;
	size_t       n;
	bool         differs;

	form_score(arena, answers, &score);
	n = form_score_values(answers->form, &score, values);
	differs = n != stored->n;
	buf_init(&b, arena, 4096);
	for (size_t i = 0; i < n; i++) {
		bool    none = i >= stored->n || (stored->null != NULL && stored->null[i]);
		int32_t was = none ? SCORE_NONE : stored->v[i];

		buf_char(&b, i > 0 ? ',' : '{');
		if (values[i] == SCORE_NONE)
			buf_str(&b, "NULL");
		else
			buf_int(&b, values[i]);
		if (was != values[i]) {
			count_measure(r, form_measure_code(answers->form, i));
			differs = true;
		}
	}
	buf_char(&b, '}');
	*scores_out = buf_as_text(&b);
	return differs;
}

static bool
flags_of(struct arena *arena, const struct form_answers *answers,
    const struct recompute_page_row *row, struct text *flags_out)
{
	/* How long a correction took nobody measured. */
	bool                timed = row->seconds.set && row->revision == 1;
	struct form_setting setting = { .seconds = timed ? (int)row->seconds.v : -1 };
	unsigned            flags = form_quality(answers, &setting), was = 0;
	unsigned            kept = FORM_FLAGS_FIRST & ~(timed ? 1u << FORM_FLAG_FAST : 0u);
	struct buf          b;

	for (size_t i = 0; i < row->flags.n; i++)
		for (unsigned f = 0; f < FORM_FLAG__MAX; f++)
			if (text_is(row->flags.v[i], form_flag_name((enum form_flag)f)))
				was |= 1u << f;
	flags |= was & kept;
	buf_init(&b, arena, 4096);
	buf_char(&b, '{');
	for (unsigned f = 0; f < FORM_FLAG__MAX; f++)
		if (flags & (1u << f)) {
			if (b.len > 1)
				buf_char(&b, ',');
			buf_str(&b, form_flag_name((enum form_flag)f));
		}
	buf_char(&b, '}');
	*flags_out = buf_as_text(&b);
	return flags != was;
}

/* The address is not among the stored answers: whether one was given stays as
 * it was packed, while that can be read. */
static bool
pack(struct arena *arena, const struct form_answers *answers, struct bytes stored,
    bool address, struct bytes *raw_out)
{
	struct bytes packed = form_answers_pack(arena, answers);
	uint8_t     *p = arena_alloc(arena, packed.len + 1);
	int          email = answers->form->roles[FORM_ROLE_EMAIL];

	memcpy(p, packed.p, packed.len);
	if (email >= 0)
		p[email] = stored.len == packed.len ? stored.p[email] : address;
	*raw_out = (struct bytes){ p, packed.len };
	return stored.len != packed.len || memcmp(stored.p, p, packed.len) != 0;
}

static enum err
look_at(const struct recompute *rc, const struct recompute_page_row *row, struct batch *b,
    struct recompute_result *r)
{
	struct catalogue_form *version;
	struct form_answers    answers;
	const char            *culprit = NULL;
	bool                   scores, packed, flags;
	size_t                 i = b->n;

	TRY(catalogue_version(rc->catalogue, rc->db, rc->form->owner, rc->form->form,
	    row->version, &version));
	answers = form_answers_new(b->arena, version->definition);
	r->responses++;
	if (form_answers_from_json(b->arena, row->answers, &answers, &culprit) != ERR_OK) {
		rc->tell(rc->thing, row->id, culprit);
		r->unreadable++;
		return ERR_OK;
	}
	scores = scores_of(b->arena, &answers, &row->scores, r, &b->scores[i]);
	packed = pack(b->arena, &answers, row->raw, row->address, &b->raw[i]);
	flags = flags_of(b->arena, &answers, row, &b->flags[i]);
	r->packed += packed;
	r->flags += flags;
	if (!scores && !packed && !flags)
		return ERR_OK;
	r->changed++;
	b->id[i] = row->id;
	b->revision[i] = row->revision;
	b->n++;
	return ERR_OK;
}

static enum err
store(const struct recompute *rc, const struct batch *b)
{
	struct recompute_store_row row;
	struct tx                 *tx;

	if (b->n == 0 || rc->check_only)
		return ERR_OK;
	TRY(db_begin(rc->db, b->arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_recompute_store(b->arena, tx,
	    &(struct recompute_store_in){ .owner = rc->form->owner,
	        .slug = text_of(rc->form->slug),
	        .actor = text_of(rc->by ? rc->by : rc->os_user),
	        .os_user = text_of(rc->os_user),
	        .ids = { b->id, NULL, b->n },
	        .revisions = { b->revision, NULL, b->n },
	        .raws = { b->raw, b->n },
	        .scores = { b->scores, b->n },
	        .flags = { b->flags, b->n } },
	    &row));
	return db_commit(tx);
}

/* *after_out: behind the last one; *more_out: there may be others. */
static enum err
one_batch(const struct recompute *rc, struct batch *b, struct uuid *after,
    struct recompute_result *r, bool *more_out)
{
	struct recompute_result    next = *r;
	struct recompute_page_row *rows;
	struct tx                 *tx;
	size_t                     count;

	TRY(db_begin(rc->db, b->arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_recompute_page(b->arena, tx,
	    &(struct recompute_page_in){ .owner = rc->form->owner,
	        .form = rc->form->form,
	        .after = *after,
	        .many = BATCH },
	    &rows, &count));
	TRY(db_commit(tx));
	b->n = 0;
	for (size_t i = 0; i < count; i++)
		TRY(look_at(rc, &rows[i], b, &next));
	TRY(store(rc, b));
	*r = next;
	*more_out = count == BATCH;
	if (count > 0)
		*after = rows[count - 1].id;
	return ERR_OK;
}

enum err
recompute_run(struct arena *arena, const struct recompute *rc,
    struct recompute_result *result_out)
{
	struct batch              *b = ARENA_NEW(arena, struct batch);
	struct recompute_count_row total;
	struct uuid                after = { { 0 } };
	struct tx                 *tx;
	bool                       more = true;

	*result_out = (struct recompute_result){ 0 };
	b->arena = arena_new_in(arena, BATCH_MEMORY);
	TRY(db_begin(rc->db, arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_recompute_count(arena, tx,
	    &(struct recompute_count_in){ rc->form->owner, rc->form->form }, &total));
	TRY(db_commit(tx));
	while (more && !result_out->stopped) {
		TRY(one_batch(rc, b, &after, result_out, &more));
		result_out->stopped =
		    !rc->progress(rc->thing, result_out->responses, total.responses) && more;
		arena_reset(b->arena);
	}
	return ERR_OK;
}
