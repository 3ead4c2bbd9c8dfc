/* SPDX-License-Identifier: ISC
 *
 * The report as one JSON object with exact numbers: the machine's twin. */
#include "base/buf.h"
#include "report/build.h"
#include "report/report.h"

#define JSON_MAX (256 * 1024)

static void
put_string(struct buf *out, const char *s)
{
	buf_json(out, s ? text_of(s) : TEXT_NONE);
}

static void
put_key(struct buf *out, bool first, const char *key)
{
	if (!first)
		buf_str(out, ", ");
	put_string(out, key);
	buf_str(out, ": ");
}

/* Micro-units with as many of six decimals as say something, at least one. */
static void
put_micro(struct buf *out, int64_t micro)
{
	char   text[40];
	size_t len;

	check(print_to(text, sizeof(text), "%s%lld.%06lld", micro < 0 ? "-" : "",
	    (long long)((micro < 0 ? -micro : micro) / 1000000),
	    (long long)((micro < 0 ? -micro : micro) % 1000000)));
	for (len = strlen(text); text[len - 1] == '0' && text[len - 2] != '.'; len--)
		text[len - 1] = '\0';
	buf_str(out, text);
}

static void
put_score(struct buf *out, int32_t score)
{
	if (score == SCORE_NONE)
		buf_str(out, "null");
	else
		put_micro(out, score);
}

static void
put_if(struct buf *out, const char *key, bool shown, int32_t micro)
{
	put_key(out, false, key);
	put_score(out, shown ? micro : SCORE_NONE);
}

static void
put_shown(struct buf *out, struct arena *arena, const struct report_model *m,
    const struct bench_shown *shown)
{
	if (!shown->any) {
		buf_str(out, "null");
		return;
	}
	buf_char(out, '{');
	put_key(out, true, "level");
	buf_int(out, m->comparison->level);
	put_key(out, false, "cell");
	put_string(out, bench_group_short(arena, m->form, m->comparison));
	put_key(out, false, "n_band");
	put_string(out, bench_band_text(shown->band));
	put_if(out, "median", true, shown->median);
	put_if(out, "q1", shown->has_quartiles, shown->q1);
	put_if(out, "q3", shown->has_quartiles, shown->q3);
	put_if(out, "p10", shown->has_tails, shown->p10);
	put_if(out, "p90", shown->has_tails, shown->p90);
	put_if(out, "percentile", shown->has_own && shown->has_rank, shown->rank);
	put_key(out, false, "quarter");
	put_string(out, shown->has_own ? bench_quarter_text(shown->quarter) : NULL);
	buf_char(out, '}');
}

static void
put_comparison(struct buf *out, struct arena *arena, const struct report_model *m)
{
	static const struct bench_shown nothing = { .any = false };

	put_key(out, false, "comparison");
	if (!m->comparison) {
		buf_str(out, "null");
		return;
	}
	buf_char(out, '{');
	for (size_t i = 0; i <= m->form->dimension_count; i++) {
		put_key(out, i == 0, form_measure_code(m->form, i));
		put_shown(out, arena, m,
		    i < m->comparison->measures ? &m->comparison->measure[i] : &nothing);
	}
	buf_char(out, '}');
}

/* "Prepare" -> "prepare": the stage's code, lower case. */
static void
put_stage(struct buf *out, const struct report_model *m)
{
	put_key(out, false, "stage");
	put_string(out, m->score->stage < 0 ? NULL : m->form->stages[m->score->stage].code);
	put_key(out, false, "stage_reason");
	put_string(out, m->score->stage_reason);
}

struct text
report_json(struct arena *arena, const struct report_model *m)
{
	struct buf out;

	buf_init(&out, arena, JSON_MAX);
	buf_char(&out, '{');
	put_key(&out, true, "response");
	put_string(&out, m->reference);
	put_key(&out, false, "form");
	put_string(&out, m->form_slug);
	put_key(&out, false, "form_version");
	buf_int(&out, m->form_version);
	put_key(&out, false, "wave");
	buf_int(&out, m->wave);
	put_key(&out, false, "snapshot");
	if (m->snapshot)
		buf_int(&out, m->snapshot);
	else
		buf_str(&out, "null");
	put_key(&out, false, "scores");
	buf_char(&out, '{');
	put_key(&out, true, "overall");
	put_score(&out, m->score->overall);
	for (size_t i = 0; i < m->form->dimension_count; i++) {
		put_key(&out, false, m->form->dimensions[i].code);
		put_score(&out, m->score->dim[i]);
	}
	buf_char(&out, '}');
	put_stage(&out, m);
	put_key(&out, false, "lenses");
	buf_char(&out, '{');
	for (size_t i = 0; i < m->form->lens_count; i++) {
		put_key(&out, i == 0, m->form->lenses[i].code);
		put_score(&out, m->score->lens[i]);
	}
	buf_char(&out, '}');
	put_comparison(&out, arena, m);
	buf_str(&out, "}\n");
	return buf_as_text(&out);
}
