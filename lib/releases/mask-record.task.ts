import type { OpenedChart } from "@/lib/charts/open-chart"
import type { ReleaseRecord } from "@/lib/helm/schema"
import { type MaskKey, maskFor } from "@/lib/masking/mask"
import { type MaskedRecord, maskRecord } from "./mask-record"
import type { Values } from "./merge-values"

export type MaskRecord = {
  record: Pick<ReleaseRecord, "values" | "manifest" | "hooks" | "notes">
  chart: Pick<OpenedChart, "values" | "schema"> | null
  mask: MaskKey
  before: Values
}

/** Masks a revision in a worker thread. */
export default function maskRecordTask({ record, chart, mask, before }: MaskRecord): MaskedRecord {
  return maskRecord(record, chart, maskFor(mask.key, mask.scope), before)
}
