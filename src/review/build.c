/* SPDX-License-Identifier: ISC
 *
 * build.c - the model from its parts. */
#include <string.h>

#include "base/err.h"
#include "review/inner.h"

static const char *
may_show(struct sketch *d, enum bench_band band)
{
	switch (band) {
	case BENCH_BAND_40:
		return T(d, "quartiles, answers, 10th and 90th percentile");
	case BENCH_BAND_20:
		return T(d, "quartiles and answers");
	case BENCH_BAND_10:
		return T(d, "quartiles");
	case BENCH_BAND_5:
		return T(d, "medians");
	case BENCH_BAND_NONE:
	default:
		return T(d, "nothing");
	}
}

static void
line(struct sketch *d, const char *name, const char *text)
{
	check(d->m->line_count < REVIEW_LINES_MAX);
	d->m->lines[d->m->line_count++] = (struct review_fact_line){ name, text };
}

static void
build_lines(struct sketch *d)
{
	const struct bench_info *info = bench_snapshot_info(d->snapshot);
	const char              *band = sketch_band(d, d->shown->band);

	line(d, T(d, "Firms"), band != NULL ? band : T(d, REVIEW_WITHHELD));
	line(d, T(d, "May be shown"), may_show(d, d->shown->band));
	line(d, T(d, "Snapshot"), arena_printf(d->arena, "%lld", (long long)info->id));
	/* Of a group that is withheld no date tells when it was counted last. */
	line(d, T(d, "Counted"),
	    view_date(d->arena, d->language,
	        d->shown->any ? d->shown->counted_at : info->built_at, false)
	        .s);
}

static void
note(struct sketch *d, const char *words)
{
	check(d->m->note_count < REVIEW_NOTES_MAX);
	d->m->notes[d->m->note_count++] = words;
}

void
sketch_notes(struct sketch *d)
{
	note(d,
	    T(d, "“Withheld” stands for a group of too few firms, and for one that would give "
	         "another group away. Both look the same."));
	note(d,
	    T(d,
	        "A group is shown from 10 firms, all firms together from 5: 5 to 9 firms give "
	        "medians, 10 or more quartiles, 20 or more answers and shares, 40 or more the "
	        "10th and 90th percentile."));
	note(d,
	    T(d, "Quantiles are rounded to halves, shares to steps of 5%. Averages, the lowest "
	         "and the highest value are never shown."));
	if (d->m->waves.row_count > 0)
		note(d,
		    T(d,
		        "“Within the usual wobble”: two groups of that many firms differ as much "
		        "by chance. “Not counted anew”: fewer than five firms changed, so the "
		        "earlier count stands."));
}

static const char *
source_words(struct sketch *d)
{
	const struct bench_info *info = bench_snapshot_info(d->snapshot);
	const char              *band = sketch_band(d, d->shown->band);

	return SAY(d, "{group}; firms: {band}; snapshot {id}, counted {date}.", "group",
	    d->m->group, "band", band != NULL ? band : T(d, REVIEW_WITHHELD), "id",
	    arena_printf(d->arena, "%lld", (long long)info->id), "date",
	    view_date(d->arena, d->language,
	        d->shown->any ? d->shown->counted_at : info->built_at, false)
	        .s,
	    NULL);
}

static struct sketch *
sketch_of(struct arena *arena, const struct review_input *in)
{
	struct sketch       *d = ARENA_NEW(arena, struct sketch);
	struct review_model *m = ARENA_NEW(arena, struct review_model);

	check(in->wave_count > 0);
	*d = (struct sketch){ .arena = arena,
		.in = in,
		.form = in->form,
		.snapshot = in->waves[0].snapshot,
		.groups = bench_groups_of(in->waves[0].snapshot),
		.language = in->language,
		.shown = ARENA_NEW(arena, struct bench_comparison),
		.all = ARENA_NEW(arena, struct bench_comparison),
		.m = m };
	bench_view(d->snapshot, (struct bench_pick){ 6, 0, 0, 0 }, d->all);
	m->language = in->language;
	m->alt_language = strcmp(in->language, "en") == 0 ? "en-GB" : in->language;
	m->form_name = in->form_name;
	m->title = T(d, "Benchmark review");
	m->cap = T(d, "For consultants");
	m->file_name = arena_printf(arena, "benchmark-review-%s-%lld", in->form->slug,
	    (long long)bench_snapshot_info(d->snapshot)->id);
	m->counted_at = bench_snapshot_info(d->snapshot)->built_at;
	if (in->preview)
		m->preview = T(d, "This snapshot is not released: no report uses it yet.");
	return d;
}

struct review_model *
review_build(struct arena *arena, const struct review_input *in)
{
	struct sketch       *d = sketch_of(arena, in);
	struct review_model *m = d->m;

	bench_view(d->snapshot, in->pick.pick, d->shown);
	m->any = d->shown->any;
	m->group = sketch_group_words(d, in->pick.pick);
	m->source = source_words(d);
	sketch_filters(d);
	build_lines(d);
	sketch_strips(d, NULL);
	sketch_items(d);
	sketch_words(d);
	sketch_heat(d);
	sketch_waves(d);
	sketch_facts(d);
	sketch_partner(d);
	sketch_reliability(d);
	sketch_notes(d);
	return m;
}

struct review_model *
review_build_firm(struct arena *arena, const struct review_input *in,
    const struct review_firm *firm)
{
	struct sketch       *d = sketch_of(arena, in);
	struct review_model *m = d->m;

	/* What the group's own page says of it, and nothing else. */
	*d->shown = *firm->comparison;
	d->shown->measures = d->all->measures;
	m->any = d->shown->any;
	m->firm = true;
	m->file_name = arena_printf(arena, "%s-%s", m->file_name, firm->code);
	m->title = SAY(d, "Firm {code} beside its group", "code", firm->code, NULL);
	m->group = d->shown->any
	               ? sketch_group_words(d,
	                     (struct bench_pick){ d->shown->level, d->shown->profession,
	                         d->shown->size, d->shown->region })
	               : T(d, "No group of firms like this one may be shown");
	m->source =
	    d->shown->any
	        ? source_words(d)
	        : T(d, "Too few comparable firms; the firm’s own scores stand alone.");
	if (d->shown->any)
		build_lines(d);
	line(d, T(d, "Answered"), view_date(arena, d->language, firm->answered_at, false).s);
	sketch_strips(d, firm->scores);
	note(d, T(d, "The answers are those of one person, who agreed to be contacted. The "
	             "group is as its own page shows it; the firm’s report leaves the firm "
	             "out, and may name a wider group."));
	note(d,
	    T(d, "“Withheld” stands for a group of too few firms, and for one that would give "
	         "another group away. Both look the same."));
	return m;
}
