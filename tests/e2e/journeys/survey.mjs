// SPDX-License-Identifier: ISC
// The preparedness survey from first page to mail, with scripts and without.
import { assert, awaitMail, fill, journey, look, mails, next, url } from '../frame.mjs';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

async function whole(page, email, seePage) {
  await page.goto(`${url}/s/kam-preparedness`);
  await seePage(page, 'start');
  await next(page);
  for (let n = 1; n <= 20 && !page.url().endsWith('/check'); n++) {
    const here = page.url();
    await fill(page, { FM7: email, FX2: '4', FM8: 'yes' });
    await seePage(page, `part-${n}`);
    assert(await next(page), `the answers were not taken at ${here}: ${await page.locator('.note.wrong, main').first().innerText()}`);
  }
  assert(page.url().endsWith('/check'), 'the check page never came');
  await seePage(page, 'check');
  await next(page);
  assert(page.url().includes('/receipt/'), 'no receipt');
  await seePage(page, 'receipt');
  const found = new Set((await page.locator('main').innerText()).match(uuid));
  assert(found.size === 1, `${found.size} references on the receipt`);
  return [...found][0];
}

export default async function () {
  await journey('the whole survey with scripts, each page readable by anybody', {}, async (page) => {
    await whole(page, 'on@quillfeather.example', look);
    await awaitMail('on@quillfeather.example');
  });
  await journey('the whole survey without scripts, one mail', { javaScriptEnabled: false, viewport: { width: 320, height: 700 } }, async (page) => {
    await whole(page, 'off@quillfeather.example', async () => {});
    const [mail] = await awaitMail('off@quillfeather.example');
    assert(/application\/pdf/.test(mail.text), 'no PDF in the mail');
    await page.goBack();
    await page.reload();
    await page.waitForTimeout(1500);
    assert(mails('off@quillfeather.example').length === 1, 'more than one mail');
  });
}
