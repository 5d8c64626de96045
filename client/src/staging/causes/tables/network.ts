// No name, no way, no trust: in the words of Go, curl, wget, git, apt, Java, Node, Python, Ruby and PHP.
import { trustProxy } from '../../../../../server/src/base/remedy';
import type { Remedy } from '../../../../../server/src/base/remedy';
import type { Row } from './row';

/** When there is no way out. */
export const offline: Remedy = {
  advice:
    'Check the network connection, the proxy variables (http_proxy, https_proxy, no_proxy; `env:` may set them), and what the container may reach',
  setting: 'staging.network',
  option: '--network MODE',
};

/** Texts say only what their pattern tells. */
const tells = (pattern: RegExp, group: string, text: string) => (pattern.source.includes(`(?<${group}>`) ? text : '');

const host = (pattern: RegExp): Row => ({
  pattern,
  what: 'cannot resolve {host}',
  means: 'There is no network, or no such host.',
  next: offline,
  rank: 'root',
});
const proxy = (pattern: RegExp): Row => ({
  pattern,
  what: `cannot connect to the proxy${tells(pattern, 'host', ' {host}')}`,
  next: 'Check the proxy variables (http_proxy, https_proxy, no_proxy), which `env:` may set: from inside the container localhost is the container',
  rank: 'root',
});
const connect = (pattern: RegExp): Row => ({
  pattern,
  what: `cannot connect${tells(pattern, 'host', ' to {host}')}: {message}`,
  next: offline,
  rank: 'root',
});
const certificate = (pattern: RegExp): Row => ({
  pattern,
  what: `a certificate is not trusted${tells(pattern, 'host', ' (of {host})')}${tells(pattern, 'message', ': {message}')}`,
  next: trustProxy,
  rank: 'root',
});

export const networkRows: Row[] = [
  // proxyconnect tcp: dial tcp: lookup proxy.invalid on 10.0.0.2:53: no such host       curl: (5) Could not resolve proxy: proxy.invalid
  proxy(/proxyconnect tcp: (?:dial tcp:? )?(?:lookup )?(?<host>[^\s:]+)/),
  proxy(/Could not resolve proxy:? '?(?<host>[^\s';]+)/),
  proxy(
    /(?:Received HTTP code (?:407|403|503) from proxy after CONNECT|CONNECT tunnel failed, response \d+|returned error: 407|ProxyError|Proxy Authentication Required|Unable to connect to proxy)/,
  ),
  // dial tcp: lookup buildpacks.example.org on 10.0.0.2:53: no such host
  host(
    /dial tcp: lookup (?<host>[^\s:]+)(?: on [^\s:]+(?::\d+)?)?: (?:no such host|server misbehaving|.*i\/o timeout|Temporary failure|.*connection refused|.*network is unreachable)/,
  ),
  // curl: (6) Could not resolve host: nowhere.invalid      fatal: unable to access '…': Could not resolve host: nowhere.invalid     apt: Could not resolve 'x'
  host(/[Cc]ould not resolve host(?:name)?:? '?(?<host>[^\s';()]+)/),
  host(/^(?:[EWN]: .*| +|.*: )Could not resolve '(?<host>[^\s';()]+)'(?! (?:in|from|imported))/),
  // Err:1 http://deb.example.org/debian bookworm InRelease   Temporary failure resolving 'deb.example.org'
  host(/Temporary failure resolving '(?<host>[^']+)'/),
  // Resolving example.org (example.org)... failed: Temporary failure in name resolution.        wget: bad address 'example.org'
  host(/^Resolving (?<host>[^\s()]+)(?: \([^)]*\))?\.\.\. failed/),
  host(/bad address '(?<host>[^']+)'/),
  // wget: unable to resolve host address ‘nowhere.invalid’
  host(/unable to resolve host address [‘'](?<host>[^\s’']+)/),
  host(/getaddrinfo (?:ENOTFOUND|EAI_AGAIN)(?: (?<host>[^\s:,]+))?/),
  host(/UnknownHostException: (?<host>[^\s:]+)/),
  host(/Unknown host (?<host>[^\s:]+)/),
  // Failed to open TCP connection to nowhere.invalid:443 (getaddrinfo: Name or service not known)
  host(/TCP connection to (?<host>[^\s:]+):\d+ \(getaddrinfo/),
  host(/getaddrinfo for (?<host>\S+) failed/),
  host(/Could not reach host (?<host>\S+?)\. Check your network/),
  host(
    /host='(?<host>[^']+)'.{1,400}(?:Name or service not known|Temporary failure in name resolution|No address associated with hostname)/,
  ),
  host(/> (?<host>[^\s:]+): (?:Name or service not known|Temporary failure in name resolution)/),
  {
    ...host(
      /(?<message>Name or service not known|Temporary failure in name resolution|nodename nor servname provided)/,
    ),
    what: 'cannot resolve a host name: {message}',
  },

  // x509: certificate signed by unknown authority
  certificate(
    /(?:Get|Post|Head) "?https?:\/\/(?<host>[^\s/"]+).{0,400}(?:x509: |tls: failed to verify certificate: )(?<message>.+)/,
  ),
  certificate(/x509: (?<message>.+)/),
  certificate(/^curl: \(60\) (?<message>.+)/),
  certificate(/^(?:wget: |ERROR: )?[Tt]he certificate of [‘'](?<host>[^’']+)[’'] /),
  certificate(/^ERROR: cannot verify (?<host>\S+?)'s certificate, (?<message>.+?):?$/),
  certificate(
    /unable to access 'https?:\/\/(?<host>[^\s/']+)[^']*': (?<message>(?:server certificate|SSL certificate).+)/,
  ),
  certificate(/(?<message>PKIX path building failed)/),
  certificate(
    /request to https?:\/\/(?<host>[^\s/]+)\S* failed, reason: (?<message>.*(?:certificate|self[- ]signed).*)/,
  ),
  certificate(
    /(?<message>self[- ]signed certificate(?: in certificate chain)?|unable to (?:get|verify) (?:local |the first )?(?:issuer )?certificate)/i,
  ),
  certificate(/Could not verify the SSL certificate for https?:\/\/(?<host>[^\s/]+?)\/?\.?(?<message>)$/),
  certificate(
    /(?<message>certificate verify failed(?: \([\w -]+\))?|CERTIFICATE_VERIFY_FAILED|SSL certificate problem: [\w -]+|certificate has expired)/,
  ),

  // dial tcp 127.0.0.1:1: connect: connection refused      dial tcp 192.0.2.1:443: i/o timeout
  connect(/dial tcp (?<host>[^\s:]+:\d+|\[[^\]\s]+\]:\d+): (?:connect: )?(?<message>[a-z/ ]+)/),
  connect(
    /^curl: \(7\) (?:Failed|Couldn't) (?:to )?connect to (?<host>\S+)(?: port \d+)?(?: after \d+ ms)?: (?<message>.+)/,
  ),
  // curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number         javax.net.ssl.SSLException: Unsupported or unrecognized SSL message
  {
    pattern: /(?<message>wrong version number|WRONG_VERSION_NUMBER|unrecognized SSL message|record layer failure)/,
    what: 'the server there speaks no TLS ({message})',
    next: 'Check the address (http:// or https://) and its port, and the proxy variables (http_proxy, https_proxy): a proxy itself is mostly spoken to by http://',
    rank: 'root',
  },
  // curl: (28) Operation timed out after 1004 milliseconds with 0 bytes received         wget: download timed out
  {
    pattern:
      /(?<message>Operation timed out after \d+ milliseconds|Connection timed out after \d+ milliseconds|download timed out)/,
    what: 'a server does not answer: {message}',
    next: offline,
    rank: 'root',
  },
  connect(/^curl: \((?:28|35)\) (?<message>.+)/),
  // curl: (52) Empty reply from server         curl: (56) Recv failure: Connection reset by peer
  {
    pattern: /^curl: \((?:18|52|55|56|92)\) (?<message>.+)/,
    what: 'a connection broke: {message}',
    next: 'Try again; if it stays so, look at a proxy or a firewall in between',
    rank: 'root',
  },
  // 2026-11-27 23:36:43 (182 MB/s) - Connection closed at byte 1000. Giving up.
  {
    pattern: /- (?<message>(?:Connection closed|Read error) at byte \d+)/,
    what: 'a connection broke: {message}',
    next: 'Try again; if it stays so, look at a proxy or a firewall in between',
  },
  // npm error network timeout at: http://registry.example.org/zork
  connect(/(?<message>network timeout) at:? https?:\/\/(?<host>[^\s/]+)/),
  // wget: can't connect to remote host (127.0.0.1): Connection refused       (busybox)
  connect(/can't connect to remote host \((?<host>[^)]+)\): (?<message>.+)/),
  // failed to connect to 127.0.0.1: Connection refused; class=Os (2)       (libgit2 of Cargo)
  connect(/failed to connect to (?<host>[^\s:]+): (?<message>[^;]+);/),
  // PHP Warning:  file_get_contents(http://127.0.0.1:1/): Failed to open stream: Connection refused in …
  connect(
    /\(https?:\/\/(?<host>[^\s/)]+)[^)]*\): Failed to open stream: (?<message>Connection refused|Connection timed out|Network is unreachable)/i,
  ),
  connect(/connect (?<message>ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) (?<host>\S+)/),
  connect(/ConnectionPool\(host='(?<host>[^']+)', port=\d+\): (?<message>Read timed out)/),
  connect(/^(?:npm (?:error|ERR!) )?ssh: connect to host (?<host>\S+) port \d+: (?<message>.+)/),
  connect(
    /unable to access 'https?:\/\/(?<host>[^\s/']+)[^']*': (?<message>(?:Failed to connect|Couldn't connect|Connection|OpenSSL|gnutls).+)/,
  ),
  connect(
    /(?:\[Errno \d+\]|failed:|Exception:) (?<message>Connection (?:refused|timed out|reset by peer)|Network is unreachable|No route to host|connect timed out|Read timed out)/,
  ),
  connect(
    /(?<message>IO::Socket::\w+: connect: Connection refused|net\/http: TLS handshake timeout|context deadline exceeded|Client\.Timeout exceeded|ERR_SOCKET_TIMEOUT|ESOCKETTIMEDOUT|ECONNRESET|Errno::ECONNREFUSED|Errno::ENETUNREACH|Net::OpenTimeout)/,
  ),
];
