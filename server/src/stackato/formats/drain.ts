import type { Format } from '../../checks/rule';

/** Rules of the server for log drains. */
export const drain: Format = (scalar) => {
  const { text } = scalar;
  const url = /^([a-zA-Z][\w+.-]*):\/\/([^/:?#]*)(?::(\d*))?/.exec(text);
  if (!url) return { message: 'A log drain is a URL such as `udp://logs.example.com:12345/`', severity: 'information' };
  const [, scheme = '', host, port] = url;
  if (!/^(tcp|udp)$/i.test(scheme))
    return { message: `The server refuses a drain by \`${scheme}://\`: only tcp and udp`, severity: 'information' };
  if (!host) return { message: 'The URL of a drain needs a host', severity: 'information' };
  return port && Number(port) < 10000
    ? { message: `The server refuses drain ports below 10000, got ${port}`, severity: 'information' }
    : undefined;
};
