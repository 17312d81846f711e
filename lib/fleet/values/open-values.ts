import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { keyFor, keysFor } from "@/lib/platform/env"
import { unavailable } from "@/lib/platform/errors"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type { default as openValuesTask, SealedRelease } from "./open-values.task"
import { chartKey, readDefaults } from "./read-defaults"
import type { ValueAt } from "./schema"
import type { ValuesPath } from "./values-path"

type OpenedRelease = { id: string; repository: string; chartName: string; chartVersion: string }
export type Opened<R> = R & { at: ValueAt }

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
export async function* openValues<R extends OpenedRelease>(
  actor: Actor,
  path: ValuesPath,
  releases: readonly R[],
  budget: OpenBudget,
): AsyncGenerator<{ through: R; opened: Opened<R>[] }> {
  const charts = await readDefaults(releases, budget.chartsUntil)
  const bytes = await readSizes(releases)
  for (const chunk of chunksOf(releases.slice(0, budget.releases), bytes)) {
    const through = chunk.at(-1)
    if (through === undefined || budget.bytes <= 0) return
    budget.releases -= chunk.length
    budget.bytes -= chunk.reduce((sum, { id }) => sum + (bytes.get(id) ?? 0), 0)
    yield { through, opened: await openChunk(actor, path, chunk, charts) }
  }
}

async function openChunk<R extends OpenedRelease>(
  actor: Actor,
  path: ValuesPath,
  chunk: readonly R[],
  known: Awaited<ReturnType<typeof readDefaults>>,
): Promise<Opened<R>[]> {
  const keys = [...known.keys()]
  const inThread = (releases: readonly SealedRelease[]) =>
    run(actor, {
      path,
      releases,
      charts: [...known.values()],
      keys: keysFor("release-values"),
      idKey: keyFor("masked-value"),
    })
  const chartOf = (release: OpenedRelease) => {
    const at = keys.indexOf(chartKey(release))
    return at < 0 ? null : at
  }
  const masked = await readSealed(chunk, "sealedMasked")
  const sealed = chunk.flatMap((release) => {
    const text = masked.get(release.id)
    return text === undefined ? [] : [{ release, masked: text, values: null, chart: chartOf(release) }]
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
      hidden.map(({ release, masked: text, chart }) => ({
        masked: text,
        chart,
        values: values.get(release.id) ?? null,
      })),
    )
    for (const [index, one] of hidden.entries()) one.at = compared[index] ?? one.at
  }
  return opened.map(({ release, at }) => ({ ...release, at }))
}

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

/** The first releases whose values have at most this total size. */
export async function withinBudget<R extends { id: string }>(
  releases: readonly R[],
  maxBytes: number,
): Promise<R[]> {
  const bytes = await readSizes(releases)
  let left = maxBytes
  return releases.filter(({ id }) => {
    left -= bytes.get(id) ?? 0
    return left >= 0
  })
}

export async function readSizes(releases: readonly { id: string }[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db().$queryRaw<{ id: string; bytes: number }[]>`
    SELECT id, octet_length(sealed_masked) AS bytes FROM helm_release
    WHERE id = ANY(${releases.map(({ id }) => id)}::uuid[])`
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
    const own = bytes.get(release.id) ?? 0
    if (chunk.length > 0 && (chunk.length === maxOpenedAtOnce || size + own > maxBytesAtOnce)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(release)
    size += own
  }
  if (chunk.length > 0) yield chunk
}

export async function readSealed(
  releases: readonly { id: string }[],
  column: "sealedMasked" | "sealedValues",
): Promise<ReadonlyMap<string, string>> {
  const rows = await db().release.findMany({
    where: { id: { in: releases.map(({ id }) => id) } },
    select: { id: true, sealedMasked: column === "sealedMasked", sealedValues: column === "sealedValues" },
  })
  return new Map(rows.map((row) => [row.id, row[column]]))
}
