'use strict';

// The interop service on grpc-js. Its server sends every response plain, whatever it is asked: response_compressed is
// therefore not served here. Whether a request came compressed it does not tell either, but an interceptor can see it.

const grpc = require('@grpc/grpc-js');
const contract = require('./contract');

const EchoInitial = 'x-grpc-test-echo-initial';
const EchoTrailing = 'x-grpc-test-echo-trailing-bin';
const zeros = (size) => ({ body: Buffer.alloc(size) });

// The flags of the messages that a call has received so far, found by the metadata object that its handler gets.
const flagsOf = new WeakMap();

// The innermost call unpacks each message in this method, whose first argument is the frame as it came.
function noteFlags(_method, call) {
  const flags = [];
  const unpack = call.decompressMessage.bind(call);
  call.decompressMessage = (frame, encoding) => {
    flags.push(frame.readUInt8(0) === 1);
    return unpack(frame, encoding);
  };
  const listener = new grpc.ServerListenerBuilder()
    .withOnReceiveMetadata((metadata, next) => {
      flagsOf.set(metadata, flags);
      next(metadata);
    })
    .build();
  const start = (next) => next(listener);
  return new grpc.ServerInterceptingCall(call, new grpc.ResponderBuilder().withStart(start).build());
}

function failureFor(call, request, index) {
  if (request.expect_compressed && request.expect_compressed.value !== flagsOf.get(call.metadata)[index]) {
    return { code: grpc.status.INVALID_ARGUMENT, details: `message ${index} is not compressed as announced` };
  }
  return request.response_status?.code
    ? { code: request.response_status.code, details: request.response_status.message }
    : null;
}

function echoInitial(call) {
  const values = call.metadata.get(EchoInitial);
  if (values.length === 0) return;
  const metadata = new grpc.Metadata();
  metadata.set(EchoInitial, values[0]);
  call.sendMetadata(metadata);
}

function trailing(call) {
  const metadata = new grpc.Metadata();
  call.metadata.get(EchoTrailing).forEach((value) => metadata.add(EchoTrailing, value));
  return metadata;
}

async function respond(call, request) {
  for (const { size, interval_us: pause } of request.response_parameters) {
    if (pause > 0) await new Promise((resolve) => { setTimeout(resolve, pause / 1000); });
    call.write({ payload: zeros(size) });
  }
}

// A plain loop over the call would destroy it after the last request, and with it the answers to come.
const requestsOf = (call) => call.iterator({ destroyOnReturn: false });

// Serves the requests of a call in order, each as it comes or all after the last.
async function serve(call, requests) {
  let index = 0;
  for await (const request of requests) {
    const failure = failureFor(call, request, index++);
    if (failure) return call.emit('error', { ...failure, metadata: trailing(call) });
    await respond(call, request);
  }
  return call.end(trailing(call));
}

const implementation = {
  EmptyCall(call, done) {
    echoInitial(call);
    done(null, {}, trailing(call));
  },

  UnaryCall(call, done) {
    echoInitial(call);
    done(failureFor(call, call.request, 0), { payload: zeros(call.request.response_size) }, trailing(call));
  },

  CacheableUnaryCall(call, done) {
    const metadata = new grpc.Metadata();
    metadata.set('cache-control', 'max-age=60, public');
    call.sendMetadata(metadata);
    done(null, { payload: { body: Buffer.from(String(process.hrtime.bigint())) } });
  },

  StreamingOutputCall(call) {
    echoInitial(call);
    serve(call, [call.request]);
  },

  StreamingInputCall(call, done) {
    echoInitial(call);
    let total = 0;
    let failure = null;
    let index = 0;
    call.on('data', (request) => {
      failure ??= failureFor(call, request, index++);
      total += request.payload.body.length;
    });
    call.on('end', () => done(failure, { aggregated_payload_size: total }, trailing(call)));
  },

  FullDuplexCall(call) {
    echoInitial(call);
    serve(call, requestsOf(call)).catch(() => {}); // Cancelled: nobody is left to tell.
  },

  async HalfDuplexCall(call) {
    echoInitial(call);
    const requests = [];
    for await (const request of requestsOf(call)) requests.push(request);
    await serve(call, requests);
  },
};

function run({ port, tls: [certificate, key, clientCa] }) {
  const server = new grpc.Server({ interceptors: [noteFlags] });
  server.addService(contract.interop().TestService.service, implementation);
  const credentials = certificate
    ? grpc.ServerCredentials.createSsl(clientCa ?? null, [{ cert_chain: certificate, private_key: key }], clientCa != null)
    : grpc.ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => {
      if (error) return reject(error);
      console.log(`LISTENING ${bound}`);
      return process.stdin.on('end', resolve).resume();
    });
  });
}

module.exports = { run };
