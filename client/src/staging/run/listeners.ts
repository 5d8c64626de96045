// What listens inside, by the kernel's own tables, and whether it can be reached from outside.

export interface Listener {
  /** `0.0.0.0`, `127.0.0.1`, `::`, `::1`. */
  address: string;
  port: number;
  /** Of `::`: it takes no connection of IPv4 (the option IPV6_V6ONLY). */
  onlyIPv6?: boolean;
}

/**
 * Bash: a line with all listening sockets at once, then another whenever they change: `0100007F:1F90 00000000:0050`.
 * The kernel tells nobody when a socket begins to listen (state 0A), so its tables are read again and again. Nor does it tell
 * whether `::` takes IPv4 as well, so a new one is dialled once; `/6` stands behind one that does not.
 */
export const listenersScript = `
last=none
declare -A known
while :; do
  now=
  while read -r _ local _ state _; do
    [ "$state" = 0A ] || continue
    if [[ $local == 00000000000000000000000000000000:* && -z \${known[$local]} ]]; then
      known[$local]=$local
      port=$((16#\${local#*:}))
      if [ "$last" != none ] && ! timeout 2 bash -c ": </dev/tcp/127.0.0.1/$port" 2>/dev/null; then known[$local]=$local/6; fi
    fi
    now="$now\${known[$local]:-$local} "
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
      const onlyIPv6 = port!.endsWith('/6') ? { onlyIPv6: true } : {};
      return { address: addressOf(address!), port: Number.parseInt(port!, 16), ...onlyIPv6 };
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

const isLoopback = ({ address }: Listener): boolean => address === '::1' || address.startsWith('127.');

/** The platform dials an address of IPv4 that is not the loopback's. */
export const isReachable = (listener: Listener): boolean => !isLoopback(listener) && !listener.onlyIPv6;

/** `127.0.0.1:8080`, `[::1]:8080`; `port 8080` where every address will do. */
export function shown(listener: Listener): string {
  const { address, port } = listener;
  if (listener.onlyIPv6) return `[::]:${port} without IPv4`;
  if (/^(?:0\.0\.0\.0|::)$/.test(address)) return `port ${port}`;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
