// SPDX-License-Identifier: ISC
// The way in: link, app, code.
import { createHmac } from 'node:crypto';
import { awaitMail, equal, heading, linkIn, next, press, url } from './frame.mjs';

// What an app with that key shows: RFC 6238, so many steps from now; early enough
// in the step that it is still that one when the server reads it.
export async function code(key, steps = 0) {
  const left = 30000 - Date.now() % 30000;
  if (left < 8000) await new Promise((r) => setTimeout(r, left + 100));
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const mac = createHmac('sha1', secret).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

export async function ask(page, email, see = async () => {}) {
  await page.goto(`${url}/sign-in`);
  await see(page, 'sign-in');
  await page.getByLabel('Your work email').fill(email);
  await next(page);
  equal(await heading(page), 'Look into your mail', 'after asking');
}
export const give = async (page, label, text) => {
  await page.getByRole('textbox', { name: label, exact: true }).fill(text);
  await press(page);
  await page.waitForLoadState('load');
};

// For the first time, with an app set up on the way: gives the app's key.
export async function enter(page, email) {
  await ask(page, email);
  await page.goto(linkIn((await awaitMail(email, 2)).at(-1), 'sign-in'));
  await next(page);
  equal(await heading(page), 'Set up your second factor', 'after the link');
  const key = await page.locator('code').innerText();
  await give(page, 'The code that the app shows', await code(key));
  equal(await heading(page), 'Your recovery codes', 'after the first code');
  return key;
}
