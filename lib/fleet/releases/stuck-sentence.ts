import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { toInstant } from "@/lib/platform/instant"

/** The problem of a release whose newest revision is unfinished, and the next step. */
export const stuckMessage = ({ revision, status, changedAt }: HelmSecret): string =>
  `Revision ${revision} is ${status} since ${toInstant(changedAt)}: its Helm process was interrupted. Upgrade or roll back the release to repair it.`
