import { createRequire } from "node:module"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import type createNext from "next"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import { configuredUrl, port, publicUrl, sessionSecret } from "@/lib/platform/env"
import { compressedAssets } from "@/lib/web/http/http-server/compressed-assets"
import { createHttpServer } from "@/lib/web/http/http-server/create-server"
import { openStreams } from "@/lib/web/http/open-streams"
import { portProblem } from "./port-in-use"
import { LaunchProblem } from "./print"
import { enterProductFolder, requireSettings } from "./require-settings"

// The web process: `node dist/web`. With `dev`, it serves the source with hot reload instead of the built console.
enterProductFolder(import.meta.dirname)
requireSettings("DATABASE_URL", "SLIPWAY_SECRET_KEY")
// It reads the settings.
const { log, logConsole } = await import("@/lib/platform/log")
process.env.NEXTAUTH_URL ||= publicUrl()
process.env.NEXTAUTH_SECRET ||= sessionSecret()

// V8 would let the heap grow to a multiple of what is in use before it collects what an import has left there.
setFlagsFromString("--heap-growing-percent=30")
const maxKeepMs = 2_000
const development = process.argv[2] === "dev"
if (!development) logConsole()
const folder = development ? process.cwd() : join(process.cwd(), "dist")
const requireHere = createRequire(join(folder, "package.json"))
if (!development) {
  Object.assign(process.env, { NODE_ENV: "production" })
  // Next.js would otherwise look for the source of its configuration.
  const { config } = requireHere("./.next/required-server-files.json")
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config)
}
const next: typeof createNext = requireHere("next")
const app = next({ dev: development, dir: folder, port: port(), hostname: "localhost" })

// The build compresses none for `npm run dev`.
const respondWithAsset = compressedAssets(join(folder, ".next", "static"))
const server = createHttpServer({
  handle: async (request, response) => {
    if (!respondWithAsset(request, response)) await app.getRequestHandler()(request, response)
  },
  development,
  publicUrl: configuredUrl() ?? "",
  onError: (error) => log.error({ err: error }, "request failed"),
})
server.on("error", (error: NodeJS.ErrnoException) =>
  fail(error.code === undefined ? error : new LaunchProblem(portProblem(port(), error.code))),
)
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop)
// If the launcher is killed, this process must not stay on its port.
process.once("disconnect", stop)

await app.prepare().catch(fail)
server.listen(port(), () => log.info({ port: port() }, "web ready"))

function fail(error: unknown): void {
  if (error instanceof LaunchProblem) log.fatal(error.message)
  else log.fatal({ err: error }, "web process failed")
  process.exit(1)
}

/** Lets requests in progress finish, and keeps them for the request inspector. */
function stop(): void {
  const keep = () => Promise.race([requestBuffer.current?.flush(), sleep(maxKeepMs)])
  for (const stream of openStreams.current ?? []) stream.end()
  server.close(() => void Promise.allSettled([keep(), app.close()]).then(() => process.exit(0)))
  if (development) server.closeAllConnections()
}
