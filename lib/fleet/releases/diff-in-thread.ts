import { DomainError } from "@/lib/platform/errors"
import { TaskLimitError, threadTask } from "@/lib/platform/threads/thread-task"
import type diffRevisionsTask from "./diff-revisions.task"
import type { RevisionDiff } from "./revision-schema"
import { openable } from "./sealed-values"

const run = threadTask<typeof diffRevisionsTask>("lib/fleet/releases/diff-revisions.task.ts", {
  milliseconds: 45_000,
  resultBytes: 64 * 1_048_576,
})

/**
 * What changes from one revision to another, both masked and sealed as they are stored. Null: there is nothing; `kept`:
 * what an uninstall leaves. Throws a 503 where the difference takes too much time or memory. `tenantId`: of the release.
 */
export async function diffInThread(
  tenantId: string,
  before: string | null,
  after: string | null | "kept",
): Promise<RevisionDiff> {
  const sideOf = (sealed: string | null) => (sealed === null ? null : openable(sealed))
  try {
    return await run(tenantId, { before: sideOf(before), after: after === "kept" ? after : sideOf(after) })
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    throw new DomainError("unavailable", "The diff is too large to compute right now.", {
      retryAfterSeconds: 30,
    })
  }
}
