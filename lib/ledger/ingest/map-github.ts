import { finished } from "@/lib/ledger/deployments/status-transitions"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { quote } from "@/lib/platform/pointer"
import { readRef } from "./image-reference"
import { fieldsIn, firstOf, idAsText, ignored, type MapEvent, readText, withValue } from "./mapped-event"

const statuses: ReadonlyMap<string, DeploymentStatus> = new Map([
  ["success", "DEPLOYED"],
  ["failure", "FAILED"],
  ["error", "FAILED"],
  ["pending", "PENDING"],
  ["queued", "PENDING"],
  ["waiting", "PENDING"],
  ["in_progress", "PENDING"],
])

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#deployment_status */
export const mapGitHub: MapEvent = (payload, headers) => {
  const event = headers.get("x-github-event") ?? "none"
  if (event === "ping") return ignored("The webhook works. Its next deployment is recorded.")
  if (event !== "deployment_status")
    return ignored(`Only the event deployment_status is recorded, not ${quote(event)}.`)
  const at = fieldsIn(payload)
  const state = at("deployment_status", "state")
  const status = statuses.get(readText(state))
  if (status === undefined && readText(state) !== "")
    return ignored(`The state ${quote(readText(state))} is not recorded.`)
  const ref = at("deployment", "ref")
  const { imageTag, gitBranch } = readRef(readText(ref))
  const isFinished = status !== undefined && finished[status]
  return {
    kind: "record",
    fields: {
      externalId: idAsText(at("deployment", "id")),
      application: at("repository", "name"),
      environment: firstOf(at("deployment_status", "environment"), at("deployment", "environment")),
      imageTag: firstOf(at("deployment", "payload", "imageTag"), withValue(ref, imageTag)),
      gitCommit: at("deployment", "sha"),
      gitBranch: withValue(ref, gitBranch),
      status: withValue(state, status),
      deployedAt: at("deployment", "created_at"),
      ...(isFinished && { completedAt: at("deployment_status", "created_at") }),
      runUrl: firstOf(at("deployment_status", "target_url"), at("deployment_status", "log_url")),
      initiatedBy: at("deployment", "creator", "login"),
      notes: at("deployment_status", "description"),
    },
  }
}
