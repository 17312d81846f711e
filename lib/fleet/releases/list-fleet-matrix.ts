import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { MatrixRow, ReleaseQuery } from "./fleet-schema"
import { fleetFilter } from "./list-releases"

const cursorKey = z.tuple([z.string()])

/** Tenants by slug with their releases that match the filters; tenants without a match and uninstalled releases are omitted. */
export async function listFleetMatrix(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<MatrixRow>> {
  const after = decodeCursor(cursor, cursorKey)
  const passing = {
    AND: [await fleetFilter(actor, filters), filters.status === undefined ? installed : {}],
  }
  const rows = await db().tenant.findMany({
    where: { releases: { some: passing }, ...(after !== null && { slug: { gt: after[0] } }) },
    select: {
      id: true,
      slug: true,
      name: true,
      releases: {
        where: passing,
        select: {
          id: true,
          releaseName: true,
          repository: true,
          chartName: true,
          chartVersion: true,
          status: true,
          outOfBand: true,
        },
        orderBy: [{ chartName: "asc" }, { releaseName: "asc" }],
      },
    },
    orderBy: { slug: "asc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, ({ slug }) => [slug])
  return {
    ...page,
    items: page.items.map(({ id, slug, name, releases }) => ({
      tenantId: id,
      tenantSlug: slug,
      tenantName: name,
      releases,
    })),
  }
}

const installed = { status: { not: "UNINSTALLED" as const } }
