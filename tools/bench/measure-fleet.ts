import { randomBytes } from "node:crypto"
import { print } from "@/tools/launch/print"
import { type Figure, ms, p, times } from "./figures"
import { fillFleet } from "./made-up-fleet"
import type { Slipway, Stage } from "./stage"

const calls = 300
const warmCalls = 30
const mostMs = 30
const releases = "/api/v1/helm/releases"

const readings: Record<string, (index: number) => string> = {
  "fleet list": (index) => `${releases}?limit=50${index % 2 === 0 ? "" : `&chartName=service-${index % 10}`}`,
  "fleet list, older than a version": (index) =>
    `${releases}?limit=50&chartName=service-${index % 10}&olderThan=1.5.0`,
  "fleet matrix": () => `${releases}/matrix?limit=200`,
  "fleet by version": () => `${releases}/versions`,
  "values at a path": (index) =>
    `/api/v1/helm/values?limit=50&path=replicaCount&chartName=service-${index % 10}`,
  search: (index) => `/api/v1/search?q=${["tenant-1", "service-3", "1.5", "2.5.0"][index % 4]}`,
}

/** Reads of the fleet with ten thousand releases, compared with one thousand. */
export async function measureFleet(stage: Stage): Promise<Figure[]> {
  // Both use the same key, so that the server can unseal what is sealed here.
  process.env.SLIPWAY_SECRET_KEY = randomBytes(32).toString("hex")
  const env = { SLIPWAY_SECRET_KEY: process.env.SLIPWAY_SECRET_KEY }
  const small = await stage.slipway("fleet_small", 1, env)
  const large = await stage.slipway("fleet_large", 1, env)
  print("Seeding a fleet with 1,000 releases and one with 10,000 …")
  await fillFleet(small.databaseUrl, 1_000)
  await fillFleet(large.databaseUrl, 10_000)
  const figures: Figure[] = []
  for (const [label, path] of Object.entries(readings)) {
    const few = p(await timesOf(small, path), 95)
    const manyMs = p(await timesOf(large, path), 95)
    figures.push({
      what: `${label}, p95 at 10,000 releases`,
      value: ms(manyMs),
      baseline: `${ms(few)} (1,000)`,
      ratio: times(manyMs / few),
      target: `≤ ${mostMs} ms`,
      ok: manyMs <= mostMs,
    })
  }
  return figures
}

/** The duration of each call in milliseconds. */
async function timesOf({ caller }: Slipway, path: (index: number) => string): Promise<number[]> {
  const taken: number[] = []
  for (let index = 0; index < calls + warmCalls; index++) {
    const took = await caller.time({ path: path(index) })
    if (index >= warmCalls) taken.push(took)
  }
  return taken
}
