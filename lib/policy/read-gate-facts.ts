import { db } from "@/lib/db/transaction"
import { readCurrent } from "@/lib/deployments/read-current"
import { readRunningPlaces } from "@/lib/deployments/read-running-places"
import type { EnvironmentRef } from "@/lib/environments/environment-ref"
import { rungsOf } from "@/lib/environments/ladder"
import type { GateFacts } from "./decide-gate"

/**
 * What the gate judges by. It looks below the environment also where the caller may not: the answer says only whether the
 * tag was seen there.
 */
export async function readGateFacts(
  environment: EnvironmentRef,
  application: string,
  imageTag: string,
): Promise<GateFacts> {
  const tag = { application, imageTag }
  return {
    imageTag,
    environment: environment.name,
    below: await readBelow(environment, tag),
    here: await readHere(environment, tag),
  }
}

type Tag = { application: string; imageTag: string }

async function readBelow(environment: EnvironmentRef, tag: Tag): Promise<GateFacts["below"]> {
  const { rank: own } = environment
  if (own === null) return null
  const carrying = await readRunningPlaces(tag.application)
  const rung = rungsOf(carrying.filter(({ rank }) => rank < own)).at(-1)
  if (rung === undefined) return null
  const ids = carrying.filter(({ rank }) => rank === rung.rank).map(({ id }) => id)
  const [standing, rolledBack] = await Promise.all(
    (["DEPLOYED", "ROLLED_BACK"] as const).map((status) =>
      db().deployment.findFirst({
        where: { ...tag, environmentId: { in: ids }, status },
        select: { id: true },
      }),
    ),
  )
  const seen = standing ? "live-once" : rolledBack ? "rolled-back" : "never"
  return { environments: rung.environments, seen }
}

async function readHere(environment: EnvironmentRef, tag: Tag): Promise<GateFacts["here"]> {
  const newest = await db().deployment.findFirst({
    where: { ...tag, environmentId: environment.id },
    orderBy: [{ deployedAt: "desc" }, { seq: "desc" }],
    select: { status: true },
  })
  if (newest === null) return null
  const current = await readCurrent({ application: tag.application, environmentIds: [environment.id] })
  return { status: newest.status, current: current?.imageTag === tag.imageTag }
}
