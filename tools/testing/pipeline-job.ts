import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import { createReadStream } from "node:fs"
import { chmod, mkdtemp, readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { parse } from "yaml"
import { prismaClient } from "@/lib/platform/db/client"
import { tokenCaller } from "@/tools/testing/callers"
import { removeFolder } from "@/tools/testing/remove-folder"
import { startRouteServer } from "@/tools/testing/route-server"

export type Env = Record<string, string>
export type Outcome = "success" | "failure" | "cancelled"
/**
 * A script as the runner would start it. `always`: runs even after a failure or a cancellation; `after`: only if the
 * step with that id succeeded.
 */
export type Step = { script: string; env?: Env; always?: boolean; id?: string; after?: string }

/** A Slipway that also serves the command line, a token for it, and a folder for workspaces. */
export async function pipelineStage() {
  const server = await startRouteServer()
  server.respond = ({ url }, response) => {
    if (url !== "/cli/slipway.mjs") return false
    createReadStream("public/cli/slipway.mjs").pipe(response)
    return true
  }
  const { authorization = "" } = await tokenCaller(["deployments:write"], { name: "ci" })
  const folder = await mkdtemp(join(tmpdir(), "slipway-pipelines-"))
  const close = async () => {
    await server.close()
    await removeFolder(folder)
  }
  return { url: server.url, token: authorization.replace("Bearer ", ""), folder, close }
}
export type PipelineStage = Awaited<ReturnType<typeof pipelineStage>>

/** A template as copied by users. */
export const template = (path: string) => readFile(join("deploy/pipelines", path), "utf8")

/** Replaces each expression of the CI system by its value; fails for an unknown one. */
export function fill(text: string, expression: RegExp, values: Env): string {
  return text.replace(expression, (match, name: string) => {
    if (values[name] === undefined) throw new Error(`No value for ${match}`)
    return values[name]
  })
}
export const fillAll = (env: Env, expression: RegExp, values: Env): Env =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, fill(String(value), expression, values)]),
  )

export type Job = { steps: readonly Step[]; env: Env }

/** Runs the steps of one job sequentially, like its runner; the outcome is that of the user's own deploy.sh. */
export async function runJob(
  { folder }: PipelineStage,
  { steps, env }: Job,
  outcome: Outcome,
): Promise<void> {
  const workspace = await mkdtemp(join(folder, "job-"))
  const scripts = {
    success: "exit 0",
    failure: "exit 7",
    cancelled: "exit 143",
  }
  await writeFile(join(workspace, "deploy.sh"), `#!/bin/sh\n${scripts[outcome]}\n`)
  await chmod(join(workspace, "deploy.sh"), 0o755)
  const succeeded = new Set<string | undefined>()
  let failure: Error | null = null
  for (const { script, env: stepVariables, always, id, after } of steps) {
    if ((failure !== null && !always) || (after !== undefined && !succeeded.has(after))) continue
    const variables = {
      PATH: process.env.PATH ?? "",
      HOME: workspace,
      RUNNER_TEMP: workspace,
      ...env,
      ...stepVariables,
    }
    try {
      const options = { cwd: workspace, env: { ...variables, NODE_ENV: "test" as const } }
      await promisify(execFile)("bash", ["-e", "-o", "pipefail", "-c", script], options)
      succeeded.add(id)
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error))
    }
  }
  const isDeployment = failure?.message.trimEnd().endsWith("./deploy.sh") === true
  if (failure !== null && !(isDeployment && outcome !== "success")) throw failure
}

/** A git tag, application and commit unique to the test. */
export const newRun = () => ({
  tag: "v1.2.3",
  run: randomUUID(),
  application: `app-${randomUUID().slice(0, 8)}`,
})
export type Run = ReturnType<typeof newRun>
export const commit = "0f1e2d3c4b5a69788796a5b4c3d2e1f001122334"

/** The records of the run's application, oldest first. */
export const records = ({ application }: Run) =>
  prismaClient().deployment.findMany({
    where: { application },
    include: { environment: true },
    orderBy: { recordedAt: "asc" },
  })

const gitHubExpression = /\$\{\{ ([^}]+) \}\}/g
/** The settings that a template leaves to the user. */
export const settings = ({ url }: PipelineStage, { application }: Run, environment = "prod"): Env => ({
  SLIPWAY_URL: url,
  SLIPWAY_APPLICATION: application,
  SLIPWAY_ENVIRONMENT: environment,
})

/** The steps of a GitHub Actions workflow, with the composite action expanded. */
export async function gitHubJob(path: string, values: Env, outcome: Outcome): Promise<Job> {
  const action = parse(await template("github/action.yml"))
  const [job] = Object.values<{ env: Env; steps: Record<string, never>[] }>(parse(await template(path)).jobs)
  if (job === undefined) throw new Error("The workflow has no job.")
  const steps = job.steps.flatMap((step): Step[] => {
    const { uses, run, id, with: inputs, if: condition = "" } = Object(step)
    const [, after] = /steps\.(\w+)\.outcome == 'success'/.exec(condition) ?? []
    const when = { id, after, always: condition.includes("always()") }
    if (run !== undefined) return [{ script: run, ...when }]
    if (!uses.startsWith("./")) return []
    const context = { ...values, "job.status": outcome }
    const command = fill(inputs.command, gitHubExpression, context)
    return action.runs.steps.map(({ run: script, env }: { run: string; env: Env }) => ({
      script,
      ...when,
      env: fillAll(env, gitHubExpression, { "inputs.command": command }),
    }))
  })
  return { steps, env: fillAll(job.env, gitHubExpression, values) }
}
