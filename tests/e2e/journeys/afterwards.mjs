// SPDX-License-Identifier: ISC
// Coming back later, clearing, correcting, mending, withdrawing, and "It wasn't me".
import { ofJson, ofPage, same } from '../figures.mjs';
import {
  assert, awaitMail, equal, fill, follow, heading, journey, linkIn, look, mailbox, mails, next, press, reference, send,
  settled, soundings, sql, survey, url,
} from '../frame.mjs';

const loaded = async (page) => {
  await press(page);
  await page.waitForLoadState('load');
};

export default function () {
  journey('come back later by the mailed link, on another device', {}, async (page, another) => {
    const email = mailbox('later@comeback');
    await page.goto(survey);
    await next(page);
    await fill(page, { FM1: 'architecture' });
    await next(page);
    await page.locator('[name=KP01][value="4"]').check();
    await page.getByRole('button', { name: 'Come back later' }).click();
    await page.waitForURL('**/later?from=lead');
    await look(page, 'later');
    await page.getByLabel('Your email address').fill('later@');
    await loaded(page);
    assert((await page.title()).startsWith('Error:'), 'half an address was taken');
    equal(await page.locator('#address').inputValue(), 'later@', 'what was typed');
    await look(page, 'error-later');
    await page.locator('#address').fill('later@gmial.com');
    await loaded(page);
    assert((await page.getByRole('alert').innerText()).startsWith('Did you mean gmail.com?'), 'the slip was not asked about');
    equal(await page.locator('#address').inputValue(), 'later@gmial.com', 'what was typed');
    await look(page, 'asks-later');
    await page.getByLabel('Your email address').fill(email);
    await loaded(page);
    equal(await heading(page), 'The link is on its way', 'the page after');
    await look(page, 'later-sent');
    equal((await page.goto(`${survey}/check`)).status(), 404, 'status where the browser has forgotten');

    const [mail] = await awaitMail(email);
    assert(!mail.text.includes('architecture'), 'an answer stands in the mail');
    const phone = await another({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
    await phone.goto(linkIn(mail, 'continue'));
    equal(await heading(phone), 'Go on where you stopped', 'behind the link');
    await loaded(phone);
    const open = new URL(phone.url()).pathname.split('/').pop();
    assert(open !== 'firm' && open !== 'lead', `${open} has answers`);
    await phone.goto(`${survey}/lead`);
    assert(await phone.locator('[name=KP01][value="4"]').isChecked(), 'what was ticked last did not come along');
    await phone.goto(`${survey}/firm`);
    assert(await phone.locator('[name=FM1][value=architecture]').isChecked(), 'the answer did not come along');

    const again = await another();
    await again.goto(linkIn(mail, 'continue'));
    await look(again, 'continue');
  });

  journey('clear my answers, and the mailed link is void', {}, async (page) => {
    await page.goto(survey);
    await next(page);
    await fill(page, { FM1: 'law' });
    await next(page);
    await follow(page, 'clear my answers');
    await look(page, 'clear');
    await follow(page, 'Keep them');
    assert(await page.locator('[name=FM1][value=law]').isChecked(), 'kept answers are gone');
    await page.goto(`${survey}/clear`);
    await loaded(page);
    equal(await heading(page), 'Your answers are cleared', 'the page after');
    await look(page, 'cleared');
    await page.goto(survey);
    await next(page);
    equal(await page.locator('input:checked').count(), 0, 'answers left');
  });

  journey('correct from the receipt: the same response, new figures', {}, async (page) => {
    const email = mailbox('mend@correcting');
    const id = await send(page, { FM7: email, KP01: '1' });
    const before = ofJson(JSON.parse(await soundings('report', 'show', id, '--json')));
    await follow(page, 'Correct my answers');
    await look(page, 'correct');
    await page.locator('[name=KP01][value="5"]').check();
    await page.locator('[name=FX2]:not([type=checkbox])').fill('many');
    await loaded(page);
    assert((await page.title()).startsWith('Error:'), 'words were taken for a number');
    assert(await page.locator('[name=KP01][value="5"]').isChecked(), 'the correction was lost with the error');
    await look(page, 'error-correct');
    await page.locator('[name=FX2]:not([type=checkbox])').fill('6');
    await loaded(page);
    equal(await reference(page), id, 'the reference');
    await look(page, 'receipt-corrected');
    const [mail] = await awaitMail(email);
    await page.goto(linkIn(mail, 'report'));
    const after = ofJson(JSON.parse(await soundings('report', 'show', id, '--json')));
    assert(after.overall !== before.overall, 'the score did not move');
    same(await ofPage(page), after, 'the page');
    equal(await sql(`SELECT revision FROM soundings.response WHERE id = '${id}'`), '2', 'revision');
  });

  journey('correct from the report: Back and storing lead to the report', {}, async (page) => {
    const email = mailbox('back@correcting');
    await send(page, { FM7: email, KP01: '1' });
    const [mail] = await awaitMail(email);
    const report = linkIn(mail, 'report');
    await page.goto(report);
    await follow(page, 'Correct these answers');
    await page.locator('a.back').click();
    await page.waitForURL(report);
    await follow(page, 'Correct these answers');
    await page.locator('[name=KP01][value="5"]').check();
    await loaded(page);
    equal(page.url(), `${report}?noted=corrected`, 'the page after');
    equal(await page.getByRole('status').innerText(), 'Your corrected answers are stored, and this report shows them.', 'the note');
    await look(page, 'report-corrected');
  });

  journey('mend the address: the report goes there, earlier links are void', {}, async (page) => {
    const id = await send(page, { FM7: mailbox('wrong@mending') });
    const old = page.url();
    await awaitMail(mailbox('wrong@mending'));
    await follow(page, 'mend the address and send again');
    await look(page, 'address');
    await page.locator('#address').fill('right@mending');
    await loaded(page);
    await look(page, 'error-address');
    await page.locator('#address').fill(mailbox('right@mending'));
    await loaded(page);
    equal(await reference(page), id, 'the reference');
    const [mail] = await awaitMail(mailbox('right@mending'));
    equal((await page.goto(old)).status(), 410, 'status of the old receipt');
    equal((await page.goto(linkIn(mails(mailbox('wrong@mending'))[0], 'report'))).status(), 410, 'status of the old report');
    await look(page, 'replaced-link');
    await page.goto(linkIn(mail, 'report'));
    await page.getByLabel('I answered this').check();
    await loaded(page);
    equal(await page.locator('form.note').count(), 0, 'questions left');
  });

  journey('withdraw: nothing counts any more', {}, async (page) => {
    const id = await send(page, { FM7: mailbox('gone@withdrawing') });
    const receipt = page.url();
    const [mail] = await awaitMail(mailbox('gone@withdrawing'));
    await follow(page, 'withdraw my answers');
    await look(page, 'withdraw');
    await loaded(page);
    equal(await heading(page), 'Your answers are withdrawn', 'the page after');
    await look(page, 'withdrawn');
    equal(await sql(`SELECT pool FROM soundings.response WHERE id = '${id}'`), 'withdrawn', 'pool');
    await page.goto(receipt);
    await look(page, 'receipt-withdrawn');
    await page.goto(linkIn(mail, 'report'));
    await look(page, 'report-withdrawn');
  });

  journey('“It wasn’t me” withdraws it and shows nothing more', {}, async (page) => {
    const email = mailbox('stranger@notme');
    const id = await send(page, { FM7: email });
    const [mail] = await awaitMail(email);
    await page.goto(linkIn(mail, 'report'));
    await page.getByLabel('It wasn’t me').check();
    await loaded(page);
    equal(await heading(page), 'You told us that it wasn’t you', 'the page after');
    await look(page, 'report-disowned');
    equal(await sql(`SELECT pool || (disowned_at IS NOT NULL)::text FROM soundings.response WHERE id = '${id}'`), 'withdrawntrue', 'pool');
    equal((await page.request.get(`${linkIn(mail, 'report')}.pdf`)).status(), 410, 'status of the PDF');
    await settled();
    equal(mails(email).length, 1, 'mails');
  });

  journey('matter feedback: one page, sent once', { javaScriptEnabled: false, viewport: { width: 320, height: 700 } }, async (page) => {
    await page.goto(`${url}/s/matter-feedback`);
    await next(page);
    const answers = page.url();
    await fill(page, { MF01: '9', MF10: 'open', MF12: 'You called before we had to.', MF13: 'Say «sorry» & "mean" it <once>' });
    await next(page);
    assert(page.url().includes('/receipt/'), `no receipt but ${page.url()}`);
    const id = await reference(page);
    equal(JSON.parse(await sql(`SELECT answers FROM soundings.response WHERE id = '${id}'`)).MF13, 'Say «sorry» & "mean" it <once>', 'the words as given');
    await page.goto(answers);
    equal(await page.locator('input:checked').count(), 0, 'answers left on the shared phone');
  });
}
