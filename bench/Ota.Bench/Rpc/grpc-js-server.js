// The same service on grpc-js, the peer of the benchmark. Prints its port, then serves until it is killed.
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'bench.proto'));
const service = grpc.loadPackageDefinition(definition).ota.bench.Bench.service;

const server = new grpc.Server();
server.addService(service, {
  Echo: (call, done) => done(null, call.request),
  Download: async (call) => {
    const payload = { body: Buffer.alloc(call.request.size) };
    for (let i = 0; i < call.request.count; i++) {
      if (!call.write(payload)) await new Promise((resolve) => call.once('drain', resolve));
    }
    call.end();
  },
  Upload: (call, done) => {
    let count = 0;
    call.on('data', () => count++);
    call.on('end', () => done(null, { count }));
  },
  PingPong: (call) => {
    call.on('data', (payload) => call.write(payload));
    call.on('end', () => call.end());
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`LISTENING ${port}`);
});
