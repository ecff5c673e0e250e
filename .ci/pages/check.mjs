// Opens pages in a headless browser: `node check.mjs BROWSER FOLDER`.
//
// FOLDER has whole pages (*.html) and fragments (*.fragment.html). Each is validated; each whole page
// is audited for accessibility, drawn at three widths and printed. Prints a line for each page; ends
// in 1 when anything is wrong.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const WIDTHS = [360, 900, 1600];
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });
// A fragment carries its looks in attributes: editors leave nothing else.
const fragmentValidator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: { "no-inline-style": "off", "no-deprecated-attr": "off", "prefer-tbody": "off" },
});

let failures = 0;

function fail(file, what) {
  failures += 1;
  console.log(`${file}: ${what}`);
}

async function validate(file, markup, validator) {
  const report = await validator.validateString(markup);
  for (const { messages } of report.results) {
    for (const { ruleId, message, line, column } of messages) {
      fail(file, `html-validate ${line}:${column} ${ruleId}: ${message}`);
    }
  }
  return report.errorCount + report.warningCount;
}

/// Every number of a statutory table has headings of rows and columns in the accessibility tree.
async function headedNumbers(page, file) {
  const client = await page.createCDPSession();
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  const known = new Map(nodes.map((node) => [node.backendDOMNodeId, node]));
  const { root } = await client.send("DOM.getDocument", { depth: -1 });
  const heads = new Map();
  const cells = [];
  const walk = (node) => {
    const attributes = Object.fromEntries(
      Array.from({ length: (node.attributes ?? []).length / 2 }, (_, i) => node.attributes.slice(2 * i, 2 * i + 2)),
    );
    if (node.nodeName === "TH" && attributes.id) heads.set(attributes.id, known.get(node.backendNodeId));
    if (node.nodeName === "TD" && attributes.headers) cells.push(attributes.headers.split(" "));
    (node.children ?? []).forEach(walk);
  };
  walk(root);
  for (const ids of cells) {
    for (const id of ids) {
      const head = heads.get(id);
      const role = head?.role?.value;
      if (!["columnheader", "rowheader"].includes(role) || !head.name?.value) {
        fail(file, `heading ${id} is ${role} "${head?.name?.value}" to a screen reader`);
      }
    }
  }
  const bare = await page.$$eval(".statutory td:not([headers]):not([id])", (cells) => cells.length);
  if (bare > 0) fail(file, `${bare} numbers name no heading`);
  return cells.length;
}

async function audit(browser, folder, file) {
  const page = await browser.newPage();
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) fail(file, `asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => fail(file, `error: ${error}`));
  await page.goto(pathToFileURL(join(folder, file)).href);
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) fail(file, `is ${wide} pixels wide on a screen of ${width}`);
    await page.screenshot({ path: join(folder, `${file}-${width}.png`), fullPage: true });
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  for (const { id, help, nodes } of violations) {
    fail(file, `axe ${id}: ${help}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
  }
  const numbers = await headedNumbers(page, file);
  writeFileSync(join(folder, `${file}.pdf`), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  await page.close();
  return { violations: violations.length, numbers };
}

const [path, folder] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu"] });
const files = readdirSync(resolve(folder)).filter((name) => name.endsWith(".html")).sort();
for (const file of files) {
  const markup = readFileSync(join(folder, file), "utf8");
  if (file.endsWith(".fragment.html")) {
    const wrong = await validate(file, markup, fragmentValidator);
    console.log(`${file}: html-validate ${wrong}`);
    continue;
  }
  const wrong = await validate(file, markup, validator);
  const { violations, numbers } = await audit(browser, resolve(folder), file);
  console.log(`${file}: axe ${violations}, html-validate ${wrong}, ${numbers} numbers with headings`);
}
await browser.close();
if (files.length === 0) {
  fail(folder, "no pages");
}
process.exit(failures === 0 ? 0 : 1);
