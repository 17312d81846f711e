import { z } from "zod"
import { chartFilter } from "@/lib/fleet/releases/list-releases"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { visibleRollouts } from "./find-rollout"
import type { Rollout, RolloutQuery } from "./schema"
import { rolloutConverter, withWaves } from "./to-rollout"

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
        chartFilter(chartName),
        after === null ? {} : { id: { lt: after[0] } },
      ],
    },
    include: withWaves,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(await rolloutConverter(actor, page.items)) }
}
