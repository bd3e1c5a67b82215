// Writes world.json: of each country its region (UN M49, from Unicode CLDR), its shape for the map and for GeoJSON (Natural Earth 1:110m), and a point for
// those that are too small to have one (Natural Earth 1:50m or 1:10m).
//   npm install --prefix DIR --ignore-scripts world-atlas@2.0.2 d3-geo@3.1.2 topojson-client@3.1.0 cldr-core@48.2.0 cldr-localenames-full@48.2.0
//   node make-world.mjs DIR/node_modules
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
if (!modules)
  throw new Error('Write the folder of the packages, such as node make-world.mjs DIR/node_modules.');

const require = createRequire(pathToFileURL(join(modules, 'x')));
const { geoCentroid, geoArea, geoEqualEarth, geoPath } = await import(pathToFileURL(require.resolve('d3-geo')));
const { feature } = require('topojson-client');
const json = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const here = import.meta.dirname;
const names = json(here, '../Channels/Countries/countries.json').countries.filter(country => country.alpha3);
const numeric = json(here, '../Channels/Countries/names.json').numeric;
const codeOf = shape => numeric[String(shape.id).padStart(3, '0')] ?? (shape.properties.name === 'Kosovo' ? 'XK' : undefined);
const shapes = scale => {
  const atlas = json(modules, `world-atlas/countries-${scale}.json`);
  return new Map(feature(atlas, atlas.objects.countries).features.map(shape => [codeOf(shape), shape]).filter(([code]) => code));
};

// Continents and their parts: "142" is Asia, "145" Western Asia.
const contained = json(modules, 'cldr-core/supplemental/territoryContainment.json').supplemental.territoryContainment;
const continents = ['002', '009', '019', '142', '150'];
const regionOf = code => {
  for (const continent of continents)
    for (const part of contained[continent]._contains)
      if (within(part, code))
        return [continent, part];
  return [];
};
const within = (region, code) => region === code || (contained[region]?._contains ?? []).some(inner => within(inner, code));

const [width, height] = [1000, 487];
const projection = geoEqualEarth().fitSize([width, height], { type: 'Sphere' });
const path = geoPath(projection).digits(1);
const round = coordinates => typeof coordinates[0] === 'number' ? coordinates.map(number => Math.round(number * 100) / 100) : coordinates.map(round);
// RFC 7946, section 3.1.6: outer rings run counterclockwise, holes clockwise.
const sine = degrees => Math.sin(degrees * Math.PI / 180);
const turns = ring => ring.slice(1).reduce((sum, [x, y], i) => sum + (x - ring[i][0]) * (2 + sine(y) + sine(ring[i][1])), 0);
const polygon = rings => rings.map((ring, i) => (turns(ring) > 0) === (i === 0) ? [...ring].reverse() : ring);
const rightHanded = ({ type, coordinates }) => ({
  type, coordinates: type === 'Polygon' ? polygon(coordinates) : coordinates.filter(([ring]) => turns(ring) !== 0).map(polygon),
});
// The part with most land: France's is in Europe.
const mainland = shape => shape.geometry.type !== 'MultiPolygon' ? shape
  : shape.geometry.coordinates.map(coordinates => ({ type: 'Polygon', coordinates })).reduce((one, other) => geoArea(other) > geoArea(one) ? other : one);

// Natural Earth counts these to another country, or leaves them out.
const elsewhere = {
  BQ: [-68.27, 12.18], BV: [3.4, -54.43], CC: [96.84, -12.16], CX: [105.63, -10.49], GF: [-53.1, 3.9], GP: [-61.55, 16.25], MQ: [-61.02, 14.64],
  RE: [55.53, -21.12], SJ: [17, 78.6], TK: [-171.85, -9.2], YT: [45.15, -12.83],
};

const [coarse, middle, fine] = ['110m', '50m', '10m'].map(shapes);
const missing = [];
const countries = names.map(({ alpha2: code, en: name }) => {
  const shape = coarse.get(code);
  const located = middle.get(code) ?? fine.get(code) ?? shape;
  if (!located && !elsewhere[code])
    missing.push(`${code} ${name}`);
  const point = located ? round(geoCentroid(mainland(located))) : elsewhere[code];
  const [x, y] = projection(point).map(number => Math.round(number * 10) / 10);
  return {
    code, region: regionOf(code), path: shape ? path(shape) : null, x, y, point,
    geometry: shape ? rightHanded({ type: shape.geometry.type, coordinates: round(shape.geometry.coordinates) }) : null,
  };
});
const used = new Set(countries.flatMap(country => country.region));
const territories = json(modules, 'cldr-localenames-full/main/en/territories.json').main.en.localeDisplayNames.territories;
const lines = countries.map(country => `    ${JSON.stringify(country)}`);
writeFileSync(join(here, 'world.json'), `{
  "width": ${width}, "height": ${height},
  "sphere": ${JSON.stringify(path({ type: 'Sphere' }))},
  "regions": ${JSON.stringify(Object.fromEntries([...used].sort().map(code => [code, territories[code]])))},
  "countries": [
${lines.join(',\n')}
  ]
}
`);
const shaped = countries.filter(country => country.path).length;
console.log(`${countries.length} countries, ${shaped} with a shape; without a place: ${missing.join(', ') || 'none'}`);
