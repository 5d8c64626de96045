// Where the ports of a container are reached from here.
import type { ContainerNetwork, Host } from './client';
import { sshTunnel } from './sshAgent';
import type { Tunnel } from './sshAgent';

export class PublishedPorts {
  private readonly tunnels = new Map<number, Tunnel>();

  constructor(private readonly engine: Host) {}

  /** Port inside → address on this side. */
  async of(network: ContainerNetwork): Promise<Map<number, { host: string; port: number }>> {
    const published = Object.entries(network.Ports ?? {}).filter(([, to]) => to?.[0]);
    const reached = published.map(async ([inside, to]) => {
      const port = Number(to[0]!.HostPort);
      return [Number.parseInt(inside), { host: this.engine.publishOn.reach, port: await this.portHere(port) }] as const;
    });
    return new Map(await Promise.all(reached));
  }

  /** On an engine behind ssh a port is published on the other side, so it is tunnelled. */
  private async portHere(port: number): Promise<number> {
    const { url } = this.engine.place;
    if (!url.startsWith('ssh:')) return port;
    const tunnel = this.tunnels.get(port) ?? (await sshTunnel(url, port));
    this.tunnels.set(port, tunnel);
    return tunnel.port;
  }

  close(): void {
    for (const tunnel of this.tunnels.values()) tunnel.close();
  }
}
