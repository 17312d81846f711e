import { expect } from "vitest"
import { uninstallFailed } from "@/lib/kube/cluster/mark-failed.task"
import { getHistory } from "@/lib/kube/helm/helm-commands"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import type { HistoryEntry } from "@/lib/kube/helm/schema"
import { prismaClient } from "@/lib/platform/db/client"
import type { Change } from "./crash-changes"

const terminal =
  /^release\.(installed|upgraded|rolled_back|uninstalled|(install|upgrade|rollback|uninstall)_(failed|cancelled))$/

/** Expects that nothing is pending, Slipway matches `helm history`, and exactly one record states how the change ended. */
export async function expectConverged(
  context: HelmContext,
  namespace: string,
  change: Change,
): Promise<void> {
  const { releaseId, name, operationId } = change
  const history = await getHistory(context, { release: name, namespace })
  const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
  const details = JSON.stringify({ change, history, status: release.status, error: release.lastError })
  expect(
    history.filter(({ status }) => /pending|uninstalling/.test(status)),
    details,
  ).toEqual([])
  expect(await revisionsSince(releaseId, history), details).toEqual(
    history.map((entry) => [entry.revision, hasFailed(entry) ? "FAILED" : "DEPLOYED"]),
  )
  const last = history.at(-1)
  const { status, inCluster, revision } = release
  if (last === undefined) {
    expect(inCluster, details).toBe(false)
    expect(status, details).toMatch(/^(FAILED|UNINSTALLED)$/)
  } else {
    expect([revision, status, inCluster], details).toEqual([last.revision, last.status.toUpperCase(), true])
  }
  expect(await endings(releaseId, operationId), details).toHaveLength(1)
}

/** A failed uninstall is a record of its own: the revision keeps how its own change ended. */
const hasFailed = ({ status, description }: HistoryEntry) =>
  status === "failed" && description !== uninstallFailed

/** Slipway's records from Helm's oldest revision on: Helm prunes revisions and forgets uninstalled releases. */
async function revisionsSince(releaseId: string, history: readonly HistoryEntry[]) {
  const [oldest] = history
  if (oldest === undefined) return []
  const rows = await prismaClient().releaseRevision.findMany({
    where: { releaseId, operation: { not: "UNINSTALL" }, revision: { gte: oldest.revision } },
    orderBy: { revision: "asc" },
  })
  return rows.map(({ revision, status }) => [revision, status])
}

async function endings(releaseId: string, operationId: string): Promise<string[]> {
  const audit = await prismaClient().auditEntry.findMany({ where: { subjectId: releaseId } })
  return audit
    .filter(({ action, body }) => terminal.test(action) && body.includes(operationId))
    .map(({ action }) => action)
}
