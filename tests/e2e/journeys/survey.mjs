// SPDX-License-Identifier: ISC
// The preparedness survey from first page to report, with scripts and without.
import { readFileSync } from 'node:fs';
import { areas, ofJson, ofMail, ofPage, ofPdf, ofText, same } from '../figures.mjs';
import {
  answer, assert, awaitMail, command, equal, fill, follow, heading, journey, linkIn, look, mailbox, mails, next, press, reference,
  send, settled, soundings, sql, survey, url,
} from '../frame.mjs';

// Unlike middling ones, so that no figure agrees by luck; one area has none.
const uneven = {
  FM1: 'law', FM2: '100-249', FM5: 'uki', FM9: 'yes',
  KP01: '5', KP02: '4', KP03: '5', KP05: '2', KP06: '1', KP08: '3', KP09: '2', KP12: '5', KP13: '1', KP16: '2', KP18: '1',
  KP19: '5', KP22: '4', KP23: '2', KP26: '5', KP28: '3', FX1: '14',
};

// Every form of the report says what the exact JSON says.
async function agree(page, another, id, email) {
  const [mail] = await awaitMail(email);
  const wanted = ofJson(JSON.parse(await soundings('report', 'show', id, '--json')));
  equal(Object.keys(wanted.areas).length, 7, 'areas');
  assert(Object.values(wanted.areas).every(([, median]) => median !== null) && wanted.place && wanted.spread, 'the demonstration gives no comparison');
  same(ofText(mail.text), wanted, 'the text part');
  same(await ofMail(await another({ javaScriptEnabled: false }), readFileSync(`${mail.name}.html`, 'utf8')), wanted, 'the HTML part');
  same(await ofPdf(`${mail.name}-preparedness-report.pdf`), wanted, 'the PDF');
  await page.goto(linkIn(mail, 'report'));
  same(await ofPage(page), wanted, 'the page');
  const sheets = (await command('pdfinfo', `${mail.name}-preparedness-report.pdf`)).match(/^Pages: +(\d+)/m)[1];
  equal(Number(sheets), await page.locator('section.part').count(), 'sheets of paper, one for each part');
  return { mail, wanted };
}

export default function () {
  journey('the pages of the survey, first half', {}, async (page) => {
    let n = 0;
    await answer(page, { FM7: mailbox('half@firsthalf') }, (p, name) => (++n <= 6 ? look(p, name) : undefined));
  });
  journey('the pages of the survey, second half', {}, async (page) => {
    let n = 0;
    await answer(page, { FM7: mailbox('half@secondhalf') }, (p, name) => (++n > 6 ? look(p, name) : undefined));
  });

  journey('from home to the report with scripts: five forms, one set of figures', {}, async (page, another) => {
    const email = mailbox('on@withscripts');
    await page.goto(url);
    await follow(page, 'Key account management preparedness survey');
    assert(page.url() === survey, `the survey lies at ${page.url()}`);
    const id = await send(page, { ...uneven, FM7: email }, (p, name) => (name === 'receipt' ? look(p, name) : undefined), true);
    const { mail } = await agree(page, another, id, email);

    // Opening told nobody anything; the answer to the question does.
    equal(await sql(`SELECT confirmed_at IS NULL FROM soundings.response WHERE id = '${id}'`), 't', 'unconfirmed');
    await look(page, 'report-asks');
    await page.getByRole('button', { name: 'Confirm' }).click();
    assert((await page.title()).startsWith('Error:'), 'nothing chosen was taken');
    await look(page, 'report-unanswered');
    await page.getByLabel('I answered this').check();
    await press(page);
    await page.waitForURL(`${linkIn(mail, 'report')}?noted=yours`);
    equal(await page.getByRole('status').innerText(), 'Thank you for telling us. Your answers can now join the comparison.', 'the thanks');
    equal(await sql(`SELECT confirmed_at IS NOT NULL FROM soundings.response WHERE id = '${id}'`), 't', 'confirmed');
    equal(await page.locator('form.note').count(), 0, 'questions left');
    await look(page, 'report');
    const own = ofJson(JSON.parse(await soundings('report', 'show', id, '--json')));
    same(await ofPage(page), own, 'the page once confirmed');

    const pdf = await page.request.get(`${linkIn(mail, 'report')}.pdf`);
    equal(pdf.headers()['content-type'], 'application/pdf', 'the kind of the PDF');
    equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-', 'the PDF');
    await settled();
    equal(mails(email).length, 1, 'mails');
  });

  journey('the whole survey without scripts on a phone: one response, one letter, one mail',
    { javaScriptEnabled: false, viewport: { width: 320, height: 700 } }, async (page, another) => {
      const email = mailbox('off@noscripts');
      const id = await send(page, { FM7: email, FM1: 'accounting', KP05: null, KP06: '2' }, undefined, true);
      await page.reload();
      equal(await reference(page), id, 'the reference after a reload');
      await agree(page, another, id, email);
      await page.getByLabel('I answered this').check();
      await press(page);
      await page.waitForLoadState('load');
      equal(await page.locator('form.note').count(), 0, 'questions left');
      await settled();
      equal(mails(email).length, 1, 'mails');
      equal(await sql(`SELECT count(*) FROM soundings.letter WHERE object = '${id}'`), '1', 'letters');
      equal(await sql(`SELECT count(*) FROM soundings.response_contact WHERE email = '${email}'`), '1', 'responses');
    });

  journey('a report without an own score in one area, and with nobody to compare with', {}, async (page) => {
    const none = Object.fromEntries(['KP05', 'KP06', 'KP07', 'KP08'].map((k) => [k, 'dk']));
    const facts = Object.fromEntries(['FX1', 'FX3', 'FX4', 'FX5', 'FX6', 'FX7', 'FX8', 'FX9'].map((k) => [k, null]));
    // The third of a firm in a wave sees own scores alone.
    for (const who of ['first', 'second']) {
      await page.context().clearCookies();
      await send(page, { FM7: mailbox(`${who}@crowded`) });
    }
    const id = await send(page, { ...none, ...facts, FM8: 'no', FM7: mailbox('third@crowded') });
    await look(page, 'receipt-no-score');
    const [mail] = await awaitMail(mailbox('third@crowded'));
    const told = JSON.parse(await soundings('report', 'show', id, '--json'));
    equal(told.comparison, null, 'comparison');
    same(ofText(mail.text), ofJson(told), 'the text part');
    same(await ofPdf(`${mail.name}-preparedness-report.pdf`), ofJson(told), 'the PDF');
    await page.goto(linkIn(mail, 'report'));
    await look(page, 'report-no-group');
    same(await ofPage(page), ofJson(told), 'the page');
    equal(areas.filter((a) => told.scores[a.code] === null).length, 1, 'areas without a score');
  });

  journey('a double click on send stores once and writes once', {}, async (page) => {
    const email = mailbox('twice@doubleclick');
    await answer(page, { FM7: email });
    await page.locator('main button[type=submit]').dblclick();
    await page.waitForURL(/receipt/);
    const id = await reference(page);
    await awaitMail(email);
    await settled();
    equal(mails(email).length, 1, 'mails');
    equal(await sql(`SELECT count(*) FROM soundings.letter WHERE object = '${id}'`), '1', 'letters');
  });

  journey('two tabs: the same answers twice are one, others are refused with a way to correct', {}, async (page) => {
    const email = mailbox('tabs@twotabs');
    await answer(page, { FM7: email });
    const second = await page.context().newPage();
    await second.goto(page.url());
    const third = await page.context().newPage();
    await third.goto(`${survey}/lead`);
    await next(page);
    const id = await reference(page);
    await press(second);
    await second.waitForURL(/receipt/);
    equal(await reference(second), id, 'the reference in the other tab');
    await fill(third, { KP01: '1' });
    await press(third);
    await third.waitForLoadState('load');
    equal(await heading(third), 'You have sent your answers already', 'a page saved too late');
    await look(third, 'sent-already');
    await follow(third, 'Open your receipt');
    equal(await reference(third), id, 'the receipt behind it');
    equal(await sql(`SELECT count(*) FROM soundings.letter WHERE object = '${id}'`), '1', 'letters');
  });

  journey('Back after sending shows no second way to send', {}, async (page) => {
    const email = mailbox('back@wayback');
    await answer(page, { FM7: email });
    await next(page);
    const id = await reference(page);
    await page.goBack();
    if (await page.locator('main form button[type=submit]').count()) { // the browser had put it aside
      await press(page);
      await page.waitForURL(/receipt/);
      equal(await reference(page), id, 'the reference once more');
    } else {
      equal(await heading(page), 'There are no answers to check yet', 'the page behind');
      await look(page, 'nothing-to-check');
    }
    equal(await sql(`SELECT count(*) FROM soundings.response_contact WHERE email = '${email}'`), '1', 'responses');
  });
}
