/* SPDX-License-Identifier: ISC
 *
 * review.h - a released snapshot as consultants review it, as finished words,
 * figures and charts.
 *
 * Page, PDF and workbook are drawn from struct review_model and from nothing
 * else, so no two of them can say different things.  What may be shown of a
 * group was decided by benchmark/; here it is put into words.  NULL in place
 * of a figure means withheld, whatever the reason.  Pure: no database, clock
 * or file. */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include "base/text.h"
#include "benchmark/bench_view.h"
#include "chart/chart.h"

struct form;
struct view_set;

/* The one look of whatever may not be shown: the word in a figure's place. */
#define REVIEW_WITHHELD "withheld"

/* --- what is asked for -------------------------------------------------------- */

enum review_by { REVIEW_BY_PROFESSION, REVIEW_BY_SIZE, REVIEW_BY_REGION };

struct review_pick {
	struct bench_pick pick;
	enum review_by    by;
};

/* Filters as a query names them, all optional: codes of the form's role items,
 * for size also two codes with a dash between ("Z1-Z3"). */
struct review_asked {
	struct text profession, size, region, by;
};

/* false: a value that is not offered, or a combination that is no group. */
bool review_pick_of(const struct form *, struct bench_groups, const struct review_asked *,
    struct review_pick *pick_out);

/* The groups that a review of this one looks at, itself first, each once. */
#define REVIEW_WANTED_MAX (BENCH_GROUPS_MAX + 2)
size_t review_wanted(struct bench_groups, const struct review_pick *,
    struct bench_pick wanted_out[REVIEW_WANTED_MAX]);

/* The same as a query: "profession=law&size=Z3". */
const char *review_query(struct arena *, const struct form *, struct bench_groups,
    const struct review_pick *);

/* --- the model ------------------------------------------------------------------ */

struct review_choice {
	const char *code, *label;
	const char *group; /* heads a part of the list; NULL */
	bool        chosen;
};
struct review_filter {
	const char           *name, *label;
	struct review_choice *choices;
	size_t                choice_count;
};

/* A measure of the group. */
struct review_strip {
	const char        *code, *name;
	const char        *q1, *median, *q3; /* "44.0"; NULL: withheld */
	const char        *p10, *p90;        /* NULL: withheld, or too few */
	const char        *all;              /* median of all firms; NULL */
	const char        *own;              /* the firm's own score; NULL */
	const char        *standing;         /* its quarter or side; NULL */
	const char        *hidden;           /* for screen readers, in a row */
	struct chart_strip chart;
};

struct review_bins {
	const char          *id, *caption;
	const char          *tag;      /* "a low answer counts high"; NULL */
	const char          *share[3]; /* "50%"; NULL: withheld */
	struct chart_answers chart;
};
struct review_block {
	const char               *name, *legend[3];
	const char               *statement; /* NULL: nothing may be shown */
	struct review_bins       *items;
	size_t                    item_count;
	bool                      known; /* at least one may be shown */
	struct chart_answers_unit unit;
};

/* An open question: how many firms wrote what stands under a heading. */
struct review_heading {
	const char        *code, *name;
	const char        *share; /* "45%"; NULL: withheld */
	struct chart_strip chart; /* a band from nought to the share */
};
struct review_words {
	const char            *id, *title;
	const char            *statement; /* NULL: nothing may be shown */
	const char            *alt;       /* the same and every share, in words */
	struct review_heading *rows;      /* most named first, withheld ones last */
	size_t                 row_count;
};

struct review_cell {
	const char *text;  /* NULL: withheld */
	int64_t     micro; /* the same as a number */
	int         shade; /* 1..5 */
};
struct review_column {
	const char *name;
	const char *band; /* "20–39"; NULL: withheld */
};
struct review_table_row {
	const char         *name;
	struct review_cell *cells;
	const char         *verdict; /* waves: beside the last two; NULL */
	const char         *trend;   /* waves, from five of them; NULL */
};
/* Medians: groups or waves across, measures down. */
struct review_table {
	const char              *title, *statement, *caption;
	const char              *note; /* why there is none; NULL */
	struct review_column    *columns;
	size_t                   column_count;
	struct review_table_row *rows;
	size_t                   row_count;
	bool                     has_verdicts, has_trends;
};

struct review_fact {
	const char             *code, *name;
	const char             *statement;        /* what the group says */
	const char             *q1, *median, *q3; /* NULL: withheld */
	bool                    bands;            /* drawn so; else the strip */
	struct chart_strip      strip;
	struct chart_bands      slots;
	bool                    has_share;  /* the form asks for one */
	const char             *share_name; /* "None" or "1 or more" */
	const char             *share;      /* "90%"; NULL: withheld */
	const char             *likely;     /* "70 to 100%"; NULL */
	const char             *share_says; /* in words; NULL: withheld */
	struct chart_proportion chart;
};

struct review_item_row {
	const char *id, *caption;
	const char *rest, *without;    /* ".52"; NULL: withheld */
	const char *dk, *na, *missing; /* "5%"; NULL: withheld */
};
struct review_dimension {
	const char             *code, *name;
	const char             *alpha;   /* ".78"; NULL: withheld */
	const char             *verdict; /* "good"; NULL */
	const char             *band;    /* firms with complete answers; NULL */
	const char             *says;    /* the three in a line */
	struct review_item_row *items;
	size_t                  item_count;
};

struct review_fact_line { /* "Firms", "40+" */
	const char *name, *text;
};

/* Legend of the strips, in the order of the marks; NULL: not drawn. */
struct review_key {
	const char *you, *reach, *band, *median, *all;
};

#define REVIEW_LINES_MAX 6
#define REVIEW_NOTES_MAX 8
struct review_model {
	const char *language, *alt_language;
	const char *title;     /* "Benchmark review" */
	const char *form_name; /* "Preparedness survey" */
	const char *cap;       /* above the title */
	const char *group;     /* "Law firms, all regions" */
	const char *preview;   /* not released yet: says so; NULL */
	const char *file_name; /* without an ending */
	const char *source;    /* form, snapshot, date: under each chart */
	int64_t     counted_at;
	bool        any;  /* something of the group may be shown */
	bool        firm; /* one firm beside its group: strips and notes alone */

	struct review_filter    filters[8];
	size_t                  filter_count;
	struct review_fact_line lines[REVIEW_LINES_MAX];
	size_t                  line_count;

	const char          *strips_statement, *area_head, *own_head;
	const char          *no_own; /* in place of a firm's own score */
	struct review_strip *strips; /* overall, then lowest median first */
	size_t               strip_count;
	struct review_key    key;

	struct review_block *blocks;
	size_t               block_count;
	bool                 blocks_known;

	struct review_words *words;
	size_t               words_count;
	const char          *words_note, *words_withheld; /* under each, in place of it */

	struct review_table heat, waves; /* waves: no rows without an earlier one */

	struct review_fact *facts, *partner;
	size_t              fact_count, partner_count;
	const char         *partner_source;

	struct review_dimension *dimensions;
	size_t                   dimension_count;
	const char              *reliability_note;

	const char *notes[REVIEW_NOTES_MAX]; /* what is withheld, and why */
	size_t      note_count;
};

/* --- building it --------------------------------------------------------------- */

struct review_wave {
	const struct bench_snapshot *snapshot;
	int                          year;
};
struct review_offer { /* a snapshot that may be chosen */
	int64_t     id;
	const char *label;
	bool        chosen;
};

#define REVIEW_WAVES_MAX 12
struct review_input {
	const char                *language;
	const struct form         *form;
	const char                *form_name; /* "Preparedness survey" */
	struct review_pick         pick;
	struct review_wave         waves[REVIEW_WAVES_MAX]; /* newest first; [0] is shown */
	size_t                     wave_count;
	bool                       preview; /* [0] is not released */
	const struct review_offer *offers;
	size_t                     offer_count;
	const struct bench_item   *items; /* of [0] */
	size_t                     item_count;
	/* The partner survey, where it has a released snapshot. */
	const struct form           *partner;
	const struct bench_snapshot *partner_snapshot;
};

/* The input's pointers must outlive the model. */
struct review_model *review_build(struct arena *, const struct review_input *);

/* One firm that agreed beside its group: strips alone. */
struct review_firm {
	const char                    *code;
	const int32_t                 *scores; /* overall, then dimensions; BENCH_NONE */
	const struct bench_comparison *comparison;
	int64_t                        answered_at;
};
struct review_model *
review_build_firm(struct arena *, const struct review_input *, const struct review_firm *);

/* --- drawing it ------------------------------------------------------------------ */

/* The page's body.  self: the page's address without a query, of one firm the
 * way back to the groups; pdf, sheet: the same view as files. */
struct review_links {
	struct url self, pdf, sheet;
};
MUST_CHECK enum err review_html(struct arena *, const struct view_set *,
    const struct review_model *, const struct review_links *, struct html *html_out);

/* Filters as they were asked for, though they name no group together. */
void review_choose(struct review_model *, const struct review_asked *);
/* Which of them stands in the way, and what to choose; false: one of them is not
 * offered at all, or the group is one. */
bool review_problem(const struct form *, struct bench_groups, const struct review_asked *,
    const char *language, const char **field_out, const char **sentence_out);
/* The filters again, with that sentence at its field. */
MUST_CHECK enum err review_html_again(struct arena *, const struct view_set *,
    const struct review_model *, const struct review_links *, const char *field,
    const char *sentence, struct html *html_out);
MUST_CHECK enum err review_html_firm(struct arena *, const struct view_set *,
    const struct review_model *, const struct review_links *, struct html *html_out);

MUST_CHECK enum err
review_pdf(struct arena *, const struct review_model *, struct bytes *pdf_out);

/* A file to be read from its beginning; it closes with the arena. */
MUST_CHECK enum err review_sheet(struct arena *, const struct review_model *, int *file_out);

#endif
