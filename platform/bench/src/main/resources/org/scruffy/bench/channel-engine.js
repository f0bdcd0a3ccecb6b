// Starts npm's eyevinn-channel-engine with one channel: node channel-engine.js PORT VOD-ADDRESS, in a folder where it is installed.
// Its handlers are async functions with a third argument, which the restify that npm resolves refuses: they are made plain.
const restify = require('restify');
const createServer = restify.createServer;
restify.createServer = (...options) => {
  const server = createServer(...options);
  const get = server.get.bind(server);
  server.get = (path, handler) => get(path, (request, response, next) => {
    handler(request, response, next);
  });
  return server;
};
const ChannelEngine = require('eyevinn-channel-engine');
const [port, uri] = process.argv.slice(2);
const assets = {
  getNextVod: () => Promise.resolve({ id: 1, title: 'vod', uri }),
  handleError: () => {},
};
const profile = [{ bw: 1500000, codecs: 'avc1.42c01f,mp4a.40.2', resolution: [1280, 720] }];
const channels = { getChannels: () => [{ id: '1', profile }] };
const engine = new ChannelEngine(assets, { channelManager: channels, defaultSlateUri: uri, logLevel: 'silent' });
engine.start();
engine.listen(Number(port));
