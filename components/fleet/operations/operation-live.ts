import type { QueryClient } from "@tanstack/react-query"
import { operationStateStyles } from "@/components/fleet/operations/operation-style"
import type { Operation, OperationDetail, OperationLine } from "@/lib/fleet/operations/schema"
import type { Revision } from "@/lib/fleet/releases/revision-schema"
import type { Release } from "@/lib/fleet/releases/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { reread, setLiveData } from "@/lib/web/client/live-query"

export const operationQuery = (id: string) => apiQuery(["operation", id], api("/operations/{id}", id))

/** The operation that a release is shown with: the one that runs, else the named one, else the one that failed. */
export function shownOperation(
  { operation, status }: Pick<Release, "operation" | "status">,
  revisions: readonly Revision[],
  named: string | null,
): string | null {
  if (operation !== null) return operation.id
  if (named !== null) return named === "none" ? null : named
  return status === "FAILED" ? (revisions[0]?.operationId ?? null) : null
}

/** Merges a streamed update into the cached operation. Known lines stay, and a finished operation stays finished. */
function withOperation(
  current: OperationDetail | undefined,
  reported: Operation & { lines?: OperationLine[] },
): OperationDetail {
  const isOlder =
    current !== undefined &&
    operationStateStyles[current.state].over &&
    !operationStateStyles[reported.state].over
  return { ...(isOlder ? current : reported), lines: mergeLines(current?.lines ?? [], reported.lines ?? []) }
}

/** Lines in the order of their number, without duplicates. */
export function mergeLines(
  currentLines: readonly OperationLine[],
  reported: readonly OperationLine[],
): OperationLine[] {
  const bySeq = new Map([...currentLines, ...reported].map((line) => [line.seq, line]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** True when an earlier line is missing: lines are numbered from 1 without gaps. */
export function hasGap(lines: readonly OperationLine[]): boolean {
  return lines.length > 0 && lines.at(-1)?.seq !== lines.length
}

export function patchOperation(client: QueryClient, reported: Operation & { lines?: OperationLine[] }): void {
  const { queryKey } = operationQuery(reported.id)
  setLiveData<OperationDetail>(client, queryKey, (current) => withOperation(current, reported))
  rereadWhenIncomplete(client, reported.id)
}

export function patchLine(client: QueryClient, operationId: string, line: OperationLine): void {
  const { queryKey } = operationQuery(operationId)
  setLiveData<OperationDetail>(
    client,
    queryKey,
    (current) => current && { ...current, lines: mergeLines(current.lines, [line]) },
  )
  rereadWhenIncomplete(client, operationId)
}

/**
 * Refetches operations of a release that are cached as unfinished although the release no longer runs them: they ended
 * before the stream started or while it was interrupted.
 */
export function rereadEndedOperations(client: QueryClient, releaseId: string, running: string | null): void {
  reread(client, {
    predicate: ({ queryKey, state }) => {
      if (queryKey[0] !== "operation") return false
      const current = client.getQueryData<OperationDetail>(queryKey)
      if (current === undefined) return state.fetchStatus !== "idle"
      return (
        current.releaseId === releaseId && current.id !== running && !operationStateStyles[current.state].over
      )
    },
  })
}

/** A stream that started late or was interrupted leaves a gap in the lines; the API returns all of them. */
function rereadWhenIncomplete(client: QueryClient, id: string): void {
  const { queryKey } = operationQuery(id)
  const current = client.getQueryData<OperationDetail>(queryKey)
  if (current === undefined || hasGap(current.lines)) reread(client, { queryKey })
}
