import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { compareVersions } from "@/lib/platform/semver/version"
import { type ReleaseRow, toRelease, withTenantAndOperation } from "./find-release"
import type { Release } from "./schema"

type Asked = { targetVersion: string; limit: number; cursor?: string | undefined }

const cursorKey = z.tuple([z.string(), z.string(), z.uuid()])

/** The installed releases of a chart older than a version by semantic versioning, oldest version first. */
export async function listNeedingUpgrade(
  actor: Actor,
  chartName: string,
  { targetVersion, limit, cursor }: Asked,
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const where = {
    AND: [{ tenantId: scopeOf(actor).tenants.where }, { chartName, status: { not: "UNINSTALLED" as const } }],
  }
  const rows: ReleaseRow[] = []
  // The database cannot order semantic versions: the few distinct ones are queried one after the other.
  for (const version of await olderVersions(where, targetVersion)) {
    if (after !== null && inOrder(version, after[0]) < 0) continue
    rows.push(...(await readVersion(where, version, after, limit + 1 - rows.length)))
    if (rows.length > limit) break
  }
  const page = cutPage(rows, limit, ({ chartVersion, releaseName, id }) => [chartVersion, releaseName, id])
  return { ...page, items: page.items.map(toRelease) }
}

async function olderVersions(where: Prisma.ReleaseWhereInput, targetVersion: string): Promise<string[]> {
  const groups = await db().release.groupBy({ by: ["chartVersion"], where })
  return groups
    .map(({ chartVersion }) => chartVersion)
    .filter((version) => compareVersions(version, targetVersion) < 0)
    .sort(inOrder)
}

/** Also orders versions that differ only in notation. */
function inOrder(one: string, other: string): number {
  return compareVersions(one, other) || (one < other ? -1 : one > other ? 1 : 0)
}

function readVersion(
  where: Prisma.ReleaseWhereInput,
  chartVersion: string,
  after: z.infer<typeof cursorKey> | null,
  take: number,
): Promise<ReleaseRow[]> {
  const [version, releaseName, id] = after ?? []
  const rest =
    version === chartVersion && releaseName !== undefined && id !== undefined
      ? { OR: [{ releaseName: { gt: releaseName } }, { releaseName, id: { gt: id } }] }
      : {}
  return db().release.findMany({
    where: { AND: [where, { chartVersion }, rest] },
    include: withTenantAndOperation,
    orderBy: [{ releaseName: "asc" }, { id: "asc" }],
    take,
  })
}
