import { expect } from "vitest"
import { rollBackRelease, uninstallRelease, upgradeRelease } from "@/lib/fleet/releases/change-release"
import { installRelease } from "@/lib/fleet/releases/install-release"
import { installReleaseSchema, upgradeReleaseSchema } from "@/lib/fleet/releases/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { prismaClient } from "@/lib/platform/db/client"
import { gatedChart } from "./gated-chart"

const actor = systemActor("crash matrix")
/** Seconds. A Helm that missed a pod's readiness because the API was unavailable waits this long. */
const timeout = 30
const gated = { gated: true }
const plain = { gated: false }

export type Kind = "INSTALL" | "UPGRADE" | "ROLLBACK" | "UNINSTALL"
/** `makes`: the Helm revision that the change creates. */
export type Change = { kind: Kind; name: string; releaseId: string; operationId: string; makes: number }

async function install(tenantId: string, name: string, valuesOverride: object): Promise<Change> {
  const body = { ...gatedChart, tenantId, releaseName: name, valuesOverride, timeout }
  const { release, operationId } = await installRelease(actor, installReleaseSchema.parse(body))
  return { kind: "INSTALL", name, releaseId: release.id, operationId, makes: 1 }
}

function upgrade(releaseId: string, valuesOverride: object) {
  const body = { valuesMode: "reset", valuesOverride, timeout }
  return upgradeRelease(actor, releaseId, upgradeReleaseSchema.parse(body))
}

/** Releases to change, each for the first time: one to upgrade, one to roll back, one to uninstall. */
export type Prepared = { tenantId: string; upgraded: string; rolledBack: string; uninstalled: string }

/** Installs them; the namespace and its gate must exist. */
export async function prepare(tenantId: string): Promise<Prepared> {
  const [upgraded, rolledBack, uninstalled] = await Promise.all([
    install(tenantId, "upgraded", plain),
    install(tenantId, "rolled-back", gated),
    install(tenantId, "uninstalled", plain),
  ])
  await expectSuccess(rolledBack)
  const second = await upgrade(rolledBack.releaseId, plain)
  await Promise.all([upgraded, uninstalled, second].map(expectSuccess))
  return {
    tenantId,
    upgraded: upgraded.releaseId,
    rolledBack: rolledBack.releaseId,
    uninstalled: uninstalled.releaseId,
  }
}

async function expectSuccess({ operationId }: { operationId: string }): Promise<void> {
  await waitUntilFinished([operationId])
  const [row] = await statesOf([operationId])
  expect(row?.state, row?.error ?? "").toBe("SUCCEEDED")
}

/** Requests one change of each kind concurrently. While the gate is closed, none of them completes. */
export async function beginAll({ tenantId, upgraded, rolledBack, uninstalled }: Prepared): Promise<Change[]> {
  const [installing, upgrading, rollingBack, uninstalling] = await Promise.all([
    install(tenantId, "installed", gated),
    upgrade(upgraded, gated),
    rollBackRelease(actor, rolledBack, { targetRevision: 1, forceConflicts: false }),
    uninstallRelease(actor, uninstalled, { skipHooks: false, reason: "a crash" }),
  ])
  const change = (kind: Kind, name: string, releaseId: string, operationId: string, makes: number) => ({
    kind,
    name,
    releaseId,
    operationId,
    makes,
  })
  return [
    installing,
    change("UPGRADE", "upgraded", upgraded, upgrading.operationId, 2),
    change("ROLLBACK", "rolled-back", rolledBack, rollingBack.operationId, 3),
    change("UNINSTALL", "uninstalled", uninstalled, uninstalling.operationId, 1),
  ]
}

/** The states of the operations; empty while the database is unavailable. */
export async function statesOf(ids: readonly string[]) {
  const rows = await prismaClient()
    .operation.findMany({ where: { id: { in: [...ids] } } })
    .catch(() => [])
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}

/** Waits until all have ended, `withinSeconds` at most. */
export async function waitUntilFinished(ids: readonly string[], withinSeconds = 90): Promise<void> {
  const countEnded = async () =>
    (await statesOf(ids)).filter(({ state }) => !/QUEUED|RUNNING/.test(state)).length
  await expect.poll(countEnded, { timeout: withinSeconds * 1_000, interval: 100 }).toBe(ids.length)
}
