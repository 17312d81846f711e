import { maskFor } from "@/lib/kube/masking/mask"
import { conflict, DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import { maskUnrendered, secretsBefore } from "./mask-record"
import type maskRecordTask from "./mask-record.task"
import type { MaskedInThread, MaskRecord } from "./mask-record.task"
import { revisionKey, sealRevision } from "./sealed-values"

const run = threadTask<typeof maskRecordTask>("lib/fleet/releases/mask-record.task.ts", {
  milliseconds: 60_000,
  resultBytes: 128 * 1_048_576,
})

/** Masks and seals a revision in a worker thread; `namespace`: of the release. Throws a 409 if it is too large. */
export async function maskInThread(namespace: string, input: MaskRecord): Promise<MaskedInThread> {
  const { values, manifest, hooks, notes } = input.record
  const chart = input.chart === null ? null : { values: input.chart.values, schema: input.chart.schema }
  const record = { values, manifest, hooks, notes }
  return run(namespace, { ...input, record, chart, sealWith: revisionKey() }).catch(
    onLimit((limit) => {
      log.warn({ limit, namespace }, "manifest too large to mask")
      throw conflict("The rendered manifest is too large to be shown.", "preview_failed")
    }),
  )
}

/** Like `maskInThread`, but stores a created revision that is too large without its rendered content. */
export async function maskCreatedRevision(namespace: string, input: MaskRecord): Promise<MaskedInThread> {
  try {
    return await maskInThread(namespace, input)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { record, chart, mask, before } = input
    const masked = maskUnrendered(record.values, chart, maskFor(mask.key, mask.scope))
    return {
      revision: sealRevision(masked, revisionKey()),
      secrets: secretsBefore(chart, record.values, before),
    }
  }
}
