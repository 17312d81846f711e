import { HelmError } from "@/lib/kube/helm/helm-error"
import { historyArgs, type ReleaseInput } from "@/lib/kube/helm/read-args"
import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { type HistoryEntry, historySchema } from "@/lib/kube/helm/schema"

/** Helm keeps 10 unless told otherwise; nobody keeps more than this. */
const everything = 10_000

/** The revisions that Helm has, oldest first; none when Helm knows no such release. */
export async function getHistory(context: HelmContext, input: ReleaseInput): Promise<HistoryEntry[]> {
  try {
    return readJson(
      historySchema,
      await runHelm(context, { args: historyArgs({ ...input, max: everything }) }),
    )
  } catch (error) {
    if (error instanceof HelmError && error.kind === "not_found") return []
    throw error
  }
}
