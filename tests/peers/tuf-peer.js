'use strict';

// A foreign TUF client on tuf-js.
//
//   node tuf-peer.js canonical FILE    a JSON document a line; prints `CANONICAL hex` for each, or `REFUSED why`
//   node tuf-peer.js refresh FILE      an array of steps; prints `STEP {"name","accepted","why","found","digests"}` for each
//   node tuf-peer.js remote FILE       the same against a server that runs
//
// A step is {"name", "repository", "state", "images"}: a folder that is served over HTTP on loopback, a folder with the client's
// root.json where it keeps what it trusts, and the images to look up and download. `found` has for each image the length of what
// came, or null, and `digests` its SHA-256; `left` is what a refused download left behind. A remote step has "url", below which the
// metadata is, and targets/ with the images, in the place of "repository"; with "download" false it only looks the images up, as in the
// Director's repository, which has none. It may have "now", which the client then takes for the time, and "keep", a folder that gets a
// copy of the state as it is after the step.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { canonicalize } = require('@tufjs/canonical-json');
const { Updater } = require('tuf-js');

function say(word, value) {
  process.stdout.write(`${word} ${value}\n`);
}

function canonical(file) {
  for (const line of fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    try {
      say('CANONICAL', Buffer.from(canonicalize(JSON.parse(line)), 'utf8').toString('hex'));
    } catch (error) {
      say('REFUSED', error.message);
    }
  }
}

// Serves /N/... from the folder of step N.
function serve(steps) {
  const server = http.createServer((request, response) => {
    const [, step, ...names] = request.url.split('/').map(decodeURIComponent);
    fs.readFile(path.join(steps[Number(step)].repository, ...names), (error, bytes) => {
      response.writeHead(error ? 404 : 200);
      response.end(bytes);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const RealDate = Date;

function setTime(now) {
  if (now === undefined) {
    global.Date = RealDate;
    return;
  }
  global.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now] : given));
    }
  };
}

async function run(step, url, images) {
  const downloads = fs.mkdtempSync(path.join(os.tmpdir(), 'ota-test-tuf-'));
  try {
    setTime(step.now);
    const updater = new Updater({
      metadataDir: step.state,
      metadataBaseUrl: url,
      targetDir: downloads,
      targetBaseUrl: images,
      config: { fetchRetries: 0 },
    });
    await updater.refresh();
    const found = {};
    const digests = {};
    for (const image of step.images) {
      const info = await updater.getTargetInfo(image);
      const file = info && step.download !== false ? await updater.downloadTarget(info) : null;
      found[image] = info ? info.length : null;
      digests[image] = file && createHash('sha256').update(fs.readFileSync(file)).digest('hex');
      if (file && fs.statSync(file).size !== info.length) throw new Error(`${image} came with another length.`);
    }
    return { name: step.name, accepted: true, why: '', found, digests };
  } catch (error) {
    const left = fs.readdirSync(downloads);
    return { name: step.name, accepted: false, why: `${error.name}: ${error.message}`, found: {}, digests: {}, left };
  } finally {
    setTime();
    fs.rmSync(downloads, { recursive: true });
  }
}

async function refresh(file) {
  const steps = JSON.parse(fs.readFileSync(file, 'utf8'));
  const server = await serve(steps);
  const { port } = server.address();
  for (const [index, step] of steps.entries()) {
    const url = `http://127.0.0.1:${port}/${index}`;
    say('STEP', JSON.stringify(await run(step, url, `${url}/images`)));
  }
  server.close();
  server.closeAllConnections();
}

async function remote(file) {
  for (const step of JSON.parse(fs.readFileSync(file, 'utf8'))) {
    say('STEP', JSON.stringify(await run(step, step.url, `${step.url}/targets`)));
    if (step.keep) fs.cpSync(step.state, step.keep, { recursive: true });
  }
}

const [mode, file] = process.argv.slice(2);
if (mode === 'canonical') canonical(file);
else if (mode === 'remote') remote(file);
else refresh(file);
