import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { toInstant } from "@/lib/platform/instant"

/** What is wrong with a release whose newest revision nobody finished, and the way out. */
export const stuckMessage = ({ revision, status, changedAt }: HelmSecret): string =>
  `Revision ${revision} is ${status} since ${toInstant(changedAt)}, and nobody works on it: the Helm that made it was stopped in the middle. Upgrade or roll back here: that repairs it first.`
