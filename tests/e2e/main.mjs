// SPDX-License-Identifier: ISC
// Runs every journey in journeys/, one line each.
import { readdirSync } from 'node:fs';
import { close, results } from './frame.mjs';

const wanted = process.argv.slice(2);
const folder = new URL('./journeys/', import.meta.url);
for (const file of readdirSync(folder).sort()) {
  const name = file.replace(/\.mjs$/, '');
  if (name === file || (wanted.length && !wanted.includes(name))) continue;
  await (await import(new URL(file, folder))).default();
}
await close();
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed ? 1 : 0);
