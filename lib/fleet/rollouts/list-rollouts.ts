import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { visibleRollouts } from "./find-rollout"
import { chartOf } from "./read-candidates"
import { readNames } from "./read-names"
import { readProgress } from "./read-progress"
import type { Rollout, RolloutQuery } from "./schema"
import { toRollout, withWaves } from "./to-rollout"

const cursorKey = z.tuple([z.uuid()])

/** One page of the rollouts, newest first, limited to tenants visible to the caller. */
export async function listRollouts(
  actor: Actor,
  { limit, cursor, state, chartName }: RolloutQuery,
): Promise<Page<Rollout>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().rollout.findMany({
    where: {
      AND: [
        visibleRollouts(actor),
        { state },
        chartName === undefined ? {} : filterOf(chartName),
        after === null ? {} : { id: { lt: after[0] } },
      ],
    },
    include: withWaves,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  const progress = await readProgress(
    actor,
    page.items.map(({ id }) => id),
  )
  const names = await readNames(
    actor,
    page.items.flatMap(({ stateReleases }) => stateReleases),
  )
  return {
    ...page,
    items: page.items.map((row) =>
      toRollout(row, {
        progress: progress.filter(({ rolloutId }) => rolloutId === row.id),
        names: row.stateReleases.flatMap((one) => names.get(one) ?? []),
      }),
    ),
  }
}

/** `name` or `repository/name`. */
function filterOf(reference: string) {
  const { repository, chartName } = chartOf(reference)
  return repository === null ? { chartName } : { chartName, repository }
}
