'use strict';

// A foreign MQTT client on mqtt.js.
//
//   node mqtt-peer.js subscribe OPTIONS
//   node mqtt-peer.js publish OPTIONS
//
// OPTIONS and what is printed are those of mqtt_peer.py. With "aliases" the publisher lets mqtt.js choose topic aliases, and
// prints `ALIASED n` for the publishes that left without their topic; a subscriber's message that came by its alias alone
// has "aliased".

const fs = require('node:fs');
const mqtt = require('mqtt');

const MqttName = {
  'user-properties': 'userProperties',
  'response-topic': 'responseTopic',
  'correlation-data': 'correlationData',
  'content-type': 'contentType',
  'payload-format-indicator': 'payloadFormatIndicator',
  'message-expiry-interval': 'messageExpiryInterval',
  'topic-alias': 'topicAlias',
};

function settings(options) {
  const [ca, cert, key] = (options.tls ?? []).map((path) => fs.readFileSync(path));
  const five = options.version === 5;
  return {
    protocol: (options.web ? 'ws' : 'mqtt') + (options.tls?.length ? 's' : ''),
    host: '127.0.0.1',
    port: options.port,
    path: '/mqtt',
    protocolVersion: options.version,
    clientId: options.id,
    clean: !options.lasting,
    reconnectPeriod: 0,
    ca,
    cert,
    key,
    will: options.will && { ...options.will, payload: Buffer.from(options.will.payload) },
    autoAssignTopicAlias: Boolean(options.aliases),
    properties: five
      ? { sessionExpiryInterval: options.lasting ? 3600 : 0, ...(options.aliases && { topicAliasMaximum: options.aliases }) }
      : undefined,
  };
}

// Resolves with the client and its CONNACK; a connection that ends before fails.
function connect(options) {
  const client = mqtt.connect(settings(options));
  client.on('message', (topic, payload, packet) => say('MESSAGE', read(topic, payload, packet, client)));
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'publish' && packet.topic === '') client.aliased = true;
  });
  return new Promise((resolve, reject) => {
    client.once('connect', (connack) => resolve({ client, connack }));
    client.once('error', reject);
    client.once('close', () => reject(new Error('the connection was closed')));
  });
}

function read(topic, payload, packet, client) {
  const seen = { topic, qos: packet.qos, retain: Number(packet.retain), payload: payload.toString(), aliased: client.aliased === true };
  client.aliased = false;
  const properties = packet.properties ?? {};
  seen.properties = {};
  for (const [name, own] of Object.entries(MqttName)) {
    if (properties[own] !== undefined) seen.properties[name] = fromLibrary(name, properties[own]);
  }
  return seen;
}

function fromLibrary(name, value) {
  if (name === 'user-properties') return Object.entries(value).flatMap(([key, values]) => [values].flat().map((one) => [key, one]));
  if (name === 'correlation-data') return value.toString();
  return name === 'payload-format-indicator' ? Number(value) : value;
}

function toLibrary(name, value) {
  if (name === 'correlation-data') return Buffer.from(value);
  if (name === 'payload-format-indicator') return value === 1;
  if (name !== 'user-properties') return value;
  const pairs = {};
  for (const [key, one] of value) (pairs[key] ??= []).push(one);
  return pairs;
}

function bodies(message) {
  if (message.file) return [fs.readFileSync(message.file)];
  if (message.repeat) return Array.from({ length: message.repeat }, (_, i) => `${message.payload}${i}`);
  return [message.payload];
}

async function subscribe(options) {
  const { client, connack } = await connect(options);
  const granted = [];
  for (const filter of options.filters) granted.push(...(await client.subscribeAsync(filter, { qos: options.qos })).map((one) => one.qos));
  say('SUBSCRIBED', { present: connack.sessionPresent, granted });
  for await (const _ of process.stdin);
  await client.endAsync();
}

async function publish(options) {
  const { client, connack } = await connect(options);
  // mqtt.js sends all at once, whatever the broker's receive maximum (3.3.4).
  const window = connack.properties?.receiveMaximum ?? 65535;
  client.on('close', () => fail(new Error('the connection was closed')));
  let aliased = 0;
  client.on('packetsend', (packet) => {
    if (packet.cmd === 'publish' && packet.topic === '') aliased++;
  });
  const sent = [];
  for (const message of options.messages) {
    const entries = Object.entries(message.properties ?? {}).map(([name, value]) => [MqttName[name], toLibrary(name, value)]);
    const how = { qos: message.qos, retain: Boolean(message.retain), properties: Object.fromEntries(entries) };
    for (const body of bodies(message)) {
      if (sent.length >= window) await sent[sent.length - window];
      sent.push(client.publishAsync(message.topic, body, how));
    }
  }
  await Promise.all(sent);
  client.removeAllListeners('close');
  await client.endAsync();
  console.log(`ALIASED ${aliased}`);
  console.log(`PUBLISHED ${sent.length}`);
}

const say = (word, content) => console.log(`${word} ${JSON.stringify(content)}`);

const [role, options] = process.argv.slice(2);

function fail(error) {
  console.log(`${role}: ${String(error.message).replace(/\s+/g, ' ')}`);
  process.exit(1);
}

({ subscribe, publish })[role](JSON.parse(options)).then(() => process.exit(0), fail);
