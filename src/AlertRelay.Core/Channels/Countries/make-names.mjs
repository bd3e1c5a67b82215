// Writes names.json: the names of countries in the languages below, and their ISO 3166-1 numeric codes, from Unicode CLDR.
//   npm install --prefix DIR --ignore-scripts cldr-localenames-full@48.2.0 cldr-core@48.2.0
//   node make-names.mjs DIR/node_modules
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// The official languages of the EU without English, then Norwegian, Icelandic, Turkish, Arabic, Russian, Ukrainian, Chinese, Japanese and Korean.
const languages = [
  'bg', 'cs', 'da', 'de', 'el', 'es', 'et', 'fi', 'fr', 'ga', 'hr', 'hu', 'it', 'lt', 'lv', 'mt', 'nl', 'pl', 'pt', 'ro', 'sk', 'sl', 'sv',
  'nb', 'nn', 'is', 'tr', 'ar', 'ru', 'uk', 'zh', 'ja', 'ko',
];
const further = { nb: ['no'], zh: ['zh-Hant'], pt: ['pt-PT'] };

const modules = process.argv[2];
if (!modules)
  throw new Error('Write the folder of the packages, such as node make-names.mjs DIR/node_modules.');

const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const here = import.meta.dirname;
const codes = json(here, 'countries.json').countries.filter(country => country.alpha3).map(country => country.alpha2);
const territories = locale => {
  try {
    return json(modules, 'cldr-localenames-full/main', locale, 'territories.json').main[locale].localeDisplayNames.territories;
  } catch {
    return {};
  }
};

const namesOf = (language, code) => [language, ...further[language] ?? []]
  .map(territories)
  .flatMap(names => [names[code], names[`${code}-alt-variant`], names[`${code}-alt-short`]])
  .filter(name => name && name !== code);

const names = Object.fromEntries(languages.map(language =>
  [language, Object.fromEntries(codes.map(code => [code, [...new Set(namesOf(language, code))]]).filter(([, found]) => found.length > 0))]));
const mappings = json(modules, 'cldr-core/supplemental/codeMappings.json').supplemental.codeMappings;
// Those of the range 900 to 999 are users' own.
const numeric = Object.fromEntries(codes.map(code => [mappings[code]?._numeric, code]).filter(([number]) => number && number < '900'));

const lines = languages.map(language => `    ${JSON.stringify(language)}: ${JSON.stringify(names[language])}`);
writeFileSync(join(here, 'names.json'), `{\n  "numeric": ${JSON.stringify(numeric)},\n  "names": {\n${lines.join(',\n')}\n  }\n}\n`);
