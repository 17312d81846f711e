import { HelmError } from "@/lib/kube/helm/helm-error"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import { prismaClient } from "@/lib/platform/db/client"
import { differenceFromHelm, endingsByOperation } from "@/tools/testing/helm-differences"
import type { Checked } from "./check-ledger"
import type { HelmCount } from "./count-helms"

type Accepted = { operations: readonly string[]; rollouts: readonly string[] }

/** The unfinished operations and rollouts. Slipway promises that all end within 90 seconds. */
export async function unfinished(): Promise<string[]> {
  const [operations, rollouts] = await Promise.all([
    prismaClient().operation.findMany({ where: { state: { in: ["QUEUED", "RUNNING"] } } }),
    prismaClient().rollout.findMany({ where: { state: { in: ["RUNNING", "ROLLING_BACK"] } } }),
  ])
  return [
    ...operations.map(({ id, kind, state }) => `${kind} ${id} is ${state}`),
    ...rollouts.map(({ id, state }) => `rollout ${id} is ${state}`),
  ]
}

/** The differences between the newest release of each name and Helm, by release. */
export async function differences(context: HelmContext): Promise<string[]> {
  const newest = await prismaClient().release.findMany({
    distinct: ["cluster", "namespace", "releaseName"],
    orderBy: { id: "desc" },
    select: { id: true },
  })
  const problems: string[] = []
  for (const { id } of newest) {
    const difference = await differenceFromHelm(context, id).catch(unreachableMessage)
    if (difference !== null) problems.push(difference)
  }
  return problems
}

/** Waits for a cluster that does not respond, instead of ending the run. */
function unreachableMessage(error: unknown): string {
  if (error instanceof HelmError && error.kind === "unreachable") return error.message
  throw error
}

/** Compares operations with the accepted requests, the audit log and the observed Helm processes. */
export async function checkOperations(accepted: Accepted, helms: HelmCount): Promise<Checked> {
  const [operations, rollouts, endings] = await Promise.all([
    prismaClient().operation.findMany({ where: { kind: { not: "PREVIEW" } } }),
    prismaClient().rollout.findMany(),
    endingsByOperation(),
  ])
  const releaseOf = new Map(operations.map(({ id, releaseId }) => [id, releaseId]))
  const rolloutIds = new Set(rollouts.map(({ id }) => id))
  const endingsOf = (id: string) => endings.get(id) ?? []
  return {
    "every accepted operation and rollout is there": [
      ...accepted.operations.filter((id) => !releaseOf.has(id)),
      ...accepted.rollouts.filter((id) => !rolloutIds.has(id)),
    ],
    "every operation has one record of its end": operations
      .filter(({ id }) => endingsOf(id).length !== 1)
      .map(({ id, kind, state }) => `${kind} ${id} is ${state}: ${endingsOf(id).join(", ") || "no record"}`),
    "no release had two Helm processes": helms
      .pairs()
      .filter(([one, other]) => releaseOf.has(one) && releaseOf.get(one) === releaseOf.get(other))
      .map(([one, other]) => `operations ${one} and ${other} of release ${releaseOf.get(one)}`),
  }
}
