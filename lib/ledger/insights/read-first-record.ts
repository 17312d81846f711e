import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** When the first record of the application (null: of any) in these environments was deployed. One lookup per lane. */
export async function readFirstRecord(
  application: string | null,
  environmentIds: readonly string[],
): Promise<Date | null> {
  const ofApplication = application === null ? Prisma.sql`true` : Prisma.sql`l.application = ${application}`
  const [row] = await db().$queryRaw<{ first: Date | null }[]>`
    SELECT min(d.deployed_at) AS first FROM lane l
    CROSS JOIN LATERAL (
      SELECT deployed_at FROM deployment
      WHERE application = l.application AND environment_id = l.environment_id
      ORDER BY deployed_at, seq LIMIT 1) d
    WHERE ${ofApplication} AND l.environment_id = ANY(${[...environmentIds]}::uuid[])`
  return row?.first ?? null
}
