// SPDX-License-Identifier: ISC
// Pages that stand by themselves, the weight of the first ones, keys and scripts.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { assert, awaitMail, equal, fill, heading, journey, look, mailbox, next, send, shots, survey, until, url } from '../frame.mjs';

// Bytes on the wire, heads included, and how many requests.
async function weigh(page, address) {
  const seen = [];
  page.on('requestfinished', (request) => seen.push(request));
  await page.goto(address, { waitUntil: 'networkidle' });
  let bytes = 0;
  for (const request of seen) {
    const s = await request.sizes();
    bytes += s.responseHeadersSize + s.responseBodySize;
  }
  return { bytes, requests: seen.length };
}

// A fault for each look at the page that is shown, and one for both that are narrow.
const plant = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  const [wide, narrow] = ['(min-width:60em)', '(max-width:30em)'];
  const faint = (where, scheme, what) => `@media ${where} and (prefers-color-scheme:${scheme}){${what}{color:${scheme === 'light' ? '#ddd' : '#333'}!important}}`;
  sheet.replaceSync(faint(wide, 'light', 'h1') + faint(wide, 'dark', '.lead') + faint(narrow, 'dark', 'h1') + faint(narrow, 'light', '.lead') +
    `@media ${narrow}{h1{min-inline-size:30em}}`);
  document.adoptedStyleSheets = [sheet];
});

export default function () {
  journey('each look at a page finds what only that look can see', {}, async (page) => {
    await page.goto(`${url}/accessibility`);
    await plant(page);
    const told = await look(page, 'planted').then(() => 'nothing', (error) => error.message.replace(/ (Element has|by \d+ px)[^;]*/g, ''));
    equal(told, '6 problems: planted at 1280 light: color-contrast h1; planted at 1280 dark: color-contrast .lead; ' +
      'planted at 320 dark: color-contrast h1; planted at 320 dark: scrolls sideways; planted at 320 light: color-contrast .lead', 'what was found');
    await look(page, 'accessibility');
  });
  for (const [name, path] of [['home', '/'], ['questions', '/s/kam-preparedness/questions'], ['privacy', '/privacy'],
    ['how-we-compare', '/how-we-compare'], ['feedback-start', '/s/matter-feedback'],
    ['feedback-questions', '/s/matter-feedback/questions']])
    journey(`the page ${name}`, {}, async (page) => {
      equal((await page.goto(url + path)).status(), 200, 'status');
      await look(page, name);
    });
  journey('the page of matter feedback, and its receipt', {}, async (page) => {
    await page.goto(`${url}/s/matter-feedback`);
    await next(page);
    await look(page, 'feedback');
    await fill(page, { MF12: 'Clear words.', MF13: 'Fewer attachments.' });
    await look(page, 'feedback-filled');
    await next(page);
    await look(page, 'feedback-receipt');
  });

  journey('the first visit: at most 14 KB and three requests', {}, async (page) => {
    const { bytes, requests } = await weigh(page, survey);
    assert(bytes <= 14 * 1024 && requests <= 3, `${bytes} bytes in ${requests} requests`);
  });
  journey('the scripts: at most 6 KB compressed', {}, async () => {
    const folder = new URL('../../../static/', import.meta.url);
    const bytes = readdirSync(folder).filter((n) => n.endsWith('.js')).reduce((sum, n) => sum + gzipSync(readFileSync(new URL(n, folder))).length, 0);
    assert(bytes > 0 && bytes <= 6 * 1024, `${bytes} bytes`);
  });

  journey('a page of questions by keyboard alone, the focus always to be seen', {}, async (page) => {
    await page.goto(survey);
    await next(page);
    await fill(page, {});
    await next(page);
    const at = () => page.evaluate(() => {
      const e = document.activeElement;
      const shown = [e, e.nextElementSibling, e.closest('label')].filter(Boolean).some((x) => getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
      const box = (e.closest('label') ?? e).getBoundingClientRect();
      return { what: e.name || e.className || e.tagName, shown, inside: box.bottom > 0 && box.top < innerHeight };
    });
    await page.keyboard.press('Tab');
    equal((await at()).what, 'skip', 'the first stop');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    equal((await at()).what, 'go', 'the stop after the skip link');
    const groups = await page.locator('fieldset.item').count();
    for (let g = 1; g <= groups; g++) {
      await page.keyboard.press('Tab');
      const stop = await at();
      equal([stop.shown, stop.inside], [true, true], `focus to be seen at ${stop.what}`);
      await page.keyboard.press('Space');
      for (let down = 0; down < 3; down++) await page.keyboard.press('ArrowDown');
      assert(await page.locator(`[name=${stop.what}][value="4"]`).isChecked(), `no answer by keys at ${stop.what}`);
    }
    await page.keyboard.press('Tab');
    const button = await at();
    equal([button.what, button.shown], ['button', true], 'the stop after the questions');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/found$/);
    await page.locator('button.back').click();
    await page.waitForURL(/\/lead$/);
    equal(await page.locator('input[value="4"]:checked').count(), groups, 'answers kept');
  });

  journey('the whole survey by keyboard alone, past its errors', {}, async (page) => {
    const at = () => page.evaluate(() => {
      const e = document.activeElement;
      const box = e.getBoundingClientRect();
      return { tag: e.tagName, type: e.type, name: e.name, id: e.id, className: e.className, inside: box.bottom > 0 && box.top < innerHeight };
    });
    // Tab by tab to the page's button, doing at each stop in the form what that kind takes.
    const through = async (answering) => {
      for (let stops = 0; stops < 90; stops++) {
        await page.keyboard.press('Tab');
        const stop = await at();
        assert(stop.inside, `out of sight at ${stop.name || stop.className}`);
        if (stop.className === 'button') return page.keyboard.press('Enter');
        if (!answering || !stop.name) continue;
        if (stop.type === 'radio') await page.keyboard.press('Space');
        else if (stop.type !== 'checkbox') await page.keyboard.type(stop.type === 'email' ? mailbox('keys@keyboard') : '7');
      }
      throw new Error(`no way to the button of ${page.url()}`);
    };
    const led = async (answering) => {
      const loaded = page.waitForEvent('load');
      await through(answering);
      await loaded;
    };
    await page.goto(survey);
    await led(false);
    await led(false);
    equal((await at()).id, 'errors', 'the focus after an empty page');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    equal((await at()).name, 'FM1', 'where the first error leads');
    await page.keyboard.press('Space');
    for (let pages = 0; pages < 12 && !page.url().endsWith('/check'); pages++) await led(true);
    await led(false);
    assert(page.url().includes('/receipt/'), `no receipt but ${page.url()}`);
    equal(await heading(page), 'We have your answers', 'at the end');
  });

  journey('answers are kept while they are given, and the line says so', {}, async (page, another) => {
    await page.goto(survey);
    await next(page);
    await fill(page, {});
    await next(page);
    const line = page.locator('form [role=status]');
    const says = (words) => until(`the line says ${words}`, async () => (await line.innerText()).includes(words));
    await page.locator('[name=KP01][value="4"]').check();
    await says('Stored at');
    const [cookie] = await page.context().cookies();
    const other = await another();
    await other.context().addCookies([cookie]);
    await other.goto(page.url());
    assert(await other.locator('[name=KP01][value="4"]').isChecked(), 'nothing was stored');

    await page.context().setOffline(true);
    await page.locator('[name=KP02][value="3"]').check();
    await says('Not stored just now');
    assert(await page.locator('[name=KP02][value="3"]').isChecked(), 'the answer left the page');
    await page.context().setOffline(false);
    await says('Stored at');
    await other.reload();
    assert(await other.locator('[name=KP02][value="3"]').isChecked(), 'nothing was stored once the line was back');
  });

  journey('the mails as they look', {}, async (page) => {
    const email = mailbox('look@maillook');
    await send(page, { FM7: email, FM1: 'law', FM2: '100-249', KP01: '1', KP16: '5', KP25: '2' });
    const [mail] = await awaitMail(email);
    const html = readFileSync(`${mail.name}.html`, 'utf8');
    assert(Buffer.byteLength(html) <= 60 * 1024 && mail.whole.length <= 300 * 1024, `HTML ${html.length}, mail ${mail.whole.length} bytes`);
    assert(mail.text.split('\n').every((line) => line.length <= 78 || line.startsWith('http')), 'the text part has a line too long');
    await page.goto('about:blank');
    await page.setContent(html);
    await look(page, 'mail');
    if (!shots) return;
    await page.setViewportSize({ width: 600, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}/mail-600-${colorScheme}.png`, fullPage: true });
    }
  });
}
