#!/usr/bin/env node
'use strict';

// A foreign gRPC peer on @grpc/grpc-js: either the interop server or one case of a client.
//
//   grpc-peer.js server [--port 0] [--tls CERT KEY [CLIENT_CA]]
//   grpc-peer.js client --port P --case NAME [--tls CA [CERT KEY]]
//
// The server prints `LISTENING port` and runs until its standard input ends, so that it never outlives the test that
// started it. The client prints `OK name` and exits with 0, or prints one line with the reason and exits with 1.

const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const server = require('./node/server');

const cases = {
  ...require('./node/interop-cases'),
  ...require('./node/compression-cases'),
  ...require('./node/health-cases'),
  ...require('./node/reflection-cases'),
  ...require('./node/drain-case'),
};

function parse([role, ...words]) {
  const options = { role, port: 0, tls: [] };
  while (words.length > 0) {
    const name = words.shift();
    const end = words.findIndex((word) => word.startsWith('--'));
    const values = words.splice(0, end < 0 ? words.length : end);
    if (name === '--tls') options.tls = values.map((path) => fs.readFileSync(path));
    else if (name === '--port') options.port = Number(values[0]);
    else if (name === '--case') options.case = values[0];
    else throw new Error(`unknown option ${name}`);
  }
  return options;
}

function credentials([ca, certificate, key]) {
  return ca ? grpc.credentials.createSsl(ca, key, certificate) : grpc.credentials.createInsecure();
}

async function runClient(options) {
  const run = cases[options.case];
  if (!run) throw new Error(`there is no case ${options.case}; there are: ${Object.keys(cases).join(' ')}`);
  await run({ address: `127.0.0.1:${options.port}`, credentials: credentials(options.tls) });
  console.log(`OK ${options.case}`);
}

async function main() {
  const options = parse(process.argv.slice(2));
  if (options.role === 'server') await server.run(options);
  else if (options.role === 'client') await runClient(options);
  else throw new Error('the first word is server or client');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.log(`${process.argv.slice(2).join(' ')}: ${String(error.message).replace(/\s+/g, ' ')}`);
    process.exit(1);
  },
);
