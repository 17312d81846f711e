import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { type EnvironmentRef, readPromotionOrder } from "@/lib/ledger/environments/read-environments"
import { readRunning } from "@/lib/ledger/state/list-state"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { cursorInstant, cutPage, decodeCursor, type Page, requireOrderedWindow } from "@/lib/platform/page"
import type { Promotion, PromotionsQuery } from "./schema"
import { type Arrival, tracePath } from "./trace-path"

/** The paths of image tags through the promotion order, most recently seen tag first. */
export function listPromotions(actor: Actor, query: PromotionsQuery): Promise<Page<Promotion>> {
  return withAnnulled(actor, query.includeAnnulled, () => snapshot(() => readPromotions(actor, query)))
}

async function readPromotions(actor: Actor, query: PromotionsQuery): Promise<Page<Promotion>> {
  requireOrderedWindow(query)
  const environments = await readPromotionOrder(actor)
  const page = cutPage(
    await readImageVersions(environments, query),
    query.limit,
    ({ firstReachedAt, application, imageTag }) => [firstReachedAt.toISOString(), application, imageTag],
  )
  const applications = [...new Set(page.items.map(({ application }) => application))]
  const [arrivals, running, firstUses] = await Promise.all([
    readFirstArrivals(environments, page.items),
    readRunning(environments, null, applications),
    readFirstUses(environments, applications),
  ])
  const items = page.items.map(({ application, imageTag }, index) => {
    const live = running.filter(
      (deployment) => deployment.application === application && deployment.imageTag === imageTag,
    )
    const journey = {
      application,
      imageTag,
      arrivals: arrivals[index] ?? [],
      live: live.map((deployment) => deployment.environment),
    }
    return tracePath(journey, environments, firstUses.get(application) ?? new Map())
  })
  return { items, nextCursor: page.nextCursor }
}

type ImageVersion = { application: string; imageTag: string; firstReachedAt: Date }

const cursorKey = z.tuple([cursorInstant, z.string(), z.string()])

/** One page of image tags plus one, newest first arrival first; only tags that reached one of these stages. */
function readImageVersions(
  environments: readonly EnvironmentRef[],
  query: PromotionsQuery,
): Promise<ImageVersion[]> {
  const { application, imageTag, from, to } = query
  const ids = environments.map(({ id }) => id)
  return db().$queryRaw<ImageVersion[]>`
    SELECT v.application, v.image_tag AS "imageTag", v.first_reached_at AS "firstReachedAt" FROM image_version v
    WHERE EXISTS (
        SELECT 1 FROM deployment d
        WHERE d.application = v.application AND d.environment_id = ANY(${ids}::uuid[])
          AND d.image_tag = v.image_tag AND ${reachedSql("d")})
      AND ${ifGiven(application, (value) => Prisma.sql`v.application = ${value}`)}
      AND ${ifGiven(imageTag, (value) => Prisma.sql`v.image_tag = ${value}`)}
      AND ${ifGiven(from, (value) => Prisma.sql`v.first_reached_at >= ${value}::timestamptz`)}
      AND ${ifGiven(to, (value) => Prisma.sql`v.first_reached_at < ${value}::timestamptz`)}
      AND ${ifGiven(decodeCursor(query.cursor, cursorKey), afterSql)}
    ORDER BY v.first_reached_at DESC, v.application, v.image_tag LIMIT ${query.limit + 1}`
}

/** The first condition lets the index seek; the second breaks ties at that exact instant. */
const afterSql = ([at, application, imageTag]: z.infer<typeof cursorKey>) => Prisma.sql`
  v.first_reached_at <= ${at}::timestamptz
  AND (v.first_reached_at < ${at}::timestamptz OR (v.application, v.image_tag) > (${application}, ${imageTag}))`

/** The first arrivals of each tag in each of these environments, in the order of `versions`. */
async function readFirstArrivals(
  environments: readonly EnvironmentRef[],
  versions: readonly { application: string; imageTag: string }[],
): Promise<Arrival[][]> {
  const rows = await db().$queryRaw<(Arrival & { index: number })[]>`
    SELECT requested.position::int - 1 AS "index", e.name AS environment, d.id AS "deploymentId", d.deployed_at AS "deployedAt",
      d.seq::float8 AS seq
    FROM unnest(${versions.map((version) => version.application)}::text[], ${versions.map((version) => version.imageTag)}::text[])
      WITH ORDINALITY AS requested(application, image_tag, position)
    JOIN lane l ON l.application = requested.application AND l.environment_id = ANY(${environments.map(({ id }) => id)}::uuid[])
    JOIN environment e ON e.id = l.environment_id
    CROSS JOIN LATERAL (
      SELECT r.id, r.deployed_at, r.seq FROM deployment r
      WHERE r.application = l.application AND r.environment_id = l.environment_id AND r.image_tag = requested.image_tag
        AND ${reachedSql("r")}
      ORDER BY r.deployed_at, r.seq LIMIT 1) d`
  const byIndex = Map.groupBy(rows, ({ index }) => index)
  return versions.map((_, index) => byIndex.get(index) ?? [])
}

/** When each application first reached each of these environments, keyed by the name of the environment. */
async function readFirstUses(
  environments: readonly EnvironmentRef[],
  applications: readonly string[],
): Promise<Map<string, Map<string, Date>>> {
  const firstUses = await db().$queryRaw<{ application: string; environment: string; at: Date }[]>`
    SELECT l.application, e.name AS environment, d.deployed_at AS at
    FROM lane l JOIN environment e ON e.id = l.environment_id
    CROSS JOIN LATERAL (
      SELECT r.deployed_at FROM deployment r
      WHERE r.application = l.application AND r.environment_id = l.environment_id AND ${reachedSql("r")}
      ORDER BY r.deployed_at, r.seq LIMIT 1) d
    WHERE l.application = ANY(${[...applications]}::text[])
      AND l.environment_id = ANY(${environments.map(({ id }) => id)}::uuid[])`
  const byApplication = Map.groupBy(firstUses, ({ application }) => application)
  return new Map(
    [...byApplication].map(([application, uses]) => [
      application,
      new Map(uses.map(({ environment, at }) => [environment, at])),
    ]),
  )
}
