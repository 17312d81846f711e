import { HelmError } from "@/lib/kube/helm/helm-error"
import { historyArgs, type ReleaseInput } from "@/lib/kube/helm/read-args"
import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { type HistoryEntry, historySchema } from "@/lib/kube/helm/schema"

/** Helm lists 10 revisions by default; this is more than any release has. */
const everything = 10_000

/** Helm's revisions, oldest first; none when Helm does not have the release. */
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
