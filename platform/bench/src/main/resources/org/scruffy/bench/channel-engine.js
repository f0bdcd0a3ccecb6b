// Starts npm's eyevinn-channel-engine with one channel, which plays ten minutes in segments of 6 s over and over:
// node channel-engine.js PORT, in a folder where it is installed.
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
const http = require('http');
const port = Number(process.argv[2]);
const segments = Array.from({ length: 100 }, (_, i) => `#EXTINF:6.000,\nsegment${i}.ts\n`).join('');
const files = {
  '/master.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1500000,RESOLUTION=1280x720,CODECS="avc1.42c01f,mp4a.40.2"\nv.m3u8\n',
  '/v.m3u8': `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXT-X-PLAYLIST-TYPE:VOD\n${segments}#EXT-X-ENDLIST\n`,
};
const profile = [{ bw: 1500000, codecs: 'avc1.42c01f,mp4a.40.2', resolution: [1280, 720] }];
const channels = { getChannels: () => [{ id: '1', profile }] };
const source = http.createServer((request, response) => response.end(files[request.url]));
source.listen(0, '127.0.0.1', () => {
  const uri = `http://127.0.0.1:${source.address().port}/master.m3u8`;
  const assets = {
    getNextVod: () => Promise.resolve({ id: 1, title: 'vod', uri }),
    handleError: () => {},
  };
  const engine = new ChannelEngine(assets, { channelManager: channels, defaultSlateUri: uri, logLevel: 'silent' });
  engine.start();
  engine.listen(port);
});
