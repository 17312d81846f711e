// The web process. Plain Node.js runs this file, so it imports only files without path aliases at run time.
import next from "next"
import { createHttpServer } from "../../lib/web/http/http-server/create-server.ts"

const development = process.argv[2] === "dev"
const port = Number(process.env.PORT)
const app = next({ dev: development, port, hostname: "localhost" })

const server = createHttpServer({
  handle: (request, response) => app.getRequestHandler()(request, response),
  development,
  publicUrl: process.env.SLIPWAY_URL ?? "",
  onError: (error) => console.error(error),
})
server.on("error", fail)
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop)
// If the launcher is killed, this process must not stay on its port.
process.once("disconnect", stop)

await app.prepare().catch(fail)
server.listen(port)

function fail(error: unknown): void {
  console.error(error)
  process.exit(1)
}

/** Lets requests in progress finish. */
function stop(): void {
  server.close(() => void app.close().finally(() => process.exit(0)))
  if (development) server.closeAllConnections()
}
