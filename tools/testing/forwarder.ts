import { once } from "node:events"
import { connect, createServer, type Server, type Socket } from "node:net"

/**
 * One TCP address for several servers, like a Kubernetes Service or HAProxy: a new connection goes to the first server
 * that accepts it.
 */
export class Forwarder {
  private readonly pairs = new Map<Socket, Socket>()
  private isSuspended = false

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** `ports`: the servers on this machine for the next connection, in order of preference. */
  static async start(ports: () => readonly number[]): Promise<Forwarder> {
    const server = createServer((client) => void forwarder.forward(client, ports()))
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    if (address === null || typeof address === "string") throw new Error("The forwarder has no port.")
    const forwarder = new Forwarder(server, address.port)
    return forwarder
  }

  /** Ends every connection, as a load balancer does when it marks a server down. */
  drop(): void {
    for (const client of this.pairs.keys()) client.destroy()
  }

  /** Leaves every connection open without a response, as when the other machine loses power. */
  silence(): void {
    for (const [client, server] of this.pairs) {
      this.pairs.delete(client)
      client.unpipe(server)
      server.unpipe(client)
      server.removeAllListeners("close").destroy()
      client.resume()
    }
  }

  /** Accepts connections and leaves all without a response until it is called again, as when a server is suspended. */
  suspend(isSuspended: boolean): void {
    this.isSuspended = isSuspended
    if (isSuspended) this.silence()
  }

  async stop(): Promise<void> {
    this.server.close()
    this.drop()
  }

  private async forward(client: Socket, ports: readonly number[]): Promise<void> {
    client.on("error", () => client.destroy())
    if (this.isSuspended) return void client.resume()
    for (const port of ports) {
      const server = connect(port, "127.0.0.1")
      server.on("error", () => server.destroy())
      const isConnected = await once(server, "connect").then(
        () => true,
        () => false,
      )
      if (!isConnected) continue
      if (client.destroyed) return void server.destroy()
      this.pairs.set(client, server)
      client.on("close", () => {
        this.pairs.delete(client)
        server.destroy()
      })
      server.on("close", () => client.destroy())
      client.setNoDelay(true).pipe(server.setNoDelay(true)).pipe(client)
      return
    }
    client.destroy()
  }
}
