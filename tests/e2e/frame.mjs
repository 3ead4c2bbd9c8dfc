// SPDX-License-Identifier: ISC
// What every journey needs: a browser that tells of each CSP report and failed
// request, checks for any page, and the mail that was caught.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const state = process.env.SOUNDINGS_STATE;
const run = JSON.parse(readFileSync(join(state, 'run.json'), 'utf8'));
export const url = process.env.SOUNDINGS_URL ?? run.url;
export const conninfo = run.conninfo;
export const results = { passed: 0, failed: 0 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
export const close = () => browser.close();

export function assert(truth, words) {
  if (!truth) throw new Error(words);
}

// A fresh visitor.  fn(page, seen): seen.complaints gathers what the browser
// had to say against our pages.
export async function journey(name, options, fn) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|refused to|violates/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) complaints.push(`asked ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} at ${new URL(response.url()).pathname}`);
  });
  try {
    await fn(page, complaints);
    assert(complaints.length === 0, `the browser complained: ${complaints.slice(0, 3).join('; ')}`);
    results.passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    results.failed++;
    console.log(`FAIL ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')} (at ${page.url()})`);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `FAIL-${name.replace(/\W+/g, '-')}.png`), fullPage: true });
  }
  await context.close();
}

export const widths = [320, 1280];
export const schemes = ['light', 'dark'];

// The page as it stands must be readable by anybody, at any width.
// Needs a context with scripting, for axe is one.
export async function look(page, name) {
  const problems = [];
  for (const width of widths)
    for (const colorScheme of schemes) {
      const where = `${name} at ${width} ${colorScheme}`;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
      for (const v of found.violations) problems.push(`${where}: ${v.id} ${v.nodes[0].target} ${v.nodes[0].any[0]?.message ?? v.help}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${where}: scrolls sideways by ${wide} px`);
      for (const t of await smallTargets(page)) problems.push(`${where}: target ${t}`);
      if (process.env.SHOTS) {
        mkdirSync(process.env.SHOTS, { recursive: true });
        await page.screenshot({ path: join(process.env.SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
    }
  assert(problems.length === 0, `${problems.length} problems: ${problems.slice(0, 5).join('; ')}`);
}

// What is to be pressed in a form: 44 px at least, the label counts.
const smallTargets = (page) => page.evaluate(() => {
  const small = [];
  for (const e of document.querySelectorAll('main button, main .button, main input:not([type=hidden]), main select, main textarea')) {
    const box = (e.closest('label') ?? e).getBoundingClientRect();
    if (box.width > 0 && (box.height < 44 || box.width < 44)) small.push(`${e.name || e.textContent.trim()} ${Math.round(box.width)}x${Math.round(box.height)}`);
  }
  return small;
});

// Fill in the one POST form of a survey page, as a person who answers all:
// answers by field name, else the middle one.
export async function fill(page, answers = {}) {
  const form = page.locator('form[method=post]');
  assert(await form.count() === 1, `${await form.count()} POST forms on the page`);
  const names = await form.evaluate((f) => {
    const kinds = {};
    for (const e of f.elements) if (e.name && e.type !== 'hidden' && e.type !== 'submit' && !(e.name in kinds)) kinds[e.name] = e.type || e.tagName;
    return kinds;
  });
  for (const [name, kind] of Object.entries(names)) {
    const controls = form.locator(`[name="${name}"]`);
    const wish = answers[name];
    if (wish === null) continue;
    if (kind === 'radio') {
      const pick = wish === undefined ? controls.nth(Math.floor((await controls.count() - 1) / 2)) : form.locator(`[name="${name}"][value="${wish}"]`);
      await pick.check();
    } else if (kind === 'checkbox') {
      await (wish === undefined ? controls.first() : form.locator(`[name="${name}"][value="${wish}"]`)).check();
    } else if (kind === 'select-one') {
      await (wish === undefined ? controls.selectOption({ index: 1 }) : controls.selectOption(wish));
    } else {
      await controls.first().fill(wish ?? (kind === 'email' ? 'j.ashgrove@quillfeather.example' : '3'));
    }
  }
}

export async function next(page) {
  const path = page.url();
  await page.locator('form[method=post] button[type=submit]').first().click();
  await page.waitForLoadState('load');
  return page.url() !== path;
}

// Mails to that address, oldest first.
export const mails = (to) => readdirSync(run.mail_dir).filter((n) => /^\d+\.eml$/.test(n)).sort()
  .map((n) => ({ name: join(run.mail_dir, n.slice(0, -4)), text: readFileSync(join(run.mail_dir, n), 'utf8') }))
  .filter((m) => new RegExp(`^To:.*${to.replace(/\W/g, '.')}`, 'im').test(m.text));

export async function awaitMail(to, count = 1, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = mails(to);
    if (found.length >= count) return found;
    assert(Date.now() < end, `no mail to ${to} within ${seconds} s`);
    await new Promise((r) => setTimeout(r, 100));
  }
}
