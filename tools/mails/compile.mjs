/**
 * Turns `templates/` into `dist/templates/`, so that a running process needs Handlebars only.
 *
 * Two template languages meet in one file, and this is where they part:
 * - at build time: `{{> partial name="…"}}`, `{{#> layout}}…{{/layout}}`, and inside a partial `{{{name}}}`;
 * - at run time: every other `{{…}}`, which passes through MJML untouched.
 *
 * `<module>/<mail>/<language>.mjml.hbs` becomes `<language>.html.hbs`; subject and text keep their names.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Handlebars from 'handlebars';
import mjml2html from 'mjml';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const LANGUAGES = ['fr', 'en'];
const PARTS = { 'subject.hbs': 'subject.hbs', 'text.hbs': 'text.hbs', 'mjml.hbs': 'html.hbs' };
const NOT_MODULES = ['partials', 'dev-inbox'];

/** Brackets from the private use area stand for `{{` and `}}` while the build-time pass runs. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

/**
 * Compiles every mail.
 *
 * @param {{ from?: string, to?: string }} [folders] source and target; by default `templates` and `dist/templates` of the project
 * @returns {Promise<{ mails: number, files: number }>} what was written
 * @throws {Error} one sentence that names the file at fault
 */
export async function compileTemplates({
  from = join(PROJECT, 'templates'),
  to = join(PROJECT, 'dist/templates'),
} = {}) {
  const names = (await readdir(from, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .sort();
  const sources = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(from, name), 'utf8')])),
  );
  const mails = mailFolders(names);
  for (const mail of mails) assertComplete(mail, sources);

  const outputs = new Map(
    names.filter(isCopied).map((name) => [name, typeset(sources.get(name), name === 'words.fr.json')]),
  );
  for (const mail of mails) {
    for (const language of LANGUAGES) {
      for (const [part, target] of Object.entries(PARTS)) {
        const file = `${mail}/${language}.${part}`;
        outputs.set(`${mail}/${language}.${target}`, await compileFile(file, language, sources));
      }
    }
  }
  await replaceFolder(to, outputs);
  return { mails: mails.length, files: outputs.size };
}

/** Writes beside the target and swaps, so that nobody ever reads half a set of templates. */
async function replaceFolder(to, outputs) {
  const fresh = `${to}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  for (const [name, text] of outputs) {
    await mkdir(dirname(join(fresh, name)), { recursive: true });
    await writeFile(join(fresh, name), text);
  }
  await rm(to, { recursive: true, force: true });
  await rename(fresh, to);
}

const isCopied = (name) => name.startsWith('dev-inbox/') || /^words\.(fr|en)\.json$/.test(name);

function mailFolders(names) {
  const folders = names
    .map((name) => name.split('/'))
    .filter((steps) => steps.length === 3 && !NOT_MODULES.includes(steps[0]))
    .map(([module, mail]) => `${module}/${mail}`);
  return [...new Set(folders)];
}

function assertComplete(mail, sources) {
  for (const language of LANGUAGES) {
    for (const part of Object.keys(PARTS)) {
      const file = `${mail}/${language}.${part}`;
      if (!sources.has(file))
        throw new Error(`templates/${file} is missing: a mail has a subject, a text and an MJML file in each language`);
    }
  }
}

async function compileFile(file, language, sources) {
  try {
    const composed = compose(file, language, sources);
    const text = file.endsWith('.mjml.hbs') ? await toHtml(composed) : composed;
    Handlebars.precompile(text, { strict: true });
    return text;
  } catch (error) {
    throw new Error(`templates/${file} cannot be compiled: ${error.message}`, { cause: error });
  }
}

/** Resolves the partials of one file and keeps everything that belongs to run time. */
function compose(file, language, sources) {
  const kind = file.endsWith('.mjml.hbs') ? '.mjml.hbs' : '.text.hbs';
  const handlebars = Handlebars.create();
  for (const [name, source] of sources) {
    const partial = new RegExp(`^partials/(?:${language}/)?([a-z-]+)${kind.replaceAll('.', '\\.')}$`).exec(name);
    if (partial) handlebars.registerPartial(partial[1], shield(typeset(source, name.includes('/fr/'))));
  }
  const template = handlebars.compile(shield(typeset(sources.get(file), language === 'fr')), {
    strict: true,
    noEscape: true,
  });
  return template({ language }).replaceAll(OPEN, '{{').replaceAll(CLOSE, '}}');
}

/** Hides run-time tags from the build-time pass, also where they stand inside an argument of a partial. */
function shield(source) {
  const blocks = [...source.matchAll(/\{\{#>\s*([\w-]+)/g)].map(([, name]) => `/${name}`);
  return source.replace(/(?<!\{)\{\{(?![{>]|#>)([^{}]*)\}\}(?!\})/g, (tag, inner) =>
    blocks.includes(inner.trim()) ? tag : `${OPEN}${inner}${CLOSE}`,
  );
}

/** French wants a space before `: ; ! ?` and inside « », and no line may break there. */
function typeset(source, french) {
  return french ? source.replace(/(?<=\S) (?=[:;!?»](?:\s|$|<))/gm, '\u00A0').replaceAll('« ', '«\u00A0') : source;
}

async function toHtml(mjml) {
  const { html } = await mjml2html(mjml, { validationLevel: 'strict', keepComments: false, fonts: {} });
  const times = (text, tag) => text.split(tag).length;
  const lost = mjml.match(/\{\{[^{}]*\}\}/g)?.find((tag) => times(html, tag) < times(mjml, tag));
  // MJML drops text between its own elements: a condition written there would vanish without a word.
  if (lost) throw new Error(`MJML drops ${lost}; put it inside an element such as mj-text`);
  return `${html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')}\n`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  try {
    const started = performance.now();
    const { mails } = await compileTemplates();
    process.stdout.write(`${mails} mails compiled in ${Math.round(performance.now() - started)} ms\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
