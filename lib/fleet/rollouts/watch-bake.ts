import { unreadyWorkloads } from "@/lib/kube/cluster/explain-unready"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { log } from "@/lib/platform/log"
import { assessBake } from "./assess-bake"
import { type BakingRelease, claimBakeCheck, type Look } from "./claim-bake-check"
import { type Finding, noteFindings } from "./note-findings"
import { type ReadNamespace, readingNamespaces } from "./read-namespaces"

/**
 * Checks the workloads of a baking wave when a check is due: a release that degraded, or is not ready when the bake ends,
 * counts as failed. Without access to a cluster nothing is known of its releases, so the bake continues until there is.
 */
export async function watchBake(rolloutId: string): Promise<void> {
  const look = await claimBakeCheck(rolloutId)
  if (look === null || look.releases.length === 0) return
  const clusters = new Set(look.releases.map(({ cluster }) => cluster))
  const findings = await Promise.all([...clusters].map((cluster) => lookInto(cluster, look)))
  await noteFindings(rolloutId, look, findings.flat())
}

/** Checks one namespace after the other; after the first failure no other is read. */
function lookInto(cluster: string, look: Look): Promise<Finding[]> {
  const releases = look.releases.filter((release) => release.cluster === cluster)
  return readingNamespaces(cluster, async (read) => {
    const findings: Finding[] = []
    let away: string | null = null
    for (const release of releases) {
      const onAway = (why: string) => {
        away = why
      }
      const finding: Finding =
        away === null ? await lookAt(release, look, read, onAway) : { release, kind: "unknown", why: away }
      findings.push(finding)
    }
    return findings
  })
}

async function lookAt(
  release: BakingRelease,
  { isOver }: Look,
  read: ReadNamespace,
  onAway: (why: string) => void,
): Promise<Finding> {
  try {
    const problem = assessBake(unreadyWorkloads(await read(release.namespace), release.releaseName), isOver)
    return problem === null ? { release, kind: "healthy" } : { release, kind: "unhealthy", why: problem }
  } catch (error) {
    log.warn({ err: error, releaseId: release.releaseId }, "bake check failed")
    const said = error instanceof Error ? error.message : "The cluster is unavailable."
    const why = `The health could not be checked: ${said}`
    // Each namespace is read with its own account, so a 403 says nothing about the others.
    if (!(error instanceof KubernetesError && error.status === 403)) onAway(why)
    return { release, kind: "unknown", why }
  }
}
