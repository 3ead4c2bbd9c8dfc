/* SPDX-License-Identifier: ISC */
#include "report/build.h"

struct report_page *
add_page(struct builder *b, enum report_page_kind kind, const char *question,
    const char *heading)
{
	struct report_model *m = b->m;
	size_t               at = m->page_count++;

	/* Pages are built as their parts need each other, kept in their order. */
	for (; at > 0 && m->page[at - 1].kind > kind; at--)
		m->page[at] = m->page[at - 1];
	m->page[at] =
	    (struct report_page){ .kind = kind, .question = question, .heading = heading };
	for (size_t i = 0; i < m->page_count; i++)
		m->page[i].number = (int)i + 1;
	return &m->page[at];
}

const struct report_page *
report_page_of(const struct report_model *m, enum report_page_kind kind)
{
	for (size_t i = 0; i < m->page_count; i++)
		if (m->page[i].kind == kind)
			return &m->page[i];
	return NULL;
}

static void
add_head_fact(struct report_model *m, const char *name, const char *text)
{
	m->fact[m->fact_count++] = (struct report_term){ name, text };
}

/* "Key account management preparedness survey" is what was answered; the
 * report is about "Key account management preparedness". */
static const char *
subject_of_form(struct builder *b)
{
	const char *title = word_say(b, b->form->title);
	const char *survey = T(b, " survey");
	size_t      len = strlen(title), tail = strlen(survey);

	if (len > tail && strcmp(title + len - tail, survey) == 0)
		return arena_strndup(b->arena, title, len - tail);
	return title;
}

static void
add_head(struct builder *b)
{
	struct report_model *m = b->m;
	const char          *wave = arena_printf(b->arena, "%d", b->in->wave);
	const char          *version = arena_printf(b->arena, "%d", m->form_version);

	m->document =
	    SAY(b, "{subject}, {year}", "subject", subject_of_form(b), "year", wave, NULL);
	m->title = b->in->firm_name ? b->in->firm_name
	                            : T(b, "How well your firm is prepared");
	m->confidential = SAY(b, "Confidential to {firm}", "firm",
	    b->in->firm_name ? b->in->firm_name : T(b, "your firm"), NULL);
	m->page_title = SAY(b, "Your preparedness report {year}", "year", wave, NULL);
	m->file_name = "preparedness-report.pdf";
	m->foot = SAY(b, "Preparedness report {year}. {reference}. Form {form}", "year",
	    wave, "reference", m->reference, "form", version, NULL);
	if (m->compared)
		m->foot = SAY(b,
		    "Preparedness report {year}. {reference}. Form {form}, "
		    "snapshot {snapshot} of {date}",
		    "year", wave, "reference", m->reference, "form", version, "snapshot",
		    arena_printf(b->arena, "%lld", (long long)b->in->snapshot), "date",
		    word_date(b, b->in->snapshot_at), NULL);
	add_head_fact(m, T(b, "Answered"), word_date(b, b->in->submitted_at));
	if (!m->compared) {
		add_head_fact(m, T(b, "Compared with"),
		    b->in->limited ? T(b, "your own scores only")
		                   : T(b, "too few firms yet"));
		return;
	}
	add_head_fact(m, T(b, "Compared with"),
	    bench_group_words(b->arena, b->form, b->group, b->language, view_t));
	add_head_fact(m, T(b, "Number of firms"), word_band(b, b->group->band));
	add_head_fact(m, T(b, "Comparison of"), word_date(b, b->in->snapshot_at));
}

static void
add_marks(struct builder *b, struct report_key *key, const struct chart_strip *strip)
{
	if (strip->own != CHART_NONE)
		key->you = T(b, "your firm");
	if (strip->q1 != CHART_NONE)
		key->band = T(b, "middle half of comparable firms");
	if (strip->median != CHART_NONE)
		key->median = T(b, "their median");
	if (strip->p10 != CHART_NONE)
		key->reach = T(b, "the middle 80 in 100 of them");
}

/* Each page explains the marks that it draws. */
static void
add_keys(struct builder *b)
{
	struct report_profile *p = &b->m->profile;
	struct report_facts   *f = &b->m->facts;

	if (b->m->summary.has_overall)
		add_marks(b, &b->m->summary.key, &b->m->summary.overall);
	for (size_t i = 0; i < p->area_count; i++)
		add_marks(b, &p->key, &p->area[i].chart);
	for (size_t i = 0; i < f->fact_count; i++)
		if (f->fact[i].kind != REPORT_FACT_BANDS)
			add_marks(b, &f->key, &f->fact[i].strip);
}

static const char *
full_tag(const char *language)
{
	return strcmp(language, "en") == 0 ? "en-GB" : language;
}

struct report_model *
report_build(struct arena *arena, const struct report_input *in)
{
	struct report_model *m = ARENA_NEW(arena, struct report_model);
	struct builder       b = { .arena = arena,
		      .in = in,
		      .form = in->form,
		      .language = in->language,
		      .score = in->score,
		      .m = m };

	check(in->form && in->answers && in->score && in->language);
	if (in->comparison && in->comparison->any && !in->limited)
		b.group = in->comparison;
	m->language = in->language;
	m->alt_language = full_tag(in->language);
	m->rtl = strcmp(view_direction(in->language), "rtl") == 0;
	m->form_slug = in->form->slug;
	m->form_version = in->form_version ? in->form_version : in->form->version;
	m->wave = in->wave;
	m->response = in->response;
	m->reference = uuid_text(arena, in->response);
	m->snapshot = b.group ? in->snapshot : 0;
	m->compared = b.group != NULL;
	m->compared_later = !m->compared && !in->limited;
	m->form = in->form;
	m->score = in->score;
	m->comparison = b.group;
	add_head(&b);
	build_areas(&b);
	build_steps(&b); /* page 1 shows the first three of them */
	build_summary(&b);
	build_profile(&b);
	build_weakest(&b);
	build_strengths(&b);
	build_facts(&b);
	build_change(&b);
	build_method(&b);
	build_mail(&b); /* counts the pages */
	build_result(&b);
	add_keys(&b);
	return m;
}
