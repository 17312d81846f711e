import { randomBytes } from "node:crypto"
import { rename, writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:https"
import { join } from "node:path"
import { AppendLog } from "./append-log"
import { identityOf } from "./certificate"
import { closeWithConnections } from "./close-with-connections"
import { type Cluster, clusterOn } from "./cluster"
import { startControllers } from "./controllers/start-controllers"
import { Faults } from "./faults"
import { handleRequest } from "./http/request-handler"
import { kubeconfigText } from "./kubeconfig"
import { seed } from "./seed"
import { Store } from "./store"

export type SandboxOptions = {
  /** The folder of objects, key, token and kubeconfig. One sandbox per folder at a time. */
  folder: string
  /** 0: any free port. Default: 0. */
  port?: number
  /** Lets tests inject faults into the API, see `Faults`. Never for anything else. */
  allowFaults?: boolean
}

export type Sandbox = {
  url: string
  /** The path of a kubeconfig for helm and kubectl; it contains the token. */
  kubeconfig: string
  cluster: Cluster
  faults: Faults
  /** Ends open watches and closes the log. */
  stop: () => Promise<void>
}

/** Starts the in-memory Kubernetes API on the loopback address. Rejects if the port is taken. */
export async function startSandbox({
  folder,
  port = 0,
  allowFaults = false,
}: SandboxOptions): Promise<Sandbox> {
  const identity = await identityOf(folder, () => randomBytes(32).toString("base64url"))
  const { log, lines } = await AppendLog.open(folder)
  const cluster = clusterOn(new Store(log, lines))
  const faults = new Faults()
  const api = { cluster, token: identity.token, faults: allowFaults ? faults : null }
  const server = createServer({ key: identity.key, cert: identity.certificate }, (request, response) => {
    void handleRequest(api, request, response)
  })
  server.keepAliveTimeout = 60_000
  const closeServer = closeWithConnections(server)
  const taken = await listen(server, port).catch((error: unknown) => {
    log.close()
    throw error
  })
  seed(cluster)
  const stopControllers = startControllers(cluster)
  const url = `https://127.0.0.1:${taken}`
  const kubeconfig = join(folder, "kubeconfig.yaml")
  // Readers find the whole file at any time.
  await writeFile(`${kubeconfig}.new`, kubeconfigText(url, identity), { mode: 0o600 })
  await rename(`${kubeconfig}.new`, kubeconfig)
  let stopping: Promise<void> | null = null
  const stop = async () => {
    stopControllers()
    faults.clear()
    await closeServer()
    log.close()
  }
  return {
    url,
    kubeconfig,
    cluster,
    faults,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : port)
    })
  })
}
