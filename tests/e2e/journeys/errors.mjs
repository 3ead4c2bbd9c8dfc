// SPDX-License-Identifier: ISC
// What goes wrong, and what is kept then.
import {
  assert, awaitMail, equal, fill, heading, journey, linkIn, look, mailbox, next, press, send, soundings, sql, staleLink,
  survey, url,
} from '../frame.mjs';

export default function () {
  journey('an address that is not there gets a page of ours', {}, async (page) => {
    equal((await page.goto(`${url}/no/such/page`)).status(), 404, 'status');
    await look(page, 'not-found');
  });
  journey('the web server\'s own page for a missing file is ours too', {}, async (page) => {
    equal((await page.goto(`${url}/static/no-such-file.css`)).status(), 404, 'status');
    await look(page, 'static-not-found');
  });

  journey('errors name the field, and everything typed is kept', {}, async (page) => {
    await page.goto(survey);
    await next(page);
    await fill(page, { FM1: null, FM2: null, FM5: null, FM3: '2-5', FM4: '2-4' });
    await press(page);
    await page.waitForLoadState('load');
    assert((await page.title()).startsWith('Error:'), 'no Error: in the title');
    await look(page, 'error-firm');
    assert(await page.evaluate(() => document.activeElement.id === 'errors'), 'the summary has no focus');
    assert(await page.locator('[name=FM3][value="2-5"]').isChecked(), 'an answer was lost');
    for (const link of await page.locator('#errors a').all()) {
      const target = (await link.getAttribute('href')).slice(1);
      const words = (await link.innerText()).trim();
      const error = (await page.locator(`.bad:has(#${target}) .error`).innerText()).replace('Error:', '').trim();
      equal(error, words, `the words at ${target}`);
    }
    await page.locator('#errors a').first().click();
    assert(await page.evaluate(() => location.hash === `#${document.activeElement.name}`), 'the link leads to no field');
    await fill(page, {});
    assert(await next(page), 'the mended page was not taken');
    equal(await heading(page), 'Leadership and ownership', 'the page after');

    await page.goto(`${survey}/facts`);
    await page.locator('input[name=FX1]:not([type=checkbox])').fill('about 14');
    await press(page);
    await page.waitForLoadState('load');
    equal(await page.locator('input[name=FX1]:not([type=checkbox])').inputValue(), 'about 14', 'what was typed');
    await look(page, 'error-facts');

    await page.goto(`${survey}/report`);
    await fill(page, { FM7: 'j.ashgrove@quillfeather', FM8: null });
    await press(page);
    await page.waitForLoadState('load');
    equal(await page.locator('#FM7').inputValue(), 'j.ashgrove@quillfeather', 'the address');
    await look(page, 'error-report');
  });

  journey('the Back button goes a page back with its answers', {}, async (page) => {
    await page.goto(survey);
    await next(page);
    await fill(page, { FM1: 'engineering' });
    await next(page);
    await fill(page, { KP01: '5' });
    await next(page);
    await page.goBack();
    assert(await page.locator('[name=KP01][value="5"]').isChecked(), 'the browser\'s Back lost an answer');
    await page.locator('main .back').click();
    await page.waitForLoadState('load');
    equal(await heading(page), 'Your firm', 'our own Back');
    assert(await page.locator('[name=FM1][value=engineering]').isChecked(), 'our own Back lost an answer');
  });

  journey('links that are altered, foreign or past their time say so', {}, async (page) => {
    const id = await send(page, { FM7: mailbox('links@linkpages') });
    const receipt = page.url();
    const stale = [['/receipt/', 1], ['/continue/', 2], ['/report/', 3]];
    for (const [path, purpose] of stale) {
      equal((await page.goto(`${url}${path}${await staleLink(purpose, id)}`)).status(), 410, `status of a stale ${path}`);
      equal(await heading(page), 'This link is no longer good', `stale ${path}`);
      await look(page, `stale${path.replaceAll('/', '-')}`);
    }
    const altered = receipt.slice(0, -1) + (receipt.endsWith('A') ? 'B' : 'A');
    for (const wrong of [altered, receipt.slice(0, -3), receipt.replace('/receipt/', '/report/')]) {
      equal((await page.goto(wrong)).status(), 404, 'status of an altered link');
      equal(await heading(page), 'This link is not whole', 'an altered link');
    }
    await look(page, 'altered-link');
  });

  journey('a page without answers, a survey that is not there', {}, async (page) => {
    for (const [path, name] of [['/check', 'nothing-to-check'], ['/later', 'nothing-for-later']]) {
      equal((await page.goto(survey + path)).status(), 404, `status of ${path}`);
      await look(page, name);
    }
    equal((await page.goto(`${survey}/no-such-page`)).status(), 404, 'status of a missing page');
    equal((await page.goto(`${url}/s/no-such-survey`)).status(), 404, 'status of a missing survey');
    await look(page, 'no-such-survey');
  });

  journey('a look ahead creates nothing: GET and HEAD of every address', { alone: true }, async (page) => {
    const email = mailbox('scan@scanner');
    await send(page, { FM7: email });
    const receipt = page.url();
    const [mail] = await awaitMail(email);
    const rows = () => sql(`SELECT concat_ws(' ', (SELECT count(*) FROM soundings.draft), (SELECT count(*) FROM soundings.draft_page),
      (SELECT count(*) FROM soundings.letter), (SELECT md5(string_agg(r::text, '|' ORDER BY id)) FROM soundings.response r),
      (SELECT count(*) FROM soundings.audit_event), (SELECT count(*) FROM soundings.suppression))`);
    const before = await rows();
    const paths = [url, survey, `${survey}/firm`, `${survey}/check`, `${survey}/later`, `${survey}/clear`, `${survey}/questions`,
      `${url}/s/matter-feedback/answers`, receipt, `${receipt}/correct`, `${receipt}/address`, `${receipt}/withdraw`,
      linkIn(mail, 'report'), `${linkIn(mail, 'report')}.pdf`];
    for (const path of paths)
      for (const method of ['HEAD', 'GET']) {
        const reply = await page.request.fetch(path, { method, headers: { 'Sec-Purpose': 'prefetch', Purpose: 'prefetch' } });
        assert(reply.status() < 500, `${reply.status()} for ${method} ${path}`);
      }
    equal(await rows(), before, 'rows');
  });

  journey('a closed survey says so, and receipts still open', { alone: true }, async (page) => {
    await send(page, { FM7: mailbox('late@closing') });
    const receipt = page.url();
    await page.goto(survey);
    await next(page);
    await fill(page);
    await soundings('form', 'close', 'kam-preparedness');
    try {
      await closedSoon(page);
      await press(page);
      await page.waitForLoadState('load');
      await look(page, 'closed-under-way');
      await page.goto(survey);
      await look(page, 'closed');
      assert(/closed/i.test(await page.locator('main').innerText()), 'the page does not say closed');
      await page.goto(url);
      await look(page, 'home-closed');
      equal((await page.goto(receipt)).status(), 200, 'status of the receipt');
    } finally {
      await soundings('form', 'open', 'kam-preparedness');
    }
  });
}

// Each worker asks about open surveys once a second.
async function closedSoon(page) {
  for (let closed = 0; closed < 8;) closed = (await (await page.request.get(`${survey}/firm`)).text()).includes('data-keep') ? 0 : closed + 1;
}
