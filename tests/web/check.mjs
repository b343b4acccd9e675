// Opens pages of kind in Chromium and checks what a person would see of them. Usage: node check.mjs FOLDER [CHROMIUM], where each
// NAME.html lies beside its NAME.json. Screenshots are left in FOLDER.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const folder = path.resolve(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let passed = 0;
let left = 0;
const faults = [];

function check(good, what) {
  if (good) passed++;
  else faults.push(what);
}

// How a number of json is shown in a table.
function shown(value) {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return String(value);
  return String(Math.abs(value) < 1000 ? Number(value.toPrecision(3)) : Math.round(value));
}

// What makes text safe shows these as U+FFFD, and json does not: only that it is the same apart from them can be asked.
function plain(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cn}\p{Co}\u2028\u2029\ufffd]/gu, '');
}

function same(cell, value) {
  if (typeof value === 'string') return plain(cell) === plain(value);
  if (value === null || cell === '') return cell === shown(value);
  // A half is rounded to the even digit by one and away from zero by the other.
  const unit = Number.isInteger(value) ? 0 : Math.abs(value) < 1000 ? 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2) : 1;
  return Math.abs(Number(cell) - value) <= unit * 0.5000001;
}

const validator = new HtmlValidate({ extends: ['html-validate:standard'] });

async function validate(name, html) {
  const result = await validator.validateString(html);
  for (const message of result.results.flatMap((r) => r.messages)) faults.push(`${name}: html ${message.line}: ${message.ruleId}: ${message.message}`);
  passed += result.valid;
}

// The tables hold the json's rows, cell by cell.
async function checkTables(page, name, json) {
  const tables = await page.$$eval('table[data-section]', (all) =>
    all.map((table) => ({
      section: table.dataset.section,
      keys: [...table.tHead.rows[0].cells].map((cell) => cell.dataset.key),
      rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    })));
  const told = Object.keys(json.sections).filter((key) => json.sections[key].rows.length);
  check(tables.map((t) => t.section).join() === told.join(), `${name}: the tables are those of ${told}`);
  for (const table of tables) {
    const rows = json.sections[table.section].rows;
    check(rows.length === table.rows.length, `${name}: ${table.section} has ${rows.length} rows`);
    rows.forEach((row, r) => Object.entries(row).forEach(([key, value], c) =>
      check(table.keys[c] === key && same(table.rows[r][c], value), `${name}: ${table.section} ${r} ${key}: ${table.rows[r][c]} is not ${value}`)));
  }
  const pairs = await page.$$eval('table[data-pairs] tbody tr', (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const wanted = Object.values(json.sections).flatMap((section) => section.pairs ?? []);
  check(pairs.length === wanted.length, `${name}: ${wanted.length} pairs`);
  wanted.forEach((pair, i) => check(pairs[i][0] === pair.group && same(pairs[i][1], pair.before) && same(pairs[i][2], pair.after), `${name}: pair ${i}`));
}

async function checkRecords(page, name, json) {
  const rows = await page.$$eval('table[data-records] tbody tr', (all) =>
    all.map((row) => [row.querySelector('time').dateTime, ...[...row.cells].slice(1).map((cell) => cell.textContent)]));
  check(rows.length === json.records.length, `${name}: ${json.records.length} records`);
  json.records.forEach((record, r) => Object.values(record).forEach((value, c) => check(same(rows[r][c], value), `${name}: record ${r}: ${rows[r][c]} is not ${value}`)));
}

// What pictures and sentences say comes from the json as well.
async function checkNumbers(page, name, json) {
  const sections = json.sections;
  const acts = (row) => row.kindness + row.care + row.pause + row.shift;
  if (sections.days) {
    const told = await page.$$eval('.calendar path > title', (all) => all.map((title) => title.textContent));
    const wanted = sections.days.rows.filter((row) => acts(row) > 0).map((row) => `${row.day}: ${acts(row)}`);
    const year = sections.days.rows.slice(-300).filter((row) => acts(row) > 0).length;
    check(told.length >= year && told.join('\n') === (told.length ? wanted.slice(-told.length).join('\n') : ''), `${name}: the calendar tells each day's acts`);
    const marks = await page.$$eval('.calendar path:not(.tell)', (all) => all.map((path) => path.getAttribute('d').split('M').length - 1).reduce((a, b) => a + b, 0));
    check(marks === sections.days.rows.length, `${name}: the calendar has ${sections.days.rows.length} days, not ${marks}`);
  }
  if (sections.mood) {
    const told = await page.$$eval('.line .tell > title', (all) => all.map((title) => title.textContent));
    const wanted = sections.mood.rows.filter((row) => row.n).map((row) => `week of ${row.week}: mean ${shown(row.mean)}, ${shown(row.low)} to ${shown(row.high)}`);
    const numbers = (text) => text.match(/[\d.]+/g).map(Number);
    check(told.length === wanted.length && told.every((t, i) => numbers(t).every((n, k) => Math.abs(n - numbers(wanted[i])[k]) < 0.011)), `${name}: the line tells each week`);
  }
  const sizes = await page.$$eval('.size', (all) => all.map((span) => span.textContent));
  const told = await page.$$eval('.interval > title', (all) => all.map((title) => title.textContent));
  check(told.join() === sizes.join(), `${name}: a pointer reads what stands beside the interval`);
  const rows = [...(sections.links?.rows ?? []), ...(sections.tags?.rows ?? [])].filter((row) => row.estimate !== null);
  if (sections.links) {
    const round = (value, decimals) => {
      const text = (Math.round(Math.abs(value) * 10 ** decimals) / 10 ** decimals).toFixed(decimals);
      return (value < 0 && Number(text) !== 0 ? '-' : '+') + text;
    };
    const wanted = rows.map((row) => {
      const nearZero = Math.abs(row.low) < 0.05 || Math.abs(row.high) < 0.05;
      const decimals = row.high - row.low < 0.25 || nearZero ? 2 : 1;
      return `${round(row.estimate, decimals)} (${round(row.low, decimals)} to ${round(row.high, decimals)})`;
    });
    check([...sizes].sort().join() === wanted.sort().join(), `${name}: the intervals are those of json: ${sizes} and ${wanted}`);
  }
  const strengths = await page.$$eval('.share', (all) => all.map((p) => p.textContent));
  if (sections.streaks) check(strengths.join() === sections.streaks.rows.map((row) => `strength ${(row.strength * 100).toFixed(0)}\u00a0%`).join(), `${name}: strengths`);
  const lead = await page.$$eval('.lead', (all) => all.map((p) => p.textContent).join(''));
  check(plain(lead) === plain(json.summary.join('\n')), `${name}: the first paragraph is the summary`);
  const cautions = await page.$$eval('.caution', (all) => all.map((p) => p.textContent));
  check(plain(cautions.join('\n')) === plain(Object.values(sections).flatMap((s) => s.cautions).join('\n')), `${name}: every caution is told`);
}

// Runs in the page: labels that overlap or leave their picture, and contrasts that are too low.
function look() {
  const found = [];
  const visible = (element) => element.getClientRects().length > 0;
  const box = (element) => element.getBoundingClientRect();
  const groups = [...document.querySelectorAll('svg[role=img]')].map((svg) => [...svg.querySelectorAll('text')]);
  for (const holder of document.querySelectorAll('.xs, .ys, .ticks')) groups.push([...holder.querySelectorAll('span')]);
  for (const row of document.querySelectorAll('.forest li')) groups.push([...row.children]);
  for (const group of groups) {
    const there = group.filter(visible);
    there.forEach((a, i) => there.slice(i + 1).forEach((b) => {
      const x = Math.min(box(a).right, box(b).right) - Math.max(box(a).left, box(b).left);
      const y = Math.min(box(a).bottom, box(b).bottom) - Math.max(box(a).top, box(b).top);
      if (x > 0.5 && y > 0.5) found.push(`'${a.textContent.slice(0, 30)}' overlaps '${b.textContent.slice(0, 30)}'`);
    }));
  }
  for (const text of document.querySelectorAll('svg text')) {
    const [a, b] = [box(text), box(text.ownerSVGElement)];
    if (visible(text) && (a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 || a.bottom > b.bottom + 1)) found.push(`'${text.textContent}' leaves its picture`);
  }
  for (const svg of document.querySelectorAll('svg[role=img]'))
    for (const by of ['aria-labelledby', 'aria-describedby'])
      if (!svg.querySelector('#' + svg.getAttribute(by))?.textContent) found.push(`a picture has no ${by}`);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const parse = (color) => color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = parse(getComputedStyle(e).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (element, color) => {
    const [a, b] = [luminance(parse(color).slice(0, 3)), luminance(behind(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const need = (element, color, least) => {
    const is = contrast(element, color);
    if (is < least) found.push(`contrast ${is.toFixed(2)} of ${element.getAttribute('class') ?? element.localName}, ${color}`);
  };
  for (const element of document.querySelectorAll('body *:not(svg *)')) {
    if (!visible(element) || ![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    need(element, getComputedStyle(element).color, 4.5);
  }
  for (const text of document.querySelectorAll('svg text')) need(text, getComputedStyle(text).fill, 4.5);
  for (const path of document.querySelectorAll('svg path:not(.tell)')) {
    const style = getComputedStyle(path);
    // A line through the thin ones of a slope is as strong as they are drawn.
    if (style.stroke !== 'none') need(path, style.stroke, 3);
    else if (Number(style.fillOpacity) === 1) need(path, style.fill, 3);
  }
  const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (overflow > 0) found.push(`${overflow} pixels stand out on the right`);
  return found;
}

async function checkLook(page, name) {
  const found = await page.evaluate(look);
  passed++;
  faults.push(...found.map((fault) => `${name}: ${fault}`));
}

// Colours that axe can't tell are those that were computed above.
async function checkAxe(page, name) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations', 'incomplete'] }));
  const open = result.incomplete.filter((rule) => rule.id !== 'color-contrast');
  check(!result.violations.length, `${name}: axe: ${result.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`).join('; ')}`);
  check(!open.length, `${name}: axe is not sure: ${open.map((rule) => `${rule.id}: ${rule.nodes[0].html.slice(0, 200)}`).join('; ')}`);
  left += result.incomplete.filter((rule) => rule.id === 'color-contrast').flatMap((rule) => rule.nodes).length;
}

const browser = await chromium.launch({ executablePath: process.argv[3] || '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const file of readdirSync(folder).filter((f) => f.endsWith('.html')).sort()) {
  const name = file.replace('.html', '');
  const whole = path.join(folder, file);
  const html = readFileSync(whole, 'utf8');
  const json = JSON.parse(readFileSync(path.join(folder, name + '.json'), 'utf8'));
  const large = html.length > 500000;
  await validate(name, html);
  for (const [scheme, width] of [['light', 1280], ['dark', 1280], ['light', 320], ['dark', 320]]) {
    const view = `${name}, ${scheme}, ${width}`;
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    page.on('console', (message) => faults.push(`${view}: the console says ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`${view}: ${error}`));
    page.on('dialog', (dialog) => { faults.push(`${view}: a dialog`); dialog.dismiss(); });
    page.on('request', (request) => check(request.url() === pathToFileURL(whole).href, `${view}: asks for ${request.url()}`));
    await page.goto(pathToFileURL(whole).href);
    check(await page.evaluate(() => !document.scripts.length && !document.images.length && !document.links.length), `${view}: something strange in the page`);
    await checkLook(page, view);
    await page.screenshot({ path: path.join(folder, `${name}-${scheme}-${width}.png`), fullPage: !large });
    if (!large || (scheme === 'light' && width === 320)) await checkAxe(page, view);
    await page.$$eval('details', (all) => all.forEach((details) => { details.open = true; }));
    if (!large && (scheme === 'light') === (width === 320)) {
      await checkLook(page, `${view}, tables open`);
      await checkAxe(page, `${view}, tables open`);
    }
    if (scheme === 'light' && width === 1280) {
      if (json.schema === 'kind.records/1') {
        await checkRecords(page, name, json);
      } else {
        await checkTables(page, name, json);
        if (name !== 'made') await checkNumbers(page, name, json);
      }
      await page.$$eval('details', (all) => all.forEach((details) => { details.open = false; }));
      for (const between of [360, 480, 640, 752, 768, 1024, 1920]) {
        await page.setViewportSize({ width: between, height: 900 });
        await checkLook(page, `${name}, ${between}`);
      }
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.setViewportSize({ width: 720, height: 1000 });
      await checkLook(page, `${name}, on paper`);
      const pdf = await page.pdf({ format: 'A4', margin: { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' } });
      writeFileSync(path.join(folder, name + '.pdf'), pdf);
      check(pdf.length > 5000, `${name}: nothing was printed`);
    }
    await page.close();
  }
}
await browser.close();
for (const fault of faults.slice(0, 60)) console.log(fault.slice(0, 400));
console.log(`axe left ${left} contrasts open; all were computed`);
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
