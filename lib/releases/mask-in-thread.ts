import { DomainError } from "@/lib/errors"
import { log } from "@/lib/log"
import { maskFor } from "@/lib/masking/mask"
import { TaskLimitError, threadTask } from "@/lib/threads/thread-task"
import { type MaskedRecord, maskUnrendered, secretsBefore } from "./mask-record"
import type maskRecordTask from "./mask-record.task"
import type { MaskRecord } from "./mask-record.task"

const run = threadTask<typeof maskRecordTask>("lib/releases/mask-record.task.ts", {
  milliseconds: 60_000,
  resultBytes: 128 * 1_048_576,
})

/** Masks a revision in a worker thread; `namespace`: of the release. Throws a 409 where it is too large. */
export async function maskInThread(namespace: string, asked: MaskRecord): Promise<MaskedRecord> {
  const { values, manifest, hooks, notes } = asked.record
  const chart = asked.chart === null ? null : { values: asked.chart.values, schema: asked.chart.schema }
  try {
    return await run(namespace, { ...asked, record: { values, manifest, hooks, notes }, chart })
  } catch (error) {
    if (!(error instanceof TaskLimitError)) throw error
    log.warn({ err: error, namespace }, "What a chart renders is too large to be masked")
    throw new DomainError("conflict", "What the chart renders is too large to be shown.", {
      code: "preview_failed",
    })
  }
}

/** The same of a revision that was made: one that is too large is kept without what was rendered. */
export async function maskMade(namespace: string, asked: MaskRecord): Promise<MaskedRecord> {
  try {
    return await maskInThread(namespace, asked)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { record, chart, mask, before } = asked
    return {
      masked: maskUnrendered(record.values, chart, maskFor(mask.key, mask.scope)),
      secrets: secretsBefore(chart, record.values, before),
    }
  }
}
