'use strict';

// The interop contract, read from the same .proto file as the C# side, by another parser.

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');

const repository = path.join(__dirname, '..', '..', '..');
const loading = { keepCase: true, longs: String, enums: Number, defaults: true, oneofs: true };

function load(folder, file) {
  const includeDirs = [path.join(repository, folder)];
  return grpc.loadPackageDefinition(protoLoader.loadSync(file, { ...loading, includeDirs }));
}

const interop = () => load('tests/Ota.Rpc.Tests/Interop/Protos', 'interop.proto').grpc.testing;
const health = () => load('src/Ota.Rpc/Protos', 'grpc/health/v1/health.proto').grpc.health.v1;
const reflection = (version) =>
  load('src/Ota.Rpc/Protos', `grpc/reflection/${version}/reflection.proto`).grpc.reflection[version];

// What a server's reflection returned, as serialised FileDescriptorProto messages.
function ofDescriptors(files) {
  const set = Buffer.concat(files.map((file) => Buffer.concat([Buffer.from([0x0a]), varint(file.length), file])));
  return grpc.loadPackageDefinition(protoLoader.loadFileDescriptorSetFromBuffer(set, loading));
}

function varint(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}

// Node sends no IP address as the server name of TLS, so the name in the certificate is given.
const connect = (Client, { address, credentials }, options) =>
  new Client(address, credentials, { 'grpc.ssl_target_name_override': 'localhost', ...options });

module.exports = { connect, interop, health, reflection, ofDescriptors };
