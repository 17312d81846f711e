import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { type QuarantineReason, quarantinedBy } from "@/lib/policy/quarantine/reason"
import type { GateAnswer, GateReason, GateReasonCode } from "./schema"

/** `endsAt`: RFC 3339. */
export type Freeze = { text: string; endsAt: string }

/** What the ledger knows about an image tag that is about to be deployed. */
export type GateInput = {
  imageTag: string
  environment: string
  isArchived: boolean
  /** Reasons that only warn in the environment. */
  warnings: readonly string[]
  /** The active freeze that ends last. */
  freeze: Freeze | null
  /** The active quarantine of the tag. */
  quarantine: QuarantineReason | null
  /** The next lower stage that runs the application, and whether the tag ever ran there; null if there is none. */
  below: { environments: readonly string[]; isKnown: boolean } | null
  /** Lower environments in which the tag was rolled back and not deployed again since. */
  rolledBackBelow: readonly string[]
  /** The newest record of the tag in the environment itself. */
  tagRecord: { status: DeploymentStatus; isCurrent: boolean; isRolledBack: boolean } | null
  /** Another image tag that is being deployed to the environment. */
  inProgress: string | null
  /** Lower environments that run the same tag from a different build. */
  otherBuildBelow: readonly string[]
}

/** Whether each reason blocks a deployment. */
const blocking: Record<GateReasonCode, boolean> = {
  unknown_environment: true,
  archived_environment: true,
  frozen: true,
  quarantined: true,
  never_in_lower_environment: true,
  rolled_back_in_lower_environment: true,
  rolled_back_here: true,
  deployment_in_progress: true,
  failed_here: false,
  in_progress_here: false,
  other_build_in_lower_environment: false,
  already_current: false,
}

export function gateReason(code: GateReasonCode, message: string): GateReason {
  return { code, message, blocking: blocking[code] }
}

const reasonIf = (applies: boolean, code: GateReasonCode, message: string): GateReason[] =>
  applies ? [gateReason(code, message)] : []

/** Decides whether a tag may be deployed, with all reasons. */
export function decideGate(input: GateInput): GateAnswer {
  const allReasons = [...reasonsOfEnvironment(input), ...reasonsBelow(input), ...reasonsOfTag(input)]
  const reasons = allReasons.map((reason) =>
    input.warnings.includes(reason.code) ? { ...reason, blocking: false } : reason,
  )
  return { allowed: reasons.every((reason) => !reason.blocking), reasons }
}

function reasonsOfEnvironment(input: GateInput): GateReason[] {
  const { imageTag, environment, isArchived, freeze, quarantine, inProgress } = input
  return [
    ...reasonIf(
      isArchived,
      "archived_environment",
      `${environment} is archived and accepts no new deployments.`,
    ),
    ...reasonIf(
      freeze !== null,
      "frozen",
      `${environment} is frozen until ${freeze?.endsAt}: ${freeze?.text}`,
    ),
    ...(quarantine === null ? [] : [gateReason("quarantined", `${imageTag} ${quarantinedBy(quarantine)}`)]),
    ...reasonIf(
      inProgress !== null,
      "deployment_in_progress",
      `${inProgress} is being deployed to ${environment}. Wait until it finishes.`,
    ),
  ]
}

function reasonsBelow({ imageTag, below, rolledBackBelow }: GateInput): GateReason[] {
  return [
    ...reasonIf(
      below?.isKnown === false,
      "never_in_lower_environment",
      `${imageTag} has never run in ${below?.environments.join(" or ")}. Deploy it there first.`,
    ),
    ...reasonIf(
      rolledBackBelow.length > 0,
      "rolled_back_in_lower_environment",
      `${imageTag} was rolled back in ${rolledBackBelow.join(" and ")}.`,
    ),
  ]
}

function reasonsOfTag({ imageTag, environment, tagRecord, otherBuildBelow }: GateInput): GateReason[] {
  if (tagRecord === null) return []
  if (tagRecord.isCurrent) {
    const others = otherBuildBelow.join(" and ")
    return [
      gateReason("already_current", `${imageTag} is already running in ${environment}.`),
      ...reasonIf(
        otherBuildBelow.length > 0,
        "other_build_in_lower_environment",
        `${environment} runs a different build of ${imageTag} than ${others}.`,
      ),
    ]
  }
  const { isRolledBack, status } = tagRecord
  return [
    ...reasonIf(isRolledBack, "rolled_back_here", `${imageTag} was rolled back in ${environment}.`),
    ...reasonIf(
      status === "FAILED",
      "failed_here",
      `The last deployment of ${imageTag} to ${environment} failed.`,
    ),
    ...reasonIf(status === "PENDING", "in_progress_here", `${imageTag} is being deployed to ${environment}.`),
  ]
}
