import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { endProcess, readCommandLine } from "@/lib/platform/db/process-state"
import { LaunchProblem } from "@/tools/launch/print"
import type { Running, Start } from "@/tools/launch/restarted-process"

export type SideProcess = {
  /** How messages name it, such as "The worker". */
  name: string
  /** The file to run, which sends `ready` to its parent when it is ready. */
  script: string
  args?: () => Promise<string[]>
  dataFolder: string
  env: Record<string, string>
  /** How long it may take to stop. */
  graceMs: number
}

const readyWithinMs = 60_000

/** Starts a process next to the web process, and waits until it is ready. */
export function sideProcess(options: SideProcess): Start {
  return async (signal) => {
    await stopLeftover(options)
    const child = await spawnScript(options)
    const exited = once(child, "exit").then(([code, by]) => String(by ?? `exit code ${code}`))
    const running = { exited, stop: () => stop(child, exited, options.graceMs) }
    await writeFile(pidFile(options), String(child.pid))
    await waitUntilReady(child, running, options, signal)
    return running
  }
}

const pidFile = ({ dataFolder, script }: SideProcess) => join(dataFolder, `${basename(script, ".js")}.pid`)

/** Ends a process that outlived its launcher. */
async function stopLeftover(options: SideProcess): Promise<void> {
  const pid = Number(await readFile(pidFile(options), "utf8").catch(() => "0"))
  if (pid > 0 && (await readCommandLine(pid)).includes(options.script)) {
    await endProcess(pid, ["SIGTERM", "SIGKILL"], options.graceMs)
  }
}

// Its own process group: Ctrl-C must reach it once, from the launcher, and not from the terminal as well.
async function spawnScript({ script, args, env }: SideProcess): Promise<ChildProcess> {
  const givenArgs = args === undefined ? [] : await args()
  return spawn(process.execPath, [script, ...givenArgs], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    detached: true,
    env: { ...process.env, ...env, NODE_ENV: "production" },
  })
}

async function waitUntilReady(
  child: ChildProcess,
  running: Running,
  { name }: SideProcess,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(readyWithinMs)])
  const ended = running.exited.then((how) => {
    throw new LaunchProblem(`${name} ended before it was ready (${how}), see above.`)
  })
  try {
    await Promise.race([ended, once(child, "message", { signal: limit })])
  } catch (error) {
    await running.stop()
    throw error
  } finally {
    ended.catch(() => undefined)
  }
}

async function stop(child: ChildProcess, exited: Promise<string>, grace: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGTERM")
  const killTimer = setTimeout(() => child.kill("SIGKILL"), grace)
  await exited
  clearTimeout(killTimer)
}
