import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { access } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { packDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { findHelm } from "@/lib/kube/helm/find-helm"
import { say } from "@/tools/launch/say"
import { type Figure, times } from "./figures"
import type { Caller } from "./http-load"
import type { Stage } from "./stage"

const tenants = 100
const chart = "matih-ai-service"
const concurrency = 4
const [before, target] = ["1.0.0", "1.1.0"]
const names = Array.from({ length: tenants }, (_, index) => `bench-${index}`)

const idSchema = z.object({ id: z.string() })
const summarySchema = z.object({ byStatus: z.record(z.string(), z.int()) })
const rolloutSchema = z.object({ state: z.string(), counts: z.record(z.string(), z.int()) })

/** A rollout of 100 tenants compared with a shell loop of `helm upgrade` over the same releases. */
export async function measureRollout(stage: Stage): Promise<Figure[]> {
  const helm = await findHelm()
  const folder = await stage.folderFor("rollout")
  await packDemoCharts(builtInFolder(folder))
  const kubeconfig = join(folder, "sandbox", "kubeconfig.yaml")
  stage.run("sandbox", {}, "--folder", join(folder, "sandbox"))
  await until(() =>
    access(kubeconfig).then(
      () => true,
      () => false,
    ),
  )
  const env = {
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_HELM: helm.path,
    SLIPWAY_SECRET_KEY: randomBytes(32).toString("hex"),
    SLIPWAY_WORKER_CONCURRENCY: String(concurrency),
  }
  const { caller, databaseUrl } = await stage.slipway("bench_rollout", concurrency, env)
  stage.run("worker", { ...env, DATABASE_URL: databaseUrl })
  say(`Installing ${chart} for ${tenants} tenants …`)
  await install(caller)
  const rollout = await timed(() => rollOut(caller))
  say("The same with a shell loop …")
  const loop = await timed(() => loopOver(helm.path, kubeconfig, builtInFolder(folder)))
  const ratio = loop / rollout
  return [
    {
      what: `rollout of ${tenants} tenants, concurrency ${concurrency}`,
      value: seconds(rollout),
      yardstick: seconds(loop),
      ratio: `${times(ratio)} faster`,
      target: "≥ 3 × faster",
      ok: ratio >= 3,
    },
  ]
}

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function until(look: () => Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(50)
}

const post = (caller: Caller, path: string, body: unknown) =>
  caller.call({ method: "POST", path, body: JSON.stringify(body) })

async function install(caller: Caller): Promise<void> {
  for (const slug of names) {
    const { id: tenantId } = idSchema.parse(JSON.parse(await post(caller, "/api/v1/tenants", { slug })))
    await post(caller, "/api/v1/helm/releases", {
      ...{ tenantId, releaseName: "app", chartName: chart, chartVersion: before },
    })
  }
  await until(async () => {
    const answer = await caller.call({ path: "/api/v1/helm/releases/summary" })
    const { byStatus } = summarySchema.parse(JSON.parse(answer))
    if ((byStatus.FAILED ?? 0) > 0) throw new Error("An install of the benchmark failed.")
    return byStatus.DEPLOYED === tenants
  })
}

async function rollOut(caller: Caller): Promise<void> {
  const path = `/api/v1/helm/releases/chart/${chart}/batch-upgrade?targetVersion=${target}`
  const { id } = idSchema.parse(JSON.parse(await post(caller, path, { concurrency })))
  await until(async () => {
    const answer = await caller.call({ path: `/api/v1/helm/rollouts/${id}` })
    const { state, counts } = rolloutSchema.parse(JSON.parse(answer))
    if ((counts.FAILED ?? 0) > 0) throw new Error("An upgrade of the benchmark failed.")
    return state === "COMPLETED"
  })
}

/** Rolls everything back, so that there is as much to change again. */
async function loopOver(helm: string, kubeconfig: string, charts: string): Promise<void> {
  const script = `set -e
for tenant in ${names.join(" ")}; do
  "$HELM" upgrade app "$CHART" --namespace "tenant-$tenant" --reset-then-reuse-values --wait --timeout 60s
done`
  const env = {
    ...process.env,
    HELM: helm,
    KUBECONFIG: kubeconfig,
    CHART: join(charts, `${chart}-${before}.tgz`),
  }
  const child = spawn("sh", ["-c", script], { env, stdio: ["ignore", "ignore", "inherit"] })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error("The shell loop of the benchmark failed.")
}
