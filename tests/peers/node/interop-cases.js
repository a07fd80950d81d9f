'use strict';

// The cases of doc/interop-test-descriptions.md that need neither compression nor Google credentials, and
// a few more.

const grpc = require('@grpc/grpc-js');
const checks = require('./checks');
const contract = require('./contract');
const { deadline, unary, clientStream, responses, next, rest } = require('./calls');

const EchoInitial = 'x-grpc-test-echo-initial';
const EchoTrailing = 'x-grpc-test-echo-trailing-bin';
const specialMessage = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP \u{1F608}\t\n';
const binaryValues = [Buffer.from([0]), Buffer.from([0xff, 0xfe]), Buffer.from([...Array(256).keys()])];
const { status } = grpc;

const payload = (size) => ({ body: Buffer.alloc(size) });
const large = (more) => ({ response_size: 314159, payload: payload(271828), ...more });
const output = (sizes, body, more) =>
  ({ response_parameters: sizes.map((size) => ({ size })), payload: payload(body ?? 0), ...more });

const connect = (server) => contract.connect(contract.interop().TestService, server);

const call = (client, method, request) => unary(client, method, request, new grpc.Metadata());

const cases = {
  async empty_unary(client) {
    checks.equal((await call(client, 'EmptyCall', {})).response, {}, 'response');
  },

  async large_unary(client) {
    checks.zeros((await call(client, 'UnaryCall', large())).response.payload, 314159);
  },

  async client_streaming(client) {
    const requests = [27182, 8, 1828, 45904].map((size) => ({ message: { payload: payload(size) } }));
    const response = await clientStream(client, 'StreamingInputCall', requests);
    checks.equal(response.aggregated_payload_size, 74922, 'aggregated size');
  },

  async server_streaming(client) {
    const sizes = [31415, 9, 2653, 58979];
    const received = await rest(responses(client.StreamingOutputCall(output(sizes), deadline())));
    checks.equal(received.length, 4, 'number of responses');
    sizes.forEach((size, index) => checks.zeros(received[index].payload, size));
  },

  async ping_pong(client) {
    const duplex = client.FullDuplexCall(deadline());
    const received = responses(duplex);
    for (const [responseSize, requestSize] of [[31415, 27182], [9, 8], [2653, 1828], [58979, 45904]]) {
      duplex.write(output([responseSize], requestSize));
      checks.zeros((await next(received)).payload, responseSize);
    }
    duplex.end();
    checks.equal(await rest(received), [], 'responses after the last');
  },

  async empty_stream(client) {
    const duplex = client.FullDuplexCall(deadline());
    duplex.end();
    checks.equal(await rest(responses(duplex)), [], 'responses');
  },

  async cancel_after_begin(client) {
    await checks.fails(() => new Promise((resolve, reject) => {
      client.StreamingInputCall(deadline(), (error, response) => (error ? reject(error) : resolve(response))).cancel();
    }), status.CANCELLED);
  },

  async cancel_after_first_response(client) {
    const duplex = client.FullDuplexCall(deadline());
    const received = responses(duplex);
    duplex.write(output([31415], 27182));
    checks.zeros((await next(received)).payload, 31415);
    duplex.cancel();
    await checks.fails(() => rest(received), status.CANCELLED);
  },

  async timeout_on_sleeping_server(client) {
    // The connection is made first: its time must not count, or the call would end before the server hears of it.
    await call(client, 'EmptyCall', {});
    const duplex = client.FullDuplexCall({ deadline: Date.now() + 1 });
    duplex.write(output([], 27182));
    await checks.fails(() => rest(responses(duplex)), status.DEADLINE_EXCEEDED);
  },

  async status_code_and_message(client) {
    const wanted = { response_status: { code: status.UNKNOWN, message: 'test status message' } };
    await checks.fails(() => call(client, 'UnaryCall', wanted), status.UNKNOWN, 'test status message');
    const duplex = client.FullDuplexCall(deadline());
    duplex.end(wanted);
    await checks.fails(() => rest(responses(duplex)), status.UNKNOWN, 'test status message');
  },

  async special_status_message(client) {
    const wanted = { response_status: { code: status.UNKNOWN, message: specialMessage } };
    await checks.fails(() => call(client, 'UnaryCall', wanted), status.UNKNOWN, specialMessage);
  },

  async unimplemented_method(client) {
    await checks.fails(() => call(client, 'UnimplementedCall', {}), status.UNIMPLEMENTED);
  },

  async unimplemented_service(client, server) {
    const other = contract.connect(contract.interop().UnimplementedService, server);
    await checks.fails(() => call(other, 'UnimplementedCall', {}), status.UNIMPLEMENTED);
  },

  async custom_metadata(client) {
    const metadata = new grpc.Metadata();
    metadata.set(EchoInitial, 'test_initial_metadata_value');
    metadata.set(EchoTrailing, Buffer.from('ababab', 'hex'));
    const answer = await unary(client, 'UnaryCall', large(), metadata);
    checks.zeros(answer.response.payload, 314159);
    echoed(answer);
    echoed(await echoedByDuplex(client, metadata));
  },

  // Longer than an HTTP/2 frame: the headers go on in CONTINUATION frames, there and back.
  async large_metadata(client) {
    const metadata = new grpc.Metadata();
    metadata.set(EchoInitial, 'm'.repeat(20000));
    const { initial } = await unary(client, 'EmptyCall', {}, metadata);
    checks.equal(initial.get(EchoInitial), ['m'.repeat(20000)], EchoInitial);
  },

  // Every remainder of base64, padded or not.
  async binary_metadata(client) {
    for (const value of binaryValues) await echoesBinary(client, [value]);
  },

  async repeated_binary_metadata(client) {
    await echoesBinary(client, binaryValues);
  },

  async concurrent_large_unary(client) {
    const calls = Array.from({ length: 100 }, () => call(client, 'UnaryCall', large()));
    for (const { response } of await Promise.all(calls)) checks.zeros(response.payload, 314159);
  },
};

async function echoesBinary(client, values) {
  const metadata = new grpc.Metadata();
  values.forEach((value) => metadata.add(EchoTrailing, value));
  const { trailing } = await unary(client, 'EmptyCall', {}, metadata);
  checks.equal(trailing.get(EchoTrailing), values, EchoTrailing);
}

async function echoedByDuplex(client, metadata) {
  const duplex = client.FullDuplexCall(metadata, deadline());
  const seen = {};
  duplex.on('metadata', (initial) => { seen.initial = initial; });
  const ended = new Promise((resolve) => { duplex.on('status', resolve); });
  duplex.end(output([314159], 271828));
  checks.equal((await rest(responses(duplex))).map((response) => response.payload.body.length), [314159], 'sizes');
  return { ...seen, trailing: (await ended).metadata };
}

function echoed({ initial, trailing }) {
  checks.equal(initial.get(EchoInitial), ['test_initial_metadata_value'], EchoInitial);
  checks.equal(trailing.get(EchoTrailing), [Buffer.from('ababab', 'hex')], EchoTrailing);
}

const withClient = (body) => (server) => body(connect(server), server);

module.exports = Object.fromEntries(Object.entries(cases).map(([name, body]) => [name, withClient(body)]));
