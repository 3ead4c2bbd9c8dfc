/* SPDX-License-Identifier: ISC
 *
 * model.h - one report as finished words, figures and charts.
 *
 * Page, mail, PDF and JSON are drawn from this and from nothing else, so no
 * two of them can say different things.  Every const char * is a sentence,
 * name or figure of the reader's language, ready to be set; NULL means that
 * the thing is not said (withheld, not asked, no score).  Own scores are
 * whole; quantiles come in halves; ranks in steps of 5.  What is known of
 * other firms was decided by benchmark/; here it is only put into words.
 *
 * The pages that apply are pages[0 .. page_count); each has its own struct
 * below.  Page 7 exists from a second wave, page 5 when facts were asked. */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include "base/uuid.h"
#include "chart/chart.h"
#include "base/text.h"

struct bench_comparison;
struct form;
struct form_answers;
struct score;

#define REPORT_MEASURES_MAX 16
#define REPORT_AREAS_MAX    REPORT_MEASURES_MAX
#define REPORT_STEPS_MAX    REPORT_MEASURES_MAX

/* The one look of whatever may not be shown: the word in a figure's place. */
#define REPORT_WITHHELD "withheld"
#define REPORT_NOTHING  "Nothing about comparable firms is shown."

enum report_page_kind {
	REPORT_SUMMARY,   /* 1 */
	REPORT_PROFILE,   /* 2 */
	REPORT_WEAKEST,   /* 3 */
	REPORT_STRENGTHS, /* 4 */
	REPORT_FACTS,     /* 5 */
	REPORT_STEPS,     /* 6 */
	REPORT_CHANGE,    /* 7 */
	REPORT_METHOD,    /* 8 */
	REPORT_PAGE__MAX
};

/* number: as printed beside the page (1..page_count, no gaps). */
struct report_page {
	enum report_page_kind kind;
	int                   number;
	const char           *question; /* "Are we ready?" */
	const char           *heading;  /* states what is so */
};

/* A name and what it says: facts at the head, terms of the method. */
struct report_term {
	const char *name, *text;
};

/* One measure beside its group: a dimension, or overall. */
struct report_area {
	const char        *code;        /* "LEAD", "overall" */
	const char        *name;        /* "Leadership and ownership" */
	int32_t            score;       /* stored micro-points; SCORE_NONE */
	int                whole;       /* as printed; 0 without score */
	const char        *score_text;  /* "48"; NULL: no score, print no_score */
	const char        *no_score;    /* "no score", only without score_text */
	const char        *median_text; /* "44.0" in columns; NULL: REPORT_WITHHELD */
	const char        *median_said; /* "44" in sentences; NULL likewise */
	const char        *middle;      /* "31.5 to 56.5" in sentences; NULL */
	const char        *middle_text; /* "50.0 to 69.0" in columns; NULL */
	const char        *standing;    /* "bottom quarter"; "above the median"; NULL */
	const char        *level;       /* "low", "middle", "high"; NULL without score */
	const char        *reading;     /* what this level means; NULL without score */
	const char        *hidden;      /* for screen readers in a row: the middle half */
	const char        *sentence;    /* the row as a sentence, for mail and aria */
	int                quarter;     /* 0 unknown, 1 bottom .. 4 top */
	int                rank;        /* 0 unknown, else 5..95 */
	int64_t            gap;         /* own whole score minus median, micro; CHART_NONE */
	struct chart_strip chart;       /* row geometry: no words, ticks 0, 50, 100 */
};

struct report_step {
	const char *title;      /* "Make the basics dependable" */
	const char *text;       /* the step as a sentence */
	const char *owner;      /* "Managing partner" */
	const char *first_step; /* "Send the first ten requests within two weeks" */
	const char *brief;      /* owner and first step in one line */
	const char *why;        /* "Why here: ..." with its source */
	const char *area;       /* code of the dimension */
	bool        gap;        /* it fills in what decides the stage */
};

/* Legend of dot, band and median, in the order of the marks; NULL: not drawn
 * on that page. */
struct report_key {
	const char *you, *band, *median, *reach;
};

/* Page 1 */
#define REPORT_STAGES 4
struct report_summary {
	struct report_key  key;
	const char        *stage_name[REPORT_STAGES];
	int                stage;       /* 1..4; 0: no result (too few answers) */
	const char        *stage_aria;  /* "Stage: Prepare, the first of four. ..." */
	const char        *stage_says;  /* the paragraph under the stages */
	const char        *statement;   /* figcaption of the bar */
	struct chart_strip overall;     /* single bar with words */
	bool               has_overall; /* false: no bar, statement says why */
	const char        *group_note;  /* NULL, or why nothing or little is compared */
	const char        *sentence[3];
	size_t             sentence_count;
	const char        *steps_title; /* "Three next steps" */
	size_t             step_count;  /* how many of steps.step stand here, <= 3 */
	const char        *source;      /* group, n, snapshot; NULL without comparison */
	const char        *closing; /* "One person's view ...": foot of page 1 on paper */
};

/* Page 2 */
struct report_profile {
	struct report_key  key;
	const char        *caption; /* "Seven areas, weakest first; 0 to 100 points" */
	const char        *area_head, *you_head, *median_head; /* column heads */
	struct report_area area[REPORT_AREAS_MAX]; /* weakest first; no score last */
	size_t             area_count;
	const char        *aria;       /* all rows as one text, for the drawn chart */
	const char        *scale_note; /* "Scores run from 0 to 100. Below 40 is low ..." */
	const char        *quarter_note;     /* "Bottom quarter" means ...; NULL */
	const char        *withheld_note;    /* NULL when no cell is withheld */
	const char        *no_score_note;    /* NULL when every area has a score */
	const char        *readings_title;   /* "What each score says" */
	const char        *stands_out_title; /* "What stands out" */
	const char        *stands_out[3];
	size_t             stands_out_count;
	const char        *source; /* NULL without comparison */
};

/* Page 3 */
#define REPORT_ITEMS_MAX 12
struct report_item {
	const char *id;      /* "KP22" */
	const char *caption; /* the practice in short words */
	const char *tag; /* "no answer", "don't know", "counts the other way round"; NULL */
	const char *own_text;      /* "2"; NULL: none */
	const char *share_text[3]; /* "50%", "under 5%"; NULL: withheld */
	struct chart_answers chart;
	struct chart_strip   bare; /* own answer on a bare line from 1 to 5: a row
	                            * of a block that is not known, a number line
	                            * with its words for an item that is not */
};

struct report_block {
	const char               *title;     /* "Insight and planning: 25, low" */
	const char               *reading;   /* what this means */
	const char               *legend[3]; /* "1-2 not in place, or talked about" ... */
	struct report_item        item[REPORT_ITEMS_MAX];
	size_t                    item_count;
	bool                      known; /* at least one item's distribution is shown */
	struct chart_answers_unit unit;
};

struct report_weakest {
	const char *how_to_read;                   /* NULL when no distribution is shown */
	const char *table_summary, *table_caption; /* "The same figures as a table" */
	const char *item_head, *you_head, *bin_head[3];
	struct report_block block[2];
	size_t              block_count;
	const char         *withheld_note; /* NULL when all shares are shown */
	const char         *source;        /* NULL without distributions */
};

/* Page 4 */
#define REPORT_LENS_MAX 8
struct report_lens {
	const char      *name, *note; /* "Involve", "Leaders speak, mentor, ask" */
	const char      *score_text;  /* NULL: no score */
	const char      *no_score;
	struct chart_bar bar;
};

struct report_lens_group {
	const char        *caption; /* a statement about these bars */
	const char        *lens_head, *score_head;
	struct report_lens lens[REPORT_LENS_MAX];
	size_t             lens_count;
	const char        *aria;
};

struct report_strengths {
	struct report_term strength[2]; /* name: "Leadership and ownership, 69"; text */
	size_t             strength_count;
	struct report_lens_group group[2]; /* the three Is; the three challenges */
	size_t                   group_count;
	const char              *shared_note; /* NULL when no statements are shared */
};

/* Page 5 */
enum report_fact_kind { REPORT_FACT_LINE, REPORT_FACT_ROW, REPORT_FACT_BANDS };

struct report_fact {
	enum report_fact_kind kind;
	const char           *id;        /* "FX2", "ratio" */
	const char           *statement; /* bold; for a row its name */
	const char           *remark;    /* after the statement; NULL */
	const char           *own_text;  /* NULL: not answered */
	const char        *no_answer; /* "no answer", "don't know": only without own_text */
	const char        *median_text; /* NULL: withheld */
	const char        *hidden;      /* rows: the middle half in words; NULL */
	bool               compared;    /* can be compared at all: else no median cell */
	struct chart_strip strip;       /* line and row */
	struct chart_bands bands;       /* bands */
};

#define REPORT_FACTS_MAX 12
struct report_facts {
	struct report_key  key;
	struct report_fact fact[REPORT_FACTS_MAX]; /* lines, then rows, then bands */
	size_t             fact_count;
	size_t             asked;        /* facts of the form, those left out included */
	const char        *rows_caption; /* "Of your ten largest clients" */
	const char        *row_head, *you_head, *median_head;
	const char        *rows_aria;
	const char        *withheld_note; /* NULL */
	const char        *source;        /* NULL */
};

/* Page 6 */
enum report_track_state { REPORT_TRACK_DONE, REPORT_TRACK_NEXT, REPORT_TRACK_OPEN };

struct report_track {
	const char             *name;
	enum report_track_state state;
	const char             *state_word; /* "done", "next", "open" */
};

#define REPORT_TRACK_MAX 12
struct report_steps {
	struct report_step  step[REPORT_STEPS_MAX];
	size_t              step_count;
	const char         *owner_head, *first_head; /* "Owner", "First step" */
	const char         *intro;                   /* one sentence; NULL */
	const char         *track_title;             /* "Where you are in the nine steps" */
	const char         *track_note;              /* NULL */
	struct report_track track[REPORT_TRACK_MAX];
	size_t              track_count; /* 0: steps were not answered */
};

/* Page 7 */
struct report_change_row {
	const char *name;
	const char *from_text, *to_text; /* NULL: no score */
	const char *change_text;         /* "+31", with a true minus; NULL */
	const char *verdict;             /* "more than wobble", "within wobble" */
	bool        moved;
};

struct report_change {
	struct chart_slope       slope;
	const char              *paragraph[4];
	size_t                   paragraph_count;
	const char              *caption, *area_head, *from_head, *to_head, *change_head;
	struct report_change_row row[REPORT_AREAS_MAX];
	size_t                   row_count;
};

/* Page 8 */
#define REPORT_TERMS_MAX 14
struct report_method {
	struct report_term term[REPORT_TERMS_MAX];
	size_t             term_count;
	const char        *closing;
};

/* The mail's own sentences; bars and steps come from the pages. */
struct report_mail_words {
	const char *subject;                                 /* no firm, no figure */
	const char *comparison_subject, *comparison_heading; /* of the second mail */
	const char *comparison_opening;                      /* where the firm stands */
	const char *preheader;
	const char *heading;
	const char *opening;                   /* thanks and stage */
	const char *strength_label, *strength; /* NULL: none */
	const char *weakness_label, *weakness; /* NULL: none */
	const char *areas_title, *areas_note;
	const char *overall; /* after the areas */
	const char *steps_title;
	const char *enclosed; /* "The full report is attached ..." */
};

/* The receipt's own result: stage and areas without a comparison. */
struct report_result {
	const char *heading;     /* "Your result: Prepare" */
	const char *gap;         /* how to fill what decides the stage; NULL */
	const char *mean_of;     /* "seven" */
	const char *caption;     /* a statement about the areas */
	const char *explanation; /* the lines in the strips */
	const char *made;        /* how many answers, how they count */
};

struct report_model {
	const char *language; /* "en" */
	bool        rtl;
	const char *form_slug;
	int         form_version;
	int         wave;
	struct uuid response;
	const char *reference;      /* the response's id as text */
	int64_t     snapshot;       /* 0: none */
	bool        compared;       /* a comparison is shown */
	bool        compared_later; /* none yet, and a mail follows when there is */

	const char *document;     /* "Key account management preparedness, 2026" */
	const char *title;        /* "How well your firm is prepared" */
	const char *confidential; /* "Confidential to your firm" */
	const char *page_title;   /* <title>: "Your preparedness report 2026" */
	const char *foot;         /* running foot: report, reference, form, snapshot */
	const char *file_name;    /* "preparedness-report.pdf": nothing of the firm */
	const char *alt_language; /* BCP 47 tag for HTML and PDF, "en-GB" */

	struct report_term fact[4]; /* Answered; Compared with; Number of firms; Comparison of */
	size_t             fact_count;

	struct report_page page[REPORT_PAGE__MAX];
	size_t             page_count;

	struct report_area       overall; /* with group words; chart as a row */
	struct report_summary    summary;
	struct report_profile    profile;
	struct report_weakest    weakest;
	struct report_strengths  strengths;
	struct report_facts      facts;
	struct report_steps      steps;
	struct report_change     change;
	struct report_method     method;
	struct report_mail_words mail;
	struct report_result     result;

	/* For JSON alone: exact values. */
	const struct form             *form;
	const struct score            *score;
	const struct bench_comparison *comparison; /* NULL: none */
};

/* Scores of an earlier wave of the same confirmed address. */
struct report_earlier {
	int                 wave;
	const struct score *score;
};

struct report_input {
	const char                *language;
	const struct form         *form;
	int                        form_version; /* 0: the form's own */
	const struct form_answers *answers;
	const struct score        *score;
	struct uuid                response;
	int                        wave;
	int64_t                    submitted_at;
	const char *firm_name; /* recorded by a consultant; NULL: "your firm" */
	const struct bench_comparison *comparison;  /* NULL: none */
	int64_t                        snapshot;    /* id; 0 none */
	int64_t                        snapshot_at; /* its date */
	const char *one_person_reason;        /* released by one person: why; NULL: two */
	bool        limited;                  /* decision 12: own scores only */
	const struct report_earlier *earlier; /* NULL: first wave */
	int32_t wobble[REPORT_MEASURES_MAX]; /* smallest change that counts, micro; 0 unknown */
};

/* All figures and sentences.  The input's pointers must outlive the model. */
struct report_model *report_build(struct arena *, const struct report_input *);

/* The page of that kind, or NULL when it does not apply. */
const struct report_page *report_page_of(const struct report_model *, enum report_page_kind);

#endif
