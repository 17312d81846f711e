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

type StoredReason = Exclude<GateReasonCode, "unknown_environment">

/** Why each reason applies, or false; in the order of the response. Of a tag that runs, only the last two do. */
const messages: Record<StoredReason, (input: GateInput) => string | false> = {
  archived_environment: ({ environment, isArchived }) =>
    isArchived && `${environment} is archived and accepts no new deployments.`,
  frozen: ({ environment, freeze }) =>
    freeze !== null && `${environment} is frozen until ${freeze.endsAt}: ${freeze.text}`,
  quarantined: ({ imageTag, quarantine }) =>
    quarantine !== null && `${imageTag} ${quarantinedBy(quarantine)}`,
  deployment_in_progress: ({ environment, inProgress }) =>
    inProgress !== null && `${inProgress} is being deployed to ${environment}. Wait until it finishes.`,
  never_in_lower_environment: ({ imageTag, below }) =>
    below?.isKnown === false &&
    `${imageTag} has never run in ${below.environments.join(" or ")}. Deploy it there first.`,
  rolled_back_in_lower_environment: ({ imageTag, rolledBackBelow }) =>
    rolledBackBelow.length > 0 && `${imageTag} was rolled back in ${rolledBackBelow.join(" and ")}.`,
  rolled_back_here: ({ imageTag, environment, tagRecord }) =>
    tagRecord?.isCurrent === false &&
    tagRecord.isRolledBack &&
    `${imageTag} was rolled back in ${environment}.`,
  failed_here: ({ imageTag, environment, tagRecord }) =>
    tagRecord?.isCurrent === false &&
    tagRecord.status === "FAILED" &&
    `The last deployment of ${imageTag} to ${environment} failed.`,
  in_progress_here: ({ imageTag, environment, tagRecord }) =>
    tagRecord?.isCurrent === false &&
    tagRecord.status === "PENDING" &&
    `${imageTag} is being deployed to ${environment}.`,
  already_current: ({ imageTag, environment, tagRecord }) =>
    tagRecord?.isCurrent === true && `${imageTag} is already running in ${environment}.`,
  other_build_in_lower_environment: ({ imageTag, environment, tagRecord, otherBuildBelow }) =>
    tagRecord?.isCurrent === true &&
    otherBuildBelow.length > 0 &&
    `${environment} runs a different build of ${imageTag} than ${otherBuildBelow.join(" and ")}.`,
}

/** The others block. */
const informational: readonly GateReasonCode[] = [
  "failed_here",
  "in_progress_here",
  "other_build_in_lower_environment",
  "already_current",
]

export function decideGate(input: GateInput): GateAnswer {
  const reasons = Object.entries(messages).flatMap(([name, messageOf]): GateReason[] => {
    const code = name as StoredReason
    const message = messageOf(input)
    const blocking = !informational.includes(code) && !input.warnings.includes(code)
    return message === false ? [] : [{ code, message, blocking }]
  })
  return { allowed: reasons.every((reason) => !reason.blocking), reasons }
}
