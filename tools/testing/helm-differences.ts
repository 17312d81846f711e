import { uninstallFailed } from "@/lib/kube/cluster/mark-failed.task"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import { prismaClient } from "@/lib/platform/db/client"
import { getHistory, type HistoryEntry } from "@/tools/testing/helm-reads"

const terminal =
  /^release\.(installed|upgraded|rolled_back|uninstalled|(install|upgrade|rollback|uninstall)_(failed|cancelled))$|^operation\.cancelled$/

/** How the record of a release differs from `helm history`, or what Helm left unfinished; null if neither. */
export async function differenceFromHelm(context: HelmContext, releaseId: string): Promise<string | null> {
  const release = await prismaClient().release.findUniqueOrThrow({ where: { id: releaseId } })
  const { releaseName, namespace, status, inCluster, revision, lastError } = release
  const history = await getHistory(context, { releaseName, namespace })
  const revisions = await revisionsSince(releaseId, history)
  const last = history.at(-1)
  const isSame =
    history.every((entry) => !/pending|uninstalling/.test(entry.status)) &&
    revisions.join() ===
      history.map((entry) => [entry.revision, hasFailed(entry) ? "FAILED" : "DEPLOYED"]).join() &&
    (last === undefined
      ? !inCluster && /^(FAILED|UNINSTALLED)$/.test(status)
      : inCluster && revision === last.revision && status === last.status.toUpperCase())
  const record = { releaseId, releaseName, status, inCluster, revision, lastError, revisions }
  return isSame ? null : JSON.stringify({ record, history })
}

/**
 * A failed uninstall is a separate record: the revision keeps the outcome of its own change. For a failed install that
 * was upgraded, Helm keeps only the description.
 */
const hasFailed = ({ status, description }: HistoryEntry) =>
  description !== uninstallFailed &&
  (status === "failed" || (status === "superseded" && /^\w+ ".*" failed: /.test(description ?? "")))

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

/** The audit entries that state how each operation ended, by its id. */
export async function endingsByOperation(): Promise<Map<string, string[]>> {
  const entries = await prismaClient().auditEntry.findMany({
    where: { subjectType: { in: ["release", "operation"] } },
    select: { action: true, subjectId: true, subjectType: true, body: true },
  })
  const endings = new Map<string, string[]>()
  for (const { action, subjectId, subjectType, body } of entries) {
    if (!terminal.test(action)) continue
    const id = subjectType === "operation" ? subjectId : /"operationId":\s*"([\w-]+)"/.exec(body)?.[1]
    if (id !== undefined) endings.set(id, [...(endings.get(id) ?? []), action])
  }
  return endings
}
