/* SPDX-License-Identifier: ISC */
#include "report/load.h"

#include <math.h>

#include "benchmark/benchmark.h"
#include "form/score.h"
#include "gen/sql_report.h"
#include "response/catalogue.h"
#include "stats/stats.h"

struct loading {
	struct arena               *arena;
	const struct report_source *source;
	const struct response      *response;
	struct report_input        *in;
	struct form_answers         answers;
	struct score                score;
	struct bench_comparison     comparison;
	struct report_earlier       earlier;
	struct score                earlier_score;
};

/* The least change of a measure that a firm which changed nothing would
 * hardly show (domain C.1.13), from the pool's spread and reliability. */
static int32_t
wobble(const struct bench_snapshot *snapshot, size_t measure)
{
	double sd, alpha;

	if (!bench_wobble(snapshot, measure, &sd, &alpha) || !(alpha > 0) || alpha > 1)
		return 0;
	return (int32_t)lround(stats_least_change(sd, alpha) * SCORE_UNIT);
}

static enum err
compare(struct loading *l, struct tx *tx)
{
	const struct bench_snapshot *snapshot;
	const struct bench_info     *info;
	struct bench_subject        *subject;

	TRY(bench_cache_get(l->source->snapshots, tx, l->response->snapshot, &snapshot));
	info = bench_snapshot_info(snapshot);
	l->in->snapshot = info->id;
	l->in->snapshot_at = info->built_at;
	if (info->alone)
		l->in->one_person_reason = info->alone_reason ? info->alone_reason : "";
	for (size_t i = 0; i <= l->in->form->dimension_count; i++)
		l->in->wobble[i] = wobble(snapshot, i);
	if (!l->response->compared) {
		l->in->limited = true;
		return ERR_OK;
	}
	subject = ARENA_NEW(l->arena, struct bench_subject);
	bench_subject_of(&l->answers, &l->score, subject);
	TRY(bench_own_load(l->arena, tx, l->response->snapshot, l->response->id, subject));
	bench_compare(snapshot, subject, &l->comparison);
	l->in->comparison = &l->comparison;
	return ERR_OK;
}

/* The wave before, when its scores are of the same areas. */
static void
take_earlier(struct loading *l, const struct report_context_row *row)
{
	int32_t values[FORM_MEASURES_MAX];

	if (!row->wave.set || row->scores.v == NULL ||
	    row->scores.n != l->in->form->dimension_count + 1)
		return;
	for (size_t i = 0; i < row->scores.n; i++)
		values[i] = row->scores.null && row->scores.null[i] ? SCORE_NONE
		                                                    : row->scores.v[i];
	form_score_from_values(l->arena, l->in->form, values, row->scores.n,
	    &l->earlier_score);
	l->earlier = (struct report_earlier){ (int)row->wave.v, &l->earlier_score };
	l->in->earlier = &l->earlier;
}

static enum err
add_context(struct loading *l, struct tx *tx)
{
	struct report_context_row row;
	bool                      may = true;

	TRY(sql_report_context(l->arena, tx,
	    &(struct report_context_in){ .id = l->response->id }, &row));
	take_earlier(l, &row);
	if (l->response->confirmed_at != 0 && row.firm_name.s)
		l->in->firm_name = row.firm_name.s;
	if (l->source->snapshots == NULL)
		return ERR_OK;
	if (l->response->snapshot != 0)
		return compare(l, tx);
	TRY(bench_may_compare(l->arena, tx, l->response->id, &may));
	l->in->limited = !may;
	return ERR_OK;
}

static enum err
take_response(struct loading *l, struct report_input *in, const struct form *form,
    const struct response *response, const char *language)
{
	const char *culprit;

	l->in = in;
	l->response = response;
	l->answers = form_answers_new(l->arena, form);
	TRY(form_answers_from_json(l->arena, response->answers, &l->answers, &culprit));
	form_score(l->arena, &l->answers, &l->score);
	*in = (struct report_input){ .language = language ? language : response->language,
		.form = form,
		.form_version = response->version,
		.answers = &l->answers,
		.score = &l->score,
		.response = response->id,
		.wave = response->wave,
		.submitted_at = response->submitted_at };
	return ERR_OK;
}

enum err
report_own(struct arena *arena, const struct form *form, const struct response *response,
    const char *language, struct report_model **model_out)
{
	struct loading      *l = ARENA_NEW(arena, struct loading);
	struct report_input *in = ARENA_NEW(arena, struct report_input);

	l->arena = arena;
	TRY(take_response(l, in, form, response, language));
	*model_out = report_build(arena, in);
	return ERR_OK;
}

enum err
report_load(struct arena *arena, const struct report_source *source, struct uuid id,
    const char *language, struct report_loaded *loaded_out)
{
	const struct db_scope  scope = { .role = source->role,
		 .firm = source->owner,
		 .subject = id };
	struct loading        *l = ARENA_NEW(arena, struct loading);
	struct report_input   *in = ARENA_NEW(arena, struct report_input);
	struct catalogue_form *form;
	struct tx             *tx;

	l->arena = arena;
	l->source = source;
	TRY(db_begin(source->db, arena, &scope, &tx));
	TRY(response_read(arena, tx, source->owner, id, &loaded_out->response));
	TRY(db_commit(tx));
	/* The catalogue may ask the database itself, so between transactions. */
	TRY(catalogue_version(source->forms, source->db, source->owner,
	    loaded_out->response.form, loaded_out->response.version, &form));
	TRY(take_response(l, in, form->definition, &loaded_out->response, language));
	TRY(db_begin(source->db, arena, &scope, &tx));
	TRY(add_context(l, tx));
	TRY(db_commit(tx));
	loaded_out->form = form->definition;
	loaded_out->model = report_build(arena, in);
	return ERR_OK;
}
