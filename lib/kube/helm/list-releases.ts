import { readJson } from "@/lib/kube/helm/read-json"
import { type HelmContext, runHelm } from "@/lib/kube/helm/run-helm"
import { type ListedRelease, listSchema } from "@/lib/kube/helm/schema"
import { listArgs } from "./arguments"

/**
 * The last revision of every release in any state. `namespace` null: in the whole cluster, which is slow for a large one, as
 * Helm decodes every revision; for a fleet, list the metadata of the Secrets instead.
 */
export async function listReleases(
  context: HelmContext,
  input: { namespace: string | null; filter?: string },
): Promise<ListedRelease[]> {
  return readJson(listSchema, await runHelm(context, { args: listArgs(input) }))
}
