import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { keyFor, keysFor } from "@/lib/platform/env"
import { unavailable } from "@/lib/platform/errors"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type { default as openValuesTask, SealedRelease } from "./open-values.task"
import { chartKey, readDefaults } from "./read-defaults"
import type { ValueAt } from "./schema"
import type { ValuesPath } from "./values-path"

const columns = {
  id: true,
  releaseName: true,
  tenantId: true,
  tenant: { select: { slug: true, name: true } },
  cluster: true,
  repository: true,
  chartName: true,
  chartVersion: true,
  revision: true,
  status: true,
  sealedMasked: true,
} as const satisfies Prisma.ReleaseSelect

type SealedRow = Prisma.ReleaseGetPayload<{ select: typeof columns }>

/** A release at one moment, with its value at the path. */
export type OpenedRelease = Omit<SealedRow, "sealedMasked"> & { at: ValueAt }

/**
 * How much one request may still open, because values must be decrypted and parsed, and until when it waits for charts.
 */
export type OpenBudget = { releases: number; bytes: number; chartsUntil: number }

export const openBudget = (releases: number, megabytes: number): OpenBudget => ({
  releases,
  bytes: megabytes * 1_048_576,
  chartsUntil: Date.now() + 3_000,
})

export const maxOpenedAtOnce = 500
const maxBytesAtOnce = 2 * 1_048_576

const run = threadOf<typeof openValuesTask>("lib/fleet/values/open-values.task.ts")

/**
 * Opens the values of releases at a path, in their order and in chunks, until the budget is spent; `through` is the
 * last release of a chunk. The sealed texts go to worker threads, at most half of which are used by one caller's
 * requests.
 */
export async function* openValues<R extends { id: string }>(
  actor: Actor,
  path: ValuesPath,
  releases: readonly R[],
  budget: OpenBudget,
): AsyncGenerator<{ through: R; opened: OpenedRelease[] }> {
  const bytes = await readSizes(releases)
  for (const chunk of chunksOf(releases.slice(0, budget.releases), bytes)) {
    const through = chunk.at(-1)
    if (through === undefined || budget.bytes <= 0) return
    budget.releases -= chunk.length
    budget.bytes -= chunk.reduce((sum, { id }) => sum + (bytes.get(id) ?? 0), 0)
    yield { through, opened: await openChunk(actor, path, chunk, budget.chartsUntil) }
  }
}

async function openChunk(
  actor: Actor,
  path: ValuesPath,
  chunk: readonly { id: string }[],
  chartsUntil: number,
): Promise<OpenedRelease[]> {
  // In one statement, so that a revision is never shown with the values of another.
  const rows = await db().release.findMany({ where: { id: { in: idsOf(chunk) } }, select: columns })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const releasesOfChunk = chunk.flatMap(({ id }) => byId.get(id) ?? [])
  const charts = await readDefaults(releasesOfChunk, chartsUntil)
  const keys = [...charts.keys()]
  const inThread = (releases: readonly SealedRelease[]) =>
    run(actor, {
      path,
      releases,
      charts: [...charts.values()],
      keys: keysFor("release-values"),
      idKey: keyFor("masked-value"),
    })
  const sealed = releasesOfChunk.map(({ sealedMasked: masked, ...release }) => {
    const chart = keys.indexOf(chartKey(release))
    return { release, masked, values: null, chart: chart < 0 ? null : chart }
  })
  const first = await inThread(sealed.map(({ release: _release, ...values }) => values))
  const opened = sealed.flatMap((release, index) => {
    const at = first[index]
    return at === undefined ? [] : [{ ...release, at }]
  })
  const hidden = opened.filter(({ at }) => at.masked)
  if (hidden.length > 0) {
    const values = await readSealed(
      hidden.map(({ release }) => release),
      "sealedValues",
    )
    const compared = await inThread(
      hidden.map(({ release, masked, chart }) => ({ masked, chart, values: values.get(release.id) ?? null })),
    )
    for (const [index, one] of hidden.entries()) one.at = compared[index] ?? one.at
  }
  return opened.map(({ release, at }) => ({ ...release, at }))
}

const idsOf = (releases: readonly { id: string }[]) => releases.map(({ id }) => id)

/** Runs a task for a caller. Throws a 503 if it exceeds its limits. */
export function threadOf<Task extends (input: never) => unknown>(file: `lib/${string}.task.ts`) {
  const task = threadTask<Task>(file)
  return (actor: Actor, input: Parameters<Task>[0]): Promise<Awaited<ReturnType<Task>>> =>
    task(sourceOf(actor), input).catch(
      onLimit(() => {
        throw unavailable("Too many values are being compared. Try again, or narrow the filters.", 5)
      }),
    )
}

/** The first releases whose values have at most this total size, by `readSizes`. */
export function withinBudget<R extends { id: string }>(
  releases: readonly R[],
  bytes: ReadonlyMap<string, number>,
  maxBytes: number,
): R[] {
  let remainingBytes = maxBytes
  return releases.filter(({ id }) => {
    remainingBytes -= bytes.get(id) ?? 0
    return remainingBytes >= 0
  })
}

export async function readSizes(releases: readonly { id: string }[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db().$queryRaw<{ id: string; bytes: number }[]>`
    SELECT id, octet_length(sealed_masked) AS bytes FROM helm_release
    WHERE id = ANY(${idsOf(releases)}::uuid[])`
  return new Map(rows.map(({ id, bytes }) => [id, bytes]))
}

/** The maximum number of releases opened at a time. */
export function* chunksOf<R extends { id: string }>(
  releases: readonly R[],
  bytes: ReadonlyMap<string, number>,
): Generator<R[]> {
  let chunk: R[] = []
  let size = 0
  for (const release of releases) {
    const releaseBytes = bytes.get(release.id) ?? 0
    if (chunk.length > 0 && (chunk.length === maxOpenedAtOnce || size + releaseBytes > maxBytesAtOnce)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(release)
    size += releaseBytes
  }
  if (chunk.length > 0) yield chunk
}

export async function readSealed(
  releases: readonly { id: string }[],
  column: "sealedMasked" | "sealedValues",
): Promise<ReadonlyMap<string, string>> {
  const rows = await db().release.findMany({
    where: { id: { in: idsOf(releases) } },
    select: { id: true, sealedMasked: column === "sealedMasked", sealedValues: column === "sealedValues" },
  })
  return new Map(rows.map((row) => [row.id, row[column]]))
}
