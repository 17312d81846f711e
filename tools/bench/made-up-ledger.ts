import { seededRandom } from "@/lib/console/demo/seeded-random"
import { Caller } from "./http-load"
import type { Slipway } from "./stage"

const applications = 40
const partRows = 150_000
const years = 4
const yearMs = 365.25 * 86_400_000

/** A fixed time after the newest generated record, so that every run makes the same requests. */
export const ledgerEnd = new Date("2026-11-01T00:00:00Z")

export function applicationOf(number: number): string {
  return number === 0 ? "platform" : `service-${number}`
}

export type Row = Record<
  | ("application" | "environment" | "imageTag" | "gitCommit" | "gitBranch")
  | ("status" | "deployedAt" | "completedAt" | "committedAt" | "initiatedBy" | "externalId"),
  string
>

/**
 * Rows of an import: forty applications whose builds go to dev, most to staging, half of those to prod, over four
 * years; one in fifty fails or is rolled back. The platform has a fifth of all records.
 */
export function* madeUpRows(count: number, seed = 1): Generator<Row> {
  const random = seededRandom(seed)
  const start = ledgerEnd.getTime() - years * yearMs
  const step = (years * yearMs) / count
  let madeCount = 0
  for (let build = 0; madeCount < count; build++) {
    const number = random() < 0.2 ? 0 : 1 + Math.floor(random() * (applications - 1))
    const commit = (build * 2_654_435_761).toString(16).padStart(16, "0")
    const route = random() < 0.4 ? ["dev"] : random() < 0.5 ? ["dev", "staging"] : ["dev", "staging", "prod"]
    for (const [index, environment] of route.entries()) {
      const deployedAt = start + madeCount * step + index * 60_000
      const chance = environment === "dev" ? 1 : random()
      yield {
        application: applicationOf(number),
        environment,
        imageTag: `v1.${build}.0-${commit.slice(-7)}`,
        gitCommit: commit,
        gitBranch: random() < 0.9 ? "main" : `feature/${build % 50}`,
        status: chance < 0.01 ? "FAILED" : chance < 0.02 ? "ROLLED_BACK" : "DEPLOYED",
        deployedAt: new Date(deployedAt).toISOString(),
        completedAt: new Date(deployedAt + 30_000 + random() * 600_000).toISOString(),
        committedAt: new Date(deployedAt - 600_000 - random() * 3_600_000).toISOString(),
        initiatedBy: `person-${build % 30}`,
        externalId: `made-up:${seed}:${madeCount}`,
      }
      madeCount++
      if (madeCount === count) return
    }
  }
}

/** Imports this many generated rows, in files below 64 MiB. Returns the milliseconds and rows of the last file. */
export async function fill(slipway: Slipway, count: number, seed = 1): Promise<{ ms: number; rows: number }> {
  let part: string[] = []
  let last = { ms: 0, rows: 0 }
  const send = async () => {
    // A new connection: the server closes keep-alive connections that were idle while the file was generated.
    const { port, token } = slipway.caller
    const caller = new Caller(port, token)
    const body = part.join("")
    const ms = await caller.time({
      method: "POST",
      path: "/api/v1/platform/deployments/import",
      body,
      contentType: "application/x-ndjson",
    })
    caller.close()
    last = { ms, rows: part.length }
    part = []
  }
  for (const row of madeUpRows(count, seed)) {
    part.push(`${JSON.stringify(row)}\n`)
    if (part.length === partRows) await send()
  }
  if (part.length > 0) await send()
  return last
}
