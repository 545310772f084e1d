// send.js CLIENT URL TOKEN COUNT EVERY_MS: sends COUNT events named "n" with a property n, one every EVERY_MS, and then
// joins two ids, each client in its own words. Ends when the client says that it has nothing left to send.
const [, , client, url, token, count, every] = process.argv;
const host = new URL(url).host;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function paced(send) {
  for (let n = 0; n < Number(count); n++) {
    send(n);
    if (Number(every) > 0) {
      await pause(Number(every));
    }
  }
}

// For clients that do not say when they have nothing left to send: who runs this ends its input when all is stored.
const endOfInput = () => new Promise((ended) => process.stdin.on('end', ended).resume());

// How many of the events the client says were taken, where it says so of each.
let acknowledged = 0;
const told = (call) => new Promise((done) => call((error) => {
  if (error) {
    console.error(`${client}: ${error.message ?? error}`);
  } else {
    acknowledged++;
  }
  done();
}));
const sayAcknowledged = () => console.log(`acknowledged ${acknowledged}`);

const clients = {
  'posthog-node': async () => {
    const { PostHog } = require('posthog-node');
    const posthog = new PostHog(token, { host: url, flushAt: 10, flushInterval: 200 });
    posthog.on('error', (error) => console.error(`${client}: ${error.message ?? error}`));
    await paced((n) => posthog.capture({ distinctId: 'device', event: 'n', properties: { n } }));
    posthog.identify({ distinctId: 'user', properties: { plan: 'pro', $anon_distinct_id: 'device' } });
    await posthog.shutdown(60000);
  },
  'segment-node': async () => {
    const { Analytics } = require('@segment/analytics-node');
    const segment = new Analytics({ writeKey: token, host: url, path: '/v1/batch', maxEventsInBatch: 10, flushInterval: 200, maxRetries: 8 });
    segment.on('error', (error) => console.error(`${client}: ${error.reason ?? error.code ?? error}`));
    const waiting = [];
    await paced((n) => waiting.push(told((done) => segment.track({ anonymousId: 'device', event: 'n', properties: { n } }, done))));
    segment.identify({ userId: 'user', anonymousId: 'device', traits: { plan: 'pro' } });
    await segment.closeAndFlush({ timeout: 60000 });
    await Promise.all(waiting);
    sayAcknowledged();
  },
  'rudder-node': async () => {
    const Rudder = require('@rudderstack/rudder-sdk-node');
    const rudder = new Rudder(token, { dataPlaneUrl: url, flushAt: 10, flushInterval: 200 });
    await paced((n) => rudder.track({ anonymousId: 'device', event: 'n', properties: { n } }));
    rudder.identify({ userId: 'user', anonymousId: 'device', traits: { plan: 'pro' } });
    await pause(300);
    await rudder.flush();
    await pause(2000);
  },
  'mixpanel-node': async () => {
    const mixpanel = require('mixpanel').init(token, { host, protocol: 'http', key: 'unused' });
    const waiting = [];
    await paced((n) => waiting.push(told((done) => mixpanel.track('n', { distinct_id: 'device', n }, done))));
    await Promise.all(waiting);
    sayAcknowledged();
    await told((done) => mixpanel.people.set('device', { plan: 'pro' }, done));
    await told((done) => mixpanel.alias('device', 'user', done));
    await told((done) => mixpanel.import_batch([{ event: 'old', properties: { distinct_id: 'user', time: new Date(Date.UTC(2023, 1, 2)) } }], done));
    await told((done) => mixpanel.groups.set('company', 'acme', { size: 3 }, done));
  },
  'amplitude-node': async () => {
    const amplitude = require('@amplitude/analytics-node');
    await amplitude.init(token, { serverUrl: `${url}/2/httpapi`, flushQueueSize: 10, flushIntervalMillis: 200, logLevel: 1 }).promise;
    const waiting = [];
    await paced((n) => waiting.push(amplitude.track('n', { n }, { device_id: 'device' }).promise));
    for (const result of await Promise.all(waiting)) {
      acknowledged += result.code === 200 ? 1 : 0;
    }
    sayAcknowledged();
    const identify = new amplitude.Identify();
    identify.set('plan', 'pro');
    const identified = amplitude.identify(identify, { user_id: 'user', device_id: 'device' }).promise;
    await amplitude.flush().promise;
    await identified;
  },
};

// In a browser, on a page of an origin of its own.
clients['posthog-js'] = async () => {
  const { createServer } = require('node:http');
  const { readFileSync, mkdtempSync, rmSync } = require('node:fs');
  const { spawn } = require('node:child_process');
  const { tmpdir } = require('node:os');
  const script = readFileSync(require.resolve('posthog-js/dist/array.full.js'));
  const page = `<!doctype html><title>page</title><script src="/posthog.js"></script><script>
    posthog.init(${JSON.stringify(token)}, { api_host: ${JSON.stringify(url)}, opt_out_useragent_filter: true, autocapture: false,
      capture_pageview: true, capture_pageleave: false, request_queue_config: { flush_interval_ms: 250 }, bootstrap: { distinctID: 'device' } });
    (async () => {
      for (let n = 0; n < ${count}; n++) {
        posthog.capture('n', { n });
        if (${every} > 0) await new Promise((done) => setTimeout(done, ${every}));
      }
      posthog.identify('user', { plan: 'pro' });
    })();
  </script>`;
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', request.url === '/posthog.js' ? 'text/javascript' : 'text/html');
    response.end(request.url === '/posthog.js' ? script : request.url === '/' ? page : '');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const profile = mkdtempSync(`${tmpdir()}/headgate-chromium-`);
  const browser = spawn('chromium', ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${profile}`,
    `http://127.0.0.1:${server.address().port}/`], { stdio: 'ignore' });
  await endOfInput();
  browser.kill();
  await new Promise((ended) => browser.on('exit', ended));
  rmSync(profile, { recursive: true, force: true });
};

process.on('uncaughtException', (error) => {
  console.error(`${client}: uncaught: ${error.message}`);
  process.exit(3);
});
clients[client]().then(() => process.exit(0));
