// What listens inside, by the kernel's own tables, and whether it can be reached from outside.

export interface Listener {
  /** `0.0.0.0`, `127.0.0.1`, `::`, `::1`. */
  address: string;
  port: number;
}

/**
 * Bash: a line with all listening sockets at once, then another whenever they change: `0100007F:1F90 00000000:0050`.
 * The kernel tells nobody when a socket begins to listen (state 0A), so its tables are read again and again.
 */
export const listenersScript = `
last=none
while :; do
  now=
  while read -r _ local _ state _; do
    if [ "$state" = 0A ]; then now="$now$local "; fi
  done < <(grep -hs ' 0A ' /proc/net/tcp /proc/net/tcp6)
  if [ "$now" != "$last" ]; then echo "$now"; last=$now; fi
  sleep 0.1
done`;

/** One line of the script. */
export const listenersOf = (line: string): Listener[] =>
  line
    .split(' ')
    .filter(Boolean)
    .map((socket) => {
      const [address, port] = socket.split(':');
      return { address: addressOf(address!), port: Number.parseInt(port!, 16) };
    });

/** `0100007F` → `127.0.0.1`: each group of four bytes stands backwards. */
function addressOf(hex: string): string {
  const bytes = hex.match(/.{8}/g)!.flatMap((group) => group.match(/../g)!.reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const mapped = /^(?:00){10}ffff/i.test(bytes.join(''));
  if (mapped)
    return bytes
      .slice(12)
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  const groups = bytes.join('').toLowerCase().match(/.{4}/g)!;
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

export const isLoopback = ({ address }: Listener): boolean => address === '::1' || address.startsWith('127.');

/** `127.0.0.1:8080`, `[::1]:8080`; `port 8080` where every address will do. */
export function shown(listener: Listener): string {
  const { address, port } = listener;
  if (/^(?:0\.0\.0\.0|::)$/.test(address)) return `port ${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
