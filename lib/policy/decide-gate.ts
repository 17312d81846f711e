import type { DeploymentStatus } from "@/lib/deployments/schema"
import type { GateAnswer, GateReason } from "./schema"

/** What the ledger knows of an image tag that is about to be deployed somewhere. */
export type GateFacts = {
  imageTag: string
  environment: string
  /** The next lower rung that carries the application; null when there is none. */
  below: { environments: readonly string[]; seen: "never" | "rolled-back" | "live-once" } | null
  /** The newest record of the tag in the environment itself. */
  here: { status: DeploymentStatus; current: boolean } | null
}

const hereReasons: Record<DeploymentStatus, (Pick<GateReason, "code"> & { words: string }) | null> = {
  PENDING: { code: "in_progress_here", words: "is being deployed to" },
  DEPLOYED: null,
  FAILED: { code: "failed_here", words: "failed last time it was deployed to" },
  ROLLED_BACK: { code: "rolled_back_here", words: "was rolled back in" },
}

/** Whether a tag may be deployed, and everything worth knowing before. Only a promotion that skips a rung is refused. */
export function decideGate(facts: GateFacts): GateAnswer {
  const reasons = [...reasonsBelow(facts), ...reasonsHere(facts)]
  return { allowed: !reasons.some(({ blocking }) => blocking), reasons }
}

function reasonsBelow({ imageTag, below }: GateFacts): GateReason[] {
  if (below === null || below.seen === "live-once") return []
  const place = below.environments.join(" or ")
  if (below.seen === "rolled-back") {
    const message = `${imageTag} was rolled back in ${place}.`
    return [{ code: "rolled_back_in_lower_environment", message, blocking: false }]
  }
  const message = `${imageTag} has never run in ${place}. Deploy it there first.`
  return [{ code: "never_in_lower_environment", message, blocking: true }]
}

function reasonsHere({ imageTag, environment, here }: GateFacts): GateReason[] {
  if (here === null) return []
  if (here.current) {
    const message = `${imageTag} already runs in ${environment}.`
    return [{ code: "already_current", message, blocking: false }]
  }
  const reason = hereReasons[here.status]
  if (reason === null) return []
  return [{ code: reason.code, message: `${imageTag} ${reason.words} ${environment}.`, blocking: false }]
}
