import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { missingHelmNotice } from "@/lib/kube/helm/missing-helm"
import { distPath } from "@/lib/platform/dist-path"
import { isWorkerEnabled, port, publicUrl, sessionSecret, settingProblems } from "@/lib/platform/env"
import { buildWeb } from "./build-web"
import { claimDataFolder } from "./claim-data-folder"
import { openDataFolder, secretKey } from "./data-folder"
import { openDatabase } from "./database"
import { assertPortFree } from "./port-in-use"
import { LaunchProblem, print } from "./print"
import { type ProcessContext, startSandboxProcess, startWorkerProcess } from "./release-processes"
import { RestartedProcess } from "./restarted-process"
import { stopRequest, stopRequested } from "./stop-request"
import { stopLeftoverWeb, web } from "./web-process"

type Mode = "start" | "dev"
type Admin = { email: string; password: string }

/** Starts everything, keeps it running until Slipway is stopped, and stops it in reverse order. Returns the exit code. */
export async function launch(mode: Mode): Promise<number> {
  const problems = settingProblems(process.env)
  if (problems.length > 0) throw new LaunchProblem(problems.join("\n"))
  const dataFolder = await openDataFolder()
  const release = await claimDataFolder(dataFolder)
  const running: RestartedProcess[] = []
  try {
    await startAll(mode, dataFolder, running)
    await stopRequested
    print("Stopping …")
  } catch (error) {
    if (!stopRequest.aborted) throw error
  } finally {
    for (const each of running.toReversed()) await each.stop()
    await release()
  }
  return 0
}

async function startAll(mode: Mode, dataFolder: string, running: RestartedProcess[]): Promise<void> {
  // Next.js would send telemetry of each build and start.
  process.env.NEXT_TELEMETRY_DISABLED ??= "1"
  await stopLeftoverWeb(dataFolder)
  await assertPortFree(port())
  if (mode === "start") await buildWeb()
  stopRequest.throwIfAborted()

  const started = (each: RestartedProcess | null) => void (each !== null && running.push(each))
  const database = openDatabase(dataFolder, stopRequest)
  const sandbox = startSandboxProcess({ dataFolder, env: {}, signal: stopRequest })
  await waitForAll([database.then(({ server }) => started(server)), sandbox.then(started)])
  const notice = isWorkerEnabled() ? await missingHelmNotice() : null
  if (notice !== null) print(notice)

  const failed = new AbortController()
  const abort = (error: unknown) => {
    failed.abort(error)
    throw error
  }
  const env = await settingsOf(dataFolder, (await database).url)
  const context = { dataFolder, env, signal: AbortSignal.any([stopRequest, failed.signal]) }
  const preparing = prepare(context)
  // In the meantime, the web process starts; it is not ready before the database is migrated.
  const startWeb = web({ mode, port: port(), ...context })
  const starts = [
    preparing.then(() => startWorkerProcess(context)).then(started),
    RestartedProcess.start("The web process", startWeb, context.signal).then(started),
  ]
  const problem = await waitForAll(starts.map((start) => start.catch(abort))).then(
    () => null,
    () => failed.signal.reason,
  )
  const admin = await preparing.catch(() => null)
  if (problem === null) print(`\nSlipway is ready: ${publicUrl()}`)
  // Also after a failed start, because the password is shown only once.
  if (admin !== null)
    print(`Sign in as ${admin.email} with the password ${admin.password} (shown only once).`)
  if (problem !== null) throw problem
  if (admin === null) print("Sign in with your account. Admins find all accounts in Settings, Users.")
  print("Press Ctrl-C to stop it.")
}

/** Waits for all of them even if one fails, so that whatever started is known and can be stopped. */
async function waitForAll(starts: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find(({ status }) => status === "rejected")
  if (failed?.status === "rejected") throw failed.reason
}

/** The environment variables of every process. */
async function settingsOf(dataFolder: string, databaseUrl: string): Promise<Record<string, string>> {
  process.env.SLIPWAY_SECRET_KEY = await secretKey(dataFolder)
  return {
    DATABASE_URL: databaseUrl,
    PORT: String(port()),
    SLIPWAY_DATA_DIR: dataFolder,
    SLIPWAY_SECRET_KEY: process.env.SLIPWAY_SECRET_KEY,
    NEXTAUTH_URL: publicUrl(),
    NEXTAUTH_SECRET: sessionSecret(),
    NODE_COMPILE_CACHE: join(dataFolder, "compile-cache"),
  }
}

/** Migrates the database and creates what a new installation has. Returns the first admin if it was created now. */
async function prepare({ env, signal }: Pick<ProcessContext, "env" | "signal">): Promise<Admin | null> {
  const child = fork(distPath("prepare.js"), {
    env: { ...process.env, ...env, NODE_ENV: "production" },
    signal,
    killSignal: "SIGTERM",
  })
  child.on("error", () => undefined)
  let admin: Admin | null = null
  child.on("message", (message: { admin: Admin | null }) => {
    admin = message.admin
  })
  const [code] = await once(child, "close")
  signal.throwIfAborted()
  if (code !== 0) throw new LaunchProblem("Slipway could not be prepared, see above.")
  return admin
}
