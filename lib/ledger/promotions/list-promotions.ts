import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { readLadder } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/read-running"
import { invalid } from "@/lib/platform/errors"
import { cutPage, type Page } from "@/lib/platform/page"
import { readFirstArrivals } from "./read-first-arrivals"
import { readFirstUses } from "./read-first-uses"
import { readImageVersions } from "./read-image-versions"
import type { Promotion, PromotionsQuery } from "./schema"
import { tracePath } from "./trace-path"

/** The paths of image tags through the promotion order, most recently seen tag first. */
export function listPromotions(actor: Actor, query: PromotionsQuery): Promise<Page<Promotion>> {
  return withAnnulled(query.includeAnnulled, () => readPromotions(actor, query))
}

async function readPromotions(actor: Actor, query: PromotionsQuery): Promise<Page<Promotion>> {
  if (query.from !== undefined && query.to !== undefined && query.from > query.to) {
    throw invalid("/from", "from is after to. Swap them.")
  }
  const ladder = await readLadder(actor)
  const page = cutPage(
    await readImageVersions(ladder, query),
    query.limit,
    ({ firstReachedAt, application, imageTag }) => [firstReachedAt.toISOString(), application, imageTag],
  )
  const applications = [...new Set(page.items.map(({ application }) => application))]
  const [arrivals, running, firstUses] = await Promise.all([
    readFirstArrivals(ladder, page.items),
    readRunning(ladder, null, applications),
    readFirstUses(ladder, applications),
  ])
  const items = page.items.map(({ application, imageTag }, index) => {
    const live = running.filter((one) => one.application === application && one.imageTag === imageTag)
    const journey = {
      application,
      imageTag,
      arrivals: arrivals[index] ?? [],
      live: live.map((one) => one.environment),
    }
    return tracePath(journey, ladder, firstUses.get(application) ?? new Map())
  })
  return { items, nextCursor: page.nextCursor }
}
