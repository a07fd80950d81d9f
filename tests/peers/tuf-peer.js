'use strict';

// A foreign TUF client on tuf-js.
//
//   node tuf-peer.js canonical FILE    a JSON document a line; prints `CANONICAL hex` for each, or `REFUSED why`
//   node tuf-peer.js refresh FILE      an array of steps; prints `STEP {"name","accepted","why","found"}` for each
//
// A step is {"name", "repository", "state", "images"}: a folder that is served over HTTP on loopback, a folder with the client's
// root.json where it keeps what it trusts, and the images to look up and download. `found` has for each image the length of what
// came, or null.

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

async function run(step, url) {
  const downloads = fs.mkdtempSync(path.join(os.tmpdir(), 'ota-test-tuf-'));
  try {
    const updater = new Updater({
      metadataDir: step.state,
      metadataBaseUrl: url,
      targetDir: downloads,
      targetBaseUrl: `${url}/images`,
      config: { fetchRetries: 0 },
    });
    await updater.refresh();
    const found = {};
    for (const image of step.images) {
      const info = await updater.getTargetInfo(image);
      found[image] = info ? fs.statSync(await updater.downloadTarget(info)).size : null;
    }
    return { name: step.name, accepted: true, why: '', found };
  } catch (error) {
    return { name: step.name, accepted: false, why: `${error.name}: ${error.message}`, found: {} };
  } finally {
    fs.rmSync(downloads, { recursive: true });
  }
}

async function refresh(file) {
  const steps = JSON.parse(fs.readFileSync(file, 'utf8'));
  const server = await serve(steps);
  const { port } = server.address();
  for (const [index, step] of steps.entries()) {
    say('STEP', JSON.stringify(await run(step, `http://127.0.0.1:${port}/${index}`)));
  }
  server.close();
  server.closeAllConnections();
}

const [mode, file] = process.argv.slice(2);
if (mode === 'canonical') canonical(file);
else refresh(file);
