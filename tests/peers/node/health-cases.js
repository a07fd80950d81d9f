'use strict';

// grpc.health.v1 as a load balancer would use it.

const grpc = require('@grpc/grpc-js');
const checks = require('./checks');
const contract = require('./contract');
const { deadline, unary, responses, next } = require('./calls');

const [Serving, NotServing, ServiceUnknown] = [1, 2, 3];

const connect = (server) => contract.connect(contract.health().Health, server);
const check = (client, service) => unary(client, 'Check', { service }, new grpc.Metadata());

module.exports = {
  async health_check(server) {
    const client = connect(server);
    for (const service of ['', 'grpc.testing.TestService']) {
      checks.equal((await check(client, service)).response.status, Serving, `health of '${service}'`);
    }
    await checks.fails(() => check(client, 'no.such.Service'), grpc.status.NOT_FOUND);
  },

  // Prints each status as it comes: whoever runs this case changes it twice.
  async health_watch(server) {
    const call = connect(server).Watch({ service: 'grpc.testing.Watched' }, deadline());
    const received = responses(call);
    for (const expected of [Serving, NotServing, Serving]) {
      checks.equal((await next(received)).status, expected, 'health');
      console.log(`SEEN ${expected}`);
    }
  },

  // A service that the server does not know is watched, not refused: it may come.
  async health_watch_unknown(server) {
    const received = responses(connect(server).Watch({ service: 'no.such.Service' }, deadline()));
    checks.equal((await next(received)).status, ServiceUnknown, 'health');
  },
};
