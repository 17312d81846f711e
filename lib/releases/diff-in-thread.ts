import { DomainError } from "@/lib/errors"
import { TaskLimitError, threadTask } from "@/lib/threads/thread-task"
import type diffRevisionsTask from "./diff-revisions.task"
import type { Compared } from "./diff-revisions.task"
import type { RevisionDiff } from "./schema"

const run = threadTask<typeof diffRevisionsTask>("lib/releases/diff-revisions.task.ts", {
  milliseconds: 45_000,
  resultBytes: 64 * 1_048_576,
})

/**
 * What changes from one revision to another, of masked texts as they are stored. Null: there is nothing. Throws a 503
 * where the difference takes too much time or memory. `tenantId`: of the release.
 */
export async function diffInThread(
  tenantId: string,
  before: Compared["before"],
  after: Compared["after"],
): Promise<RevisionDiff> {
  const sideOf = <Content extends Compared["before"]>(content: Content) =>
    content === null ? null : { values: content.values, manifest: content.manifest, hooks: content.hooks }
  try {
    return await run(tenantId, { before: sideOf(before), after: after === "kept" ? after : sideOf(after) })
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    throw new DomainError("unavailable", "The difference is too large to compute right now.", {
      retryAfterSeconds: 30,
    })
  }
}
