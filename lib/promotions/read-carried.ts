import { db } from "@/lib/db/transaction"
import type { EnvironmentRef } from "@/lib/environments/resolve-environment"

/** For each application, the names of those environments where it ever was. */
export async function readCarried(
  ladder: readonly EnvironmentRef[],
  applications: readonly string[],
): Promise<Map<string, Set<string>>> {
  const nameOf = new Map(ladder.map(({ id, name }) => [id, name]))
  const lanes = await db().lane.findMany({
    where: { application: { in: [...applications] }, environmentId: { in: [...nameOf.keys()] } },
  })
  const byApplication = Map.groupBy(lanes, (lane) => lane.application)
  return new Map(
    [...byApplication].map(([application, own]) => [
      application,
      new Set(own.flatMap((lane) => nameOf.get(lane.environmentId) ?? [])),
    ]),
  )
}
