// SPDX-License-Identifier: ISC
// Pages for what goes wrong.
import { assert, journey, look, url } from '../frame.mjs';

export default async function () {
  await journey('an address that is not there gets a page of ours', {}, async (page) => {
    const answer = await page.goto(`${url}/no/such/page`);
    assert(answer.status() === 404, `status ${answer.status()}`);
    await look(page, 'not-found');
  });
  await journey('the web server\'s own page for a missing file is ours too', {}, async (page) => {
    const answer = await page.goto(`${url}/static/no-such-file.css`);
    assert(answer.status() === 404, `status ${answer.status()}`);
    await look(page, 'static-not-found');
  });
}
