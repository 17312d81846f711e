import { missingHelmNotice } from "@/lib/kube/helm/missing-helm"
import { environmentProblems, port, publicUrl, sessionSecret, workerWanted } from "@/lib/platform/env"
import { buildProcesses } from "@/tools/launch/build-processes"
import { buildWeb } from "@/tools/launch/build-web"
import { claim } from "@/tools/launch/claim"
import { openDataFolder, secretKey } from "@/tools/launch/data-folder"
import { openDatabase, prepareDatabase } from "@/tools/launch/database"
import { ensureDemoData, makeFirstAdmin, welcome } from "@/tools/launch/first-run"
import { KeptRunning } from "@/tools/launch/keep-running"
import { assertPortFree } from "@/tools/launch/port-in-use"
import { startSandboxProcess, startWorkerProcess } from "@/tools/launch/release-processes"
import { LaunchProblem, say } from "@/tools/launch/say"
import { stopRequest, stopRequested } from "@/tools/launch/stop-request"
import { stopLeftoverWeb, web } from "@/tools/launch/web-process"

type Mode = "start" | "dev"

/** Starts everything, keeps it running until Slipway is stopped, and stops it in reverse order. Returns the exit code. */
export async function launch(mode: Mode): Promise<number> {
  const problems = environmentProblems(process.env)
  if (problems.length > 0) throw new LaunchProblem(problems.join("\n"))
  const dataFolder = await openDataFolder()
  const release = await claim(dataFolder)
  const running: KeptRunning[] = []
  try {
    await bringUp(mode, dataFolder, running)
    await stopRequested
    say("Stopping …")
  } catch (error) {
    if (!stopRequest.aborted) throw error
  } finally {
    for (const each of running.toReversed()) await each.stop()
    await release()
  }
  return 0
}

async function bringUp(mode: Mode, dataFolder: string, running: KeptRunning[]): Promise<void> {
  // Next.js would send telemetry of each build and start.
  process.env.NEXT_TELEMETRY_DISABLED ??= "1"
  await stopLeftoverWeb(dataFolder)
  await assertPortFree(port())
  await buildProcesses()
  if (mode === "start") await buildWeb()
  stopRequest.throwIfAborted()

  const database = await openDatabase(dataFolder, stopRequest)
  if (database.server !== null) running.push(database.server)
  await prepareDatabase(database)
  const env = await passOn(dataFolder, database.url)
  await ensureDemoData()
  stopRequest.throwIfAborted()

  const context = { dataFolder, env, signal: stopRequest }
  const sandbox = await startSandboxProcess(context)
  if (sandbox !== null) running.push(sandbox)
  const notice = workerWanted() ? await missingHelmNotice() : null
  if (notice !== null) say(notice)
  const worker = await startWorkerProcess(context)
  if (worker !== null) running.push(worker)
  const start = web({ mode, port: port(), dataFolder, env })
  running.push(await KeptRunning.start("The web process", start, stopRequest))
  // Last, so that a failed start cannot lose the password, which is shown only once.
  welcome(publicUrl(), await makeFirstAdmin())
}

/** The launcher's configuration, as environment variables for the web process and for functions run in this process. */
async function passOn(dataFolder: string, databaseUrl: string): Promise<Record<string, string>> {
  const variables = {
    DATABASE_URL: databaseUrl,
    PORT: String(port()),
    SLIPWAY_DATA_DIR: dataFolder,
    SLIPWAY_SECRET_KEY: await secretKey(dataFolder),
    NEXTAUTH_URL: publicUrl(),
  }
  Object.assign(process.env, variables)
  return { ...variables, NEXTAUTH_SECRET: sessionSecret() }
}
