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
import { print } from "@/tools/launch/print"
import { type Figure, times } from "./figures"
import type { Caller } from "./http-load"
import type { Stage } from "./stage"

const chart = "matih-ai-service"
const concurrency = 4
const before = "1.0.0"
const target = "1.1.0"

/**
 * Pods of the sandbox start immediately, those of an image with the tag `slow` after five seconds, as on many real
 * clusters.
 */
const rollouts = [
  { tenants: 100, pods: "start at once", image: {} },
  { tenants: 20, pods: "start in 5 s", image: { tag: "slow" } },
]
type Rollout = (typeof rollouts)[number]

const idSchema = z.object({ id: z.string() })
const summarySchema = z.object({ byStatus: z.record(z.string(), z.int()) })
const rolloutSchema = z.object({ state: z.string(), counts: z.record(z.string(), z.int()) })

/** Rollouts compared with a shell loop of `helm upgrade` over the same releases. */
export async function measureRollout(stage: Stage): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [index, rollout] of rollouts.entries())
    figures.push(await measureOne(stage, `rollout_${index}`, rollout))
  return figures
}

async function measureOne(stage: Stage, name: string, { tenants, pods, image }: Rollout): Promise<Figure> {
  const helm = await findHelm()
  const folder = await stage.folderFor(name)
  await packDemoCharts(builtInFolder(folder))
  const kubeconfig = join(folder, "sandbox", "kubeconfig.yaml")
  stage.run("sandbox", {}, "--folder", join(folder, "sandbox"))
  await waitUntil(() =>
    access(kubeconfig).then(
      () => true,
      () => false,
    ),
  )
  const env = {
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_HELM: helm.path,
    SLIPWAY_SECRET_KEY: randomBytes(32).toString("hex"),
    // A worker keeps one slot free for changes outside rollouts.
    SLIPWAY_WORKER_CONCURRENCY: String(concurrency + 1),
  }
  const { caller, databaseUrl } = await stage.slipway(`bench_${name}`, concurrency, env)
  stage.run("worker", { ...env, DATABASE_URL: databaseUrl })
  const slugs = Array.from({ length: tenants }, (_, index) => `bench-${index}`)
  print(`Installing ${chart} for ${tenants} tenants …`)
  await install(caller, slugs)
  const rollout = await timed(() => rollOut(caller, { image, env: { CHANGED_BY: "rollout" } }))
  print("The same with a shell loop …")
  const loop = await timed(() => loopOver(slugs, helm.path, kubeconfig, builtInFolder(folder)))
  const ratio = loop / rollout
  return {
    what: `rollout of ${tenants} tenants, concurrency ${concurrency}, whose pods ${pods}`,
    value: seconds(rollout),
    baseline: seconds(loop),
    ratio: `${times(ratio)} faster`,
    target: "≥ 3 × faster",
    ok: ratio >= 3,
  }
}

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function waitUntil(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await sleep(50)
}

const post = (caller: Caller, path: string, body: unknown) =>
  caller.call({ method: "POST", path, body: JSON.stringify(body) })

async function install(caller: Caller, slugs: readonly string[]): Promise<void> {
  for (const slug of slugs) {
    const { id: tenantId } = idSchema.parse(JSON.parse(await post(caller, "/api/v1/tenants", { slug })))
    await post(caller, "/api/v1/helm/releases", {
      tenantId,
      releaseName: "app",
      chartName: chart,
      chartVersion: before,
    })
  }
  await waitUntil(async () => {
    const body = await caller.call({ path: "/api/v1/helm/releases/summary" })
    const { byStatus } = summarySchema.parse(JSON.parse(body))
    if ((byStatus.FAILED ?? 0) > 0) throw new Error("An install of the benchmark failed.")
    return byStatus.DEPLOYED === slugs.length
  })
}

async function rollOut(caller: Caller, valuesOverride: object): Promise<void> {
  const path = `/api/v1/helm/releases/chart/${chart}/batch-upgrade?targetVersion=${target}`
  const { id } = idSchema.parse(JSON.parse(await post(caller, path, { concurrency, valuesOverride })))
  await waitUntil(async () => {
    const body = await caller.call({ path: `/api/v1/helm/rollouts/${id}` })
    const { state, counts } = rolloutSchema.parse(JSON.parse(body))
    if ((counts.FAILED ?? 0) > 0) throw new Error("An upgrade of the benchmark failed.")
    return state === "COMPLETED"
  })
}

/** Returns to the previous version, which replaces the pods again. */
async function loopOver(slugs: readonly string[], helm: string, kubeconfig: string, charts: string) {
  const script = `set -e
for tenant in ${slugs.join(" ")}; do
  "$HELM" upgrade app "$CHART" --namespace "tenant-$tenant" --reset-then-reuse-values \\
    --set env.CHANGED_BY=loop --wait --timeout 60s
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
