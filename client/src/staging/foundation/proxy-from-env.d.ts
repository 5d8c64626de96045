declare module 'proxy-from-env' {
  /** Of HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case; empty for none. */
  export function getProxyForUrl(url: string): string;
}
