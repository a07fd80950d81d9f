'use strict';

// The compression cases, as far as grpc-js lets a program decide and see. A client does not learn whether a response
// came compressed: sizes and contents are checked here, and the test looks at the flags on the server's side.

const grpc = require('@grpc/grpc-js');
const checks = require('./checks');
const contract = require('./contract');
const { deadline, unary, clientStream, responses, rest } = require('./calls');

const NoCompress = 2; // The write flag of gRPC; grpc-js understands it but does not export its name.
const gzip = { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip };

const payload = (size) => ({ body: Buffer.alloc(size) });
const large = (more) => ({ response_size: 314159, payload: payload(271828), ...more });
const input = (size, compressed) => ({ payload: payload(size), expect_compressed: { value: compressed } });

const connect = (server, options) => contract.connect(contract.interop().TestService, server, options);

const call = (client, request) => unary(client, 'UnaryCall', request, new grpc.Metadata());

module.exports = {
  // Compression of unary calls is chosen per channel: hence two.
  async client_compressed_unary(server) {
    const plainly = connect(server);
    const compressing = connect(server, gzip);
    const compressed = large({ expect_compressed: { value: true } });
    await checks.fails(() => call(plainly, compressed), grpc.status.INVALID_ARGUMENT);
    checks.zeros((await call(compressing, compressed)).response.payload, 314159);
    const plain = large({ expect_compressed: { value: false } });
    checks.zeros((await call(plainly, plain)).response.payload, 314159);
  },

  async client_compressed_streaming(server) {
    const client = connect(server, gzip);
    const probe = [{ message: input(27182, true), flags: NoCompress }];
    await checks.fails(() => clientStream(client, 'StreamingInputCall', probe), grpc.status.INVALID_ARGUMENT);
    const both = [{ message: input(27182, true) }, { message: input(45904, false), flags: NoCompress }];
    const response = await clientStream(client, 'StreamingInputCall', both);
    checks.equal(response.aggregated_payload_size, 73086, 'aggregated size');
  },

  async server_compressed_unary(server) {
    const client = connect(server);
    for (const value of [true, false]) {
      const request = large({ response_compressed: { value } });
      checks.zeros((await call(client, request)).response.payload, 314159);
    }
  },

  async server_compressed_streaming(server) {
    const wanted = [{ size: 31415, compressed: { value: true } }, { size: 92653, compressed: { value: false } }];
    const received = connect(server).StreamingOutputCall({ response_parameters: wanted }, deadline());
    const all = await rest(responses(received));
    checks.equal(all.length, 2, 'number of responses');
    wanted.forEach(({ size }, index) => checks.zeros(all[index].payload, size));
  },
};
