import type { OpenedChart } from "@/lib/fleet/charts/open-chart"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { type MaskKey, maskFor } from "@/lib/kube/masking/mask"
import { maskRecord } from "./mask-record"
import type { Values } from "./merge-values"
import { type SealedRevision, sealRevision } from "./sealed-values"

export type MaskRecord = {
  record: Pick<ReleaseRecord, "values" | "manifest" | "hooks" | "notes">
  chart: Pick<OpenedChart, "values" | "schema"> | null
  mask: MaskKey
  before: Values
  /** The names of the release, its namespace and its chart. */
  publicNames: readonly string[]
}

export type MaskedInThread = {
  revision: SealedRevision
  /** The secrets in it, for masking all other text about the revision. */
  secrets: string[]
}

export default function maskRecordTask(input: MaskRecord & { sealWith: Uint8Array }): MaskedInThread {
  const { record, chart, mask, before, publicNames, sealWith } = input
  const { masked, secrets } = maskRecord(record, chart, maskFor(mask.key, mask.scope), before, publicNames)
  return { revision: sealRevision(masked, sealWith), secrets }
}
