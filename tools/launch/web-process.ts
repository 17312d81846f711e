import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { endProcess, readCommandLine } from "@/lib/platform/db/process-state"
import { distPath } from "@/lib/platform/dist-path"
import { LaunchProblem } from "@/tools/launch/print"
import type { Running, Start } from "@/tools/launch/restarted-process"

export type WebOptions = {
  mode: "start" | "dev"
  port: number
  dataFolder: string
  env: Record<string, string>
}

const script = distPath("web.js")
/** V8 would let short-lived objects take three times as much before it collects them, and an import makes many. */
export const webFlags = ["--max-semi-space-size=16"]
const graceMs = 8_000
const pollMs = 50
const responseTimeoutMs = 5_000

/** Starts Next.js and waits until it reports that it is ready. */
export function web(options: WebOptions): Start {
  return async (signal) => {
    const child = spawnNext(options)
    const exited = once(child, "exit").then(([code, by]) => String(by ?? `exit code ${code}`))
    const running = { exited, stop: () => stop(child, exited) }
    await writeFile(pidFile(options.dataFolder), String(child.pid))
    await waitUntilReady(running, options.port, signal)
    return running
  }
}

/** Ends a web process that outlived its launcher and would still occupy the port. */
export async function stopLeftoverWeb(dataFolder: string): Promise<void> {
  const pid = Number(await readFile(pidFile(dataFolder), "utf8").catch(() => "0"))
  if (pid > 0 && (await readCommandLine(pid)).includes(script)) {
    await endProcess(pid, ["SIGTERM", "SIGKILL"], graceMs)
  }
}

function pidFile(dataFolder: string): string {
  return join(dataFolder, "web.pid")
}

// Its own process group: Ctrl-C must reach Next.js once, from the launcher, and not from the terminal as well.
function spawnNext({ mode, port, env }: WebOptions): ChildProcess {
  return spawn(process.execPath, [...webFlags, script, mode], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
    env: {
      ...process.env,
      ...env,
      PORT: String(port),
      NODE_ENV: mode === "dev" ? "development" : "production",
    },
  })
}

async function waitUntilReady(running: Running, port: number, signal: AbortSignal): Promise<void> {
  const stopSignal = new AbortController()
  const ended = running.exited.then((how) => {
    throw new LaunchProblem(`The web process ended before it was ready (${how}), see above.`)
  })
  try {
    await Promise.race([ended, poll(port, AbortSignal.any([signal, stopSignal.signal]))])
  } catch (error) {
    await running.stop()
    throw error
  } finally {
    stopSignal.abort()
    ended.catch(() => undefined)
  }
}

async function poll(port: number, signal: AbortSignal): Promise<void> {
  while (!(await isReady(port, signal))) await sleep(pollMs, null, { signal })
}

async function isReady(port: number, signal: AbortSignal): Promise<boolean> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(responseTimeoutMs)])
    const response = await fetch(`http://127.0.0.1:${port}/api/health/ready`, { signal: limit })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}

/** Lets open requests finish; connections still open after that (live streams) are closed. */
async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGTERM")
  const killTimer = setTimeout(() => child.kill("SIGKILL"), graceMs)
  await exited
  clearTimeout(killTimer)
}
