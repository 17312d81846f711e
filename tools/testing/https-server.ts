import type { IncomingMessage, ServerResponse } from "node:http"
import { createServer } from "node:https"
import { generate } from "selfsigned"
import type { ExternalDependencies } from "@/lib/platform/outbound/fetch-external"
import { closeWithConnections } from "@/tools/sandbox/close-with-connections"

type Handle = (request: IncomingMessage, response: ServerResponse) => void

export type TestServer = {
  port: number
  /** `https://name:port/…` of one of its host names. */
  url: (host: string, path: string) => URL
  /** A world in which its host names resolve to it and are allowed. */
  dependencies: (changes?: Partial<ExternalDependencies>) => ExternalDependencies
  /** The requests it received, as `host path`. */
  requests: string[]
  /** The Authorization header of each request, empty if there was none. */
  authorizations: string[]
  /** The certificate that a client must trust. */
  certificate: string
  stop: () => Promise<void>
}

const hosts = ["charts.test", "other.test", "auth.test", "localhost"]

/** An https server on the loopback address with several host names. */
export async function testServer(handle: Handle): Promise<TestServer> {
  const altNames = hosts.map((value): { type: 2; value: string } => ({ type: 2, value }))
  const generated = await generate([{ name: "commonName", value: "charts.test" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames },
    ],
  })
  const requests: string[] = []
  const authorizations: string[] = []
  const server = createServer({ key: generated.private, cert: generated.cert }, (request, response) => {
    requests.push(`${request.headers.host?.replace(/:\d+$/, "")} ${request.url}`)
    authorizations.push(request.headers.authorization ?? "")
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    port,
    requests,
    authorizations,
    certificate: generated.cert,
    url: (host, path) => new URL(`https://${host}:${port}${path}`),
    dependencies: (changes = {}) => ({
      policy: { hosts: null, privateHosts: hosts },
      resolve: async () => [{ address: "127.0.0.1", family: 4 }],
      ca: generated.cert,
      ...changes,
    }),
    stop: closeWithConnections(server),
  }
}
