/**
 * Renders every mail's sample in both languages into one page: `.scratch/mails/index.html`.
 * Reads the compiled modules and templates of `dist`, so that what it shows is what a process would send.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Handlebars from 'handlebars';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const DIST = join(PROJECT, 'dist');
const TARGET = join(PROJECT, '.scratch/mails');
const FRAME = { account: 'xx11111-ovh', publicUrl: 'https://mandate.example' };

const PAGE = Handlebars.compile(
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Mails of Mandate</title>
<style>
body { margin: 0 auto; padding: 16px; max-width: 1400px; font: 16px/1.5 system-ui, sans-serif; }
section { border-top: 1px solid #8888; margin-top: 24px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 16px; }
iframe { width: 100%; height: 760px; border: 1px solid #8888; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; }
</style></head><body>
<h1>Mails of Mandate</h1>
<ul>{{#each mails}}<li><a href="#{{name}}">{{name}}</a></li>{{/each}}</ul>
{{#each mails}}<section id="{{name}}"><h2>{{name}} <small>({{template}})</small></h2><div class="pair">
{{#each languages}}<article lang="{{language}}"><h3>{{subject}}</h3>
<iframe sandbox title="{{../name}} in {{language}}" srcdoc="{{html}}" loading="lazy"></iframe>
<details><summary>Text</summary><pre>{{text}}</pre></details></article>{{/each}}
</div></section>{{/each}}
</body></html>
`,
  { strict: true },
);

const load = (path) => import(pathToFileURL(path).href);

async function allMails() {
  const files = (await readdir(join(DIST, 'modules'), { recursive: true })).filter((name) =>
    name.endsWith('.mails.js'),
  );
  const exported = await Promise.all(files.sort().map((name) => load(join(DIST, 'modules', name))));
  return exported.flatMap((names) =>
    Object.entries(names).filter(([, value]) => typeof value?.template === 'string' && value.sample !== undefined),
  );
}

try {
  const { MailRenderer } = await load(join(DIST, 'platform/mail/mail-renderer.js'));
  const { LANGUAGES } = await load(join(DIST, 'platform/mail/mail.js'));
  const renderer = new MailRenderer();
  const mails = (await allMails()).map(([name, mail]) => ({
    name,
    template: mail.template,
    languages: LANGUAGES.map((language) => ({ language, ...renderer.render(mail, language, mail.sample, FRAME) })),
  }));
  await mkdir(TARGET, { recursive: true });
  await writeFile(join(TARGET, 'index.html'), PAGE({ mails }));
  process.stdout.write(`${mails.length} mails: ${join(TARGET, 'index.html')}\n`);
} catch (error) {
  process.stderr.write(`The mails cannot be shown: ${error.message}\n`);
  process.exitCode = 1;
}
