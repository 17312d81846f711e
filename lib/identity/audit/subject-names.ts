import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** Where the names of subjects are: a table, and the name as an expression on `t`. */
const sources: Record<string, [table: string, name: string][]> = {
  annotation: [["annotation", "left(t.text, 100)"]],
  deployment: [
    ["deployment", "t.application || ' ' || t.image_tag"],
    ["annulled_deployment", "t.application || ' ' || t.image_tag"],
  ],
  environment: [["environment", "t.name"]],
  release: [["helm_release", "t.release_name"]],
  repository: [["chart_repository", "t.name"]],
  rollout: [["rollout", "t.chart_name || ' ' || t.target_version"]],
  tenant: [["tenant", "t.name"]],
  token: [["api_token", "t.name"]],
  user: [["user_account", "t.email"]],
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The present names of these subjects by id, in one statement; a subject that no longer exists has none. */
export async function readSubjectNames(
  subjects: readonly { subjectType: string; subjectId: string }[],
): Promise<Map<string, string>> {
  const known = subjects.filter(({ subjectType, subjectId }) => sources[subjectType] && uuid.test(subjectId))
  const idsByType = Map.groupBy(known, ({ subjectType }) => subjectType)
  const selects = [...idsByType].flatMap(([type, of]) =>
    (sources[type] ?? []).map(
      ([table, name]) => Prisma.sql`
        SELECT t.id::text, ${Prisma.raw(name)} AS name FROM ${Prisma.raw(table)} t
        WHERE t.id = ANY(${of.map(({ subjectId }) => subjectId)}::uuid[])`,
    ),
  )
  if (selects.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; name: string }[]>(Prisma.join(selects, " UNION ALL "))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
