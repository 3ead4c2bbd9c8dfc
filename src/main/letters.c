/* SPDX-License-Identifier: ISC */
#include "main/letters.h"

#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "link/link.h"
#include "main/letter_parts.h"
#include "outbox/wrap.h"
#include "report/load.h"
#include "report/pdf.h"
#include "view/view.h"

#define RESUME_DAYS      14
#define REPORT_DAYS      90
#define UNSUBSCRIBE_DAYS 400

static struct url
mailed_link(struct arena *arena, const struct letter_desk *desk, enum link_purpose purpose,
    const char *path, struct uuid object, uint32_t generation, int64_t expires)
{
	struct url base = { desk->config->base_url, strlen(desk->config->base_url) };

	return link_url(arena, base, path,
	    link_make(arena, desk->keys, purpose, object, generation, expires));
}

/* What every letter of our own templates is made of. */
struct view_model *
letter_model(struct arena *arena, const struct letter_desk *desk, const char *language,
    struct text subject, struct url link, int64_t expires)
{
	struct view_model *m = view_object(arena);
	bool               ltr = strcmp(view_direction(language), "ltr") == 0;

	view_set_str(m, "language", language);
	view_set_str(m, "direction", view_direction(language));
	view_set_str(m, "start", ltr ? "left" : "right");
	view_set_text(m, "subject", subject);
	view_set_text(m, "heading", subject);
	view_set_url(m, "link_url", link);
	view_set_text(m, "link", (struct text){ link.s, link.len });
	view_set_text(m, "expires", view_date(arena, language, expires, false));
	view_set_str(m, "operator", desk->config->operator_name);
	if (desk->config->operator_contact[0] != '\0')
		view_set_str(m, "contact", desk->config->operator_contact);
	else
		view_set_null(m, "contact");
	return m;
}

enum err
letter_render_both(struct arena *arena, const struct letter_desk *desk, const char *name,
    const char *language, const struct view_model *m, struct letter_mail *mail)
{
	TRY(view_render(arena, desk->views, name, language, m, &mail->html));
	TRY(view_render_text(arena, desk->views, arena_printf(arena, "%s.txt", name),
	    language, m, &mail->text));
	mail->text = wrap_text(arena, mail->text);
	return ERR_OK;
}

static enum err
render_resume(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, int64_t now, struct letter_mail *mail)
{
	const char         *language = letter->language.s;
	int64_t             expires = now + RESUME_DAYS * CLOCK_DAY;
	struct outbox_draft draft;
	struct view_model  *m;
	enum err            err;

	err = outbox_draft(arena, desk->db, letter, &draft);
	if (err == ERR_NOT_FOUND) {
		mail->gone = "the answers were sent, cleared or are too old";
		return ERR_OK;
	}
	TRY(err);
	mail->subject = text_of(view_t(language, "Your survey, to go on with"));
	m = letter_model(arena, desk, language, mail->subject,
	    mailed_link(arena, desk, LINK_RESUME, "/continue/{}", letter->object,
	        draft.generation, expires),
	    expires);
	view_set_text(m, "form", draft.form);
	return letter_render_both(arena, desk, "outbox/letters/resume", language, m, mail);
}

/* A report that is too large to be taken by every post office stays behind
 * its link. */
#define FILE_MOST ((size_t)2 * 1024 * 1024)

/* The letter alone says that the report is there: for answers whose report
 * cannot be made just now, so that nobody waits for a mended program. */
static enum err
render_ready(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, struct url link, int64_t expires,
    const struct outbox_response *response, struct letter_mail *mail)
{
	const char        *language = letter->language.s;
	struct view_model *m;

	mail->subject = text_of(view_t(language, "Your preparedness report"));
	m = letter_model(arena, desk, language, mail->subject, link, expires);
	view_set_text(m, "date", view_date(arena, language, response->submitted_at, false));
	view_set_bool(m, "joins", response->consent);
	view_set_str(m, "reference", uuid_text(arena, letter->object));
	return letter_render_both(arena, desk, "outbox/letters/ready", language, m, mail);
}

static enum err
render_whole(struct arena *arena, const struct letter_desk *desk,
    const struct report_loaded *loaded, struct report_frame *frame, struct letter_mail *mail)
{
	const struct report_model *model = loaded->model;
	struct bytes               pdf;

	TRY(report_pdf(arena, model, loaded->response.submitted_at, &pdf));
	frame->enclosed = pdf.len < FILE_MOST;
	TRY(report_text(arena, desk->views, model, frame, &mail->text));
	TRY(report_mail_html(arena, desk->views, model, frame, &mail->html));
	mail->subject = text_of(
	    frame->comparison_mail ? model->mail.comparison_subject : model->mail.subject);
	if (frame->enclosed)
		mail->file = (struct message_file){ text_of(model->file_name),
			"application/pdf", pdf };
	return ERR_OK;
}

static enum err
render_report(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, int64_t now, struct letter_mail *mail)
{
	const struct config   *config = desk->config;
	int64_t                expires = now + REPORT_DAYS * CLOCK_DAY;
	struct report_source   source = { .db = desk->db,
		  .role = DB_ROLE_COURIER,
		  .owner = letter->owner,
		  .forms = desk->forms,
		  .snapshots = desk->snapshots };
	struct report_frame    frame = { .operator_name = config->operator_name,
		   .operator_contact = config->operator_contact };
	struct report_loaded   loaded;
	struct outbox_response response;
	enum err               err;

	err = outbox_response(arena, desk->db, letter, &response);
	if (err == ERR_NOT_FOUND) {
		mail->gone = "the answers were withdrawn or erased";
		return ERR_OK;
	}
	TRY(err);
	frame.report_url = mailed_link(arena, desk, LINK_REPORT, "/report/{}",
	    letter->object, response.generation, expires);
	frame.home_url = (struct url){ config->base_url, strlen(config->base_url) };
	frame.expires = view_date(arena, letter->language.s, expires, false).s;
	frame.confirmed = response.confirmed;
	frame.joins = response.consent;
	frame.comparison_mail = letter->kind == LETTER_COMPARISON;
	if (letter->kind == LETTER_COMPARISON)
		mail->unsubscribe = mailed_link(arena, desk, LINK_UNSUBSCRIBE,
		    "/unsubscribe/{}", letter->object, response.generation,
		    now + UNSUBSCRIBE_DAYS * CLOCK_DAY);
	err = report_load(arena, &source, letter->object, letter->language.s, &loaded);
	if (err == ERR_OK) {
		frame.contact_ok = loaded.response.contact_ok;
		err = render_whole(arena, desk, &loaded, &frame, mail);
	}
	if (err == ERR_OK || err == ERR_UNAVAILABLE)
		return err;
	LOG(EV_LETTER_SHORT, log_str("letter", uuid_text(arena, letter->id)),
	    log_str("why", err_name(err)));
	*mail = (struct letter_mail){ .unsubscribe = mail->unsubscribe };
	return render_ready(arena, desk, letter, frame.report_url, expires, &response, mail);
}

static enum err
render_question(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, int64_t now, struct letter_mail *mail)
{
	const char            *language = letter->language.s;
	int64_t                expires = now + REPORT_DAYS * CLOCK_DAY;
	struct outbox_question asked;
	struct view_model     *m;
	enum err               err;

	err = outbox_question(arena, desk->db, letter, &asked);
	if (err == ERR_NOT_FOUND) {
		mail->gone = "the answers were withdrawn or erased";
		return ERR_OK;
	}
	TRY(err);
	mail->subject = text_of(view_t(language, "A question about your answers"));
	m = letter_model(arena, desk, language, mail->subject,
	    mailed_link(arena, desk, LINK_REPORT, "/report/{}", letter->object,
	        asked.generation, expires),
	    expires);
	view_set_text(m, "date", view_date(arena, language, asked.submitted_at, false));
	view_set_text(m, "question", asked.question);
	view_set_str(m, "reference", uuid_text(arena, letter->object));
	return letter_render_both(arena, desk, "outbox/letters/question", language, m, mail);
}

static enum err (*const renderers[LETTER__MAX])(struct arena *, const struct letter_desk *,
    const struct outbox_letter *, int64_t now, struct letter_mail *) = {
	[LETTER_REPORT] = render_report,
	[LETTER_RESUME] = render_resume,
	[LETTER_COMPARISON] = render_report,
	[LETTER_QUESTION] = render_question,
	[LETTER_SIGN_IN] = letter_render_access,
	[LETTER_INVITED] = letter_render_access,
	[LETTER_INVITED_KNOWN] = letter_render_access,
	[LETTER_FACTOR_NEW] = letter_render_access,
	[LETTER_FACTOR_RECOVERY] = letter_render_access,
	[LETTER_FACTOR_RESET] = letter_render_access,
};

enum err
letter_render(struct arena *arena, const struct letter_desk *desk,
    const struct outbox_letter *letter, int64_t now, struct letter_mail *mail_out)
{
	*mail_out = (struct letter_mail){ .gone = NULL };
	return renderers[letter->kind](arena, desk, letter, now, mail_out);
}
